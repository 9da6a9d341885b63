//! Addresses of the department's report.

use chrono::{DateTime, Utc};
use rocket::{Route, get, routes};

use cohorts_model::entity::cohort::CohortId;
use ledger_model::cut::Cut;
use platform::dates;
use platform::errors::AppError;
use platform::fields::FormState;
use platform::forms::{Fields, Reader};
use sign_in_model::desk::{Answer, Desk};
use territory_model::addresses::DepartmentCode;
use territory_model::entity::department;

use super::asof::Known;
use super::figures::{Figures, compute};
use super::policy::READERS;
use super::queries::{self, Depth, Facts, Question};
use super::rules::Period;
use super::sheets::Kind;
use super::views::{
    CohortPage, DepartmentPage, Links, Report, ReportsPage, ResultsPage, Shown, Window,
};

pub fn routes() -> Vec<Route> {
    routes![index, report, results, cohort, people]
}

#[get("/informes")]
async fn index(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let departments = queries::departments(desk.app.db.read(), actor).await?;
    let headlines = queries::headlines(desk.app.db.read(), actor).await?;
    desk.show(&ReportsPage::of(departments, &headlines))
}

/// What the address asks for: a department within the reader's scope, and a period.
pub(super) enum Asked {
    Figures(Box<Figures>),
    /// The period could not be read; the page tells it and keeps what was typed.
    Refused(Box<DepartmentPage>),
}

/// How much of it is asked for.
pub(super) enum Of {
    /// The figures of municipalities and cohorts.
    Totals,
    /// With what was learnt and thought.
    Results,
    /// What stands in a workbook beside the list of people, which is read in parts.
    Sheets,
    Cohort(CohortId),
}

impl Of {
    pub fn question(self, department: &str, period: Period) -> Question {
        match self {
            Self::Totals => Question::new(department, period, Depth::Totals),
            Self::Results => Question::new(department, period, Depth::Results).with_results(),
            Self::Sheets => Question::new(department, period, Depth::Totals).with_results(),
            Self::Cohort(cohort) => Question::of_cohorts(department, period, vec![cohort]),
        }
    }

    /// What a sheet is written from.
    pub fn sheet(kind: Kind) -> Self {
        match kind {
            Kind::Summary | Kind::Municipalities | Kind::Cohorts | Kind::Attendance => Self::Totals,
            Kind::Capacities | Kind::Quality => Self::Results,
        }
    }
}

/// A question that may be asked by whoever asks it.
pub(super) struct Posed {
    pub department: department::Model,
    pub question: Question,
    pub cut_off: DateTime<Utc>,
}

impl Posed {
    pub fn figures(&self, facts: Facts) -> Figures {
        let names = (self.department.code.as_str(), self.department.name.as_str());
        compute(names, self.question.period, self.cut_off, facts)
    }

    /// «asistencia-50-2026-01-01-2026-12-31», and of a day that is over «-corte-2026-11-15».
    pub fn file_name(&self, what: &str, extension: &str) -> String {
        let Period { from, to } = self.question.period;
        let day = self.question.known.day().map(|day| format!("-corte-{day}")).unwrap_or_default();
        format!("{what}-{}-{from}-{to}{day}.{extension}", self.department.code)
    }
}

/// Reads the department, the period and the day up to which it knows; what cannot be read is the page that
/// tells it. A period that nobody says is the year of that day.
pub(super) async fn asked(
    desk: &Desk<'_>,
    code: &DepartmentCode,
    fields: &Fields,
    question: impl FnOnce(&str, Period) -> Question,
) -> Result<Result<Posed, Box<DepartmentPage>>, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let department = queries::department(desk.app.db.read(), actor, code.as_str()).await?;
    let mut reader = Reader::new(fields);
    let now = desk.app.clock.now();
    let cut = Cut::read(&mut reader, now, None);
    let period = Period::read(&mut reader, cut.day);
    if let Err(form) = reader.finish() {
        return Ok(Err(Box::new(refused(&department, form))));
    }
    let known = Known::by(&cut);
    let question = question(&department.code, period).known(known);
    Ok(Ok(Posed { department, question, cut_off: known.until(now) }))
}

pub(super) async fn ask(
    desk: &Desk<'_>,
    code: &DepartmentCode,
    fields: &Fields,
    of: Of,
) -> Result<Asked, AppError> {
    let asked = match asked(desk, code, fields, |code, period| of.question(code, period)).await? {
        Ok(asked) => asked,
        Err(page) => return Ok(Asked::Refused(page)),
    };
    let facts = queries::facts(desk.app.db.read(), &asked.question, asked.cut_off).await?;
    Ok(Asked::Figures(Box::new(asked.figures(facts))))
}

/// The report's page with the form as it was typed and no figures.
fn refused(department: &department::Model, form: FormState) -> DepartmentPage {
    DepartmentPage {
        name: department.name.clone(),
        path: format!("/informes/departamentos/{}", department.code),
        form,
        report: None,
        cut: None,
    }
}

#[get("/informes/departamentos/<department>")]
async fn report(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    match ask(&desk, &department, &fields, Of::Totals).await? {
        Asked::Refused(page) => desk.refuse(page.as_ref()),
        Asked::Figures(figures) => {
            let form = FormState::default()
                .with("desde", dates::input_date(figures.period.from))
                .with("hasta", dates::input_date(figures.period.to))
                .with("corte", figures.as_of.map(dates::input_date).unwrap_or_default());
            let links = Links::of(&figures);
            let page = fields.first("pagina").parse().ok();
            let report = Report::of(&figures, &links, page);
            desk.show(&DepartmentPage {
                path: format!("/informes/departamentos/{}", department.as_str()),
                name: figures.department_name,
                form,
                report: Some(report),
                cut: None,
            })
        }
    }
}

#[get("/informes/departamentos/<department>/resultados")]
async fn results(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    match ask(&desk, &department, &fields, Of::Results).await? {
        Asked::Refused(page) => desk.refuse(page.as_ref()),
        Asked::Figures(figures) => {
            let page = fields.first("pagina").parse().ok();
            desk.show(&ResultsPage::of(&figures, fields.first("capacidad"), page))
        }
    }
}

#[get("/informes/departamentos/<department>/cohortes/<cohort>")]
async fn cohort(desk: Desk<'_>, department: DepartmentCode, cohort: CohortId) -> Answer {
    let fields = Fields::of_address(desk.request());
    match ask(&desk, &department, &fields, Of::Cohort(cohort)).await? {
        Asked::Refused(page) => desk.refuse(page.as_ref()),
        Asked::Figures(figures) => {
            let row = figures.cohorts.first().ok_or(AppError::NotFound)?;
            desk.show(&CohortPage::of(&figures, row))
        }
    }
}

#[get("/informes/departamentos/<department>/personas")]
async fn people(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let asked = match asked(&desk, &department, &fields, |code, period| {
        Question::new(code, period, Depth::Lists)
    })
    .await?
    {
        Ok(asked) => asked,
        Err(page) => return desk.refuse(page.as_ref()),
    };
    let db = desk.app.db.read();
    let frame = queries::frame(db, &asked.question).await?;
    let lists =
        asked.figures(queries::facts_of(db, &asked.question, frame.clone(), asked.cut_off).await?);
    let window = Window::of(
        &lists,
        Shown::read(fields.first("ver")),
        fields.first("municipio"),
        fields.first("pagina").parse().ok(),
    );
    // Of a department's thousands only the cohorts are read that this page shows.
    let cohorts = window.cohorts(&lists);
    let question = asked.question.narrowed(cohorts);
    let read = queries::facts_of(db, &question, frame, asked.cut_off).await?;
    desk.show(&window.page(&asked.figures(read)))
}
