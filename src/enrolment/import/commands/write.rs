//! Writes a whole file in one transaction, all or nothing (R25).

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect, Set, SqlErr,
};
use serde_json::json;

use super::check::ordered;
use super::shared::{bytes_of, claim, forget, hold, number, remember, write_issues};
use crate::cohorts::entity::cohort;
use crate::cohorts::queries::municipalities;
use crate::enrolment::commands::{
    AdmissionRefusal, NewEnrolment, NewParticipant, WorksAt, enrol_in, invite_person,
};
use crate::enrolment::entity::enrolment::Stage;
use crate::enrolment::import::entity::import::{ImportId, State};
use crate::enrolment::import::file::read_apart;
use crate::enrolment::import::policy::may_write;
use crate::enrolment::import::queries::{Known, cohort_of};
use crate::enrolment::import::reading::{Candidate, Level, Problem, Reading};
use crate::enrolment::policy::Add;
use crate::people::commands::{NewPost, add_post, register};
use crate::people::entity::person::PersonId;
use crate::people::entity::post::PostId;
use crate::people::queries::posts_on;
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};
use crate::platform::search::fold;
use crate::platform::texts::Refusal;
use crate::sign_in::actor::{Actor, By};
use crate::territory::commands::find_or_add_entity;
use crate::territory::entity::entity::EntityId;

/// How often a writing that broke is tried again.
const MOST_ATTEMPTS: i32 = 3;

/// Why the writing did not happen.
enum Stopped {
    /// A rule said no to a row: nothing was written, and the row is told.
    Row {
        row: u32,
        what: String,
    },
    /// Whoever ordered it may no longer.
    NotAllowed,
    Broken(AppError),
}

impl<E: Into<AppError>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// Writes an import that was ordered; nothing happens when another worker has it.
pub async fn write(app: &App, id: ImportId) -> Result<(), AppError> {
    if !claim(app, id, State::Committing).await? {
        return Ok(());
    }
    let again = "Revise la fila y vuelva a enviar el archivo.";
    match write_all(app, id).await {
        Ok(()) => Ok(()),
        Err(Stopped::Row { row, what }) => back(app, id, Some((row, what, again))).await,
        Err(Stopped::NotAllowed) => back(app, id, None).await,
        Err(Stopped::Broken(error)) => {
            let (import, _) = ordered(app, id).await?;
            if import.attempts >= MOST_ATTEMPTS {
                back(app, id, None).await?;
            }
            Err(error)
        }
    }
}

/// The import waits again as it did before it was ordered, with what stopped it.
async fn back(
    app: &App,
    id: ImportId,
    row: Option<(u32, String, &'static str)>,
) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let import = hold(&tx, id).await?;
    let mut changed = import.clone().into_active_model();
    changed.state = Set(State::Checked);
    changed.claimed_at = Set(None);
    if let Some((row, what, mend)) = row {
        let problem =
            Problem { row, column: None, level: Level::Error, what, mend: mend.to_owned() };
        write_issues(&tx, id, &[problem]).await?;
        changed.with_errors = Set(import.with_errors + 1);
    }
    changed.update(&tx).await?;
    let by = By { account: Some(import.account_id), request: None };
    remember(&tx, app, &by, "enrolment.import_stopped", &import, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

async fn write_all(app: &App, id: ImportId) -> Result<(), Stopped> {
    let (import, choice) = ordered(app, id).await?;
    let cohort = cohort_of(app.db.read(), import.cohort_id).await?;
    let actor = Actor::load(app.db.read(), import.account_id).await?.ok_or(Stopped::NotAllowed)?;
    let permit = may_write(&actor, &cohort).map_err(|_| Stopped::NotAllowed)?;
    let places = municipalities(app.db.read(), cohort.id).await?;
    let bytes = bytes_of(app.db.read(), id).await?;
    let read = read_apart(bytes, choice, places.clone(), app.demo).await?;
    let reading = read.map_err(|refusal| AppError::Internal(refusal.to_string()))?;
    if let Some(problem) = reading.problems.iter().find(|p| p.level == Level::Error) {
        return Err(Stopped::Row { row: problem.row, what: problem.what.clone() });
    }

    let tx = app.db.begin().await?;
    // The cohort's row first, as every verb about seats: whoever enrols meanwhile waits, and what
    // is known of the people stays true until the end.
    let held = cohort::Entity::find_by_id(cohort.id).lock_exclusive().one(&tx).await?;
    held.ok_or(AppError::NotFound)?;
    let import = hold(&tx, id).await?;
    if import.state != State::Committing {
        return Ok(());
    }
    let known = Known::of(&tx, cohort.id, &places, &reading.candidates).await?;
    let mut writer = Writer { tx: &tx, app, permit: &permit, known, entities: HashMap::new() };
    let (seated, waiting) = writer.everybody(&reading).await?;
    forget(&tx, id).await?;
    let now = app.clock.now();
    let mut row = import.into_active_model();
    row.state = Set(State::Done);
    row.seated = Set(number(seated));
    row.waiting = Set(number(waiting));
    row.names_apart = Set(None);
    row.claimed_at = Set(None);
    row.finished_at = Set(Some(now));
    let import = match row.update(&tx).await {
        Ok(import) => import,
        // The same file was sent twice and ordered twice at once: the first one counts.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            let what = "Este archivo ya se importó en esta cohorte.".to_owned();
            return Err(Stopped::Row { row: 1, what });
        }
        Err(error) => return Err(error.into()),
    };
    let detail = json!({ "seated": seated, "waiting": waiting, "rows": reading.rows });
    remember(&tx, app, permit.by(), "enrolment.import", &import, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes people one after another inside one transaction.
struct Writer<'a> {
    tx: &'a DatabaseTransaction,
    app: &'a App,
    permit: &'a Add,
    known: Known,
    /// Entities by municipality and name, so that a hundred people of one alcaldía ask once.
    entities: HashMap<(String, String), EntityId>,
}

impl Writer<'_> {
    async fn everybody(&mut self, reading: &Reading) -> Result<(usize, usize), Stopped> {
        let (mut seated, mut waiting) = (0, 0);
        for candidate in &reading.candidates {
            match self.one(candidate).await {
                Ok(Some(Stage::Confirmed)) => seated += 1,
                Ok(Some(_)) => waiting += 1,
                Ok(None) => {}
                Err(failure) => {
                    let refusal: AdmissionRefusal = failure.refusal()?;
                    return Err(Stopped::Row { row: candidate.row, what: refusal.sentence() });
                }
            }
        }
        Ok((seated, waiting))
    }

    /// Registers and enrols one person, unless they have or had their place.
    async fn one(
        &mut self,
        candidate: &Candidate,
    ) -> Result<Option<Stage>, Failure<AdmissionRefusal>> {
        let (tx, app, by) = (self.tx, self.app, self.permit.by());
        let is_known = self.known.person(candidate).map(|person| person.id);
        if is_known.is_some_and(|person| self.known.stage(person).is_some()) {
            return Ok(None);
        }
        let new = &candidate.participant;
        let person = register(tx, app, by, new.person.clone())
            .await
            .map_err(|failure| failure.map(AdmissionRefusal::from))?;
        if is_known.is_none() {
            invite_person(tx, app, by, person).await?;
        }
        let entity = match self.known.entity(candidate) {
            Some(entity) => entity,
            None => self.entity(&new.entity).await?,
        };
        let post = self.post(person, entity, new, is_known.is_some()).await?;
        let place = NewEnrolment {
            post: Some(post),
            municipality: Some(new.municipality.clone()),
            consent: is_known.is_none().then_some("importación"),
        };
        let placed = enrol_in(tx, app, &self.permit.person(person), place)
            .await
            .map_err(|failure| failure.map(AdmissionRefusal::from))?;
        Ok(Some(placed.stage))
    }

    async fn entity(&mut self, works_at: &WorksAt) -> Result<EntityId, AppError> {
        let named = match works_at {
            WorksAt::Known(id) => return Ok(*id),
            WorksAt::Named(named) => named,
        };
        let key = (named.municipality_code.clone(), fold(&named.name));
        if let Some(known) = self.entities.get(&key) {
            return Ok(*known);
        }
        let by = self.permit.by();
        let id = find_or_add_entity(self.tx, self.app, by, named.clone()).await?;
        self.entities.insert(key, id);
        Ok(id)
    }

    /// The post at that entity that the person holds today, or a new one from today on. A post
    /// that is known is not rewritten with what a list says.
    async fn post(
        &self,
        person: PersonId,
        entity_id: EntityId,
        new: &NewParticipant,
        is_known: bool,
    ) -> Result<PostId, Failure<AdmissionRefusal>> {
        let today = self.app.clock.today();
        let held = match is_known {
            true => posts_on(self.tx, person, today).await?,
            false => Vec::new(),
        };
        if let Some(row) = held.iter().find(|row| row.post.entity_id == entity_id) {
            return Ok(row.post.id);
        }
        let post = NewPost {
            entity_id,
            position: new.position.clone(),
            kind: new.kind,
            municipality_code: new.municipality.clone(),
            starts_on: today,
            ends_on: None,
            is_principal: !held.iter().any(|row| row.post.is_principal),
        };
        add_post(self.tx, self.app, self.permit.by(), person, post)
            .await
            .map_err(|failure| failure.map(AdmissionRefusal::from))
    }
}
