//! Writes a whole file in one transaction, all or nothing (R25). People are written some hundreds
//! at a time by the same verbs that write one.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    Set, SqlErr,
};

use people_model::commands::{
    NewPost, add_posts, end_posts_before, register_many, vouch, vouch_posts,
};
use people_model::entity::consent::BY_LIST;
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::PostId;
use people_model::post_rules::free_of_principals;
use sign_in_model::prelude::*;
use territory_model::commands::{EntityKey, NewEntity, find_or_add_entities};
use territory_model::entity::entity::EntityId;

use super::check::{keep, ordered, read_all};
use super::claim::{claim, lock};
use super::history::record_step;
use super::issues::{forget_file, write_issues};
use crate::bringing::by_coordination;
use crate::commands::{Employer, NewEnrolment, SeatLedger, enrol_many, invite_people};
use crate::entity::enrolment::{Origin, Stage};
use crate::import::entity::import::{ImportId, State};
use crate::import::known_people::KnownPeople;
use crate::import::policy::may_write;
use crate::import::preview::{Fate, ImportPreview, look};
use crate::import::queries::{cohort_of, list_places};
use crate::import::reading::{FileReading, ImportCandidate, PostAnswer, ProblemLevel, RowProblem};
use crate::import::rules::saturating_i32;
use crate::policy::Add;
use crate::rulebook::CautionAnswer;
use crate::rules::EnrolmentWindow;

/// People of a file on their way into the database.
pub const WRITING: &str = "import people";

/// How often a writing that failed is tried again.
const MOST_ATTEMPTS: i32 = 3;
/// People written with the same statements: of each, no more than twenty values in one of them.
const AT_ONCE: usize = 500;

/// Why the writing did not happen; nothing was written.
enum WriteFailure {
    /// Rules refuse some rows by now: the check is kept again with all of them.
    Rows(Box<(FileReading, ImportPreview)>),
    /// The writing was refused for a reason that is in no row.
    Refused(String),
    Broken(AppError),
}

impl<E: Into<AppError>> From<E> for WriteFailure {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

/// Writes an import that was ordered; nothing happens when another worker has it.
pub async fn write(app: &App, id: ImportId) -> Result<(), AppError> {
    if !claim(app, id, State::Committing).await? {
        return Ok(());
    }
    match write_all(app, id).await {
        Ok(()) => Ok(()),
        Err(WriteFailure::Rows(found)) => {
            keep(app, id, State::Committing, &found.0, &found.1).await
        }
        Err(WriteFailure::Refused(what)) => back(app, id, what).await,
        Err(WriteFailure::Broken(error)) => {
            let (import, _) = ordered(app, id).await?;
            if import.attempts >= MOST_ATTEMPTS {
                let what = "Algo falló al guardar y no se inscribió a nadie.".to_owned();
                back(app, id, what).await?;
            }
            Err(error)
        }
    }
}

/// Sends the import back to wait for a decision, with the sentence that says what stopped it.
async fn back(app: &App, id: ImportId, what: String) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    let import = lock(&tx, id).await?;
    let problem = RowProblem {
        // About the whole file.
        row: 0,
        column: None,
        level: ProblemLevel::Warning,
        what,
        mend: "El archivo sigue aquí: puede importarlo más tarde o descartarlo.".to_owned(),
        question: None,
    };
    write_issues(&tx, id, &[problem]).await?;
    let mut changed = import.clone().into_active_model();
    changed.state = Set(State::Checked);
    changed.claimed_at = Set(None);
    changed.warnings = Set(import.warnings + 1);
    changed.update(&tx).await?;
    let by = Author { account: Some(import.account_id), request: None };
    record_step(&tx, app, &by, "enrolment.import_stopped", &import, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

async fn write_all(app: &App, id: ImportId) -> Result<(), WriteFailure> {
    let not_allowed = || {
        let what = "Quien ordenó la importación ya no coordina esta cohorte.".to_owned();
        WriteFailure::Refused(what)
    };
    let (import, choice) = ordered(app, id).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let cohort = cohort_of(db, import.cohort_id).await?;
    let actor = Actor::load(db, import.account_id, today).await?.ok_or_else(not_allowed)?;
    let permit = may_write(&actor, &cohort).map_err(|_| not_allowed())?;
    let places = list_places(db, cohort.id).await?;
    let mut reading = read_all(app, &import, &choice, &places).await?;

    let tx = app.db.begin().await?;
    // The cohort's row first, as every verb about seats: whoever enrols meanwhile waits, and what
    // is known of the people stays true until the end.
    let ledger = SeatLedger::lock(&tx, app, cohort.id).await?;
    let import = lock(&tx, id).await?;
    if import.state != State::Committing {
        return Ok(());
    }
    let today = app.clock.today();
    EnrolmentWindow::of(&ledger.cohort)
        .may_enrol(Origin::Coordinator, today)
        .map_err(|refusal| WriteFailure::Refused(refusal.sentence()))?;
    // Looked at again, as before: the world may have changed since, and every row that it changed
    // for is named.
    let mut known = KnownPeople::of(
        &tx,
        &ledger.cohort,
        &places.own,
        &reading.candidates,
        (permit.by(), today),
    )
    .await?;
    known.load_reach((app, &actor), &ledger.cohort, &reading.candidates).await?;
    let preview = look(&choice, &mut reading, &known, ledger.seating.clone());
    if reading.problems.iter().any(|problem| problem.level == ProblemLevel::Error) {
        return Err(WriteFailure::Rows(Box::new((reading, preview))));
    }
    let mut writer = ImportWriter {
        tx: &tx,
        app,
        permit: &permit,
        known,
        ledger,
        refused: Vec::new(),
        places: (0, 0),
    };
    let enrolled: Vec<(&ImportCandidate, Fate)> = reading
        .candidates
        .iter()
        .zip(preview.fates.iter().copied())
        .filter(|(_, fate)| *fate != Fate::Left)
        .collect();
    let all = u32::try_from(enrolled.len()).unwrap_or(0);
    let work = app.progress.begin(WRITING, id.0, all);
    let mut written = 0;
    for some in enrolled.chunks(AT_ONCE) {
        writer.write(some).await?;
        written += u32::try_from(some.len()).unwrap_or(0);
        work.reached(written);
    }
    let ImportWriter { mut refused, places: (seated, waiting), .. } = writer;
    if !refused.is_empty() {
        reading.problems.append(&mut refused);
        return Err(WriteFailure::Rows(Box::new((reading, preview))));
    }
    forget_file(&tx, id).await?;
    let mut row = import.into_active_model();
    row.state = Set(State::Done);
    row.seated = Set(saturating_i32(seated));
    row.waiting = Set(saturating_i32(waiting));
    row.names_apart = Set(None);
    row.forecast = Set(None);
    row.claimed_at = Set(None);
    row.finished_at = Set(Some(app.clock.now()));
    let import = match row.update(&tx).await {
        Ok(import) => import,
        // The same file was sent twice and ordered twice at once: the first one counts.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            let what = "Este archivo ya se importó en esta cohorte.".to_owned();
            return Err(WriteFailure::Refused(what));
        }
        Err(error) => return Err(error.into()),
    };
    let detail = json!({ "seated": seated, "waiting": waiting, "rows": reading.rows });
    record_step(&tx, app, permit.by(), "enrolment.import", &import, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes people inside one transaction.
struct ImportWriter<'a> {
    tx: &'a DatabaseTransaction,
    app: &'a App,
    permit: &'a Add,
    known: KnownPeople,
    ledger: SeatLedger,
    /// Rows that a rule refused after all.
    refused: Vec<RowProblem>,
    /// How many got a seat and how many wait.
    places: (usize, usize),
}

/// A row whose person is registered, on its way to its enrolment.
struct RegisteredRow<'a> {
    candidate: &'a ImportCandidate,
    person: PersonId,
    is_new: bool,
}

impl ImportWriter<'_> {
    /// Registers, enrols and invites some people.
    async fn write(&mut self, some: &[(&ImportCandidate, Fate)]) -> Result<(), AppError> {
        let (going, people) = self.register(some).await?;
        let entities = self.entities(&going).await?;
        let posts = self.posts(&going, &entities).await?;
        let asking = going.iter().filter_map(|one| {
            let place = NewEnrolment {
                post: Some(*posts.get(&one.person)?),
                municipality: Some(one.candidate.participant.municipality.clone()),
                consent: one.is_new.then_some(BY_LIST),
                // The preview asked for a reason.
                cautions: CautionAnswer::Keep,
                opens_account: true,
            };
            let exception = one.candidate.exception.clone();
            Some((one.candidate, (self.permit.person_except(one.person, exception), place)))
        });
        let (candidates, asking): (Vec<&ImportCandidate>, Vec<_>) = asking.unzip();
        let placed = enrol_many(self.tx, self.app, &mut self.ledger, asking).await?;
        for (candidate, placed) in candidates.into_iter().zip(placed) {
            match placed {
                Ok(placed) if placed.stage == Stage::Confirmed => self.places.0 += 1,
                Ok(_) => self.places.1 += 1,
                Err(refusal) => self.refuse(candidate, &refusal),
            }
        }
        // Whose letter about a place opened none: they had theirs, or got no place.
        invite_people(self.tx, self.app, self.permit.by(), &people.iter().collect::<Vec<_>>()).await
    }

    fn refuse(&mut self, candidate: &ImportCandidate, refusal: &impl Refusal) {
        self.refused.push(RowProblem {
            row: candidate.row,
            column: None,
            level: ProblemLevel::Error,
            what: refusal.sentence(),
            mend: "Revise la fila, o déjela por fuera.".to_owned(),
            question: None,
        });
    }

    /// Returns the rows that go on, and the records that the file brought.
    async fn register<'c>(
        &mut self,
        some: &[(&'c ImportCandidate, Fate)],
    ) -> Result<(Vec<RegisteredRow<'c>>, Vec<person::Model>), AppError> {
        let bringer = by_coordination(self.tx, self.permit.by(), self.app.clock.today()).await?;
        let new = some.iter().filter(|(_, fate)| *fate == Fate::New);
        let new = new.map(|(candidate, _)| candidate.participant.person.clone()).collect();
        let mut registered = register_many(self.tx, self.app, &bringer, new).await?.into_iter();
        let mut known = self.known_records(some).await?;
        let (mut going, mut people) = (Vec::new(), Vec::new());
        for (candidate, fate) in some.iter().copied() {
            match fate {
                Fate::Known(person) | Fate::Completed(person) => {
                    let typed = candidate.participant.person.clone().normal();
                    if let (Some(row), Ok(typed)) = (known.remove(&person), typed) {
                        people.push(vouch(self.tx, self.app, &bringer, row, &typed).await?);
                    }
                    if let Fate::Known(_) = fate {
                        going.push(RegisteredRow { candidate, person, is_new: false });
                    }
                }
                Fate::New => match registered.next() {
                    Some(Ok(one)) => {
                        going.push(RegisteredRow {
                            candidate,
                            person: one.person.id,
                            is_new: one.is_new,
                        });
                        people.push(one.person);
                    }
                    Some(Err(refusal)) => self.refuse(candidate, &refusal),
                    None => {}
                },
                Fate::Left => {}
            }
        }
        Ok((going, people))
    }

    /// The records of the people of these rows who are known, whose contacts the file may bring.
    async fn known_records(
        &self,
        some: &[(&ImportCandidate, Fate)],
    ) -> Result<HashMap<PersonId, person::Model>, AppError> {
        let ids = some.iter().filter_map(|(_, fate)| match fate {
            Fate::Known(person) | Fate::Completed(person) => Some(*person),
            Fate::New | Fate::Left => None,
        });
        let rows =
            person::Entity::find().filter(person::Column::Id.is_in(ids)).all(self.tx).await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    /// The entities of these rows that are known by now, by the names of the file.
    async fn entities(
        &self,
        going: &[RegisteredRow<'_>],
    ) -> Result<HashMap<EntityKey, EntityId>, AppError> {
        let unknown = going.iter().filter(|one| self.known.entity(one.candidate).is_none());
        let named: Vec<NewEntity> = unknown.filter_map(|one| named(one).cloned()).collect();
        if named.is_empty() {
            return Ok(HashMap::new());
        }
        let found = find_or_add_entities(self.tx, self.app, self.permit.by(), named).await?;
        Ok(found.into_iter().map(|(key, entity)| (key, entity.id)).collect())
    }

    /// The posts that these people take part with: at the entity of their row, held today or taken
    /// up today.
    async fn posts(
        &mut self,
        going: &[RegisteredRow<'_>],
        entities: &HashMap<EntityKey, EntityId>,
    ) -> Result<HashMap<PersonId, PostId>, AppError> {
        let today = self.app.clock.today();
        let mut posts = HashMap::new();
        let (mut rows, mut new, mut confirmed) = (Vec::new(), Vec::new(), Vec::new());
        for one in going {
            if let Some(post) = self.known.post(one.candidate) {
                posts.insert(one.person, post.id);
                confirmed.extend(self.known.confirms(one.candidate));
                continue;
            }
            let known = self.known.answer(one.candidate).filter(|_| !one.is_new);
            let entity_id = match (self.known.entity(one.candidate), named(one)) {
                (Some(entity), _) => Some(entity.id),
                (None, Some(named)) => entities.get(&named.key()).copied(),
                (None, None) => None,
            };
            let entity_id = entity_id
                .ok_or_else(|| AppError::Internal("a row without its entity".to_owned()))?;
            let participant = &one.candidate.participant;
            let starts_on = one.candidate.starts_on.filter(|day| *day <= today).unwrap_or(today);
            // The one that the page named.
            let left: Vec<_> = match known {
                Some(PostAnswer::Changed) => self.known.held(one.person).take(1).cloned().collect(),
                _ => Vec::new(),
            };
            let left =
                end_posts_before(self.tx, self.app, self.permit.by(), left, starts_on).await?;
            let principals = self.known.posts(one.person).iter().filter(|post| post.is_principal);
            // One that began on the day of the change ends on it, so that both hold on that day.
            let principals: Vec<_> = principals
                .map(|post| left.iter().find(|gone| gone.id == post.id).unwrap_or(post).clone())
                .collect();
            let post = NewPost {
                entity_id,
                position: participant.position.clone(),
                kind: participant.kind,
                municipality_code: participant.municipality.clone(),
                starts_on,
                ends_on: None,
                is_principal: free_of_principals(&principals, (starts_on, None)).is_ok(),
            };
            rows.push(one);
            new.push((one.person, post));
        }
        vouch_posts(self.tx, self.app, self.permit.by(), confirmed).await?;
        let added = add_posts(self.tx, self.app, self.permit.by(), new).await?;
        for (one, added) in rows.into_iter().zip(added) {
            match added {
                Ok(post) => _ = posts.insert(one.person, post),
                Err(refusal) => self.refuse(one.candidate, &refusal),
            }
        }
        Ok(posts)
    }
}

fn named<'a>(one: &RegisteredRow<'a>) -> Option<&'a NewEntity> {
    match &one.candidate.participant.entity {
        Employer::Named(named) => Some(named),
        Employer::Known(_) => None,
    }
}
