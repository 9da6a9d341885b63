//! The tests' own tools do what the tests believe of them.

use std::time::{Duration, Instant};

use lettre::message::{Message, MultiPart};
use lettre::{SmtpTransport, Transport};
use rocket::tokio;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};

use crate::support::companion::{Companion, alive};
use crate::support::database::{self, Engine, Template, engine};
use crate::support::figures;
use crate::support::html;
use crate::support::smtp::Smtp;

static CONES: Template = Template::new("ground");

async fn prepare(url: String) {
    let db = connect(&url).await;
    db.execute_unprepared("CREATE TABLE cone (colour TEXT NOT NULL)").await.unwrap();
    db.execute_unprepared("INSERT INTO cone VALUES ('orange')").await.unwrap();
    db.close().await.unwrap();
}

async fn connect(url: &str) -> DatabaseConnection {
    Database::connect(url).await.unwrap()
}

async fn cones(db: &DatabaseConnection) -> usize {
    let count = sea_orm::Statement::from_string(
        db.get_database_backend(),
        "SELECT colour FROM cone".to_owned(),
    );
    db.query_all_raw(count).await.unwrap().len()
}

#[rocket::async_test]
async fn every_test_gets_a_copy_of_the_template_that_no_other_test_sees() {
    let (one, other) = tokio::join!(CONES.copy("one", prepare), CONES.copy("other", prepare));
    assert_ne!(one.url(), other.url());
    let (one_db, other_db) = (connect(one.url()).await, connect(other.url()).await);
    one_db.execute_unprepared("INSERT INTO cone VALUES ('blue')").await.unwrap();
    assert_eq!(cones(&one_db).await, 2);
    assert_eq!(cones(&other_db).await, 1);
}

#[rocket::async_test]
async fn an_empty_database_has_no_table() {
    let empty = database::empty("empty").await;
    let db = connect(empty.url()).await;
    assert!(db.execute_unprepared("SELECT colour FROM cone").await.is_err());
    assert!(empty.url().starts_with(match engine() {
        Engine::Sqlite => "sqlite://",
        Engine::Postgres => "postgres://",
    }));
}

#[test]
fn a_companion_ends_with_the_one_that_holds_it() {
    let script = "sleep 60 & echo \"pid $!\"; cat >/dev/null; kill $!";
    let command = Companion::shell(script, &[]);
    let (companion, pid) = Companion::start(command, Duration::from_secs(5), |line| {
        line.strip_prefix("pid ").and_then(|pid| pid.parse::<u32>().ok())
    })
    .unwrap();
    assert!(alive(pid));
    drop(companion);
    let end = Instant::now() + Duration::from_secs(5);
    while alive(pid) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!alive(pid));
}

#[test]
fn a_companion_that_cannot_start_says_why() {
    let command = Companion::shell("echo no hay sitio; exit 1", &[]);
    let outcome = Companion::start(command, Duration::from_secs(5), |_| None::<()>);
    assert!(outcome.err().unwrap().contains("no hay sitio"));
}

fn letter(to: &str) -> Message {
    Message::builder()
        .from("Formación <no-responder@formacion.example>".parse().unwrap())
        .to(to.parse().unwrap())
        .subject("Su cupo está confirmado")
        .multipart(MultiPart::alternative_plain_html(
            "Señora Ñandú:\n.\nSu cupo está confirmado.".to_owned(),
            "<p>Su cupo está <b>confirmado</b>.</p>".to_owned(),
        ))
        .unwrap()
}

fn transport(server: &Smtp) -> SmtpTransport {
    SmtpTransport::from_url(&server.url()).unwrap().build()
}

#[test]
fn the_mail_server_keeps_what_is_sent() {
    let server = Smtp::start();
    transport(&server).send(&letter("ana@pueblo.example")).unwrap();
    let mails = server.wait_for(1);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["ana@pueblo.example"]);
    assert_eq!(mails[0].from, "no-responder@formacion.example");
    assert_eq!(mails[0].subject(), "Su cupo está confirmado");
    assert!(mails[0].text().contains("Señora Ñandú:"));
    assert!(mails[0].text().contains("\n."));
    assert!(mails[0].html().contains("<b>confirmado</b>"));
    assert!(mails[0].header("Date").is_some());
}

#[test]
fn the_mail_server_fails_as_it_is_told() {
    let server = Smtp::start();
    server.fail_next(1);
    let refused = transport(&server).send(&letter("ana@pueblo.example")).unwrap_err();
    assert!(refused.is_transient(), "{refused}");
    assert!(server.messages().is_empty());

    server.cut_next(1);
    assert!(transport(&server).send(&letter("ana@pueblo.example")).is_err());
    assert_eq!(server.messages().len(), 1, "it arrived, and the sender cannot know");

    transport(&server).send(&letter("ana@pueblo.example")).unwrap();
    assert_eq!(server.messages().len(), 2);
}

#[test]
fn the_judge_of_markup_finds_a_picture_without_words() {
    let page = |body: &str| {
        format!(
            "<!DOCTYPE html>\n<html lang=\"es\">\n<head><title>Prueba</title></head>\n<body>{body}</body>\n</html>\n"
        )
    };
    assert_eq!(html::validate(&page("<p>Hola</p>")), Vec::<String>::new());
    let found = html::validate(&page("<img src=\"a.png\">"));
    assert!(found.iter().any(|sentence| sentence.contains("alt")), "{found:?}");
}

#[test]
fn figures_are_joined_and_one_that_falls_short_fails_the_run() {
    let target = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("figures-{}", std::process::id()));
    let folder = target.join("figures");
    let join = |how: &[&str]| {
        std::process::Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/figures.mjs"))
            .arg(&target)
            .args(how)
            .output()
            .unwrap()
    };
    figures::write(&folder, "P2", 30.0, "places", true, "200 at once for 30 seats");
    assert!(join(&[]).status.success());
    let whole = join(&["--whole"]);
    let said = String::from_utf8_lossy(&whole.stdout);
    assert!(!whole.status.success() && said.contains("P1 lost its figure"), "{said}");
    assert!(!said.contains("P2 lost") && !said.contains("holds whatever"), "{said}");
    figures::write(&folder, "P1", 1.0, "leaks", false, "every route");
    assert!(!join(&[]).status.success());
    let whole = std::fs::read_to_string(target.join("figures.json")).unwrap();
    let list: Vec<serde_json::Value> = serde_json::from_str(&whole).unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0]["id"], "P1");
    assert_eq!(list[1]["how"], "200 at once for 30 seats");
    std::fs::remove_dir_all(target).unwrap();
}
