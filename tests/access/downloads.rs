//! The workbook of a list holds the list (R88): what its page shows with the same filters, and nobody else.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::reports::pages::table;
use crate::support::world::{Character, World};

/// How many rows a list has, as its pager says: «1–50 de 1122».
fn total(words: &str) -> usize {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|one| one.is_ascii_digit());
    let is_range = |text: &str| {
        text.split_once('–').is_some_and(|(from, to)| is_number(from) && is_number(to))
    };
    let words: Vec<&str> = words.split_whitespace().collect();
    let at = words.windows(3).find(|three| is_range(three[0]) && three[1] == "de");
    let said = at.expect("the pager says how many there are")[2];
    said.trim_end_matches('.').replace('.', "").parse().expect("a number")
}

/// Returns the rows of the first sheet of a workbook, without its heading.
async fn rows(reader: &Character<'_>, address: &str) -> Vec<Vec<String>> {
    let answered = reader.get(address).await.expect(200);
    let mut book = Xlsx::new(Cursor::new(answered.bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("is read");
    range.rows().skip(1).map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[rocket::async_test]
async fn the_workbook_of_a_list_has_the_rows_of_its_page() {
    let world = World::demo("downloads of lists").await;
    let meta = world.as_account("coordinacion.meta@demostracion.example").await;
    let administrator = world.as_administrator().await;
    // The list, the table that shows it, and the columns of the name on both sides.
    for (reader, path, filters, id, (shown, written)) in [
        (&meta, "/cohortes", "", "cohortes", (0, 1)),
        (&meta, "/cohortes", "?etapa=running", "cohortes", (0, 1)),
        (&administrator, "/cohortes", "", "cohortes", (0, 1)),
        (&meta, "/personas", "", "personas", (0, 0)),
        (&meta, "/personas", "?municipio=50325", "personas", (0, 0)),
        (&meta, "/municipios", "", "municipios", (0, 1)),
        (&administrator, "/municipios", "?ver=todos", "municipios", (0, 1)),
        (&administrator, "/municipios", "?q=puerto&pdet=si", "municipios", (0, 1)),
    ] {
        let page = reader.get(&format!("{path}{filters}")).await.expect(200);
        let link = format!("{path}/xlsx{filters}");
        assert!(page.addresses().contains(&format!("href=\"{link}\"")), "{link} is offered");
        let book = rows(reader, &link).await;
        assert_eq!(book.len(), total(&page.words()), "{link}");
        let names: BTreeSet<&str> = book.iter().map(|row| row[written].as_str()).collect();
        for row in &table(&page.body(), id)[1..] {
            assert!(names.contains(row[shown].as_str()), "{link}: {}", row[shown]);
        }
    }
    // An order stands in the address, works without script, and is that of the workbook too.
    for (order, sign) in [("cupos", 1), ("-cupos", -1)] {
        let page = administrator.get(&format!("/cohortes?orden={order}")).await.expect(200);
        let shown: Vec<i64> = table(&page.body(), "cohortes")[1..]
            .iter()
            .map(|row| row[5].replace('.', "").parse::<i64>().expect("seats") * sign)
            .collect();
        assert!(shown.is_sorted(), "{order}: {shown:?}");
        let book = rows(&administrator, &format!("/cohortes/xlsx?orden={order}")).await;
        let seats: Vec<f64> = book.iter().map(|row| row[11].parse().expect("seats")).collect();
        assert!(seats.is_sorted_by(|one, other| one * sign as f64 <= other * sign as f64));
    }
    for (path, id) in [("/entidades", "entidades"), ("/cuentas", "cuentas")] {
        let first = async |order: &str| {
            let page = administrator.get(&format!("{path}?orden={order}")).await.expect(200);
            assert!(page.body().contains("aria-sort"), "{path} says its order {order}");
            table(&page.body(), id)[1][0].clone()
        };
        assert_ne!(first("nombre").await, first("-nombre").await, "{path} is turned around");
    }
    let ranked = meta.get("/prioridades?departamento=50").await.expect(200);
    let book = rows(&meta, "/prioridades/xlsx?departamento=50").await;
    assert_eq!(book.len(), total(&ranked.words()));
    assert!(book.iter().all(|row| row[3] == "Meta"), "of the department alone");
    let gaps = rows(&meta, "/brechas/xlsx?departamento=50").await;
    assert_eq!(gaps.len(), 29, "each municipality of Meta once");
    // What a page refuses is no file.
    for wrong in [
        "/prioridades/xlsx?pdet=mucho",
        "/brechas/xlsx?departamento=18",
        "/cohortes/xlsx?etapa=nada",
    ] {
        meta.get(wrong).await.expect(404);
    }
    for path in ["/personas/xlsx", "/cohortes/xlsx", "/prioridades/xlsx", "/brechas/xlsx"] {
        assert_ne!(world.as_anyone().get(path).await.status, 200, "{path}");
    }
    world.finish().await;
}
