//! «Por revisar» of a cohort: what telephones sent and nobody can count by itself.

use std::collections::HashMap;

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::works_on;
use cohorts_model::queries::{CohortHead, cohort_head};
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, roll};
use platform::codes::display_code;
use platform::numbers::some;
use platform::texts::Refusal as _;
use sign_in_model::prelude::*;

use crate::entity::attendance_mark::Method;
use crate::entity::walk_in::WalkInId;
use crate::field::commands::{self, ArrivalDecision, SettlementCounts};
use crate::field::entity::field_arrival::{ArrivalId, ArrivalOutcome};
use crate::field::entity::field_device;
use crate::field::judge::skew;
use crate::field::views::{FieldReviewPage, Side, WaitingArrival, WalkInCard};
use crate::field::waiting::{self, ArrivalRow, EffectiveMarkRow, ReviewQueue, WalkInRow};
use crate::field::{labels as words, policy};
use crate::rules::AttendanceRefusal;
use crate::web::from_closing;

/// The longest reason.
const REASON: usize = 300;

fn address(cohort: CohortId) -> String {
    format!("/cohortes/{cohort}/por-revisar")
}

/// The page again, after a decision.
fn back(desk: &Desk<'_>, cohort: CohortId) -> String {
    format!("{}{}", address(cohort), from_closing(desk))
}

async fn head(desk: &Desk<'_>, actor: &Actor, cohort: CohortId) -> Result<CohortHead, AppError> {
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    // Whoever teaches there sees that something waits; whoever decides is asked by the policy.
    if works_on(actor, &head.access) { Ok(head) } else { Err(AppError::Forbidden) }
}

async fn page(
    desk: &Desk<'_>,
    actor: &Actor,
    head: CohortHead,
    form: FormState,
) -> Result<FieldReviewPage, AppError> {
    let db = desk.app.db.read();
    let id = head.cohort.id;
    head.enter(desk, CohortTab::Sessions).await?;
    let may = policy::may_settle(actor, &head.access).is_ok();
    let waiting = waiting::of_cohort(db, id).await?;
    let people = match waiting.came.is_empty() || !may {
        true => Vec::new(),
        false => roll(db, id, enrolment::policy::scope(actor)).await?,
    };
    let over = head.cohort.attendance_stage(desk.app.clock.now()) == cohort::Stage::Closed;
    let of = |outcome: ArrivalOutcome| -> Vec<WaitingArrival> {
        let those = waiting.arrived.iter().filter(|one| one.outcome == outcome);
        those.map(|one| waits(one, &waiting, over)).collect()
    };
    let options: Vec<Alternative> = people
        .iter()
        .map(|person: &RollRow| Alternative::new(person.enrolment, person.listed_name()))
        .collect();
    let full = waiting.arrived.len() as u64 == waiting::SHOWN;
    let (arrivals, came) = (!waiting.arrived.is_empty(), !waiting.came.is_empty());
    Ok(FieldReviewPage {
        cohort_href: format!("/cohortes/{id}"),
        closing: from_closing(desk),
        may,
        conflicts: of(ArrivalOutcome::Conflict),
        reviews: of(ArrivalOutcome::Review),
        walk_ins: waiting
            .came
            .iter()
            .map(|came| WalkInCard {
                name: came.name.clone(),
                action: format!("{}/llegadas/{}{}", address(id), came.id, from_closing(desk)),
                field: format!("persona[{}]", came.id),
                replaces: replaces(came.id),
                asks: form.error(&replaces(came.id)).is_some(),
                state_label: came.state.label(),
                state_code: came.state.code(),
                facts: [
                    Some(Fact::new("Sesión", session_of(came.position, came.starts_at))),
                    row(came),
                    came.note.clone().map(|note| Fact::new("Nota", note)),
                    Some(Fact::new("Anotó", came.author.clone())),
                    Some(Fact::new(
                        if came.code.is_some() { "Se digitó" } else { "Llegó al servidor" },
                        dates::long_with_time(came.arrived_at),
                    )),
                ]
                .into_iter()
                .flatten()
                .collect(),
            })
            .collect(),
        people: options,
        more: full.then(|| {
            format!(
                "Se muestran los primeros {}: los demás aparecen al decidir estos.",
                waiting::SHOWN
            )
        }),
        arrivals,
        nothing: !arrivals && !came,
        form,
        title: head.title,
    })
}

/// The box that says that a walk-in changes the mark that is there.
fn replaces(walk_in: WalkInId) -> String {
    format!("cambia[{walk_in}]")
}

/// Returns the sheet and row that the walk-in signed; `None` means that it came from a telephone.
fn row(came: &WalkInRow) -> Option<Fact> {
    let (code, number) = (came.code.as_deref()?, came.number?);
    Some(Fact::new("Planilla", format!("{}, fila {number}", display_code(code))))
}

fn session_of(position: i32, starts_at: chrono::DateTime<chrono::Utc>) -> String {
    format!("Sesión {position}, {}", dates::with_weekday(dates::bogota_date(starts_at)))
}

fn waits(one: &ArrivalRow, waiting: &ReviewQueue, over: bool) -> WaitingArrival {
    let countable = !over && one.stage != session::Stage::Cancelled;
    let now = waiting.counts.get(&(one.session_id, one.enrolment_id));
    let name = one.name.by_surname();
    let mut options = vec![Alternative::new(
        "dejar",
        match now {
            Some(now) => format!("Dejar «{}»", now.state.label()),
            None => "Dejar sin registro".to_owned(),
        },
    )];
    if countable {
        let take = format!("Que cuente «{}»", one.state.label());
        options.insert(0, Alternative::new("tomar", take));
    }
    WaitingArrival {
        label: format!("Decisión sobre {name}"),
        field: format!("decision[{}]", one.id),
        session: session_of(one.position, one.starts_at),
        roll_href: format!("/sesiones/{}/asistencia", one.session_id),
        why: one.why.map(|why| why.label()),
        sides: vec![arrived(one), counting(now, waiting)],
        options,
        name,
    }
}

/// Shapes what arrived: who made it, by which telephone or by the code, and when by each clock.
fn arrived(one: &ArrivalRow) -> Side {
    let off = words::skew(skew(one.sent_at, one.arrived_at));
    let by_code = one.kind == field_device::Kind::Screen;
    let facts = [
        Some(Fact::new("Registró", one.author.clone())),
        Some(if by_code {
            Fact::new("Por", Method::Code.label())
        } else {
            Fact::new("Teléfono", one.device.clone())
        }),
        Some(hour(by_code, one.device_at)),
        Some(Fact::new("Llegó al servidor", dates::long_with_time(one.arrived_at))),
        off.map(|off| Fact::new("Diferencia", off)),
        one.minutes.map(|minutes| Fact::new("Minutos", minutes.to_string())),
        one.note.clone().map(|note| Fact::new("Nota", note)),
    ];
    Side {
        title: "Lo que llegó",
        state_label: one.state.label(),
        state_code: one.state.code(),
        facts: facts.into_iter().flatten().collect(),
    }
}

/// Returns when the mark was made: by the server's clock for a code, by the telephone's otherwise.
fn hour(by_code: bool, at: chrono::DateTime<chrono::Utc>) -> Fact {
    let what = if by_code { "Hora del ingreso" } else { "Hora del teléfono" };
    Fact::new(what, dates::long_with_time(at))
}

fn counting(now: Option<&EffectiveMarkRow>, waiting: &ReviewQueue) -> Side {
    let Some(now) = now else {
        return Side {
            title: "Lo que cuenta ahora",
            state_label: "Sin registro",
            state_code: "info",
            facts: Vec::new(),
        };
    };
    let by_code = now.method == Method::Code;
    let device = now.device_id.filter(|_| !by_code);
    let device = device.and_then(|device| waiting.devices.get(&device).cloned());
    let facts = [
        Some(Fact::new("Registró", now.author.clone())),
        Some(Fact::new("Por", now.method.label())),
        device.map(|device| Fact::new("Teléfono", device)),
        waiting
            .witnesses
            .get(&now.mark_id)
            .map(|others| Fact::new("También lo dijo", others.join("; "))),
        now.device_at.map(|at| hour(by_code, at)),
        Some(Fact::new("Llegó al servidor", dates::long_with_time(now.recorded_at))),
    ];
    Side {
        title: "Lo que cuenta ahora",
        state_label: now.state.label(),
        state_code: now.state.code(),
        facts: facts.into_iter().flatten().collect(),
    }
}

#[get("/cohortes/<cohort>/por-revisar")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = head(&desk, actor, cohort).await?;
    desk.show(&page(&desk, actor, head, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/por-revisar", data = "<fields>")]
pub async fn decide(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = head(&desk, actor, cohort).await?;
    let permit = policy::may_settle(actor, &head.access)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", REASON, "Escriba el motivo de la decisión.");
    let decisions = match fields.first("accion") {
        "todos" => acceptable(&desk, &head).await?,
        _ => read(&fields),
    };
    if decisions.is_empty() {
        reader.wrong("", "Elija qué hacer con al menos un registro.");
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, actor, head, form).await?);
    }
    match commands::settle(desk.app, permit, &decisions, &reason).await {
        Ok(decided) if decided.own > 0 => desk.warned(back(&desk, cohort), told(&decided)),
        Ok(decided) => desk.done(back(&desk, cohort), told(&decided)),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, actor, head, form).await?)
        }
    }
}

/// Returns a decision to take each arrival that waits for review and can still count; never one of a
/// conflict.
async fn acceptable(
    desk: &Desk<'_>,
    head: &CohortHead,
) -> Result<HashMap<ArrivalId, ArrivalDecision>, AppError> {
    let waiting = waiting::of_cohort(desk.app.db.read(), head.cohort.id).await?;
    let countable = |one: &&ArrivalRow| {
        one.outcome == ArrivalOutcome::Review && one.stage != session::Stage::Cancelled
    };
    let those = waiting.arrived.iter().filter(countable);
    Ok(those.map(|one| (one.id, ArrivalDecision::Take)).collect())
}

fn read(fields: &Fields) -> HashMap<ArrivalId, ArrivalDecision> {
    let one = |(id, value): (&str, &str)| {
        let decision = match value {
            "tomar" => ArrivalDecision::Take,
            "dejar" => ArrivalDecision::Leave,
            _ => return None,
        };
        Some((id.parse().ok()?, decision))
    };
    fields.grid("decision").filter_map(one).collect()
}

fn told(decided: &SettlementCounts) -> String {
    let mut parts = Vec::new();
    if decided.taken > 0 {
        parts.push(some(decided.taken, "registro cuenta ahora", "registros cuentan ahora"));
    }
    if decided.left > 0 {
        parts.push(some(decided.left, "quedó como estaba", "quedaron como estaban"));
    }
    if decided.already > 0 {
        parts.push(some(decided.already, "ya estaba decidido", "ya estaban decididos"));
    }
    let mut text = match parts.is_empty() {
        true => String::new(),
        false => format!("Decisiones guardadas: {}.", parts.join(", ")),
    };
    if decided.own > 0 {
        text.push_str(&format!(" {}", AttendanceRefusal::Oneself.sentence()));
    }
    text.trim_start().to_owned()
}

#[post("/cohortes/<cohort>/por-revisar/llegadas/<walk_in>", data = "<fields>")]
pub async fn name(desk: Desk<'_>, cohort: CohortId, walk_in: WalkInId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = head(&desk, actor, cohort).await?;
    let permit = policy::may_settle(actor, &head.access)?;
    let field = format!("persona[{walk_in}]");
    let dismissed = fields.first("accion") == "descartar";
    let chosen: Option<EnrolmentId> = fields.first(&field).parse().ok();
    let outcome = match (dismissed, chosen) {
        (true, _) => {
            let reason = "No corresponde a una persona de la cohorte.";
            commands::dismiss_walk_in(desk.app, permit, walk_in, reason).await
        }
        (false, Some(person)) => {
            let replaces = fields.first(&replaces(walk_in)) == "si";
            commands::match_walk_in(desk.app, permit, walk_in, person, replaces).await
        }
        (false, None) => {
            let form = fields.state().refused(&field, "Elija a la persona de la lista.");
            return desk.refuse(&page(&desk, actor, head, form).await?);
        }
    };
    match outcome {
        Ok(()) if dismissed => desk.done(back(&desk, cohort), "El nombre quedó sin contar."),
        Ok(()) => desk.done(back(&desk, cohort), "La asistencia quedó registrada a esa persona."),
        Err(failure) => {
            let refusal: AttendanceRefusal = failure.refusal()?;
            let form = match refusal {
                // The second press finds it done.
                AttendanceRefusal::DecidedAlready => {
                    return desk.done(back(&desk, cohort), refusal.sentence());
                }
                AttendanceRefusal::MarkedOtherwise { .. } => {
                    fields.state().refused(&replaces(walk_in), refusal.sentence())
                }
                _ => fields.refused(&refusal),
            };
            desk.refuse(&page(&desk, actor, head, form).await?)
        }
    }
}
