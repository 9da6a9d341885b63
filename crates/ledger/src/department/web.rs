//! Addresses of a department's installed capacity; filters stay in the address.

use rocket::http::ContentType;

use platform::cells::{NOTES, notes_as_csv};
use platform::{blocking, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;

use super::sheets::{self, Kind};
use super::{DepartmentCapacity, DepartmentCapacityPage, read};
use crate::capacity_query::CapacityQuery;
use crate::policy::READERS;
use crate::queries;
use crate::views::as_of_sentences;

pub fn routes() -> Vec<Route> {
    routes![department, workbook, sheet]
}

/// What an address of a department leads to.
enum DepartmentReply {
    /// Nothing could be counted: the form was refused (`true`), or the reader answers for no department.
    Form(Box<DepartmentCapacityPage>, bool),
    Figures(Box<(DepartmentCapacityPage, CapacityQuery, DepartmentCapacity)>),
}

async fn reply(desk: &Desk<'_>) -> Result<DepartmentReply, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let query = CapacityQuery::read(desk, &fields).await?;
    let departments = queries::departments(db, actor).await?;
    let chosen = match fields.first("departamento") {
        "" => departments.first(),
        code => Some(departments.iter().find(|one| one.code == code).ok_or(AppError::NotFound)?),
    };
    let page = DepartmentCapacityPage::asking(&query, &departments, chosen);
    let Some(chosen) = chosen.filter(|_| !query.is_refused) else {
        return Ok(DepartmentReply::Form(Box::new(page), query.is_refused));
    };
    let names = (chosen.code.as_str(), chosen.name.as_str());
    let at = (query.as_of, desk.app.clock.now());
    let of = (query.framework.as_slice(), query.capacity.as_ref());
    let department = read(db, actor, names, at, of).await?;
    Ok(DepartmentReply::Figures(Box::new((page, query, department))))
}

/// Shows the form without figures, also where a file was wanted: without a department there is no file.
fn alone(desk: &Desk<'_>, page: &DepartmentCapacityPage, is_refused: bool) -> Answer {
    if is_refused { desk.refuse(page) } else { desk.show(page) }
}

#[get("/capacidad-instalada")]
async fn department(desk: Desk<'_>) -> Answer {
    match reply(&desk).await? {
        DepartmentReply::Form(page, is_refused) => alone(&desk, &page, is_refused),
        DepartmentReply::Figures(read) => {
            let (page, query, department) = *read;
            desk.show(&page.with(&query, &department))
        }
    }
}

/// «capacidad-instalada-50-2026-11-20.xlsx».
fn name(department: &DepartmentCapacity, what: &str) -> String {
    format!("capacidad-instalada-{}-{}{what}", department.code, department.as_of.day)
}

#[get("/capacidad-instalada/xlsx")]
async fn workbook(desk: Desk<'_>) -> Answer {
    let (query, department) = match reply(&desk).await? {
        DepartmentReply::Form(page, is_refused) => return alone(&desk, &page, is_refused),
        DepartmentReply::Figures(read) => (read.1, read.2),
    };
    let told = as_of_sentences(&query.as_of, query.reach);
    let name = name(&department, ".xlsx");
    let bytes = blocking::run(move || sheets::workbook(&department, &told)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

#[get("/capacidad-instalada/csv/<table>")]
async fn sheet(desk: Desk<'_>, table: &str) -> Answer {
    let kind = match table {
        NOTES => None,
        slug => Some(Kind::read(slug).ok_or(AppError::NotFound)?),
    };
    let (query, department) = match reply(&desk).await? {
        DepartmentReply::Form(page, is_refused) => return alone(&desk, &page, is_refused),
        DepartmentReply::Figures(read) => (read.1, read.2),
    };
    let told = as_of_sentences(&query.as_of, query.reach);
    desk.file(FileReply {
        name: name(&department, &format!("-{}.csv", kind.map_or(NOTES, Kind::slug))),
        content_type: ContentType::new("text", "csv").with_params(("charset", "utf-8")),
        bytes: match kind {
            Some(kind) => sheets::csv(&department, kind)?,
            None => notes_as_csv(&sheets::notes(&department, &told))?,
        },
        inline: false,
    })
}
