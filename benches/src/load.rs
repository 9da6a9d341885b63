//! The two sizes of programme. Their rows are written in bulk and are whole: `doctor --strict` finds
//! nothing in them.
//!
//! M is 20 cohorts of 40 people and 12 sessions with marks and grades; half of them are closed. L is
//! one cohort of 1,000 people and 20 sessions, in a department of its own. Beside them there are
//! cohorts whose sessions wait for a roll-call, and one cohort that takes enrolments.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use formacion::assembly;
use formacion::cohorts::entity::cohort::{CohortId, Stage};
use formacion::cohorts::entity::session::SessionId;
use formacion::courses::entity::course_version;
use formacion::ledger::refresh::refresh;
use formacion::people::entity::person;
use formacion::platform::app::App;
use formacion::platform::config::Config;
use formacion::sign_in::actor::{AccountId, Grant, Role};
use formacion::sign_in::commands::{NewAccount, create_account};
use formacion::sign_in::passwords;
use rocket::figment::Figment;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::cohorts::{Plan, cohort_of};
use crate::people::{people, sessions, signed_in};
use crate::product;

/// Rows of one statement. Times the columns they stay below what SQLite takes.
pub const BATCH: usize = 1_000;
/// The territorial unit that owns every cohort.
pub const UNIT: &str = "MET";
pub const PASSWORD: &str = "una contraseña de prueba";

/// What the database holds for the subjects to ask for.
pub struct Programme {
    pub app: App,
    pub fixture: Fixture,
    pub figment: Figment,
    /// The secret of the coordinator's web session.
    pub coordinator: String,
    /// The secret of the gobernación's web session.
    pub gobernacion: String,
    pub closed: Vec<CohortId>,
    pub running: Vec<CohortId>,
    pub large: CohortId,
    /// Sessions of 40 people in which nobody was marked yet.
    pub roll_calls: Vec<SessionId>,
    /// The public code of the cohort that takes enrolments.
    pub open: String,
    /// The secrets of the web sessions of people who may enrol in it.
    pub newcomers: Vec<String>,
    /// The addresses of people who sign in with [`PASSWORD`].
    pub mails: Vec<String>,
}

/// What every row of the programme shares.
#[derive(Clone)]
pub struct Fixture {
    pub now: DateTime<Utc>,
    pub version: course_version::Model,
    pub coordinator: AccountId,
    /// The hash of [`PASSWORD`].
    pub hash: String,
}

impl Fixture {
    pub fn long_ago(&self) -> DateTime<Utc> {
        self.now - TimeDelta::days(300)
    }
}

/// Prepares the database with the product's own commands and fills it. Returns how long it took, too.
pub async fn load(program: &Path, database_url: &str, origin: &str) -> (Programme, Duration) {
    let started = Instant::now();
    product::run(program, &["migrate"], database_url).expect("the schema is made");
    product::run(program, &["seed", "reference"], database_url).expect("the facts are loaded");
    let figment =
        Config::figment().merge(("database_url", database_url)).merge(("public_url", origin));
    let app = assembly::open(&figment).await.expect("opens");
    let tx = app.db.begin().await.expect("begins");
    let (fixture, gobernacion) = make_fixture(&tx, &app).await;
    let mut programme = Programme {
        fixture: fixture.clone(),
        coordinator: String::new(),
        gobernacion: String::new(),
        closed: Vec::new(),
        running: Vec::new(),
        large: CohortId(0),
        roll_calls: Vec::new(),
        open: String::new(),
        newcomers: Vec::new(),
        mails: Vec::new(),
        figment,
        app: app.clone(),
    };
    let accounts = [fixture.coordinator, gobernacion];
    let mut secrets = sessions(&tx, &fixture, &accounts).await;
    programme.gobernacion = secrets.pop().expect("two");
    programme.coordinator = secrets.pop().expect("two");
    write(&tx, &fixture, &mut programme).await;
    tx.commit().await.expect("commits");
    let everybody: Vec<i64> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Email.ends_with("@prueba.example"))
        .into_tuple()
        .all(app.db.read())
        .await
        .expect("asks");
    fill_ledger(&app, &everybody).await;
    (programme, started.elapsed())
}

/// Writes what these people hold of each capacity. The product's commands do it for each person whom
/// they write; rows in bulk skip those commands, and a database that began empty has no worker for it.
pub async fn fill_ledger(app: &App, people: &[i64]) {
    for some in people.chunks(BATCH) {
        let tx = app.db.begin().await.expect("begins");
        refresh(&tx, app, some).await.expect("the ledger is written");
        tx.commit().await.expect("commits");
    }
}

async fn make_fixture(tx: &DatabaseTransaction, app: &App) -> (Fixture, AccountId) {
    let version = course_version::Entity::find()
        .filter(course_version::Column::PassMark.is_not_null())
        .filter(course_version::Column::State.eq(course_version::State::Published))
        .order_by_asc(course_version::Column::Id)
        .one(tx)
        .await
        .expect("asks")
        .expect("the reference has courses with a pass mark");
    let hash = passwords::hash(PASSWORD).await.expect("hashes");
    let account =
        async |mail: &str, name: &str, role, unit: Option<&str>, department: Option<&str>| {
            let new = NewAccount {
                email: mail.to_owned(),
                name: name.to_owned(),
                person: None,
                password_hash: Some(hash.clone()),
                grants: vec![Grant {
                    role,
                    unit: unit.map(str::to_owned),
                    department: department.map(str::to_owned),
                    entity: None,
                }],
            };
            let made = create_account(tx, &app.clock, None, new).await;
            made.expect("the account is made")
        };
    let coordinator = account(
        "coordinacion@prueba.example",
        "Coordinación de prueba",
        Role::Coordinator,
        Some(UNIT),
        None,
    )
    .await;
    let gobernacion = account(
        "gobernacion@prueba.example",
        "Gobernación de prueba",
        Role::Gobernacion,
        None,
        Some("95"),
    )
    .await;
    let fixture = Fixture { now: app.clock.now(), version, coordinator, hash };
    (fixture, gobernacion)
}

async fn write(tx: &DatabaseTransaction, fixture: &Fixture, programme: &mut Programme) {
    let mut number = 0;
    let mut crowd = async |count: usize, municipality: &str| {
        let learners = people(tx, fixture, number, count, municipality).await;
        number += count;
        learners
    };
    for index in 0..20 {
        let municipality = ["50001", "50006", "50313", "50350"][index % 4];
        let stage = if index < 10 { Stage::Closed } else { Stage::Running };
        let plan = Plan {
            name: format!("Mediana {}", index + 1),
            municipality,
            stage,
            seats: 40,
            sessions: 12,
            marked: true,
        };
        let learners = crowd(40, municipality).await;
        let (cohort, _) = cohort_of(tx, fixture, &plan, &learners).await;
        if stage == Stage::Closed {
            programme.closed.push(cohort.id);
        } else {
            programme.running.push(cohort.id);
        }
    }
    let plan = Plan {
        name: "Grande".to_owned(),
        municipality: "95001",
        stage: Stage::Running,
        seats: 1_000,
        sessions: 20,
        marked: true,
    };
    let learners = crowd(1_000, "95001").await;
    programme.large = cohort_of(tx, fixture, &plan, &learners).await.0.id;
    for index in 0..4 {
        let plan = Plan {
            name: format!("Por llamar {}", index + 1),
            municipality: "50001",
            stage: Stage::Running,
            seats: 40,
            sessions: 60,
            marked: false,
        };
        let learners = crowd(40, "50001").await;
        let (_, sessions) = cohort_of(tx, fixture, &plan, &learners).await;
        programme.roll_calls.extend(sessions);
    }
    let plan = Plan {
        name: "Abierta".to_owned(),
        municipality: "50001",
        stage: Stage::Confirmed,
        seats: 1_000,
        sessions: 4,
        marked: false,
    };
    programme.open = cohort_of(tx, fixture, &plan, &[]).await.0.public_code;
    let learners = crowd(400, "50001").await;
    programme.newcomers = signed_in(tx, fixture, &learners).await;
    let mails = learners.iter().filter_map(|one| one.person.email.clone());
    programme.mails = mails.collect();
}
