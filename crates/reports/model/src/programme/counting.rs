//! By which rules attendance was counted (R34): a report prints each, with the cohorts that it is of.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use cohorts_model::counting::AttendanceRule;
use cohorts_model::entity::cohort;
use platform::numbers;
use platform::texts;

use super::attendance::{AttendanceScope, serving};
use crate::figures::CohortRow;
use crate::queries::{COUNTING, CountingFact};
use crate::rules::Period;

/// How many cohorts count by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleCount {
    pub rule: AttendanceRule,
    pub cohorts: i64,
}

impl RuleCount {
    /// One cohort with its rule.
    pub fn of(row: &CohortRow) -> Self {
        Self { rule: row.rule, cohorts: 1 }
    }
}

/// Says each rule with how many cohorts count by it, those of most first. `None` where there is no cohort.
pub fn rules_in_words(counts: impl IntoIterator<Item = RuleCount>) -> Option<String> {
    let mut by_sentence: BTreeMap<String, i64> = BTreeMap::new();
    for count in counts {
        *by_sentence.entry(count.rule.sentence()).or_default() += count.cohorts;
    }
    let mut all: Vec<(String, i64)> = by_sentence.into_iter().collect();
    all.sort_by_key(|(_, cohorts)| std::cmp::Reverse(*cohorts));
    match all.as_slice() {
        [] => None,
        [(rule, _)] => Some(texts::say("reports.one_rule", &[("rule", rule.clone())])),
        several => {
            let line = |(rule, cohorts): &(String, i64)| {
                let some = numbers::some(*cohorts, "cohorte", "cohortes");
                texts::say("reports.rule_of", &[("cohorts", some), ("rule", rule.clone())])
            };
            Some(several.iter().map(line).collect::<Vec<_>>().join(" "))
        }
    }
}

#[derive(FromQueryResult)]
struct RuleRow {
    minimum_attendance: i32,
    #[sea_orm(nested)]
    counting: CountingFact,
    cohorts: i64,
}

/// The rules of the cohorts with a session of the period that was or may be attended; one statement.
///
/// # Errors
/// The database's.
pub async fn rules(
    db: &impl ConnectionTrait,
    scope: &AttendanceScope,
    period: Period,
) -> Result<Vec<RuleCount>, DbErr> {
    use cohort::Column;
    let mut rows = cohort::Entity::find().select_only();
    for column in std::iter::once(Column::MinimumAttendance).chain(COUNTING) {
        rows = rows.column(column).group_by(column);
    }
    let rows: Vec<RuleRow> = rows
        .column_as(sea_orm::ColumnTrait::count(&Column::Id), "cohorts")
        .filter(serving(scope, &[period]))
        .into_model()
        .all(db)
        .await?;
    let rule = |row: RuleRow| {
        let counting = row.counting.counting();
        let rule = AttendanceRule { minimum: row.minimum_attendance, counting };
        RuleCount { rule, cohorts: row.cohorts }
    };
    Ok(rows.into_iter().map(rule).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cohorts_model::counting::Counting;

    #[test]
    fn each_rule_is_said_once_with_its_cohorts() {
        let count = |minimum, cohorts| RuleCount {
            rule: AttendanceRule { minimum, counting: Counting::default() },
            cohorts,
        };
        assert_eq!(rules_in_words([]), None);
        let one = rules_in_words([count(80, 1), count(80, 2)]).expect("one");
        assert!(one.starts_with("Todas las cohortes.") && one.contains("80 %"), "{one}");
        let two = rules_in_words([count(75, 1), count(80, 2)]).expect("two");
        let (many, few) =
            (two.find("2 cohortes").expect("is said"), two.find("1 cohorte").expect("is said"));
        assert!(many < few, "{two}");
    }
}
