//! Pages of municipalities.

use people_model::rules::masked_document;
use pictures::{Svg, locator};
use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;
use territory_model::outlines::{self, BOUNDARIES};

use super::list::ListedMunicipality;
use super::queries::{CapacityHolding, CertificateHolder, Municipality, OpenCohort};
use super::standing::MunicipalityWhole;
use crate::views::{attested_apart, capitalised};

#[derive(Debug, Serialize, Example)]
pub struct MunicipalitiesPage {
    pub filter: FormState,
    pub departments: Vec<Alternative>,
    /// What the list is of.
    pub caption: &'static str,
    /// Address of the whole country, where the list is not that.
    pub whole: Option<String>,
    pub is_narrow: bool,
    /// The reader has the page of who lacks what.
    pub may_read_lacks: bool,
    pub workbook: String,
    pub rows: Vec<MunicipalityLine>,
    pub pager: Pager,
}

#[derive(Debug, Serialize, Example)]
pub struct MunicipalityLine {
    pub code: String,
    pub name: String,
    pub department: String,
    pub pdet: Option<String>,
    /// How many people are certified, as anybody may know it.
    pub certified: String,
}

impl From<ListedMunicipality> for MunicipalityLine {
    fn from(row: ListedMunicipality) -> Self {
        Self {
            code: row.code,
            name: row.name,
            department: row.department,
            pdet: row.pdet,
            certified: public_number(row.certified),
        }
    }
}

/// Where the bands of people begin; below the first are those that no public page tells.
const BANDS: [i64; 9] = [5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];

/// Says how many people there are as anybody may know it (R81): few are «menos de 5», and more are a
/// band, so that neither another public figure nor the page of yesterday, taken away from it, tells of
/// one person.
fn public_number(people: i64) -> String {
    if people == 0 {
        return "Ninguna".to_owned();
    }
    let grouped = numbers::grouped;
    let over = BANDS.iter().position(|from| people < *from);
    match over {
        Some(0) => format!("Menos de {}", BANDS[0]),
        Some(above) => format!("De {} a {}", grouped(BANDS[above - 1]), grouped(BANDS[above] - 1)),
        None => format!("{} o más", grouped(BANDS[BANDS.len() - 1])),
    }
}

impl View for MunicipalitiesPage {
    const TEMPLATE: &'static str = "pages/reports/municipalities";
    fn title(&self) -> String {
        "Municipios".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Municipios")]
    }
}

#[derive(Debug, Serialize, Example)]
pub struct MunicipalityProfilePage {
    pub name: String,
    pub department: String,
    pub facts: Vec<Fact>,
    /// Nothing where the source drew no limits.
    #[example(if size.some { LocatorMap::of("50325", "Mapiripán", "Meta") } else { None })]
    pub map: Option<LocatorMap>,
    /// Capacities that somebody certified and in post holds, of all.
    pub held: usize,
    pub total: usize,
    /// As everybody reads them; those who answer for the municipality read `whole` instead.
    pub capacities: Vec<CapacityLine>,
    pub whole: Option<MunicipalityWhole>,
    pub cohorts: Vec<CohortLine>,
    /// Only for readers who answer for the municipality.
    pub holders: Option<Holders>,
    /// Address of the department's report, for those who read it.
    pub report: Option<String>,
    /// Address of the official values, for those who answer for the municipality.
    pub indicators: Option<String>,
    /// Address of the installed capacity, for those who answer for the municipality.
    pub installed: Option<String>,
}

/// Where a municipality lies in its department.
#[derive(Debug, Serialize)]
pub struct LocatorMap {
    svg: Svg,
    source: &'static str,
}

impl LocatorMap {
    fn of(code: &str, name: &str, department: &str) -> Option<Self> {
        let land = outlines::of_department(code.get(..2)?);
        let svg = locator(&format!("{name}, {department}"), &land, code)?;
        Some(Self { svg, source: BOUNDARIES })
    }
}

#[derive(Debug, Serialize, Example)]
pub struct CapacityLine {
    pub code: String,
    pub name: String,
    pub subject: String,
    pub people: String,
}

impl From<CapacityHolding> for CapacityLine {
    fn from(holding: CapacityHolding) -> Self {
        Self {
            people: public_number(holding.people),
            code: holding.code,
            name: holding.name,
            subject: holding.subject,
        }
    }
}

#[derive(Debug, Serialize, Example)]
pub struct CohortLine {
    pub href: String,
    pub name: String,
    pub course: String,
    pub modality: &'static str,
    pub dates: String,
    pub place: String,
}

#[derive(Debug, Serialize, Example)]
pub struct Holders {
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub rows: Vec<HolderLine>,
    pub pager: Pager,
    /// «Aparte, 21 constancias».
    pub attested: Option<String>,
}

impl Holders {
    pub fn of((rows, pager): (Vec<CertificateHolder>, Pager), attested: u64) -> Self {
        let attested = attested_apart(i64::try_from(attested).unwrap_or(i64::MAX));
        Self { rows: rows.into_iter().map(HolderLine::from).collect(), pager, attested }
    }
}

#[derive(Debug, Serialize, Example)]
pub struct HolderLine {
    pub person: String,
    pub document: String,
    pub entity: String,
    pub course: String,
    pub issued: String,
    pub href: String,
}

impl From<OpenCohort> for CohortLine {
    fn from(cohort: OpenCohort) -> Self {
        Self {
            href: format!("/oferta/{}", cohort.public_code),
            name: cohort.name,
            course: cohort.course,
            modality: cohort.modality.label(),
            dates: dates::range(cohort.starts_on, cohort.ends_on),
            place: cohort.place_text,
        }
    }
}

impl From<CertificateHolder> for HolderLine {
    fn from(holder: CertificateHolder) -> Self {
        Self {
            person: holder.name.by_surname(),
            document: masked_document(holder.document_type, &holder.document_number),
            entity: holder.entity.unwrap_or_else(|| "—".to_owned()),
            course: holder.course,
            issued: dates::short(dates::bogota_date(holder.issued_at)),
            href: format!("/verificar/{}", holder.code),
        }
    }
}

impl MunicipalityProfilePage {
    /// The page as everybody reads it.
    pub fn public(
        municipality: Municipality,
        capacities: Vec<CapacityHolding>,
        cohorts: Vec<OpenCohort>,
    ) -> Self {
        let held = capacities.iter().filter(|held| held.people > 0).count();
        Self {
            facts: facts(&municipality),
            map: LocatorMap::of(
                &municipality.row.code,
                &municipality.row.name,
                &municipality.department,
            ),
            name: municipality.row.name,
            department: municipality.department,
            held,
            total: capacities.len(),
            capacities: capacities.into_iter().map(CapacityLine::from).collect(),
            whole: None,
            cohorts: cohorts.into_iter().map(CohortLine::from).collect(),
            holders: None,
            report: None,
            indicators: None,
            installed: None,
        }
    }

    /// The page as those who answer for the municipality read it; `report` is the address of the department's
    /// report, for those who read it.
    pub fn whole(
        municipality: Municipality,
        cohorts: Vec<OpenCohort>,
        (whole, holders): (MunicipalityWhole, Holders),
        report: Option<String>,
    ) -> Self {
        let path = format!("/municipios/{}", municipality.row.code);
        Self {
            held: whole.held(),
            total: whole.standings.len(),
            whole: Some(whole),
            holders: Some(holders),
            report,
            indicators: Some(format!("{path}/indicadores")),
            installed: Some(format!("{path}/capacidad")),
            ..Self::public(municipality, Vec::new(), cohorts)
        }
    }
}

/// What is always known of a municipality.
fn facts(municipality: &Municipality) -> Vec<Fact> {
    let row = &municipality.row;
    let mut facts = vec![
        Fact::new("Código DIVIPOLA", row.code.as_str()),
        Fact::new("Departamento", municipality.department.as_str()),
        Fact::new(
            "Tipo",
            match row.kind.as_str() {
                "area_no_municipalizada" => "Área no municipalizada".to_owned(),
                kind => capitalised(kind),
            },
        ),
        Fact::new(
            "PDET",
            row.pdet_subregion
                .as_ref()
                .map_or_else(|| "No".to_owned(), |name| format!("Sí, subregión {name}")),
        ),
    ];
    if let Some(unit) = &municipality.unit {
        facts.push(Fact::new("Dirección territorial", unit.as_str()));
    }
    facts
}

impl View for MunicipalityProfilePage {
    const TEMPLATE: &'static str = "pages/reports/municipality";
    fn title(&self) -> String {
        format!("{} ({})", self.name, self.department)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Municipios", "/municipios"),
            Crumb::here(self.title()),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<MunicipalitiesPage>();
    all.extend(samples_of::<MunicipalityProfilePage>());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_never_a_number_and_more_are_a_band() {
        assert_eq!(usize::try_from(BANDS[0]), Ok(measures::Minimum::GROUP.people()));
        let told = public_number;
        assert_eq!(told(0), "Ninguna");
        for few in 1..5 {
            assert_eq!(told(few), "Menos de 5");
        }
        assert_eq!([told(5), told(9), told(10)], ["De 5 a 9", "De 5 a 9", "De 10 a 19"]);
        assert_eq!([told(4_999), told(5_000)], ["De 1.000 a 4.999", "5.000 o más"]);
    }
}
