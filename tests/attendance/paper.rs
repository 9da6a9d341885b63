//! Attendance on paper: the sheet is printed, comes back signed, is entered by row and kept.

use std::io::Cursor;
use std::time::Instant;

use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::entity::walk_in;
use formacion::attendance::paper::entity::{sheet, sheet_row, sheet_scan};
use formacion::attendance::queries::current_marks;
use formacion::history::entity::history_event;
use formacion::platform::secrets;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::support::class::{Class, hidden, listed_name, pairs, spoken_name};
use crate::support::figures::figure;
use crate::support::pdf::words;
use crate::support::world::{Answered, Character, World};

/// The newest print.
async fn last(world: &World) -> sheet::Model {
    let newest = sheet::Entity::find().order_by_desc(sheet::Column::Id).one(world.app.db.read());
    newest.await.unwrap().expect("a sheet was printed")
}

/// Prints a sheet with the names and answers the address where it is entered.
pub async fn printed(class: &Class<'_>, session: usize) -> String {
    let path = format!("/sesiones/{}/planilla", class.sessions[session]);
    class.facilitator.post(&path, &[("tipo", "nombres")]).await.expect(303);
    format!("/planillas/{}", last(class.facilitator.world).await.code)
}

pub type Typed<'a> = Vec<(&'a str, &'a str)>;

/// Looks before saving, as the page asks; answers the page with what each row will get.
pub async fn review(character: &Character<'_>, path: &str, typed: &Typed<'_>) -> Answered {
    let fields = [typed.clone(), vec![("accion", "revisar")]].concat();
    character.post(path, &fields).await
}

/// What the review carries to the saving, besides what was typed.
fn carried(page: &str) -> Vec<(String, String)> {
    let mut fields = vec![("revisado".to_owned(), hidden(page, "revisado"))];
    for part in page.split("name=\"visto[").skip(1) {
        let number = part.split(']').next().unwrap();
        let name = format!("visto[{number}]");
        fields.push((name.clone(), hidden(page, &name)));
    }
    fields
}

pub async fn save(
    character: &Character<'_>,
    path: &str,
    typed: &Typed<'_>,
    page: &str,
    decided: &Typed<'_>,
) -> Answered {
    let carried = carried(page);
    let fields =
        [typed.clone(), pairs(&carried), decided.clone(), vec![("accion", "guardar")]].concat();
    character.post(path, &fields).await
}

async fn state(class: &Class<'_>, person: usize) -> Option<State> {
    let marks =
        current_marks(class.facilitator.world.app.db.read(), class.sessions[0]).await.unwrap();
    marks.get(&class.people[person]).map(|mark| mark.state)
}

#[rocket::async_test]
async fn a_print_is_remembered_so_that_a_number_stays_a_person() {
    let world = World::new("paper print").await;
    let class = Class::running(&world, 4, &[-1]).await;
    let path = printed(&class, 0).await;
    let print = last(&world).await;
    let rows = sheet_row::Entity::find()
        .order_by_asc(sheet_row::Column::Number)
        .all(world.app.db.read())
        .await
        .unwrap();
    let order: Vec<_> = rows.iter().map(|row| (row.number, row.enrolment_id)).collect();
    let expected: Vec<_> = (1..).zip(class.people.iter().copied()).collect();
    assert_eq!(order, expected);
    assert_eq!(print.row_count, 7, "four people and three rows for others");
    // Somebody who comes later changes no number of the paper.
    let later = class.add(4).await;
    let page = class.facilitator.get(&path).await.expect(200);
    page.expect_text("4 personas en 7 filas").expect_no_text(&listed_name(4));
    assert!(!class.people.contains(&later));
    // In another hand the same code, typed as people type.
    let code = print.code.to_lowercase();
    let typed = format!("/planillas/{}-{}", &code[..4], &code[4..]);
    class.coordinator.get(&typed).await.expect(200);
    class.coordinator.get("/planillas/AAAAAAAA").await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn the_paper_says_what_its_reader_may_see() {
    let world = World::with("paper pdf", |app| app.demo = true).await;
    let class = Class::running(&world, 3, &[-1, 6]).await;
    let path = format!("{}/pdf", printed(&class, 0).await);
    let whole = class.coordinator.get(&path).await.expect(200);
    assert_eq!(whole.header("Content-Type"), Some("application/pdf"));
    assert!(whole.bytes.starts_with(b"%PDF-1.7"));
    let again = class.coordinator.get(&path).await.expect(200);
    assert!(whole.bytes == again.bytes, "the same print is the same paper");
    let masked = class.facilitator.get(&path).await.expect(200);
    let (Some(whole), Some(masked)) = (words(&whole.bytes), words(&masked.bytes)) else { return };
    for text in [&whole, &masked] {
        for part in [
            "LISTADO DE ASISTENCIA",
            "1 de 2",
            &listed_name(0),
            "Alcaldía de Mapiripán",
            "Ley 1581 de 2012",
            "DEMOSTRACIÓN, sin validez",
        ] {
            assert!(text.contains(part), "«{part}» is missing in {text}");
        }
    }
    let number = format!("7.00{}", 0);
    assert!(whole.contains(&number), "{whole}");
    assert!(!masked.contains(&number) && masked.contains("•••"), "{masked}");
    world.finish().await;
}

#[rocket::async_test]
async fn a_blank_sheet_has_as_many_rows_as_asked_and_bad_numbers_are_told() {
    let world = World::new("paper blank").await;
    let class = Class::confirmed(&world, 0, &[0]).await;
    let path = format!("/sesiones/{}/planilla", class.sessions[0]);
    let print = async |fields: &[(&str, &str)]| class.facilitator.post(&path, fields).await;
    print(&[("tipo", "nombres")]).await.expect(422).expect_text("imprima la planilla en blanco");
    for wrong in ["", "0", "-3", "1001", "veinte"] {
        print(&[("tipo", "blanco"), ("filas", wrong)]).await.expect(422);
    }
    print(&[("tipo", "otra")]).await.expect(422).expect_text("Elija qué planilla");
    print(&[("tipo", "blanco"), ("filas", "30")]).await.expect(303);
    let sheet = last(&world).await;
    assert_eq!((sheet.row_count, sheet.kind), (30, sheet::Kind::Blank));
    class.facilitator.get(&format!("/planillas/{}/pdf", sheet.code)).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn thirty_five_signatures_are_entered_by_their_exceptions() {
    let world = World::new("paper thirty-five").await;
    let class = Class::running(&world, 35, &[-1]).await;
    let path = printed(&class, 0).await;
    let typed =
        vec![("modo", "menos"), ("filas", "3, 7, 12-15"), ("tarde", "4 9"), ("excusa", "12")];
    let start = Instant::now();
    class.facilitator.get(&path).await.expect(200);
    let shown = review(&class.facilitator, &path, &typed).await.expect(200);
    let shown = shown
        .expect_text("Presente: 27 · Tarde: 2 · Ausente: 5 · Excusa: 1")
        .expect_text("Todavía no se ha guardado nada");
    let marks = attendance_mark::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(marks, 0, "looking saves nothing");
    save(&class.facilitator, &path, &typed, &shown.body(), &vec![]).await.expect(303);
    let took = start.elapsed();
    let written = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(written.len(), 35);
    assert!(written.iter().all(|mark| mark.method == Method::Sheet));
    assert_eq!(state(&class, 2).await, Some(State::Absent));
    assert_eq!(state(&class, 3).await, Some(State::Late));
    assert_eq!(state(&class, 11).await, Some(State::Excused));
    assert_eq!(state(&class, 34).await, Some(State::Present));
    // The keys of the fields, a Tab to each, and two presses of Enter.
    let keys: usize = typed.iter().map(|(_, text)| text.len() + 1).sum::<usize>() - 6 + 2;
    // Slow hands: one key a second, and a second for each row that is looked at.
    let seconds = keys as f64 + 35.0 + took.as_secs_f64();
    figure(
        "R41",
        seconds,
        "seconds to enter a sheet of 35",
        seconds < 120.0,
        &format!(
            "{keys} keys at one a second, a second for each row read, {took:?} of the server (debug)"
        ),
    );
    assert!(seconds < 120.0, "{seconds}");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_wrong_is_told_beside_its_field_and_stays_typed() {
    let world = World::new("paper wrong").await;
    let class = Class::running(&world, 5, &[-1]).await;
    let path = printed(&class, 0).await;
    for (typed, part) in [
        ("3-", "«3-» no es un rango completo"),
        ("99", "La planilla tiene filas de la 1 a la 8"),
        ("a", "«a» no es un número de fila"),
        ("7", "La fila 7 no tiene persona en la lista"),
    ] {
        let fields = vec![("modo", "menos"), ("filas", typed), ("tarde", "2")];
        let page = review(&class.facilitator, &path, &fields).await.expect(422).expect_text(part);
        assert!(page.body().contains(&format!("value=\"{typed}\"")), "«{typed}» stays");
        assert!(page.body().contains("filas-error"));
    }
    let twice = vec![("modo", "menos"), ("filas", "2"), ("tarde", "2")];
    review(&class.facilitator, &path, &twice).await.expect(422);
    let nobody = vec![("otras", "1234")];
    review(&class.facilitator, &path, &nobody).await.expect(422).expect_text("no es un nombre");
    assert_eq!(attendance_mark::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    world.finish().await;
}

#[rocket::async_test]
async fn only_what_was_shown_is_saved() {
    let world = World::new("paper shown").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let path = printed(&class, 0).await;
    let first = vec![("modo", "menos"), ("filas", "1")];
    let page = review(&class.facilitator, &path, &first).await.expect(200).body();
    // Somebody types on in the review and saves: it is shown again.
    let other = vec![("modo", "menos"), ("filas", "2")];
    let again = save(&class.facilitator, &path, &other, &page, &vec![]).await.expect(200);
    assert_eq!(attendance_mark::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    save(&class.facilitator, &path, &other, &again.body(), &vec![]).await.expect(303);
    assert_eq!(state(&class, 0).await, Some(State::Present));
    assert_eq!(state(&class, 1).await, Some(State::Absent));
    world.finish().await;
}

#[rocket::async_test]
async fn a_mark_that_differs_is_asked_about_and_never_lost() {
    let world = World::new("paper differs").await;
    let class = Class::running(&world, 3, &[-1]).await;
    class.mark(0, &[(0, "ausente"), (1, "ausente"), (2, "presente")]).await;
    let path = printed(&class, 0).await;
    let typed = vec![("modo", "menos")];
    let page = review(&class.facilitator, &path, &typed).await.expect(200);
    let page = page.expect_text("ya tiene «Ausente»").expect_text("ya estaba así").body();
    let undecided = save(&class.facilitator, &path, &typed, &page, &vec![]).await.expect(422);
    undecided.expect_text(&format!("Elija qué vale para {}.", spoken_name(0)));
    let decided = vec![("decide[1]", "papel"), ("decide[2]", "registro")];
    save(&class.facilitator, &path, &typed, &page, &decided).await.expect(303);
    assert_eq!(state(&class, 0).await, Some(State::Present));
    assert_eq!(state(&class, 1).await, Some(State::Absent));
    let written = attendance_mark::Entity::find()
        .order_by_asc(attendance_mark::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(written.len(), 4, "three from the list, one from the paper");
    assert_eq!(written[3].previous_mark_id, Some(written[0].id));
    assert_eq!(written[3].method, Method::Sheet);
    world.finish().await;
}

#[rocket::async_test]
async fn what_somebody_else_wrote_while_the_review_was_open_is_shown_first() {
    let world = World::new("paper meanwhile").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let path = printed(&class, 0).await;
    let typed = vec![("modo", "menos")];
    let page = review(&class.facilitator, &path, &typed).await.expect(200).body();
    let fields = class.estados(&[(1, "ausente")]);
    class.coordinator.post(&class.roll_call(0), &pairs(&fields)).await.expect(303);
    let told = save(&class.facilitator, &path, &typed, &page, &vec![]).await.expect(422);
    assert_eq!(state(&class, 0).await, None, "all or nothing");
    let told = told.expect_text("ya tiene «Ausente»").body();
    save(&class.facilitator, &path, &typed, &told, &vec![("decide[2]", "registro")])
        .await
        .expect(303);
    assert_eq!(state(&class, 0).await, Some(State::Present));
    assert_eq!(state(&class, 1).await, Some(State::Absent));
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_who_left_the_cohort_is_told_and_gets_nothing() {
    let world = World::new("paper left").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let path = printed(&class, 0).await;
    let leaving = format!("/inscripciones/{}/retiro", class.people[1]);
    class.coordinator.post(&leaving, &[("motivo", "Se trasladó")]).await.expect(303);
    let typed = vec![("modo", "menos")];
    let page = review(&class.facilitator, &path, &typed).await.expect(200);
    let page = page.expect_text("ya no está en la cohorte: no se registra").body();
    save(&class.facilitator, &path, &typed, &page, &vec![]).await.expect(303);
    assert_eq!(state(&class, 1).await, None);
    assert_eq!(state(&class, 2).await, Some(State::Present));
    world.finish().await;
}

#[rocket::async_test]
async fn who_signed_below_the_list_is_found_by_name_or_waits() {
    let world = World::new("paper guests").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let path = printed(&class, 0).await;
    let late = class.add(2).await;
    let typed = vec![("modo", "menos"), ("otras", "Luz Ñáñez\r\n5 persona arrayan cedro")];
    // The class has its place since today, after yesterday's session.
    let page = review(&class.facilitator, &path, &typed).await.expect(200);
    let page = page
        .expect_text("no está en la lista: queda por identificar")
        .expect_text("no aplica: tuvo cupo después de esta sesión")
        .body();
    save(&class.facilitator, &path, &typed, &page, &vec![]).await.expect(303);
    let guests = walk_in::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(guests.len(), 1);
    assert_eq!((guests[0].number, guests[0].name.as_str()), (Some(3), "Luz Ñáñez"));
    let list = format!("/sesiones/{}/planilla", class.sessions[0]);
    class.facilitator.get(&list).await.expect(200).expect_text("Luz Ñáñez (fila 3");
    // The same again adds nobody.
    let page = review(&class.facilitator, &path, &typed).await.expect(200).body();
    save(&class.facilitator, &path, &typed, &page, &vec![]).await.expect(303);
    assert_eq!(walk_in::Entity::find().count(world.app.db.read()).await.unwrap(), 1);
    // The coordination knows her: it counts from then on, as what it was.
    let review = format!("/cohortes/{}/por-revisar", class.cohort);
    let page = class.coordinator.get(&review).await.expect(200).expect_text("Luz Ñáñez");
    page.expect_text("fila 3");
    let settle = format!("{review}/llegadas/{}", guests[0].id);
    let field = format!("persona[{}]", guests[0].id);
    let person = class.people[1].to_string();
    class.coordinator.post(&settle, &[(&field, &person), ("accion", "es")]).await.expect(303);
    let marks = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::EnrolmentId.eq(class.people[1]))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert!(marks.iter().all(|mark| mark.method == Method::Sheet), "{marks:?}");
    class.facilitator.get(&list).await.expect(200).expect_no_text("Luz Ñáñez (fila 3");
    let marks = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    assert!(!marks.contains_key(&late));
    world.finish().await;
}

#[rocket::async_test]
async fn a_blank_sheet_becomes_marks_of_those_whose_name_is_on_the_list() {
    let world = World::new("paper blank entry").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let path = format!("/sesiones/{}/planilla", class.sessions[0]);
    class.facilitator.post(&path, &[("tipo", "blanco"), ("filas", "10")]).await.expect(303);
    let path = format!("/planillas/{}", last(&world).await.code);
    let names = format!("{}\n{}\nOtra Persona", spoken_name(1).to_uppercase(), listed_name(2));
    let typed = vec![("otras", names.as_str())];
    let page = review(&class.facilitator, &path, &typed).await.expect(200);
    let page = page.expect_text("registro nuevo, por su nombre").body();
    save(&class.facilitator, &path, &typed, &page, &vec![]).await.expect(303);
    assert_eq!(state(&class, 0).await, None, "nobody is absent by silence on a blank sheet");
    assert_eq!(state(&class, 1).await, Some(State::Present));
    assert_eq!(state(&class, 2).await, Some(State::Present));
    review(&class.facilitator, &path, &vec![]).await.expect(422).expect_text("Escriba los nombres");
    world.finish().await;
}

#[rocket::async_test]
async fn a_closed_session_is_entered_by_the_coordination_with_a_reason() {
    let world = World::new("paper closed").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let path = printed(&class, 0).await;
    class.mark(0, &[(0, "presente")]).await;
    let missing = class.people[1].to_string();
    let left = [("sin_registro", missing.as_str()), ("accion", "dejar_todos")];
    class.facilitator.post(&class.closing(0), &left).await.expect(303);
    let typed = vec![("modo", "menos")];
    class.facilitator.get(&path).await.expect(200).expect_text("terminada");
    review(&class.facilitator, &path, &typed).await.expect(422);
    let page = review(&class.coordinator, &path, &typed).await.expect(200).body();
    let told = save(&class.coordinator, &path, &typed, &page, &vec![]).await.expect(422);
    told.expect_text("Escriba el motivo");
    let reason = vec![("motivo", "La planilla llegó en lancha")];
    save(&class.coordinator, &path, &typed, &page, &reason).await.expect(303);
    let mark = attendance_mark::Entity::find()
        .order_by_desc(attendance_mark::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert!(mark.after_closing);
    assert_eq!(mark.reason.as_deref(), Some("La planilla llegó en lancha"));
    world.finish().await;
}

/// A photo with words of its phone beside the picture.
pub fn photo() -> Vec<u8> {
    let picture = image::DynamicImage::new_rgb8(64, 48);
    let mut plain = Cursor::new(Vec::new());
    picture.write_to(&mut plain, image::ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    let words = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0GPS 2.8889N 72.1331W";
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xFF, 0xE1]);
    bytes.extend((words.len() as u16 + 2).to_be_bytes());
    bytes.extend(words);
    bytes.extend(&plain[2..]);
    bytes
}

#[rocket::async_test]
async fn a_photo_of_the_signed_sheet_is_kept_without_its_place_and_proved() {
    let world = World::new("paper scan").await;
    let class = Class::running(&world, 1, &[-1]).await;
    printed(&class, 0).await;
    let path = format!("/sesiones/{}/soportes", class.sessions[0]);
    let list = format!("/sesiones/{}/planilla", class.sessions[0]);
    let sent = photo();
    class.facilitator.upload(&path, "Ana Ruiz cc 123.pdf", &sent).await.expect(303);
    let scan = sheet_scan::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(scan.received_sha256, secrets::digest(&sent));
    let kept = class.coordinator.get(&format!("/soportes/{}", scan.id)).await.expect(200);
    assert_eq!(kept.header("Content-Type"), Some("image/jpeg"));
    assert_eq!(kept.header("X-Content-Type-Options"), Some("nosniff"));
    let disposition = kept.header("Content-Disposition").unwrap();
    assert_eq!(disposition, format!("attachment; filename=\"soporte-{}.jpg\"", scan.id));
    let has = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).any(|some| some == words);
    assert!(has(&sent, b"GPS") && !has(&kept.bytes, b"GPS") && !has(&kept.bytes, b"Exif"));
    let page = class.facilitator.get(&list).await.expect(200);
    page.expect_text(&secrets::digest(&kept.bytes)).expect_text(&scan.received_sha256);
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("attendance.attach"))
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("history tells it");
    assert!(!told.detail.contains("Ana"));

    // The same twice, and what is no scan.
    class
        .facilitator
        .upload(&path, "a.jpg", &sent)
        .await
        .expect(422)
        .expect_text("ya está adjunto");
    for (name, bytes, part) in [
        ("planilla.pdf", b"PK\x03\x04 zip".as_slice(), "archivo comprimido"),
        ("planilla.jpg", b"<!DOCTYPE html><p>", "página web"),
        ("planilla.pdf", b"%PDF-1.7 hola", "dañado"),
        ("vacia.jpg", b"", "vacío"),
    ] {
        class.facilitator.upload(&path, name, bytes).await.expect(422).expect_text(part);
    }
    class.facilitator.post(&path, &[]).await.expect(422).expect_text("Elija la foto");
    let large = vec![0xFF_u8; 10 * 1024 * 1024 + 1];
    class.facilitator.upload(&path, "grande.jpg", &large).await.expect(422).expect_text("10 MB");
    assert_eq!(sheet_scan::Entity::find().count(world.app.db.read()).await.unwrap(), 1);

    // Withdrawn with a reason, it stays; then the same may come again.
    let leaving = format!("/soportes/{}/retiro", scan.id);
    class.facilitator.get(&leaving).await.expect(200);
    class.facilitator.post(&leaving, &[]).await.expect(422).expect_text("Escriba el motivo");
    class.facilitator.post(&leaving, &[("motivo", "Salió borrosa")]).await.expect(303);
    class.facilitator.get(&list).await.expect(200).expect_text("Salió borrosa");
    class.facilitator.post(&leaving, &[("motivo", "Otra vez")]).await.expect(422);
    class.coordinator.get(&format!("/soportes/{}", scan.id)).await.expect(200);
    class.facilitator.upload(&path, "a.jpg", &sent).await.expect(303);

    // Nobody else finds it.
    let stranger = world.as_facilitator("otra").await;
    for address in [&list, &format!("/soportes/{}", scan.id), &leaving] {
        stranger.get(address).await.expect(404);
    }
    world.finish().await;
}
