//! Whoever learns and whoever teaches.

use assessment_model::tasks::queries::{Open, open_of};
use certification_model::labels as certificates;
use certification_model::queries::standing::own;
use cohorts_model::entity::cohort::Stage;
use cohorts_model::entity::session;
use cohorts_model::labels;
use enrolment_model::entity::enrolment;
use enrolment_model::rules as enrolments;
use people_model::entity::person::PersonId;
use platform::app::App;
use platform::dates;
use platform::fields::FormState;
use platform::numbers::some;
use platform::pages::Figure;
use platform::texts::sentence;
use reports_model::rules::Period;
use sign_in_model::actor::Actor;
use surveys_model::queries::waiting;
use surveys_model::rules::last_day;

use super::super::queries::{self, OwnPlace};
use super::super::views::{Action, HomePage, Item, Section};
use super::{Home, cut, number, offered, roll_call, when};

pub async fn visitor(app: &App) -> Home {
    let db = app.db.read();
    let (open, total) = queries::open_cohorts(db, app.clock.today(), None).await?;
    let country = queries::country(db).await?;
    Ok(HomePage {
        heading: "Formación para quienes sirven en los municipios".into(),
        lead: "Cursos gratuitos para servidores públicos y líderes comunitarios, y la constancia pública de lo que cada municipio ha aprendido a hacer.".into(),
        figures: vec![
            Figure::new(number(total), "Cursos con inscripción abierta").to("/oferta"),
            Figure::new(number(country.municipalities), "Municipios con formación").to("/municipios"),
            Figure::new(number(country.certificates), "Certificados vigentes").to("#verificar"),
        ],
        sections: vec![
            Section::new(
                "abiertos",
                "Cursos abiertos",
                "En este momento no hay inscripciones abiertas. Vuelva pronto o consulte los municipios.",
            )
            .with(open.into_iter().map(offered))
            .noted(cut(total)),
        ],
        verifies: true,
        form: FormState::default(),
        actions: vec![
            Action::main("Ver los cursos abiertos", "/oferta"),
            Action::other("Ingresar", "/ingresar"),
        ],
    })
}

fn own_place(place: OwnPlace) -> Item {
    let stage = if place.stage != enrolment::Stage::Confirmed {
        (
            enrolments::stage_code(place.stage),
            enrolments::standing_label(place.stage, place.cohort_stage),
        )
    } else {
        (labels::stage_code(place.cohort_stage), labels::stage(place.cohort_stage))
    };
    Item::new(
        place.course,
        format!("/inscripciones/{}", place.id),
        format!("Cohorte {}. {}", place.name, dates::range(place.starts_on, place.ends_on)),
    )
    .tagged(stage.0, stage.1)
}

fn to_do(open: Open) -> Item {
    let href = match open.exam {
        Some(exam) => format!("/pruebas/{exam}"),
        None => format!("/inscripciones/{}/productos/{}", open.enrolment, open.activity),
    };
    let what = if open.exam.is_some() { "Prueba" } else { "Producto" };
    let until = open
        .until
        .map_or_else(String::new, |at| format!(", hasta el {}", dates::short_with_time(at)));
    Item::new(open.name, href, format!("{what} de {}{until}.", open.course))
}

pub async fn participant(app: &App, actor: &Actor) -> Home {
    let db = app.db.read();
    let mut page = HomePage {
        heading: "Su formación".into(),
        lead: "Su próxima sesión, lo que le falta y sus certificados.".into(),
        actions: vec![Action::main("Ver los cursos abiertos", "/oferta")],
        ..HomePage::default()
    };
    let Some(person) = actor.person else {
        page.lead =
            "Su cuenta todavía no está unida a una persona. Inscríbase en un curso para empezar."
                .into();
        return Ok(page);
    };
    let places = queries::own_places(db, person).await?;
    let next = queries::next_meeting(db, person, app.clock.now()).await?;
    let held = queries::own_certificates(db, person).await?;
    let surveys = waiting(db, PersonId(person), app.clock.now()).await?;
    let meeting = Section::new("proxima", "Próxima sesión", "No tiene sesiones programadas.").with(
        next.map(|meeting| {
            let place = places.iter().find(|place| place.cohort_id == meeting.cohort_id);
            let where_to = meeting
                .place
                .clone()
                .or_else(|| meeting.link.clone())
                .map(|place| format!(" {place}"))
                .unwrap_or_default();
            Item::new(
                format!("Sesión {}: {}", meeting.position, meeting.course),
                place.map_or_else(
                    || "/mis-inscripciones".to_owned(),
                    |place| format!("/inscripciones/{}", place.id),
                ),
                format!("{}{where_to}", sentence(&when(&meeting))),
            )
        }),
    );
    page.sections.push(meeting);
    let open = open_of(db, actor, app.clock.now(), queries::SHOWN).await?;
    if !open.is_empty() {
        page.sections
            .push(Section::new("hacer", "Para hacer ahora", "").with(open.into_iter().map(to_do)));
    }
    if !surveys.is_empty() {
        page.sections.push(Section::new("encuestas", "Su opinión", "").with(
            surveys.into_iter().map(|survey| {
                let until = dates::long(last_day(survey.closes_at));
                Item::new(
                    survey.course,
                    format!("/inscripciones/{}/encuesta", survey.enrolment),
                    format!("Encuesta anónima del curso, hasta el {until}."),
                )
            }),
        ));
    }
    // What is missing is told for the cohort under way; the others tell it on their own page.
    let current =
        places.iter().filter(|place| place.stage == enrolment::Stage::Confirmed).max_by_key(
            |place| (place.cohort_stage == Stage::Running, std::cmp::Reverse(place.starts_on)),
        );
    if let Some(current) = current {
        let own = own(db, person, current.id, app.clock.now()).await?;
        let judgement = own.judgement();
        let lacking = judgement.lacking().map(|part| {
            Item::new(
                part.requirement.label(),
                format!("/inscripciones/{}", current.id),
                part.sentence(),
            )
        });
        page.sections.push(
            Section::new(
                "falta",
                format!("Lo que falta para el certificado de {}", current.course),
                "Nada: ya cumple todo lo que pide el certificado.",
            )
            .with(lacking),
        );
    }
    page.figures = vec![
        Figure::new(number(places.len() as i64), "Cursos en marcha").to("/mis-inscripciones"),
        Figure::new(number(held.len() as i64), "Certificados vigentes").to("/mis-certificados"),
    ];
    page.sections.push(
        Section::new(
            "inscripciones",
            "Sus inscripciones",
            "No está inscrito en ningún curso en marcha.",
        )
        .with(places.into_iter().map(own_place)),
    );
    page.sections.push(
        Section::new("certificados", "Sus certificados", "Todavía no tiene certificados.").with(
            held.into_iter().map(|row| {
                Item::new(
                    row.course,
                    format!("/certificados/{}", row.id),
                    format!(
                        "{}, {}",
                        certificates::kind(row.kind),
                        dates::long(dates::bogota_date(row.issued_at))
                    ),
                )
            }),
        ),
    );
    Ok(page)
}

pub async fn facilitator(app: &App, actor: &Actor) -> Home {
    let db = app.db.read();
    let (now, today) = (app.clock.now(), app.clock.today());
    let day = Period { from: today, to: today };
    let todays = queries::taught_between(db, actor.account, day.instants()).await?;
    let open = [session::Stage::Planned, session::Stage::Held];
    let (late, late_total) =
        queries::unfinished(db, queries::taught(actor.account), &open, now).await?;
    let graded = queries::graded(db, actor.account, today).await?;
    let grades: Vec<_> = graded.into_iter().filter(|row| row.missing() > 0).collect();
    let missing: i64 = grades.iter().map(|row| row.missing()).sum();
    Ok(HomePage {
        heading: "Sus sesiones".into(),
        lead: format!("Hoy es {}.", dates::with_weekday(today)),
        figures: vec![
            Figure::new(number(todays.len() as i64), "Sesiones de hoy").to("#hoy"),
            Figure::new(number(late_total), "Sin asistencia o por cerrar").to("#asistencia"),
            Figure::new(number(missing), "Notas por ingresar").to("#notas"),
        ],
        sections: vec![
            Section::new("hoy", "Sesiones de hoy", "Hoy no tiene sesiones.")
                .with(todays.into_iter().map(roll_call)),
            Section::new(
                "asistencia",
                "Sesiones sin asistencia o por cerrar",
                "Todas sus sesiones dictadas tienen la asistencia cerrada.",
            )
            .with(late.into_iter().map(roll_call))
            .noted(cut(late_total)),
            Section::new("notas", "Notas por ingresar", "No hay notas pendientes.").with(
                grades.into_iter().map(|row| {
                    let missing = some(row.missing(), "nota pendiente", "notas pendientes");
                    Item::new(
                        format!("{}: {}", row.name, row.course),
                        format!("/cohortes/{}/notas", row.id),
                        missing,
                    )
                }),
            ),
        ],
        verifies: false,
        form: FormState::default(),
        actions: vec![
            Action::main("Pasar lista sin señal", "/campo"),
            Action::other("Sus cohortes", "/cohortes"),
            Action::other("Mis sesiones en mi calendario", "/mi-calendario"),
            Action::other("Mis teléfonos", "/mi-cuenta/dispositivos"),
        ],
    })
}

/// For those who work here and also learn: the way to what is their own.
pub fn own_learning() -> Section {
    Section::new("formacion", "Su propia formación", "").with([
        Item::new(
            "Mis inscripciones",
            "/mis-inscripciones",
            "Los cursos en los que está inscrito.",
        ),
        Item::new("Mis certificados", "/mis-certificados", "Los que ya tiene, para descargar."),
    ])
}
