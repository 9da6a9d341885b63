//! What the municipalities of the demo ask for: some of it answered, some without any offer.

use cohorts::entity::cohort::Stage;
use needs::commands::{NewNeed, RequestingBody, match_need, refuse_need, state_need};
use needs::entity::need::NeedId;
use needs::policy::{may_match, may_refuse, may_state};
use needs::queries::{find, fitting};
use platform::errors::AppError;
use sign_in::actor::Actor;

use super::{Replay, failed, must};
use crate::script::Need;

impl Replay<'_> {
    pub(super) async fn needs(&self) -> Result<(), AppError> {
        for need in &self.script.programme.needs {
            self.need(need).await?;
        }
        Ok(())
    }

    async fn need(&self, need: &Need) -> Result<(), AppError> {
        self.at(need.day, 11);
        let entities = &self.script.programme.entities;
        let entity = entities.iter().find(|one| one.key == need.entity);
        let entity = entity.ok_or_else(|| failed("need")(need.entity.clone()))?;
        let by = self.actor(&need.by).await?;
        let new = NewNeed {
            body: RequestingBody::Known(self.entity(&need.entity)?),
            capacity: need.capacity.clone(),
            people: need.people,
            deadline: crate::script::day(self.today, need.deadline),
            note: need.note.clone(),
            seen: Vec::new(),
        };
        let permit = may_state(&by, &entity.municipality)?;
        let id = must("need", state_need(&self.app, permit, new).await)?;
        self.at(need.day + 2, 10);
        if let Some(people) = need.matched {
            self.answer(id, people).await?;
        }
        if let Some(reason) = &need.refused {
            let administrator = self.administrator().await?;
            let row = find(self.app.db.read(), &administrator, id).await?;
            let permit = may_refuse(&administrator, row.facts())?;
            must("refuse a need", refuse_need(&self.app, permit, reason.clone()).await)?;
        }
        Ok(())
    }

    pub(super) async fn administrator(&self) -> Result<Actor, AppError> {
        let accounts = &self.script.programme.accounts;
        let found = accounts.iter().find(|one| one.role == "national_administrator");
        self.actor(&found.ok_or_else(|| failed("administrator")("none".to_owned()))?.key).await
    }

    async fn answer(&self, id: NeedId, people: i32) -> Result<(), AppError> {
        let administrator = self.administrator().await?;
        let db = self.app.db.read();
        let row = find(db, &administrator, id).await?;
        let fitting = fitting(db, &administrator, &row).await?;
        let cohort = fitting.iter().find(|one| one.stage == Stage::Running);
        let cohort = cohort.ok_or_else(|| failed("a cohort for a need")(id.to_string()))?;
        let facts = cohorts::queries::find(db, &administrator, cohort.id).await?.facts();
        let permit = may_match(&administrator, row.facts(), &facts)?;
        must("match a need", match_need(&self.app, permit, people).await)
    }
}
