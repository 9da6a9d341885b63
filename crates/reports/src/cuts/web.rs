//! Addresses of cuts, for those who read the department's report (R60).

use rocket::http::ContentType;

use platform::cells::{NOTES, notes_as_csv};
use platform::{blocking, dates, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;
use territory_model::addresses::DepartmentCode;
use territory_model::entity::department;

use super::compare::changes;
use super::entity::report_cut;
use super::queries::{CutHead, find, head, of, read};
use super::rules::{GRACE, Term};
use super::views::{CutLine, CutsPage};
use crate::files::printed;
use crate::policy::READERS;
use crate::programme::{AttendanceScope, rules, rules_in_words};
use crate::queries;
use crate::rules::Period;
use crate::sheets::{self, SheetKind};
use crate::views::{
    CutHeading, DepartmentPage, DepartmentReport, EarlierCut, Links, capitalised, percent,
};

pub fn routes() -> Vec<Route> {
    routes![list, show, workbook, document, sheet]
}

fn address(department: &str) -> String {
    format!("/informes/departamentos/{department}")
}

/// A department whose report the actor reads; foreign and absent look alike.
async fn own(desk: &Desk<'_>, code: &DepartmentCode) -> Result<department::Model, AppError> {
    let actor = desk.actor_as(&READERS)?;
    queries::department(desk.app.db.read(), actor, code.as_str()).await
}

/// A cut of such a department.
async fn opened(
    desk: &Desk<'_>,
    code: &DepartmentCode,
    term: &str,
) -> Result<(department::Model, Term, report_cut::Model), AppError> {
    let department = own(desk, code).await?;
    let term = Term::read(term).ok_or(AppError::NotFound)?;
    let row = find(desk.app.db.read(), &department.code, term).await?;
    Ok((department, term, row.ok_or(AppError::NotFound)?))
}

#[get("/informes/departamentos/<department>/cortes")]
async fn list(desk: Desk<'_>, department: DepartmentCode) -> Answer {
    let department = own(&desk, &department).await?;
    let path = address(&department.code);
    let db = desk.app.db.read();
    let rows = of(db, &department.code).await?;
    let rules = match covered(&rows) {
        Some(period) => {
            let territory = Some(queries::codes_of(&department.code));
            rules(db, &AttendanceScope { territory, course: None }, period).await?
        }
        None => Vec::new(),
    };
    let rows = rows.iter().map(|row| line(row, &path)).collect::<Result<_, _>>()?;
    let rules = rules_in_words(rules);
    desk.show(&CutsPage { name: department.name, path, rows, rules, grace: GRACE })
}

/// The days of all these cuts.
fn covered(rows: &[CutHead]) -> Option<Period> {
    let periods = || rows.iter().map(|row| row.term().period());
    let from = periods().map(|period| period.from).min()?;
    let to = periods().map(|period| period.to).max()?;
    Some(Period { from, to })
}

fn line(row: &CutHead, path: &str) -> Result<CutLine, AppError> {
    let term = row.term();
    let summary = row.summary()?;
    Ok(CutLine {
        href: format!("{path}/cortes/{}", term.code()),
        name: capitalised(&term.name()),
        frozen_at: row.frozen_at,
        attendance: percent(summary.tally.percent()),
        summary,
    })
}

#[get("/informes/departamentos/<department>/cortes/<term>")]
async fn show(desk: Desk<'_>, department: DepartmentCode, term: &str) -> Answer {
    let (department, term, row) = opened(&desk, &department, term).await?;
    let figures = read(&row)?;
    let path = address(&department.code);
    let earlier = head(desk.app.db.read(), &department.code, term.before(1)).await?;
    let before = match earlier {
        Some(earlier) => Some(EarlierCut {
            name: earlier.term().name(),
            href: format!("{path}/cortes/{}", earlier.term().code()),
            changes: changes(&earlier.summary()?, &figures.summary),
        }),
        None => None,
    };
    let links = Links::of_cut(format!("{path}/cortes/{}", term.code()));
    let page = Fields::of_address(desk.request()).first("pagina").parse().ok();
    desk.show(&DepartmentPage {
        name: department.name,
        units: String::new(),
        form: FormState::default(),
        report: Some(DepartmentReport::of(&figures, &links, page)),
        cut: Some(CutHeading {
            name: term.name(),
            frozen_at: dates::short_with_time(row.frozen_at),
            live: Links::new(&department.code, figures.period).report(),
            before,
        }),
        path,
    })
}

/// «informe-50-corte-2026-10.xlsx».
fn file_name(what: &str, (department, term): (&str, Term), extension: &str) -> String {
    format!("{what}-{department}-corte-{}.{extension}", term.code())
}

#[get("/informes/departamentos/<department>/cortes/<term>/xlsx")]
async fn workbook(desk: Desk<'_>, department: DepartmentCode, term: &str) -> Answer {
    let (department, term, row) = opened(&desk, &department, term).await?;
    let figures = read(&row)?;
    let bytes = blocking::run(move || sheets::workbook(&figures)).await??;
    let name = file_name("informe", (&department.code, term), "xlsx");
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

#[get("/informes/departamentos/<department>/cortes/<term>/pdf")]
async fn document(desk: Desk<'_>, department: DepartmentCode, term: &str) -> Answer {
    let (department, term, row) = opened(&desk, &department, term).await?;
    let figures = read(&row)?;
    let bytes = printed(figures, desk.app.demo).await?;
    let name = file_name("informe", (&department.code, term), "pdf");
    desk.file(FileReply { name, content_type: ContentType::PDF, bytes, inline: false })
}

#[get("/informes/departamentos/<department>/cortes/<term>/csv/<sheet>")]
async fn sheet(desk: Desk<'_>, department: DepartmentCode, term: &str, sheet: &str) -> Answer {
    let (department, term, row) = opened(&desk, &department, term).await?;
    let figures = read(&row)?;
    let (slug, bytes) = if sheet == NOTES {
        (NOTES, notes_as_csv(&sheets::notes(&figures))?)
    } else {
        let kind = SheetKind::read(sheet).filter(|kind| sheets::kinds(&figures).contains(kind));
        let kind = kind.ok_or(AppError::NotFound)?;
        (kind.slug(), sheets::csv(&figures, kind)?)
    };
    desk.file(FileReply {
        name: file_name(slug, (&department.code, term), "csv"),
        content_type: ContentType::new("text", "csv").with_params(("charset", "utf-8")),
        bytes,
        inline: false,
    })
}
