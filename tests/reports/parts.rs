//! A report that is read in parts says what it says at once.

use documents::report::Section;
use formacion::cohorts::entity::cohort::CohortId;
use formacion::reports::figures::{ReportFigures, compute};
use formacion::reports::pdf;
use formacion::reports::queries::{Depth, ReportQuery, facts, frame, last_session};
use formacion::reports::rules::Period;
use formacion::reports::sheets::{self, Listing, PeopleWriter as _, SheetKind};

use super::META;
use crate::support::world::World;

async fn figures(world: &World, question: &ReportQuery) -> ReportFigures {
    let now = world.app.clock.now();
    let read = facts(world.app.db.read(), question, now).await.unwrap();
    compute(("50", "Meta"), question.period, now, read)
}

/// The fields of a CSV without its headings.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let lines = csv.trim_start_matches('\u{feff}').lines().skip(1);
    lines.map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

#[rocket::async_test]
async fn a_list_read_in_parts_is_the_list_read_at_once() {
    let world = World::demo("reports_parts").await;
    let period = Period::year_of(world.app.clock.today());
    let db = world.app.db.read();
    let everybody = figures(&world, &ReportQuery::new("50", period, Depth::People)).await;
    let at_once = sheets::csv(&everybody, SheetKind::Attendance).unwrap();

    let question = ReportQuery::new("50", period, Depth::Totals);
    let cohorts = frame(db, &question).await.unwrap().cohorts;
    let cohorts: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    let sessions = last_session(db, &question, &cohorts).await.unwrap();
    let whole = figures(&world, &question).await;
    let parts = whole.parts(1);
    assert!(parts.len() > 1 && parts.iter().all(|part| part.len() == 1), "{parts:?}");
    assert_eq!(whole.parts(u64::MAX), [parts.concat()]);
    let mut listing = Listing::begin(whole, sessions).unwrap();
    for part in parts {
        let part = figures(&world, &ReportQuery::of_cohorts("50", period, part)).await;
        listing.people(&part).unwrap();
    }
    assert_eq!(listing.finish().unwrap(), at_once);
    let asked = world.as_account(META).await;
    let csv = asked.get("/informes/departamentos/50/csv/asistencia").await.expect(200);
    assert_eq!(csv.bytes, at_once);
    world.finish().await;
}

#[rocket::async_test]
async fn everybody_of_a_small_department_is_in_its_document() {
    let world = World::demo("reports_people_on_paper").await;
    let period = Period::year_of(world.app.clock.today());
    let figures = figures(&world, &ReportQuery::new("50", period, Depth::People)).await;
    let document = pdf::report(&figures, true);
    let of_people = |section: &&Section| section.title == "Asistencia";
    let section = document.sections.iter().find(of_people).expect("they are few");
    let paper = section.table.as_ref().unwrap();
    let csv = sheets::csv(&figures, SheetKind::Attendance).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let headings: Vec<&str> =
        csv.trim_start_matches('\u{feff}').lines().next().unwrap().split(';').collect();
    let rows = rows(&csv);
    assert_eq!(paper.rows.len(), rows.len(), "a file has no total");
    for (row, line) in paper.rows.iter().zip(&rows) {
        for (cell, column) in row.iter().zip(&paper.columns) {
            let place = headings.iter().position(|own| *own == column.heading).unwrap();
            let (cell, field) = (cell.replace('\u{a0}', " "), line[place].replace('\u{a0}', " "));
            // A spreadsheet reads numbers without a thousands mark.
            let is_same = cell == field || cell.replace('.', "") == field;
            assert!(is_same || (cell == "—" && field.is_empty()), "{cell} is not {field}");
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_document_of_thousands_has_the_sessions_of_the_cohorts_that_it_draws() {
    let world = World::demo("reports_drawn_in_parts").await;
    let period = Period::year_of(world.app.clock.today());
    let everybody = figures(&world, &ReportQuery::new("50", period, Depth::People)).await;
    let mut totals = figures(&world, &ReportQuery::new("50", period, Depth::Totals)).await;
    let drawn = pdf::drawn_of(&totals);
    assert!(!drawn.is_empty());
    let part = figures(&world, &ReportQuery::of_cohorts("50", period, drawn)).await;
    totals.show(part, false);
    let (whole, parted) = (pdf::report(&everybody, true), pdf::report(&totals, true));
    let pictures = |report: &documents::report::Report| -> Vec<String> {
        let all = report.sections.iter().flat_map(|section| &section.pictures);
        all.map(|drawing| drawing.svg.clone()).collect()
    };
    assert_eq!(pictures(&whole), pictures(&parted));
    assert!(!parted.sections.iter().any(|section| section.title == "Asistencia"));
    world.finish().await;
}
