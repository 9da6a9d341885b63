//! The board: the figures of the reports on one page, for each who reads them, with its filters in every
//! address (R60, R61).

use chrono::Datelike;
use formacion::platform::dates::input_date;
use formacion::reports::executive::report::ReportKind;
use formacion::reports::rules::Period;

use super::drawn::{bare, drawn_text};
use super::executive::value;
use super::pages::{links, links_of, table, words};
use super::{CAQUETA, META};
use crate::ledger::class;
use crate::support::fixtures::day;
use crate::support::world::World;

const OPERATION: &str = "/informes/ejecutivos/operacion";
const CAPACITY: &str = "/informes/ejecutivos/capacidad";

/// The number of a figure that stands first.
pub fn figure(page: &str, label: &str) -> String {
    let cards = page.split("class=\"figure__number\">").skip(1);
    let found = cards.map(words).find(|card| card.contains(label));
    let card = found.unwrap_or_else(|| panic!("no figure «{label}»"));
    card.split(label).next().unwrap_or_default().trim().to_owned()
}

#[rocket::async_test]
async fn the_figures_of_a_board_are_those_of_the_reports_for_the_same_filters() {
    let world = World::demo("board_figures").await;
    let today = world.app.clock.today();
    let year = Period::year_of(today);
    let last = Period { from: today - chrono::TimeDelta::days(45), to: today };
    let (meta, caqueta) = (world.as_account(META).await, world.as_account(CAQUETA).await);
    let (country, unit) = (world.as_administrator().await, world.as_coordinator("MET").await);
    let mut counted = 0;
    for period in [year, last] {
        let days = format!("desde={}&hasta={}", input_date(period.from), input_date(period.to));
        for (reader, board, ambit) in [
            (&meta, "departamento=50", "departamento-50"),
            (&caqueta, "", "departamento-18"),
            (&country, "departamento=50", "departamento-50"),
            (&country, "", "pais"),
            (&unit, "", "unidad-MET"),
        ] {
            let path = format!("/tablero?{board}&{days}");
            let page = reader.get(&path).await.expect(200).body();
            let of = |report: &str| format!("{report}?ambito={ambit}&{days}");
            let operation = reader.get(&of(OPERATION)).await.expect(200).body();
            let capacity = reader.get(&of(CAPACITY)).await.expect(200).body();
            let told = |what: &str| value(&operation, what);
            assert_eq!(figure(&page, "Inscritos"), told("Inscritos"), "{path}");
            assert_eq!(figure(&page, "Certificados"), told("Certificados"), "{path}");
            assert_eq!(figure(&page, "Asistencia"), told("Asistencia"), "{path}");
            counted += usize::from(told("Asistencia") != "—");
            assert_eq!(
                figure(&page, "Municipios alcanzados"),
                format!("{} de {}", told("Municipios alcanzados"), told("Municipios")),
                "{path}"
            );
            let another = told("Municipios alcanzados en otro periodo");
            if another != "0" {
                let never = told("Municipios nunca alcanzados");
                assert!(
                    page.contains(&format!("{another} en otro periodo, {never} nunca")),
                    "{path}"
                );
            }
            let stages = table(&operation, "etapas");
            let running = stages.iter().find(|row| row[0] == "En curso");
            assert_eq!(
                figure(&page, "Cohortes en curso"),
                running.map_or("0", |row| row[1].as_str()),
                "{path}"
            );
            assert!(page.contains(&format!("De {} del periodo", told("Cohortes"))), "{path}");
            assert_eq!(
                figure(&page, "Siguen en el cargo"),
                value(&capacity, "Siguen en el cargo"),
                "{path}"
            );
            if let Some(department) = ambit.strip_prefix("departamento-") {
                let rows = table(&page, "municipios");
                let known = table(&operation, "grupos");
                let never = page.split("<summary>Nunca alcanzados").nth(1).unwrap_or_default();
                let never = words(never.split("</details>").next().unwrap_or_default());
                let zeros = known[1..].iter().filter(|own| own[4] == "1" && own[5] == "0");
                for own in zeros.clone() {
                    assert!(never.contains(own[0].as_str()), "{own:?} of {path}");
                }
                assert_eq!(rows.len() + zeros.count(), known.len() - 1, "without the total");
                for own in known[1..known.len() - 1].iter().filter(|own| own[4] == "0") {
                    let reach = if own[3] == "1" { "En el periodo" } else { "En otro periodo" };
                    let name = format!("{} {reach}", own[0]);
                    let row = rows.iter().find(|row| row[0] == name).expect("is told");
                    assert_eq!(row[1..5], own[5..9], "{row:?} of {path}");
                }
                let report = format!("/informes/departamentos/{department}?{days}");
                let report = reader.get(&report).await.expect(200).body();
                assert_eq!(figure(&page, "Asistencia"), value(&report, "Asistencia"), "{path}");
            }
        }
    }
    assert!(counted > 5, "the demonstration has sessions in both periods");
    world.finish().await;
}

#[rocket::async_test]
async fn each_reads_the_board_of_what_they_answer_for_and_a_foreign_department_looks_absent() {
    let world = World::demo("board_scope").await;
    let meta = world.as_account(META).await;
    let own = meta.get("/tablero").await.expect(200).expect_text("Tablero: Meta");
    own.expect_text("Mapiripán").expect_no_text("El Paujil").expect_no_text("Cohortes confirmadas");
    let coordinator = world.as_coordinator("MET").await;
    let wide = coordinator.get("/tablero").await.expect(200);
    let wide = wide.expect_text("Cohortes confirmadas y en curso").expect_no_text("Caquetá").body();
    let departments = table(&wide, "departamentos");
    assert!(departments.iter().any(|row| row[0] == "Meta"));
    // Whose municipalities are counted stands beside the number, here and in the list of reports.
    assert_eq!(departments[0][1], "Alcanzados de su dirección");
    assert!(wide.contains("Bajo el mínimo"));
    let inside = coordinator.get("/tablero?departamento=50").await.expect(200);
    let inside = inside.expect_text("Tablero: Meta").expect_text("Cohortes confirmadas y en curso");
    inside.expect_text("Municipios de su dirección");
    let index = coordinator.get("/informes").await.expect(200).body();
    assert_eq!(table(&index, "departamentos")[0][1], "Municipios del departamento");
    let administrator = world.as_administrator().await;
    let country = administrator.get("/tablero").await.expect(200).body();
    let departments = table(&country, "departamentos");
    assert!(departments.len() > 33, "every department");
    assert_eq!(departments[0][1], "Alcanzados");
    // Each number of a row opens its people.
    let row = departments.iter().find(|row| row[0] == "Meta").expect("its row");
    let lists = links_of(&country, "departamentos", "/informes/departamentos/50/personas");
    assert_eq!(lists.len(), row[3..].iter().filter(|number| *number != "0").count());
    administrator.get(&lists[0]).await.expect(200).expect_text(&format!("de {}", row[3]));
    let places = links_of(&country, "departamentos", "/informes/departamentos/50?");
    assert!(!places.is_empty() && places.iter().all(|link| link.ends_with("#municipios")));
    for reader in [&meta, &coordinator] {
        for days in ["", "&desde=31/02/2026"] {
            let foreign = reader.get(&format!("/tablero?departamento=18{days}")).await.expect(404);
            let absent = reader.get(&format!("/tablero?departamento=00{days}")).await.expect(404);
            assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
        }
    }
    let without = world.as_account("enlace.mapiripan@demostracion.example").await;
    without.get("/tablero").await.expect(403);
    world.as_facilitator("ana").await.get("/tablero").await.expect(403);
    assert_eq!(world.as_anyone().get("/tablero").await.status, 303);
    world.finish().await;
}

#[rocket::async_test]
async fn filters_stay_in_the_addresses_of_a_board_and_what_cannot_be_read_is_told() {
    let world = World::demo("board_filters").await;
    let administrator = world.as_administrator().await;
    let days = "desde=2026-02-01&hasta=2026-11-15";
    let country = administrator.get(&format!("/tablero?{days}")).await.expect(200).body();
    let boards = links_of(&country, "departamentos", "/tablero");
    assert!(boards.len() > 30 && boards.iter().all(|link| link.contains(days)), "{boards:?}");
    for link in &boards {
        let land = format!("<a href=\"{}\" aria-label=\"", link.replace('&', "&amp;"));
        assert_eq!(country.matches(&land).count(), 1, "{link} on the map");
    }
    let meta = boards.iter().find(|link| link.contains("departamento=50")).expect("Meta");
    let page = administrator.get(meta).await.expect(200).body();
    assert!(page.contains("value=\"2026-02-01\"") && page.contains("value=\"2026-11-15\""));
    let capacities = links_of(&page, "capacidades", "/tablero");
    let kept = |link: &String| link.contains("departamento=50") && link.contains(days);
    assert!(!capacities.is_empty() && capacities.iter().all(kept), "{capacities:?}");
    let chosen = capacities.iter().find(|link| link.contains("TRI-01")).expect("TRI-01");
    let chosen = chosen.split('#').next().unwrap_or_default();
    let line = administrator.get(chosen).await.expect(200);
    assert!(line.body().contains("value=\"TRI-01\" selected"));
    for link in links(&page) {
        administrator.get(&link).await.expect(200);
    }
    for (query, sentence) in [
        ("departamento=50&desde=31/02/2026", "no existe"),
        ("departamento=50&desde=2026-05-02&hasta=2026-05-01", "es anterior a la inicial"),
        ("departamento=50&capacidad=NADA-99", "Elija una capacidad de la lista"),
    ] {
        let refused = administrator.get(&format!("/tablero?{query}")).await.expect(422);
        refused.expect_text(sentence);
    }
    let typed = administrator.get("/tablero?departamento=50&desde=31/02/2026").await.body();
    assert!(typed.contains("31/02/2026"), "what was typed stays");
    world.finish().await;
}

#[rocket::async_test]
async fn a_board_says_what_its_figures_say_before_any_table() {
    let world = World::demo("board_findings").await;
    let administrator = world.as_administrator().await;
    let page = administrator.get("/tablero?departamento=50").await.expect(200).body();
    let findings: Vec<String> = page
        .split("class=\"finding\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .map(words)
        .collect();
    let said = |begin: &str| {
        let found = findings.iter().find(|finding| finding.starts_with(begin));
        found.unwrap_or_else(|| panic!("no finding «{begin}» in {findings:?}"))
    };
    assert!(said("Asistentes por municipio, Meta").contains(" reúne "));
    let months = table(&page, "asistencia");
    let last = months.iter().rev().find(|row| row[3].ends_with('%')).expect("a month");
    let month = format!("{} en {}", last[3], last[0]);
    assert!(said("Asistencia por mes, Meta").contains(&month), "{month} in {findings:?}");
    let line = table(&page, "linea");
    let people = &line.last().expect("a line")[3];
    let in_post = findings.iter().find(|finding| finding.contains("certificadas en el cargo"));
    assert!(in_post.is_some_and(|finding| finding.contains(&format!("Meta: {people}"))));
    // What is seen first stands first: the map, what waits, attendance; and the tables are one click away.
    let at = |id: &str| page.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}"));
    assert!(at("municipios") < at("espera") && at("espera") < at("asistencia"));
    assert!(at("asistencia") < at("capacidades"));
    for id in ["t-municipios", "t-asistencia", "t-linea"] {
        let before = &page[..at(id)];
        assert!(
            before.rfind("<details") > before.rfind("</details>"),
            "{id} is under «Ver los datos»"
        );
    }
    world.finish().await;
}

#[rocket::async_test]
async fn the_sheet_of_a_department_says_what_its_board_says_to_who_answers_for_it() {
    let world = World::demo("board_sheet").await;
    let (meta, unit) = (world.as_account(META).await, world.as_coordinator("MET").await);
    for reader in [&meta, &unit] {
        let board = reader.get("/tablero?departamento=50").await.expect(200).body();
        let link = links(&board).into_iter().find(|link| link.starts_with("/tablero/hoja?"));
        let served = reader.get(&link.expect("leads to its sheet")).await.expect(200);
        assert!(served.bytes.starts_with(b"%PDF-"));
        let Some(text) = drawn_text(&served.bytes) else { continue };
        for label in ["Inscritos", "Certificados", "Asistencia", "Siguen en el cargo"] {
            let card = bare(&format!("{}{label}", figure(&board, label)));
            assert!(text.contains(&card), "{card} in {text}");
        }
        for said in ["Lo que falta", "Lo que viene", "Sin llegar:", "Página 1 de 1"] {
            assert!(text.contains(&bare(said)), "{said} in {text}");
        }
    }
    meta.get("/tablero/hoja").await.expect(200);
    let report = meta.get("/informes/departamentos/50").await.expect(200).body();
    assert!(links(&report).iter().any(|link| link.starts_with("/tablero/hoja?departamento=50")));
    let foreign = meta.get("/tablero/hoja?departamento=18").await.expect(404);
    let absent = meta.get("/tablero/hoja?departamento=00").await.expect(404);
    assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    meta.get("/tablero/hoja?departamento=50&desde=31/02/2026").await.expect(303);
    // Of a department where nobody was trained it is a sheet too.
    world.as_gobernacion("91").await.get("/tablero/hoja").await.expect(200);
    let without = world.as_account("enlace.mapiripan@demostracion.example").await;
    without.get("/tablero/hoja").await.expect(403);
    assert_eq!(world.as_anyone().get("/tablero/hoja").await.status, 303);
    world.finish().await;
}

#[rocket::async_test]
async fn a_board_sends_as_many_statements_for_a_country_as_for_a_village() {
    let world = World::demo("board_statements").await;
    let (administrator, unit) = (world.as_administrator().await, world.as_coordinator("MET").await);
    let meta = world.as_account(META).await;
    for (reader, path) in [
        (&administrator, "/tablero"),
        (&administrator, "/tablero?departamento=50"),
        (&administrator, "/tablero?departamento=05&capacidad=TRI-01"),
        (&unit, "/tablero"),
        (&unit, "/tablero?departamento=50"),
        (&meta, "/tablero"),
    ] {
        let before = world.app.db.statements();
        reader.get(path).await.expect(200);
        let sent = world.app.db.statements() - before;
        assert!(sent <= 15, "{sent} statements for {path}");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_capacity_below_its_target_is_told_with_the_municipality_that_lacks_it() {
    let world = World::new("board targets").await;
    class(&world, 3).await;
    let met = world.as_coordinator("MET").await;
    let since = input_date(day(&world, -20));
    for (place, people) in [("50325", "5"), ("50577", "2")] {
        let fields = [
            ("capacidad", "TRI-01"),
            ("personas", people),
            ("desde", since.as_str()),
            ("motivo", "Plan de desarrollo"),
        ];
        met.post(&format!("/municipios/{place}/capacidad/meta"), &fields).await.expect(303);
    }
    let page = met.get("/tablero?departamento=50").await.expect(200);
    let page = page.expect_text("1 capacidad por debajo de su meta").body();
    let rows = table(&page, "capacidades");
    assert_eq!(rows[1][1..5], ["1 de 29", "7", "43 %", "4 Bajo la meta"], "{rows:?}");
    let small = table(&page, "en-pequeno");
    assert_eq!(
        small[1],
        ["Puerto Lleras", "0", "0", "0"],
        "both lack two, and this one has nobody"
    );
    assert_eq!(small[2], ["Mapiripán", "3", "0", "3"], "{small:?}");
    let line = table(&page, "linea");
    assert_eq!(line.last().expect("a line")[1..], ["3", "0", "3"]);
    assert!(page.contains("Nadie tiene todavía las dos pruebas"));
    world.finish().await;
}

#[rocket::async_test]
async fn a_department_where_nobody_was_trained_says_so_and_where_to_begin() {
    let world = World::new("board empty").await;
    let nobody = world.as_gobernacion("91").await;
    let page = nobody.get("/tablero").await.expect(200);
    let page = page
        .expect_text("Tablero: Amazonas")
        .expect_text("Ninguna cohorte tiene fechas ni certificados en el periodo")
        .expect_text("Nadie ha estado certificado y en el cargo en los últimos doce meses")
        .expect_text("municipios nunca alcanzados");
    assert_eq!(figure(&page.body(), "Asistencia"), "—");
    assert!(links(&page.body()).contains(&"/prioridades?departamento=91".to_owned()));
    let tomorrow = nobody.get("/tablero?desde=2031-01-01&hasta=2031-12-31").await.expect(200);
    tomorrow.expect_text("Ninguna cohorte tiene fechas");
    world.finish().await;
}

#[rocket::async_test]
async fn each_figure_of_a_report_opens_the_list_that_it_counts_as_far_as_its_reader_may() {
    let world = World::demo("executive_lists").await;
    let meta = world.as_account(META).await;
    let page = meta.get(OPERATION).await.expect(200).body();
    for (what, show) in [
        ("Inscritos", ""),
        ("En cohortes iniciadas", "iniciadas"),
        ("En cohortes por iniciar", "por-iniciar"),
        ("Asistentes", "asistentes"),
        ("Certificados", "certificados"),
        ("Constancias", "constancias"),
    ] {
        let number = value(&page, what);
        if number == "0" {
            continue;
        }
        let shown = format!("ver={show}");
        let list = links_of(&page, "resumen", "/personas").into_iter().find(|link| {
            let is_of_year = link.contains(&format!("desde={}", world.app.clock.today().year()));
            let is_all = show.is_empty() && !link.contains("ver=") && !link.contains("orden=");
            is_of_year && (is_all || (!show.is_empty() && link.ends_with(&shown)))
        });
        let list = list.unwrap_or_else(|| panic!("«{what}» opens nothing"));
        meta.get(&list).await.expect(200).expect_text(&format!("de {number}"));
    }
    // Whoever reads more opens its parts, and of each department its people.
    let (administrator, unit) = (world.as_administrator().await, world.as_coordinator("MET").await);
    let country = administrator.get(OPERATION).await.expect(200).body();
    let parts = links_of(&country, "grupos", "ambito=unidad-MET");
    assert!(!parts.is_empty(), "a unit opens its own report");
    let own = unit.get(OPERATION).await.expect(200).body();
    assert!(!links_of(&own, "grupos", "/informes/departamentos/50/personas").is_empty());
    assert!(!links_of(&own, "meses", OPERATION).is_empty(), "a month opens its own report");
    // A cell of a municipality opens its own people.
    let row = table(&page, "grupos").swap_remove(1);
    let list = links_of(&page, "grupos", &format!("municipio={}", row[1])).swap_remove(0);
    meta.get(&list).await.expect(200).expect_text(&format!("de {}", row[5]));
    for kind in ReportKind::ALL {
        for reader in [&administrator, &unit, &meta] {
            let page = reader.get(&kind.path()).await.expect(200).body();
            let silent = page.contains("<div class=\"figure\">");
            assert!(!silent, "every card of {} opens something", kind.label());
        }
        for (reader, ambit) in [(&unit, ""), (&meta, ""), (&meta, "programa-1")] {
            let page = reader.get(&format!("{}?ambito={ambit}", kind.path())).await.expect(200);
            let is_page = |link: &String| !link.contains("/pdf?") && !link.contains("/xlsx?");
            for link in links(&page.body()).into_iter().filter(is_page) {
                reader.get(&link).await.expect(200);
            }
        }
    }
    world.finish().await;
}
