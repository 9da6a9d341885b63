//! The coordination changes the seats of a cohort and the hours that an offer lasts.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{CohortRow, find};
use platform::numbers::{grouped, some};
use platform::pager::ROWS;
use sign_in_model::prelude::*;

use super::head;
use super::lists::roster_line;
use crate::commands::{self, SeatPlan};
use crate::entity::enrolment::EnrolmentId;
use crate::rules::{EnrolmentRefusal, EnrolmentWindow, SEATS};
use crate::seat_offers::HOURS;
use crate::views::ChangeSeatsPage;
use crate::{policy, queries};

pub fn routes() -> Vec<Route> {
    routes![seats_form, seats]
}

async fn seats_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
    over: &[EnrolmentId],
) -> Result<ChangeSeatsPage, AppError> {
    let db = desk.app.db.read();
    row.enter(desk, CohortTab::People).await?;
    let counts = queries::all_counts(db, row.cohort.id).await?;
    let excess = match over {
        [] => Vec::new(),
        some => queries::people_of(db, some, ROWS).await?,
    };
    Ok(ChangeSeatsPage {
        head: head(row),
        form,
        people: format!(
            "Hay {}{} y {} en lista de espera.",
            some(counts.confirmed, "persona confirmada", "personas confirmadas"),
            match counts.offered {
                0 => String::new(),
                offered => format!(", {} por aceptar", some(offered, "cupo", "cupos")),
            },
            grouped(i64::try_from(counts.waiting).unwrap_or(i64::MAX)),
        ),
        excess: excess.into_iter().map(|row| roster_line(row, true, true, None)).collect(),
    })
}

/// What was done, and who of the waiting list got a seat by it.
pub(super) fn given_sentence(done: &str, given: usize) -> String {
    match given {
        0 => format!("{done}."),
        1 => format!("{done} y un cupo pasó a la lista de espera."),
        _ => format!("{done} y {given} cupos pasaron a la lista de espera."),
    }
}

#[get("/cohortes/<cohort>/cupos")]
async fn seats_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = find(desk.app.db.read(), desk.actor()?, cohort).await?;
    policy::may_change_seats(desk.actor()?, &row.cohort)?;
    EnrolmentWindow::of(&row.cohort)
        .may_change()
        .map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    let form =
        FormState::default().with("cupos", row.cohort.seats).with("plazo", row.cohort.offer_hours);
    desk.show(&seats_page(&desk, &row, form, &[]).await?)
}

#[post("/cohortes/<cohort>/cupos", data = "<fields>")]
async fn seats(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let row = find(desk.app.db.read(), desk.actor()?, cohort).await?;
    let permit = policy::may_change_seats(desk.actor()?, &row.cohort)?;
    let mut reader = Reader::new(&fields);
    let seats = reader.whole("cupos", SEATS, "Escriba los cupos.");
    let hours = "Escriba las horas para aceptar.";
    let offer_hours = fields.has("plazo").then(|| reader.whole("plazo", HOURS, hours));
    if let Err(form) = reader.finish() {
        return desk.refuse(&seats_page(&desk, &row, form, &[]).await?);
    }
    match commands::change_seats(desk.app, permit, SeatPlan { seats, offer_hours }).await {
        Ok(given) => {
            let text = given_sentence("Los cupos quedaron guardados", given);
            desk.done(head(&row).roster_path(), text)
        }
        Err(failure) => {
            let refusal = failure.refusal()?;
            let over = match &refusal {
                EnrolmentRefusal::SeatsBelowConfirmed { over, .. } => over.as_slice(),
                _ => &[],
            };
            let form = fields.refused(&refusal);
            desk.refuse(&seats_page(&desk, &row, form, over).await?)
        }
    }
}
