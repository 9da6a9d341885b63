//! `/carencias`: municipalities by what they lack.

use platform::numbers::some;
use platform::pager::address;
use platform::prelude::*;
use platform::texts::{say, word};
use sign_in_model::actor::{Actor, Role};

use super::{LackColumn, LackRow, LackTable, Standing};

pub const PATH: &str = "/carencias";

/// Municipalities that the proposal of a cohort is prefilled with.
const MOST_MARKED: usize = 20;

#[derive(Debug, Serialize, Example)]
pub struct LackPage {
    pub form: FormState,
    pub departments: Vec<Alternative>,
    pub subjects: Vec<Alternative>,
    /// Whether one department alone can be read, and not all of a territory together.
    pub is_of_one: bool,
    /// «Meta», or nothing for the whole territory.
    #[example(if size.some { "Meta" } else { "" }.into())]
    pub territory: String,
    /// The subject whose capacities are the columns; nothing where subjects are.
    #[example(if size.some { "Gestión tributaria" } else { "" }.into())]
    pub subject: String,
    pub findings: Vec<String>,
    /// What to do about the column that most municipalities lack.
    pub step: Option<LackStep>,
    pub columns: Vec<LackColumnLine>,
    pub rows: Vec<LackLine>,
    pub xlsx: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Example)]
pub struct LackStep {
    pub label: &'static str,
    pub href: String,
}

#[derive(Debug, Serialize, Example)]
pub struct LackColumnLine {
    pub name: String,
    /// Of the capacities of the subject, or of the capacity.
    pub href: String,
    /// «12 de 16»: municipalities with nobody.
    pub lacking: String,
    /// Where a cohort for them is proposed, for those who plan courses.
    pub plan: Option<String>,
    /// What is asked for of it; nothing for a whole subject.
    pub needs: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LackLine {
    pub href: String,
    pub name: String,
    pub department: String,
    /// «20 de 23»: capacities that nobody holds.
    pub lacking: String,
    pub cells: Vec<LackCell>,
    /// Where what lacks first is asked for, for those who say what municipalities need.
    pub ask: Option<String>,
    /// Nobody has ever held anything of it: its cells say nothing that the group does not.
    pub is_bare: bool,
    /// On the first row of each group, what a phone reads above it.
    pub group: Option<String>,
}

/// A cell that says its word and has its colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Example)]
pub struct LackCell {
    pub text: String,
    /// Of its class: none, lost, 1, 2 or 3.
    #[example(if size.some { "2" } else { "none" })]
    pub level: &'static str,
    pub href: Option<String>,
}

/// «12 de 16».
fn of(part: impl TryInto<i64>, all: impl TryInto<i64>) -> String {
    format!("{} de {}", numbers::counted(part), numbers::counted(all))
}

impl LackCell {
    fn of(standing: Standing, column: &LackColumn, place: &str) -> Self {
        let all = column.capacities.len();
        let has = |number: i64| match i64::try_from(all).unwrap_or(i64::MAX) {
            1 => (numbers::people(number), "3"),
            all if number == all => (of(number, all), "3"),
            all if number * 2 >= all => (of(number, all), "2"),
            all => (of(number, all), "1"),
        };
        let (text, level) = match standing {
            Standing::Has(number) => has(number),
            Standing::Lost => (word("ledger.lack_lost").to_owned(), "lost"),
            Standing::Never => (word("ledger.lack_never").to_owned(), "none"),
        };
        let page = format!("/municipios/{place}");
        let opens = standing != Standing::Never && all == 1;
        let people = || address(&format!("{page}/capacidad"), &[("capacidad", &column.code)]);
        Self { text, level, href: Some(if opens { people() } else { page.clone() }) }
    }
}

/// The address of the proposal of a cohort of the capacity that most municipalities of a column lack, with
/// these marked.
fn plan(column: &LackColumn) -> String {
    let mut filters = vec![("capacidad", column.worst.as_str())];
    let marked = column.worst_places.iter().take(MOST_MARKED);
    filters.extend(marked.map(|code| ("municipios", code.as_str())));
    address("/necesidades/propuesta", &filters)
}

fn ask(place: &str, capacity: &str) -> String {
    address("/necesidades/nueva", &[("municipio", place), ("capacidad", capacity)])
}

/// Puts the rows of which all cells are the same together, and says above each group what it is.
fn grouped(rows: Vec<LackLine>) -> Vec<LackLine> {
    let (bare, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_bare);
    let titled = |key: &'static str, mut rows: Vec<LackLine>| {
        let places = some(rows.len(), "municipio", "municipios");
        if let Some(first) = rows.first_mut() {
            first.group = Some(say(key, &[("places", places)]));
        }
        rows
    };
    [titled("ledger.lack_bare", bare), titled("ledger.lack_rest", rest)].concat()
}

/// What the table says, in sentences.
fn findings(table: &LackTable) -> Vec<String> {
    let all = table.rows.len();
    let places = |number: usize| some(number, "municipio", "municipios");
    let Some(first) = table.columns.first().filter(|column| column.lacking > 0) else {
        return vec![word("ledger.lacking_nothing").to_owned()];
    };
    let facts = [
        ("lacking", numbers::counted(first.lacking)),
        ("all", places(all)),
        ("what", first.name.clone()),
    ];
    let mut findings = vec![say("ledger.lacking_most", &facts)];
    let nothing = |row: &&LackRow| row.cells.iter().all(|cell| *cell == Standing::Never);
    let lost = |row: &&LackRow| row.cells.contains(&Standing::Lost);
    for (key, number) in [
        ("ledger.lacking_everything", table.rows.iter().filter(nothing).count()),
        ("ledger.lacking_lost", table.rows.iter().filter(lost).count()),
    ] {
        if number > 0 {
            findings.push(say(key, &[("places", places(number))]));
        }
    }
    findings
}

impl LackPage {
    /// The page with what was counted; `filters` are those of its address.
    #[must_use]
    pub fn with(mut self, actor: &Actor, table: &LackTable, filters: &[(&str, &str)]) -> Self {
        let plans = actor.has_any(&[Role::NationalAdministrator, Role::Coordinator]);
        let asks = plans || actor.has(Role::Gobernacion);
        let department = filters.iter().find(|(name, _)| *name == "departamento");
        let department = department.map_or("", |(_, code)| *code);
        let is_of_capacities = !self.subject.is_empty();
        let column = |one: &LackColumn| LackColumnLine {
            name: one.name.clone(),
            href: if is_of_capacities {
                format!("/capacidades/{}", one.code)
            } else {
                address(PATH, &[("departamento", department), ("tema", &one.code)])
            },
            lacking: of(one.lacking, table.rows.len()),
            plan: (plans && !one.worst_places.is_empty()).then(|| plan(one)),
            needs: is_of_capacities.then(|| address("/necesidades", &[("capacidad", &one.code)])),
        };
        let row = |one: &LackRow| LackLine {
            href: format!("/municipios/{}", one.place.code),
            name: one.place.name.clone(),
            department: one.place.department.clone(),
            lacking: of(one.lacking, table.capacities),
            cells: std::iter::zip(&one.cells, &table.columns)
                .map(|(cell, column)| LackCell::of(*cell, column, &one.place.code))
                .collect(),
            ask: one.first.as_deref().filter(|_| asks).map(|code| ask(&one.place.code, code)),
            is_bare: one.cells.iter().all(|cell| *cell == Standing::Never),
            group: None,
        };
        let worst = table.columns.first().filter(|one| !one.worst_places.is_empty());
        self.step = worst.filter(|_| asks).map(|one| {
            if plans {
                LackStep { label: word("ledger.lack_plan"), href: plan(one) }
            } else {
                let place = one.worst_places.first().map_or("", String::as_str);
                LackStep { label: word("ledger.lack_ask"), href: ask(place, &one.worst) }
            }
        });
        self.findings = findings(table);
        self.columns = table.columns.iter().map(column).collect();
        self.rows = grouped(table.rows.iter().map(row).collect());
        self.xlsx = address(&format!("{PATH}/xlsx"), filters);
        self
    }
}

impl View for LackPage {
    const TEMPLATE: &'static str = "pages/ledger/lacking";
    fn title(&self) -> String {
        match self.territory.as_str() {
            "" => "Quién carece de qué".into(),
            name => format!("Quién carece de qué en {name}"),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Quién carece de qué")]
    }
}
