//! The pages of participants, facilitators and visitors.

use std::collections::VecDeque;

use assessment_model::tasks::queries::{OpenTask, open_of};
use certification_model::queries::standing::own_progress;
use cohorts_model::entity::cohort::Stage;
use cohorts_model::entity::session;
use cohorts_model::policy;
use cohorts_model::progress::takes_arrivals;
use enrolment_model::entity::enrolment;
use enrolment_model::rules as enrolments;
use people_model::entity::person::PersonId;
use platform::numbers::some;
use platform::texts::{say, sentence, word};
use reports_model::rules::Period;
use sign_in_model::prelude::*;
use surveys_model::queries::waiting;
use surveys_model::rules::last_day;

use super::super::country::CountryCache;
use super::super::queries::{self, GradingProgress, HomeMeeting, OwnEnrolment};
use super::super::views::{HomeAction, HomeItem, HomeNow, HomePage, HomeSection, Worklist};
use super::{
    HomeResult, by_the_clock, cohort_days, cut, guided_tour, now_of, number, offered, roll_call,
    rows, waits, week, when,
};

pub async fn visitor(app: &App, country: &CountryCache) -> HomeResult {
    let db = app.db.read();
    let (open, total) = queries::open_cohorts(db, app.clock.today(), None).await?;
    let country = country.figures(app).await?;
    Ok(HomePage {
        heading: "Formación para quienes sirven en los municipios".into(),
        lead: "Cursos gratuitos para servidores públicos y líderes comunitarios, y la constancia pública de lo que cada municipio ha aprendido a hacer.".into(),
        figures: vec![
            Figure::new(number(total), "Cursos con inscripción abierta").to("/oferta"),
            Figure::new(number(country.municipalities), "Municipios con formación").to("/municipios"),
            Figure::new(number(country.certificates), "Certificados vigentes").to("#verificar"),
        ],
        sections: vec![
            HomeSection::new(
                "abiertos",
                "Cursos abiertos",
                "En este momento no hay inscripciones abiertas. Vuelva pronto o consulte los municipios.",
            )
            .with(open.into_iter().map(offered))
            .noted(cut(total)),
        ],
        verifies: true,
        tour: guided_tour(app).await?,
        actions: vec![
            HomeAction::main("Ver los cursos abiertos", "/oferta"),
            HomeAction::other("Ingresar", "/ingresar"),
            HomeAction::other("Datos abiertos", "/datos-abiertos"),
        ],
        ..HomePage::default()
    })
}

fn own_enrolment(enrolment: OwnEnrolment) -> HomeItem {
    let stage = if enrolment.stage != enrolment::Stage::Confirmed {
        (
            enrolments::stage_code(enrolment.stage),
            enrolments::standing_label(enrolment.stage, enrolment.cohort_stage),
        )
    } else {
        (enrolment.cohort_stage.code(), enrolment.cohort_stage.label())
    };
    HomeItem::new(
        enrolment.course,
        format!("/inscripciones/{}", enrolment.id),
        cohort_days(&enrolment.name, enrolment.starts_on, enrolment.ends_on),
    )
    .tagged(stage.0, stage.1)
}

/// A seat that waits for its answer, with the moment until which it waits.
fn own_seat(seat: &OwnEnrolment) -> HomeItem {
    let item = own_enrolment(seat.clone());
    let Some(at) = seat.until else { return item };
    let until = format!("{}, {}", dates::long(dates::bogota_date(at)), dates::time(at));
    let facts = [("until", until), ("cohort", item.text)];
    HomeItem { text: say("home.seat_until", &facts), ..item }
}

fn own_meeting(meeting: &HomeMeeting, places: &[OwnEnrolment], now: DateTime<Utc>) -> HomeItem {
    let place = places.iter().find(|place| place.cohort_id == meeting.cohort_id);
    let where_to = meeting.place.as_ref().or(meeting.link.as_ref());
    let where_to = where_to.map(|place| format!(" {place}")).unwrap_or_default();
    let is_unsure = place.is_some_and(|place| place.cohort_stage == Stage::Tentative);
    let unsure = if is_unsure { " Por confirmar." } else { "" };
    let item = HomeItem::new(
        format!("Sesión {}: {}", meeting.position, meeting.course),
        place.map_or_else(
            || "/mis-inscripciones".to_owned(),
            |place| format!("/inscripciones/{}", place.id),
        ),
        format!("{}{unsure}{where_to}", sentence(&when(meeting, now))),
    );
    by_the_clock(item, meeting, now)
}

fn to_do(open: OpenTask) -> HomeItem {
    let href = match open.exam {
        Some(exam) => format!("/pruebas/{exam}"),
        None => format!("/inscripciones/{}/productos/{}", open.enrolment, open.activity),
    };
    let what = if open.exam.is_some() { "Prueba" } else { "Producto" };
    let until = open.until.map_or_else(String::new, |at| {
        format!(", hasta el {}, {}", dates::long(dates::bogota_date(at)), dates::time(at))
    });
    // «6:00 p. m.» ends the sentence already.
    let end = if until.ends_with('.') { "" } else { "." };
    HomeItem::new(open.name, href, format!("{what} de {}{until}{end}", open.course))
}

pub async fn participant(app: &App, actor: &Actor) -> HomeResult {
    let db = app.db.read();
    let mut page = HomePage {
        heading: "Su formación".into(),
        lead: "Su próxima sesión, lo que le falta y sus certificados.".into(),
        actions: vec![HomeAction::main("Ver los cursos abiertos", "/oferta")],
        ..HomePage::default()
    };
    let Some(person) = actor.person else {
        page.lead =
            "Su cuenta todavía no está unida a una persona. Inscríbase en un curso para empezar."
                .into();
        return Ok(page);
    };
    let places = queries::own_enrolments(db, person).await?;
    let next = queries::next_meeting(db, person, app.clock.now()).await?;
    let today = app.clock.today();
    let held = queries::own_certificates(db, person, today).await?;
    let certificates = queries::own_certificate_count(db, person, today).await?;
    let surveys = waiting(db, PersonId(person), app.clock.now()).await?;
    let mut open = open_of(db, actor, app.clock.now(), queries::SHOWN).await?;
    let now = app.clock.now();
    // The session of today is first, then a seat, which ends, then a task, then a session to come.
    let day = next.as_ref().map(|meeting| dates::bogota_date(meeting.starts_at));
    let is_today = day.is_some_and(|day| day <= today);
    let mut seats: VecDeque<HomeItem> = places
        .iter()
        .filter(|place| place.stage == enrolment::Stage::Offered)
        .map(own_seat)
        .collect();
    // What is missing is told for the cohort under way; the others tell it on their own page.
    let current =
        places.iter().filter(|place| place.stage == enrolment::Stage::Confirmed).max_by_key(
            |place| (place.cohort_stage == Stage::Running, std::cmp::Reverse(place.starts_on)),
        );
    let progress = match current {
        Some(current) => Some((current.clone(), own_progress(db, person, current.id, now).await?)),
        None => None,
    };
    // People are led to check in from an hour before, in a course that takes place, until they came.
    let arrives = next.as_ref().is_some_and(|meeting| {
        let is_sure = places.iter().any(|place| {
            place.cohort_id == meeting.cohort_id && place.cohort_stage != Stage::Tentative
        });
        let came = progress.as_ref().is_some_and(|(_, own)| own.came_to(meeting.id));
        let hours = (meeting.starts_at, meeting.ends_at);
        is_sure && !came && takes_arrivals(meeting.stage, hours, now)
    });
    let mut meeting = next.map(|meeting| own_meeting(&meeting, &places, now));
    let first = if arrives {
        let arrival = |item| HomeNow::new("home.now_today", item, "home.now_arrive").at("/llegada");
        meeting.take().map(arrival)
    } else if is_today {
        meeting.take().map(|item| HomeNow::new("home.now_today", item, "home.now_course"))
    } else if let Some(seat) = seats.pop_front() {
        Some(HomeNow::new("home.now_seat", seat, "home.now_answer"))
    } else if !open.is_empty() {
        let task = open.remove(0);
        let action = if task.exam.is_some() { "home.now_test" } else { "home.now_product" };
        Some(HomeNow::new("home.now_task", to_do(task), action))
    } else {
        meeting.take().map(|item| HomeNow::new("home.now_next", item, "home.now_course"))
    };
    if first.is_some() {
        page.actions = vec![HomeAction::other("Ver los cursos abiertos", "/oferta")];
    }
    page.work = Worklist::first(first);
    if meeting.is_some() || day.is_none() {
        let none = "No tiene sesiones programadas.";
        page.sections.push(HomeSection::new("proxima", "Próxima sesión", none).with(meeting));
    }
    if !seats.is_empty() || !open.is_empty() {
        let tasks = seats.into_iter().chain(open.into_iter().map(to_do));
        page.tasks = Some(HomeSection::new("hacer", word("home.tasks"), "").with(tasks));
    }
    if !surveys.is_empty() {
        page.sections.push(HomeSection::new("encuestas", "Su opinión", "").with(
            surveys.into_iter().map(|survey| {
                let until = dates::long(last_day(survey.closes_at));
                HomeItem::new(
                    survey.course,
                    format!("/inscripciones/{}/encuesta", survey.enrolment),
                    format!("Encuesta anónima del curso, hasta el {until}."),
                )
            }),
        ));
    }
    if let Some((current, own)) = progress {
        let judgement = own.judgement();
        let lacking = judgement.lacking().map(|part| {
            HomeItem::new(
                part.requirement.label(),
                format!("/inscripciones/{}", current.id),
                part.sentence(),
            )
        });
        page.sections.push(
            HomeSection::new(
                "falta",
                format!("Lo que falta para el certificado de {}", current.course),
                "Ya cumple todo lo que pide el certificado.",
            )
            .with(lacking),
        );
    }
    page.figures = vec![
        Figure::new(number(places.first().map_or(0, |place| place.total)), "Cursos en marcha")
            .to("/mis-inscripciones"),
        Figure::new(number(certificates), "Certificados vigentes").to("/mis-certificados"),
    ];
    page.sections.push(
        HomeSection::new(
            "inscripciones",
            "Sus inscripciones",
            "No está inscrito en ningún curso en marcha.",
        )
        .with(places.into_iter().map(own_enrolment)),
    );
    page.sections.push(
        HomeSection::new("certificados", "Sus certificados", "Todavía no tiene certificados.")
            .with(held.into_iter().map(|row| {
                HomeItem::new(
                    row.course,
                    format!("/certificados/{}", row.id),
                    format!(
                        "{}, {}",
                        row.kind.label(),
                        dates::long(dates::bogota_date(row.issued_at))
                    ),
                )
            })),
    );
    Ok(page)
}

pub async fn facilitator(app: &App, actor: &Actor) -> HomeResult {
    let db = app.db.read();
    let (now, today) = (app.clock.now(), app.clock.today());
    let day = Period { from: today, to: today };
    let mut todays = queries::taught_between(db, actor.account, day.instants(), now).await?;
    let open = [session::Stage::Planned, session::Stage::Held];
    let own = || policy::taught_by(actor.account);
    let (late, late_total) =
        queries::unfinished(db, queries::taught(actor.account), &open, now).await?;
    let coming = queries::coming(db, queries::taught(actor.account), now).await?;
    let cohorts = queries::living(db, own(), today, now).await?;
    let arrived = queries::to_settle(db, own()).await?;
    let graded = queries::graded(db, actor.account, today).await?;
    let missing: i64 = graded.iter().map(GradingProgress::missing).sum();
    // Each session of today stands once: first, among those that are over, or in the list of the day.
    todays.retain(|meeting| {
        meeting.ends_at > now && coming.first().is_none_or(|next| next.id != meeting.id)
    });
    let grades = graded.into_iter().filter(|row| row.missing() > 0).map(|row| {
        let missing = some(row.missing(), "nota pendiente", "notas pendientes");
        let path = format!("/cohortes/{}/notas", row.id);
        HomeItem::new(rows::named(&row.name, &row.course), path, missing)
    });
    let kinds = [
        waits::FINISH
            .of(late_total.try_into().unwrap_or(i64::MAX))
            .among(late.into_iter().map(|meeting| roll_call(meeting, now))),
        waits::GRADES.of(missing).among(grades),
        rows::to_review(&arrived, today),
    ];
    let (decisions, calm) = waits::sorted(kinds);
    let mut page = HomePage {
        heading: "Sus sesiones".into(),
        lead: rows::lead(today, decisions.len(), &cohorts),
        actions: vec![
            HomeAction::other("Pasar lista sin señal", "/campo"),
            HomeAction::other("Ver los cursos abiertos", "/oferta"),
            HomeAction::other("Mis sesiones en mi calendario", "/mi-calendario"),
            HomeAction::other("Mis teléfonos", "/mi-cuenta/dispositivos"),
        ],
        ..HomePage::default()
    };
    if !todays.is_empty() {
        page.sections.push(
            HomeSection::new("hoy", "Más sesiones de hoy", "")
                .with(todays.into_iter().map(|meeting| roll_call(meeting, now))),
        );
    }
    let week = week(&coming, today);
    let now = coming.first().map(|meeting| now_of(meeting, now));
    let work = Worklist { now, decisions, calm, week, ..Worklist::default() };
    page.work = Some(work.over(app, actor, cohorts, &[]).await?);
    Ok(page)
}

/// For those who work here and also learn: the way to what is their own.
pub fn own_learning() -> HomeSection {
    HomeSection::new("formacion", "Su propia formación", "").with([
        HomeItem::new(
            "Mis inscripciones",
            "/mis-inscripciones",
            "Los cursos en los que está inscrito.",
        ),
        HomeItem::new("Mis certificados", "/mis-certificados", "Los que ya tiene, para descargar."),
    ])
}
