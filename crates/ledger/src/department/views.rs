//! `/capacidad-instalada`: a department, by capacity and by municipality.

use serde::Serialize;

use platform::example::Example;
use platform::fields::{Alternative, FormState};
use platform::numbers;
use platform::pager::address;
use platform::pages::{Crumb, View};
use territory_model::entity::department;

use super::sheets::KINDS;
use super::{CapacityCount, DepartmentCapacity, MunicipalityCount, TargetCoverage};
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
    pub by_place: Vec<MunicipalityCapacityRow>,
    /// «12 de 29»: the municipalities with a certified person in post, of all.
    pub covered: String,
    /// The same figures as a workbook, and each table as CSV.
    pub xlsx: String,
    pub files: Vec<FileLink>,
}

#[derive(Debug, Serialize, Example)]
pub struct FileLink {
    pub label: &'static str,
    pub href: String,
}

#[derive(Debug, Serialize, Example)]
pub struct DepartmentCapacityRow {
    pub code: String,
    pub name: String,
    pub href: String,
    pub figures: CapacityFigures,
    /// The sum of the targets of its municipalities; «—» where none has one.
    pub target: String,
    pub covered: String,
}

#[derive(Debug, Serialize, Example)]
pub struct MunicipalityCapacityRow {
    pub name: String,
    pub href: String,
    /// People in post that are known, certified or not.
    pub in_post: String,
    pub figures: CapacityFigures,
    pub target: String,
    pub covered: String,
}

pub const PATH: &str = "/capacidad-instalada";

/// How many are wanted, and which part of them there is.
fn wanted(target: TargetCoverage) -> (String, String) {
    let wanted = target.wanted.map_or_else(|| "—".to_owned(), numbers::grouped);
    (wanted, coverage(target.have, target.wanted))
}

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
        let capacity = |row: &CapacityCount| {
            let (target, covered) = wanted(row.target);
            let own = [filters[0], ("capacidad", row.code.as_str()), filters[2]];
            DepartmentCapacityRow {
                code: row.code.clone(),
                name: row.name.clone(),
                href: address(PATH, &own),
                figures: CapacityFigures::plain(row.count, row.in_post),
                target,
                covered,
            }
        };
        let place = |row: &MunicipalityCount| {
            let (target, covered) = wanted(row.target);
            MunicipalityCapacityRow {
                href: address(&format!("/municipios/{}/capacidad", row.code), &filters[1..]),
                in_post: numbers::grouped(row.in_post),
                figures: CapacityFigures::listed(
                    row.count,
                    row.in_post,
                    &row.code,
                    query.code(),
                    &day,
                ),
                name: row.name.clone(),
                target,
                covered,
            }
        };
        self.by_capacity = department.capacities.iter().map(capacity).collect();
        self.by_place = department.places.iter().map(place).collect();
        let covered = self.by_place.iter().filter(|row| !row.figures.none).count();
        self.covered = format!("{covered} de {}", self.by_place.len());
        self.xlsx = address(&format!("{PATH}/xlsx"), &filters);
        let file = |kind: super::sheets::Kind| FileLink {
            label: kind.name(),
            href: address(&format!("{PATH}/csv/{}", kind.slug()), &filters),
        };
        self.files = KINDS.map(file).into();
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
