//! What is written where and when, from a number alone.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

use attendance::entity::attendance_mark;
use certification::entity::certificate;
use cohorts::entity::{cohort, session};
use courses::entity::course_version;
use enrolment_model::entity::{enrolment, enrolment_event};
use grading::entity::{activity, grade_entry};
use people::entity::{consent, person, post};
use platform::prelude::*;
use platform::search::fold;
use sign_in::actor::{Grant, Role};
use sign_in::commands::{NewAccount, create_account};
use sign_in::entity::account::{self, AccountId};
use sign_in::entity::role_grant;
use sign_in::passwords;
use territory::entity::entity;
use territory::queries::{unit_territory, units};

use super::names::mixed;
use super::rows::IdSequence;

/// People of a cohort.
pub const SEATS: usize = 30;
/// Cohorts of a facilitator, one after the other.
const TAUGHT: usize = 8;
/// Days from the first session of one of them to that of the next.
const DAYS_APART: i64 = 84;
/// For how long the last of them has been running.
const UNDER_WAY: i64 = 42;
/// Minutes of the longest session: a day's work. Courses that need longer ones are not taught.
const LONGEST: i64 = 480;

/// How large the country is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub people: usize,
    /// Sessions of each cohort, one a week.
    pub sessions: usize,
}

impl Size {
    /// The most sessions that end before the facilitator's next cohort begins.
    pub const MOST_SESSIONS: usize = 12;

    pub fn cohorts(self) -> usize {
        self.people.div_ceil(SEATS)
    }

    /// Minutes of each session of a course, so that a cohort is taught all its hours: whole quarters.
    fn session_minutes(self, version: &course_version::Model) -> i64 {
        let quarters = usize::try_from(version.hours).unwrap_or(0) * 4;
        15 * whole(quarters.div_ceil(self.sessions.max(1)))
    }

    /// The numbers of the people of a cohort.
    pub fn people_of(self, cohort: usize) -> std::ops::Range<usize> {
        cohort * SEATS..((cohort + 1) * SEATS).min(self.people)
    }
}

/// A municipality where people work and are trained.
#[derive(Clone, Debug)]
pub struct Town {
    pub code: String,
    pub name: String,
    pub department: String,
    /// Place in [`CountryPlan::units`].
    pub unit: usize,
    /// Its alcaldía's id, once it is written.
    pub alcaldia: i64,
}

/// The unit that trains, and who answers for it.
#[derive(Clone, Debug)]
pub struct Unit {
    pub code: String,
    pub coordinator: AccountId,
}

/// The next id of each table.
pub struct IdSequences {
    pub entity: IdSequence,
    pub account: IdSequence,
    pub grant: IdSequence,
    pub person: IdSequence,
    pub post: IdSequence,
    pub consent: IdSequence,
    pub cohort: IdSequence,
    pub session: IdSequence,
    pub enrolment: IdSequence,
    pub event: IdSequence,
    pub mark: IdSequence,
    pub activity: IdSequence,
    pub entry: IdSequence,
    pub certificate: IdSequence,
}

/// The country that rows are generated for: its size, its day, its units and towns.
pub struct CountryPlan {
    pub size: Size,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub units: Vec<Unit>,
    pub towns: Vec<Town>,
    pub versions: Vec<course_version::Model>,
    /// The facilitators so far, in the order of their first cohort.
    pub facilitators: Vec<AccountId>,
    /// The hash of the demo's password.
    pub hash: String,
    pub given: IdSequences,
}

impl CountryPlan {
    /// Reads the facts and opens the accounts of those who answer for the country: an administrator, a
    /// coordination for each unit, a gobernación for each department.
    pub async fn prepare(
        tx: &DatabaseTransaction,
        app: &App,
        size: Size,
    ) -> Result<Self, AppError> {
        let mut versions = course_version::Entity::find()
            .filter(course_version::Column::State.eq(course_version::State::Published))
            .order_by_asc(course_version::Column::Id)
            .all(tx)
            .await?;
        versions.retain(|version| size.session_minutes(version) <= LONGEST);
        let password = demo::password().map_err(|error| AppError::Internal(error.to_string()))?;
        let hash = passwords::hash(&password).await?;
        let mut desk = DemoAccounts { tx, app, hash: &hash };
        desk.open("administracion", "Administración inventada", grant(Role::NationalAdministrator))
            .await?;
        let (mut all, mut towns) = (Vec::new(), Vec::new());
        for unit in units(tx).await? {
            let places = unit_territory(tx, &unit.code).await?;
            if places.is_empty() {
                continue;
            }
            let code = unit.code.to_lowercase();
            let of_unit = Grant { unit: Some(unit.code.clone()), ..grant(Role::Coordinator) };
            let name = format!("Coordinación inventada {}", unit.code);
            let coordinator = desk.open(&format!("coordinacion-{code}"), &name, of_unit).await?;
            let unit_at = all.len();
            all.push(Unit { code: unit.code, coordinator });
            towns.extend(places.into_iter().map(|place| Town {
                code: place.code,
                name: place.name,
                department: place.department_code,
                unit: unit_at,
                alcaldia: 0,
            }));
        }
        towns.sort_by(|one, other| one.code.cmp(&other.code));
        let mut departments: Vec<String> =
            towns.iter().map(|town| town.department.clone()).collect();
        departments.dedup();
        for department in departments {
            let of_department =
                Grant { department: Some(department.clone()), ..grant(Role::Gobernacion) };
            let name = format!("Gobernación inventada {department}");
            desk.open(&format!("gobernacion-{department}"), &name, of_department).await?;
        }
        if versions.is_empty() || towns.is_empty() {
            let reason = "faltan los datos de referencia: cursos o municipios";
            return Err(AppError::Refused(reason.to_owned()));
        }
        let now = app.clock.now();
        Ok(Self {
            size,
            now,
            today: dates::bogota_date(now),
            units: all,
            towns,
            versions,
            facilitators: Vec::new(),
            hash,
            given: IdSequences::after(tx).await?,
        })
    }

    /// Where a cohort is: one in five is in the first town, a capital.
    pub fn town(&self, cohort: usize) -> usize {
        let at = mixed(cohort, 5);
        if at.is_multiple_of(5) { 0 } else { at % self.towns.len() }
    }

    pub fn version(&self, cohort: usize) -> &course_version::Model {
        &self.versions[mixed(cohort, 6) % self.versions.len()]
    }

    /// Returns the position of the cohort's facilitator and whether this is their first cohort.
    pub fn teacher(&self, cohort: usize) -> (usize, bool) {
        let teachers = self.teachers();
        (cohort % teachers, cohort < teachers)
    }

    fn teachers(&self) -> usize {
        self.size.cohorts().div_ceil(TAUGHT).max(1)
    }

    /// From eight in Bogotá, a week after the one before. A facilitator's cohorts follow one another, and
    /// the last of them is running today.
    pub fn session(&self, cohort: usize, position: usize) -> (DateTime<Utc>, DateTime<Utc>) {
        let turn = cohort / self.teachers();
        let turns = self.size.cohorts().div_ceil(self.teachers());
        let back = UNDER_WAY + DAYS_APART * whole(turns.saturating_sub(turn + 1));
        let day = self.today - TimeDelta::days(back) + TimeDelta::days(7 * whole(position));
        let at = dates::from_bogota(day, NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default());
        (at, at + TimeDelta::minutes(self.size.session_minutes(self.version(cohort))))
    }

    /// When the people of a cohort got their place.
    pub fn enrolled(&self, cohort: usize) -> DateTime<Utc> {
        self.session(cohort, 0).0 - TimeDelta::days(20)
    }

    /// Before anything of the country began.
    pub fn long_ago(&self) -> DateTime<Utc> {
        self.session(0, 0).0 - TimeDelta::days(200)
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(0)
}

fn grant(role: Role) -> Grant {
    Grant { role, unit: None, department: None, entity: None }
}

impl IdSequences {
    async fn after(tx: &DatabaseTransaction) -> Result<Self, AppError> {
        Ok(Self {
            entity: IdSequence::of::<entity::Entity>(tx).await?,
            account: IdSequence::of::<account::Entity>(tx).await?,
            grant: IdSequence::of::<role_grant::Entity>(tx).await?,
            person: IdSequence::of::<person::Entity>(tx).await?,
            post: IdSequence::of::<post::Entity>(tx).await?,
            consent: IdSequence::of::<consent::Entity>(tx).await?,
            cohort: IdSequence::of::<cohort::Entity>(tx).await?,
            session: IdSequence::of::<session::Entity>(tx).await?,
            enrolment: IdSequence::of::<enrolment::Entity>(tx).await?,
            event: IdSequence::of::<enrolment_event::Entity>(tx).await?,
            mark: IdSequence::of::<attendance_mark::Entity>(tx).await?,
            activity: IdSequence::of::<activity::Entity>(tx).await?,
            entry: IdSequence::of::<grade_entry::Entity>(tx).await?,
            certificate: IdSequence::of::<certificate::Entity>(tx).await?,
        })
    }
}

/// Opens accounts that sign in with the demo's password.
struct DemoAccounts<'a> {
    tx: &'a DatabaseTransaction,
    app: &'a App,
    hash: &'a str,
}

impl DemoAccounts<'_> {
    async fn open(&mut self, word: &str, name: &str, grant: Grant) -> Result<AccountId, AppError> {
        let new = NewAccount {
            email: format!("{word}@pais.example"),
            name: name.to_owned(),
            person: None,
            password_hash: Some(self.hash.to_owned()),
            grants: vec![grant],
        };
        match create_account(self.tx, &self.app.clock, None, new).await {
            Ok(account) => Ok(account),
            Err(failure) => {
                let refusal = failure.refusal()?;
                Err(AppError::Internal(format!("{} was not opened: {refusal}", fold(word))))
            }
        }
    }
}
