//! `/carencias`: a department, or the whole territory of whoever asks; filters stay in the address.

use capacities_model::entity::capacity;
use capacities_model::queries::capacities;
use platform::texts::word;
use platform::{blocking, xlsx};
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;

use super::views::LackPage;
use super::{LackColumn, LackTable, columns, sheet, subjects_of, table};
use crate::as_of::AsOf;
use crate::policy::READERS;
use crate::queries;

pub fn routes() -> Vec<Route> {
    routes![page, workbook]
}

/// What an address asks for.
struct LackQuery {
    page: LackPage,
    framework: Vec<capacity::Model>,
    department: String,
    subject: String,
}

impl LackQuery {
    /// Reads it. Two statements.
    async fn read(desk: &Desk<'_>, actor: &Actor) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let fields = Fields::of_address(desk.request());
        let framework = capacities(db).await?;
        let departments = queries::departments(db, actor).await?;
        let subjects = subjects_of(&framework);
        let subject = fields.first("tema").to_owned();
        let named = subjects.iter().find(|(code, _)| *code == subject);
        if named.is_none() && !subject.is_empty() {
            return Err(AppError::NotFound);
        }
        // The country together is no page: its administration reads a department at a time.
        let is_of_one = actor.is_administrator();
        let chosen = match fields.first("departamento") {
            "" => departments.first().filter(|_| is_of_one || departments.len() == 1),
            code => {
                Some(departments.iter().find(|one| one.code == code).ok_or(AppError::NotFound)?)
            }
        };
        let department = chosen.map(|one| one.code.clone()).unwrap_or_default();
        let page = LackPage {
            form: FormState::default().with("departamento", &department).with("tema", &subject),
            departments: departments
                .iter()
                .map(|one| Alternative::new(&one.code, &one.name))
                .collect(),
            subjects: subjects.iter().map(|(code, name)| Alternative::new(*code, *name)).collect(),
            is_of_one,
            territory: chosen.map(|one| one.name.clone()).unwrap_or_default(),
            subject: named.map(|(_, name)| (*name).to_owned()).unwrap_or_default(),
            findings: Vec::new(),
            step: None,
            columns: Vec::new(),
            rows: Vec::new(),
            xlsx: String::new(),
        };
        Ok(Self { page, framework, department, subject })
    }

    /// Counts the municipalities. Two statements.
    async fn table(
        &self,
        desk: &Desk<'_>,
        actor: &Actor,
        columns: Vec<LackColumn>,
    ) -> Result<LackTable, AppError> {
        let db = desk.app.db.read();
        let department = Some(self.department.as_str()).filter(|code| !code.is_empty());
        let places = queries::places_in(db, actor, department).await?;
        let codes = queries::codes_in(actor, department);
        let counts = queries::by_both(db, &as_of(desk), codes).await?;
        Ok(table(places, columns, &counts))
    }
}

/// Today, as the ledger knows it.
fn as_of(desk: &Desk<'_>) -> AsOf {
    AsOf::known_now(desk.app.clock.today(), desk.app.clock.now())
}

#[get("/carencias")]
async fn page(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let query = LackQuery::read(&desk, actor).await?;
    let subject = Some(query.subject.as_str()).filter(|code| !code.is_empty());
    let read = query.table(&desk, actor, columns(&query.framework, subject)).await?;
    let LackQuery { page, department, subject, .. } = query;
    if read.rows.is_empty() {
        return desk.show(&page);
    }
    let filters = [("departamento", department.as_str()), ("tema", subject.as_str())];
    desk.show(&page.with(actor, &read, &filters))
}

#[get("/carencias/xlsx")]
async fn workbook(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let query = LackQuery::read(&desk, actor).await?;
    // A spreadsheet has room for every capacity: those of the subject, or all.
    let subjects: Vec<&str> = match query.subject.as_str() {
        "" => subjects_of(&query.framework).into_iter().map(|(code, _)| code).collect(),
        subject => vec![subject],
    };
    let columns = subjects.iter().flat_map(|one| columns(&query.framework, Some(*one))).collect();
    let read = query.table(&desk, actor, columns).await?;
    let as_of = as_of(&desk);
    let territory = match query.page.territory.as_str() {
        "" => word("ledger.lack_territory").to_owned(),
        name => name.to_owned(),
    };
    let bytes = blocking::run(move || sheet::workbook(&read, &territory, &as_of)).await??;
    let name = format!("carencias-{}.xlsx", as_of.day);
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}
