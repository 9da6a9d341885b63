//! Addresses of the department's report.

use rocket::http::ContentType;
use rocket::{Route, get, routes};

use super::addresses::DepartmentCode;
use super::figures::{Figures, compute};
use super::paper;
use super::policy::READERS;
use super::queries::{self, Depth, Question};
use super::rules::Period;
use super::sheets::{self, Kind};
use super::views::{CohortPage, DepartmentPage, Links, PeoplePage, Report, ReportsPage, Shown};
use crate::cohorts::entity::cohort::CohortId;
use crate::platform::errors::AppError;
use crate::platform::fields::FormState;
use crate::platform::forms::{Fields, Reader};
use crate::platform::{dates, workshop, xlsx};
use crate::sign_in::desk::{Answer, Desk, FileReply};
use crate::territory::entity::department;

pub fn routes() -> Vec<Route> {
    routes![index, report, workbook, document, sheet, cohort, people]
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
#[derive(Clone, Copy)]
enum Of {
    All(Depth),
    Cohort(CohortId),
}

async fn ask(
    desk: &Desk<'_>,
    code: &DepartmentCode,
    fields: &Fields,
    of: Of,
) -> Result<Asked, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let department = queries::department(db, actor, code.as_str()).await?;
    let mut reader = Reader::new(fields);
    let period = Period::read(&mut reader, desk.app.clock.today());
    if let Err(form) = reader.finish() {
        return Ok(Asked::Refused(Box::new(refused(&department, form))));
    }
    let question = match of {
        Of::All(depth) => Question::new(&department.code, period, depth),
        Of::Cohort(cohort) => {
            let all = Question::new(&department.code, period, Depth::People);
            Question { cohort: Some(cohort), ..all }
        }
    };
    let cut_off = desk.app.clock.now();
    let facts = queries::facts(db, &question).await?;
    let names = (department.code.as_str(), department.name.as_str());
    Ok(Asked::Figures(Box::new(compute(names, period, cut_off, facts))))
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
    match ask(&desk, &department, &fields, Of::All(Depth::Totals)).await? {
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

#[get("/informes/departamentos/<department>/xlsx")]
async fn workbook(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let figures = match ask(&desk, &department, &fields, Of::All(Depth::People)).await? {
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
    let figures = match ask(&desk, &department, &fields, Of::All(Depth::People)).await? {
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
    let depth = if kind == Kind::Attendance { Depth::People } else { Depth::Totals };
    let figures = match ask(&desk, &department, &fields, Of::All(depth)).await? {
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
    match ask(&desk, &department, &fields, Of::All(Depth::People)).await? {
        Asked::Refused(page) => desk.refuse(page.as_ref()),
        Asked::Figures(figures) => {
            let shown = Shown::read(fields.first("ver"));
            let page = fields.first("pagina").parse().ok();
            desk.show(&PeoplePage::of(&figures, shown, fields.first("municipio"), page))
        }
    }
}
