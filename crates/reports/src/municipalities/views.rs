//! Pages of municipalities.

use people_model::rules::masked_document;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

use super::queries::{
    CapacityHolding, CertificateHolder, ListedMunicipality, Municipality, OpenCohort,
};
use crate::views::capitalised;

#[derive(Debug, Serialize, Example)]
pub struct MunicipalitiesPage {
    pub filter: FormState,
    pub departments: Vec<Alternative>,
    pub rows: Vec<ListedMunicipality>,
    pub pager: Pager,
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
    /// Capacities that somebody certified holds, of all.
    pub held: usize,
    pub capacities: Vec<CapacityHolding>,
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
}

#[derive(Debug, Serialize, Example)]
pub struct HolderLine {
    pub person: String,
    pub document: String,
    pub entity: String,
    pub course: String,
    pub kind: &'static str,
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
            kind: holder.kind.label(),
            issued: dates::short(dates::bogota_date(holder.issued_at)),
            href: format!("/verificar/{}", holder.code),
        }
    }
}

impl MunicipalityProfilePage {
    pub fn of(
        municipality: Municipality,
        capacities: Vec<CapacityHolding>,
        cohorts: Vec<OpenCohort>,
        holders: Option<(Vec<CertificateHolder>, Pager)>,
        report: Option<String>,
    ) -> Self {
        let row = municipality.row;
        let indicators = holders.as_ref().map(|_| format!("/municipios/{}/indicadores", row.code));
        let installed = holders.as_ref().map(|_| format!("/municipios/{}/capacidad", row.code));
        let mut facts = vec![
            Fact::new("Código DIVIPOLA", row.code),
            Fact::new("Departamento", municipality.department.as_str()),
            Fact::new("Tipo", capitalised(&row.kind)),
            Fact::new(
                "PDET",
                row.pdet_subregion
                    .map_or_else(|| "No".to_owned(), |name| format!("Sí, subregión {name}")),
            ),
        ];
        if let Some(unit) = municipality.unit {
            facts.push(Fact::new("Dirección territorial", unit));
        }
        Self {
            name: row.name,
            department: municipality.department,
            facts,
            held: capacities.iter().filter(|held| held.people > 0).count(),
            capacities,
            cohorts: cohorts.into_iter().map(CohortLine::from).collect(),
            holders: holders.map(|(rows, pager)| Holders {
                rows: rows.into_iter().map(HolderLine::from).collect(),
                pager,
            }),
            report,
            indicators,
            installed,
        }
    }
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
