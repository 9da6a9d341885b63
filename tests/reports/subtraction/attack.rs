//! What somebody reads who asks for every page and file of every period.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, TimeDelta};
use formacion::platform::dates;
use formacion::reports::executive::report::ReportKind;

use super::super::csv::rows_of;
use super::super::pages::{table, words};
use super::programme::{Course, PLACES};
use super::solver::Equations;
use crate::support::world::Character;

/// Rows of a table by its headings; none where the page has no such table.
pub fn rows(html: &str, id: &str) -> Vec<BTreeMap<String, String>> {
    if !html.contains(&format!("id=\"t-{id}\"")) {
        return Vec::new();
    }
    by_heading(table(html, id))
}

pub fn by_heading(rows: Vec<Vec<String>>) -> Vec<BTreeMap<String, String>> {
    let Some((heads, rows)) = rows.split_first() else { return Vec::new() };
    rows.iter().map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

pub fn whole(text: &str) -> Option<i64> {
    text.replace('.', "").parse().ok()
}

/// Rows of a sheet of a workbook by its headings; numbers as a page writes them.
fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<BTreeMap<String, String>> {
    let range = book.worksheet_range(name).expect("the sheet");
    let said = |cell: &Data| match cell {
        Data::Float(value) if value.fract() == 0.0 => format!("{value:.0}"),
        other => other.to_string(),
    };
    by_heading(range.rows().map(|row| row.iter().map(said).collect()).collect())
}

/// Everything that a reader asks, and what it tells.
pub struct Attack<'w> {
    pub courses: Vec<Course<'w>>,
    pub opinions: Equations,
    pub learning: Equations,
}

impl Attack<'_> {
    pub fn sheets(&self) -> Vec<i64> {
        self.courses.iter().map(|course| course.sheets).collect()
    }

    /// Sizes of the atoms of tests: of each cohort one of each place.
    pub fn tested(&self) -> Vec<i64> {
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
    pub fn quality(
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
    pub fn capacities(
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

    pub async fn department(
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
        let file = reader.get(&format!("{path}/xlsx?{days}")).await.expect(200).bytes;
        let mut book: Xlsx<Cursor<Vec<u8>>> = Xlsx::new(Cursor::new(file)).expect("a workbook");
        self.quality(&sheet(&mut book, "Calidad"), keep, &what);
        self.capacities(&sheet(&mut book, "Capacidades"), keep, place, &what);
        // As it was known when a day ended: surveys that were not over, and cohorts that were not closed.
        let then = to.min(dates::bogota_date(crate::support::world::today()) - TimeDelta::days(1));
        let page =
            reader.get(&format!("{path}/resultados?{days}&corte={then}")).await.expect(200).body();
        let over = move |course: &Course<'_>| keep(course) && course.until <= then;
        self.quality(&rows(&page, "calidad"), over, &format!("{what} corte {then}"));
    }

    pub async fn executive(
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

    pub async fn gains(
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
        let words = words(&page);
        let n = words.split("(n = ").nth(1).and_then(|rest| rest.split(')').next()).and_then(whole);
        let about = self.atoms(keep, places);
        self.learning.read(about, &sizes, n, &what);
    }
}
