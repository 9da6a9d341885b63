//! The binary starts, says that it is ready, and ends as it is told.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use formacion::platform::errors::AppError;
use formacion::{assembly, demo};
use sea_orm::{ConnectionTrait, Database};

use crate::support::companion::alive;
use crate::support::database;
use crate::support::product;
use crate::support::server::{CONTROLLER, Server, command};
use crate::support::smtp::Smtp;
use crate::support::world::World;

#[rocket::async_test]
async fn the_server_starts_on_a_prepared_database_and_stops_when_asked() {
    let database = product::reference("start").await;
    let mail = Smtp::start();
    let server = Server::with().database(database.url()).smtp(&mail.url()).start();
    assert_eq!(server.status("/salud/viva"), Some(200));
    assert_eq!(server.status("/no/existe"), Some(404));
    let address = server.url("");
    let pid = server.pid();
    assert!(alive(pid));
    let log = server.stop();
    assert!(!alive(pid));
    assert!(log.contains(&format!("Formación Territorial: {address}")), "{log}");
}

#[test]
fn a_command_whose_reader_left_ends_without_a_word() {
    use std::process::Stdio;
    let mut child = command(&["routes"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success() && said.is_empty(), "{said}");
}

#[rocket::async_test]
async fn the_server_starts_again_after_a_power_cut() {
    let database = product::reference("cut").await;
    let mail = Smtp::start();
    let start = || Server::with().database(database.url()).smtp(&mail.url()).start();
    let server = start();
    let pid = server.pid();
    server.kill();
    assert!(!alive(pid));
    assert_eq!(start().status("/salud/lista"), Some(200));
}

#[rocket::async_test]
async fn a_database_of_another_version_stops_the_start_with_a_sentence_and_stays_as_it_was() {
    let database = database::empty("old").await;
    let said = refused(&["serve"], &[("DATABASE_URL", database.url())]);
    assert!(said.contains("formacion migrate"), "{said}");
    let db = Database::connect(database.url()).await.unwrap();
    assert!(db.execute_unprepared("SELECT version FROM seaql_migrations").await.is_err());
    db.close().await.unwrap();
}

#[rocket::async_test]
async fn a_database_that_somebody_named_is_never_filled_wherever_the_name_stands() {
    let database = database::empty("named").await;
    let folder = Folder::new("named");
    let settings = format!("[default]\ndatabase_url = \"{}\"\n", database.url());
    std::fs::write(folder.0.join("Rocket.toml"), settings).unwrap();
    let said = said_by(command(&["serve"]).current_dir(&folder.0));
    assert!(said.contains("formacion migrate"), "{said}");
    let said = refused(&["serve"], &[("ROCKET_DATABASE_URL", database.url())]);
    assert!(said.contains("formacion migrate"), "{said}");
}

#[rocket::async_test]
async fn a_demo_that_was_cut_short_is_not_served() {
    let folder = Folder::new("half");
    let file = format!("sqlite://{}", folder.0.join("formacion.sqlite").display());
    product::run(&["migrate"], &file).await;
    let somebody = ["user", "create", "--email", "una@pueblo.example", "--name", "Una"];
    product::run(&somebody, &file).await;
    let db = Database::connect(&file).await.unwrap();
    let mark = "INSERT INTO setting (key, value) VALUES ('demo_loading', 'begun')";
    db.execute_unprepared(mark).await.unwrap();
    db.close().await.unwrap();

    let said = said_by(command(&["serve"]).current_dir(&folder.0));
    assert!(said.contains("quedó a medias") && said.contains("formacion.sqlite*"), "{said}");
    let said = refused(&["serve"], &[("DATABASE_URL", &file)]);
    assert!(said.contains("quedó a medias") && said.contains("formacion seed demo"), "{said}");
    let said = refused(&["seed", "demo"], &[("DATABASE_URL", &file)]);
    assert!(said.contains("quedó a medias"), "{said}");
}

#[rocket::async_test]
async fn the_demo_never_joins_an_account_and_begins_again_where_nothing_was_played() {
    let world = World::new("demo joins nobody").await;
    demo::begin(&world.app).await.expect("nobody is here");
    assert!(demo::is_unfinished(world.app.db.read()).await.unwrap());
    demo::begin(&world.app).await.expect("nothing was played yet");
    world.as_administrator().await;
    let references = assembly::person_references();
    let played = demo::load(&world.app, &references).await;
    let refusal = played.expect_err("somebody has an account");
    assert!(matches!(refusal, AppError::Refused(_)), "{refusal}");
    assert!(!demo::is_demo(world.app.db.read()).await.unwrap());
    world.finish().await;

    let whole = World::demo("whole demo").await;
    assert!(!demo::is_unfinished(whole.app.db.read()).await.unwrap());
    whole.finish().await;
}

#[rocket::async_test]
async fn real_people_need_an_address_a_mail_server_and_a_sender() {
    let database = product::reference("settings").await;
    let mut settings = vec![("DATABASE_URL", database.url())];
    let somebody = ["user", "create", "--email", "una@pueblo.example", "--name", "Una"];
    let said = refused(&somebody, &settings);
    assert!(said.contains("Falta PUBLIC_URL"), "{said}");
    for (missing, value) in [
        ("PUBLIC_URL", "https://formacion.example"),
        ("SMTP_URL", "smtp://127.0.0.1:9"),
        ("MAIL_FROM", "formacion@formacion.example"),
    ] {
        let said = refused(&["serve"], &settings);
        assert!(said.contains(&format!("Falta {missing}:")), "{said}");
        settings.push((missing, value));
    }
    let said = refused(&["serve"], &settings);
    assert!(said.contains("CONTROLLER_NAME") && said.contains("datos personales"), "{said}");
    // The port is open to others than a proxy that keeps slow connections away.
    let open = [settings.as_slice(), &[("ROCKET_ADDRESS", "0.0.0.0")]].concat();
    let said = refused(&["serve"], &open);
    assert!(said.contains("ROCKET_IP_HEADER") && said.contains("deploy/Caddyfile"), "{said}");
    let behind = [open.as_slice(), &[("ROCKET_IP_HEADER", "X-Real-IP")]].concat();
    let said = refused(&["serve"], &behind);
    assert!(said.contains("CONTROLLER_NAME"), "{said}");
    settings.push(("CONTROLLER_NAME", "Escuela de Prueba"));
    let said = refused(&["serve"], &settings);
    assert!(said.contains("CONTROLLER_NIT falta"), "{said}");
}

#[test]
fn a_setting_that_is_wrong_is_named_in_one_sentence() {
    for (setting, value, sentence) in [
        ("ROCKET_ADDRESS", "localhost", "ROCKET_ADDRESS debe ser una dirección IP"),
        ("ROCKET_WORKERS", "abc", "ROCKET_WORKERS tiene un valor que no sirve"),
        ("ROCKET_ADDRESS", "0.0.0.0", "Falta PUBLIC_URL"),
        ("ROCKET_ADDRESS", "::", "Falta PUBLIC_URL"),
        ("DATABASE_URL", "postgres://formacion@192.0.2.1/formacion", "sslmode=verify-full"),
    ] {
        let folder = Folder::new("wrong");
        let said = said_by(command(&["serve"]).current_dir(&folder.0).env(setting, value));
        assert!(said.contains(sentence), "{said}");
        assert!(!said.contains("panicked") && said.trim().lines().count() == 1, "{said}");
    }
}

#[rocket::async_test]
async fn a_port_that_is_taken_has_its_own_sentence_and_no_address_is_announced() {
    let database = product::reference("port").await;
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    let mut settings = vec![
        ("DATABASE_URL", database.url()),
        ("PUBLIC_URL", "https://formacion.example"),
        ("SMTP_URL", "smtp://127.0.0.1:9"),
        ("MAIL_FROM", "formacion@formacion.example"),
        ("ROCKET_PORT", &port),
    ];
    settings.extend(CONTROLLER);
    let said = refused(&["serve"], &settings);
    assert!(said.contains(&format!("El puerto {port} ya está ocupado")), "{said}");
    assert!(!said.contains("formacion.example"), "{said}");
}

/// A folder of its own, gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(hint: &str) -> Self {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("start-{hint}-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a command says that must end with an error.
fn said_by(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!output.status.success(), "{said}");
    said
}

fn refused(arguments: &[&str], settings: &[(&str, &str)]) -> String {
    said_by(command(arguments).envs(settings.iter().copied()))
}
