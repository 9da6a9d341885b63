//! What a cut-off day leaves out, one sentence at a time.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use formacion::attendance::commands::{self as attendance, NewMark};
use formacion::attendance::entity::attendance_mark::State as Mark;
use formacion::attendance::policy::may_take;
use formacion::certification::commands::revoke;
use formacion::certification::policy::{CertificateFacts, may_revoke};
use formacion::cohorts::entity::session::Stage;
use formacion::cohorts::policy::CohortAccess;
use formacion::enrolment::commands::withdraw;
use formacion::enrolment::entity::enrolment::{self, EnrolmentId};
use formacion::enrolment::policy::{EnrolmentParties, may_withdraw};
use formacion::platform::dates;
use formacion::reports::cuts::entity::report_cut;
use formacion::reports::figures::ReportFigures;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::certification::{PASSED, closed};
use crate::reports::META;
use crate::reports::pages::{links, table};
use crate::support::class::Class;
use crate::support::fixtures::day;
use crate::support::world::{Character, World};

const REPORT: &str = "/informes/departamentos/50";

/// Mapiripán in the report of all these days: enrolled, attended, percent and certified.
async fn mapiripan(world: &World, cut: Option<NaiveDate>) -> [String; 4] {
    let cut = cut.map(|day| day.to_string()).unwrap_or_default();
    let path = format!("{REPORT}?desde=2026-01-01&hasta=2027-12-31&corte={cut}");
    let reader = world.as_gobernacion("50").await;
    let rows = table(&reader.get(&path).await.expect(200).body(), "municipios");
    let row = rows.into_iter().find(|row| row[0] == "50325").expect("has its row");
    [5, 6, 7, 8].map(|column| row[column].clone())
}

/// Noon of the next day.
fn tomorrow(world: &World) {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    world.app.clock.travel_to(dates::from_bogota(day(world, 1), noon));
}

/// The coordination says something else of the first person in the first session.
async fn correct(world: &World, class: &Class<'_>, state: Mark, stage: Stage) {
    let staff = world.as_coordinator("MET").await.actor().await;
    let access = CohortAccess { cohort: (&class.row().await).into(), teaches: false };
    let permit = may_take(&staff, &access, class.sessions[0], stage).unwrap();
    let reason = Some("Estaba en la otra lista".to_owned());
    let mark = NewMark { reason, ..NewMark::new(class.people[0], state) };
    attendance::take(&world.app, permit, vec![mark]).await.expect("is corrected");
}

/// The coordination takes somebody out of their cohort.
async fn leaves(world: &World, enrolment: EnrolmentId) {
    let staff = world.as_coordinator("MET").await.actor().await;
    let place = enrolment::Entity::find_by_id(enrolment).one(world.app.db.read()).await;
    let place = place.unwrap().expect("is there");
    let place = EnrolmentParties { enrolment: place.id, person: place.person_id, unit: "MET" };
    withdraw(&world.app, may_withdraw(&staff, place).unwrap(), None).await.expect("leaves");
}

#[rocket::async_test]
async fn a_mark_corrected_after_the_cut_does_not_change_it() {
    let world = World::new("asof_mark").await;
    let class = Class::running(&world, 2, &[-3, 5]).await;
    class.mark(0, &[(0, "presente"), (1, "presente")]).await;
    let then = world.app.clock.today();
    let said = mapiripan(&world, None).await;
    assert_eq!(said, ["2", "2", "100 %", "0"]);
    tomorrow(&world);
    assert_eq!(mapiripan(&world, Some(then)).await, said);
    correct(&world, &class, Mark::Absent, Stage::Held).await;
    assert_eq!(mapiripan(&world, None).await, ["2", "1", "50 %", "0"]);
    assert_eq!(mapiripan(&world, Some(then)).await, said, "the correction was not known");
    // Today as a day is what is known now.
    let today = Some(world.app.clock.today());
    assert_eq!(mapiripan(&world, today).await, mapiripan(&world, None).await);
    world.finish().await;
}

#[rocket::async_test]
async fn a_certificate_revoked_after_the_cut_counts_in_it() {
    let world = World::new("asof_certificate").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    let before = world.app.clock.today();
    tomorrow(&world);
    class.issue(&world).await.expect("are issued");
    let then = world.app.clock.today();
    tomorrow(&world);
    let paper = class.certificates(&world).await.remove(0);
    let staff = world.as_coordinator("MET").await.actor().await;
    let permit = may_revoke(&staff, &CertificateFacts::from(&paper)).unwrap();
    revoke(&world.app, permit, "La nota era de otra persona.").await.expect("is revoked");
    assert_eq!(mapiripan(&world, None).await[3], "1");
    assert_eq!(mapiripan(&world, Some(then)).await[3], "2");
    assert_eq!(mapiripan(&world, Some(before)).await[3], "0");
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_who_left_after_the_cut_is_in_it_and_somebody_who_came_is_not() {
    let world = World::new("asof_left").await;
    let class = Class::running(&world, 2, &[-3, 5]).await;
    let then = world.app.clock.today();
    let reader = world.as_gobernacion("50").await;
    let path = |cut: &str| {
        let cohort = class.cohort;
        format!("{REPORT}/cohortes/{cohort}?desde=2026-01-01&hasta=2027-12-31&corte={cut}")
    };
    let people = |html: &str| table(html, "asistencia");
    let before = people(&reader.get(&path("")).await.expect(200).body());
    tomorrow(&world);
    leaves(&world, class.people[0]).await;
    class.add(2).await;
    let reader = world.as_gobernacion("50").await;
    assert_ne!(people(&reader.get(&path("")).await.expect(200).body()), before);
    let cut = reader.get(&path(&then.to_string())).await.expect(200);
    assert_eq!(people(&cut.body()), before);
    assert_eq!(mapiripan(&world, Some(then)).await[0], "2");
    world.finish().await;
}

#[rocket::async_test]
async fn since_when_somebody_counted_is_in_the_cut_after_they_left() {
    let world = World::new("asof_since").await;
    let class = Class::running(&world, 1, &[-3, 5]).await;
    class.mark(0, &[(0, "presente")]).await;
    let late = class.add(1).await;
    assert_eq!(mapiripan(&world, None).await, ["2", "1", "100 %", "0"]);
    let (person, first) = (late.to_string(), class.sessions[0].to_string());
    let said = [("persona", person.as_str()), ("desde", &first), ("motivo", "Faltó a la primera")];
    let path = format!("/cohortes/{}/desde-cuando", class.cohort);
    class.coordinator.post(&path, &said).await.expect(303);
    let then = world.app.clock.today();
    let said = mapiripan(&world, None).await;
    assert_eq!(said, ["2", "1", "50 %", "0"]);
    tomorrow(&world);
    leaves(&world, late).await;
    assert_eq!(mapiripan(&world, None).await, ["1", "1", "100 %", "0"]);
    assert_eq!(mapiripan(&world, Some(then)).await, said);
    world.finish().await;
}

#[rocket::async_test]
async fn a_day_to_come_is_refused_beside_its_field_and_what_was_typed_stays() {
    let world = World::new("asof_future").await;
    let reader = world.as_gobernacion("50").await;
    let wrong = [
        (day(&world, 1).to_string(), "Esa fecha no ha llegado"),
        ("31/02/2026".to_owned(), "no existe"),
        ("%00%FF".to_owned(), "no existe"),
    ];
    for (cut, said) in wrong {
        let files =
            ["", "/xlsx", "/pdf", "/csv/resumen", "/personas", "/resultados", "/cohortes/1"];
        for file in files {
            let path = format!("{REPORT}{file}?corte={cut}");
            reader.get(&path).await.expect(422).expect_text(said);
        }
    }
    let page = reader.get(&format!("{REPORT}?corte=2099-01-01&desde=2026-03-01")).await;
    let page = page.expect(422).body();
    assert!(page.contains("value=\"2099-01-01\"") && page.contains("value=\"2026-03-01\""));
    reader.get(&format!("{REPORT}?corte=")).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_cut_before_its_period_says_that_nothing_had_happened() {
    let world = World::demo("asof_before").await;
    let reader = world.as_account(META).await;
    let path = format!("{REPORT}?desde=2026-01-01&hasta=2026-12-31&corte=2024-06-30");
    let page = reader.get(&path).await.expect(200);
    let page = page
        .expect_text("El periodo no había comenzado")
        .expect_text("30/06/2024, 11:59 p. m. (hora de Colombia)")
        .expect_text("Sin cohortes en este periodo");
    let summary = table(&page.body(), "resumen");
    for what in ["Inscritos", "Asistentes", "Certificados", "Municipios alcanzados"] {
        let row = summary.iter().find(|row| row[0] == what).expect("has its line");
        assert_eq!(row[1], "0", "{what}");
    }
    let rows = table(&page.body(), "municipios");
    assert!(rows[1..rows.len() - 1].iter().all(|row| row[3] == "Nunca"));
    for file in ["/xlsx", "/pdf", "/csv/capacidades", "/personas", "/resultados"] {
        reader.get(&format!("{REPORT}{file}?corte=2024-06-30")).await.expect(200);
    }
    world.finish().await;
}

/// The statements that a page sends.
async fn sent(reader: &Character<'_>, path: &str) -> u64 {
    let before = reader.world.app.db.statements();
    reader.get(path).await.expect(200);
    reader.world.app.db.statements() - before
}

#[rocket::async_test]
async fn every_link_of_a_cut_carries_its_day_within_the_statements_of_a_page() {
    let world = World::demo("asof_links").await;
    let reader = world.as_account(META).await;
    let then = day(&world, -10);
    let cut = format!("corte={then}");
    let page = reader.get(&format!("{REPORT}?{cut}")).await.expect(200);
    let page = page.expect_text(&format!("Lo que se sabía al terminar el {}", dates::short(then)));
    let mut opened = 0;
    for link in links(&page.body()) {
        if !link.starts_with(REPORT) || link.ends_with("/cortes") || link == REPORT {
            continue;
        }
        let is_live = !link.starts_with(&format!("{REPORT}/")) && !link.contains("pagina=");
        assert!(link.contains(&cut) || is_live, "{link}");
        let answered = reader.get(&link).await.expect(200);
        if let Some(name) = answered.header("Content-Disposition") {
            assert!(name.contains(&format!("-corte-{then}.")), "{name}");
        }
        if answered.header("Content-Type").is_some_and(|kind| kind.starts_with("text/html")) {
            for inner in links(&answered.body()) {
                let of_report = inner.starts_with(&format!("{REPORT}/"));
                assert!(!of_report || inner.contains(&cut) || is_live, "{inner} of {link}");
            }
        }
        opened += 1;
    }
    assert!(opened > 10, "{opened} links");
    for path in ["", "/personas", "/resultados"] {
        let took = sent(&reader, &format!("{REPORT}{path}?{cut}")).await;
        assert!(took <= 15, "{path}: {took} statements");
    }
    let cohort = links(&page.body()).into_iter().find(|link| link.contains("/cohortes/"));
    let took = sent(&reader, &cohort.expect("has one")).await;
    assert!(took <= 15, "a cohort: {took} statements");
    world.finish().await;
}

#[rocket::async_test]
async fn what_was_frozen_is_what_the_report_says_of_the_day_of_freezing() {
    let world = World::demo("asof_frozen").await;
    // Something happens after the freezing.
    world.advance(TimeDelta::days(1));
    let reader = world.as_account(META).await;
    let cuts = report_cut::Entity::find()
        .filter(report_cut::Column::DepartmentCode.eq("50"))
        .all(world.app.db.read())
        .await
        .unwrap();
    assert!(cuts.len() > 1, "the demo froze some");
    for row in cuts {
        let on = dates::bogota_date(row.frozen_at);
        let figures: ReportFigures = serde_json::from_str(&row.body).unwrap();
        let path = format!("{REPORT}?desde={}&hasta={}&corte={on}", row.from_on, row.to_on);
        let live = reader.get(&path).await.expect(200).body();
        let term = formacion::reports::cuts::rules::Term {
            kind: row.kind,
            year: row.year,
            number: row.number,
        };
        let cut = format!("{REPORT}/cortes/{}", term.code());
        let cut = reader.get(&cut).await.expect(200).body();
        for id in ["resumen", "municipios", "cohortes"] {
            if figures.cohorts.is_empty() && id == "cohortes" {
                continue;
            }
            assert_eq!(table(&live, id), table(&cut, id), "{id} of {}", term.code());
        }
    }
    world.finish().await;
}
