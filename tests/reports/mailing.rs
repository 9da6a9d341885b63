//! Reports by mail: once for each period, and to nobody who may read them no more.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::platform::dates;
use formacion::platform::workers::Round;
use formacion::reports::mailing::entity::report_subscription::{self, EndReason};
use formacion::reports::mailing::round;
use formacion::sign_in::entity::{account, role_grant};
use rocket::tokio;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};

use super::META;
use super::executive::value;
use crate::support::world::World;

const PAGE: &str = "/informes/suscripciones";

fn at(year: i32, month: u32, day: u32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    dates::from_bogota(day, NaiveTime::from_hms_opt(9, 0, 0).unwrap())
}

fn asked(report: &'static str, ambit: &'static str) -> [(&'static str, &'static str); 3] {
    [("informe", report), ("ambito", ambit), ("cada", "mes")]
}

/// Those to the reader: the demonstration writes to somebody else too.
async fn letters(world: &World) -> Vec<outbox_message::Model> {
    outbox_message::Entity::find()
        .filter(outbox_message::Column::Kind.eq("reports/periodic"))
        .filter(outbox_message::Column::RecipientEmail.eq(META))
        .order_by_asc(outbox_message::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap()
}

async fn work(world: &World) {
    while round(&world.app).await.unwrap() == Round::More {}
}

/// What is received about Meta: the demonstration has a reader of Caquetá.
async fn received(world: &World) -> Vec<report_subscription::Model> {
    report_subscription::Entity::find()
        .filter(report_subscription::Column::Ambit.ne("departamento-18"))
        .all(world.app.db.read())
        .await
        .unwrap()
}

async fn only(world: &World) -> report_subscription::Model {
    let mut all = received(world).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[rocket::async_test]
async fn a_report_comes_once_for_each_month_with_the_figures_of_its_page() {
    let world = World::demo("mailing_once").await;
    let reader = world.as_account(META).await;
    reader.post(PAGE, &asked("operacion", "departamento-50")).await.expect(303);
    reader.post(PAGE, &asked("operacion", "departamento-50")).await.expect(303);
    only(&world).await;
    let page = reader.get(PAGE).await.expect(200);
    page.expect_text("Operación: Meta cada mes").expect_text("Todavía ninguno");
    work(&world).await;
    assert!(letters(&world).await.is_empty(), "October was over before");
    let year = 2026;
    world.app.clock.travel_to(at(year, 12, 5));
    work(&world).await;
    assert!(letters(&world).await.is_empty(), "late lists may still come");
    world.app.clock.travel_to(at(year, 12, 6));
    // Two instances at once, and one more time.
    let (one, two) = tokio::join!(round(&world.app), round(&world.app));
    one.unwrap();
    two.unwrap();
    work(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 1);
    let reader = world.as_account(META).await;
    let days = "desde=2026-11-01&hasta=2026-11-30";
    let path = format!("/informes/ejecutivos/operacion?ambito=departamento-50&{days}");
    assert!(told[0].text_body.contains(&path), "{}", told[0].text_body);
    let shown = reader.get(&path).await.expect(200).body();
    for what in ["Inscritos", "Asistentes", "Certificados", "Municipios alcanzados"] {
        let line = format!("{what}: {}.", value(&shown, what));
        assert!(told[0].text_body.contains(&line), "{line} in {}", told[0].text_body);
    }
    assert_eq!(told[0].recipient_email, META);
    // Killed between: the letter is there and the note that it is was lost. It is not written twice.
    let mut row = only(&world).await.into_active_model();
    row.last_term = Set(None);
    row.update(world.app.db.writer()).await.unwrap();
    work(&world).await;
    assert_eq!(letters(&world).await.len(), 1);
    assert_eq!(only(&world).await.last_term.as_deref(), Some("2026-11"));
    // The next month has its own; who was away for two gets the last one.
    world.app.clock.travel_to(at(year + 1, 2, 6));
    work(&world).await;
    let told = letters(&world).await;
    assert_eq!(told.len(), 2);
    assert!(told[1].subject.contains("enero de 2027"), "{}", told[1].subject);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_lost_the_role_gets_no_letter_and_history_says_why() {
    for lost in ["role", "department", "account", "nothing"] {
        let world = World::demo("mailing_lost").await;
        let reader = world.as_account(META).await;
        reader.post(PAGE, &asked("capacidad", "departamento-50")).await.expect(303);
        let account = reader.account();
        let db = world.app.db.writer();
        match lost {
            "role" => {
                role_grant::Entity::delete_many()
                    .filter(role_grant::Column::AccountId.eq(account))
                    .exec(db)
                    .await
                    .unwrap();
            }
            "department" => {
                role_grant::Entity::update_many()
                    .col_expr(role_grant::Column::DepartmentCode, Expr::value("18"))
                    .filter(role_grant::Column::AccountId.eq(account))
                    .exec(db)
                    .await
                    .unwrap();
            }
            "account" => {
                account::Entity::update_many()
                    .col_expr(account::Column::IsActive, Expr::value(false))
                    .filter(account::Column::Id.eq(account))
                    .exec(db)
                    .await
                    .unwrap();
            }
            _ => {}
        }
        world.app.clock.travel_to(at(2026, 12, 6));
        work(&world).await;
        let row = only(&world).await;
        let why = history_event::Entity::find()
            .filter(history_event::Column::Action.eq("reports.unsubscribe"))
            .all(db)
            .await
            .unwrap();
        if lost == "nothing" {
            // The negative control: the same, of somebody who lost nothing.
            assert_eq!((letters(&world).await.len(), row.ended, why.len()), (1, None, 0));
        } else {
            assert_eq!(
                (letters(&world).await.len(), row.ended),
                (0, Some(EndReason::Lost)),
                "{lost}"
            );
            assert!(why.len() == 1 && why[0].detail.contains("lost"), "{lost}");
            assert_eq!(why[0].actor_account_id, None);
        }
        // Who gets it back does not receive it again by itself.
        world.app.clock.travel_to(at(2027, 1, 6));
        work(&world).await;
        let sent = letters(&world).await.len();
        assert_eq!(sent, if lost == "nothing" { 2 } else { 0 }, "{lost}");
        world.finish().await;
    }
}

#[rocket::async_test]
async fn one_asks_for_what_one_reads_and_stops_what_is_ones_own() {
    let world = World::demo("mailing_form").await;
    let reader = world.as_account(META).await;
    for (fields, said) in [
        (asked("operacion", "departamento-18"), "Elija un ámbito de la lista."),
        (asked("operacion", "departamento-00"), "Elija un ámbito de la lista."),
        (asked("operacion", "pais"), "Elija un ámbito de la lista."),
        (asked("operacion", ""), "Elija un ámbito de la lista."),
        (asked("nomina", "departamento-50"), "Elija un informe de la lista."),
        (asked("asistencia", "programa-1"), "es de un departamento"),
        (
            [("informe", "operacion"), ("ambito", "departamento-50"), ("cada", "hora")],
            "cada cuánto",
        ),
    ] {
        reader.post(PAGE, &fields).await.expect(422).expect_text(said);
    }
    assert!(received(&world).await.is_empty());
    reader.post(PAGE, &asked("asistencia", "departamento-50")).await.expect(303);
    let row = only(&world).await;
    let stop = format!("{PAGE}/{}/fin", row.id);
    let absent = format!("{PAGE}/99999/fin");
    for other in [world.as_administrator().await, world.as_coordinator("MET").await] {
        let foreign = other.post(&stop, &[]).await.expect(404);
        let nobodys = other.post(&absent, &[]).await.expect(404);
        assert_eq!(foreign.body_without_request_id(), nobodys.body_without_request_id());
    }
    world.as_facilitator("ana").await.get(PAGE).await.expect(403);
    world.as_facilitator("ana").await.post(PAGE, &asked("operacion", "pais")).await.expect(403);
    world.app.clock.travel_to(at(2026, 12, 6));
    work(&world).await;
    let told = letters(&world).await;
    assert!(
        told[0].text_body.contains("/informes/departamentos/50?desde=2026-11-01&hasta=2026-11-30")
    );
    let reader = world.as_account(META).await;
    reader.get(PAGE).await.expect(200).expect_text("noviembre de 2026");
    reader.post(&stop, &[]).await.expect(303);
    reader.post(&stop, &[]).await.expect(303);
    reader.get(PAGE).await.expect(200).expect_text("Detenido el 06/12/2026");
    world.app.clock.travel_to(at(2027, 1, 6));
    work(&world).await;
    assert_eq!(letters(&world).await.len(), 1);
    assert_eq!(only(&world).await.ended, Some(EndReason::Stopped));
    world.finish().await;
}
