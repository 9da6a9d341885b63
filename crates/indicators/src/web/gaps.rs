//! The gap between municipalities and their comparison group.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::ConnectionTrait;

use platform::dates::short;
use platform::pager::address;
use platform::search::fold;
use sign_in_model::prelude::*;
use territory_model::queries::NamedMunicipality;

use crate::figures::{Datum, UNIT, read as read_figure};
use crate::peers::{Measure, Peers, choose};
use crate::policy::{ANSWERERS, READERS};
use crate::queries::gaps::{measures, own_departments, own_places, schemes, valued, years};
use crate::reading::FIRST_YEAR;
use crate::rules::{GapStanding, NoGap, median, to_target};
use crate::views::gaps::{
    GapChoices, GapDetails, GapGroupTable, GapPage, GapRow, GapStep, GapsPage, GroupPicture,
    finding, gaps,
};
use crate::{queries, words};

type IndicatorYears = BTreeMap<String, BTreeSet<i32>>;

/// One indicator and year, and the municipalities that are compared in it.
pub(super) struct GapComparison {
    pub(super) measure: Measure,
    pub(super) year: i32,
    scheme: Option<String>,
    pub(super) peers: Peers,
}

impl GapComparison {
    fn query<'a>(&'a self, year: &'a str) -> [(&'static str, &'a str); 3] {
        let scheme = self.scheme.as_deref().unwrap_or_default();
        [("indicador", self.measure.code.as_str()), ("anio", year), ("esquema", scheme)]
    }

    pub(super) fn about(&self) -> Vec<String> {
        let mut about = vec![self.measure.better.label().to_owned()];
        let index = fold(&self.measure.index);
        if let Some(scheme) = self.scheme.as_ref().filter(|one| !fold(one).starts_with(&index)) {
            about.push(format!(
                "Los grupos no son de {}: son los del esquema «{scheme}».",
                self.measure.index
            ));
        }
        if !self.measure.note.is_empty() {
            about.push(format!("Nota del marco de capacidades: {}.", self.measure.note));
        }
        about
    }
}

/// Reads what was chosen, or takes the first that has values; without any there is nothing to compare.
async fn subject(
    db: &impl ConnectionTrait,
    fields: &Fields,
    years: &IndicatorYears,
) -> Result<(GapChoices, Option<GapComparison>), AppError> {
    let all = measures(db).await?;
    let known: BTreeSet<i32> = years.values().flatten().copied().collect();
    let mut choices = GapChoices {
        form: fields.state(),
        indicators: all
            .iter()
            .map(|one| Alternative::new(&one.code, &one.name).within(&one.index))
            .collect(),
        years: known.iter().rev().map(|year| Alternative::new(year, year.to_string())).collect(),
        schemes: Vec::new(),
    };
    let code = fields.first("indicador");
    let measure = if code.is_empty() {
        all.into_iter().find(|one| years.contains_key(&one.code))
    } else {
        let found = all.into_iter().find(|one| one.code == code);
        if found.is_none() {
            choices.form.refuse("indicador", "Elija un indicador de la lista.");
        }
        found
    };
    let typed = fields.first("anio");
    let asked = typed.parse().ok().filter(|year| (FIRST_YEAR..2200).contains(year));
    if asked.is_none() && !typed.is_empty() {
        choices.form.refuse("anio", "Elija una vigencia de la lista.");
        return Ok((choices, None));
    }
    let Some(measure) = measure else { return Ok((choices, None)) };
    let latest = years.get(&measure.code).and_then(BTreeSet::last).or(known.last()).copied();
    let Some(year) = asked.or(latest) else { return Ok((choices, None)) };
    let mut of_year = schemes(db, year).await?;
    let scheme = choose(&of_year, fields.first("esquema"), &measure.index);
    let members = scheme.as_ref().and_then(|scheme| of_year.remove(scheme)).unwrap_or_default();
    choices.schemes = of_year.keys().chain(&scheme).map(|one| Alternative::new(one, one)).collect();
    choices.schemes.sort_by(|a, b| a.label.cmp(&b.label));
    choices.form = std::mem::take(&mut choices.form)
        .with("indicador", &measure.code)
        .with("anio", year)
        .with_option("esquema", scheme.as_ref());
    let values = valued(db, &measure, year).await?;
    let peers = Peers { better: measure.better, values, members };
    Ok((choices, Some(GapComparison { measure, year, scheme, peers })))
}

#[get("/municipios/<municipality>/brecha")]
pub async fn show(desk: Desk<'_>, municipality: &str) -> Answer {
    let actor = desk.actor_as(&ANSWERERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let place = queries::place(db, actor, municipality).await?.ok_or(AppError::NotFound)?;
    let own_years = years(db, Some(&place.code)).await?;
    let (mut choices, subject) = subject(db, &fields, &own_years).await?;
    let measured = subject.map(|subject| {
        let target = target(fields.first("meta"), &subject.measure, &mut choices.form);
        measured(&subject, &place, target, actor.has_any(&READERS))
    });
    let is_wrong = choices.form.has_errors();
    let page = GapPage { name: place.full_name(), code: place.code, choices, measured };
    if is_wrong { desk.refuse(&page) } else { desk.show(&page) }
}

/// Reads the target that the reader typed for the municipality; it is not official.
fn target(typed: &str, measure: &Measure, form: &mut FormState) -> Option<i64> {
    match read_figure(typed, false) {
        Datum::Missing => None,
        Datum::Figure(figure) if measure.range.holds(figure.value) => Some(figure.value),
        Datum::Figure(_) => {
            form.refuse("meta", format!("La meta va en el rango: {}.", measure.range_text));
            None
        }
        Datum::NoFigure => {
            form.refuse("meta", "Escriba la meta como un número, por ejemplo 60 o 62,5.");
            None
        }
    }
}

fn measured(
    subject: &GapComparison,
    place: &NamedMunicipality,
    target: Option<i64>,
    reads_department: bool,
) -> GapDetails {
    let GapComparison { measure, year, scheme, peers } = subject;
    let (name, year) = (place.full_name(), *year);
    let own = peers.values.get(&place.code);
    let group = peers.group(&place.code);
    let found = peers.gap(&place.code);
    let mut steps = Vec::new();
    let mut step = |what: &str, account: String, result: String| {
        steps.push(GapStep { what: what.to_owned(), account, result });
    };
    if let Some(own) = own {
        let source = format!("{}, publicado el {}", own.source, short(own.published_on));
        step("Valor del municipio", source, words::figure(own.value));
    }
    if let (Some(group), Some(scheme)) = (group, scheme) {
        let size = words::size(peers.size(group), peers.values_in(group).len());
        step(
            "Grupo de comparación",
            format!("Esquema «{scheme}», {year}: {size}"),
            group.to_owned(),
        );
    }
    if let (Some(own), Ok(found)) = (own, found) {
        let median = words::exact(found.median.value());
        step("Mediana del grupo", words::middle(measure.better, found.median), median.clone());
        let account = words::subtraction(measure.better, own.value, &median);
        let told = found.standing.label();
        step("Brecha a la mediana", account, format!("{} ({told})", words::difference(found.gap)));
    }
    if let (Some(own), Some(target)) = (own, target) {
        let wanted = words::figure(measure.better.measured(target));
        step("Meta", "La escribió quien consulta; no es oficial".to_owned(), wanted.clone());
        let (difference, standing) = to_target(measure.better, own.value, target);
        let told = standing.label();
        let account = words::subtraction(measure.better, own.value, &wanted);
        step("Brecha a la meta", account, format!("{} ({told})", words::difference(difference)));
    }
    let (headline, chart) = match (found, own, group) {
        (Ok(found), Some(own), Some(group)) => (
            words::headline(&name, measure, year, own.value, &found),
            Some(words::picture(peers, group, &place.name, own.value, found.median)),
        ),
        (Err(why), ..) => (words::absent(why, &name, year, scheme.as_deref()), None),
        (Ok(_), ..) => (words::absent(NoGap::NoGroup, &name, year, scheme.as_deref()), None),
    };
    let text = year.to_string();
    let mut query = subject.query(&text).to_vec();
    query.push(("departamento", &place.department_code));
    GapDetails {
        about: subject.about(),
        headline,
        has_gap: chart.is_some(),
        steps,
        chart,
        has_demo: own.is_some_and(|own| own.is_demo)
            || group.is_some_and(|group| peers.has_demo(group)),
        all: reads_department.then(|| address("/brechas", &query)),
    }
}

/// What the list is asked for: an indicator, and the municipalities of a department.
pub(super) struct GapList {
    pub(super) choices: GapChoices,
    departments: Vec<(String, String)>,
    /// The code of the one that was chosen.
    pub(super) department: String,
    pub(super) subject: Option<GapComparison>,
    /// Nothing where no department was chosen.
    pub(super) places: Option<Vec<NamedMunicipality>>,
}

impl GapList {
    pub(super) async fn read(desk: &Desk<'_>, actor: &Actor) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let fields = Fields::of_address(desk.request());
        let all_years = years(db, None).await?;
        let (mut choices, subject) = subject(db, &fields, &all_years).await?;
        let own = own_departments(db, actor).await?;
        let asked = fields.first("departamento");
        // Who has one department does not choose it; who asks for another one is told, not given this.
        let only = || own.first().filter(|_| own.len() == 1 && asked.is_empty());
        let chosen = own.iter().find(|(code, _)| code == asked).or_else(only);
        let department = chosen.map(|(code, _)| code.clone()).unwrap_or_default();
        if department.is_empty() && !asked.is_empty() {
            choices.form.refuse("departamento", "Elija un departamento de la lista.");
        }
        let places = if subject.is_some() && !department.is_empty() {
            choices.form = std::mem::take(&mut choices.form).with("departamento", &department);
            Some(own_places(db, actor, &department).await?)
        } else {
            None
        };
        Ok(Self { choices, departments: own, department, subject, places })
    }
}

#[get("/brechas")]
pub async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let GapList { choices, departments, department, subject, places } =
        GapList::read(&desk, actor).await?;
    let mut page = GapsPage {
        departments: departments.iter().map(|(code, name)| Alternative::new(code, name)).collect(),
        what: None,
        about: Vec::new(),
        missing: None,
        groups: Vec::new(),
        has_demo: false,
        workbook: None,
        choices,
    };
    match (subject, places) {
        (None, _) => page.missing = Some("Todavía no hay datos que comparar.".to_owned()),
        (Some(_), None) => {
            page.missing = Some("Elija un departamento para ver sus municipios.".to_owned())
        }
        (Some(subject), Some(places)) => {
            let Measure { name, index, .. } = &subject.measure;
            page.what = Some(format!("{name} ({index}), {}", subject.year));
            page.about = subject.about();
            page.groups = tables(&subject, &places);
            page.has_demo = places.iter().any(|place| is_demo(&subject.peers, place));
            let year = subject.year.to_string();
            let mut query = subject.query(&year).to_vec();
            query.push(("departamento", &department));
            page.workbook = Some(address("/brechas/xlsx", &query));
        }
    }
    if page.choices.form.has_errors() { desk.refuse(&page) } else { desk.show(&page) }
}

/// Whether a figure of the municipality or of its group was invented.
pub(super) fn is_demo(peers: &Peers, place: &NamedMunicipality) -> bool {
    peers.values.get(&place.code).is_some_and(|own| own.is_demo)
        || peers.group(&place.code).is_some_and(|group| peers.has_demo(group))
}

/// A table for each group, because nothing is compared across them; those without one come last.
fn tables(subject: &GapComparison, places: &[NamedMunicipality]) -> Vec<GapGroupTable> {
    let peers = &subject.peers;
    let mut by_group: BTreeMap<Option<&str>, Vec<&NamedMunicipality>> = BTreeMap::new();
    for place in places {
        by_group.entry(peers.group(&place.code)).or_default().push(place);
    }
    let without = by_group.remove(&None);
    let grouped = by_group.into_iter().chain(without.map(|places| (None, places)));
    let table =
        |(at, (group, places)): (usize, (Option<&str>, Vec<&NamedMunicipality>))| GapGroupTable {
            id: format!("grupo-{}", at + 1),
            caption: group.map_or_else(|| "Sin grupo".to_owned(), |group| format!("Grupo {group}")),
            told: group_summary(subject, group),
            picture: group.and_then(|group| drawn(subject, group, &places)),
            rows: places.into_iter().map(|place| row(subject, place)).collect(),
        };
    grouped.enumerate().map(table).collect()
}

/// Nothing where no municipality of the list has a value, or the group has too few for a median.
fn drawn(
    subject: &GapComparison,
    group: &str,
    places: &[&NamedMunicipality],
) -> Option<GroupPicture> {
    let GapComparison { peers, measure, year, .. } = subject;
    let median = median(peers.better, &peers.values_in(group)).ok()?;
    let values = places.iter().map(|place| {
        let own = peers.values.get(&place.code);
        let value = own.map(|own| peers.better.measured(own.value) as f64 / UNIT as f64);
        (place.name.clone(), value)
    });
    let values: Vec<(String, Option<f64>)> = values.collect();
    let known = values.iter().any(|(_, value)| value.is_some());
    // A median of two values lies between two units.
    let middle = median.value().0 as f64 / (UNIT * 10) as f64;
    let title = format!("{} ({}), {year}: grupo {group}", measure.name, measure.index);
    let standings: Vec<(&str, GapStanding)> = places
        .iter()
        .filter_map(|place| Some((place.name.as_str(), peers.gap(&place.code).ok()?.standing)))
        .collect();
    known.then(|| gaps(finding(&title, &standings), values, Some(middle)))
}

fn group_summary(subject: &GapComparison, group: Option<&str>) -> String {
    let (peers, year) = (&subject.peers, subject.year);
    let Some(group) = group else {
        return format!("Sin grupo de comparación de {year} no hay con quién comparar.");
    };
    let values = peers.values_in(group);
    let size = words::size(peers.size(group), values.len());
    match median(peers.better, &values) {
        Ok(median) => format!("{size} en el país. Mediana: {}.", words::exact(median.value())),
        Err(_) => format!("{size} en el país: con menos de 5 no se calcula la mediana."),
    }
}

fn row(subject: &GapComparison, place: &NamedMunicipality) -> GapRow {
    let year = subject.year.to_string();
    let own = subject.peers.values.get(&place.code);
    let found = subject.peers.gap(&place.code).ok();
    GapRow {
        href: address(&format!("/municipios/{}/brecha", place.code), &subject.query(&year)),
        name: place.name.clone(),
        value: own.map_or_else(|| "Sin dato".to_owned(), |own| words::figure(own.value)),
        gap: found.map_or_else(|| "—".to_owned(), |found| words::difference(found.gap)),
        standing: found.map_or_else(String::new, |found| found.standing.label().to_owned()),
        is_behind: found.is_some_and(|found| found.standing == GapStanding::Behind),
    }
}
