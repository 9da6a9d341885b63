//! Codes of the room that somebody types after the list was passed: the coordination decides who is right.

use chrono::TimeDelta;

use attendance::codes::commands::{self, CheckInOrigin};
use attendance::codes::refusals::CodeRefusal;
use attendance::codes::{policy, queries};
use cohorts::entity::cohort::CohortId;
use cohorts::entity::session::SessionId;
use platform::errors::{AppError, Failure};
use sign_in::actor::Actor;

use super::seats::ReplayedEnrolment;
use super::{Replay, failed, must};
use crate::script::{Cohort, LateCode};

impl Replay<'_> {
    /// The codes of a session that is under way, from 1, whose list was just passed.
    pub(super) async fn late_codes(
        &self,
        (cohort, number): (&Cohort, usize),
        (id, session): (CohortId, SessionId),
        facilitator: &Actor,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        let codes = &self.script.programme.deeds.codes;
        for code in codes.iter().filter(|one| one.cohort == cohort.code && one.session == number) {
            let access = self.access(id, true).await?;
            let permit = policy::may_show(facilitator, &access, session)?;
            must("open the code", commands::open(&self.app, permit).await)?;
            self.app.clock.advance(TimeDelta::minutes(6));
            self.late_code(code, session, enrolments).await?;
            let permit = policy::may_show(facilitator, &access, session)?;
            commands::close(&self.app, permit).await?;
        }
        Ok(())
    }

    /// The person comes by the link of their letter, and the list says otherwise.
    async fn late_code(
        &self,
        code: &LateCode,
        session: SessionId,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        let (app, db) = (&self.app, self.app.db.read());
        let comes = enrolments.iter().find(|one| one.script.document_number == code.document);
        let comes = comes.ok_or_else(|| failed("a code")(code.document.clone()))?;
        let rooms = queries::rooms_of_enrolment(db, comes.id, app.clock.now()).await?;
        let room = rooms.iter().map(|one| &one.room).find(|room| room.session == session);
        let room = room.ok_or(AppError::NotFound)?;
        let opening = room.openings.first().ok_or(AppError::NotFound)?.id;
        let permit = policy::may_come_by_link("demo", comes.id, room)?;
        let origin = CheckInOrigin { at: app.clock.now(), ..CheckInOrigin::default() };
        match commands::come(app, permit, opening, &origin).await {
            Err(Failure::Refused(CodeRefusal::Disputed { .. })) => Ok(()),
            other => {
                must("a code", other)?;
                Err(failed("a code")("the list does not say otherwise".to_owned()))
            }
        }
    }
}
