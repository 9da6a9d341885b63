//! Questions as files: out to other systems and spreadsheets, and in after a look (R45).

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use formacion::assessment::bank::entity::question::State;
use formacion::assessment::bank::entity::{question, question_import, question_version};
use sea_orm::{EntityTrait, QueryOrder};

use crate::support::world::{Answered, Character, World};

const IMPORT: &str = "/banco/importacion";

const GIFT: &str = "$CATEGORY: TRI-01\n\n\
    // [id:MIA-1] [tag:fácil]\n::Quién::¿Quién fija la tarifa?{=El concejo ~El IGAC#Hace el avalúo}\n\n\
    // [id:MIA-2] [tag:difícil]\n¿Cuánto es 0,8 × 60 + 0,2 × 75?{#63:0.01}\n\n\
    ::De otro sistema::Explique.{}\n";

/// Sends a file; answers the address of its check.
async fn sent(writer: &Character<'_>, name: &str, bytes: &[u8]) -> String {
    writer.upload(IMPORT, name, bytes).await.expect(303).location.unwrap()
}

async fn questions_of(world: &World) -> Vec<question::Model> {
    let all = question::Entity::find().order_by_asc(question::Column::Id);
    all.all(world.app.db.read()).await.unwrap()
}

fn rows(file: &Answered) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&file.bytes)).unwrap();
    let first = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&first).unwrap();
    let text = |cell: &Data| cell.to_string();
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

#[rocket::async_test]
async fn a_gift_file_is_looked_at_first_and_imported_as_drafts() {
    let world = World::new("bank gift").await;
    let writer = world.as_coordinator("MET").await;
    let check = sent(&writer, "banco.gift", GIFT.as_bytes()).await;
    let page = writer.get(&check).await.expect(200);
    page.expect_text("3 nuevas")
        .expect_text("Importar 3 preguntas")
        .expect_text("queda como media");
    assert!(questions_of(&world).await.is_empty(), "to look is not to import");

    let other = world.as_coordinator("HUI").await;
    other.get(&check).await.expect(404);
    other.post(&check, &[]).await.expect(404);
    writer.submit(&check, &[]).await.expect(200).expect_text("3 preguntas nuevas");
    let known = questions_of(&world).await;
    let told: Vec<(&str, State)> = known.iter().map(|one| (one.code.as_str(), one.state)).collect();
    let third = format!("P-{}", known[2].id);
    let expected =
        [("MIA-1", State::Draft), ("MIA-2", State::Draft), (third.as_str(), State::Draft)];
    assert_eq!(told, expected);
    let kept = question_import::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((kept.bytes, kept.created), (None, 3), "the file is forgotten when it is over");
    writer.get(&check).await.expect(303);

    // The same file again changes nothing, but for the question that has no code in it.
    let again = sent(&writer, "banco.gift", GIFT.as_bytes()).await;
    writer.get(&again).await.expect_text("1 nuevas").expect_text("2 sin cambios");
    // A correction of one is a draft that changes in place, because nobody published it.
    let corrected = GIFT.replace("¿Quién fija la tarifa?", "¿Quién fija la tarifa del predial?");
    let check = sent(&writer, "banco.gift", corrected.as_bytes()).await;
    writer.get(&check).await.expect_text("1 corregidas");
    writer.post(&check, &[]).await.expect(303);
    let versions = question_version::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(versions.len(), 4, "one more without code, and no more versions");
    assert!(versions.iter().any(|version| version.body.contains("tarifa del predial")));
    world.finish().await;
}

#[rocket::async_test]
async fn one_wrong_question_stops_the_file_and_comes_back_marked() {
    let world = World::new("bank gift wrong").await;
    let writer = world.as_coordinator("MET").await;
    let wrong =
        format!("{GIFT}\n$CATEGORY: XYZ\n\n¿Sin respuesta correcta?{{~a ~b}}\n\n¿De cuál?{{T}}\n");
    let check = sent(&writer, "banco.gift", wrong.as_bytes()).await;
    let page = writer.get(&check).await.expect(200).expect_text("No se importa nada");
    page.expect_text("No dice su capacidad").expect_no_text("Importar 4");
    writer.post(&check, &[]).await.expect(422).expect_text("no se importó nada");
    assert!(questions_of(&world).await.is_empty());
    let marked = writer.get(&format!("{check}/archivo")).await.expect(200);
    let text = String::from_utf8(marked.bytes.clone()).unwrap();
    assert!(text.contains("// CORREGIR: ") && text.contains("¿Sin respuesta correcta?"), "{text}");
    // Comments change nothing: the marked file says the same once more.
    let check = sent(&writer, "banco.gift", text.as_bytes()).await;
    writer.get(&check).await.expect_text("No dice su capacidad");
    // A capacity for all that say none mends one of the two.
    let fields = [("capacidad", "TRI-02")];
    let parts = writer.send_parts(IMPORT, &fields, Some(("a.gift", wrong.as_bytes()))).await;
    let check = parts.expect(303).location.unwrap();
    writer.get(&check).await.expect_no_text("No dice su capacidad").expect_text("No se importa");
    world.finish().await;
}

#[rocket::async_test]
async fn the_bank_goes_out_as_a_sheet_is_corrected_there_and_comes_back() {
    let world = World::new("bank xlsx").await;
    let writer = world.as_coordinator("MET").await;
    let check = sent(&writer, "banco.gift", GIFT.as_bytes()).await;
    writer.post(&check, &[]).await.expect(303);
    let file = writer.get("/preguntas/archivo/xlsx?capacidad=TRI-01").await.expect(200);
    let rows = rows(&file);
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[1][..4], ["MIA-1", "Opción única", "TRI-01", "Fácil"].map(str::to_owned));
    let check = sent(&writer, "banco.xlsx", &file.bytes).await;
    writer.get(&check).await.expect(200).expect_text("3 sin cambios").expect_text("ya tiene");
    writer.post(&check, &[]).await.expect(422).expect_text("no había nada por importar");

    let gift = writer.get("/preguntas/archivo/gift").await.expect(200);
    let text = String::from_utf8(gift.bytes.clone()).unwrap();
    assert!(text.contains("[id:MIA-1]") && text.contains("$CATEGORY: TRI-01"), "{text}");
    let check = sent(&writer, "vuelve.gift", text.as_bytes()).await;
    writer.get(&check).await.expect_text("3 sin cambios");

    let sheet = "Código;Tipo;Capacidad;Dificultad;Pregunta;Correctas;Respuesta 1;Respuesta 2\n\
                 MIA-1;Opción única;TRI-01;fácil;¿Quién la fija?;1;El concejo;El IGAC\n\
                 NUEVA-1;Opinión;TRI-01;fácil;¿Qué?;1;a;b\n\
                 NUEVA-2;Opción única;TRI-99;fácil;¿Qué?;1;a;b\n";
    let check = sent(&writer, "hoja.csv", sheet.as_bytes()).await;
    let page = writer.get(&check).await.expect(200);
    let page = page.expect_text("Celda B3").expect_text("Celda C4").expect_text("TRI-99");
    page.expect_text("1 corregidas");
    let marked = writer.get(&format!("{check}/archivo")).await.expect(200);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&marked.bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Datos", "Errores"]);
    let errors = book.worksheet_range("Errores").unwrap();
    assert!(errors.rows().any(|row| row.iter().any(|cell| *cell == "C4")));
    writer.get(&format!("{IMPORT}/plantilla")).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn what_looks_like_a_formula_goes_out_as_text_and_comes_back_as_it_was() {
    let world = World::new("bank formulas").await;
    let writer = world.as_coordinator("MET").await;
    let gift = "$CATEGORY: TRI-01\n\n\
        // [id:F-1] [tag:fácil]\n::Uno::\\=HYPERLINK(\"http\\://mal.example\";\"x\")\
        {=+573001234567 ~-2+3#@SUM(A1\\:A9) ~\\=cmd|' /C calc'!A0}\n";
    let check = sent(&writer, "banco.gift", gift.as_bytes()).await;
    writer.get(&check).await.expect(200).expect_text("1 nuevas");
    writer.post(&check, &[]).await.expect(303);
    let file = writer.get("/preguntas/archivo/xlsx").await.expect(200);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&file.bytes)).unwrap();
    for sheet in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&sheet).unwrap().used_cells().count(), 0, "{sheet}");
    }
    let cells = rows(&file).concat();
    for begins in ["=HYPERLINK", "+573001234567", "-2+3", "@SUM", "=cmd|"] {
        assert!(cells.iter().any(|cell| cell.starts_with(begins)), "{begins}: {cells:?}");
    }
    let check = sent(&writer, "banco.xlsx", &file.bytes).await;
    writer.get(&check).await.expect(200).expect_text("1 sin cambios");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_no_file_of_questions_is_told_so() {
    let world = World::new("bank strange").await;
    let writer = world.as_coordinator("MET").await;
    writer.upload(IMPORT, "", b"").await.expect(422).expect_text("Elija el archivo");
    for (name, bytes, told) in [
        ("vacio.gift", b"".as_slice(), "El archivo"),
        ("foto.gift", &[0xff, 0xd8, 0xff, 0xe0], "archivo"),
        ("roto.xlsx", b"PK\x03\x04nada", "El archivo está dañado y no se puede leer."),
    ] {
        writer.upload(IMPORT, name, bytes).await.expect(422).expect_text(told);
    }
    let sheet = "Nombre;Documento\nAna;1\n";
    let check = sent(&writer, "personas.csv", sheet.as_bytes()).await;
    writer.get(&check).await.expect(200).expect_text("Descargue la plantilla");
    world.as_gobernacion("50").await.get(IMPORT).await.expect(403);
    world.as_facilitator("uno").await.get(IMPORT).await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_of_questions_waits_for_a_form_whose_capacity_was_wrong() {
    let world = World::new("bank kept file").await;
    let writer = world.as_coordinator("MET").await;
    let file = Some(("banco.gift", GIFT.as_bytes()));
    let wrong = writer.send_parts(IMPORT, &[("capacidad", "NADA-99")], file).await.expect(422);
    wrong.expect_text("Tenemos el archivo que adjuntó: «banco.gift»");
    let other = world.as_coordinator("HUI").await;
    other.get(IMPORT).await.expect(200).expect_no_text("Tenemos el archivo");
    let check = writer.send_parts(IMPORT, &[], None).await.expect(303).location.unwrap();
    writer.get(&check).await.expect(200).expect_text("banco.gift");
    writer.get(IMPORT).await.expect(200).expect_no_text("Tenemos el archivo");
    world.finish().await;
}
