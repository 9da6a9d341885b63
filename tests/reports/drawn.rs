//! What the pictures of a report say is what its tables say.

use documents::report;
use formacion::reports::asof::Knowledge;
use formacion::reports::figures::compute;
use formacion::reports::pdf;
use formacion::reports::queries::{Depth, ReportQuery, facts};
use formacion::reports::rules::Period;
use formacion::reports::sheets::{self, SheetKind};
use formacion::reports::views::charts;
use pictures::Width;

use super::META;
use super::asof::end_of;
use super::pages::{links_of, table, words};
use crate::support::figures::figure;
use crate::support::fixtures::day;
use crate::support::judges;
use crate::support::world::World;

async fn figures(world: &World) -> formacion::reports::figures::ReportFigures {
    known(world, Knowledge::Now).await
}

async fn known(world: &World, known: Knowledge) -> formacion::reports::figures::ReportFigures {
    let now = known.until(world.app.clock.now());
    let period = Period::year_of(world.app.clock.today());
    let question =
        ReportQuery::new("50", period, Depth::People).with_results().with_knowledge(known);
    let facts = facts(world.app.db.read(), &question, now).await.unwrap();
    compute(("50", "Meta"), period, now, facts)
}

#[rocket::async_test]
async fn the_map_says_what_the_table_of_municipalities_says() {
    let world = World::demo("reports_map").await;
    let reader = world.as_account(META).await;
    let html = reader.get("/informes/departamentos/50").await.expect(200).body();
    let map = html.split("<svg").find(|svg| svg.contains("<title>Asistentes por municipio, Meta"));
    assert!(map.is_some_and(|svg| svg.contains("role=\"group\"") && !svg.contains("style=\"")));
    let rows = table(&html, "municipios");
    let drawn = charts::map(&figures(&world).await, Width::Phone);
    assert_eq!(drawn.table.rows.len(), rows.len() - 2);
    assert!(drawn.title.contains(" reúne ") && drawn.title.contains("; sin alcanzar, "));
    let figures = figures(&world).await;
    for row in &figures.municipalities {
        // Each leads to its page, wherever it is drawn, and to nothing twice.
        let link = format!("<a href=\"/municipios/{}\"", row.code);
        assert_eq!(drawn.svg.as_str().matches(&link).count(), 1, "{}", row.name);
        assert!(world.as_anyone().get(&format!("/municipios/{}", row.code)).await.status == 200);
    }
    for (drawn, row) in drawn.table.rows.iter().zip(&rows[1..]) {
        assert_eq!(drawn[0], row[1]);
        let said = if row[3] == "Nunca" { "nunca alcanzado" } else { row[6].as_str() };
        assert_eq!(drawn[1], said, "{row:?}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_sessions_of_a_cohort_add_up_to_its_attendance() {
    let world = World::demo("reports_sessions").await;
    let reader = world.as_account(META).await;
    let report = reader.get("/informes/departamentos/50").await.expect(200).body();
    let mut drawn = 0;
    for link in links_of(&report, "cohortes", "/cohortes/") {
        let html = reader.get(&link).await.expect(200).body();
        if !html.contains("id=\"t-sesiones\"") {
            continue;
        }
        let sessions = table(&html, "sesiones");
        let people = table(&html, "asistencia");
        // Counted from the letters of the grid, person by person.
        let first = people[0].iter().position(|cell| cell.starts_with("Sesión ")).unwrap();
        let sum = |column: usize| -> u64 {
            sessions[1..].iter().map(|row| row[column].parse().unwrap_or(0)).sum()
        };
        for (place, row) in sessions[1..].iter().enumerate() {
            let letters = people[1..people.len() - 1].iter();
            let letters: Vec<&str> =
                letters.map(|person| person[first + place].trim_end_matches('*')).collect();
            let came = letters.iter().filter(|letter| ["P", "T"].contains(*letter)).count();
            assert_eq!(row[1].parse().unwrap_or(0), came, "{row:?} of {link}");
        }
        let total = people.last().unwrap();
        assert_eq!(sum(2).to_string(), total[total.len() - 5], "{link}");
        assert_eq!(sum(1).to_string(), total[total.len() - 4], "{link}");
        let held: Vec<&str> = sessions[1..]
            .iter()
            .map(|row| row[3].as_str())
            .filter(|cell| cell.ends_with('%'))
            .collect();
        let title = html.split("class=\"finding\">").nth(1).and_then(|rest| rest.split('<').next());
        if let [first, .., last] = held.as_slice()
            && held.iter().any(|cell| cell != first)
        {
            let said = format!("de {first} en la primera a {last} en la última");
            assert!(words(title.unwrap_or_default()).contains(&said), "{title:?} of {link}");
        }
        drawn += 1;
    }
    assert!(drawn > 0);
    world.finish().await;
}

#[rocket::async_test]
async fn the_document_says_the_cells_of_the_page_and_of_the_csv() {
    let world = World::demo("reports_document").await;
    let now = said_alike(&world, Knowledge::Now, "").await;
    // The same of a day that is over.
    let then = day(&world, -10);
    let then = said_alike(&world, Knowledge::At(end_of(then)), &format!("?corte={then}")).await;
    let (cells, wrong) = (now.cells + then.cells, [now.wrong, then.wrong].concat());
    figure(
        "P25",
        f64::from(cells),
        "cells of the document",
        wrong.is_empty(),
        "every cell of the PDF's tables beside the page's, headings beside the CSV's, today and of a day before",
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    world.finish().await;
}

/// Cells of the document, compared with those of the page.
struct Comparison {
    cells: u32,
    /// A sentence for each cell that differs.
    wrong: Vec<String>,
}

async fn said_alike(world: &World, known_by: Knowledge, query: &str) -> Comparison {
    let reader = world.as_account(META).await;
    let html = reader.get(&format!("/informes/departamentos/50{query}")).await.expect(200).body();
    let figures = known(world, known_by).await;
    let document = pdf::report(&figures, true);
    let mut alike = Comparison { cells: 0, wrong: Vec::new() };
    let results = format!("/informes/departamentos/50/resultados{query}");
    let results = reader.get(&results).await.expect(200).body();
    let parts = ["resumen", "municipios", "cohortes", "capacidades", "calidad"];
    // People are on no page of their own: their sheet is judged beside the CSV.
    let sections = document.sections.iter().filter(|section| section.title != "Asistencia");
    assert_eq!(sections.clone().count(), parts.len());
    for (section, id) in sections.zip(parts) {
        let html = if ["capacidades", "calidad"].contains(&id) { &results } else { &html };
        let Some(paper) = section.table.as_ref() else {
            assert!(!html.contains(&format!("id=\"t-{id}\"")), "{id} is on the page alone");
            continue;
        };
        let page = table(html, id);
        let csv = format!("/informes/departamentos/50/csv/{id}{query}");
        let csv = reader.get(&csv).await.expect(200);
        let csv = csv.body();
        let headings: Vec<&str> =
            csv.trim_start_matches('\u{feff}').lines().next().unwrap().split(';').collect();
        // The page leaves out what a whole department has nothing to say of, and of a cohort what a screen
        // does not hold.
        let left_out = headings.iter().filter(|heading| !page[0].iter().any(|own| own == *heading));
        let few = [("capacidades", 7), ("cohortes", 10)];
        let few = few.iter().find(|(part, _)| *part == id).map_or(0, |(_, count)| *count);
        assert_eq!(left_out.count(), few, "{id}");
        let places: Vec<Option<usize>> = paper
            .columns
            .iter()
            .map(|column| page[0].iter().position(|heading| *heading == column.heading))
            .collect();
        let rows = paper.rows.iter().chain((!paper.total.is_empty()).then_some(&paper.total));
        for (row, shown) in rows.zip(&page[1..]) {
            for (cell, place) in row.iter().zip(&places) {
                let Some(place) = place else { continue };
                let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
                alike.cells += 1;
                if text != shown[*place] {
                    alike.wrong.push(format!("{id}: {text} is {} in {row:?}", shown[*place]));
                }
            }
        }
        assert_eq!(paper.rows.len() + usize::from(!paper.total.is_empty()), page.len() - 1);
    }
    assert_eq!(
        SheetKind::ALL.len(),
        parts.len() + 1,
        "a new sheet has its section in the document"
    );
    for (card, figure) in html.split("class=\"figure__number\">").skip(1).zip(&document.figures) {
        assert_eq!(words(card.split('<').next().unwrap()), figure.number);
    }
    assert_eq!(document.head.notes.len(), sheets::notes(&figures).len());
    alike
}

/// Without blanks, the marks where a line may break, and hyphens of ours.
pub fn bare(text: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{ad}' | '\u{a0}');
    text.chars().filter(|c| !is_mark(*c)).collect()
}

/// The text of a document as it is drawn, read by another program; `None` where it is not installed.
pub fn drawn_text(pdf: &[u8]) -> Option<String> {
    let name = formacion::platform::secrets::short_id();
    let file = crate::support::figures::target().join(format!("read-{name}.pdf"));
    std::fs::write(&file, pdf).unwrap();
    let said = std::process::Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output();
    std::fs::remove_file(&file).unwrap();
    let said = said.inspect_err(|_| judges::missing("pdftotext")).ok()?;
    Some(bare(&String::from_utf8(said.stdout).unwrap()))
}

/// R61: the cells of the served file are those of the tables, read back from its bytes.
#[rocket::async_test]
async fn every_row_of_the_tables_is_read_back_from_the_served_document() {
    let world = World::demo("reports_pdf_read").await;
    let served = world.as_account(META).await;
    let served = served.get("/informes/departamentos/50/pdf").await.expect(200).bytes;
    let document = pdf::report(&figures(&world).await, true);
    let Some(text) = drawn_text(&served) else { return world.finish().await };
    let (mut cells, mut lost) = (0, Vec::new());
    for section in &document.sections {
        let Some(table) = &section.table else { continue };
        for row in table.rows.iter().chain([&table.total]) {
            cells += row.len();
            // On paper a hidden figure is a dot.
            if !text.contains(&bare(&row.concat().replace('*', "•"))) {
                lost.push(format!("{}: {row:?}", section.title));
            }
        }
    }
    figure(
        "R61",
        cells as f64,
        "cells",
        lost.is_empty(),
        "of the tables of a department's report, read back from the served PDF by pdftotext",
    );
    assert!(lost.is_empty() && cells > 500, "{cells} cells; lost: {lost:#?}");
    world.finish().await;
}

#[rocket::async_test]
async fn the_document_is_a_pdf_of_whoever_reads_the_department() {
    let world = World::demo("reports_pdf").await;
    let reader = world.as_account(META).await;
    let reply = reader.get("/informes/departamentos/50/pdf").await.expect(200);
    assert!(reply.bytes.starts_with(b"%PDF-"));
    let once = pdf::report(&figures(&world).await, true);
    assert_eq!(report::pdf(&once).unwrap(), report::pdf(&once).unwrap());
    reader.get("/informes/departamentos/18/pdf").await.expect(404);
    reader.get("/informes/departamentos/50/pdf?desde=31/02/2026").await.expect(422);
    let nobody = world.as_gobernacion("91").await;
    nobody.get("/informes/departamentos/91/pdf").await.expect(200);
    world.finish().await;
}
