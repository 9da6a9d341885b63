//! The replay: every cohort of the script lives its life through the commands, at its own
//! dates, by the hands of the demo's accounts.

mod closing;
mod codes;
mod creation;
mod deeds;
mod indicators;
mod life;
mod lists;
mod needs;
mod opinions;
mod questions;
mod seats;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, Set};

use people::bringing::Bringer;
use people::commands::{NewPerson, NewPost};
use people::entity::person::PersonId;
use people::entity::post::PostId;
use people::references::PersonReferences;
use platform::clock::Clock;
use platform::entity::setting;
use platform::prelude::*;
use sign_in::actor::{AccountId, Actor, Author, Grant, Role};
use sign_in::commands::NewAccount;
use territory::commands::NewEntity;
use territory::entity::entity::EntityId;

use crate::script::{self, Cohort, Post, Script, ScriptPerson, day};

/// When the programme began: before its first cohort was made.
const BEGAN: i64 = -600;
/// Days since most posts were confirmed.
const CONFIRMED_AGO: i64 = 45;

/// A step that a rule or the database refused; the sentence names the step.
fn failed(step: &str) -> impl Fn(String) -> AppError + '_ {
    move |reason| AppError::Internal(format!("{step}: {reason}"))
}

/// Turns a refusal into the sentence of a failed step: the script must not meet any.
fn must<T, R: std::fmt::Debug>(step: &str, result: Result<T, Failure<R>>) -> Result<T, AppError> {
    result.map_err(|failure| match failure {
        Failure::Refused(refusal) => failed(step)(format!("{refusal:?}")),
        Failure::Broken(error) => failed(step)(error.to_string()),
    })
}

/// The values of a stored word, such as `carrera`, as the enum that owns it.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, AppError> {
    serde_json::from_value(text.into())
        .map_err(|error| failed("a word of the script")(error.to_string()))
}

/// The replay with everything it has created so far, by the keys of the script.
pub struct Replay<'a> {
    app: App,
    script: &'a Script,
    today: NaiveDate,
    /// When the replay began: nothing of it is made later.
    began: DateTime<Utc>,
    entities: HashMap<String, EntityId>,
    people: HashMap<String, (PersonId, PostId, String)>,
    accounts: HashMap<String, AccountId>,
}

impl<'a> Replay<'a> {
    /// Begins on the day that `app`'s clock shows; works with a hand-set clock of its own.
    pub fn new(app: &App, script: &'a Script) -> Self {
        let (today, began) = (app.clock.today(), app.clock.now());
        let clock = Clock::set_to(began);
        let app = App { clock, demo: true, ..app.clone() };
        Self {
            app,
            script,
            today,
            began,
            entities: HashMap::new(),
            people: HashMap::new(),
            accounts: HashMap::new(),
        }
    }

    /// Plays the whole script and returns how many cohorts, people and enrolments there are.
    pub async fn play(mut self, references: &PersonReferences) -> Result<String, AppError> {
        self.at(BEGAN, 8);
        let tx = self.app.db.begin().await?;
        setting::ActiveModel {
            key: Set(crate::SETTING.to_owned()),
            value: Set(self.script.programme.name.clone()),
        }
        .insert(&tx)
        .await?;
        self.add_entities(&tx).await?;
        self.add_people(&tx).await?;
        self.add_accounts(&tx).await?;
        tx.commit().await?;
        self.contacts().await?;
        self.venues().await?;
        self.indicators().await?;
        self.questions().await?;
        self.at(-CONFIRMED_AGO, 9);
        self.confirm_posts().await?;
        for cohort in &self.script.programme.cohorts {
            self.live(cohort).await?;
        }
        self.lists().await?;
        self.needs().await?;
        self.decisions(references).await?;
        Ok(format!(
            "Programa de demostración: {} cohortes, {} personas, {} inscripciones",
            self.script.programme.cohorts.len(),
            self.script.people.len(),
            self.script.enrolments.len()
        ))
    }

    /// Puts the clock at an hour of a day counted from today, never later than now.
    fn at(&self, offset: i64, hour: u32) {
        self.on(day(self.today, offset), NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
    }

    fn on(&self, date: NaiveDate, time: NaiveTime) {
        self.app.clock.travel_to(dates::from_bogota(date, time).min(self.began));
    }

    fn entity(&self, key: &str) -> Result<EntityId, AppError> {
        self.entities.get(key).copied().ok_or_else(|| failed("entity")(key.to_owned()))
    }

    async fn actor(&self, key: &str) -> Result<Actor, AppError> {
        let account =
            self.accounts.get(key).copied().ok_or_else(|| failed("account")(key.to_owned()))?;
        let today = self.app.clock.today();
        Actor::load(self.app.db.read(), account, today).await?.ok_or(AppError::NotFound)
    }

    /// The coordinator of a cohort's unit.
    async fn coordinator(&self, cohort: &Cohort) -> Result<Actor, AppError> {
        self.coordinator_of(&cohort.unit).await
    }

    async fn coordinator_of(&self, unit: &str) -> Result<Actor, AppError> {
        let account =
            self.script.programme.accounts.iter().find(|account| {
                account.role == "coordinator" && account.unit.as_deref() == Some(unit)
            });
        self.actor(&account.ok_or_else(|| failed("coordinator")(unit.to_owned()))?.key).await
    }

    async fn add_entities(&mut self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        for entity in &self.script.programme.entities {
            let new = NewEntity {
                kind: entity.kind.clone(),
                name: entity.name.clone(),
                municipality_code: entity.municipality.clone(),
                is_demo: true,
            };
            let id = territory::commands::find_or_add_entity(tx, &self.app, &Author::system(), new)
                .await?;
            self.entities.insert(entity.key.clone(), id);
        }
        Ok(())
    }

    async fn add_people(&mut self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let by = Author::system();
        let programme = &self.script.programme;
        for person in &self.script.people {
            let id = must(
                "person",
                people::commands::register(
                    tx,
                    &self.app,
                    &Bringer::of_all(&by),
                    new_person(person)?,
                )
                .await,
            )?;
            let post = NewPost {
                entity_id: self.entity(&person.entity)?,
                position: person.position.clone(),
                kind: word(&person.kind)?,
                municipality_code: person.municipality.clone(),
                starts_on: person.starts_on,
                ends_on: person.ends_day.map(|offset| day(self.today, offset)),
                is_principal: true,
            };
            let post =
                must("post", people::commands::add_post(tx, &self.app, &by, id, post).await)?;
            people::commands::record_consent(
                tx,
                &self.app,
                id,
                &programme.consent_version,
                &programme.consent_channel,
            )
            .await?;
            self.people
                .insert(person.document_number.clone(), (id, post, person.municipality.clone()));
        }
        for post in &self.script.posts {
            let (person, _, _) = self.person(&post.document_number)?;
            must(
                "further post",
                people::commands::add_post(tx, &self.app, &by, person, self.further(post)?).await,
            )?;
        }
        Ok(())
    }

    /// The yearly word about the posts that last, but for a few (R31).
    async fn confirm_posts(&self) -> Result<(), AppError> {
        let by = Author::system();
        let tx = self.app.db.begin().await?;
        for person in &self.script.people {
            let said = !self.script.programme.unconfirmed.contains(&person.document_number);
            if said && person.ends_day.is_none() {
                let (id, post, _) = self.person(&person.document_number)?;
                must(
                    "confirmation",
                    people::commands::attest(&tx, &self.app, &by, id, post).await,
                )?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    fn further(&self, post: &Post) -> Result<NewPost, AppError> {
        Ok(NewPost {
            entity_id: self.entity(&post.entity)?,
            position: post.position.clone(),
            kind: word(&post.kind)?,
            municipality_code: post.municipality.clone(),
            starts_on: day(self.today, post.starts_day),
            ends_on: None,
            is_principal: post.is_principal,
        })
    }

    fn person(&self, document: &str) -> Result<(PersonId, PostId, String), AppError> {
        self.people
            .get(document)
            .cloned()
            .ok_or_else(|| failed("a person of the script")("unknown".to_owned()))
    }

    async fn add_accounts(&mut self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let hash = sign_in::passwords::hash(&self.script.programme.demo_password).await?;
        // The first account is the administration's, which opens those of its staff.
        let mut administration: Option<AccountId> = None;
        for account in &self.script.programme.accounts {
            let person = match &account.person {
                Some(document) => Some(self.person(document)?.0.0),
                None => None,
            };
            let entity = match &account.entity {
                Some(key) => Some(self.entity(key)?.0),
                None => None,
            };
            let role: Role = word(&account.role)?;
            let of_unit = matches!(role, Role::Coordinator | Role::Director | Role::Facilitator);
            let unit = account.unit.clone().filter(|_| of_unit);
            let by = administration.filter(|_| role != Role::Participant);
            let new = NewAccount {
                email: account.email.clone(),
                name: account.display_name.clone(),
                person,
                password_hash: Some(hash.clone()),
                grants: vec![Grant { role, unit, department: account.department.clone(), entity }],
            };
            let id = must(
                "account",
                sign_in::commands::create_account(tx, &self.app.clock, by, new).await,
            )?;
            administration = administration.or(Some(id));
            self.accounts.insert(account.key.clone(), id);
        }
        Ok(())
    }
}

fn new_person(person: &ScriptPerson) -> Result<NewPerson, AppError> {
    Ok(NewPerson {
        document_type: word(&person.document_type)?,
        document_number: person.document_number.clone(),
        first_name: person.first_name.clone(),
        second_name: person.second_name.clone(),
        first_surname: person.first_surname.clone(),
        second_surname: person.second_surname.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
    })
}

/// The script as the program carries it.
pub fn script() -> Result<Script, AppError> {
    Script::load().map_err(|error: script::ScriptError| AppError::Internal(error.to_string()))
}
