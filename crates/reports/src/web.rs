//! Addresses of the department's report.

use cohorts_model::entity::cohort::CohortId;
use ledger_model::as_of::AsOf;
use sign_in_model::prelude::*;
use territory_model::addresses::DepartmentCode;
use territory_model::entity::department;

use super::asof::Knowledge;
use super::figures::{ReportFigures, compute};
use super::policy::READERS;
use super::queries::{self, Depth, ReportFacts, ReportQuery};
use super::rules::Period;
use super::sheets::SheetKind;
use super::views::{
    CohortAttendancePage, DepartmentPage, DepartmentReport, Links, ReportsPage, ResultsPage, UNITS,
};

pub fn routes() -> Vec<Route> {
    routes![index, report, results, cohort]
}

#[get("/informes")]
async fn index(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let (db, today) = (desk.app.db.read(), desk.app.clock.today());
    let departments = queries::departments(db, actor).await?;
    let headlines = queries::headlines(db, actor).await?;
    let all_time = queries::all_time(db, today).await?;
    desk.show(&ReportsPage::of(departments, &headlines, all_time))
}

/// The figures that an address asks for, or the page that refuses it.
pub(super) enum FiguresReply {
    Figures(Box<ReportFigures>),
    /// The period could not be read; the page tells it and keeps what was typed.
    Refused(Box<DepartmentPage>),
}

/// How much of a report an address asks for.
pub(super) enum ReportScope {
    /// The figures of municipalities and cohorts.
    Totals,
    /// With what was learnt and thought.
    Results,
    /// What stands in a workbook beside the list of people, which is read in parts.
    Sheets,
    Cohort(CohortId),
}

impl ReportScope {
    pub fn query(self, department: &str, period: Period) -> ReportQuery {
        match self {
            Self::Totals => ReportQuery::new(department, period, Depth::Totals),
            Self::Results => ReportQuery::new(department, period, Depth::Results).with_results(),
            Self::Sheets => ReportQuery::new(department, period, Depth::Totals).with_results(),
            Self::Cohort(cohort) => ReportQuery::of_cohorts(department, period, vec![cohort]),
        }
    }

    /// What a sheet is written from.
    pub fn sheet(kind: SheetKind) -> Self {
        match kind {
            SheetKind::Summary
            | SheetKind::Municipalities
            | SheetKind::Cohorts
            | SheetKind::Attendance => Self::Totals,
            SheetKind::Capacities | SheetKind::Quality => Self::Results,
        }
    }
}

/// A query about one department that its reader may make.
pub(super) struct ReportRequest {
    pub department: department::Model,
    pub query: ReportQuery,
    pub cut_off: DateTime<Utc>,
}

impl ReportRequest {
    pub fn figures(&self, facts: ReportFacts) -> ReportFigures {
        let names = (self.department.code.as_str(), self.department.name.as_str());
        let figures = compute(names, self.query.period, self.cut_off, facts);
        ReportFigures { units: self.query.units.join(","), ..figures }
    }

    /// «asistencia-50-2026-01-01-2026-12-31», and of a day that is over «-corte-2026-11-15»; of the
    /// municipalities of a unit «asistencia-15-CAL-…».
    pub fn file_name(&self, what: &str, extension: &str) -> String {
        let Period { from, to } = self.query.period;
        let day = self.query.knowledge.day().map(|day| format!("-corte-{day}")).unwrap_or_default();
        let units: String = self.query.units.iter().map(|unit| format!("-{unit}")).collect();
        format!("{what}-{}{units}-{from}-{to}{day}.{extension}", self.department.code)
    }
}

/// Reads the department, the period and the day up to which the report knows what happened. Without a
/// period the report covers the calendar year of that day. Returns the page with the errors of the form
/// when something cannot be read.
pub(super) async fn read_query(
    desk: &Desk<'_>,
    code: &DepartmentCode,
    fields: &Fields,
    build: impl FnOnce(&str, Period) -> ReportQuery,
) -> Result<Result<ReportRequest, Box<DepartmentPage>>, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let units: Vec<String> = match fields.first(UNITS) {
        "" => Vec::new(),
        units => units.split(',').map(str::to_owned).collect(),
    };
    let (db, code) = (desk.app.db.read(), code.as_str());
    let department = match units.as_slice() {
        [] => queries::department(db, actor, code).await?,
        units => queries::department_of_units(db, actor, code, units).await?,
    };
    let mut reader = Reader::new(fields);
    let now = desk.app.clock.now();
    let as_of = AsOf::read(&mut reader, now, None);
    let period = Period::read(&mut reader, as_of.day);
    if let Err(form) = reader.finish() {
        return Ok(Err(Box::new(refused(&department, units.join(","), form))));
    }
    let knowledge = Knowledge::by(&as_of);
    let query = build(&department.code, period).with_units(units).with_knowledge(knowledge);
    Ok(Ok(ReportRequest { department, query, cut_off: knowledge.until(now) }))
}

async fn read_figures(
    desk: &Desk<'_>,
    code: &DepartmentCode,
    fields: &Fields,
    scope: ReportScope,
) -> Result<FiguresReply, AppError> {
    let request =
        match read_query(desk, code, fields, |code, period| scope.query(code, period)).await? {
            Ok(request) => request,
            Err(page) => return Ok(FiguresReply::Refused(page)),
        };
    let facts = queries::facts(desk.app.db.read(), &request.query, request.cut_off).await?;
    Ok(FiguresReply::Figures(Box::new(request.figures(facts))))
}

/// The report's page with the form as it was typed and no figures.
fn refused(department: &department::Model, units: String, form: FormState) -> DepartmentPage {
    DepartmentPage {
        name: department.name.clone(),
        path: format!("/informes/departamentos/{}", department.code),
        units,
        form,
        report: None,
        cut: None,
    }
}

#[get("/informes/departamentos/<department>")]
async fn report(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    match read_figures(&desk, &department, &fields, ReportScope::Totals).await? {
        FiguresReply::Refused(page) => desk.refuse(page.as_ref()),
        FiguresReply::Figures(figures) => {
            let form = FormState::default()
                .with("desde", dates::input_date(figures.period.from))
                .with("hasta", dates::input_date(figures.period.to))
                .with("corte", figures.as_of.map(dates::input_date).unwrap_or_default());
            let links = Links::of(&figures);
            let page = fields.first("pagina").parse().ok();
            let report = DepartmentReport::of(&figures, &links, page);
            desk.show(&DepartmentPage {
                path: format!("/informes/departamentos/{}", department.as_str()),
                name: figures.department_name,
                units: figures.units,
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
    match read_figures(&desk, &department, &fields, ReportScope::Results).await? {
        FiguresReply::Refused(page) => desk.refuse(page.as_ref()),
        FiguresReply::Figures(figures) => {
            let page = fields.first("pagina").parse().ok();
            desk.show(&ResultsPage::of(&figures, fields.first("capacidad"), page))
        }
    }
}

#[get("/informes/departamentos/<department>/cohortes/<cohort>")]
async fn cohort(desk: Desk<'_>, department: DepartmentCode, cohort: CohortId) -> Answer {
    let fields = Fields::of_address(desk.request());
    match read_figures(&desk, &department, &fields, ReportScope::Cohort(cohort)).await? {
        FiguresReply::Refused(page) => desk.refuse(page.as_ref()),
        FiguresReply::Figures(figures) => {
            let row = figures.cohorts.first().ok_or(AppError::NotFound)?;
            desk.show(&CohortAttendancePage::of(&figures, row))
        }
    }
}
