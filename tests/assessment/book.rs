//! The grade book as a file: out, filled, back, looked at, written all or not at all.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use formacion::assessment::book::entity::grade_import;
use formacion::assessment::entity::grade_entry::{self, Origin};
use formacion::assessment::queries::grades;
use formacion::history::entity::history_event;
use rust_xlsxwriter::Workbook;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{nota, usual_plan};
use crate::support::class::{Class, listed_name, pairs, spoken_name};
use crate::support::world::{Character, World};

/// The cells of a file as texts.
pub type Rows = Vec<Vec<String>>;

pub async fn downloaded(grader: &Character<'_>, class: &Class<'_>) -> Rows {
    let file = grader.get(&format!("{}/xlsx", class.grades())).await.expect(200);
    rows(&file.bytes)
}

fn rows(bytes: &[u8]) -> Rows {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let first = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&first).unwrap();
    let text = |cell: &Data| cell.to_string();
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// A file with these cells: numbers where they are, and a formula where it begins with «=».
fn file(rows: &Rows) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(cells) {
            match text.parse::<f64>() {
                Ok(number) if column > 3 => sheet.write_number(row, column, number).unwrap(),
                _ if text.starts_with('=') => {
                    sheet.write_formula(row, column, text.as_str()).unwrap()
                }
                _ if text.is_empty() => continue,
                _ => sheet.write_string(row, column, text.as_str()).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// Sends a file; answers the address of its check.
pub async fn sent(grader: &Character<'_>, class: &Class<'_>, rows: &Rows) -> String {
    let path = format!("{}/importacion", class.grades());
    grader.upload(&path, "notas.xlsx", &file(rows)).await.expect(303).location.unwrap()
}

async fn written(world: &World, class: &Class<'_>) -> Vec<i32> {
    let all = grades(world.app.db.read(), class.cohort).await.unwrap();
    let mut all: Vec<i32> = all.into_values().collect();
    all.sort_unstable();
    all
}

#[rocket::async_test]
async fn the_book_goes_out_is_filled_and_comes_back() {
    let world = World::new("book back").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let [_, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let cells = [
        (nota(&class, post, 0), "4,0".to_owned()),
        (nota(&class, product, 0), "3,0".into()),
        (nota(&class, post, 1), "2,5".into()),
    ];
    class.facilitator.post(&class.grades(), &pairs(&cells)).await.expect(303);
    let mut book = downloaded(&class.facilitator, &class).await;
    assert_eq!(book[0][..4], ["Persona", "Documento", "Entidad", "Código"]);
    assert_eq!(book[0][5], format!("Prueba final (60 %) [{post}]"));
    assert_eq!(book[1][0], listed_name(0));
    // The final grade is a value: 0,6 × 4,0 + 0,4 × 3,0.
    assert_eq!((book[1][5].as_str(), book[1][7].as_str()), ("4", "3.6"));
    assert_eq!(book[2][7], "falta Producto");

    // The same file changes nothing.
    let check = sent(&class.facilitator, &class, &book).await;
    let page = class.facilitator.get(&check).await.expect(200);
    page.expect_text("no cambia ninguna nota").expect_no_text("Guardar 0");
    class.facilitator.post(&check, &[]).await.expect(422).expect_text("no cambia ninguna nota");

    // Sorted otherwise, with a comma, a point, a number, and an empty cell that leaves its grade.
    book[2][6] = "4,7".into();
    book[3][5] = "3.5".into();
    book[1][5] = String::new();
    book[1][6] = "3.5".into();
    book.swap(1, 3);
    let check = sent(&class.facilitator, &class, &book).await;
    class
        .facilitator
        .get(&check)
        .await
        .expect(200)
        .expect_text("2 nuevas")
        .expect_text("1 cambian")
        .expect_text(&listed_name(0))
        .expect_text("3,0 → 3,5")
        .expect_text("sin nota → 4,7");
    assert_eq!(written(&world, &class).await, [25, 30, 40], "to look is not to write");
    class.coordinator.get(&check).await.expect(404);
    class.coordinator.post(&check, &[]).await.expect(404);
    class.facilitator.submit(&check, &[]).await.expect_text("Se guardaron 3 notas");
    assert_eq!(written(&world, &class).await, [25, 35, 35, 40, 47]);
    class.facilitator.get(&check).await.expect(303);
    class.facilitator.post(&check, &[]).await.expect(303);
    let last = grade_entry::Entity::find().order_by_desc(grade_entry::Column::Id);
    let last = last.one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(last.origin, Origin::Import);
    let kept = grade_import::Entity::find().order_by_desc(grade_import::Column::Id);
    let kept = kept.one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!((kept.changed, kept.bytes), (3, None), "the file is forgotten when it is over");
    let told = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("assessment.enter_grades"))
        .order_by_desc(history_event::Column::Id)
        .one(world.app.db.read());
    let told = told.await.unwrap().unwrap().detail.to_string();
    assert!(told.contains(&kept.sha256) && !told.contains("notas.xlsx"), "{told}");
    world.finish().await;
}

#[rocket::async_test]
async fn every_wrong_cell_is_told_where_it_is_and_nothing_is_written() {
    let world = World::new("book wrong").await;
    let class = Class::running(&world, 6, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let mut book = downloaded(&class.facilitator, &class).await;
    book[1][5] = "cuatro".into();
    book[1][6] = "5.1".into();
    book[2][5] = "4.75".into();
    book[2][6] = "=1+2".into();
    book[3][3] = "999999".into();
    book[4][0] = listed_name(1);
    let twice = book[5].clone();
    book.push(twice);
    book[6][5] = "4.5".into();
    book[0].push("Otra (10 %) [987654]".into());
    let nobody = format!("Celda D4 {}: este código no es de nadie", book[3][0]);
    let check = sent(&class.facilitator, &class, &book).await;
    let page = class.facilitator.get(&check).await.expect(200);
    page.expect_text(&format!("Celda F2 {}, ", spoken_name(0)))
        .expect_text("«5.1» no es una nota")
        .expect_text("«4.75» no es una nota")
        .expect_text(": es una fórmula")
        .expect_text(&nobody)
        .expect_text("la fila dice otra persona")
        .expect_text("está dos veces")
        .expect_text("Celda J1 La cohorte no tiene esta actividad")
        .expect_no_text("Guardar 1");
    class.facilitator.post(&check, &[]).await.expect(422);
    assert!(written(&world, &class).await.is_empty());
    // The person's own file, with what is wrong marked where it is.
    let marked = class.facilitator.get(&format!("{check}/archivo")).await.expect(200);
    let mut opened: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&marked.bytes)).unwrap();
    let list = opened.worksheet_range("Errores").unwrap();
    assert_eq!(list.rows().count(), 9, "a heading and eight errors");
    assert_eq!(rows(&marked.bytes)[1][5], "cuatro");

    // What is no book of this cohort is refused whole.
    let other = Class::named(&world, "dos", 1, &[-2]).await;
    usual_plan(&other).await;
    let foreign = downloaded(&other.facilitator, &other).await;
    let check = sent(&class.facilitator, &class, &foreign).await;
    class.facilitator.get(&check).await.expect_text("La planilla es de otra cohorte");
    let check = sent(&class.facilitator, &class, &vec![vec!["Nombre".into(), "Nota".into()]]).await;
    class.facilitator.get(&check).await.expect_text("no tiene los títulos");
    let path = format!("{}/importacion", class.grades());
    for (name, bytes, told) in [
        ("foto.xlsx", b"\xff\xd8\xff nothing".as_slice(), "El archivo no es una hoja de cálculo"),
        ("vacia.xlsx", b"", "El archivo está vacío."),
    ] {
        class.facilitator.upload(&path, name, bytes).await.expect(422).expect_text(told);
    }
    let big = vec![b'P'; 6 * 1024 * 1024];
    let told = "El archivo pesa más de 5 MB.";
    class.facilitator.upload(&path, "grande.xlsx", &big).await.expect(422).expect_text(told);
    class.facilitator.send_parts(&path, &[], None).await.expect(422).expect_text("Elija");
    other.facilitator.upload(&path, "notas.xlsx", &file(&book)).await.expect(404);
    assert!(written(&world, &class).await.is_empty());
    let _ = post;
    world.finish().await;
}

#[rocket::async_test]
async fn what_changed_after_the_download_is_not_overwritten_and_the_moment_is_not_forged() {
    let world = World::new("book meanwhile").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let first = [(nota(&class, post, 0), "2,0".to_owned())];
    class.facilitator.post(&class.grades(), &pairs(&first)).await.expect(303);
    let mut book = downloaded(&class.facilitator, &class).await;
    book[1][5] = "4.5".into();
    book[2][6] = "3.0".into();
    // The coordination corrects one of them meanwhile, and grades another that the file leaves.
    let page = class.coordinator.get(&class.grades()).await;
    let seen = crate::support::class::hidden(&page.body(), "visto");
    let meanwhile = [
        (nota(&class, post, 0), "2,5".to_owned()),
        (nota(&class, product, 0), "4,0".into()),
        ("visto".into(), seen),
    ];
    class.coordinator.post(&class.grades(), &pairs(&meanwhile)).await.expect(303);
    let check = sent(&class.facilitator, &class, &book).await;
    class
        .facilitator
        .get(&check)
        .await
        .expect_text("cambió después de descargar la planilla")
        .expect_text("Celda F2")
        .expect_text("2,5");
    let undecided = class.facilitator.submit(&check, &[]).await.expect(422);
    undecided.expect_text("diga cuál de las dos queda");
    assert_eq!(written(&world, &class).await, [25, 40]);

    // Writing a later moment into the file is found out.
    let now = downloaded(&class.facilitator, &class).await;
    let control = now[0].last().unwrap().clone();
    let parts: Vec<&str> = control.split('-').collect();
    let mut old: Vec<String> = book[0].last().unwrap().split('-').map(str::to_owned).collect();
    old[1] = parts[1].to_owned();
    let mut forged = book.clone();
    *forged[0].last_mut().unwrap() = old.join("-");
    let check = sent(&class.facilitator, &class, &forged).await;
    class.facilitator.get(&check).await.expect_text("«Control» fue cambiado");
    class.facilitator.post(&check, &[]).await.expect(422);
    assert_eq!(written(&world, &class).await, [25, 40]);

    // Negative control: the same cells in a file that showed what is there are written.
    let mut fresh = now;
    fresh[1][5] = "4.5".into();
    fresh[2][6] = "3.0".into();
    let check = sent(&class.facilitator, &class, &fresh).await;
    class.facilitator.submit(&check, &[]).await.expect_text("Se guardaron 2 notas");
    assert_eq!(written(&world, &class).await, [30, 40, 45]);
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_sends_a_book_says_which_grade_stays_where_one_changed_meanwhile() {
    let world = World::new("book choices").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let mut book = downloaded(&class.facilitator, &class).await;
    for (row, column, grade) in [(1, 5, "4.5"), (1, 6, "3.5"), (2, 6, "3.0")] {
        book[row][column] = grade.into();
    }
    // The coordination writes two of the three meanwhile.
    let page = class.coordinator.get(&class.grades()).await;
    let seen = crate::support::class::hidden(&page.body(), "visto");
    let meanwhile = [
        (nota(&class, post, 0), "2,5".to_owned()),
        (nota(&class, product, 0), "2,0".into()),
        ("visto".into(), seen),
    ];
    class.coordinator.post(&class.grades(), &pairs(&meanwhile)).await.expect(303);
    let check = sent(&class.facilitator, &class, &book).await;
    let page = class.facilitator.get(&check).await.expect(200);
    let seen = crate::support::class::hidden(&page.body(), "visto");
    page.expect_text("4,5, la del archivo").expect_text("2,5, la que escribió");
    let which = |activity| nota(&class, activity, 0).replace("nota", "cual");
    let choose = |seen: &str| {
        [
            (which(post), "archivo".to_owned()),
            (which(product), "actual".to_owned()),
            ("visto".to_owned(), seen.to_owned()),
        ]
    };
    // One choice of the two is not enough, and a grade written after the page was seen is asked anew.
    class.facilitator.submit(&check, &pairs(&choose(&seen)[..1])).await.expect(422);
    class.facilitator.submit(&check, &pairs(&choose("0"))).await.expect(422);
    assert_eq!(written(&world, &class).await, [20, 25]);
    let saved = class.facilitator.submit(&check, &pairs(&choose(&seen))).await;
    saved.expect_text("Se guardaron 2 notas");
    assert_eq!(written(&world, &class).await, [20, 30, 45]);
    world.finish().await;
}

#[rocket::async_test]
async fn two_people_of_one_name_are_told_apart_wherever_grades_are_given() {
    let world = World::new("book namesakes").await;
    let class = Class::running(&world, 1, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    class.add(144).await;
    assert_eq!(listed_name(0), listed_name(144));
    let book = downloaded(&class.coordinator, &class).await;
    assert_eq!((&book[1][0], book[1][2].is_empty()), (&book[2][0], false));
    assert_ne!(book[1][1], book[2][1], "the documents differ");
    let mut page = class.coordinator.get(&class.grades()).await.expect(200);
    for row in &book[1..] {
        page = page.expect_text(&format!("{} · {}", row[1], row[2]));
    }
    // Who grades without running the cohort sees what tells them apart, not the whole document.
    let masked = downloaded(&class.facilitator, &class).await;
    assert_ne!(masked[1][1], book[1][1]);
    class.facilitator.get(&class.grades()).await.expect_no_text(&book[1][1]);

    // Documents that were sorted without their codes are found out.
    let mut sorted = book.clone();
    let (first, second) = (book[1][1].clone(), book[2][1].clone());
    (sorted[1][1], sorted[2][1]) = (second, first);
    sorted[1][5] = "4.0".into();
    let check = sent(&class.coordinator, &class, &sorted).await;
    class.coordinator.get(&check).await.expect_text("la fila dice otra persona");
    class.coordinator.post(&check, &[]).await.expect(422);

    // Negative control: the same grade beside its own document.
    let mut right = book.clone();
    right[1][5] = "4.0".into();
    let check = sent(&class.coordinator, &class, &right).await;
    class.coordinator.get(&check).await.expect_text(&book[1][1]).expect_no_text(&book[2][1]);
    class.coordinator.submit(&check, &[]).await.expect_text("Se guardó 1 nota");
    let _ = post;
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_left_out_of_a_book_is_told() {
    let world = World::new("book left out").await;
    let class = Class::running(&world, 2, &[-1]).await;
    let [_, post, _] = usual_plan(&class).await[..] else { panic!("three") };
    let cells = [(nota(&class, post, 0), "4,0".to_owned())];
    class.facilitator.post(&class.grades(), &pairs(&cells)).await.expect(303);
    let book = downloaded(&class.facilitator, &class).await;

    let mut lost = book.clone();
    lost[0][5] = "Prueba final (60 %)".into();
    lost[2][5] = "3.0".into();
    let check = sent(&class.facilitator, &class, &lost).await;
    let told = format!("Escriba al final del título: [{post}]");
    class.facilitator.get(&check).await.expect_text(&told);
    class.facilitator.post(&check, &[]).await.expect(422);

    let mut more = book.clone();
    more[2][5] = "3.0".into();
    more[1][7] = "5,0".into();
    let control = more[0].pop().unwrap();
    more[0].extend([control, "Observaciones".to_owned()]);
    // A final grade written as text is told as the number is.
    let check = sent(&class.facilitator, &class, &more).await;
    class.facilitator.get(&check).await.expect(200).expect_text("la definitiva se calcula");
    more[1][7] = "5".into();
    let check = sent(&class.facilitator, &class, &more).await;
    let page = class.facilitator.get(&check).await.expect(200);
    let page = page.expect_text("La columna «Observaciones» no se lee");
    // What the final grade says is computed: a number in its place is told.
    page.expect_text("Guardar 1 nota")
        .expect_text(&format!("{}, ", spoken_name(0)))
        .expect_text("la definitiva se calcula");
    class.facilitator.submit(&check, &[]).await.expect_text("Se guardó 1 nota");
    world.finish().await;
}
