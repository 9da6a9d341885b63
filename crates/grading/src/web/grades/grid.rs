//! The grid as a page: what it shows, read once, and each person's row.

use std::collections::HashMap;

use assessment_model::exam::gain::{self, GainRow};
use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::place::CohortTab;
use cohorts_model::policy::masks;
use cohorts_model::queries::{CohortHead, cohort_head};
use cohorts_model::views::from_closing;
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, roll};
use platform::texts::Refusal as _;
use sign_in_model::prelude::*;

use crate::entity::activity::{self, ActivityId};
use crate::entity::grade_entry::{GradeEntryId, Origin};
use crate::policy;
use crate::queries::{self, GradeKey};
use crate::reopening::queries::writing;
use crate::rules::{self, AssessmentRefusal, FinalGrade, GradeEntryMode};
use crate::views::{ActivityHeading, CellStory, GradeCell, GradeLine, GradesPage};

/// Everything the grid shows, read once.
pub(super) struct GradeGrid {
    pub(super) head: CohortHead,
    closing: &'static str,
    pub(super) activities: Vec<activity::Model>,
    pub(super) people: Vec<RollRow>,
    grades: HashMap<GradeKey, i32>,
    origins: HashMap<GradeKey, Origin>,
    pub(super) last: GradeEntryId,
    /// The gain between both tests, capacity by capacity.
    gains: Vec<GainRow>,
    writing: Result<GradeEntryMode, AssessmentRefusal>,
}

pub(super) async fn read(
    desk: &Desk<'_>,
    actor: &Actor,
    cohort: CohortId,
) -> Result<GradeGrid, AppError> {
    let db = desk.app.db.read();
    let head = cohort_head(db, actor, cohort).await?;
    policy::may_see(actor, &head.access)?;
    head.enter(desk, CohortTab::Evaluation).await?;
    // The last entry first: a grade written between these reads counts as not seen.
    let last = queries::last_entry(db, cohort).await?;
    let writing = writing(db, &head.cohort, desk.app.clock.now()).await?;
    Ok(GradeGrid {
        writing,
        head,
        closing: from_closing(desk),
        last,
        activities: queries::activities(db, cohort).await?,
        people: roll(db, cohort, enrolment::policy::scope(actor)).await?,
        grades: queries::grades(db, cohort).await?,
        origins: queries::origins(db, cohort).await?,
        gains: gain::rows(db, cohort).await?,
    })
}

pub(super) fn nota(activity: ActivityId, enrolment: EnrolmentId) -> String {
    format!("nota[{activity}][{enrolment}]")
}

fn gain_text(gain: Option<f64>) -> String {
    gain.map_or_else(|| "—".to_owned(), |gain| numbers::decimal(gain, 2))
}

impl GradeGrid {
    /// The form as the database has it.
    pub(super) fn saved(&self) -> FormState {
        let mut form = FormState::default();
        for ((activity, enrolment), tenths) in &self.grades {
            form = form.with(&nota(*activity, *enrolment), numbers::tenths(*tenths));
        }
        form
    }

    pub(super) fn label(&self, activity: ActivityId, person: &RollRow) -> String {
        let name = self
            .activities
            .iter()
            .find(|a| a.id == activity)
            .map_or("Actividad", |a| a.name.as_str());
        format!("{name} de {}", person.spoken_name())
    }

    pub(super) fn page(&self, actor: &Actor, form: FormState) -> GradesPage {
        let cohort = &self.head.cohort;
        let blocked = self.writing.clone().err();
        let after_closing = self.writing == Ok(GradeEntryMode::WithReason);
        let may = policy::may_grade(actor, &self.head.access).is_ok();
        let masked = masks(actor, &self.head.access.cohort);
        let seen = form.first("visto").map(str::to_owned);
        let rows = if self.activities.is_empty() { &[][..] } else { &self.people[..] };
        GradesPage {
            title: self.head.title.clone(),
            cohort_href: format!("/cohortes/{}", cohort.id),
            closing: self.closing,
            scale: cohort.scale.label(),
            may_plan: policy::may_plan(actor, &self.head.access).is_ok(),
            editable: may && blocked.is_none(),
            blocked: blocked.map(|refusal| refusal.sentence()),
            after_closing,
            is_closed: cohort.stage == Stage::Closed,
            figures: self.figures(),
            rule: self.rule(),
            // What the form showed stays what it showed, however often it is sent.
            seen: seen.unwrap_or_else(|| self.last.to_string()),
            activities: self
                .activities
                .iter()
                .map(|a| ActivityHeading {
                    name: a.name.clone(),
                    weight: format!("{} %", a.weight),
                })
                .collect(),
            rows: rows.iter().map(|person| self.line(person, masked)).collect(),
            asks_reason: after_closing
                || self.origins.values().any(|origin| rules::asks_reason(*origin)),
            gains: self.gains.clone(),
            form,
        }
    }

    fn line(&self, person: &RollRow, masked: bool) -> GradeLine {
        let (pre, post) = queries::tests_of(&self.activities, &self.grades, person.enrolment);
        let name = person.spoken_name();
        GradeLine {
            name: person.name.by_surname(),
            identity: person.identity(masked),
            cells: self
                .activities
                .iter()
                .map(|a| GradeCell {
                    field: nota(a.id, person.enrolment),
                    label: format!("{} de {name}", a.name),
                    value: self
                        .grades
                        .get(&(a.id, person.enrolment))
                        .map_or_else(|| "—".to_owned(), |tenths| numbers::tenths(*tenths)),
                    story: self.origins.get(&(a.id, person.enrolment)).map(|origin| CellStory {
                        origin: origin.label(),
                        href: format!("/actividades/{}/notas/{}", a.id, person.enrolment),
                    }),
                })
                .collect(),
            r#final: queries::final_of(&self.activities, &self.grades, person.enrolment).text(),
            gain: gain_text(rules::gain(self.head.cohort.scale, pre, post)),
        }
    }

    fn figures(&self) -> Vec<Figure> {
        if self.activities.is_empty() {
            return Vec::new();
        }
        let tests = self
            .people
            .iter()
            .map(|p| queries::tests_of(&self.activities, &self.grades, p.enrolment));
        let gain = rules::cohort_gain(self.head.cohort.scale, tests);
        let finals: Vec<FinalGrade> = self
            .people
            .iter()
            .map(|p| queries::final_of(&self.activities, &self.grades, p.enrolment))
            .collect();
        let complete = finals.iter().filter_map(FinalGrade::tenths);
        let mut figures = vec![Figure::new(
            format!("{} de {}", complete.clone().count(), self.people.len()),
            "con nota definitiva",
        )];
        if let Some(pass) = self.head.cohort.pass() {
            figures.push(
                Figure::new(complete.filter(|tenths| *tenths >= pass).count(), "aprueban")
                    .noted(format!("con {} o más", numbers::tenths(pass))),
            );
        }
        let mean = |tenths: Option<f64>| {
            tenths.map_or_else(|| "—".to_owned(), |tenths| numbers::decimal(tenths / 10.0, 2))
        };
        let paired = match gain.n {
            0 => "nadie con ambas pruebas y algo por ganar".to_owned(),
            n => format!(
                "{} con ambas pruebas y algo por ganar: de {} a {}",
                numbers::people(n),
                mean(gain.pre),
                mean(gain.post)
            ),
        };
        figures.push(Figure::new(gain_text(gain.mean), "ganancia promedio").noted(paired));
        figures
    }

    fn rule(&self) -> String {
        let pass = match self.head.cohort.pass() {
            Some(pass) => format!("Se aprueba con {}. ", numbers::tenths(pass)),
            None => String::new(),
        };
        let top = self.head.cohort.scale.top();
        // The half tenth goes up, here and on the printed rule (S24).
        let half = "2,95 queda en 3,0";
        format!(
            "{pass}Definitiva = suma de nota × peso, redondeada al décimo más cercano ({half}); si falta una actividad con peso, no hay definitiva. Ganancia = (prueba final − prueba inicial) ÷ ({top} − prueba inicial), solo de quienes tienen ambas pruebas y en la inicial menos de {top}."
        )
    }
}
