//! How a cohort of the script ends: roll-calls and the cohort are closed, certificates issued, and
//! one of them revoked.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use certification::entity::certificate;
use cohorts::entity::cohort::CohortId;
use cohorts::{commands, policy};
use enrolment::entity::enrolment::EnrolmentId;
use people::entity::person::PersonId;
use platform::errors::AppError;
use sign_in::actor::Actor;

use super::creation::ReplayedCohort;
use super::seats::ReplayedEnrolment;
use super::{Replay, failed, must};
use crate::script::Cohort;

impl Replay<'_> {
    /// Roll-calls closed, the cohort closed, certificates issued, one of them revoked.
    pub(super) async fn finish(
        &self,
        cohort: &Cohort,
        made: &ReplayedCohort,
        coordinator: &Actor,
        enrolments: &[ReplayedEnrolment<'_>],
    ) -> Result<(), AppError> {
        let everybody: Vec<EnrolmentId> = enrolments.iter().map(|enrolment| enrolment.id).collect();
        let nobody_else = attendance::commands::ClosingAnswers::leaving(everybody.iter().copied());
        let access = self.access(made.id, false).await?;
        self.at(cohort.issue_day.unwrap_or(-1), 8);
        for (session, _) in &made.sessions {
            let permit = attendance::policy::may_close(coordinator, &access, *session)?;
            let closed = attendance::commands::close(&self.app, permit, &nobody_else).await;
            must("close session", closed)?;
        }
        let facts = self.facts(made.id).await?;
        let minimum = &self.script.programme.minimum;
        let texts = commands::MinimumTexts {
            method: Some(minimum.method.clone()),
            method_evidence: Some(minimum.method_evidence.clone()),
            knowledge: Some(minimum.knowledge.clone()),
            knowledge_evidence: Some(minimum.knowledge_evidence.clone()),
        };
        let permit = policy::may_edit(coordinator, &facts)?;
        must("minimum", commands::save_minimum(&self.app, permit, texts).await)?;
        let closer = match &cohort.short {
            None => coordinator.clone(),
            Some(reason) => {
                let permit = policy::may_close(coordinator, &facts)?;
                must("ask", commands::ask_short_closing(&self.app, permit, reason).await)?;
                self.app.clock.advance(TimeDelta::minutes(25));
                self.administrator().await?
            }
        };
        let permit = policy::may_close(&closer, &facts)?;
        must("close", commands::close(&self.app, permit).await)?;
        self.at(cohort.issue_day.unwrap_or(-1), 9);
        let permit = certification::policy::may_issue(coordinator, &self.facts(made.id).await?)?;
        let issued = certification::batches::commands::issue_at_once(&self.app, permit, &everybody);
        must("issue", issued.await)?;
        if let Some(revoke) = &cohort.revoke {
            self.app.clock.advance(TimeDelta::hours(26));
            let (holder, _, _) = self.person(&revoke.document)?;
            self.revoke(coordinator, cohort, made.id, holder, &revoke.reason).await?;
        }
        Ok(())
    }

    async fn revoke(
        &self,
        coordinator: &Actor,
        cohort: &Cohort,
        id: CohortId,
        holder: PersonId,
        reason: &str,
    ) -> Result<(), AppError> {
        let held = certificate::Entity::find()
            .filter(certificate::Column::CohortId.eq(id))
            .filter(certificate::Column::PersonId.eq(holder))
            .one(self.app.db.read())
            .await?
            .ok_or_else(|| failed("revoke")("the person holds no certificate".to_owned()))?;
        let facts = certification::policy::CertificateFacts {
            id: held.id,
            unit: cohort.unit.clone(),
            holder,
            state: held.state,
        };
        let permit = certification::policy::may_revoke(coordinator, &facts)?;
        must("revoke", certification::commands::revoke(&self.app, permit, reason).await)
    }
}
