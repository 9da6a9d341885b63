//! Attendance from a file: the product's own workbook back, and a list with documents and dates.

use chrono::Duration;
use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::queries::current_marks;
use formacion::enrolment::entity::enrolment;
use formacion::people::entity::person;
use formacion::platform::dates;
use rust_xlsxwriter::Workbook;
use sea_orm::EntityTrait;

use crate::support::class::{Class, hidden, listed_name, spoken_name};
use crate::support::world::{World, today};

async fn document(world: &World, class: &Class<'_>, index: usize) -> String {
    let place = enrolment::Entity::find_by_id(class.people[index]).one(world.app.db.read()).await;
    let id = place.unwrap().unwrap().person_id;
    let person = person::Entity::find_by_id(id).one(world.app.db.read()).await;
    person.unwrap().unwrap().document_number
}

/// «24/11/2026» of a day counted from today.
fn day(offset: i64) -> String {
    dates::short(dates::bogota_date(today()) + Duration::days(offset))
}

#[rocket::async_test]
async fn a_list_with_documents_and_dates_is_checked_and_then_written() {
    let world = World::new("file list").await;
    let class = Class::running(&world, 3, &[-3, -1]).await;
    class.mark(0, &[(0, "ausente"), (1, "presente")]).await;
    let (one, two) = (document(&world, &class, 0).await, document(&world, &class, 1).await);
    let (first, second) = (listed_name(0), spoken_name(1));
    let csv = format!(
        "Fecha;Documento;Nombre;Estado\n{0};{one}.0;{first};P\n{0};{two};{second};P\n{1};{one};{first};Tarde\n{1};999;Nadie;P\n{2};{two};;P\n{1};{two};{second};Q\n{1};{two};Zoila Cedro;P\n",
        day(-3),
        day(-1),
        day(-2)
    );
    let path = format!("{}/archivo", class.grid());
    class.coordinator.get(&path).await.expect(200).expect_text("Una lista con el documento");
    let page = class.coordinator.send_parts(&path, &[], None).await.expect(422);
    page.expect_text("Elija el archivo");
    let file = Some(("lista.csv", csv.as_bytes()));
    let page = class.coordinator.send_parts(&path, &[], file).await.expect(200);
    let marks = hidden(&page.body(), "registros");
    page.expect_text("1 registro nuevo")
        .expect_text("1 registro que cambia")
        .expect_text("1 ya dice lo mismo")
        .expect_text("4 no se pueden registrar")
        .expect_text("Fila 5: El documento 999 no es de nadie")
        .expect_text("no hubo sesión")
        .expect_text("La fila dice «Zoila Cedro» y su documento es de")
        .expect_text("«Q» no es un registro")
        .expect_text(&listed_name(0));
    let now = current_marks(world.app.db.read(), class.sessions[1]).await.unwrap();
    assert!(now.is_empty(), "looking writes nothing");
    let save = format!("{path}/registros");
    let sent = [("registros", marks.as_str())];
    class.coordinator.post(&save, &sent).await.expect(422).expect_text("de dónde sale el archivo");
    let sent = [("registros", marks.as_str()), ("motivo", "Lista de la alcaldía")];
    class.coordinator.submit(&save, &sent).await.expect_text("1 registro nuevo y 1 registro cam");
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    assert_eq!(now[&class.people[0]].state, State::Present);
    let written = attendance_mark::Entity::find().all(world.app.db.read()).await.unwrap();
    let imported = written.iter().filter(|mark| mark.method == Method::Import);
    assert_eq!(imported.count(), 2);
    // Sent twice it overwrites nobody: the marks that were seen are not there any more.
    class.coordinator.post(&save, &sent).await.expect(303);
    class.facilitator.get(&path).await.expect(403);
    world.as_coordinator("HUI").await.get(&path).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn the_products_own_workbook_comes_back() {
    let world = World::new("file own").await;
    let class = Class::running(&world, 2, &[-2, -1]).await;
    class.mark(0, &[(0, "presente"), (1, "tarde")]).await;
    let workbook = class.coordinator.get(&format!("{}/xlsx", class.grid())).await.expect(200);
    let bytes = workbook.bytes.clone();
    let path = format!("{}/archivo", class.grid());
    let file = Some(("asistencia.xlsx", bytes.as_slice()));
    let page = class.coordinator.send_parts(&path, &[], file).await.expect(422);
    page.expect_text("El archivo no cambia ningún registro");
    // Meanwhile somebody corrects one of them: the file says so and changes it only when sent back.
    class.coordinator.get(&path).await.expect(200);
    let row = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    let seen = format!("visto[{}]", class.people[1]);
    let mark = row[&class.people[1]].mark.to_string();
    let field = format!("estado[{}]", class.people[1]);
    let fields = [(field.as_str(), "ausente"), (seen.as_str(), mark.as_str())];
    class.facilitator.post(&class.roll_call(0), &fields).await.expect(303);
    let file = Some(("asistencia.xlsx", bytes.as_slice()));
    let page = class.coordinator.send_parts(&path, &[], file).await.expect(200);
    page.expect_text("1 registro que cambia").expect_text("Ausente").expect_text("Tarde");
    world.finish().await;
}

/// A workbook with a sheet of these rows, the last one hidden, and another sheet.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(cells) {
            if !text.is_empty() {
                sheet.write_string(row, column, text.as_str()).unwrap();
            }
        }
    }
    sheet.set_row_hidden(u32::try_from(rows.len()).unwrap() - 1).unwrap();
    book.add_worksheet().set_name("Noviembre").unwrap();
    book.save_to_buffer().unwrap()
}

#[rocket::async_test]
async fn what_a_list_leaves_open_is_told_before_anything_is_written() {
    let world = World::new("file habits").await;
    let class = Class::running(&world, 4, &[-2]).await;
    let mut numbers = Vec::new();
    for index in 0..4 {
        numbers.push(document(&world, &class, index).await);
    }
    let row = |date: &str, document: &str, index: usize, came: &str| {
        vec![date.to_owned(), document.to_owned(), spoken_name(index), came.to_owned()]
    };
    let day = day(-2);
    let rows = [
        ["Fecha", "C.C.", "Nombre", "¿Asistió? (Sí/No)"].map(str::to_owned).to_vec(),
        row(&day, &format!("CC {}", numbers[0]), 0, "Sí"),
        row(&day, &format!("{} de Villavicencio", numbers[1]), 1, "No"),
        row(&day, "", 2, "Sí"),
        row("", &numbers[2], 2, "Sí"),
        row(&day, &numbers[2], 2, ""),
        row(&day, &numbers[3], 3, "Sí"),
    ];
    let path = format!("{}/archivo", class.grid());
    let bytes = workbook(&rows);
    let file = Some(("lista.xlsx", bytes.as_slice()));
    let page = class.coordinator.send_parts(&path, &[], file).await.expect(200);
    let marks = hidden(&page.body(), "registros");
    page.expect_text("2 registros nuevos")
        .expect_text("0 no se pueden registrar")
        .expect_text("Filas ocultas que no se leyeron: 1 (7)")
        .expect_text("Filas sin documento que no se leyeron: 1 (4)")
        .expect_text("Filas sin fecha que no se leyeron: 1 (5)")
        .expect_text("si la persona asistió y no cambian nada: 1 (6)")
        .expect_text("Hojas que no se leyeron: «Noviembre»");
    let save = format!("{path}/registros");
    let sent = [("registros", marks.as_str()), ("motivo", "Lista de la alcaldía")];
    class.coordinator.submit(&save, &sent).await.expect_text("2 registros nuevos");
    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    let state = |index: usize| now.get(&class.people[index]).map(|mark| mark.state);
    assert_eq!(
        [0, 1, 2, 3].map(state),
        [Some(State::Present), Some(State::Absent), None, None],
        "whoever the list says «No» of was not there"
    );
    // A column with yes and no under another heading is asked about, and nobody is present by it.
    let csv = format!("Fecha;Documento;Vino\n{day};{};No\n", numbers[2]);
    let file = Some(("lista.csv", csv.as_bytes()));
    let page = class.coordinator.send_parts(&path, &[], file).await.expect(422);
    page.expect_text("No se sabe qué columna dice quién asistió: «Vino».");
    world.finish().await;
}
