//! The executive reports, judged by rows read again from the tables, and read back from page, workbook
//! and paper (R61, R64).

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{Datelike, NaiveDate};
use formacion::certification::entity::certificate;
use formacion::cohorts::entity::cohort;
use formacion::enrolment::entity::enrolment;
use formacion::reports::executive::query::{ExecutiveQuery, ambit_choices};
use formacion::reports::executive::report::{ExecutiveReport, ReportKind};
use formacion::reports::executive::{count, document};
use formacion::reports::rules::Period;
use formacion::territory::queries::unit_territory;
use sea_orm::EntityTrait;

use super::pages::{table, words};
use super::recount::{Count, recount, share};
use super::{CAQUETA, META};
use crate::support::figures::figure;
use crate::support::world::{Character, World};

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The value of a line of the summary.
pub fn value(page: &str, what: &str) -> String {
    let rows = table(page, "resumen");
    let row = rows.iter().find(|row| row[0] == what);
    row.unwrap_or_else(|| panic!("no line «{what}»"))[1].clone()
}

/// The report as the code tells it, for the same question as an address.
pub async fn told(
    reader: &Character<'_>,
    world: &World,
    kind: ReportKind,
    ambit: &str,
) -> ExecutiveReport {
    let (db, today) = (world.app.db.read(), world.app.clock.today());
    let actor = reader.actor().await;
    let choices = ambit_choices(db, &actor).await.unwrap();
    let period = Period::year_of(today);
    let asked: ExecutiveQuery = choices.query(&actor, ambit, period, today).unwrap();
    count(db, kind, &asked, world.app.clock.now()).await.unwrap()
}

/// What a page writes, as the number that it is.
fn number(text: &str) -> Option<f64> {
    let (text, by) = match text.strip_suffix('%') {
        Some(text) => (text.trim_end(), 100.0),
        None => (text, 1.0),
    };
    text.replace('.', "").replace(',', ".").parse::<f64>().ok().map(|value| value / by)
}

/// Every cell of every table of a report: page, workbook and paper. Answers how many were compared.
pub async fn agree(reader: &Character<'_>, world: &World, kind: ReportKind, ambit: &str) -> u32 {
    let path = kind.path();
    let page = reader.get(&format!("{path}?ambito={ambit}")).await.expect(200).body();
    let bytes = reader.get(&format!("{path}/xlsx?ambito={ambit}")).await.expect(200).bytes;
    let mut book: Xlsx<Cursor<Vec<u8>>> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let told = told(reader, world, kind, ambit).await;
    let parts = told.tables();
    let mut names: Vec<String> = parts.iter().map(|part| part.name.clone()).collect();
    names.push("Notas".to_owned());
    assert_eq!(book.sheet_names(), names);
    let mut compared = 0;
    for part in &parts {
        let range = book.worksheet_range(&part.name).expect("the sheet");
        let sheet: Vec<&[Data]> = range.rows().collect();
        if part.rows.is_empty() {
            assert!(page.contains(part.empty), "{} says that it is empty", part.name);
            continue;
        }
        let shown = table(&page, part.id);
        assert_eq!(shown.len(), sheet.len(), "{} of {path}", part.name);
        let last = shown.len() - 1;
        for (place, (shown, cells)) in shown.iter().zip(&sheet).enumerate() {
            let is_total = part.total.is_some() && place == last;
            for (text, cell) in shown.iter().zip(*cells) {
                match cell {
                    Data::Empty if is_total => assert_eq!(text, ""),
                    Data::Empty => assert_eq!(text, "—"),
                    Data::String(said) => {
                        assert_eq!(*text, said.split_whitespace().collect::<Vec<_>>().join(" "));
                    }
                    Data::Float(said) => {
                        let text = number(text).unwrap_or_else(|| panic!("«{text}» is no number"));
                        assert!((text - said).abs() < 0.005_001, "{text} and {said}");
                    }
                    other => panic!("an unexpected cell {other:?}"),
                }
                compared += 1;
            }
        }
    }
    // On paper: what leads, and the cells of its tables.
    let paper = document(&told, true);
    let cards: Vec<String> = page
        .split("class=\"figure__number\">")
        .skip(1)
        .map(|card| words(card.split('<').next().unwrap()))
        .collect();
    assert_eq!(
        paper.figures.iter().map(|one| &one.number).collect::<Vec<_>>(),
        cards.iter().collect::<Vec<_>>()
    );
    for section in &paper.sections {
        let Some(on_paper) = &section.table else { continue };
        let part = parts.iter().find(|part| part.name == section.title).expect("a part");
        let shown = table(&page, part.id);
        for (row, shown) in on_paper.rows.iter().zip(&shown[1..]) {
            let row: Vec<String> = row
                .iter()
                .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(&row, shown);
            compared += u32::try_from(row.len()).unwrap();
        }
        if !on_paper.total.is_empty() {
            assert_eq!(&on_paper.total, shown.last().unwrap());
        }
    }
    assert_eq!(told.notes.len(), paper.head.notes.len());
    for (name, note) in &told.notes {
        assert!(
            words(&page).contains(&note.split_whitespace().collect::<Vec<_>>().join(" ")),
            "{name}"
        );
    }
    let pdf = reader.get(&format!("{path}/pdf?ambito={ambit}")).await.expect(200);
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    compared
}

#[rocket::async_test]
async fn page_workbook_and_paper_agree_cell_by_cell() {
    let world = World::demo("executive_cells").await;
    let mut cells = 0;
    for (reader, ambit) in [
        (world.as_administrator().await, "pais"),
        (world.as_administrator().await, "programa-1"),
        (world.as_coordinator("MET").await, "unidad-MET"),
        (world.as_account(META).await, "departamento-50"),
    ] {
        for kind in ReportKind::ALL {
            cells += agree(&reader, &world, kind, ambit).await;
        }
    }
    figure(
        "P25",
        f64::from(cells),
        "cells",
        cells > 1_000,
        "three reports of four ambits on page, XLSX and PDF",
    );
    assert!(cells > 1_000, "{cells}");
    world.finish().await;
}

/// Places of cohorts that ended in a period, and those with what their cohort ends in, of some municipalities:
/// first of those that certify, then of those that give a constancia.
async fn finished(
    world: &World,
    codes: &BTreeSet<String>,
    from: NaiveDate,
    to: NaiveDate,
) -> [(u64, u64); 2] {
    let db = world.app.db.read();
    let to = to.min(world.app.clock.today());
    let cohorts = cohort::Entity::find().all(db).await.unwrap();
    let certificates = certificate::Entity::find().all(db).await.unwrap();
    let mut found = [(0, 0); 2];
    for place in enrolment::Entity::find().all(db).await.unwrap() {
        let own = cohorts.iter().find(|cohort| cohort.id == place.cohort_id).unwrap();
        let code = place.municipality_code.clone().unwrap_or_default();
        if place.stage != enrolment::Stage::Confirmed
            || !codes.contains(&code)
            || !matches!(own.stage, cohort::Stage::Running | cohort::Stage::Closed)
            || own.ends_on < from
            || own.ends_on > to
        {
            continue;
        }
        let (at, kind) = match own.pass_mark {
            Some(_) => (0, certificate::Kind::Certificado),
            None => (1, certificate::Kind::Constancia),
        };
        found[at].0 += 1;
        found[at].1 += u64::from(certificates.iter().any(|one| {
            let is_valid = one.state == certificate::State::Active && one.kind == kind;
            one.enrolment_id == place.id && is_valid
        }));
    }
    found
}

#[rocket::async_test]
async fn every_figure_of_the_operation_equals_a_recount_of_the_raw_rows() {
    let world = World::demo("executive_recount").await;
    let db = world.app.db.read();
    let today = world.app.clock.today();
    let year = today.year();
    let administrator = world.as_administrator().await;
    for (from, to) in [
        (day(year, 1, 1), day(year, 12, 31)),
        (today - chrono::TimeDelta::days(20), today),
        (today, today),
        (day(2001, 1, 1), day(2001, 12, 31)),
    ] {
        let days = format!("desde={from}&hasta={to}");
        for (email, department) in [(META, "50"), (CAQUETA, "18")] {
            let reader = world.as_account(email).await;
            let path =
                format!("{}?ambito=departamento-{department}&{days}", ReportKind::Operation.path());
            let page = reader.get(&path).await.expect(200).body();
            let expected = recount(&world, department, from, to).await;
            let codes = expected.municipalities.keys().cloned().collect();
            let ended = finished(&world, &codes, from, to).await;
            let another = expected.municipalities.len() as u64 - expected.covered - expected.never;
            for (what, number) in [
                ("Cohortes", expected.cohorts.len() as u64),
                ("Sesiones dictadas", expected.held),
                ("Sesiones previstas", expected.planned),
                ("Inscritos", expected.all.enrolled),
                ("Asistentes", expected.all.attended),
                ("Certificados", expected.all.certified),
                ("Constancias", expected.all.attested),
                ("En cohortes iniciadas", expected.all.begun),
                ("En cohortes por iniciar", expected.all.enrolled - expected.all.begun),
                ("Municipios", expected.municipalities.len() as u64),
                ("Municipios alcanzados", expected.covered),
                ("Municipios nunca alcanzados", expected.never),
                ("Municipios alcanzados en otro periodo", another),
                ("Terminaron un curso con certificado", ended[0].0),
                ("Terminaron un curso con constancia", ended[1].0),
            ] {
                assert_eq!(value(&page, what), number.to_string(), "{what} of {path}");
            }
            for ((all, with), what) in ended
                .into_iter()
                .zip(["Finalización con certificado", "Finalización con constancia"])
            {
                let part = if all == 0 { "—".to_owned() } else { share(with, all) };
                assert_eq!(value(&page, what), part, "{what} of {path}");
            }
            assert_eq!(value(&page, "Asistencia"), expected.all.percent(), "{path}");
            for row in &table(&page, "grupos")[1..=expected.municipalities.len()] {
                let count = &expected.municipalities[&row[1]];
                let counted =
                    [count.enrolled, count.begun, count.attended, count.certified, count.attested];
                assert_eq!(row[5..10], counted.map(|n| n.to_string()), "{row:?} of {path}");
            }
        }
        // The country is the sum of its departments, and a unit that of the municipalities it serves.
        let mut all: Vec<(String, Count)> = Vec::new();
        for department in formacion::territory::queries::departments(db).await.unwrap() {
            all.extend(recount(&world, &department.code, from, to).await.municipalities);
        }
        let served: Vec<String> =
            unit_territory(db, "MET").await.unwrap().into_iter().map(|place| place.code).collect();
        let sum = |codes: Option<&[String]>| -> [String; 4] {
            let own = all.iter().filter(|(code, _)| codes.is_none_or(|codes| codes.contains(code)));
            own.fold([0; 4], |[a, b, c, d], (_, one)| {
                let reached = u64::from(one.attended > 0);
                [a + one.enrolled, b + one.attended, c + one.certified, d + reached]
            })
            .map(|number| number.to_string())
        };
        let path = ReportKind::Operation.path();
        let country = administrator.get(&format!("{path}?{days}")).await.expect(200).body();
        let lines = ["Inscritos", "Asistentes", "Certificados", "Municipios alcanzados"];
        assert_eq!(lines.map(|what| value(&country, what)), sum(None));
        let unit = administrator.get(&format!("{path}?ambito=unidad-MET&{days}")).await.expect(200);
        let unit = unit.body();
        assert_eq!(lines.map(|what| value(&unit, what)), sum(Some(&served)));
        let groups = table(&country, "grupos");
        let row = groups.iter().find(|row| row[1] == "MET").expect("the unit's row");
        let said = [5, 7, 8].map(|column| row[column].clone());
        assert_eq!(said[..], sum(Some(&served))[..3]);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn each_figure_stands_beside_that_of_as_many_days_before() {
    let world = World::demo("executive_before").await;
    let reader = world.as_account(META).await;
    let today = world.app.clock.today();
    let path = ReportKind::Operation.path();
    let (from, to) = (today - chrono::TimeDelta::days(29), today);
    let (first, last) = (from - chrono::TimeDelta::days(30), from - chrono::TimeDelta::days(1));
    let now = reader.get(&format!("{path}?desde={from}&hasta={to}")).await.expect(200).body();
    let before = reader.get(&format!("{path}?desde={first}&hasta={last}")).await.expect(200).body();
    let mut known = 0;
    for (row, earlier) in table(&now, "resumen").iter().zip(table(&before, "resumen")).skip(1) {
        let of_the_day =
            ["Municipios", "Municipios nunca alcanzados", "Municipios alcanzados en otro periodo"];
        if !of_the_day.contains(&row[0].as_str()) {
            assert_eq!(row[2], earlier[1], "{}", row[0]);
            known += usize::from(row[2] != "—" && row[2] != "0");
        }
    }
    assert!(known > 3, "the demonstration has something in both");
    world.finish().await;
}

#[rocket::async_test]
async fn an_ambit_that_is_somebody_elses_looks_exactly_like_one_that_does_not_exist() {
    let world = World::demo("executive_scope").await;
    let (meta, coordinator) = (world.as_account(META).await, world.as_coordinator("MET").await);
    let mut own = 0;
    for kind in ReportKind::ALL {
        for file in ["", "/xlsx", "/pdf"] {
            let path = format!("{}{file}", kind.path());
            for (reader, foreign) in [
                (
                    &meta,
                    ["pais", "unidad-MET", "departamento-18", "departamento-18&desde=31/02/2026"],
                ),
                (&coordinator, ["pais", "unidad-CAQ", "departamento-05", "unidad-BOG"]),
            ] {
                let absent =
                    reader.get(&format!("{path}?ambito=departamento-00")).await.expect(404);
                for ambit in foreign {
                    let answered = reader.get(&format!("{path}?ambito={ambit}")).await.expect(404);
                    assert_eq!(
                        answered.body_without_request_id(),
                        absent.body_without_request_id(),
                        "{ambit}"
                    );
                }
                for absent in ["unidad-XYZ", "programa-99999", "persona-1", "programa-x"] {
                    reader.get(&format!("{path}?ambito={absent}")).await.expect(404);
                }
                reader.get(&path).await.expect(200);
                reader.get(&format!("{path}?ambito=programa-1")).await.expect(200);
                reader.get(&format!("{path}?desde=31/02/2026")).await.expect(422);
                own += 1;
            }
            world.as_facilitator("ana").await.get(&path).await.expect(403);
        }
    }
    assert_eq!(own, 6 * ReportKind::ALL.len());
    // A course is read within one's own territory.
    let page =
        meta.get(&format!("{}?ambito=programa-1", ReportKind::Operation.path())).await.body();
    assert_eq!(value(&page, "Municipios"), "29");
    world.finish().await;
}

#[rocket::async_test]
async fn a_report_sends_as_many_statements_for_the_country_as_for_a_village() {
    let world = World::demo("executive_statements").await;
    let administrator = world.as_administrator().await;
    for kind in ReportKind::ALL {
        for ambit in ["pais", "unidad-MET", "departamento-50", "programa-1"] {
            let before = world.app.db.statements();
            administrator.get(&format!("{}?ambito={ambit}", kind.path())).await.expect(200);
            let sent = world.app.db.statements() - before;
            figure(
                "P26",
                sent as f64,
                "statements",
                sent <= 15,
                &format!("{} of {ambit}", kind.label()),
            );
            assert!(sent <= 15, "{sent} statements for {ambit} of {}", kind.label());
        }
    }
    world.finish().await;
}
