//! `/capacidad-instalada`: a department, by capacity and by municipality.

use pictures::Picture;
use platform::cells::NOTES;
use platform::pager::address;
use platform::prelude::*;
use platform::texts::word;
use territory_model::entity::department;

use super::sheets::Kind;
use super::{DepartmentCapacity, LedgerCount, map};
use crate::capacity_query::CapacityQuery;
use crate::targets::rules::coverage;
use crate::views::{CapacityFigures, as_of_sentences};

#[derive(Debug, Serialize, Example)]
pub struct DepartmentCapacityPage {
    pub form: FormState,
    pub departments: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    #[example(if size.some { "Meta" } else { "" }.into())]
    pub department: String,
    /// The name of the capacity that municipalities are counted for; empty is any.
    #[example(if size.some { "Movilizar recursos propios" } else { "" }.into())]
    pub capacity: String,
    pub told: Vec<String>,
    pub by_capacity: Vec<DepartmentCapacityRow>,
    pub by_place: Vec<DepartmentCapacityRow>,
    /// Nothing where there is no municipality to draw.
    #[example(size.some.then(map::sample))]
    pub map: Option<Picture>,
    /// «12 de 29»: the municipalities with a certified person in post, of all.
    pub covered: String,
    /// The same figures as a workbook, and each table as CSV.
    pub xlsx: String,
    pub files: Vec<Crumb>,
}

/// A capacity, or a municipality.
#[derive(Debug, Serialize, Example)]
pub struct DepartmentCapacityRow {
    pub code: String,
    pub name: String,
    pub href: String,
    /// People in post that are known, certified or not.
    pub in_post: String,
    pub figures: CapacityFigures,
    /// Of a capacity, the sum of the targets of its municipalities; «—» where none has one.
    pub target: String,
    pub covered: String,
}

pub const PATH: &str = "/capacidad-instalada";

impl DepartmentCapacityPage {
    /// The page of a form alone: where nothing was read yet, or the form was refused.
    pub fn asking(
        query: &CapacityQuery,
        departments: &[department::Model],
        chosen: Option<&department::Model>,
    ) -> Self {
        let option = |one: &department::Model| Alternative::new(&one.code, &one.name);
        Self {
            form: query.form.clone().with_option("departamento", chosen.map(|one| &one.code)),
            capacities: query.alternatives(),
            department: chosen.map(|one| one.name.clone()).unwrap_or_default(),
            capacity: query.capacity.as_ref().map(|one| one.name.clone()).unwrap_or_default(),
            told: as_of_sentences(&query.as_of, query.reach),
            by_capacity: Vec::new(),
            by_place: Vec::new(),
            map: None,
            covered: String::new(),
            xlsx: String::new(),
            files: Vec::new(),
            departments: departments.iter().map(option).collect(),
        }
    }

    /// With what was counted.
    #[must_use]
    pub fn with(mut self, query: &CapacityQuery, department: &DepartmentCapacity) -> Self {
        let day = query.day();
        let filters = [
            ("departamento", department.code.as_str()),
            ("capacidad", query.code()),
            ("corte", &day),
        ];
        let row =
            |one: &LedgerCount, href: String, figures: CapacityFigures| DepartmentCapacityRow {
                code: one.code.clone(),
                name: one.name.clone(),
                href,
                in_post: numbers::grouped(one.in_post),
                figures,
                target: one.target.wanted.map_or_else(|| "—".to_owned(), numbers::grouped),
                covered: coverage(one.target.have, one.target.wanted),
            };
        let capacity = |one: &LedgerCount| {
            let own = [filters[0], ("capacidad", one.code.as_str()), filters[2]];
            let href = address(PATH, &own);
            let figures = CapacityFigures::of_many(one.count, &format!("{href}#t-municipios"));
            row(one, href, figures)
        };
        let municipality =
            |code: &str| address(&format!("/municipios/{code}/capacidad"), &filters[1..]);
        let place = |one: &LedgerCount| {
            let href = municipality(&one.code);
            let (code, count) = (&one.code, one.count);
            let figures = CapacityFigures::listed(count, code, query.code(), &day);
            row(one, href, figures)
        };
        self.by_capacity = department.capacities.iter().map(capacity).collect();
        self.by_place = department.places.iter().map(place).collect();
        self.map = (!department.places.is_empty()).then(|| map::map(department, municipality));
        let covered = self.by_place.iter().filter(|row| !row.figures.none).count();
        self.covered = format!("{covered} de {}", self.by_place.len());
        self.xlsx = address(&format!("{PATH}/xlsx"), &filters);
        let file = |kind: Kind| {
            Crumb::to(kind.label(), address(&format!("{PATH}/csv/{}", kind.slug()), &filters))
        };
        self.files = Kind::ALL.map(file).into();
        let notes = address(&format!("{PATH}/csv/{NOTES}"), &filters);
        self.files.push(Crumb::to(word("ledger.sheet_notes"), notes));
        self
    }
}

impl View for DepartmentCapacityPage {
    const TEMPLATE: &'static str = "pages/ledger/department";
    fn title(&self) -> String {
        match self.department.as_str() {
            "" => "Capacidad instalada".into(),
            name => format!("Capacidad instalada en {name}"),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Capacidad instalada"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
