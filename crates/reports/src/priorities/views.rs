//! The page of priorities.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;
use platform::texts;

use super::queries::RankOverride;
use super::rules::{POINT, Score};
use super::words;

#[derive(Debug, Serialize, Example)]
pub struct PrioritiesPage {
    pub form: FormState,
    pub departments: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    /// Code of the one that was chosen, if one.
    pub capacity: String,
    pub weights: Vec<WeightField>,
    /// Criteria of which nothing is known of anybody.
    pub left_out: Vec<&'static str>,
    /// Criteria by which all municipalities of the list are alike.
    pub alike: Vec<&'static str>,
    /// What the weights add up to.
    pub total: i32,
    /// What the numbers of the bars are.
    pub legend: String,
    /// Those with a score, and those that lack data for one.
    pub tables: Vec<PriorityTable>,
    pub pager: Pager,
    pub has_demo: bool,
    /// Whether a cohort may be built for the chosen ones.
    pub may_build: bool,
    /// The whole ranking to download.
    pub workbook: String,
}

#[derive(Debug, Serialize, Example)]
pub struct WeightField {
    pub name: &'static str,
    pub label: &'static str,
    pub how: &'static str,
}

#[derive(Debug, Serialize, Example)]
pub struct PriorityTable {
    /// Of its caption.
    pub id: &'static str,
    pub caption: &'static str,
    pub rows: Vec<PriorityRow>,
}

impl PriorityTable {
    /// Divides rows: who lacks data has no score and stands apart, unless somebody gave it a place.
    pub fn of(rows: Vec<PriorityRow>) -> Vec<Self> {
        let has_place = |row: &PriorityRow| row.bar.is_some() || row.moved.is_some();
        let (ranked, lacking): (Vec<_>, Vec<_>) = rows.into_iter().partition(has_place);
        let ranked = ("prioridades", texts::word("reports.priorities_ranked"), ranked);
        let lacking = ("sin-datos", texts::word("reports.priorities_lacking"), lacking);
        let all = [ranked, lacking].map(|(id, caption, rows)| Self { id, caption, rows });
        all.into_iter().filter(|table| !table.rows.is_empty()).collect()
    }
}

#[derive(Debug, Serialize, Example)]
pub struct PriorityRow {
    pub place: String,
    pub code: String,
    pub name: String,
    pub department: String,
    pub score: String,
    /// The parts of a whole score.
    pub bar: Option<ScoreBar>,
    pub missing: String,
    pub account: Vec<String>,
    pub is_demo: bool,
    /// Somebody put it elsewhere than its score.
    pub moved: Option<RankOverride>,
    /// Where that is done, for who may.
    pub move_href: Option<String>,
}

/// A score as one bar of its parts, in the order of the criteria; a point is ten units.
#[derive(Debug, Serialize, Example)]
pub struct ScoreBar {
    pub label: String,
    pub parts: Vec<BarPart>,
}

#[derive(Debug, Serialize, Example)]
pub struct BarPart {
    /// The place of its criterion among those that count.
    pub number: i32,
    pub x: i64,
    pub width: i64,
    pub middle: i64,
    /// Whether its number fits.
    pub is_wide: bool,
}

/// Units between two parts, and those that a number needs.
const BETWEEN: i64 = 6;
const NUMBER: i64 = 40;

impl ScoreBar {
    /// `None` means that there is no whole score.
    pub fn of(score: &Score) -> Option<Self> {
        if !score.is_whole() {
            return None;
        }
        let unit = score.weight() * (POINT / 10);
        let (mut sum, mut parts) = (0, Vec::new());
        for (number, (_, points, weight)) in (1..).zip(&score.parts) {
            let x = sum / unit;
            sum += points * i64::from(*weight);
            let width = sum / unit - x;
            let (middle, is_wide) = (x + width / 2, width >= NUMBER);
            parts.push(BarPart { number, x, width: width - BETWEEN, middle, is_wide });
        }
        parts.retain(|part| part.width > 0);
        Some(Self { label: words::parts(score), parts })
    }
}

/// Changing the place of a municipality for a capacity.
#[derive(Debug, Serialize, Example)]
pub struct RankPage {
    pub form: FormState,
    pub code: String,
    pub name: String,
    pub capacity: String,
    /// Which capacity the page is about.
    pub choice: FormState,
    pub capacities: Vec<Alternative>,
    pub capacity_code: String,
    pub ways: Vec<Alternative>,
    /// A change stands: it is withdrawn before another is made.
    pub stands: bool,
    pub rows: Vec<RankOverride>,
    pub back: String,
}

impl View for RankPage {
    const TEMPLATE: &'static str = "pages/reports/rank";
    fn title(&self) -> String {
        format!("Cambiar el puesto de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Prioridades", self.back.clone()),
            Crumb::here(self.name.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

impl View for PrioritiesPage {
    const TEMPLATE: &'static str = "pages/reports/priorities";
    fn title(&self) -> String {
        "Prioridades".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Prioridades"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<PrioritiesPage>().into_iter().chain(samples_of::<RankPage>()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::rules::Criterion;
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_score_and_has_no_part_of_nothing() {
        let parts =
            [(Criterion::Pdet, 100, 20), (Criterion::Mdm, 56, 25), (Criterion::Demand, 0, 15)];
        let parts = parts.map(|(one, points, weight)| (one, points * POINT, weight)).to_vec();
        let mut score = Score { parts, unknown: Vec::new() };
        let bar = ScoreBar::of(&score).expect("it is whole");
        let told: Vec<_> = bar.parts.iter().map(|part| (part.number, part.x, part.width)).collect();
        // 20·100 ÷ 60 is 33,33, and 25·56 ÷ 60 is 23,33.
        assert_eq!(told, [(1, 0, 333 - BETWEEN), (2, 333, 233 - BETWEEN)]);
        assert_eq!(bar.label, "PDET 33,33; MDM total 23,33; Demanda 0,00");
        score.unknown.push(Criterion::Idf);
        assert!(ScoreBar::of(&score).is_none());
    }
}
