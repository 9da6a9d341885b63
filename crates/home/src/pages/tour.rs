//! The guided tour of the demonstration: ten steps, each a page of the product and the account that opens it.
//! A demonstration is loaded on any day, so that what a step leads to is looked for each time; where there
//! is none any more, the step leads to the list of such things.

use platform::texts::word;
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;
use sign_in_model::queries::demo_accounts;

use super::super::queries::{self, HomeMeeting, OwnEnrolment};
use super::super::views::{Tour, TourEntry, TourStep};

/// Returns the tour where this is a demonstration. Five statements at most.
///
/// # Errors
/// The database's.
pub async fn guided_tour(app: &App) -> Result<Option<Tour>, AppError> {
    let Some(password) = app.demo_password.clone().filter(|_| app.demo) else {
        return Ok(None);
    };
    let (db, now) = (app.db.read(), app.clock.now());
    let accounts = demo_accounts(db).await?;
    let first = |role: Role| accounts.iter().find(|row| row.1 == role).map(|row| &row.0);
    let (mut meeting, mut enrolment, mut certificate, mut place) = (None, None, None, None);
    if let Some(facilitator) = first(Role::Facilitator) {
        let coming = queries::coming(db, queries::taught(facilitator.id), now).await?;
        meeting = coming.into_iter().next();
    }
    if let Some(person) = first(Role::Participant).and_then(|account| account.person_id) {
        enrolment = queries::own_enrolments(db, person).await?.into_iter().next();
        let held = queries::own_certificates(db, person, app.clock.today()).await?;
        certificate = held.into_iter().next();
    }
    if let Some(enrolment) = &enrolment {
        place = queries::place_of(db, enrolment.id).await?;
    }
    let session = |end: &str| {
        let path = |meeting: &HomeMeeting| format!("/sesiones/{}/{end}", meeting.id);
        meeting.as_ref().map_or_else(|| "/cohortes".to_owned(), path)
    };
    let cohort = |meeting: &HomeMeeting| format!("/cohortes/{}", meeting.cohort_id);
    let progress = |enrolment: &OwnEnrolment| format!("/inscripciones/{}/avance", enrolment.id);
    let (municipality, department) = match place {
        Some((code, department)) => {
            (format!("/municipios/{code}"), format!("/informes/departamentos/{department}"))
        }
        None => ("/municipios".to_owned(), "/informes".to_owned()),
    };
    let coordinator = Some(Role::Coordinator);
    let steps = [
        (coordinator, "home.tour_day", "home.tour_day_text", "/".to_owned()),
        (
            coordinator,
            "home.tour_cohort",
            "home.tour_cohort_text",
            meeting.as_ref().map_or_else(|| "/cohortes".to_owned(), cohort),
        ),
        (Some(Role::Facilitator), "home.tour_list", "home.tour_list_text", session("asistencia")),
        (Some(Role::Facilitator), "home.tour_code", "home.tour_code_text", session("codigo")),
        (
            Some(Role::Participant),
            "home.tour_progress",
            "home.tour_progress_text",
            enrolment.as_ref().map_or_else(|| "/mis-inscripciones".to_owned(), progress),
        ),
        (
            Some(Role::Participant),
            "home.tour_certificate",
            "home.tour_certificate_text",
            certificate.map_or_else(
                || "/mis-certificados".to_owned(),
                |certificate| format!("/certificados/{}", certificate.id),
            ),
        ),
        (
            Some(Role::Gobernacion),
            "home.tour_municipality",
            "home.tour_municipality_text",
            municipality,
        ),
        (Some(Role::Gobernacion), "home.tour_department", "home.tour_department_text", department),
        (coordinator, "home.tour_needs", "home.tour_needs_text", "/necesidades".to_owned()),
        (None, "home.tour_open_data", "home.tour_open_data_text", "/datos-abiertos".to_owned()),
    ];
    let step = |(position, (role, title, text, href)): (usize, (Option<Role>, _, _, _))| {
        let entry = role.and_then(|role| {
            let email = first(role)?.email.clone();
            Some(TourEntry { email, role: role.label().to_owned() })
        });
        TourStep { number: position + 1, title: word(title), text: word(text), entry, href }
    };
    let steps = steps.into_iter().enumerate().map(step).collect();
    Ok(Some(Tour { password, steps }))
}
