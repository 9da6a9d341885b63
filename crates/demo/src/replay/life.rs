//! The life of one cohort: it is created, published, filled, taught, closed and certified, each step
//! by the account that takes it in the product, at its own date.

use chrono::TimeDelta;
use sea_orm::EntityTrait;

use attendance::commands::NewMark;
use attendance::entity::attendance_mark::State;
use cohorts::entity::cohort::{self, CohortId};
use cohorts::entity::session::{self, SessionId};
use cohorts::policy::{CohortAccess, CohortFacts};
use cohorts::{commands, policy};
use grading as assessment;
use grading::commands::NewGrade;
use platform::errors::AppError;
use sign_in::actor::Actor;

use super::creation::ReplayedCohort;
use super::deeds::LivedCohort;
use super::seats::ReplayedEnrolment;
use super::{Replay, failed, must, word};
use crate::script::{Cohort, Excuse};

impl Replay<'_> {
    /// One cohort, from draft to where the script leaves it.
    pub(super) async fn live(&self, cohort: &Cohort) -> Result<(), AppError> {
        let coordinator = self.coordinator(cohort).await?;
        let made = self.make(cohort, &coordinator).await?;
        if cohort.stage == "draft" {
            return Ok(());
        }
        self.at(cohort.open_day, 9);
        let facts = self.facts(made.id).await?;
        let permit = policy::may_publish(&coordinator, &facts)?;
        must("publish", commands::publish(&self.app, permit).await)?;
        let enrolments = self.fill(cohort, &made, &coordinator).await?;
        if cohort.stage == "tentative" {
            return Ok(());
        }
        if cohort.stage != "cancelled" {
            self.at(cohort.close_day.min(0), 17);
            let permit = policy::may_confirm(&coordinator, &facts)?;
            must("confirm", commands::confirm(&self.app, permit).await)?;
        }
        if let Some(cancel) = &cohort.cancel {
            self.at(cancel.day, 10);
            let permit = policy::may_cancel(&coordinator, &facts)?;
            must("cancel", commands::cancel(&self.app, permit, &cancel.reason).await)?;
            return Ok(());
        }
        if cohort.stage == "confirmed" {
            return self.free_a_seat(cohort, &coordinator, &enrolments).await;
        }
        self.teach(cohort, &made, &coordinator, &enrolments).await?;
        if let Some(excuse) = &cohort.excuse {
            self.excuse(excuse, &made, &enrolments).await?;
        }
        let lived = LivedCohort { made: &made, coordinator: &coordinator, enrolments: &enrolments };
        self.own_work(cohort, &lived).await?;
        if cohort.stage == "closed" {
            self.finish(cohort, &made, &coordinator, &enrolments).await?;
            self.opinions(cohort, &made, &coordinator, &enrolments).await?;
            self.lessons(cohort, &made, &coordinator).await?;
        }
        Ok(())
    }

    pub(super) async fn facts(&self, id: CohortId) -> Result<CohortFacts, AppError> {
        let row = cohort::Entity::find_by_id(id)
            .one(self.app.db.read())
            .await?
            .ok_or(AppError::NotFound)?;
        Ok((&row).into())
    }

    pub(super) async fn access(
        &self,
        cohort: CohortId,
        teaches: bool,
    ) -> Result<CohortAccess, AppError> {
        Ok(CohortAccess { cohort: self.facts(cohort).await?, teaches })
    }

    /// The sessions given so far, marked by the facilitator, and the grades known so far.
    async fn teach(
        &self,
        cohort: &Cohort,
        made: &ReplayedCohort,
        coordinator: &Actor,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        let facilitator = self.actor(&cohort.facilitator).await?;
        let given = cohort.sessions_given();
        for (number, (session, ends_at)) in made.sessions.iter().take(given).enumerate() {
            self.app.clock.travel_to(*ends_at - TimeDelta::minutes(20));
            if number == 0 {
                let facts = self.facts(made.id).await?;
                let permit = policy::may_start(coordinator, &facts)?;
                must("start", commands::start(&self.app, permit).await)?;
            }
            for enrolment in enrolments
                .iter()
                .filter(|enrolment| number > 0 && enrolment.script.withdraws_after == Some(number))
            {
                self.withdraw(cohort, coordinator, enrolment).await?;
            }
            self.mark(made.id, *session, number, &facilitator, enrolments).await?;
            let here = (cohort, number + 1);
            self.late_codes(here, (made.id, *session), &facilitator, enrolments).await?;
        }
        let access = self.access(made.id, true).await?;
        let mut cells = Vec::new();
        for enrolment in enrolments {
            for (activity, kind) in &made.activities {
                let kind = serde_json::to_value(kind)
                    .map_err(|error| failed("kind")(error.to_string()))?;
                if let Some(tenths) = enrolment.script.grade(kind.as_str().unwrap_or_default())
                    && self.has_seat(enrolment.id).await?
                {
                    cells.push(NewGrade {
                        activity: *activity,
                        enrolment: enrolment.id,
                        tenths: Some(tenths),
                    });
                }
            }
        }
        if !cells.is_empty() {
            let permit = assessment::policy::may_grade(&facilitator, &access)?;
            let anything = assessment::commands::GradesPrecondition::Anything;
            let entered =
                assessment::commands::enter_grades(&self.app, permit, anything, cells).await;
            must("grades", entered)?;
        }
        Ok(())
    }

    async fn mark(
        &self,
        id: CohortId,
        session: SessionId,
        number: usize,
        facilitator: &Actor,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        let access = self.access(id, true).await?;
        let mut marks = Vec::new();
        for enrolment in enrolments {
            let Some(state) = enrolment.script.states().get(number).copied() else {
                continue;
            };
            if self.has_seat(enrolment.id).await? {
                let state: State = word(state)?;
                marks.push(NewMark::new(enrolment.id, state));
            }
        }
        if marks.is_empty() {
            return Ok(());
        }
        if number == 0 {
            // The first session of each cohort was signed on paper too.
            let permit = attendance::paper::policy::may_keep(facilitator, &access, session)?;
            let sheet = attendance::paper::commands::NewSheet::Prefilled;
            must("print", attendance::paper::commands::print(&self.app, permit, sheet).await)?;
        }
        let permit =
            attendance::policy::may_take(facilitator, &access, session, session::Stage::Planned)?;
        must("marks", attendance::commands::take(&self.app, permit, marks).await)?;
        Ok(())
    }

    /// Asks for an excuse in time; it is not decided yet.
    async fn excuse(
        &self,
        excuse: &Excuse,
        made: &ReplayedCohort,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        use attendance::requests::{commands, policy};
        self.at(-1, 9);
        let person = self.actor(&excuse.account).await?;
        let enrolment =
            enrolments.iter().find(|enrolment| Some(enrolment.person.0) == person.person);
        let session = made.sessions.get(excuse.session.saturating_sub(1));
        let (Some(enrolment), Some((session, _))) = (enrolment, session) else {
            return Err(failed("excuse")("the script names nobody or no session".to_owned()));
        };
        let about = (enrolment.id, made.id, *session);
        let permit = policy::may_ask(&person, enrolment.person, about)?;
        let wanted =
            commands::RequestDraft { state: State::Excused, text: excuse.text.clone(), file: None };
        must("excuse", commands::ask(&self.app, permit, wanted).await)?;
        Ok(())
    }
}
