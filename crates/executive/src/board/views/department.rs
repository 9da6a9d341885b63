//! What was learnt and is held in a department, as its board tells it.

use std::collections::BTreeMap;

use capacities_model::entity::capacity;
use ledger_model::targets::rules::coverage as covered;
use platform::pager::address;
use platform::prelude::*;
use reports_model::views::charts::PagePicture;

use super::{BoardLinks, of};
use crate::board::charts;
use crate::board::facts::{BoardFacts, DepartmentFacts, as_of};
use crate::board::figures::{Coverage, coverage, lines, most_short};
use crate::capacity as results;

/// What was learnt and is held in a department.
#[derive(Debug, Serialize, Example)]
pub struct DepartmentSection {
    pub gain: Option<PagePicture>,
    /// Why there is no picture of it.
    pub without_gain: &'static str,
    pub capacities: Vec<BoardCapacityRow>,
    /// The name of the one whose line is drawn.
    pub capacity: String,
    pub line: Option<PagePicture>,
    pub small: Option<PagePicture>,
    /// How many municipalities the small pictures leave out.
    pub left_out: Option<String>,
    /// Every municipality of the capacity.
    pub all: String,
}

#[derive(Debug, Serialize, Example)]
pub struct BoardCapacityRow {
    pub code: String,
    pub name: String,
    pub href: String,
    /// Its municipalities, on the last day of the board, whose figures open their people.
    pub places_href: String,
    pub is_chosen: bool,
    pub places: String,
    pub wanted: String,
    pub covered: String,
    pub missing: String,
    pub is_short: bool,
}

impl DepartmentSection {
    pub(super) fn of(
        here: &BoardLinks<'_>,
        now: DateTime<Utc>,
        (facts, inside): (&BoardFacts, &DepartmentFacts),
        framework: &[capacity::Model],
    ) -> Self {
        let question = here.question;
        let day = as_of(question, now).day;
        let taught = inside.learnt.targets.iter().map(|(_, code)| code.as_str()).collect();
        let rows = coverage((framework, &taught), &inside.held, &inside.targets, (day, now));
        let code = inside.capacity.as_ref().map_or("", |one| one.code.as_str());
        let name = inside.capacity.as_ref().map_or("", |one| one.name.as_str());
        let lines = lines(&inside.spans, day);
        let names: BTreeMap<&str, &str> = facts
            .operation
            .municipalities
            .iter()
            .map(|place| (place.code.as_str(), place.name.as_str()))
            .collect();
        let none = BTreeMap::new();
        let short = rows.iter().find(|row| row.code == code).map_or(&none, |row| &row.short);
        let shown: Vec<(String, String)> = most_short(&lines, short, &names)
            .into_iter()
            .map(|code| {
                let name =
                    names.get(code.as_str()).map_or_else(|| code.clone(), |n| (*n).to_owned());
                (code, name)
            })
            .collect();
        let left_out = shown.len().saturating_sub(charts::SMALL);
        let learnt = results::compute(&inside.learnt, question.period);
        let gain = PagePicture::drawn("ganancia", results::drawn(&learnt));
        let is_tested = learnt.all.gain.left_out > 0;
        Self {
            gain: (!gain.picture.table.rows.is_empty()).then_some(gain),
            without_gain: if is_tested {
                "Hay notas de las dos pruebas, pero de menos de cinco personas por municipio y cohorte: no se muestran."
            } else {
                "Nadie tiene todavía las dos pruebas en una cohorte cerrada que termine en el periodo."
            },
            capacities: rows
                .iter()
                .map(|row| BoardCapacityRow::of(here, row, (code, names.len())))
                .collect(),
            line: if lines.places.is_empty() {
                None
            } else {
                charts::line(question, name, &lines, &names)
            },
            small: charts::in_small(name, &lines, &shown),
            left_out: (left_out > 0)
                .then(|| numbers::some(left_out, "municipio más", "municipios más")),
            all: installed(here, code),
            capacity: name.to_owned(),
        }
    }
}

/// The municipalities of a capacity on the last day of the board.
fn installed(here: &BoardLinks<'_>, capacity: &str) -> String {
    let (department, day) = (here.department().unwrap_or_default(), here.question.until());
    // Today's address stays today's tomorrow.
    let day = if day < here.question.today { dates::input_date(day) } else { String::new() };
    let filters = [("departamento", department), ("capacidad", capacity), ("corte", day.as_str())];
    address("/capacidad-instalada", &filters)
}

impl BoardCapacityRow {
    fn of(here: &BoardLinks<'_>, row: &Coverage, (chosen, places): (&str, usize)) -> Self {
        let department = here.department().unwrap_or_default();
        let wanted = |number: i64| {
            if row.wanted > 0 { numbers::grouped(number) } else { "—".to_owned() }
        };
        Self {
            code: row.code.clone(),
            name: row.name.clone(),
            href: format!("{}#instalada", here.board(department, &row.code)),
            places_href: format!("{}#t-municipios", installed(here, &row.code)),
            is_chosen: row.code == chosen,
            places: of(row.places, places as i64),
            wanted: wanted(row.wanted),
            covered: covered(row.have, (row.wanted > 0).then_some(row.wanted)),
            missing: wanted(row.missing()),
            is_short: row.missing() > 0,
        }
    }
}
