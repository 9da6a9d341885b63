//! The page of a cohort.

use enrolment_model::queries::all_counts;
use platform::pages::{Crumb, Fact};
use platform::texts::word;
use reports_model::cohort_attendance::{CohortAttendance, attendance_of};
use sign_in_model::prelude::*;
use territory_model as territory;

use super::READERS;
use super::first_page::{figures, finding};
use crate::entity::cohort::{self, CohortId, Stage};
use crate::entity::session;
use crate::follow_up;
use crate::next::{Situation, next};
use crate::place::CohortTab;
use crate::queries::{self, CohortRow};
use crate::rules;
use crate::views::{AttendanceBar, CohortPage, EvidenceLine, SessionLine, checklist};

#[get("/cohortes/<cohort>")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    desk.show(&page(&desk, actor, &row).await?)
}

/// The page of a cohort for this actor.
pub(super) async fn page(
    desk: &Desk<'_>,
    actor: &Actor,
    row: &CohortRow,
) -> Result<CohortPage, AppError> {
    let db = desk.app.db.read();
    let cohort = &row.cohort;
    let places = queries::municipalities(db, cohort.id).await?;
    let sessions = queries::sessions(db, cohort.id).await?;
    let teachers = sessions.iter().filter_map(|s| s.facilitator_account_id);
    let names = queries::names_of(db, teachers).await?;
    row.enter_known(desk, &sessions, CohortTab::Summary)?;
    let (now, today) = (desk.app.clock.now(), desk.app.clock.today());
    let mut situation = Situation::of(actor, cohort, &sessions, (now, today));
    let (runs, works) = (situation.runs, situation.works);
    let teaches = |session: &session::Model| session.facilitator_account_id == Some(actor.account);
    // Until it runs nobody has been marked, and its seats are taken by whoever holds one.
    let (counts, attendance) = match cohort.stage {
        _ if situation.tells_attendance() => {
            let mut told = attendance_of(db, actor, &[(cohort, sessions.as_slice())], now).await?;
            let (counts, told) = told.remove(&cohort.id).unzip();
            let counts = match counts.filter(|_| works) {
                Some(counts) => counts,
                None => all_counts(db, cohort.id).await?,
            };
            (counts, told)
        }
        Stage::Draft | Stage::Cancelled => Default::default(),
        _ => (all_counts(db, cohort.id).await?, None),
    };
    let mut page = CohortPage::of(row, &places);
    page.sessions = sessions
        .iter()
        .map(|session| {
            let name = session.facilitator_account_id.and_then(|id| names.get(&id));
            SessionLine::new(session, row, name, (runs, runs || teaches(session)), now)
        })
        .collect();
    if let Some(told) = &attendance {
        let mut shares = Vec::new();
        let lines = page.sessions.iter_mut().zip(&told.sessions).zip(&sessions);
        for ((line, crowd), _) in lines.filter(|(_, session)| session.was_held(now)) {
            line.bar = AttendanceBar::of(crowd);
            shares.extend(crowd.tally.percent());
        }
        page.finding = finding(&shares, cohort.minimum_attendance);
    }
    if let Some(code) = &cohort.taught_in {
        // It is one of its municipalities more often than not.
        page.taught_in = match places.iter().find(|place| place.code == *code) {
            Some(place) => Some(place.full_name()),
            None => territory::queries::place(db, code).await?.map(|place| place.full_name()),
        };
    }
    if runs
        && cohort.stage == Stage::Closed
        && let Some(short) = queries::short_closing_of(db, cohort.id).await?
    {
        let taught = numbers::decimal(f64::from(short.minutes) / 60.0, 1);
        let text = format!("{taught} de {}. Motivo: {}", row.version.hours, short.reason);
        page.facts.push(Fact::new("Horas dictadas", text));
    }
    page.may_edit = runs && rules::editable(cohort.stage).is_ok();
    page.minimum = checklist(row, &sessions, &follow_up::of(desk, cohort).await?, now);
    if runs {
        let evidence = queries::evidence(db, cohort.id).await?;
        page.evidence = evidence.iter().map(|(row, file)| EvidenceLine::new(row, file)).collect();
    }
    page.missing = situation.gap(places.len()).map(|refusal| refusal.sentence());
    situation.lacks = page.missing.is_some();
    situation.below = attendance.as_ref().map_or(0, CohortAttendance::below);
    (page.next, page.verb) = next(&situation);
    page.figures = figures(&situation, &counts, attendance.as_ref());
    page.links = links(runs, works, cohort.stage, cohort.id);
    page.rare = rare(runs, cohort);
    Ok(page)
}

/// What is done seldom, for whoever may.
fn rare(runs: bool, cohort: &cohort::Model) -> Vec<Crumb> {
    let stage = cohort.stage;
    let page = |end: &str| format!("/cohortes/{}/{end}", cohort.id);
    let all = [
        ("cohorts.change_data", page("datos"), runs && rules::editable(stage).is_ok()),
        ("cohorts.page_town", page("municipio"), runs && stage != Stage::Cancelled),
        ("cohorts.page_public", format!("/oferta/{}", cohort.public_code), rules::is_public(stage)),
        ("cohorts.page_copy", page("copia"), runs),
        ("cohorts.page_template", page("plantilla"), runs),
        (
            "cohorts.page_cancel",
            page("cancelacion"),
            runs && rules::leads_to(stage, Stage::Cancelled),
        ),
    ];
    all.into_iter()
        .filter(|(.., may)| *may)
        .map(|(label, href, _)| Crumb::to(word(label), href))
        .collect()
}

/// Pages of later capabilities about this cohort that a tab does not open at once, for the roles that have them.
fn links(runs: bool, works: bool, stage: Stage, id: CohortId) -> Vec<Crumb> {
    if !rules::is_public(stage) {
        return Vec::new();
    }
    let takes_people = matches!(stage, Stage::Tentative | Stage::Confirmed);
    let all = [
        ("Solicitudes", "solicitudes", runs),
        ("Actividades", "actividades", works),
        ("Encuestas", "encuestas", works && !takes_people),
        (word("cohorts.page_write"), "mensajes/nuevo", runs),
    ];
    all.into_iter()
        .filter(|(_, _, may)| *may)
        .map(|(label, page, _)| Crumb::to(label, format!("/cohortes/{id}/{page}")))
        .collect()
}
