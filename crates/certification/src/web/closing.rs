//! Closing a cohort: what forbids it and what it would leave as it is, read before it is done.
//!
//! It stands here and not in `cohorts` because only here marks, grades and the rule meet.

use assessment_model::rules::FinalGrade;
use attendance_model::pending::{self, PendingCounts};
use attendance_model::rules::last_day;
use chrono::TimeDelta;
use cohorts_model::counting::Counting;
use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::entity::session;
use cohorts_model::labels;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::CohortRow;
use cohorts_model::refusals::CohortRefusal;
use cohorts_model::timetable::{self, CourseHours};
use cohorts_model::{commands, policy, queries as cohorts, rules};
use courses_model::entity::course_version::Modality;
use platform::texts::{say, word};
use sea_orm::EntityTrait;
use sign_in_model::actor::Role;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use crate::commands::close_cohort;
use crate::follow_up::{is_unfollowed, ungraded};
use crate::queries::standing::{CertificateCandidate, RuleContext, candidates, rule_context};
use crate::refusals::CertificationRefusal;
use crate::views::{AskedClosing, ClosingPage, ShortClosingNote, Signpost};

async fn found(desk: &Desk<'_>, cohort: CohortId) -> Result<CohortRow, AppError> {
    let actor = desk.actor_as(&[Role::NationalAdministrator, Role::Coordinator])?;
    cohorts::find(desk.app.db.read(), actor, cohort).await
}

async fn page(desk: &Desk<'_>, row: &CohortRow, form: FormState) -> Result<ClosingPage, AppError> {
    let db = desk.app.db.read();
    let context = rule_context(db, row, desk.app.clock.now()).await?;
    row.enter_known(desk, &context.sessions, CohortTab::Certificates)?;
    let waiting = pending::of_cohort(db, row.cohort.id).await?;
    let mut obstacles = obstacles(row, &context);
    obstacles.extend(undecided(row.cohort.id, waiting));
    let short = short_of(desk, row, timetable::taught(&context.sessions)).await?;
    // Judged as if it were closed already: who would have a certificate today.
    let context = context.closed();
    let people = candidates(db, &context).await?;
    if let Some(refusal) = ungraded(db, &row.cohort, !people.is_empty()).await? {
        let text = refusal.sentence();
        let href = format!("/cohortes/{}/notas?volver=cierre", row.cohort.id);
        obstacles.push(Signpost::new(text, "Ver las notas", href));
    }
    let earned = people.iter().filter(|person| person.judgement.holds()).count();
    // Their survey opens with the closing.
    let waiting = people.iter().filter(|person| person.judgement.waits_for_survey()).count();
    let mut figures = vec![
        Figure::new(people.len(), "con cupo"),
        Figure::counted(earned, "cumple la regla hoy", "cumplen la regla hoy"),
        Figure::counted(people.len() - earned - waiting, "no la cumple", "no la cumplen"),
    ];
    if context.rule.extras.survey {
        figures.push(Figure::new(waiting, "solo con la encuesta por responder"));
    }
    let mut gaps = gaps(row, &context, &people);
    if !people.is_empty() && is_unfollowed(db, &row.cohort, context.at).await? {
        gaps.push(Signpost::new(
            word("certification.closing_unfollowed").to_owned(),
            "Ver actividades",
            format!("/cohortes/{}/actividades", row.cohort.id),
        ));
    }
    if row.cohort.taught_in.is_none()
        && row.version.modality != Modality::Virtual
        && cohorts::is_town_unknown(db, row.cohort.id).await?
    {
        let facts = [("place", row.cohort.place_text.clone())];
        let text = say("certification.closing_no_town", &facts);
        let href = format!("/cohortes/{}/municipio", row.cohort.id);
        gaps.push(Signpost::new(text, "Decir el municipio", href));
    }
    Ok(ClosingPage {
        form,
        cohort: row.cohort.id,
        name: row.cohort.name.clone(),
        course: row.version.name.clone(),
        obstacles,
        figures,
        gaps,
        asks_reason: short.as_ref().is_some_and(|short| !short.is_confirmed_here()),
        short,
    })
}

/// What the page says of a cohort whose sessions add up to too little; two statements, none where they
/// are enough.
async fn short_of(
    desk: &Desk<'_>,
    row: &CohortRow,
    taught: TimeDelta,
) -> Result<Option<ShortClosingNote>, AppError> {
    let course = CourseHours::of(&row.version, &row.cohort);
    if !course.is_short(taught) {
        return Ok(None);
    }
    let db = desk.app.db.read();
    let minutes = taught.num_minutes();
    let asked = match cohorts::short_closing_of(db, row.cohort.id).await? {
        None => None,
        Some(asked) => {
            let who = account::Entity::find_by_id(asked.asked_by).one(db).await?;
            let is_own = asked.asked_by == desk.actor()?.account;
            // What an account without a person asked is asked anew.
            who.filter(|account| account.person_id.is_some()).map(|account| AskedClosing {
                who: account.display_name,
                when: dates::short_with_time(asked.asked_at),
                taught: in_hours(asked.minutes.into()),
                is_current: i64::from(asked.minutes) == minutes,
                reason: asked.reason,
                is_own,
            })
        }
    };
    Ok(Some(ShortClosingNote {
        minutes,
        taught: in_hours(minutes),
        hours: course.hours,
        share: course.share,
        certified: course.certified(taught),
        asked,
    }))
}

/// «16,5».
fn in_hours(minutes: i64) -> String {
    numbers::decimal(minutes as f64 / 60.0, 1)
}

/// What forbids closing, each with the page where it is mended; that page leads back.
fn obstacles(row: &CohortRow, context: &RuleContext) -> Vec<Signpost> {
    let (cohort, now) = (&row.cohort, context.at);
    let facts = commands::facts_of(&context.sessions);
    let done = rules::Minimum::done(cohort);
    let mut all = rules::closing_obstacles(&facts, cohort.ends_on, done, now);
    let names_sessions = |one: &CohortRefusal| {
        matches!(
            one,
            CohortRefusal::SessionsPending { .. } | CohortRefusal::SessionsUnderWay { .. }
        )
    };
    // Sessions that are named say more than the day of the last one.
    if all.iter().any(names_sessions) {
        all.retain(|one| !matches!(one, CohortRefusal::NotOver { .. }));
    }
    let see = || ("Ver las sesiones", format!("/cohortes/{}", cohort.id));
    let moved = |session: Option<&session::Model>| {
        let moved =
            |one: &session::Model| ("Pasar a otro día", format!("/sesiones/{}/otro-dia", one.id));
        session.map_or_else(see, moved)
    };
    let today = dates::bogota_date(now);
    let signpost = |refusal: CohortRefusal| {
        let (action, href) = match &refusal {
            CohortRefusal::SessionsPending { positions } => {
                let mut named =
                    context.sessions.iter().filter(|one| positions.contains(&one.position));
                match named.clone().find(|one| dates::bogota_date(one.starts_at) <= today) {
                    Some(one) => {
                        ("Pasar lista", format!("/sesiones/{}/asistencia?volver=cierre", one.id))
                    }
                    None => moved(named.next_back()),
                }
            }
            CohortRefusal::NotOver { .. } => {
                let held = |one: &&session::Model| one.stage != session::Stage::Cancelled;
                moved(context.sessions.iter().filter(held).max_by_key(|one| one.starts_at))
            }
            CohortRefusal::NothingToShow { .. } => {
                ("Escribirlo", format!("/cohortes/{}/minimas?volver=cierre", cohort.id))
            }
            _ => see(),
        };
        Signpost::new(refusal.sentence(), action, href)
    };
    all.into_iter().map(signpost).collect()
}

/// What somebody has to decide first: closed, it could no longer count.
fn undecided(cohort: CohortId, waiting: PendingCounts) -> Vec<Signpost> {
    let review = || format!("/cohortes/{cohort}/por-revisar?volver=cierre");
    let mut all = Vec::new();
    if waiting.arrivals > 0 {
        let many = word("certification.closing_arrivals");
        let one = word("certification.closing_arrival");
        all.push(Signpost::new(numbers::some(waiting.arrivals, one, many), "Decidirlos", review()));
    }
    if waiting.walk_ins > 0 {
        let many = word("certification.closing_walk_ins");
        let one = word("certification.closing_walk_in");
        all.push(Signpost::new(numbers::some(waiting.walk_ins, one, many), "Decirlo", review()));
    }
    if waiting.requests > 0 {
        let many = word("certification.closing_requests");
        let one = word("certification.closing_request");
        let text = numbers::some(waiting.requests, one, many);
        let href = format!("/cohortes/{cohort}/solicitudes?volver=cierre");
        all.push(Signpost::new(text, "Responder", href));
    }
    if waiting.excuses > 0 {
        let many = word("certification.closing_excuses");
        let one = word("certification.closing_excuse");
        let text = numbers::some(waiting.excuses, one, many);
        all.push(Signpost::new(
            text,
            "Ver la asistencia",
            format!("/cohortes/{cohort}/asistencia?volver=cierre"),
        ));
    }
    all
}

/// That corrections may still be asked for, with the last day. The days of a list that the closing ends are
/// counted from it.
fn correctable(row: &CohortRow, context: &RuleContext) -> Option<Signpost> {
    let ended = |session: &session::Model| match session.stage {
        session::Stage::Held => session::Model {
            stage: session::Stage::Closed,
            closed_at: Some(context.at),
            ..session.clone()
        },
        _ => session.clone(),
    };
    let (rule, today) = (Counting::from(&row.cohort), dates::bogota_date(context.at));
    let open: Vec<(i32, NaiveDate)> = context
        .sessions
        .iter()
        .filter(|_| rule.correction_days > 0)
        .filter_map(|session| Some((session.position, last_day(&ended(session), &rule)?)))
        .filter(|(_, last)| *last >= today)
        .collect();
    let last = open.iter().map(|(_, last)| *last).max()?;
    let positions: Vec<i32> = open.iter().map(|(position, _)| *position).collect();
    let facts =
        [("sessions", labels::sessions(&positions)), ("last", dates::short_with_weekday(last))];
    let text = say("certification.closing_correctable", &facts);
    let href = format!("/cohortes/{}/asistencia?volver=cierre", row.cohort.id);
    Some(Signpost::new(text, "Ver la asistencia", href))
}

/// What closing would leave as it is.
fn gaps(row: &CohortRow, context: &RuleContext, people: &[CertificateCandidate]) -> Vec<Signpost> {
    let cohort = row.cohort.id;
    let mut gaps: Vec<Signpost> = correctable(row, context).into_iter().collect();
    let taught = timetable::taught(&context.sessions);
    let given = taught.num_minutes();
    let course = CourseHours::of(&row.version, &row.cohort);
    let planned = i64::from(row.version.hours) * 60;
    if given < planned && !course.is_short(taught) {
        let facts = [("given", in_hours(given)), ("hours", row.version.hours.to_string())];
        let text = say("certification.closing_fewer_hours", &facts);
        gaps.push(Signpost::new(text, "Ver las sesiones", format!("/cohortes/{cohort}")));
    }
    let open: Vec<i32> = context
        .sessions
        .iter()
        .filter(|session| session.stage == session::Stage::Held)
        .map(|session| session.position)
        .collect();
    if !open.is_empty() {
        let facts = [("sessions", labels::sessions(&open))];
        let text = say("certification.closing_open_lists", &facts);
        gaps.push(Signpost::new(
            text,
            "Ver la asistencia",
            format!("/cohortes/{cohort}/asistencia?volver=cierre"),
        ));
    }
    let count = |wanted: &dyn Fn(&CertificateCandidate) -> bool| {
        people.iter().filter(|person| wanted(person)).count()
    };
    let unrecorded = count(&|person| person.progress.attendance.not_recorded > 0);
    if unrecorded > 0 {
        let facts = [("people", numbers::people(unrecorded))];
        let text = say("certification.closing_unrecorded", &facts);
        gaps.push(Signpost::new(
            text,
            "Ver la asistencia",
            format!("/cohortes/{cohort}/asistencia?volver=cierre"),
        ));
    }
    if let Some(minimum) = context.rule.extras.minimum_hours
        && given < i64::from(minimum) * 60
    {
        let facts = [("hours", numbers::some(minimum, "hora", "horas"))];
        let text = say("certification.closing_hours_out_of_reach", &facts);
        gaps.push(Signpost::new(text, "Ver las sesiones", format!("/cohortes/{cohort}")));
    }
    if context.rule.pass_mark.is_none() {
        return gaps;
    }
    if people.iter().any(|person| person.progress.grade == FinalGrade::NotDefined) {
        let text = word("certification.closing_weights").to_owned();
        gaps.push(Signpost::new(
            text,
            "Ver actividades",
            format!("/cohortes/{cohort}/actividades"),
        ));
    }
    if context.rule.extras.product {
        let unmade = |person: &CertificateCandidate| {
            person.progress.products.is_empty()
                || person.progress.products.iter().any(|product| product.tenths.is_none())
        };
        let unmade = count(&unmade);
        if unmade > 0 {
            let facts = [("people", numbers::people(unmade))];
            let text = say("certification.closing_unmade", &facts);
            gaps.push(Signpost::new(
                text,
                "Ver las notas",
                format!("/cohortes/{cohort}/notas?volver=cierre"),
            ));
        }
    }
    let ungraded = count(&|person| matches!(person.progress.grade, FinalGrade::Missing(_)));
    if ungraded > 0 {
        let facts = [("people", numbers::people(ungraded))];
        let text = say("certification.closing_ungraded", &facts);
        gaps.push(Signpost::new(
            text,
            "Ver las notas",
            format!("/cohortes/{cohort}/notas?volver=cierre"),
        ));
    }
    gaps
}

#[get("/cohortes/<cohort>/cierre")]
pub async fn form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = found(&desk, cohort).await?;
    policy::may_close(desk.actor()?, &row.facts())?;
    if row.cohort.stage == Stage::Closed {
        return desk.go(format!("/cohortes/{cohort}/certificados"));
    }
    if !rules::leads_to(row.cohort.stage, Stage::Closed) {
        let now = desk.app.clock.now();
        let refusal = rules::close(row.cohort.stage, &[], row.cohort.ends_on, now).err();
        return Err(refusal.map_or(AppError::NotFound, |why| AppError::Refused(why.sentence())));
    }
    desk.show(&page(&desk, &row, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/cierre", data = "<fields>")]
pub async fn close(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let row = found(&desk, cohort).await?;
    let permit = policy::may_close(desk.actor()?, &row.facts())?;
    let sessions = cohorts::sessions(desk.app.db.read(), cohort).await?;
    let short = short_of(&desk, &row, timetable::taught(&sessions)).await?;
    // Whoever asks or confirms does so on the hours that they read.
    let read = fields.first("minutos").parse::<i64>().ok();
    if short.as_ref().is_some_and(|short| read.is_some_and(|read| read != short.minutes)) {
        let form = fields.refused(&CertificationRefusal::HoursChanged);
        return desk.refuse(&page(&desk, &row, form).await?);
    }
    if short.is_some_and(|short| !short.is_confirmed_here()) {
        let reason = fields.first("motivo_horas");
        return match commands::ask_short_closing(desk.app, permit, reason).await {
            Ok(()) => {
                desk.done(format!("/cohortes/{cohort}/cierre"), word("certification.closing_asked"))
            }
            Err(failure) => {
                let form = fields.refused(&failure.refusal()?);
                desk.refuse(&page(&desk, &row, form).await?)
            }
        };
    }
    let mut reader = Reader::new(&fields);
    if !reader.ticked("confirma") {
        reader.wrong("confirma", CertificationRefusal::NotConfirmed.sentence());
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, &row, form).await?);
    }
    match close_cohort(desk.app, permit).await {
        Ok(()) => desk
            .done(format!("/cohortes/{cohort}/certificados"), word("certification.closing_done")),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, &row, form).await?)
        }
    }
}
