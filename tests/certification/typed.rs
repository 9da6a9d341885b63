//! What people type is text, on every page, in every mail and in the document of a certificate (P12).

use std::io::Write as _;
use std::process::{Command, Stdio};

use formacion::certification::batches::commands::issue_at_once;
use formacion::cohorts::entity::cohort;
use formacion::courses::entity::course_version;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use formacion::sign_in::entity::account;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{PASSED, closed};
use crate::support::figures::figure;
use crate::support::world::World;
use crate::support::{judges, pdf};

/// For a browser, for a page's template, for the typesetter, for an address.
const PAYLOADS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "{{7*7}}{{{page}}}",
    "#eval(\"1+1\") #read(\"/etc/passwd\")",
    "$x^2$ *b* _i_ = t",
    "javascript:alert(1)",
    "]#link(\"https://otro.example\")[aquí]",
];

/// What a text that is no text would leave behind.
const SPOOR: [&str; 6] = [
    "<script>alert",
    "<img src=x",
    "onerror=alert(1)>",
    "49[object",
    "root:x:0",
    "href=\"javascript:",
];

#[rocket::async_test]
async fn no_text_is_ever_code_on_a_page_in_a_mail_or_in_a_document() {
    let world = World::new("typed").await;
    let class = closed(&world, 0, &[PASSED; PAYLOADS.len()]).await;
    let coordinator = world.as_coordinator("MET").await;
    let actor = coordinator.actor().await;
    let (mut looked, mut unescaped) = (0, Vec::new());
    for (number, payload) in PAYLOADS.iter().enumerate() {
        everywhere(&world, &class, number, payload, actor.account.0).await;
        let permit = class.permit(&world).await;
        let chosen = [class.enrolments[number]];
        let issued = issue_at_once(&world.app, permit, &chosen).await;
        let certificate = issued.expect("is issued").issued[0];
        let row = class.certificates(&world).await.pop().expect("a certificate");
        assert_eq!(row.id, certificate);
        let holder = world.as_participant(class.people[number].0).await;
        let page = format!("/certificados/{certificate}");
        let document = holder.get(&format!("{page}/pdf")).await.expect(200).bytes;
        looked += 1;
        unescaped.extend(in_document(&document, payload));
        let reason = [("motivo", *payload), ("entiendo", "si")];
        let path = format!("{page}/revocacion");
        let mut texts = vec![
            coordinator.get(&class.path()).await.body(),
            coordinator.get(&format!("{}?vista=expedidos", class.path())).await.body(),
            holder.get(&page).await.body(),
            holder.get("/mis-certificados").await.body(),
            world.as_anyone().get(&format!("/verificar/{}", row.code)).await.body(),
            coordinator.submit(&path, &reason).await.body(),
        ];
        texts.push(world.as_anyone().get(&format!("/verificar/{}", row.code)).await.body());
        for text in texts {
            looked += 1;
            unescaped.extend(
                SPOOR
                    .iter()
                    .filter(|spoor| text.contains(**spoor))
                    .map(|spoor| format!("{payload} left {spoor} on a page")),
            );
        }
    }
    let letters = outbox_message::Entity::find().all(world.app.db.read()).await.unwrap();
    for letter in letters.into_iter().filter(|letter| letter.kind.starts_with("certification/")) {
        looked += 1;
        let html = letter.html_body;
        unescaped.extend(
            SPOOR
                .iter()
                .filter(|spoor| html.contains(**spoor))
                .map(|spoor| format!("{spoor} in a mail")),
        );
    }
    figure(
        "P12",
        unescaped.len() as f64,
        "unescaped",
        unescaped.is_empty(),
        &format!(
            "{} payloads × names, course, contents, place, signer, reason: {looked} pages, mails and PDF of certificates",
            PAYLOADS.len()
        ),
    );
    assert_eq!(unescaped, Vec::<String>::new());
    world.finish().await;
}

/// Into every text that a certificate prints, behind the backs of the commands that would refuse some.
async fn everywhere(
    world: &World,
    class: &super::Class,
    number: usize,
    payload: &str,
    account: i64,
) {
    let tx = world.app.db.begin().await.unwrap();
    let said = || Expr::value(payload);
    person::Entity::update_many()
        .col_expr(person::Column::FirstName, said())
        .col_expr(person::Column::SecondSurname, said())
        .filter(person::Column::Id.eq(class.people[number]))
        .exec(&tx)
        .await
        .unwrap();
    let row = cohort::Entity::find_by_id(class.id).one(&tx).await.unwrap().unwrap();
    course_version::Entity::update_many()
        .col_expr(course_version::Column::Name, said())
        .col_expr(course_version::Column::Contents, said())
        .filter(course_version::Column::Id.eq(row.course_version_id))
        .exec(&tx)
        .await
        .unwrap();
    cohort::Entity::update_many()
        .col_expr(cohort::Column::Name, said())
        .col_expr(cohort::Column::PlaceText, said())
        .filter(cohort::Column::Id.eq(class.id))
        .exec(&tx)
        .await
        .unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::DisplayName, said())
        .filter(account::Column::Id.eq(account))
        .exec(&tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// The document prints the text as it was typed, runs nothing and leads nowhere but to us.
fn in_document(document: &[u8], payload: &str) -> Vec<String> {
    let mut wrong: Vec<String> =
        pdf::runs(document).map(|found| format!("{payload} left {found}")).collect();
    let reader = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut reader) = reader.inspect_err(|_| judges::missing("pdftotext")) else {
        return wrong;
    };
    reader.stdin.take().unwrap().write_all(document).unwrap();
    let words = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    // Lines break where they must; what was typed is there, letter by letter.
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    if !bare(&words).contains(&bare(payload)) {
        wrong.push(format!("{payload} is not printed as it was typed: {words}"));
    }
    wrong
}
