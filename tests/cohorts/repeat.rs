//! A session of the table comes again, and the last change of the table is undone, without script.

use formacion::cohorts::queries;

use super::build::{id_in, pattern, press, table};
use crate::support::world::{Answered, World};

type Rows = Vec<(String, String)>;

fn dates_of(rows: &[(String, String)]) -> Vec<&str> {
    let dates = rows.iter().filter(|(name, _)| name.starts_with("fecha["));
    dates.map(|(_, date)| date.as_str()).collect()
}

/// The table of a page with what it remembers of the one before, as a browser sends both.
fn remembered(page: &Answered) -> Rows {
    let mut rows = table(page);
    let body = page.body();
    let before =
        body.split("name=\"antes\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let before = before.expect("the page remembers the table of before");
    let before = before.replace("&#x3D;", "=").replace("&#61;", "=").replace("&amp;", "&");
    rows.push(("antes".to_owned(), before));
    rows
}

/// One row of a table, typed by hand.
fn first(date: &str) -> Rows {
    [("fecha[0]", date), ("desde[0]", "08:00"), ("hasta[0]", "14:00"), ("sala[0]", "Aula 2")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

#[rocket::async_test]
async fn a_session_comes_again_each_week_until_the_hours_of_the_course_are_complete() {
    let world = World::new("repeat").await;
    let fields = pattern(&world, &[]).await;
    let page = press(&world, &fields, &first("2027-03-04"), "repetir").await.expect(200);
    let page = page.expect_text("7 sesiones suman 40 horas, las del curso. La última es más corta");
    let rows = table(&page);
    assert_eq!(
        dates_of(&rows),
        [
            "2027-03-04",
            "2027-03-11",
            "2027-03-18",
            // Not Maundy Thursday.
            "2027-04-01",
            "2027-04-08",
            "2027-04-15",
            "2027-04-22"
        ]
    );
    let in_room =
        rows.iter().filter(|(name, place)| name.starts_with("sala[") && place == "Aula 2");
    assert_eq!(in_room.count(), 7, "in the room of the first one");
    let again = press(&world, &fields, &rows, "repetir").await.expect(422);
    again.expect_text("ya completan las horas del curso");
    let made = press(&world, &fields, &rows, "crear").await.expect(303);
    assert_eq!(queries::sessions(world.app.db.read(), id_in(&made)).await.unwrap().len(), 7);
    world.finish().await;
}

#[rocket::async_test]
async fn it_comes_again_on_chosen_days_up_to_a_number_in_the_order_of_the_days() {
    let world = World::new("repeat days").await;
    let more = [
        ("repite", "1".to_owned()),
        ("repite_dias", "2".to_owned()),
        ("repite_dias", "4".to_owned()),
        ("repite_total", "5".to_owned()),
    ];
    let fields = pattern(&world, &more).await;
    let mut rows = first("2027-03-04");
    let second = [("fecha[1]", "2027-03-16"), ("desde[1]", "13:00"), ("hasta[1]", "15:00")];
    rows.extend(second.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let page = press(&world, &fields, &rows, "repetir").await.expect(200);
    // The 16th has its hour already, and its row stands in its place.
    let days = ["2027-03-04", "2027-03-09", "2027-03-11", "2027-03-16", "2027-03-18"];
    assert_eq!(dates_of(&table(&page)), days);
    for (typed, sentence) in [
        ([("repite", "9"), ("repite_total", "5")], "Escriba el número de una sesión de la tabla"),
        ([("repite", "1"), ("repite_total", "2")], "La tabla ya tiene ese número de sesiones"),
        ([("repite", "1"), ("repite_total", "61")], "Escriba cuántas sesiones son en total"),
    ] {
        let typed = typed.map(|(name, value)| (name, value.to_owned()));
        let fields = pattern(&world, &typed).await;
        press(&world, &fields, &rows, "repetir").await.expect(422).expect_text(sentence);
    }
    let fields = pattern(&world, &[]).await;
    let page = press(&world, &fields, &first(""), "repetir").await.expect(422);
    page.expect_text("Complete primero la fecha y las horas de la sesión 1.");
    world.finish().await;
}

#[rocket::async_test]
async fn the_last_change_of_the_table_is_undone_and_so_is_the_undoing() {
    let world = World::new("undo").await;
    let fields = pattern(&world, &[]).await;
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    assert!(!proposed.body().contains("name=\"antes\""), "a first proposal changes no table");
    let whole = table(&proposed);
    let fewer = press(&world, &fields, &whole, "quitar-0").await.expect(200);
    assert_eq!(dates_of(&table(&fewer)).len(), 9);
    let undone = press(&world, &fields, &remembered(&fewer), "deshacer").await.expect(200);
    assert_eq!(table(&undone), whole, "each row is as it was");
    let redone = press(&world, &fields, &remembered(&undone), "deshacer").await.expect(200);
    assert_eq!(table(&redone), table(&fewer));
    // A table that a proposal replaced comes back too.
    let mut rows = table(&redone);
    rows.retain(|(name, _)| name.ends_with("[0]"));
    let again = press(&world, &fields, &rows, "proponer").await.expect(200);
    let undone = press(&world, &fields, &remembered(&again), "deshacer").await.expect(200);
    assert_eq!(dates_of(&table(&undone)).len(), 1);
    // What was not written by the page is read like any form.
    let mut forged = whole.clone();
    forged.push(("antes".to_owned(), "fecha[0]=%00ayer&otra=1&fecha[x]=2".to_owned()));
    press(&world, &fields, &forged, "deshacer").await.expect(200);
    world.finish().await;
}
