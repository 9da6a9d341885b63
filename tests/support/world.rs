//! The cast of characters and the world they act in.
//!
//! Every test gets a world of its own: a database with the territory and the courses, the
//! whole product mounted on it, a clock that stands still. Characters speak HTTP. A test
//! ends with [`World::finish`], which asks the doctor whether what is left is consistent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use formacion::assembly;
use formacion::platform::app::App;
use formacion::platform::clock::Clock;
use formacion::platform::config::Config;
use formacion::platform::db::{Db, Pools};
use formacion::sign_in::actor::{AccountId, Grant, Role};
use formacion::sign_in::browser::Browser;
use formacion::sign_in::commands::{NewAccount, create_account};
use formacion::sign_in::sessions;
use rocket::figment::Figment;
use rocket::local::asynchronous::Client;
use sea_orm::DatabaseTransaction;

pub use super::answer::Answered;
use super::budget::{Budget, BudgetFairing};
pub use super::character::Character;
use super::database::{FreshDatabase, Template};
use super::figures::running_figure;

static REFERENCE: Template = Template::new("world");
static DEMO: Template = Template::new("world_demo");

/// The origin every test world is reached at.
pub const ORIGIN: &str = "http://127.0.0.1:8000";

/// What closes the keys of tests, and of nothing else.
pub const KEYS_SECRET: &str = "c0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0dec0de";

/// The settings of a test world on a database.
pub fn figment(database_url: &str) -> Figment {
    Config::figment()
        .merge(("database_url", database_url))
        .merge(("files_url", super::database::files_url()))
        .merge(("public_url", ORIGIN))
        .merge(("keys_secret", KEYS_SECRET))
        // Tests walk years; who tests the days of a second factor says how many there are.
        .merge(("second_factor_days", 36_500))
}

/// Friday 20 November 2026, 10:00 a. m. in Bogotá; `FORMACION_TEST_YEARS=1` runs the same
/// history a year later.
pub fn today() -> DateTime<Utc> {
    let years: i32 =
        std::env::var("FORMACION_TEST_YEARS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    Utc.with_ymd_and_hms(2026 + years, 11, 20, 15, 0, 0).single().unwrap()
}

pub struct World {
    pub app: App,
    pub client: Client,
    database: FreshDatabase,
    accounts: Mutex<HashMap<String, AccountId>>,
    budget: Arc<Budget>,
    finished: bool,
}

impl World {
    pub async fn new(hint: &str) -> Self {
        Self::with(hint, |_| {}).await
    }

    /// A world whose application is changed before it is mounted (demo mode, https…).
    pub async fn with(hint: &str, change: impl FnOnce(&mut App)) -> Self {
        Self::on(Self::reference(hint).await, change).await
    }

    /// A world with connections of another number and patience.
    pub async fn with_pools(hint: &str, pools: Pools) -> Self {
        let database = Self::reference(hint).await;
        let db = Db::open_with(database.url(), pools).await.expect("opens");
        Self::on(database, |app| app.db = db).await
    }

    async fn reference(hint: &str) -> FreshDatabase {
        REFERENCE
            .copy(hint, |url| async move {
                use sea_orm::ConnectionTrait as _;
                use sea_orm_migration::MigratorTrait;
                let app = assembly::open(&figment(&url)).await.expect("opens");
                migrations::Migrator::up(app.db.writer(), None).await.expect("migrates");
                assembly::seed_reference(&app).await.expect("the reference loads");
                // Classes of tests are short; who asks for hours says so.
                let none = "UPDATE course_version SET hours_share = 0";
                app.db.writer().execute_unprepared(none).await.expect("is written");
                app.db.close().await.expect("closes");
            })
            .await
    }

    /// The demo programme, as a newcomer meets it, on the day of every other test.
    pub async fn demo(hint: &str) -> Self {
        let database = DEMO
            .copy(hint, |url| async move {
                use sea_orm_migration::MigratorTrait;
                let mut app = assembly::open(&figment(&url)).await.expect("opens");
                app.clock = Clock::set_to(today());
                migrations::Migrator::up(app.db.writer(), None).await.expect("migrates");
                assembly::seed_reference(&app).await.expect("the reference loads");
                let references = assembly::person_references();
                let played = formacion::demo::load(&app, &references).await;
                played.expect("the demo programme plays");
                app.db.close().await.expect("closes");
            })
            .await;
        Self::on(database, |app| {
            app.demo = true;
            app.demo_password = formacion::demo::password().ok();
        })
        .await
    }

    async fn on(database: FreshDatabase, change: impl FnOnce(&mut App)) -> Self {
        let figment = figment(database.url());
        let mut app = assembly::open(&figment).await.expect("opens");
        app.clock = Clock::set_to(today());
        app.config.program = env!("CARGO_BIN_EXE_formacion").into();
        change(&mut app);
        let rocket = assembly::rocket(figment, app.clone()).expect("every route has its card");
        let budget = Budget::of(&app);
        let rocket = rocket.attach(BudgetFairing(Arc::clone(&budget)));
        let client = Client::untracked(rocket).await.expect("the product starts");
        Self { app, client, database, accounts: Mutex::default(), budget, finished: false }
    }

    /// The owner of an account that exists, by its mail.
    pub async fn as_account(&self, email: &str) -> Character<'_> {
        use formacion::sign_in::entity::account;
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
        let found = account::Entity::find()
            .filter(account::Column::Email.eq(email))
            .one(self.app.db.read())
            .await
            .expect("reads");
        let account = found.unwrap_or_else(|| panic!("nobody has the account {email}")).id;
        let tx = self.app.db.begin().await.expect("begins");
        let secret = self.session_of(&tx, account).await;
        tx.commit().await.expect("commits");
        Character { world: self, account: Some(account), secret: Some(secret) }
    }

    /// Another instance of the product on the same database, with a memory of its own.
    pub async fn another_instance(&self) -> Client {
        let rocket = assembly::rocket(figment(self.database.url()), self.app.clone());
        Client::untracked(rocket.expect("every route has its card")).await.expect("starts")
    }

    async fn session_of(&self, tx: &DatabaseTransaction, account: AccountId) -> String {
        let opened = sessions::open(tx, account, &Browser::default(), self.app.clock.now()).await;
        opened.expect("the session opens").session
    }

    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    pub fn advance(&self, by: TimeDelta) {
        self.app.clock.advance(by);
    }

    /// Somebody who is not signed in.
    pub fn as_anyone(&self) -> Character<'_> {
        Character { world: self, account: None, secret: None }
    }

    pub async fn as_administrator(&self) -> Character<'_> {
        self.character(
            "administradora",
            vec![grant(Role::NationalAdministrator, None, None, None)],
            None,
        )
        .await
    }

    /// The coordinator of a territorial unit, e.g. `MET`.
    pub async fn as_coordinator(&self, unit: &str) -> Character<'_> {
        self.character(
            &format!("coordinador {unit}"),
            vec![grant(Role::Coordinator, Some(unit), None, None)],
            None,
        )
        .await
    }

    /// Whoever directs a territorial unit.
    pub async fn as_director(&self, unit: &str) -> Character<'_> {
        let grants = vec![grant(Role::Director, Some(unit), None, None)];
        self.character(&format!("director {unit}"), grants, None).await
    }

    /// Somebody else of the coordination of a unit.
    pub async fn as_colleague(&self, unit: &str) -> Character<'_> {
        let grants = vec![grant(Role::Coordinator, Some(unit), None, None)];
        self.character(&format!("colega {unit}"), grants, None).await
    }

    /// A facilitator by a made-up name: the same name is the same account.
    pub async fn as_facilitator(&self, name: &str) -> Character<'_> {
        self.character(
            &format!("facilitador {name}"),
            vec![grant(Role::Facilitator, None, None, None)],
            None,
        )
        .await
    }

    /// The gobernación of a department, e.g. `50`.
    pub async fn as_gobernacion(&self, department: &str) -> Character<'_> {
        self.character(
            &format!("gobernacion {department}"),
            vec![grant(Role::Gobernacion, None, Some(department), None)],
            None,
        )
        .await
    }

    /// The focal point of an entity (`entity.id`).
    pub async fn as_focal_point(&self, entity: i64) -> Character<'_> {
        self.character(
            &format!("enlace {entity}"),
            vec![grant(Role::FocalPoint, None, None, Some(entity))],
            None,
        )
        .await
    }

    /// A person with an account of their own (`person.id`).
    pub async fn as_participant(&self, person: i64) -> Character<'_> {
        self.character(
            &format!("participante {person}"),
            vec![grant(Role::Participant, None, None, None)],
            Some(person),
        )
        .await
    }

    /// Somebody with several roles, by a made-up name.
    pub async fn as_holder(&self, name: &str, grants: Vec<Grant>) -> Character<'_> {
        self.character(name, grants, None).await
    }

    async fn character(
        &self,
        name: &str,
        grants: Vec<Grant>,
        person: Option<i64>,
    ) -> Character<'_> {
        let known = self.accounts.lock().unwrap().get(name).copied();
        let tx = self.app.db.begin().await.expect("begins");
        let account = match known {
            Some(account) => account,
            None => {
                let email = format!("{}@prueba.example", name.replace(' ', "."));
                let new = NewAccount {
                    email,
                    name: name.to_owned(),
                    person,
                    password_hash: None,
                    grants,
                };
                create_account(&tx, &self.app.clock, None, new).await.expect("the account is made")
            }
        };
        let secret = self.session_of(&tx, account).await;
        tx.commit().await.expect("commits");
        self.accounts.lock().unwrap().insert(name.to_owned(), account);
        Character { world: self, account: Some(account), secret: Some(secret) }
    }

    /// Asks the doctor; every test ends here.
    pub async fn finish(mut self) {
        self.finished = true;
        let findings = formacion::doctor::examine(&self.app).await.expect("the doctor reads");
        let sentences: Vec<String> = findings.iter().map(ToString::to_string).collect();
        count_findings(sentences.len());
        assert!(sentences.is_empty(), "the doctor found:\n{}", sentences.join("\n"));
        let over = self.budget.finish();
        assert!(over.is_empty(), "{}", over.join("\n"));
    }
}

/// P20: one figure for all tests of this process.
fn count_findings(found: usize) {
    static COUNTS: Mutex<(usize, usize)> = Mutex::new((0, 0));
    // The lock is kept until the figure is written, so that no older count comes after a newer one.
    let mut counts = COUNTS.lock().unwrap();
    counts.0 += 1;
    counts.1 += found;
    let (worlds, findings) = *counts;
    let how = format!("all checks of the doctor at the end of {worlds} tests");
    running_figure("P20", findings as f64, "findings", findings == 0, &how);
}

impl Drop for World {
    fn drop(&mut self) {
        if !self.finished && !std::thread::panicking() {
            panic!(
                "end the test with `world.finish().await`, so that the doctor looks at what is left"
            );
        }
    }
}

pub fn grant(
    role: Role,
    unit: Option<&str>,
    department: Option<&str>,
    entity: Option<i64>,
) -> Grant {
    Grant { role, unit: unit.map(str::to_owned), department: department.map(str::to_owned), entity }
}
