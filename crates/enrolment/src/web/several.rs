//! What the coordination does with several people of a roster at once, and the roster as a workbook.

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::policy::runs;
use platform::blocking;
use platform::numbers::{counted, people, some};
use platform::texts::say;
use platform::xlsx;
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;

use super::lists::{list_of, listed, named, roster_line};
use crate::entity::enrolment::{EnrolmentId, Stage};
use crate::policy::{self, EnrolmentParties};
use crate::roster::{RosterEntry, RosterSearch, workbook};
use crate::rules::EnrolmentWindow;
use crate::views::WithdrawalPage;
use crate::{commands, queries};

pub fn routes() -> Vec<Route> {
    routes![download, several, withdraw]
}

/// Most people of one command: as many as a page of the list shows.
const MOST: usize = 50;

#[get("/cohortes/<cohort>/inscritos/xlsx")]
async fn download(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let cohort = queries::cohort_with_roster(desk.app.db.read(), desk.actor()?, cohort).await?;
    let mut search = RosterSearch::of(&Fields::of_address(desk.request()));
    let (stage, ..) = list_of(&mut search);
    let entries = search.narrow(listed(&desk, &cohort, stage, true).await?);
    file(&desk, &cohort, entries).await
}

async fn file(desk: &Desk<'_>, cohort: &cohort::Model, entries: Vec<RosterEntry>) -> Answer {
    let title = named(desk, cohort).await?.title();
    let staff = runs(desk.actor()?, &cohort.into());
    let about = (desk.app.clock.now(), desk.app.demo);
    let bytes =
        blocking::run(move || workbook(&title, (entries.as_slice(), staff), about)).await??;
    desk.file(FileReply {
        name: format!("inscritos-cohorte-{}.xlsx", cohort.id),
        content_type: xlsx::content_type(),
        bytes,
        inline: false,
    })
}

/// Returns the chosen people of a cohort that the actor runs.
async fn chosen(
    desk: &Desk<'_>,
    cohort: CohortId,
    fields: &Fields,
) -> Result<(cohort::Model, Vec<RosterEntry>), AppError> {
    let (actor, db) = (desk.actor()?, desk.app.db.read());
    let cohort = queries::cohort_with_roster(db, actor, cohort).await?;
    Denial::unless(runs(actor, &(&cohort).into()))?;
    let ids = fields.all("inscripcion").iter().filter_map(|id| id.parse().ok());
    let ids = ids.take(MOST).map(EnrolmentId).collect();
    let rows = queries::people_at(db, actor, cohort.id, ids).await?;
    let entry = |row| RosterEntry { row, turn: None, attendance: None };
    Ok((cohort, rows.into_iter().map(entry).collect()))
}

#[post("/cohortes/<cohort>/inscritos/elegidas", data = "<fields>")]
async fn several(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let (cohort, entries) = chosen(&desk, cohort, &fields).await?;
    if entries.is_empty() {
        return nobody(&desk, &cohort);
    }
    if fields.first("acto") == "descargar" {
        return file(&desk, &cohort, entries).await;
    }
    desk.show(&withdrawal_page(&desk, &cohort, entries, FormState::default()).await?)
}

fn nobody(desk: &Desk<'_>, cohort: &cohort::Model) -> Answer {
    desk.warned(format!("/cohortes/{}/inscritos", cohort.id), say("enrolment.several_nobody", &[]))
}

async fn withdrawal_page(
    desk: &Desk<'_>,
    cohort: &cohort::Model,
    entries: Vec<RosterEntry>,
    form: FormState,
) -> Result<WithdrawalPage, AppError> {
    EnrolmentWindow::of(cohort)
        .may_change()
        .map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    let rows = entries.into_iter().map(|entry| entry.row);
    let rows: Vec<_> = rows.filter(|row| row.stage != Stage::Withdrawn).collect();
    let freed = rows.iter().filter(|row| row.stage != Stage::Waiting).count();
    let facts = [
        ("people", people(rows.len())),
        ("seats", some(freed, "cupo queda libre", "cupos quedan libres")),
    ];
    Ok(WithdrawalPage {
        head: named(desk, cohort).await?,
        summary: say("enrolment.several_summary", &facts),
        people: rows.into_iter().map(|row| roster_line(row, true, true, None)).collect(),
        form,
    })
}

#[post("/cohortes/<cohort>/inscritos/retiro", data = "<fields>")]
async fn withdraw(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let (cohort, entries) = chosen(&desk, cohort, &fields).await?;
    let mut reader = Reader::new(&fields);
    let reason = reader.optional("motivo", 500);
    if let Err(form) = reader.finish() {
        return desk.refuse(&withdrawal_page(&desk, &cohort, entries, form).await?);
    }
    if entries.is_empty() {
        return nobody(&desk, &cohort);
    }
    let actor = desk.actor()?;
    let permit = |entry: &RosterEntry| {
        let (enrolment, person) = (entry.row.enrolment, entry.row.person);
        let unit = cohort.unit_code.as_str();
        policy::may_withdraw(actor, EnrolmentParties { enrolment, person, unit })
    };
    let permits = entries.iter().map(permit).collect::<Result<Vec<_>, Denial>>()?;
    match commands::withdraw_many(desk.app, permits, reason).await {
        Ok(given) => {
            let facts = [("people", people(entries.len())), ("seats", counted(given))];
            let text = say("enrolment.several_withdrawn", &facts);
            desk.done(format!("/cohortes/{}/inscritos", cohort.id), text)
        }
        Err(failure) => Err(AppError::Refused(failure.refusal()?.sentence())),
    }
}
