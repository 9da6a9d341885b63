//! Addresses of a department's installed capacity; filters stay in the address.

use rocket::http::ContentType;
use rocket::{Route, get, routes};

use platform::errors::AppError;
use platform::forms::Fields;
use platform::{workshop, xlsx};
use sign_in_model::desk::{Answer, Desk, FileReply};

use super::sheets::{self, Kind};
use super::{Department, DepartmentPage, read};
use crate::asked::Asked;
use crate::policy::READERS;
use crate::queries;
use crate::views::told;

pub fn routes() -> Vec<Route> {
    routes![department, workbook, sheet]
}

/// What was asked for.
enum Read {
    /// Nothing could be counted: the form was refused, or nobody's department is in the reader's scope.
    Page(Box<DepartmentPage>, bool),
    Department(Box<(DepartmentPage, Asked, Department)>),
}

async fn asked(desk: &Desk<'_>) -> Result<Read, AppError> {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let asked = Asked::read(desk, &fields).await?;
    let departments = queries::departments(db, actor).await?;
    let chosen = match fields.first("departamento") {
        "" => departments.first(),
        code => Some(departments.iter().find(|one| one.code == code).ok_or(AppError::NotFound)?),
    };
    let page = DepartmentPage::asking(&asked, &departments, chosen);
    let Some(chosen) = chosen.filter(|_| !asked.is_refused) else {
        return Ok(Read::Page(Box::new(page), asked.is_refused));
    };
    let names = (chosen.code.as_str(), chosen.name.as_str());
    let at = (asked.cut, desk.app.clock.now());
    let of = (asked.framework.as_slice(), asked.capacity.as_ref());
    let department = read(db, actor, names, at, of).await?;
    Ok(Read::Department(Box::new((page, asked, department))))
}

/// The page of a form alone. A file of no department is none.
fn alone(desk: &Desk<'_>, page: &DepartmentPage, is_refused: bool) -> Answer {
    if is_refused { desk.refuse(page) } else { desk.show(page) }
}

#[get("/capacidad-instalada")]
async fn department(desk: Desk<'_>) -> Answer {
    match asked(&desk).await? {
        Read::Page(page, is_refused) => alone(&desk, &page, is_refused),
        Read::Department(read) => {
            let (page, asked, department) = *read;
            desk.show(&page.with(&asked, &department))
        }
    }
}

/// «capacidad-instalada-50-2026-11-20.xlsx».
fn name(department: &Department, what: &str) -> String {
    format!("capacidad-instalada-{}-{}{what}", department.code, department.cut.day)
}

#[get("/capacidad-instalada/xlsx")]
async fn workbook(desk: Desk<'_>) -> Answer {
    let (asked, department) = match asked(&desk).await? {
        Read::Page(page, is_refused) => return alone(&desk, &page, is_refused),
        Read::Department(read) => (read.1, read.2),
    };
    let told = told(&asked.cut, asked.reach);
    let name = name(&department, ".xlsx");
    let bytes = workshop::run(move || sheets::workbook(&department, &told)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

#[get("/capacidad-instalada/csv/<table>")]
async fn sheet(desk: Desk<'_>, table: &str) -> Answer {
    let kind = Kind::read(table).ok_or(AppError::NotFound)?;
    let (asked, department) = match asked(&desk).await? {
        Read::Page(page, is_refused) => return alone(&desk, &page, is_refused),
        Read::Department(read) => (read.1, read.2),
    };
    let told = told(&asked.cut, asked.reach);
    desk.file(FileReply {
        name: name(&department, &format!("-{}.csv", kind.slug())),
        content_type: ContentType::new("text", "csv").with_params(("charset", "utf-8")),
        bytes: sheets::csv(&department, &told, kind)?,
        inline: false,
    })
}
