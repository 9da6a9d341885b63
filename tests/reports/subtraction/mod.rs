//! Nothing can be subtracted (R81, P33): whoever asks for every page and file of every period, and adds
//! and subtracts what they say, learns of no group of one to four people.

mod solver;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use formacion::assessment::queries::activities;
use formacion::platform::dates;
use formacion::reports::cuts::commands::freeze;
use formacion::reports::cuts::entity::report_cut::Kind;
use formacion::reports::cuts::rules::Term;
use formacion::reports::executive::report::ReportKind;
use formacion::territory::entity::department;
use sea_orm::EntityTrait;

use self::solver::Equations;
use super::csv::rows_of;
use super::opinions::asked_until;
use super::pages::table;
use crate::support::class::{Class, hidden, pairs};
use crate::support::figures::figure;
use crate::support::world::{Character, World};

/// The two municipalities of a class, by the code of their department.
const PLACES: [&str; 2] = ["50", "95"];

/// A cohort of one day, with its answers and tests.
struct Course<'w> {
    class: Class<'w>,
    day: NaiveDate,
    /// The last day of its survey.
    until: NaiveDate,
    /// How many answered.
    sheets: i64,
    /// How many have both tests, by place.
    tests: [i64; 2],
}

/// Rows of a table by its headings; none where the page has no such table.
fn rows(html: &str, id: &str) -> Vec<BTreeMap<String, String>> {
    if !html.contains(&format!("id=\"t-{id}\"")) {
        return Vec::new();
    }
    by_heading(table(html, id))
}

fn by_heading(rows: Vec<Vec<String>>) -> Vec<BTreeMap<String, String>> {
    let Some((heads, rows)) = rows.split_first() else { return Vec::new() };
    rows.iter().map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

fn whole(text: &str) -> Option<i64> {
    text.replace('.', "").parse().ok()
}

async fn course<'w>(world: &'w World, name: &str, back: i64, sizes: [usize; 3]) -> Course<'w> {
    let [here, there, sheets] = sizes;
    let class = Class::named(world, name, here, &[-back]).await;
    let mut people = class.people.clone();
    for index in here..here + there {
        people.push(class.add_from(index, "95001", "Alcaldía de San José").await);
    }
    let plan = [("Prueba inicial", "prueba-inicial", "0"), ("Prueba final", "prueba-final", "100")];
    let mut fields = Vec::new();
    for (row, (name, kind, weight)) in plan.into_iter().enumerate() {
        fields.push((format!("nombre[{row}]"), name.to_owned()));
        fields.push((format!("tipo[{row}]"), kind.to_owned()));
        fields.push((format!("peso[{row}]"), weight.to_owned()));
    }
    class.coordinator.post(&class.activities(), &pairs(&fields)).await.expect(303);
    let known = activities(world.app.db.read(), class.cohort).await.unwrap();
    let tests = [here as i64, there as i64];
    let mut fields = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let pre = (back as usize * 7 + index * 3) % 40;
        fields.push((
            format!("nota[{}][{person}]", known[0].id),
            format!("{},{}", pre / 10, pre % 10),
        ));
        fields.push((format!("nota[{}][{person}]", known[1].id), "4,5".to_owned()));
    }
    class.facilitator.post(&class.grades(), &pairs(&fields)).await.expect(303);
    let came: Vec<(usize, &str)> = (0..here).map(|index| (index, "presente")).collect();
    class.mark(0, &came).await;
    class.close().await;
    let day = class.row().await.ends_on;
    let until = day + TimeDelta::days(3);
    let over = dates::from_bogota(until.succ_opt().unwrap(), NaiveTime::MIN);
    let scores: Vec<u8> =
        (0..sheets).map(|index| ((back as usize + index) % 5 + 1) as u8).collect();
    asked_until(world, &class, &scores, over).await;
    Course { class, day, until, sheets: sheets as i64, tests }
}

/// Everything that a reader asks, and what it tells.
struct Attack<'w> {
    courses: Vec<Course<'w>>,
    opinions: Equations,
    learning: Equations,
}

impl Attack<'_> {
    fn sheets(&self) -> Vec<i64> {
        self.courses.iter().map(|course| course.sheets).collect()
    }

    /// Sizes of the atoms of tests: of each cohort one of each place.
    fn tested(&self) -> Vec<i64> {
        self.courses.iter().flat_map(|course| course.tests).collect()
    }

    fn which(&self, keep: impl Fn(&Course<'_>) -> bool) -> BTreeSet<usize> {
        (0..self.courses.len()).filter(|place| keep(&self.courses[*place])).collect()
    }

    /// Atoms of tests: of some cohorts, in some of the places.
    fn atoms(&self, keep: impl Fn(&Course<'_>) -> bool, places: &[usize]) -> BTreeSet<usize> {
        let of = |course: usize| places.iter().map(move |place| course * 2 + place);
        self.which(keep).into_iter().flat_map(of).collect()
    }

    /// The sheet of opinions: a row for each cohort, and their total.
    fn quality(
        &mut self,
        rows: &[BTreeMap<String, String>],
        keep: impl Fn(&Course<'_>) -> bool,
        what: &str,
    ) {
        let sizes = self.sheets();
        for row in rows {
            let Some(name) = row.get("Cohorte").filter(|_| row.len() > 4) else { continue };
            let one =
                self.courses.iter().position(|it| format!("Meta {}", it.class_name()) == *name);
            let about = match one {
                Some(place) => BTreeSet::from([place]),
                None if name == "Total" => self.which(&keep),
                None => continue,
            };
            let n = whole(&row["Respuestas"]);
            self.opinions.read(about, &sizes, n, &format!("{what}, {name}"));
        }
    }

    /// The sheet of capacities of a department.
    fn capacities(
        &mut self,
        rows: &[BTreeMap<String, String>],
        keep: impl Fn(&Course<'_>) -> bool,
        place: usize,
        what: &str,
    ) {
        let sizes = self.tested();
        let about = self.atoms(keep, &[place]);
        for row in rows {
            let Some(n) = row.get("Con dos pruebas") else { continue };
            self.learning.read(about.clone(), &sizes, whole(n), what);
        }
    }

    async fn department(
        &mut self,
        reader: &Character<'_>,
        place: usize,
        (from, to): (NaiveDate, NaiveDate),
    ) {
        let path = format!("/informes/departamentos/{}", PLACES[place]);
        let days = format!("desde={from}&hasta={to}");
        let keep = move |course: &Course<'_>| from <= course.day && course.day <= to;
        let page = reader.get(&format!("{path}/resultados?{days}")).await.expect(200).body();
        let what = format!("{path} {from} {to}");
        self.quality(&rows(&page, "calidad"), keep, &what);
        self.capacities(&rows(&page, "capacidades"), keep, place, &what);
        for sheet in ["calidad", "capacidades"] {
            let file = reader.get(&format!("{path}/csv/{sheet}?{days}")).await.expect(200).bytes;
            let lines = by_heading(rows_of(&file));
            match sheet {
                "calidad" => self.quality(&lines, keep, &what),
                _ => self.capacities(&lines, keep, place, &what),
            }
        }
        // As it was known when a day ended: surveys that were not over, and cohorts that were not closed.
        let then = to.min(dates::bogota_date(crate::support::world::today()) - TimeDelta::days(1));
        let page =
            reader.get(&format!("{path}/resultados?{days}&corte={then}")).await.expect(200).body();
        let over = move |course: &Course<'_>| keep(course) && course.until <= then;
        self.quality(&rows(&page, "calidad"), over, &format!("{what} corte {then}"));
    }

    async fn executive(
        &mut self,
        reader: &Character<'_>,
        (ambit, places): (&str, &[usize]),
        (from, to): (NaiveDate, NaiveDate),
    ) {
        let days = (to - from).num_days();
        let earlier = (from - TimeDelta::days(days + 1), from - TimeDelta::days(1));
        let query = format!("ambito={ambit}&desde={from}&hasta={to}");
        let both = [("Periodo", (from, to)), ("Periodo anterior", earlier)];
        let page =
            reader.get(&format!("{}?{query}", ReportKind::Quality.path())).await.expect(200).body();
        let what = format!("executive {ambit} {from} {to}");
        for (column, (from, to)) in both {
            let about = self.which(|course| from <= course.until && course.until <= to);
            let summary = rows(&page, "resumen");
            let n =
                summary.iter().find(|row| row["Indicador"] == "Respuestas").map(|row| &row[column]);
            let n = n.and_then(|text| whole(text)).filter(|n| *n > 0);
            let sizes = self.sheets();
            self.opinions.read(about, &sizes, n, &format!("{what}, {column}"));
        }
        let page = reader
            .get(&format!("{}?{query}", ReportKind::Capacity.path()))
            .await
            .expect(200)
            .body();
        for (column, (from, to)) in both {
            let about = self.atoms(|course| from <= course.day && course.day <= to, places);
            let summary = rows(&page, "resumen");
            let line = |row: &&BTreeMap<String, String>| {
                row["Indicador"] == "Personas con las dos pruebas"
            };
            let n = summary.iter().find(line).and_then(|row| whole(&row[column]));
            let sizes = self.tested();
            self.learning.read(about, &sizes, n, &format!("{what}, {column}"));
        }
    }

    async fn gains(
        &mut self,
        reader: &Character<'_>,
        places: &[usize],
        (from, to): (NaiveDate, NaiveDate),
    ) {
        let page = reader
            .get(&format!("/informes/ganancia?desde={from}&hasta={to}"))
            .await
            .expect(200)
            .body();
        let keep = move |course: &Course<'_>| from <= course.day && course.day <= to;
        let sizes = self.tested();
        let what = format!("gains {places:?} {from} {to}");
        for row in rows(&page, "ganancia") {
            let place = usize::from(row["Departamento"] == "Guaviare");
            let about = self.atoms(keep, &[place]);
            self.learning.read(about, &sizes, whole(&row["n"]), &what);
        }
        let words = super::pages::words(&page);
        let n = words.split("(n = ").nth(1).and_then(|rest| rest.split(')').next()).and_then(whole);
        let about = self.atoms(keep, places);
        self.learning.read(about, &sizes, n, &what);
    }
}

impl Course<'_> {
    fn class_name(&self) -> &'static str {
        NAMES[usize::try_from(self.class.cohort.0 - 1).unwrap()]
    }
}

const NAMES: [&str; 6] = ["uno", "dos", "tres", "cuatro", "cinco", "seis"];

/// Six cohorts of random sizes, small ones among them whatever the dice say.
async fn programme(world: &World) -> Attack<'_> {
    let mut seed = 33_u64;
    let mut dice = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut courses = Vec::new();
    for (place, name) in NAMES.iter().enumerate() {
        let (here, there) = (4 + dice(5) as usize, dice(8) as usize);
        // Every second one answers with fewer than five.
        let sheets =
            if place % 2 == 0 { 1 + dice(4) as usize } else { here.min(5 + dice(3) as usize) };
        let back = 72 - place as i64 * 12;
        courses.push(course(world, name, back, [here.max(sheets), there, sheets]).await);
    }
    Attack { courses, opinions: Equations::default(), learning: Equations::default() }
}

#[rocket::async_test]
async fn no_adding_and_subtracting_of_any_pages_and_periods_tells_of_one_to_four() {
    let world = World::new("subtraction").await;
    let mut attack = programme(&world).await;
    let today = world.app.clock.today();
    let year = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    // Periods that differ by the one day of one cohort, from both ends, and the one between two of them.
    let days: Vec<NaiveDate> = attack.courses.iter().map(|course| course.day).collect();
    let mut periods = BTreeSet::from([(year, today)]);
    for day in days {
        periods.extend([(year, day), (year, day - TimeDelta::days(1)), (day, today)]);
        periods.extend([(day, day), (day, day + TimeDelta::days(13))]);
    }
    let meta = world.as_gobernacion("50").await;
    let guaviare = world.as_gobernacion("95").await;
    let unit = world.as_coordinator("MET").await;
    let all = world.as_administrator().await;
    for period in periods {
        attack.department(&meta, 0, period).await;
        attack.department(&guaviare, 1, period).await;
        attack.executive(&meta, ("departamento-50", &[0]), period).await;
        attack.executive(&guaviare, ("departamento-95", &[1]), period).await;
        attack.executive(&unit, ("unidad-MET", &[0, 1]), period).await;
        attack.executive(&all, ("pais", &[0, 1]), period).await;
        attack.gains(&meta, &[0], period).await;
        attack.gains(&guaviare, &[1], period).await;
        attack.gains(&all, &[0, 1], period).await;
    }
    // Frozen months of the report, which hold what was over then.
    for (place, code) in PLACES.into_iter().enumerate() {
        let row = department::Entity::find_by_id(code).one(world.app.db.read()).await.unwrap();
        let row = row.unwrap();
        let reader = world.as_administrator().await;
        for back in 1..=3 {
            let term = Term::of(Kind::Month, today).before(back);
            freeze(&world.app, &row, term).await.unwrap();
            let (from, to) = (term.period().from, term.period().to);
            let keep = move |course: &Course<'_>| from <= course.day && course.day <= to;
            let path = format!("/informes/departamentos/{code}/cortes/{}/csv", term.code());
            let what = format!("cut {code} {}", term.code());
            let file = reader.get(&format!("{path}/calidad")).await.expect(200).bytes;
            attack.quality(&by_heading(rows_of(&file)), keep, &what);
            let file = reader.get(&format!("{path}/capacidades")).await.expect(200).bytes;
            attack.capacities(&by_heading(rows_of(&file)), keep, place, &what);
        }
    }
    let (sheets, tested) = (attack.sheets(), attack.tested());
    let (opinions, learning) = (&attack.opinions, &attack.learning);
    let found = Equations::recovered(&opinions.rows, &sheets)
        + Equations::recovered(&learning.rows, &tested);
    let without = Equations::recovered(&opinions.naive, &sheets)
        + Equations::recovered(&learning.naive, &tested);
    assert!(without > 0, "without the rule the same pages give groups away: the attack is one");
    assert!(!opinions.rows.is_empty() && !learning.rows.is_empty(), "something is told");
    figure(
        "P33",
        found as f64,
        "groups of 1 to 4",
        found == 0,
        &format!(
            "{} figures of pages, files and cuts in {} different sums; without the rule {without}",
            opinions.read + learning.read,
            opinions.rows.len() + learning.rows.len()
        ),
    );
    assert_eq!(found, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn two_periods_and_two_reports_give_back_no_answers_of_four() {
    let world = World::new("subtraction_exploit").await;
    let large = course(&world, "uno", 40, [9, 0, 9]).await;
    let small = course(&world, "dos", 20, [5, 0, 4]).await;
    let meta = world.as_gobernacion("50").await;
    let results = "/informes/departamentos/50/resultados?desde=2026-01-01&hasta=";
    let total = |page: &str| rows(page, "calidad").pop().expect("a total");
    // M6: the first day of the small cohort, and the day before it.
    let before =
        meta.get(&format!("{results}{}", small.day - TimeDelta::days(1))).await.expect(200).body();
    let with = meta.get(&format!("{results}{}", small.day)).await.expect(200).body();
    for scale in ["Respuestas", "Pertinencia", "Oportunidad", "Calidad"] {
        assert_eq!(total(&with)[scale], total(&before)[scale], "{scale}");
    }
    // E1: the total of the report is that of the executive one, and the page says who is in neither.
    let executive =
        meta.get("/informes/ejecutivos/calidad?ambito=departamento-50").await.expect(200).body();
    let answers = rows(&executive, "resumen");
    let answers = answers.iter().find(|row| row["Indicador"] == "Respuestas").expect("its line");
    assert_eq!(total(&with)["Respuestas"], answers["Periodo"]);
    assert_eq!(whole(&answers["Periodo"]), Some(large.sheets));
    assert!(with.contains("1 cohorte con menos de cinco respuestas no se suma."));
    world.finish().await;
}

#[rocket::async_test]
async fn a_grade_corrected_after_the_closing_changes_no_sum() {
    let world = World::new("subtraction_later").await;
    let course = course(&world, "uno", 20, [6, 0, 5]).await;
    let class = &course.class;
    let meta = world.as_gobernacion("50").await;
    let told = async || {
        let page = meta.get("/informes/departamentos/50/resultados").await.expect(200).body();
        rows(&page, "capacidades")
    };
    let before = told().await;
    assert!(before.iter().any(|row| row["Con dos pruebas"] == "6"), "{before:?}");
    world.advance(TimeDelta::hours(1));
    let known = activities(world.app.db.read(), class.cohort).await.unwrap();
    let path = format!("{}/reapertura", class.grades());
    let asked = [("motivo", "Se calificó con otra rúbrica"), ("dias", "3")];
    class.coordinator.post(&path, &asked).await.expect(303);
    let cell = format!("nota[{}][{}]", known[1].id, class.people[0]);
    let seen = hidden(&class.facilitator.get(&class.grades()).await.body(), "visto");
    let typed = [(cell.as_str(), "1,0"), ("visto", &seen), ("motivo", "Rúbrica equivocada")];
    class.facilitator.post(&class.grades(), &typed).await.expect(303);
    assert_eq!(told().await, before, "yesterday's page less today's would be one person's grade");
    world.finish().await;
}
