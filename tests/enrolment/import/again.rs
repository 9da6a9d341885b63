//! What was answered about a list is not asked again of the next one (R86): a corrected file, one after a
//! discarded one, another list of the same municipalities.

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::CohortId;
use formacion::courses::entity::course_version;
use formacion::enrolment::import::entity::{import, import_answer};
use formacion::enrolment::import::worker::forget_answers;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait, Set};

use super::{CONFIRMED, csv, document, last_import, people, sent};
use crate::enrolment::eligibility::asks_for;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::{Answered, Character, World};

/// People whose last column is their entity; nobody says one.
fn list(numbers: std::ops::Range<usize>) -> Vec<Vec<String>> {
    let mut rows = people(numbers);
    rows.iter_mut().for_each(|row| row[6] = String::new());
    rows
}

fn bytes(rows: &[Vec<String>]) -> Vec<u8> {
    String::from_utf8(csv(rows)).unwrap().replace("CORREO", "ENTIDAD").into_bytes()
}

/// Sends the first list and says what its columns are.
async fn first(
    staff: &Character<'_>,
    cohort: CohortId,
    rows: &[Vec<String>],
) -> (String, Answered) {
    let address = sent(staff, cohort, "lista.csv", &bytes(rows)).await;
    let mut fields = CONFIRMED.to_vec();
    fields.retain(|(name, _)| *name != "columna[6]");
    fields.extend([("columna[6]", "entidad"), ("fila", "1")]);
    let page = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    (address, page)
}

/// Sends a list of the same headings, and says that its people authorised too.
async fn next(staff: &Character<'_>, cohort: CohortId, rows: &[Vec<String>]) -> (String, Answered) {
    let path = format!("/cohortes/{cohort}/importacion");
    let file = bytes(rows);
    let more = [("autorizo", "si")];
    let answered = staff.send_parts(&path, &more, Some(("corregida.csv", &file))).await;
    let address = answered.expect(303).location.expect("leads to the import");
    let page = staff.get(&address).await.expect(200);
    (address, page)
}

/// Sends a list and says nothing of its people.
async fn silently(
    staff: &Character<'_>,
    cohort: CohortId,
    rows: &[Vec<String>],
) -> (String, Answered) {
    let address = sent(staff, cohort, "corregida.csv", &bytes(rows)).await;
    let page = staff.get(&address).await.expect(200);
    (address, page)
}

async fn answers(world: &World) -> u64 {
    import_answer::Entity::find().count(world.app.db.read()).await.unwrap()
}

const PLACE: [(&str, &str); 2] =
    [("pregunta[0]", "municipio|MAPIRIPANA"), ("respuesta[0]", "50325")];

#[rocket::async_test]
async fn a_corrected_file_is_not_asked_what_was_answered_and_the_answers_may_change() {
    let world = World::new("again-corrected").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let servants = course_version::ActiveModel { servants_only: Set(true), ..Default::default() };
    asks_for(&world, cohort, servants).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = list(0..5);
    rows[0][3] = "MAPIRIPANA".to_owned();
    rows[1][5] = "CONTRATISTA".to_owned();
    rows[2][6] = "LOS AMIGOS".to_owned();
    rows[3][4] = String::new();
    let (address, page) = first(&staff, cohort, &rows).await;
    page.expect_text("4 filas con errores");
    let said = [
        PLACE[0],
        PLACE[1],
        ("pregunta[1]", "tipo_entidad|LOS AMIGOS"),
        ("respuesta[1]", "osc"),
        ("pregunta[2]", "excepcion|servant"),
        ("respuesta[2]", "Atiende el recaudo"),
    ];
    let page = staff.submit(&format!("{address}/respuestas"), &said).await.expect(200);
    page.expect_text("1 fila con errores").expect_text("Falta el cargo");
    staff.submit(&format!("{address}/filas/5"), &[("accion", "fuera")]).await.expect(200);

    rows[3][4] = "TESORERA".to_owned();
    let (address, page) = next(&staff, cohort, &rows).await;
    // The row that was left out says something else by now.
    let page = page
        .expect_text("Importar 5 personas")
        .expect_text("Se inscribe por excepción: Atiende el recaudo")
        .expect_text("Respuestas que ya valen")
        .expect_text("Municipio donde trabaja: «mapiripana»")
        .expect_text("Clase de entidad: «los amigos»");
    assert!(page.body().contains("value=\"osc\" selected"));

    let respond = format!("{address}/respuestas");
    let folded = ("pregunta[3]", "municipio|mapiripana");
    let same = staff.post(&respond, &[folded, ("respuesta[3]", "50325")]).await.expect(422);
    same.expect_text("Elija al menos una respuesta");
    let back = staff.submit(&respond, &[folded, ("respuesta[3]", "")]).await.expect(200);
    back.expect_text("«MAPIRIPANA» no es un municipio de esta cohorte");
    let other = staff.submit(&respond, &[folded, ("respuesta[3]", "50577")]).await.expect(200);
    other.expect_text("Importar 5 personas").expect_text("Puerto Lleras (Meta)");
    staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);

    // Another list: a spelling means the same, and an exception is for other people.
    let mut more = list(5..7);
    more[0][3] = "MAPIRIPANA".to_owned();
    more[1][5] = "CONTRATISTA".to_owned();
    let (_, page) = next(&staff, cohort, &more).await;
    page.expect_text("1 fila con errores")
        .expect_text("No cumple lo que pide el curso")
        .expect_no_text("Atiende el recaudo")
        .expect_no_text("no es un municipio de esta cohorte");
    world.finish().await;
}

#[rocket::async_test]
async fn the_answers_of_a_discarded_list_count_for_whoever_sent_it_and_are_forgotten_in_time() {
    let world = World::new("again-discarded").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = list(0..3);
    rows[0][3] = "MAPIRIPANA".to_owned();
    rows[1][5] = String::new();
    let (address, _) = first(&staff, cohort, &rows).await;
    let said =
        [PLACE[0], PLACE[1], ("pregunta[1]", "tipo_vinculacion|"), ("respuesta[1]", "provisional")];
    let page = staff.submit(&format!("{address}/respuestas"), &said).await.expect(200);
    page.expect_text("Importar 3 personas");
    staff.submit(&format!("{address}/descarte"), &[]).await.expect(200);
    let discarded = last_import(&world).await;
    assert_eq!(answers(&world).await, 2);

    let another = world.as_administrator().await;
    let (address, page) = first(&another, cohort, &rows).await;
    page.expect_text("2 filas con errores").expect_no_text("Respuestas que ya valen");
    another.submit(&format!("{address}/descarte"), &[]).await.expect(200);

    rows[2][4] = "TESORERA".to_owned();
    let (address, page) = next(&staff, cohort, &rows).await;
    page.expect_text("Importar 3 personas").expect_text("Tipo de vinculación: sin dato");
    assert_eq!(answers(&world).await, 4);

    // Under other headings an empty cell may mean something else.
    staff.submit(&format!("{address}/descarte"), &[]).await.expect(200);
    let text = String::from_utf8(bytes(&rows)).unwrap().replace("No.", "ORDEN");
    sent(&staff, cohort, "otra.csv", text.as_bytes()).await;
    assert_eq!(answers(&world).await, 5);

    let long_ago = world.app.clock.now() - TimeDelta::days(31);
    let mut row = discarded.into_active_model();
    row.finished_at = Set(Some(long_ago));
    row.update(world.app.db.writer()).await.unwrap();
    forget_answers(&world.app).await.unwrap();
    assert_eq!(answers(&world).await, 3, "those of a file that is over for a month");
    let kept = import::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept, 4);
    world.finish().await;
}

const SAID: &str = "ya se respondió que estas personas autorizaron";

#[rocket::async_test]
async fn of_the_same_people_it_is_not_asked_again_whether_they_authorised() {
    let world = World::new("again-authorised").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = list(0..4);
    rows[1][4] = String::new();
    // Nobody can be told by this document: the name tells who it is.
    rows[2][1] = "12".to_owned();
    let (address, page) = first(&staff, cohort, &rows).await;
    page.expect_text("2 filas con errores").expect_no_text(SAID);
    // Other columns of the same file are of the same people.
    let columns = staff.get(&format!("{address}?paso=columnas")).await.expect(200);
    columns.expect_text(SAID).expect_no_text("guarda la constancia");

    // It comes back with a column of remarks, and is sent again with it.
    world.app.clock.advance(TimeDelta::minutes(1));
    let mended = list(0..4);
    let remarked =
        String::from_utf8(bytes(&mended)).unwrap().replace("ENTIDAD", "ENTIDAD;Revisión");
    let direct = sent(&staff, cohort, "corregida.csv", remarked.as_bytes()).await;
    let page = staff.get(&direct).await.expect(200);
    page.expect_text("Importar 4 personas").expect_text(SAID);
    staff.submit(&format!("{direct}/descarte"), &[]).await.expect(200);

    // Fewer people are the same people still.
    let (fewer, page) = silently(&staff, cohort, &mended[..3]).await;
    page.expect_text("Importar 3 personas").expect_text(SAID);
    staff.submit(&format!("{fewer}/descarte"), &[]).await.expect(200);

    let (more, page) = silently(&staff, cohort, &list(0..6)).await;
    page.expect_text("Falta responder sobre la autorización de 2 personas")
        .expect_text("guarda la constancia");
    let mut fields = CONFIRMED.to_vec();
    fields.retain(|(name, _)| !["columna[6]", "autorizo"].contains(name));
    fields.extend([("columna[6]", "entidad"), ("fila", "1")]);
    let asked = staff.post(&format!("{more}/columnas"), &fields).await.expect(422);
    asked
        .expect_text("Sin la autorización de las personas")
        .expect_text("la autorización de 2 personas");
    fields.push(("autorizo", "si"));
    let page = staff.submit(&format!("{more}/columnas"), &fields).await.expect(200);
    page.expect_text("Importar 6 personas").expect_no_text(SAID);

    // What one account said another one did not say.
    let another = world.as_administrator().await;
    let (_, page) = silently(&another, cohort, &list(0..3)).await;
    page.expect_text("guarda la constancia").expect_no_text(SAID).expect_no_text("Falta responder");
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_mended_on_the_page_goes_with_its_row_into_the_corrected_file() {
    let world = World::new("again-mended").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = list(0..5);
    rows[1][4] = String::new();
    rows[2][1] = "12".to_owned();
    rows[3][4] = String::new();
    let (address, page) = first(&staff, cohort, &rows).await;
    page.expect_text("3 filas con errores");
    let mended = [("accion", "guardar"), ("cargo", "Tesorera")];
    staff.submit(&format!("{address}/filas/3"), &mended).await.expect(200);
    let page = staff.submit(&format!("{address}/filas/4"), &[("accion", "fuera")]).await;
    page.expect(200).expect_text("1 fila con errores");
    // The last one is corrected in the file, where the rows stand the other way round.
    rows[3][4] = "SECRETARIA".to_owned();
    rows.reverse();
    let (_, page) = next(&staff, cohort, &rows).await;
    page.expect_text("Importar 4 personas")
        .expect_text("Tesorera")
        .expect_text("No se importan: 1");
    // What the file says by now is not mended.
    let mut again = rows.clone();
    again[3][4] = "ALMACENISTA".to_owned();
    again[2][1] = document(2);
    let (_, page) = next(&staff, cohort, &again).await;
    page.expect_text("Importar 5 personas").expect_text("ALMACENISTA").expect_no_text("Tesorera");
    world.finish().await;
}

#[rocket::async_test]
async fn the_document_that_was_asked_for_is_corrected_and_nothing_is_asked_again() {
    let world = World::new("again-document").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = list(0..3);
    rows[2][1] = document(1);
    let (_, page) = first(&staff, cohort, &rows).await;
    page.expect_text("1 fila con errores").expect_text("El documento ya está en la fila 3");
    rows[2][1] = document(2);
    world.app.clock.advance(TimeDelta::minutes(1));
    let (_, page) = silently(&staff, cohort, &rows).await;
    page.expect_text("Importar 3 personas").expect_text(SAID);

    // Of somebody new the authorisation is asked, and the columns are not.
    let (address, page) = silently(&staff, cohort, &list(0..4)).await;
    page.expect_text("la autorización de 1 persona")
        .expect_text("las columnas quedan como se decidieron entonces");
    let (again, page) = next(&staff, cohort, &list(0..4)).await;
    assert_eq!(address, again, "the same file is the same import");
    page.expect_text("Importar 4 personas");

    // Columns are remembered for whoever coordinates the cohort.
    let another = world.as_administrator().await;
    let (_, page) = next(&another, cohort, &list(0..5)).await;
    page.expect_text("Importar 5 personas");
    world.finish().await;
}

#[rocket::async_test]
async fn a_no_stays_when_its_cell_is_emptied_until_somebody_says_yes() {
    let world = World::new("again-no").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let with_answers = |answers: [&str; 2]| {
        let mut rows = list(0..2);
        for (row, answer) in rows.iter_mut().zip(answers) {
            row[0] = answer.to_owned();
        }
        let text = String::from_utf8(bytes(&rows)).unwrap();
        text.replace("No.", "Autorizo el uso de mis datos").into_bytes()
    };
    let refused = "no autoriza el tratamiento de sus datos";
    let address = sent(&staff, cohort, "lista.csv", &with_answers(["SI", "No"])).await;
    let mut fields = CONFIRMED.to_vec();
    fields.retain(|(name, _)| *name != "columna[6]");
    fields.extend([("columna[0]", "autorizacion"), ("columna[6]", "entidad"), ("fila", "1")]);
    let page = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    page.expect_text("1 fila con errores").expect_text(refused);

    let path = format!("/cohortes/{cohort}/importacion");
    let file = with_answers(["SI", ""]);
    let more = [("autorizo", "si")];
    let answered = staff.send_parts(&path, &more, Some(("corregida.csv", &file))).await;
    let address = answered.expect(303).location.expect("leads to the import");
    staff.get(&address).await.expect(200).expect_text("1 fila con errores").expect_text(refused);
    let row = format!("{address}/filas/3");
    let emptied = [("accion", "guardar"), ("autorizacion", "")];
    staff.submit(&row, &emptied).await.expect(200).expect_text(refused);
    let yes = [("accion", "guardar"), ("autorizacion", "Sí")];
    staff.submit(&row, &yes).await.expect(200).expect_text("Importar 2 personas");
    world.finish().await;
}
