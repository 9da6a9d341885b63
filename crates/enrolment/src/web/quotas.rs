//! The coordination reserves seats for groups and releases them.

use std::collections::HashMap;

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{CohortRow, find, municipalities};
use platform::numbers::some;
use platform::pager::ROWS;
use sign_in_model::prelude::*;
use territory_model::queries::catalog;

use super::head;
use super::lists::roster_line;
use super::seats::given_sentence;
use crate::commands::{self, Reservation};
use crate::entity::enrolment::EnrolmentId;
use crate::entity::seat_quota::{self, Kind, SeatQuotaId};
use crate::rules::{self, EnrolmentRefusal, EnrolmentWindow};
use crate::seating::Seating;
use crate::views::{GroupRow, GroupTable, QuotasPage};
use crate::{policy, queries};

pub fn routes() -> Vec<Route> {
    routes![quotas_form, reserve, release]
}

/// A group for which seats of this cohort may be kept.
struct QuotaGroup {
    kind: Kind,
    key: String,
    name: String,
}

impl QuotaGroup {
    /// What stands between the brackets of its fields.
    fn word(&self) -> String {
        let letter = match self.kind {
            Kind::Municipality => 'm',
            Kind::EntityKind => 'e',
        };
        format!("{letter}-{}", self.key)
    }

    fn seats(&self) -> String {
        format!("cupos[{}]", self.word())
    }

    fn release(&self) -> String {
        format!("libera[{}]", self.word())
    }

    fn is_of(&self, quota: &seat_quota::Model) -> bool {
        (self.kind, &self.key) == (quota.kind, &quota.key)
    }
}

/// The cohort's municipalities and the kinds of entity that take part in courses.
async fn groups(desk: &Desk<'_>, cohort: CohortId) -> Result<Vec<QuotaGroup>, AppError> {
    let db = desk.app.db.read();
    let places = municipalities(db, cohort).await?;
    let kinds = catalog(db, "entity_type").await?;
    let group = |kind, key: String, name: String| QuotaGroup { kind, key, name };
    let mut all: Vec<QuotaGroup> = places
        .into_iter()
        .map(|place| group(Kind::Municipality, place.code.clone(), place.full_name()))
        .collect();
    all.extend(
        kinds
            .into_iter()
            .map(|Alternative { value, label, .. }| group(Kind::EntityKind, value, label)),
    );
    Ok(all)
}

async fn page(
    desk: &Desk<'_>,
    row: &CohortRow,
    groups: &[QuotaGroup],
    form: Option<FormState>,
    over: &[EnrolmentId],
) -> Result<QuotasPage, AppError> {
    let db = desk.app.db.read();
    row.enter(desk, CohortTab::People).await?;
    let quotas = queries::quotas(db, row.cohort.id).await?;
    let seating = queries::seating_now(db, &row.cohort).await?;
    let excess = match over {
        [] => Vec::new(),
        some => queries::people_of(db, some, ROWS).await?,
    };
    let held = |group: &QuotaGroup| quotas.iter().find(|quota| group.is_of(quota));
    let form = form.unwrap_or_else(|| {
        groups.iter().fold(FormState::default(), |form, group| match held(group) {
            Some(quota) => form
                .with(&group.seats(), quota.seats)
                .with_option(&group.release(), quota.release_on.map(dates::input_date)),
            None => form,
        })
    });
    let table = |kind: Kind, id, caption, column| GroupTable {
        id,
        caption,
        column,
        rows: groups
            .iter()
            .filter(|group| group.kind == kind)
            .map(|group| group_row(group, held(group), &seating))
            .collect(),
    };
    Ok(QuotasPage {
        head: head(row),
        form,
        seats: told(row.cohort.seats, &seating),
        tables: vec![
            table(Kind::Municipality, "t-municipios", "Por municipio", "Municipio"),
            table(Kind::EntityKind, "t-entidades", "Por tipo de entidad", "Tipo de entidad"),
        ],
        excess: excess.into_iter().map(|row| roster_line(row, true, true, None)).collect(),
    })
}

fn group_row(group: &QuotaGroup, held: Option<&seat_quota::Model>, seating: &Seating) -> GroupRow {
    let chairs = seating
        .reserves()
        .iter()
        .find(|(reserve, _)| (reserve.kind, &reserve.key) == (group.kind, &group.key));
    GroupRow {
        word: group.word(),
        left: chairs.map(|(_, chairs)| some(chairs.free(), "libre", "libres")).unwrap_or_default(),
        held: held.map(|quota| quota.id.0),
        name: group.name.clone(),
    }
}

/// «30 cupos: 10 reservados y 20 abiertos a todos, 5 de ellos libres.»
fn told(seats: i32, seating: &Seating) -> String {
    let all = some(seats, "cupo", "cupos");
    let open = seating.open();
    if seating.reserves().is_empty() {
        return format!("{all}, todos abiertos: {}.", some(open.free(), "libre", "libres"));
    }
    format!(
        "{all}: {} y {}, {}.",
        some(seats - open.all, "reservado", "reservados"),
        some(open.all, "abierto a todos", "abiertos a todos"),
        match open.free() {
            0 => "ninguno libre".to_owned(),
            free => format!("{free} de ellos {}", if free == 1 { "libre" } else { "libres" }),
        }
    )
}

#[get("/cohortes/<cohort>/reservas")]
async fn quotas_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = find(desk.app.db.read(), desk.actor()?, cohort).await?;
    policy::may_change_seats(desk.actor()?, &row.cohort)?;
    EnrolmentWindow::of(&row.cohort)
        .may_change()
        .map_err(|refusal| AppError::Refused(refusal.sentence()))?;
    let groups = groups(&desk, cohort).await?;
    desk.show(&page(&desk, &row, &groups, None, &[]).await?)
}

/// The reservations of the form; a number or a date that is none has its sentence.
fn read(
    reader: &mut Reader<'_>,
    fields: &Fields,
    groups: &[QuotaGroup],
    before: &HashMap<String, Option<chrono::NaiveDate>>,
    today: chrono::NaiveDate,
) -> Vec<Reservation> {
    let mut wanted = Vec::new();
    for group in groups {
        let (seats, release) = (group.seats(), group.release());
        let on = reader.date_or_none(&release);
        if fields.first(&seats).is_empty() {
            continue;
        }
        let kept = before.get(&release).copied().flatten();
        if let Some(on) = on.filter(|on| Some(*on) != kept)
            && let Err(refusal) = rules::release_ahead(on, today)
        {
            reader.wrong(&release, refusal.sentence());
        }
        let missing = format!("Escriba los cupos de {}.", group.name);
        wanted.push(Reservation {
            kind: group.kind,
            key: group.key.clone(),
            seats: reader.whole(&seats, 0..=*rules::SEATS.end(), &missing),
            release_on: on,
        });
    }
    wanted
}

#[post("/cohortes/<cohort>/reservas", data = "<fields>")]
async fn reserve(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let row = find(desk.app.db.read(), desk.actor()?, cohort).await?;
    let permit = policy::may_change_seats(desk.actor()?, &row.cohort)?;
    let groups = groups(&desk, cohort).await?;
    let quotas = queries::quotas(desk.app.db.read(), cohort).await?;
    let before = groups
        .iter()
        .filter_map(|group| {
            let quota = quotas.iter().find(|quota| group.is_of(quota))?;
            Some((group.release(), quota.release_on))
        })
        .collect();
    let mut reader = Reader::new(&fields);
    let wanted = read(&mut reader, &fields, &groups, &before, desk.app.clock.today());
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, &row, &groups, Some(form), &[]).await?);
    }
    match commands::reserve(desk.app, permit, wanted).await {
        Ok(given) => {
            let text = given_sentence("Las reservas quedaron guardadas", given);
            desk.done(head(&row).roster_path(), text)
        }
        Err(failure) => {
            let refusal = failure.refusal()?;
            let mut form = fields.state();
            // No single field of this form is the wrong one.
            form.refuse("", refusal.sentence());
            let over = match &refusal {
                EnrolmentRefusal::ReservesTaken { over } => over.as_slice(),
                _ => &[],
            };
            desk.refuse(&page(&desk, &row, &groups, Some(form), over).await?)
        }
    }
}

#[post("/cohortes/<cohort>/reservas/liberacion", data = "<fields>")]
async fn release(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let row = find(desk.app.db.read(), desk.actor()?, cohort).await?;
    let permit = policy::may_change_seats(desk.actor()?, &row.cohort)?;
    let quota = SeatQuotaId(fields.first("reserva").parse().unwrap_or_default());
    match commands::release(desk.app, permit, quota).await {
        Ok(given) => {
            let text = given_sentence("Los cupos quedaron abiertos a todos", given);
            desk.done(format!("/cohortes/{cohort}/reservas"), text)
        }
        Err(failure) => Err(AppError::Refused(failure.refusal()?.sentence())),
    }
}
