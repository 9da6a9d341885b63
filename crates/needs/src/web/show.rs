//! One need: what became of it, its cohorts, its history.

use serde_json::Value;

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::rules::{MOST_SEATS, is_public};
use courses_model::queries::offered;
use platform::pager::address;
use platform::pages::{Fact, Moment};
use platform::texts::Refusal as _;
use sign_in_model::prelude::*;
use sign_in_model::queries::{HistoryLine, story};

use crate::entity::need::NeedId;
use crate::policy::{DECIDERS, READERS, may_match, may_refuse};
use crate::queries::{self, NeedMatch, NeedSummary};
use crate::rules::{NeedRefusal, State};
use crate::views::{MatchRow, NeedPage};
use crate::{commands, labels};

const LONGEST_REASON: usize = 500;

#[get("/necesidades/<need>")]
pub async fn show(desk: Desk<'_>, need: NeedId) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let row = queries::find(desk.app.db.read(), actor, need).await?;
    desk.show(&page(&desk, actor, &row, FormState::default()).await?)
}

/// A need that the actor decides about.
async fn decided(desk: &Desk<'_>, need: NeedId) -> Result<NeedSummary, AppError> {
    let actor = desk.actor_as(&DECIDERS)?;
    queries::find(desk.app.db.read(), actor, need).await
}

#[post("/necesidades/<need>/cohortes", data = "<fields>")]
pub async fn assign(desk: Desk<'_>, need: NeedId, fields: Fields) -> Answer {
    let row = decided(&desk, need).await?;
    let actor = desk.actor()?;
    may_refuse(actor, row.facts())?;
    let mut reader = Reader::new(&fields);
    let cohort = fields.first("cohorte").parse::<CohortId>().ok();
    let found = match cohort {
        Some(id) => match cohorts::queries::find(desk.app.db.read(), actor, id).await {
            Ok(found) => Some(found),
            Err(AppError::NotFound) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let permit = found.as_ref().and_then(|one| may_match(actor, row.facts(), &one.facts()).ok());
    if permit.is_none() {
        reader.wrong("cohorte", NeedRefusal::CohortUnfit.sentence());
    }
    let people = reader.whole("personas", 0..=MOST_SEATS, "Escriba cuántas personas.");
    let wrong = reader.finish().err();
    let (Some(permit), None) = (permit, &wrong) else {
        let form = wrong.unwrap_or_default();
        return desk.refuse(&page(&desk, actor, &row, form).await?);
    };
    match commands::match_need(desk.app, permit, people).await {
        Ok(()) => {
            let text = match people {
                0 => "La cohorte ya no responde a esta necesidad.".to_owned(),
                _ => format!("La cohorte responde a {}.", numbers::people(people)),
            };
            desk.done(format!("/necesidades/{need}"), text)
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, actor, &row, form).await?)
        }
    }
}

#[post("/necesidades/<need>/rechazo", data = "<fields>")]
pub async fn refuse(desk: Desk<'_>, need: NeedId, fields: Fields) -> Answer {
    let row = decided(&desk, need).await?;
    let actor = desk.actor()?;
    let permit = may_refuse(actor, row.facts())?;
    let mut reader = Reader::new(&fields);
    let missing = "Escriba el motivo: lo lee quien la pidió.";
    let reason = reader.text("motivo", LONGEST_REASON, missing);
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, actor, &row, form).await?);
    }
    match commands::refuse_need(desk.app, permit, reason).await {
        Ok(()) => desk.done(format!("/necesidades/{need}"), "La necesidad quedó rechazada."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, actor, &row, form).await?)
        }
    }
}

async fn page(
    desk: &Desk<'_>,
    actor: &Actor,
    row: &NeedSummary,
    form: FormState,
) -> Result<NeedPage, AppError> {
    let db = desk.app.db.read();
    let sums = queries::figures(db, [row.id]).await?;
    let figures = row.figures(&sums);
    let state = figures.state(row.refused_at.is_some());
    let matches = queries::matches(db, row.id).await?;
    let decides = may_refuse(actor, row.facts()).is_ok();
    let may_match = decides && state == State::Pending;
    let cohorts = if may_match { queries::fitting(db, actor, row).await? } else { Vec::new() };
    let left = figures.remainder();
    let form = if may_match && form.first("personas").is_none() {
        form.with("personas", left)
    } else {
        form
    };
    let told = story(db, "need", row.id.0).await?;
    let without_offer = state == State::Pending && !offered(db).await?.contains(&row.capacity_code);
    Ok(NeedPage {
        form,
        id: row.id.0,
        place: row.place(),
        capacity: row.capacity.clone(),
        tone: labels::tone(state),
        state: state.label(),
        is_demo: row.is_demo,
        facts: vec![
            Fact::new("Entidad", row.entity.clone()),
            Fact::new("Personas", numbers::grouped(figures.asked)),
            Fact::new("Con cohorte", numbers::grouped(figures.matched)),
            Fact::new("Atendidas", numbers::grouped(figures.attended)),
            Fact::new("Sin cohorte", numbers::grouped(left)),
            Fact::new("Fecha límite", dates::short(row.deadline_on)),
            Fact::new("La registró", row.requester.clone()),
        ],
        note: row.note.clone(),
        refusal: row.refusal_reason.clone(),
        without_offer,
        matches: matches.iter().map(|one| match_row(one, decides)).collect(),
        cohorts: cohorts
            .iter()
            .map(|one| {
                let dates = dates::range(one.starts_on, one.ends_on);
                let seats = numbers::some(one.seats, "cupo", "cupos");
                Alternative::new(one.id, format!("{}: {} ({dates}, {seats})", one.name, one.course))
            })
            .collect(),
        may_match,
        propose: address(
            "/necesidades/propuesta",
            &[("capacidad", &row.capacity_code), ("municipio", &row.municipality_code)],
        ),
        may_refuse: decides && row.refused_at.is_none() && left > 0,
        story: told.iter().map(moment).collect(),
    })
}

fn match_row(one: &NeedMatch, decides: bool) -> MatchRow {
    let cohort = &one.cohort;
    let is_cancelled = cohort.stage == Stage::Cancelled;
    // What is not published is the coordination's to know.
    let is_told = decides || is_public(cohort.stage);
    MatchRow {
        href: decides.then(|| format!("/cohortes/{}", cohort.id)),
        name: if is_told { cohort.name.clone() } else { "Cohorte en preparación".to_owned() },
        course: cohort.course.clone(),
        dates: dates::range(cohort.starts_on, cohort.ends_on),
        tone: cohort.stage.code(),
        stage: cohort.stage.label(),
        people: numbers::grouped(one.people),
        attended: numbers::grouped(one.attended),
        is_cancelled,
        change: (decides && !is_cancelled && one.people > one.attended).then_some(cohort.id.0),
    }
}

fn moment(told: &HistoryLine) -> Moment {
    let event = &told.event;
    let detail: Value = serde_json::from_str(&event.detail).unwrap_or_default();
    let number = |value: &Value| value.as_i64().unwrap_or_default();
    let text = match event.action.as_str() {
        "needs.state" => format!("Registrada: {}", numbers::people(number(&detail["people"]))),
        "needs.match" => {
            let (before, after) = (number(&detail["people"][0]), number(&detail["people"][1]));
            match (before, after) {
                (0, after) => format!("Asignada a una cohorte: {}", numbers::people(after)),
                (_, 0) => format!("Retirada de una cohorte: {}", numbers::people(before)),
                _ => format!("Cambió en una cohorte: de {before} a {}", numbers::people(after)),
            }
        }
        "needs.refuse" => {
            format!("Rechazada con {} sin cohorte", numbers::people(number(&detail["left"])))
        }
        _ => "Cambió".to_owned(),
    };
    Moment { when: dates::short_with_time(event.at), text, who: told.who.clone() }
}
