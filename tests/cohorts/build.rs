//! The builder: sessions are proposed, arranged and looked at before anything is saved, and then
//! saved together or not at all.

use formacion::cohorts::entity::cohort;
use formacion::cohorts::entity::cohort::{CohortId, Stage};
use formacion::cohorts::queries;
use formacion::platform::dates;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{post, version};
use crate::support::fixtures::{CohortPlan, cohort, day};
use crate::support::world::{Answered, World};

/// What a coordinator types before asking for sessions: forty hours of the course in mornings of
/// Tuesday and Thursday.
pub async fn pattern(
    world: &World,
    otherwise: &[(&'static str, String)],
) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("unidad", "MET".to_owned()),
        ("version", version(world, "SP-TRI").await),
        ("nombre", "Meta 2027-1".to_owned()),
        ("cupos", "35".to_owned()),
        ("municipios", "50325".to_owned()),
        ("municipios", "50577".to_owned()),
        ("empieza", "2027-03-02".to_owned()),
        ("dias", "2".to_owned()),
        ("dias", "4".to_owned()),
        ("desde", "08:00".to_owned()),
        ("hasta", "12:00".to_owned()),
        ("lugar", "Casa de la cultura, Mapiripán".to_owned()),
        ("enlace", String::new()),
        ("facilitador", String::new()),
        ("termina", String::new()),
        ("cierra", String::new()),
        ("metodo", "Taller con los datos del municipio".to_owned()),
        ("conocimiento", "Guías en la carpeta compartida".to_owned()),
    ];
    for (name, _) in otherwise {
        fields.retain(|(known, _)| known != name);
    }
    fields.extend(otherwise.iter().cloned());
    fields
}

/// The rows of the table on a page, as a browser would send them back.
pub fn table(page: &Answered) -> Vec<(String, String)> {
    let body = page.body();
    let mut rows = Vec::new();
    for name in ["fecha", "desde", "hasta", "sala", "virtual"] {
        for part in body.split("<input").skip(1) {
            let tag = part.split('>').next().unwrap();
            let attribute = |key: &str| {
                let rest = tag.split(&format!("{key}=\"")).nth(1)?;
                Some(rest.split('"').next().unwrap().to_owned())
            };
            let Some(found) = attribute("name") else { continue };
            if found.starts_with(&format!("{name}[")) {
                rows.push((found, attribute("value").unwrap_or_default()));
            }
        }
    }
    for part in body.split("<select").skip(1) {
        let Some(name) = part.split("name=\"").nth(1).map(|rest| rest.split('"').next().unwrap())
        else {
            continue;
        };
        if name.starts_with("facilita[") {
            let options = part.split("</select>").next().unwrap();
            let chosen = options.split("<option").find(|option| option.contains(" selected"));
            let value = chosen.and_then(|option| option.split("value=\"").nth(1));
            let value = value.map_or("", |rest| rest.split('"').next().unwrap());
            rows.push((name.to_owned(), value.to_owned()));
        }
    }
    rows
}

/// Sends the form with a table and a button.
pub async fn press(
    world: &World,
    fields: &[(&'static str, String)],
    table: &[(String, String)],
    button: &str,
) -> Answered {
    let coordinator = world.as_coordinator("MET").await;
    let all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .chain(table.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        .chain([("hacer", button)])
        .collect();
    coordinator.post("/cohortes", &all).await
}

async fn cohorts(world: &World) -> u64 {
    cohort::Entity::find().count(world.app.db.read()).await.unwrap()
}

pub fn id_in(answered: &Answered) -> CohortId {
    let location = answered.location.as_deref().expect("leads to the cohort");
    location.rsplit('/').next().unwrap().parse().unwrap()
}

#[rocket::async_test]
async fn sessions_are_proposed_around_holidays_and_saved_with_the_draft_at_once() {
    let world = World::new("build").await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let fields = pattern(&world, &[("facilitador", ana)]).await;
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    let proposed = proposed
        .expect_text("10 sesiones suman 40 horas, las del curso.")
        .expect_text("Sin sesión por ser festivo: jueves 25/03/2027: Jueves Santo.");
    assert_eq!(cohorts(&world).await, 0, "proposing saves nothing");
    let body = proposed.body();
    assert!(body.contains("data-hours=\"40\""), "the page adds up to them while one types");
    assert!(body.contains(";2027-03-25 Festivo: Jueves Santo;"), "and names the holidays");
    let rows = table(&proposed);
    assert_eq!(rows.len(), 60);
    let made = press(&world, &fields, &rows, "crear").await.expect(303);
    let id = id_in(&made);
    let row = queries::get(world.app.db.read(), id).await.unwrap();
    let sessions = queries::sessions(world.app.db.read(), id).await.unwrap();
    assert_eq!(sessions.len(), 10);
    assert_eq!(row.cohort.starts_on.to_string(), "2027-03-02");
    let last = sessions.last().unwrap();
    assert_eq!(row.cohort.ends_on, dates::bogota_date(last.starts_at), "the last session's day");
    assert!(sessions.iter().all(|session| session.facilitator_account_id.is_some()));
    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .submit(&format!("/cohortes/{id}/publicacion"), &[])
        .await
        .expect(200)
        .expect_text("Publicada, por confirmar");
    world.finish().await;
}

#[rocket::async_test]
async fn every_municipality_of_a_department_is_marked_at_once_and_pdet_ones_are_told_apart() {
    let world = World::new("build department").await;
    let fields = pattern(&world, &[("departamentos", "97".to_owned())]).await;
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    let proposed = proposed.expect_text("Mapiripán · PDET").expect_no_text("Restrepo · PDET");
    let body = proposed.body();
    let marked = |code: &str| {
        let mut boxes = body.split("<input").filter_map(|rest| rest.split('>').next());
        boxes.any(|tag| {
            tag.contains("name=\"municipios\"")
                && tag.contains(&format!("\"{code}\""))
                && tag.contains(" checked")
        })
    };
    // All six of Vaupés beside the two that were marked one by one.
    for code in ["97001", "97161", "97511", "97666", "97777", "97889", "50325", "50577"] {
        assert!(marked(code), "{code} is marked");
    }
    assert!(!marked("50001"), "Villavicencio is not");
    world.finish().await;
}

#[rocket::async_test]
async fn the_table_is_arranged_row_by_row_and_says_what_is_missing_for_the_hours() {
    let world = World::new("arrange").await;
    let fields = pattern(&world, &[]).await;
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    let fewer = press(&world, &fields, &table(&proposed), "quitar-9").await.expect(200);
    let fewer = fewer.expect_text("9 sesiones suman 36 horas: faltan 4 horas para las 40 horas");
    let rows = table(&fewer);
    assert_eq!(rows.len(), 54);
    let more = press(&world, &fields, &rows, "agregar").await.expect(200);
    // A week after the last one, at the same hours.
    let more = more.expect_text("10 sesiones suman 40 horas");
    let mut rows = table(&more);
    let dates = || rows.iter().filter(|(name, _)| name.starts_with("fecha["));
    let last = dates().next_back().unwrap().1.clone();
    assert_eq!(last, "2027-04-08");
    // A row put on a holiday is allowed, and told.
    let holiday = rows.iter_mut().find(|(name, _)| name == "fecha[9]").unwrap();
    holiday.1 = "2027-03-25".to_owned();
    let warned = press(&world, &fields, &rows, "agregar").await.expect(200);
    warned.expect_text("Festivo: Jueves Santo");
    let made = press(&world, &fields, &rows, "crear").await.expect(303);
    assert_eq!(queries::sessions(world.app.db.read(), id_in(&made)).await.unwrap().len(), 10);
    world.finish().await;
}

#[rocket::async_test]
async fn sessions_in_the_past_are_told_and_that_with_them_alone_nothing_is_published() {
    let world = World::new("build past").await;
    let (past, all_past) = ("Esa hora ya pasó", "Todas las sesiones ya pasaron");
    let from = |offset| ("empieza", dates::input_date(day(&world, offset)));
    let fields = pattern(&world, &[from(-7)]).await;
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    proposed.expect_text(past).expect_no_text(all_past);
    let fields = pattern(&world, &[from(-90)]).await;
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    proposed.expect_text(past).expect_text(all_past);
    world.finish().await;
}

#[rocket::async_test]
async fn all_sessions_meet_at_one_link_but_those_that_have_their_own() {
    let world = World::new("build-link").await;
    let all = "https://reunion.example/todas".to_owned();
    let fields = pattern(&world, &[("enlace", all.clone())]).await;
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    let mut rows = table(&proposed);
    let mut put = |link: &str| {
        let own = rows.iter_mut().find(|(name, _)| name == "virtual[1]").expect("has its control");
        own.1 = link.to_owned();
        rows.clone()
    };
    let wrong = press(&world, &fields, &put("reunion.example"), "crear").await.expect(422);
    wrong.expect_text("empieza por https://");
    let own = "https://reunion.example/segunda";
    let made = press(&world, &fields, &put(own), "crear").await.expect(303);
    let sessions = queries::sessions(world.app.db.read(), id_in(&made)).await.unwrap();
    let links: Vec<_> = sessions.iter().map(|one| one.link.as_deref()).collect();
    assert_eq!(links[..3], [Some(all.as_str()), Some(own), Some(all.as_str())]);
    world.finish().await;
}

#[rocket::async_test]
async fn what_cannot_be_proposed_is_told_beside_its_field_and_nothing_is_lost() {
    let world = World::new("cannot propose").await;
    for (field, value, sentence) in [
        ("dias", "", "Elija al menos un día de la semana."),
        ("dias", "9", "Elija al menos un día de la semana."),
        ("hasta", "08:00", "Cada reunión termina antes de empezar."),
        ("hasta", "07:00", "Cada reunión termina antes de empezar."),
        ("hasta", "08:05", "harían falta 480 sesiones y una cohorte tiene máximo 60"),
        ("desde", "25:00", "Escriba la hora en que empieza cada reunión, como 08:00 o 14:30."),
        ("empieza", "31/11/2026", "La fecha «31/11/2026» no existe"),
        ("empieza", "", "Escriba el primer día."),
        ("version", "", "Elija un curso de la lista."),
        ("enlace", "javascript:alert(1)", "empieza por https://"),
    ] {
        let fields = pattern(&world, &[(field, value.to_owned())]).await;
        let answered = press(&world, &fields, &[], "proponer").await.expect(422);
        let answered = answered.expect_text(sentence);
        let body = answered.body();
        assert!(body.contains(&format!("href=\"#{field}\"")), "{field}: {sentence}");
        assert!(body.contains("Meta 2027-1"), "{field}: what was typed stays");
    }
    let night = [("desde", "20:00".to_owned()), ("hasta", "02:00".to_owned())];
    let mut fields = pattern(&world, &night).await;
    fields.push(("medianoche", "si".to_owned()));
    let proposed = press(&world, &fields, &[], "proponer").await.expect(200);
    let proposed = proposed.expect_text("La última es más corta");
    press(&world, &fields, &table(&proposed), "crear").await.expect(303);
    assert_eq!(cohorts(&world).await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_row_typed_wrong_is_told_at_its_cell_and_nothing_is_saved() {
    let world = World::new("wrong row").await;
    let participant = world.as_gobernacion("50").await.account().to_string();
    let row = |otherwise: &[(&str, &str)]| {
        let good = [
            ("fecha", "2027-03-09"),
            ("desde", "08:00"),
            ("hasta", "12:00"),
            ("sala", ""),
            ("facilita", ""),
        ];
        let of = |index: usize, values: &[(&str, &str)]| {
            let named = values
                .iter()
                .map(|(name, value)| (format!("{name}[{index}]"), (*value).to_owned()));
            named.collect::<Vec<_>>()
        };
        let mut first = good;
        first[0].1 = "2027-03-02";
        let mut second: Vec<(&str, &str)> = good.to_vec();
        for (name, value) in otherwise {
            second.retain(|(known, _)| known != name);
            second.push((name, value));
        }
        let mut rows = of(0, &first);
        rows.extend(of(1, &second));
        rows
    };
    let fields = pattern(&world, &[]).await;
    for (otherwise, control, sentence) in [
        (vec![("fecha", "2027-02-31")], "fecha", "La fecha «2027-02-31» no existe"),
        (vec![("fecha", "")], "fecha", "Escriba la fecha de la sesión 2."),
        (vec![("fecha", "2029-03-01")], "fecha", "Sesión 2: Esa fecha queda a más de un año"),
        (vec![("hasta", "07:00")], "hasta", "La sesión 2 termina antes de empezar."),
        (vec![("hasta", "")], "hasta", "Escriba la hora final de la sesión 2, como"),
        (
            vec![("fecha", "2027-03-02"), ("desde", "11:00"), ("hasta", "13:00")],
            "desde",
            "Se cruza con la sesión 1",
        ),
        (vec![("facilita", "nadie")], "facilita", "Elija a alguien de la lista."),
        (vec![("facilita", &participant)], "facilita", "no tiene el rol de facilitación"),
    ] {
        let answered = press(&world, &fields, &row(&otherwise), "crear").await.expect(422);
        let answered = answered.expect_text(sentence);
        assert!(answered.body().contains(&format!("href=\"#{control}[1]\"")), "{sentence}");
    }
    // Rows that touch are two good sessions; a blank one is none.
    let touching = [("fecha", "2027-03-02"), ("desde", "12:00"), ("hasta", "13:00")];
    let mut rows = row(&touching);
    rows.extend(["fecha[2]", "desde[2]", "hasta[2]"].map(|name| (name.to_owned(), String::new())));
    assert_eq!(cohorts(&world).await, 0);
    let made = press(&world, &fields, &rows, "crear").await.expect(303);
    assert_eq!(queries::sessions(world.app.db.read(), id_in(&made)).await.unwrap().len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn clashes_are_shown_while_choosing_and_block_or_warn() {
    let world = World::new("clashes").await;
    // Three mornings from day 10 on, of ana, in her room.
    let busy = cohort(&world, CohortPlan { name: "Meta vecina", ..CohortPlan::default() }).await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let first = day(&world, 10);
    let room = queries::get(world.app.db.read(), busy).await.unwrap().cohort.place_text;
    let build = async |otherwise: &[(&'static str, String)], who: &str| {
        let mut fields = pattern(&world, &[("empieza", dates::input_date(first))]).await;
        for (name, value) in otherwise {
            fields.retain(|(known, _)| known != name);
            fields.push((name, value.clone()));
        }
        let row = [
            ("fecha[0]", dates::input_date(first)),
            ("desde[0]", "10:00".to_owned()),
            ("hasta[0]", "13:00".to_owned()),
            ("sala[0]", String::new()),
            ("facilita[0]", who.to_owned()),
        ];
        (fields, row.map(|(name, value)| (name.to_owned(), value)).to_vec())
    };
    // The same person, elsewhere.
    let (fields, rows) = build(&[], &ana).await;
    let shown = press(&world, &fields, &rows, "agregar").await.expect(200);
    shown
        .expect_text("Se cruza")
        .expect_text("ya facilita otra sesión a esa hora")
        .expect_text("A esa hora, el siguiente");
    let refused = press(&world, &fields, &rows, "crear").await.expect(422);
    assert!(refused.body().contains("href=\"#facilita[0]\""));
    // The same room, however it is written.
    let (fields, rows) = build(&[("lugar", room.to_uppercase())], "").await;
    let refused = press(&world, &fields, &rows, "crear").await.expect(422);
    let refused = refused.expect_text("Ese lugar ya está ocupado a esa hora");
    assert!(refused.body().contains("href=\"#sala[0]\""));
    // A room of that name in a municipality of neither is another room.
    let (fields, rows) =
        build(&[("lugar", room.clone()), ("municipios", "50450".to_owned())], "").await;
    press(&world, &fields, &rows, "agregar").await.expect(200).expect_no_text("ocupado");
    // The same people elsewhere at that hour, and the same subject this year: told, not refused.
    let (fields, rows) = build(&[], "").await;
    press(&world, &fields, &rows, "agregar")
        .await
        .expect(200)
        .expect_text("a esa hora hay otra sesión, de la cohorte Meta vecina")
        .expect_text("ya tuvieron, tienen o tendrán este tema en la cohorte Meta vecina");
    press(&world, &fields, &rows, "crear").await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn another_units_draft_keeps_its_hour_and_not_its_name() {
    let world = World::new("foreign draft").await;
    let draft = CohortPlan { name: "Secreta", stage: Stage::Draft, ..CohortPlan::default() };
    cohort(&world, draft).await;
    let ana = world.as_facilitator("ana").await.account().to_string();
    let theirs = [("unidad", "HUI".to_owned()), ("municipios", "18592".to_owned())];
    let fields = pattern(&world, &theirs).await;
    let date = dates::input_date(day(&world, 10));
    let row = [
        ("fecha[0]", date.as_str()),
        ("desde[0]", "08:00"),
        ("hasta[0]", "12:00"),
        ("facilita[0]", &ana),
        ("hacer", "agregar"),
    ];
    let fields = fields.iter().map(|(name, value)| (*name, value.as_str())).chain(row);
    let fields: Vec<(&str, &str)> = fields.collect();
    let other = world.as_coordinator("HUI").await;
    other
        .post("/cohortes", &fields)
        .await
        .expect(200)
        .expect_text("ya facilita otra sesión a esa hora")
        .expect_no_text("Secreta");
    world.finish().await;
}

#[rocket::async_test]
async fn a_table_of_more_rows_than_a_cohort_may_have_is_refused() {
    let world = World::new("many rows").await;
    let fields = pattern(&world, &[]).await;
    let rows: Vec<(String, String)> = (0..200)
        .flat_map(|index| {
            let date = day(&world, 200 + index);
            [
                (format!("fecha[{index}]"), dates::input_date(date)),
                (format!("desde[{index}]"), "08:00".to_owned()),
                (format!("hasta[{index}]"), "09:00".to_owned()),
            ]
        })
        .collect();
    press(&world, &fields, &rows, "crear")
        .await
        .expect(422)
        .expect_text("Una cohorte tiene máximo 60 sesiones.");
    assert_eq!(cohorts(&world).await, 0);
    let coordinator = world.as_coordinator("MET").await;
    post(&coordinator, "/cohortes", &fields).await.expect(422).expect_text("proponga las sesiones");
    world.finish().await;
}
