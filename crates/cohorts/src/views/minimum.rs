//! The four minimum activities of a cohort (R10), as a checklist and as a form.

use platform::entity::stored_file;
use platform::prelude::*;
use platform::texts::{and, capitalised, say, word};
use sign_in_model::evidence::what;

use super::cohort_crumbs;
use crate::entity::{minimum_evidence, session};
use crate::follow_up::{FollowUp, FollowUpSurvey};
use crate::queries::CohortRow;

/// One of the four.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MinimumActivity {
    pub name: &'static str,
    /// What is planned, or what shows that it was done.
    pub text: Option<String>,
    pub tag: &'static str,
    pub tag_label: &'static str,
}

impl MinimumActivity {
    fn new(name: &'static str, planned: Option<String>, done: Option<String>) -> Self {
        let (tag, tag_label) = match (&planned, &done) {
            (_, Some(_)) => ("success", "Hecha"),
            (Some(_), None) => ("info", "Planeada"),
            (None, None) => ("warning", "Falta"),
        };
        Self { name, text: done.or(planned), tag, tag_label }
    }
}

/// What is planned to follow and evaluate people: the certificate's rule with the tests and products that
/// there are, and the survey.
fn follow_up_planned(row: &CohortRow, follow_up: &FollowUp) -> Option<String> {
    let survey = follow_up.survey.map(|survey| match survey {
        FollowUpSurvey::Planned { from } => {
            say("cohorts.follow_up_survey_planned", &[("from", dates::long(from))])
        }
        FollowUpSurvey::Sent { on } => survey_sent(on),
    });
    let parts: Vec<String> = follow_up.planned.iter().cloned().chain(survey).collect();
    let is_planned = follow_up.is_planned(row.cohort.pass_mark.is_some());
    is_planned.then(|| format!("{} {}.", row.rule(), capitalised(&and(&parts))))
}

fn survey_sent(on: NaiveDate) -> String {
    say("cohorts.follow_up_survey_sent", &[("on", dates::long(on))])
}

/// What the plan of a course lacks.
pub fn follow_up_unplanned(is_graded: bool) -> &'static str {
    match is_graded {
        true => word("cohorts.follow_up_unplanned"),
        false => word("cohorts.follow_up_unplanned_ungraded"),
    }
}

/// What shows that people were followed and evaluated: grades of everything that weighs where the course
/// is graded, any grade or the survey where it is not. The lists of attendance alone are of the agenda.
fn follow_up_done(
    row: &CohortRow,
    follow_up: &FollowUp,
    attendance: Option<String>,
) -> Option<String> {
    let is_graded = !follow_up.done.is_empty() && follow_up.ungraded.is_empty();
    if row.cohort.pass_mark.is_some() && !is_graded {
        return None;
    }
    let survey = match follow_up.survey {
        Some(FollowUpSurvey::Sent { on }) => Some(survey_sent(on)),
        Some(FollowUpSurvey::Planned { .. }) | None => None,
    };
    let evaluated: Vec<String> = follow_up.done.iter().cloned().chain(survey).collect();
    if evaluated.is_empty() {
        return None;
    }
    let parts: Vec<String> = attendance.into_iter().chain(evaluated).collect();
    Some(capitalised(&and(&parts)))
}

/// The four, two of them told by what the product knows already: the sessions are the agenda, and tests,
/// grades, surveys and attendance are the follow-up.
pub fn checklist(
    row: &CohortRow,
    sessions: &[session::Model],
    follow_up: &FollowUp,
    now: DateTime<Utc>,
) -> Vec<MinimumActivity> {
    let active: Vec<_> =
        sessions.iter().filter(|one| one.stage != session::Stage::Cancelled).collect();
    let count = numbers::some(active.len(), "sesión", "sesiones");
    let planned = !active.is_empty();
    let held = planned && active.iter().all(|one| one.was_held(now));
    let cohort = &row.cohort;
    let mut evaluation = MinimumActivity::new(
        "Seguimiento y evaluación",
        follow_up_planned(row, follow_up),
        follow_up_done(row, follow_up, held.then(|| format!("Asistencia en {count}"))),
    );
    let unplanned =
        || format!("{} {}", row.rule(), follow_up_unplanned(cohort.pass_mark.is_some()));
    evaluation.text.get_or_insert_with(unplanned);
    vec![
        MinimumActivity::new(
            "Planeación y agendamiento",
            planned.then(|| format!("Agenda de {count}")),
            held.then(|| format!("Agenda cumplida: {count}")),
        ),
        MinimumActivity::new("Metodología", cohort.method.clone(), cohort.method_evidence.clone()),
        evaluation,
        MinimumActivity::new(
            "Gestión del conocimiento",
            cohort.knowledge.clone(),
            cohort.knowledge_evidence.clone(),
        ),
    ]
}

/// Writing what the product cannot know.
#[derive(Serialize, Example)]
pub struct MinimumPage {
    pub form: FormState,
    pub id: i64,
    pub cohort: String,
    pub activities: Vec<MinimumActivity>,
    /// Somebody came from the page of closing: what is asked for there is not optional.
    pub closing: bool,
    pub may_wait: bool,
    /// The four, for a file that shows what was done.
    pub choices: Vec<Alternative>,
    pub evidence: Vec<EvidenceLine>,
    /// The file that waits for its form.
    pub kept: Option<String>,
}

/// A file that shows what was done.
#[derive(Clone, Debug, Serialize, Example)]
pub struct EvidenceLine {
    pub activity: &'static str,
    /// «PDF de 3 páginas».
    pub what: String,
    pub when: String,
    pub href: String,
}

impl EvidenceLine {
    pub fn new(row: &minimum_evidence::Model, file: &stored_file::Model) -> Self {
        Self {
            activity: row.activity.label(),
            what: what(&file.content_type, row.pages),
            when: dates::short_with_time(row.added_at),
            href: format!("/cohortes/{}/minimas/soportes/{}", row.cohort_id, row.id),
        }
    }
}

impl View for MinimumPage {
    const TEMPLATE: &'static str = "pages/cohorts/minimum";
    fn title(&self) -> String {
        "Actividades mínimas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &format!("/cohortes/{}", self.id), "Actividades mínimas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
