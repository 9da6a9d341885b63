//! The reports of a country (P27). Each is measured beside one plain statement, which asks the database
//! for one figure of the report: whoever writes the report by hand waits for that one.

use chrono::{Datelike as _, NaiveDate};

use crate::client::Shot;
use crate::country::Country;
use crate::table::Aim;

/// A page or a file, and the statement beside it.
pub struct Report {
    pub name: &'static str,
    pub shot: Shot,
    pub sql: String,
    /// The seconds that it is to take at most.
    pub seconds: Option<f64>,
    /// The MB that the server is to hold at most beyond what it held before.
    pub megabytes: Option<f64>,
}

impl Report {
    /// Returns what is wanted of its time at p95 and of the memory that it took.
    pub fn aims(&self, p95_ms: f64, more: f64) -> Vec<Aim> {
        let time = self.seconds.map(|wanted| Aim::at_most("ms p95", wanted * 1e3, p95_ms));
        let memory = self.megabytes.map(|wanted| Aim::at_most("MB more", wanted, more));
        time.into_iter().chain(memory).collect()
    }
}

/// Counts who attended from the marks of the year's cohorts, by municipality or department.
fn attended(by: &str, whose: &str, today: NaiveDate) -> String {
    let year = today.year();
    format!(
        "SELECT {by}, count(DISTINCT e.id), count(*), \
         sum(CASE WHEN s.state IN ('present', 'late') THEN 1 ELSE 0 END), count(DISTINCT k.id) \
         FROM cohort c JOIN enrolment e ON e.cohort_id = c.id \
         JOIN municipality m ON m.code = e.municipality_code \
         JOIN attendance_summary s ON s.enrolment_id = e.id \
         LEFT JOIN certificate k ON k.enrolment_id = e.id AND k.state = 'active' \
         WHERE e.stage = 'confirmed' AND c.stage <> 'draft' {whose} \
         AND c.starts_on <= '{year}-12-31' AND c.ends_on >= '{year}-01-01' GROUP BY {by}"
    )
}

/// Lists everybody of a department's year with each of their marks, as the workbook does.
fn everybody(department: &str, today: NaiveDate) -> String {
    let year = today.year();
    format!(
        "SELECT e.id, c.name, p.first_name, p.first_surname, p.document_number, m.name, s.session_id, s.state \
         FROM cohort c JOIN enrolment e ON e.cohort_id = c.id \
         JOIN person p ON p.id = e.person_id \
         JOIN municipality m ON m.code = e.municipality_code \
         JOIN attendance_summary s ON s.enrolment_id = e.id \
         WHERE e.stage = 'confirmed' AND m.department_code = '{department}' \
         AND c.starts_on <= '{year}-12-31' AND c.ends_on >= '{year}-01-01' ORDER BY c.id, e.id"
    )
}

/// Counts who holds a certificate of a capacity, by department.
fn certified(whose: &str) -> String {
    format!(
        "SELECT m.department_code, v.capacity_code, count(DISTINCT e.person_id) \
         FROM certificate k JOIN enrolment e ON e.id = k.enrolment_id \
         JOIN cohort c ON c.id = e.cohort_id \
         JOIN course_version_capacity v ON v.course_version_id = c.course_version_id \
         JOIN municipality m ON m.code = e.municipality_code \
         WHERE k.state = 'active' {whose} GROUP BY m.department_code, v.capacity_code"
    )
}

/// Counts confirmed places by department.
const PLACES: &str = "SELECT m.department_code, count(*) FROM enrolment e \
     JOIN municipality m ON m.code = e.municipality_code \
     WHERE e.stage = 'confirmed' GROUP BY m.department_code";

/// The department where one in five is.
const LARGEST: &str = "05";

pub fn of(country: &Country, today: NaiveDate) -> Vec<Report> {
    let theirs = format!("AND m.department_code = '{LARGEST}'");
    let own = Some(country.gobernacion.as_str());
    let all = Some(country.administrator.as_str());
    let of_largest = || attended("e.municipality_code", &theirs, today);
    let of_country = || attended("m.department_code", "", today);
    let report = format!("/informes/departamentos/{LARGEST}");
    let one = |name, path: &str, session, sql: String| Report {
        name,
        shot: Shot::get(path, session),
        sql,
        seconds: None,
        megabytes: None,
    };
    let second = |report: Report| Report { seconds: Some(1.0), ..report };
    let file = |report: Report| Report { seconds: Some(10.0), megabytes: Some(150.0), ..report };
    vec![
        second(one("people, a department's report", &report, own, of_largest())),
        second(one("people, a gobernación's home", "/", own, of_largest())),
        one("people, the list behind a figure", &format!("{report}/personas"), own, of_largest()),
        one(
            "people, a department's results",
            &format!("{report}/resultados"),
            own,
            certified(&theirs),
        ),
        file(one(
            "people, a department's XLSX",
            &format!("{report}/xlsx"),
            own,
            everybody(LARGEST, today),
        )),
        file(one(
            "people, a department's list as CSV",
            &format!("{report}/csv/asistencia"),
            own,
            everybody(LARGEST, today),
        )),
        file(one("people, a department's PDF", &format!("{report}/pdf"), own, of_largest())),
        second(one("people, the departments", "/informes", all, PLACES.to_owned())),
        one("people, the administration's home", "/", all, PLACES.to_owned()),
        one("people, operation", "/informes/ejecutivos/operacion", all, of_country()),
        one("people, capacity results", "/informes/ejecutivos/capacidad", all, certified("")),
        one(
            "people, installed capacity",
            &format!("/capacidad-instalada?departamento={LARGEST}"),
            all,
            certified(&theirs),
        ),
        one("people, priorities", "/prioridades", all, PLACES.to_owned()),
        one(
            "people, a department's board",
            &format!("/tablero?departamento={LARGEST}"),
            own,
            certified(&theirs),
        ),
        one("people, the country's board", "/tablero", all, certified("")),
        one("people, open data", "/datos-abiertos", None, certified("")),
    ]
}
