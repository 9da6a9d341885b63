//! Judges each requirement of the rule by itself: one function for each.

use cohorts_model::entity::cohort::Stage as CohortStage;
use cohorts_model::labels::hours;
use enrolment_model::entity::enrolment::Stage;
use platform::dates;
use platform::numbers::{some, tenths};
use platform::texts::{and, say};

use super::judgement::{Requirement, RequirementResult, RequirementStanding};
use super::{CertificateRule, CohortStatus, FinalGrade, ProductResult, Survey, Totals};

pub(super) fn enrolment(stage: Stage) -> RequirementResult {
    use Requirement::Enrolment as Name;
    match stage {
        Stage::Confirmed => {
            RequirementResult::new(Name, RequirementStanding::Met, "certification.place_met")
        }
        Stage::Waiting => RequirementResult::new(
            Name,
            RequirementStanding::Pending,
            "certification.place_waiting",
        ),
        Stage::Offered => RequirementResult::new(
            Name,
            RequirementStanding::Pending,
            "certification.place_offered",
        ),
        Stage::Withdrawn => RequirementResult::new(
            Name,
            RequirementStanding::Failed,
            "certification.place_withdrawn",
        ),
    }
}

fn percent(value: Option<u32>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value} %"))
}

pub(super) fn attendance(rule: &CertificateRule, totals: Totals) -> RequirementResult {
    use Requirement::Attendance as Name;
    let minimum = rule.minimum_attendance;
    let part = |standing, code| {
        RequirementResult::new(Name, standing, code).with("needs", format!("{minimum} %"))
    };
    let has = percent(totals.percent());
    if totals.meets(minimum) {
        return part(RequirementStanding::Met, "certification.attendance_met").with("has", has);
    }
    let best = totals.reachable().unwrap_or(0);
    let reachable = totals.remaining > 0 && i64::from(best) >= i64::from(minimum);
    let possible = totals.best().is_some_and(|best| i64::from(best) >= i64::from(minimum));
    if !reachable && totals.unlisted > 0 && possible {
        return part(RequirementStanding::Pending, "certification.attendance_unlisted")
            .with("has", has);
    }
    match (totals.held, reachable) {
        (0, true) => part(RequirementStanding::Pending, "certification.attendance_none_yet"),
        (_, true) => part(RequirementStanding::Pending, "certification.attendance_reachable")
            .with("has", has)
            .with("reach", percent(Some(best))),
        (0, false) => part(RequirementStanding::Failed, "certification.attendance_none"),
        (_, false) => {
            part(RequirementStanding::Failed, "certification.attendance_short").with("has", has)
        }
    }
}

pub(super) fn grade(
    pass_mark: i32,
    grade: &FinalGrade,
    cohort: &CohortStatus,
) -> RequirementResult {
    use Requirement::Grade as Name;
    let needs = tenths(pass_mark);
    match grade {
        FinalGrade::Grade(value) if *value >= pass_mark => {
            RequirementResult::new(Name, RequirementStanding::Met, "certification.grade_met")
                .with("needs", needs)
                .with("has", tenths(*value))
        }
        // Grades can be corrected until the cohort closes.
        FinalGrade::Grade(value) => {
            RequirementResult::new(Name, open_or_lost(cohort), "certification.grade_short")
                .with("needs", needs)
                .with("has", tenths(*value))
        }
        FinalGrade::Missing(names) => {
            RequirementResult::new(Name, open_or_lost(cohort), "certification.grade_missing")
                .with("needs", needs)
                .with("missing", and(names))
        }
        FinalGrade::NotDefined => {
            RequirementResult::new(Name, open_or_lost(cohort), "certification.grade_not_defined")
                .with("needs", needs)
        }
    }
}

/// Compares the minutes that the person attended, as the cohort counts them, with the hours that the
/// rule requires.
pub(super) fn hours_of(minimum: i32, totals: Totals) -> RequirementResult {
    use Requirement::Hours as Name;
    let minutes = |minutes: u32| hours(chrono::TimeDelta::minutes(minutes.into()));
    let needs = u32::try_from(minimum).unwrap_or(0).saturating_mul(60);
    let part = |standing, code| {
        RequirementResult::new(Name, standing, code)
            .with("needs", minutes(needs))
            .with("has", minutes(totals.credited))
    };
    let reach = totals.credited.saturating_add(totals.ahead);
    if totals.credited >= needs {
        part(RequirementStanding::Met, "certification.hours_met")
    } else if reach >= needs {
        part(RequirementStanding::Pending, "certification.hours_reachable")
            .with("reach", minutes(reach))
    } else {
        part(RequirementStanding::Failed, "certification.hours_short")
    }
}

/// Names the hours that somebody lacks who came to too few of them, although the percentage of what counts
/// for that person may be met. `None` while they are met or can be.
pub(super) fn too_few_hours(needs: u32, totals: Totals) -> Option<RequirementResult> {
    let minutes = |minutes: u32| hours(chrono::TimeDelta::minutes(minutes.into()));
    (totals.credited.saturating_add(totals.ahead) < needs).then(|| {
        RequirementResult::new(
            Requirement::Hours,
            RequirementStanding::Failed,
            "certification.too_few_hours",
        )
        .with("needs", minutes(needs))
        .with("has", minutes(totals.credited))
    })
}

/// Requires each product to reach the pass mark: a good one does not make up for another.
pub(super) fn products(
    pass_mark: i32,
    products: &[ProductResult],
    cohort: &CohortStatus,
) -> RequirementResult {
    use Requirement::Product as Name;
    let needs = tenths(pass_mark);
    if products.is_empty() {
        return RequirementResult::new(Name, open_or_lost(cohort), "certification.product_none")
            .with("needs", needs);
    }
    let lacking: Vec<String> = products
        .iter()
        .filter_map(|product| match (product.tenths, product.is_submitted) {
            (Some(has), _) if has >= pass_mark => None,
            (Some(has), _) => Some(format!("«{}» tiene {}", product.name, tenths(has))),
            (None, true) => Some(format!("falta la nota de «{}»", product.name)),
            (None, false) => Some(format!("falta entregar «{}»", product.name)),
        })
        .collect();
    if lacking.is_empty() {
        let has: Vec<String> = products
            .iter()
            .filter_map(|product| {
                Some(format!("«{}» con {}", product.name, tenths(product.tenths?)))
            })
            .collect();
        return RequirementResult::new(Name, RequirementStanding::Met, "certification.product_met")
            .with("needs", needs)
            .with("has", and(&has));
    }
    // Products come in and are graded until the cohort closes.
    RequirementResult::new(Name, open_or_lost(cohort), "certification.product_short")
        .with("needs", needs)
        .with("lacking", and(&lacking))
}

/// The survey opens when the course ends, so this requirement alone can still be met after the cohort
/// was closed.
pub(super) fn survey(survey: Survey) -> RequirementResult {
    use Requirement::Survey as Name;
    let part = |standing, code| RequirementResult::new(Name, standing, code);
    match survey {
        Survey::Answered => part(RequirementStanding::Met, "certification.survey_met"),
        Survey::Never => part(RequirementStanding::Met, "certification.survey_never"),
        Survey::Open { until } => part(RequirementStanding::Pending, "certification.survey_open")
            .with("until", dates::long(until)),
        Survey::NotYet { from } => {
            part(RequirementStanding::Pending, "certification.survey_not_yet")
                .with("from", dates::long(from))
        }
        Survey::Over { on } => part(RequirementStanding::Failed, "certification.survey_over")
            .with("on", dates::long(on)),
    }
}

fn open_or_lost(cohort: &CohortStatus) -> RequirementStanding {
    match cohort.stage {
        CohortStage::Closed | CohortStage::Cancelled => RequirementStanding::Failed,
        _ => RequirementStanding::Pending,
    }
}

pub(super) fn ending(cohort: &CohortStatus) -> RequirementResult {
    let part = |standing, code| RequirementResult::new(Requirement::Ending, standing, code);
    let open = match (cohort.stage, cohort.sessions_left) {
        (CohortStage::Closed, _) => {
            return part(RequirementStanding::Met, "certification.ending_met");
        }
        (CohortStage::Cancelled, _) => {
            return part(RequirementStanding::Failed, "certification.ending_cancelled");
        }
        (CohortStage::Running, 0) => "certification.ending_to_close",
        (CohortStage::Running, 1) => "certification.ending_one_left",
        (CohortStage::Running, _) => "certification.ending_left",
        _ => "certification.ending_not_begun",
    };
    // Said apart: nobody can come to them any more.
    let lists = match cohort.unlisted {
        0 => String::new(),
        lists => {
            let lists = some(lists, "sesión", "sesiones");
            format!(" {}", say("certification.ending_lists", &[("lists", lists)]))
        }
    };
    part(RequirementStanding::Pending, open)
        .with("left", cohort.sessions_left.to_string())
        .with("lists", lists)
}
