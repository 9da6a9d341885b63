//! Addresses of the department's report.

use chrono::{DateTime, Utc};
use rocket::http::ContentType;
use rocket::{Route, get, routes};

use super::addresses::DepartmentCode;
use super::figures::{Figures, compute};
use super::paper;
use super::policy::READERS;
use super::queries::{self, Depth, Facts, Question};
use super::rules::Period;
use super::sheets::{self, Kind};
use super::views::{
    CohortPage, DepartmentPage, Links, Report, ReportsPage, ResultsPage, Shown, Window,
};
use crate::cohorts::entity::cohort::CohortId;
use crate::platform::errors::AppError;
use crate::platform::fields::FormState;
use crate::platform::forms::{Fields, Reader};
use crate::platform::{dates, workshop, xlsx};
use crate::sign_in::desk::{Answer, Desk, FileReply};
use crate::territory::entity::department;

pub fn routes() -> Vec<Route> {
    routes![index, report, results, workbook, document, sheet, cohort, people]
}

#[get("/informes")]
async fn index(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let departments = queries::departments(desk.app.db.read(), actor).await?;
    let headlines = queries::headlines(desk.app.db.read(), actor).await?;
    desk.show(&ReportsPage::of(departments, &headlines))
}

/// What the address asks for: a department within the reader's scope, and a period.
enum Asked {
    Figures(Box<Figures>),
    /// The period could not be read; the page tells it and keeps what was typed.
    Refused(Box<DepartmentPage>),
}

/// How much of it is asked for.
enum Of {
    /// The figures of municipalities and cohorts.
    Totals,
    /// With what was learnt and thought.
    Results,
    /// With everybody.
    People,
    /// Everything that there is.
    All,
    Cohort(CohortId),
}

impl Of {
    fn question(self, department: &str, period: Period) -> Question {
        match self {
            Self::Totals => Question::new(department, period, Depth::Totals),
            Self::Results => Question::new(department, period, Depth::Results).with_results(),
            Self::People => Question::new(department, period, Depth::People),
            Self::All => Question::new(department, period, Depth::People).with_results(),
            Self::Cohort(cohort) => Question::of_cohorts(department, period, vec![cohort]),
        }
    }

    /// What a sheet is written from.
    fn sheet(kind: Kind) -> Self {
        match kind {
            Kind::Summary | Kind::Municipalities | Kind::Cohorts => Self::Totals,
            Kind::Attendance => Self::People,
            Kind::Capacities | Kind::Quality => Self::Results,
        }
    }
}

/// A question that may be asked by whoever asks it.
struct Posed {
    department: department::Model,
    question: Question,
    cut_off: DateTime<Utc>,
}

impl Posed {
    fn figures(&self, facts: Facts) -> Figures {
        let names = (self.department.code.as_str(), self.department.name.as_str());
        compute(names, self.question.period, self.cut_off, facts)
    }
}

/// Reads the department and the period; a period that cannot be read is the page that tells it.
async fn asked(
    desk: &Desk<'_>,
    code: &DepartmentCode,
    fields: &Fields,
    question: impl FnOnce(&str, Period) -> Question,
) -> Result<Result<Posed, Box<DepartmentPage>>, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let department = queries::department(desk.app.db.read(), actor, code.as_str()).await?;
    let mut reader = Reader::new(fields);
    let period = Period::read(&mut reader, desk.app.clock.today());
    if let Err(form) = reader.finish() {
        return Ok(Err(Box::new(refused(&department, form))));
    }
    let question = question(&department.code, period);
    Ok(Ok(Posed { department, question, cut_off: desk.app.clock.now() }))
}

async fn ask(
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
                .with("hasta", dates::input_date(figures.period.to));
            let links = Links::new(&figures.department, figures.period);
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

/// «asistencia-50-2026-01-01-2026-12-31».
fn file_name(figures: &Figures, what: &str, extension: &str) -> String {
    let (from, to) = (figures.period.from, figures.period.to);
    format!("{what}-{}-{from}-{to}.{extension}", figures.department)
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

#[get("/informes/departamentos/<department>/xlsx")]
async fn workbook(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let figures = match ask(&desk, &department, &fields, Of::All).await? {
        Asked::Refused(page) => return desk.refuse(page.as_ref()),
        Asked::Figures(figures) => figures,
    };
    let name = file_name(&figures, "informe", "xlsx");
    // Thousands of rows keep a processor busy: not one that answers other requests.
    let bytes = workshop::run(move || sheets::workbook(&figures)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

#[get("/informes/departamentos/<department>/pdf")]
async fn document(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let figures = match ask(&desk, &department, &fields, Of::All).await? {
        Asked::Refused(page) => return desk.refuse(page.as_ref()),
        Asked::Figures(figures) => figures,
    };
    let name = file_name(&figures, "informe", "pdf");
    let demo = desk.app.demo;
    let bytes = workshop::run(move || {
        documents::report::pdf(&paper::report(&figures, demo))
            .map_err(|error| AppError::Internal(format!("report: {error}")))
    })
    .await??;
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}

#[get("/informes/departamentos/<department>/csv/<sheet>")]
async fn sheet(desk: Desk<'_>, department: DepartmentCode, sheet: &str) -> Answer {
    let fields = Fields::of_address(desk.request());
    let kind = Kind::read(sheet).ok_or(AppError::NotFound)?;
    let figures = match ask(&desk, &department, &fields, Of::sheet(kind)).await? {
        Asked::Refused(page) => return desk.refuse(page.as_ref()),
        Asked::Figures(figures) => figures,
    };
    desk.file(FileReply {
        name: file_name(&figures, kind.slug(), "csv"),
        content_type: ContentType::new("text", "csv").with_params(("charset", "utf-8")),
        bytes: sheets::csv(&figures, kind)?,
        inline: false,
    })
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
    let question = Question::of_cohorts(&asked.department.code, asked.question.period, cohorts);
    let read = queries::facts_of(db, &question, frame, asked.cut_off).await?;
    desk.show(&window.page(&asked.figures(read)))
}
