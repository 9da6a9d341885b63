//! The cohort's attendance as a page and as a workbook.

use calamine::{Data, Reader, Xlsx};

use crate::support::class::{Class, listed_name};
use crate::support::world::World;

#[rocket::async_test]
async fn the_grid_shows_letters_percentages_and_who_is_at_risk() {
    let world = World::new("grid").await;
    let class = Class::running(&world, 3, &[-2, -1, 5]).await;
    class.mark(0, &[(0, "presente"), (1, "ausente"), (2, "dispensado")]).await;
    class.mark(1, &[(0, "tarde"), (1, "excusa")]).await;
    let page = class.coordinator.get(&class.grid()).await.expect(200);
    let words = page.words();
    for line in [
        format!("{} P T ·", listed_name(0)),
        "P T · 100 % 66 % 100 % Cumple el mínimo".to_owned(),
        "A E · 0 % 0 % 33 % No alcanza el mínimo".to_owned(),
        "D – · 0 % 0 % 50 % No alcanza el mínimo".to_owned(),
        "2 de 3 sesiones dictadas".to_owned(),
        "1 sin registro".to_owned(),
    ] {
        assert!(words.contains(&line), "«{line}» is not in: {words}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_gobernacion_reads_it_with_masked_documents_and_the_focal_point_does_not() {
    let world = World::new("grid gobernacion").await;
    let class = Class::running(&world, 2, &[-1]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    let document = |index: i64| 7_000_000_000 + class.cohort.0 * 1_000 + index;
    let dotted = |number: i64| formacion::platform::numbers::grouped(number);
    let whole = class.coordinator.get(&class.grid()).await.expect(200);
    whole.expect_text(&dotted(document(0)));
    let gobernacion = world.as_gobernacion("50").await;
    let page = gobernacion.get(&class.grid()).await.expect(200);
    page.expect_text(&listed_name(0))
        .expect_text("*")
        .expect_no_text(&dotted(document(0)))
        .expect_no_text("/notas");
    let book = gobernacion.get(&format!("{}/xlsx", class.grid())).await.expect(200);
    let text = cells(&book.bytes);
    assert!(text.iter().flatten().any(|cell| cell.contains('*')));
    assert!(!text.iter().flatten().any(|cell| cell.contains(&document(0).to_string())));
    for (who, status) in [
        (world.as_gobernacion("18").await, 404),
        (world.as_coordinator("HUI").await, 404),
        (world.as_participant(1).await, 404),
    ] {
        who.get(&class.grid()).await.expect(status);
        who.get(&format!("{}/xlsx", class.grid())).await.expect(status);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_gobernacion_reads_the_people_of_its_department_in_a_cohort_of_two() {
    let world = World::new("grid of two departments").await;
    let mut class = Class::running(&world, 2, &[-1]).await;
    class.people.push(class.add_from(2, "95001", "Alcaldía de San José del Guaviare").await);
    class.coordinator.get(&class.grid()).await.expect(200).expect_text("3 personas con cupo");
    for (department, seen, unseen) in [("50", [0, 1].as_slice(), 2), ("95", &[2], 0)] {
        let gobernacion = world.as_gobernacion(department).await;
        let mut page = gobernacion.get(&class.grid()).await.expect(200);
        let book = gobernacion.get(&format!("{}/xlsx", class.grid())).await.expect(200);
        let sheet: Vec<String> = cells(&book.bytes).into_iter().flatten().collect();
        for index in seen {
            page = page.expect_text(&listed_name(*index));
            assert!(sheet.contains(&listed_name(*index)), "{department}");
        }
        page.expect_no_text(&listed_name(unseen));
        assert!(!sheet.contains(&listed_name(unseen)), "{department}");
    }
    world.finish().await;
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).expect("opens");
    let sheet = book.worksheet_range("Asistencia").expect("the sheet");
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[rocket::async_test]
async fn the_workbook_says_the_same_as_the_page_in_typed_cells() {
    let world = World::new("grid xlsx").await;
    let class = Class::running(&world, 2, &[-2, -1]).await;
    class.mark(0, &[(0, "presente"), (1, "ausente")]).await;
    class.mark(1, &[(0, "presente")]).await;
    let answered = class.coordinator.get(&format!("{}/xlsx", class.grid())).await.expect(200);
    assert!(answered.header("Content-Disposition").unwrap().contains("attachment"));
    let rows = cells(&answered.bytes);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0][0], "Apellidos y nombres");
    assert_eq!(rows[1][0], listed_name(0));
    let mut book = Xlsx::new(std::io::Cursor::new(answered.bytes)).expect("opens");
    assert_eq!(book.sheet_names(), ["Asistencia", "Notas"]);
    let sheet = book.worksheet_range("Asistencia").expect("the sheet");
    let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or_default();
    let number = (7_000_000_000 + class.cohort.0 * 1_000).to_string();
    assert_eq!(cell(1, 2), Data::String(number), "a document is a text");
    assert_eq!([cell(2, 4), cell(2, 5)], [Data::String("A".into()), Data::String("–".into())]);
    assert_eq!(
        [cell(1, 6), cell(1, 7), cell(1, 9)],
        [Data::Float(2.0), Data::Float(2.0), Data::Float(1.0)]
    );
    assert_eq!(cell(2, 12), Data::String("No alcanza el mínimo".into()));
    world.finish().await;
}

#[rocket::async_test]
async fn an_empty_cohort_says_what_to_do() {
    let world = World::new("grid empty").await;
    let class = Class::running(&world, 0, &[-1]).await;
    class.coordinator.get(&class.grid()).await.expect(200).expect_text("Todavía no hay asistencia");
    class
        .coordinator
        .get(&class.roll_call(0))
        .await
        .expect(200)
        .expect_text("No hay a quién pasar lista");
    class.coordinator.get(&format!("{}/xlsx", class.grid())).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn the_statements_of_a_page_do_not_grow_with_the_people() {
    let world = World::new("grid statements").await;
    let few = Class::named(&world, "pocas", 2, &[-4, -3]).await;
    let many = Class::named(&world, "muchas", 24, &[-2, -1]).await;
    let mut counts = Vec::new();
    for class in [&few, &many] {
        let everybody: Vec<_> =
            (0..class.people.len()).map(|person| (person, "presente")).collect();
        let fields = class.estados(&everybody);
        let before = world.app.db.statements();
        class
            .facilitator
            .post(&class.roll_call(0), &crate::support::class::pairs(&fields))
            .await
            .expect(303);
        let roll_call = world.app.db.statements() - before;
        let before = world.app.db.statements();
        class.coordinator.get(&class.grid()).await.expect(200);
        let grid = world.app.db.statements() - before;
        counts.push((roll_call, grid));
    }
    assert_eq!(counts[0], counts[1]);
    let (roll_call, grid) = counts[0];
    assert!(grid <= 8, "the grid sends {grid} statements, three of them for the session");
    assert!(roll_call <= 15, "a roll-call sends {roll_call} statements");
    world.finish().await;
}
