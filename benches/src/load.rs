//! The two sizes of programme, written in bulk but whole: `doctor --strict` finds nothing.
//!
//! M: 20 cohorts of 40 people and 12 sessions with marks and grades; half of them closed.
//! L: one cohort of 1,000 people and 20 sessions, in a department of its own. Beside them
//! cohorts whose sessions wait for a roll-call, and one that takes enrolments.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use formacion::assembly;
use formacion::cohorts::entity::cohort::{self, CohortId, Stage};
use formacion::cohorts::entity::cohort_municipality;
use formacion::cohorts::entity::session::{self, SessionId};
use formacion::courses::entity::course_version;
use formacion::enrolment::entity::enrolment::{self, Origin, Stage as Place};
use formacion::enrolment::entity::enrolment_event;
use formacion::ledger::refresh::refresh;
use formacion::people::entity::person;
use formacion::platform::app::App;
use formacion::platform::config::Config;
use formacion::platform::dates::bogota_date;
use formacion::platform::search::fold;
use formacion::platform::secrets;
use formacion::sign_in::actor::{AccountId, Grant, Role};
use formacion::sign_in::commands::{NewAccount, create_account};
use formacion::sign_in::passwords;
use rocket::figment::Figment;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::marks::{grades, marks};
use crate::people::{Somebody, all, facilitator, people, sessions, signed_in};
use crate::product;

/// Rows of one statement; times the columns they stay below what SQLite takes.
pub const BATCH: usize = 1_000;
const UNIT: &str = "MET";
pub const PASSWORD: &str = "una contraseña de prueba";

/// What is there to be asked for.
pub struct Loaded {
    pub app: App,
    pub ground: Ground,
    pub figment: Figment,
    /// Secrets of web sessions.
    pub coordinator: String,
    pub gobernacion: String,
    pub closed: Vec<CohortId>,
    pub running: Vec<CohortId>,
    pub large: CohortId,
    /// Sessions of 40 people nobody was marked in yet.
    pub roll_calls: Vec<SessionId>,
    pub open: String,
    /// Signed-in people who may enrol in it.
    pub newcomers: Vec<String>,
    /// Addresses of people who sign in with [`PASSWORD`].
    pub mails: Vec<String>,
}

/// What every row hangs from.
#[derive(Clone)]
pub struct Ground {
    pub now: DateTime<Utc>,
    version: course_version::Model,
    pub coordinator: AccountId,
    /// Of [`PASSWORD`].
    pub hash: String,
}

impl Ground {
    pub fn long_ago(&self) -> DateTime<Utc> {
        self.now - TimeDelta::days(300)
    }
}

/// One cohort to be written.
struct Plan<'a> {
    name: String,
    municipality: &'a str,
    stage: Stage,
    seats: i32,
    sessions: usize,
    marked: bool,
}

/// Prepares the database with the product's own commands and fills it.
pub async fn load(program: &Path, database_url: &str, origin: &str) -> (Loaded, Duration) {
    let started = Instant::now();
    product::run(program, &["migrate"], database_url).expect("the schema is made");
    product::run(program, &["seed", "reference"], database_url).expect("the facts are loaded");
    let figment =
        Config::figment().merge(("database_url", database_url)).merge(("public_url", origin));
    let app = assembly::open(&figment).await.expect("opens");
    let tx = app.db.begin().await.expect("begins");
    let (ground, gobernacion) = ground(&tx, &app).await;
    let mut loaded = Loaded {
        ground: ground.clone(),
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
    let accounts = [ground.coordinator, gobernacion];
    let mut secrets = sessions(&tx, &ground, &accounts).await;
    loaded.gobernacion = secrets.pop().expect("two");
    loaded.coordinator = secrets.pop().expect("two");
    write(&tx, &ground, &mut loaded).await;
    tx.commit().await.expect("commits");
    counted(&app).await;
    (loaded, started.elapsed())
}

/// What they hold of each capacity: in a country whose people are counted already nobody comes to do it.
async fn counted(app: &App) {
    let people: Vec<i64> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Email.ends_with("@prueba.example"))
        .into_tuple()
        .all(app.db.read())
        .await
        .expect("asks");
    for some in people.chunks(BATCH) {
        let tx = app.db.begin().await.expect("begins");
        refresh(&tx, app, some).await.expect("the ledger is written");
        tx.commit().await.expect("commits");
    }
}

async fn ground(tx: &DatabaseTransaction, app: &App) -> (Ground, AccountId) {
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
    let ground = Ground { now: app.clock.now(), version, coordinator, hash };
    (ground, gobernacion)
}

async fn write(tx: &DatabaseTransaction, ground: &Ground, loaded: &mut Loaded) {
    let mut number = 0;
    let mut crowd = async |count: usize, municipality: &str| {
        let people = people(tx, ground, number, count, municipality).await;
        number += count;
        people
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
        let crowd = crowd(40, municipality).await;
        let (cohort, _) = cohort_of(tx, ground, &plan, &crowd).await;
        if stage == Stage::Closed {
            loaded.closed.push(cohort.id);
        } else {
            loaded.running.push(cohort.id);
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
    let people = crowd(1_000, "95001").await;
    loaded.large = cohort_of(tx, ground, &plan, &people).await.0.id;
    for index in 0..4 {
        let plan = Plan {
            name: format!("Por llamar {}", index + 1),
            municipality: "50001",
            stage: Stage::Running,
            seats: 40,
            sessions: 60,
            marked: false,
        };
        let people = crowd(40, "50001").await;
        let (_, sessions) = cohort_of(tx, ground, &plan, &people).await;
        loaded.roll_calls.extend(sessions);
    }
    let plan = Plan {
        name: "Abierta".to_owned(),
        municipality: "50001",
        stage: Stage::Confirmed,
        seats: 1_000,
        sessions: 4,
        marked: false,
    };
    loaded.open = cohort_of(tx, ground, &plan, &[]).await.0.public_code;
    let people = crowd(400, "50001").await;
    loaded.newcomers = signed_in(tx, ground, &people).await;
    let mails = people.iter().filter_map(|one| one.person.email.clone());
    loaded.mails = mails.collect();
}

/// A closed cohort whose people earned their certificate and have none yet.
pub async fn graduates(tx: &DatabaseTransaction, ground: &Ground, people: &[Somebody]) -> CohortId {
    let plan = Plan {
        name: "Por certificar".to_owned(),
        municipality: "50001",
        stage: Stage::Closed,
        seats: i32::try_from(people.len()).expect("few"),
        sessions: 12,
        marked: true,
    };
    cohort_of(tx, ground, &plan, people).await.0.id
}

/// A running cohort whose only session is of today and just began, everybody with a place.
pub async fn hall(tx: &DatabaseTransaction, ground: &Ground, people: &[Somebody]) -> SessionId {
    let plan = Plan {
        name: "Sala llena".to_owned(),
        municipality: "50001",
        stage: Stage::Running,
        seats: 1_000,
        sessions: 1,
        marked: false,
    };
    let (made, sessions) = cohort_of(tx, ground, &plan, people).await;
    let starts_at = ground.now - JUST_NOW;
    let session = session::ActiveModel {
        id: Set(sessions[0]),
        starts_at: Set(starts_at),
        ends_at: Set(starts_at + TimeDelta::hours(3)),
        ..Default::default()
    };
    session::Entity::update(session).exec(tx).await.expect("the session is of today");
    let cohort = cohort::ActiveModel {
        id: Set(made.id),
        ends_on: Set(bogota_date(starts_at + TimeDelta::hours(3))),
        ..Default::default()
    };
    cohort::Entity::update(cohort).exec(tx).await.expect("its cohort lasts until today");
    sessions[0]
}

/// How long a session of today has been under way: nobody is late yet. Near midnight in Bogotá its
/// day is another, and check-in does not open.
const JUST_NOW: TimeDelta = TimeDelta::minutes(10);

async fn cohort_of(
    tx: &DatabaseTransaction,
    ground: &Ground,
    plan: &Plan<'_>,
    people: &[Somebody],
) -> (cohort::Model, Vec<SessionId>) {
    let ahead = plan.stage == Stage::Confirmed;
    let starts_at = |index: usize| {
        let index = i64::try_from(index).expect("few");
        if ahead {
            ground.now + TimeDelta::days(20 + 7 * index)
        } else {
            ground.now - TimeDelta::days(200) + TimeDelta::days(3 * index)
        }
    };
    let closed = plan.stage == Stage::Closed;
    let last = starts_at(plan.sessions - 1) + TimeDelta::hours(3);
    let cohort = cohort::Entity::insert(cohort::ActiveModel {
        course_version_id: Set(ground.version.id),
        unit_code: Set(UNIT.to_owned()),
        public_code: Set(secrets::public_code().expect("randomness")),
        name: Set(plan.name.clone()),
        search_name: Set(fold(&format!("{} {}", ground.version.name, plan.name))),
        stage: Set(plan.stage),
        seats: Set(plan.seats),
        starts_on: Set(bogota_date(starts_at(0))),
        ends_on: Set(bogota_date(last)),
        enrolment_closes_on: Set(None),
        minimum_attendance: Set(50),
        pass_mark: Set(ground.version.pass_mark),
        place_text: Set("Casa de la cultura".to_owned()),
        created_at: Set(ground.long_ago()),
        published_at: Set(Some(ground.long_ago())),
        started_at: Set((!ahead).then(|| starts_at(0))),
        closed_at: Set(closed.then_some(last)),
        cancelled_at: Set(None),
        cancellation_reason: Set(None),
        method: Set(Some("Estudio de caso".to_owned())),
        knowledge: Set(Some("Guía de consulta".to_owned())),
        method_evidence: Set(closed.then(|| "Caso resuelto por grupos".to_owned())),
        knowledge_evidence: Set(closed.then(|| "Guía entregada".to_owned())),
        is_demo: Set(false),
        ..Default::default()
    })
    .exec_with_returning(tx)
    .await
    .expect("the cohort is written");
    cohort_municipality::Entity::insert(cohort_municipality::ActiveModel {
        cohort_id: Set(cohort.id),
        municipality_code: Set(plan.municipality.to_owned()),
    })
    .exec_without_returning(tx)
    .await
    .expect("its municipality is written");
    let stage = if plan.marked { session::Stage::Closed } else { session::Stage::Planned };
    // One for each cohort: nobody teaches in two places at once.
    let teacher = facilitator(tx, ground, cohort.id.0).await;
    let rows = (0..plan.sessions).map(|index| session::ActiveModel {
        cohort_id: Set(cohort.id),
        position: Set(i32::try_from(index + 1).expect("few")),
        starts_at: Set(starts_at(index)),
        ends_at: Set(starts_at(index) + TimeDelta::hours(3)),
        // And no two in one room.
        place: Set(Some(format!("Casa de la cultura, salón {}", cohort.id))),
        link: Set(None),
        facilitator_account_id: Set(Some(teacher)),
        stage: Set(stage),
        created_at: Set(ground.long_ago()),
        ..Default::default()
    });
    let sessions: Vec<SessionId> =
        all(tx, rows.collect::<Vec<_>>()).await.iter().map(|session| session.id).collect();
    let places = places(tx, ground, cohort.id, people).await;
    if plan.marked {
        marks(tx, ground, &sessions, &places).await;
        grades(tx, ground, &cohort, &places).await;
    }
    (cohort, sessions)
}

async fn places(
    tx: &DatabaseTransaction,
    ground: &Ground,
    cohort: CohortId,
    people: &[Somebody],
) -> Vec<enrolment::Model> {
    let at = ground.now - TimeDelta::days(250);
    let rows = people.iter().enumerate().map(|(index, one)| enrolment::ActiveModel {
        cohort_id: Set(cohort),
        person_id: Set(one.person.id),
        post_id: Set(Some(one.post.id)),
        municipality_code: Set(Some(one.post.municipality_code.clone())),
        stage: Set(Place::Confirmed),
        origin: Set(Origin::SelfService),
        queue_number: Set(i64::try_from(index + 1).expect("few")),
        created_at: Set(at),
        confirmed_at: Set(Some(at)),
        withdrawn_at: Set(None),
        ..Default::default()
    });
    let places = all(tx, rows.collect::<Vec<_>>()).await;
    let events = places.iter().map(|place| enrolment_event::ActiveModel {
        enrolment_id: Set(place.id),
        at: Set(at),
        from_stage: Set(None),
        to_stage: Set(Place::Confirmed),
        actor_account_id: Set(Some(ground.coordinator)),
        reason: Set(None),
        ..Default::default()
    });
    all(tx, events.collect::<Vec<_>>()).await;
    places
}
