//! What each role is shown first. Every number leads to the list that it counts.

use super::queries::{self, CohortLine, Crowd, Meeting, OwnPlace, SHOWN};
use super::ready::ready;
use super::views::{Action, HomePage, Item, Section};
use crate::certification::labels as certificates;
use crate::certification::queries::standing::own;
use crate::cohorts::entity::cohort::Stage;
use crate::cohorts::entity::session;
use crate::cohorts::{labels, policy};
use crate::enrolment::entity::enrolment;
use crate::enrolment::rules as enrolments;
use crate::notices::entity::outbox_message;
use crate::platform::app::App;
use crate::platform::errors::AppError;
use crate::platform::{dates, numbers};
use crate::reports::figures::compute;
use crate::reports::queries::{Question, departments, facts, headlines};
use crate::reports::rules::Period;
use crate::reports::views::{Figure, Report};
use crate::sign_in::actor::Actor;

type Home = Result<HomePage, AppError>;

fn number(value: impl TryInto<i64>) -> String {
    numbers::grouped(value.try_into().unwrap_or(i64::MAX))
}

fn some(value: i64, one: &str, many: &str) -> String {
    match value {
        1 => format!("1 {one}"),
        _ => format!("{} {many}", numbers::grouped(value)),
    }
}

/// A list that may be longer than what is shown says so.
fn cut(total: u64) -> Option<String> {
    (total > SHOWN).then(|| format!("Se muestran {SHOWN} de {}.", number(total)))
}

fn offered(line: CohortLine) -> Item {
    Item::new(
        line.course,
        format!("/oferta/{}", line.public_code),
        format!(
            "Cohorte {}. {}",
            line.name,
            dates::range(line.starts_on, line.ends_on)
        ),
    )
}

fn to_decide(line: CohortLine) -> Item {
    Item::new(
        format!("{}: {}", line.name, line.course),
        format!("/cohortes/{}", line.id),
        dates::range(line.starts_on, line.ends_on),
    )
    .tagged(labels::stage_code(line.stage), labels::stage(line.stage))
}

/// «martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.».
fn when(meeting: &Meeting) -> String {
    format!(
        "{}, {}",
        dates::with_weekday(dates::bogota_date(meeting.starts_at)),
        dates::span(meeting.starts_at, meeting.ends_at)
    )
}

fn roll_call(meeting: Meeting) -> Item {
    let item = Item::new(
        format!("Sesión {}: {}", meeting.position, meeting.course),
        format!("/sesiones/{}/asistencia", meeting.id),
        format!("{}. {}", meeting.cohort, when(&meeting)),
    );
    match meeting.stage {
        session::Stage::Planned => item.tagged("planned", "Sin asistencia"),
        session::Stage::Held => item.tagged("held", "Por cerrar"),
        other => item.tagged(
            labels::session_stage_code(other),
            labels::session_stage(other),
        ),
    }
}

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
        actions: vec![
            Action::main("Ver los cursos abiertos", "/oferta"),
            Action::other("Ingresar", "/ingresar"),
        ],
    })
}

fn own_place(place: OwnPlace) -> Item {
    let stage = if place.stage == enrolment::Stage::Waiting {
        (
            enrolments::stage_code(place.stage),
            enrolments::stage_label(place.stage),
        )
    } else {
        (
            labels::stage_code(place.cohort_stage),
            labels::stage(place.cohort_stage),
        )
    };
    Item::new(
        place.course,
        format!("/inscripciones/{}", place.id),
        format!(
            "Cohorte {}. {}",
            place.name,
            dates::range(place.starts_on, place.ends_on)
        ),
    )
    .tagged(stage.0, stage.1)
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
    let meeting = Section::new(
        "proxima",
        "Próxima sesión",
        "No tiene sesiones programadas.",
    )
    .with(next.map(|meeting| {
        let place = places
            .iter()
            .find(|place| place.cohort_id == meeting.cohort_id);
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
            format!("{}.{where_to}", when(&meeting)),
        )
    }));
    page.sections.push(meeting);
    // What is missing is told for the cohort under way; the others tell it on their own page.
    let current = places
        .iter()
        .filter(|place| place.stage == enrolment::Stage::Confirmed)
        .max_by_key(|place| {
            (
                place.cohort_stage == Stage::Running,
                std::cmp::Reverse(place.starts_on),
            )
        });
    if let Some(current) = current {
        let own = own(db, person, current.id).await?;
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
        Section::new(
            "certificados",
            "Sus certificados",
            "Todavía no tiene certificados.",
        )
        .with(held.into_iter().map(|row| {
            Item::new(
                row.course,
                format!("/certificados/{}", row.id),
                format!(
                    "{}, {}",
                    certificates::kind(row.kind),
                    dates::long(dates::bogota_date(row.issued_at))
                ),
            )
        })),
    );
    Ok(page)
}

pub async fn facilitator(app: &App, actor: &Actor) -> Home {
    let db = app.db.read();
    let (now, today) = (app.clock.now(), app.clock.today());
    let day = Period {
        from: today,
        to: today,
    };
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
        actions: vec![Action::other("Sus cohortes", "/cohortes")],
    })
}

pub async fn coordinator(app: &App, actor: &Actor) -> Home {
    let db = app.db.read();
    let stages = queries::stages(db, policy::scope(actor)).await?;
    let at = |stage: Stage| {
        stages
            .iter()
            .find(|row| row.0 == stage)
            .map_or(0, |row| row.1)
    };
    let decide = queries::to_decide(db, actor).await?;
    let waiting = queries::waiting(db, actor).await?;
    let waiting_people: i64 = waiting.iter().map(|row| row.people).sum();
    let planned = [session::Stage::Planned];
    let (late, late_total) =
        queries::unfinished(db, policy::scope(actor), &planned, app.clock.now()).await?;
    let ready = ready(db, actor).await?;
    let certificates: usize = ready.iter().map(|row| row.people).sum();
    let list = |stage: Stage| format!("/cohortes?etapa={}", labels::stage_code(stage));
    let waiting_total = waiting.len() as u64;
    Ok(HomePage {
        heading: "Lo que sigue".into(),
        lead: "Lo que espera una decisión suya, y la lista detrás de cada número.".into(),
        figures: vec![
            Figure::new(number(at(Stage::Draft)), "Borradores por publicar").to(list(Stage::Draft)),
            Figure::new(number(at(Stage::Tentative)), "Publicadas por confirmar")
                .to(list(Stage::Tentative)),
            Figure::new(number(at(Stage::Running)), "En curso").to(list(Stage::Running)),
            Figure::new(number(waiting_people), "Personas en espera").to("#espera"),
            Figure::new(number(late_total), "Sesiones sin asistencia").to("#asistencia"),
            Figure::new(number(certificates as i64), "Certificados por expedir")
                .to("#certificados"),
        ],
        sections: vec![
            Section::new(
                "certificados",
                "Certificados por expedir",
                "Nadie que cumpla la regla está sin certificado.",
            )
            .with(ready.into_iter().map(|row| {
                Item::new(
                    format!("{}: {}", row.name, row.course),
                    format!("/cohortes/{}/certificados", row.id),
                    some(
                        row.people as i64,
                        "persona cumple la regla",
                        "personas cumplen la regla",
                    ),
                )
            })),
            Section::new(
                "asistencia",
                "Sesiones sin asistencia",
                "Todas las sesiones que ya pasaron tienen asistencia.",
            )
            .with(late.into_iter().map(roll_call))
            .noted(cut(late_total)),
            Section::new(
                "espera",
                "Personas en espera",
                "Nadie está en lista de espera.",
            )
            .with(waiting.into_iter().take(SHOWN as usize).map(|row| {
                Item::new(
                    format!("{}: {}", row.name, row.course),
                    format!("/cohortes/{}/inscritos?lista=espera", row.id),
                    some(row.people, "persona espera", "personas esperan"),
                )
                .tagged(labels::stage_code(row.stage), labels::stage(row.stage))
            }))
            .noted(cut(waiting_total)),
            Section::new(
                "decidir",
                "Borradores y cohortes por confirmar",
                "No hay cohortes por publicar ni por confirmar.",
            )
            .with(decide.into_iter().map(to_decide))
            .noted(cut(
                u64::try_from(at(Stage::Draft) + at(Stage::Tentative)).unwrap_or(0)
            )),
        ],
        verifies: false,
        actions: vec![
            Action::main("Programar una cohorte", "/cohortes/nueva"),
            Action::other("Informes", "/informes"),
        ],
    })
}

pub async fn gobernacion(app: &App, actor: &Actor) -> Home {
    let db = app.db.read();
    let mut theirs = departments(db, actor).await?.into_iter();
    let Some(department) = theirs.next() else {
        return Ok(HomePage {
            heading: "Su departamento".into(),
            lead: "Su cuenta no tiene un departamento asignado. Pida a la administración nacional que lo revise.".into(),
            ..HomePage::default()
        });
    };
    let period = Period::year_of(app.clock.today());
    let question = Question {
        department: department.code.clone(),
        period,
        cohort: None,
    };
    let facts = facts(db, &question).await?;
    let path = format!("/informes/departamentos/{}", department.code);
    let names = (department.code.as_str(), department.name.as_str());
    let figures = compute(names, period, app.clock.now(), facts);
    let never: Vec<Item> = figures
        .municipalities
        .iter()
        .filter(|row| row.reach == crate::reports::figures::Reach::Never)
        .take(SHOWN as usize)
        .map(|row| {
            Item::new(
                row.name.as_str(),
                format!("/municipios/{}", row.code),
                row.pdet.as_ref().map_or_else(
                    || "Nadie ha asistido a una sesión".to_owned(),
                    |region| format!("PDET {region}. Nadie ha asistido a una sesión"),
                ),
            )
        })
        .collect();
    let cards = Report::of(&figures).figures.into_iter().map(|card| Figure {
        // Anchors are of the report's page.
        href: card.href.map(|href| match href.strip_prefix('#') {
            Some(anchor) => format!("{path}#{anchor}"),
            None => href,
        }),
        ..card
    });
    let mut page = HomePage {
        heading: format!("{}: estado de la formación", department.name),
        lead: format!(
            "Año {}. El informe completo muestra cada municipio y cada cohorte.",
            period.from.format("%Y")
        ),
        figures: cards.collect(),
        sections: vec![
            Section::new(
                "nunca",
                "Municipios nunca alcanzados",
                "Todos los municipios han tenido a alguien en formación.",
            )
            .with(never)
            .noted(cut(figures.summary.never)),
        ],
        verifies: false,
        actions: vec![
            Action::main("Ver el informe", path.clone()),
            Action::other(
                "Municipios",
                format!("/municipios?departamento={}", department.code),
            ),
        ],
    };
    let others: Vec<Item> = theirs
        .map(|other| {
            let path = format!("/informes/departamentos/{}", other.code);
            Item::new(other.name, path, "Informe de asistencia")
        })
        .collect();
    if !others.is_empty() {
        page.sections
            .push(Section::new("otros", "Otros departamentos", "").with(others));
    }
    Ok(page)
}

pub async fn focal_point(app: &App, actor: &Actor) -> Home {
    let db = app.db.read();
    let today = app.clock.today();
    let ids = actor.entities();
    let entities = queries::entities(db, &ids).await?;
    let places: Vec<String> = entities.iter().filter_map(|row| row.1.clone()).collect();
    let names: Vec<&str> = entities.iter().map(|row| row.0.as_str()).collect();
    let (open, total) = queries::open_cohorts(db, today, Some(places)).await?;
    let crowds = queries::of_entities(db, &ids, today).await?;
    let people: i64 = crowds.iter().map(|row| row.people).sum();
    let municipality = entities.iter().find_map(|row| row.1.clone());
    let mut actions = vec![Action::main("Ver los cursos abiertos", "/oferta")];
    if let Some(code) = municipality {
        actions.push(Action::other("Su municipio", format!("/municipios/{code}")));
    }
    let offer = |row: Crowd| {
        Item::new(
            format!("{}: {}", row.name, row.course),
            format!("/oferta/{}", row.public_code),
            some(row.people, "persona inscrita", "personas inscritas"),
        )
        .tagged(labels::stage_code(row.stage), labels::stage(row.stage))
    };
    let cohorts = crowds.len() as u64;
    Ok(HomePage {
        heading: "Su entidad".into(),
        lead: names.join(", "),
        figures: vec![
            Figure::new(number(total), "Cursos abiertos para su municipio").to("#abiertos"),
            Figure::new(number(people), "Cupos de su entidad")
                .to("#inscritos")
                .noted("Del último año"),
        ],
        sections: vec![
            Section::new(
                "abiertos",
                "Cursos abiertos para su municipio",
                "No hay cursos abiertos para su municipio.",
            )
            .with(open.into_iter().map(offered))
            .noted(cut(total)),
            Section::new(
                "inscritos",
                "Personas de su entidad inscritas",
                "Nadie de su entidad está inscrito.",
            )
            .with(crowds.into_iter().take(SHOWN as usize).map(offer))
            .noted(cut(cohorts)),
        ],
        verifies: false,
        actions,
    })
}

pub async fn administrator(app: &App, actor: &Actor) -> Home {
    let db = app.db.read();
    let now = app.clock.now();
    let stages = queries::stages(db, policy::scope(actor)).await?;
    let at = |stage: Stage| {
        stages
            .iter()
            .find(|row| row.0 == stage)
            .map_or(0, |row| row.1)
    };
    let planned = [session::Stage::Planned];
    let (late, late_total) = queries::unfinished(db, policy::scope(actor), &planned, now).await?;
    let units = queries::units(db, now).await?;
    let outbox = queries::outbox(db).await?;
    let letters = |state: outbox_message::State| {
        outbox
            .iter()
            .find(|row| row.0 == state)
            .map_or(0, |row| row.1)
    };
    let (failed, queued) = (
        letters(outbox_message::State::Failed),
        letters(outbox_message::State::Queued),
    );
    let enrolled: i64 = headlines(db, actor)
        .await?
        .iter()
        .map(|row| row.enrolled)
        .sum();
    let list = |stage: Stage| format!("/cohortes?etapa={}", labels::stage_code(stage));
    Ok(HomePage {
        heading: "El país hoy".into(),
        lead: "Todas las direcciones territoriales, y lo que necesita atención.".into(),
        figures: vec![
            Figure::new(number(at(Stage::Running)), "Cohortes en curso").to(list(Stage::Running)),
            Figure::new(number(at(Stage::Tentative)), "Publicadas por confirmar")
                .to(list(Stage::Tentative)),
            Figure::new(number(enrolled), "Inscritos").to("/informes"),
            Figure::new(number(late_total), "Sesiones sin asistencia").to("#asistencia"),
            Figure::new(number(failed), "Correos sin entregar")
                .to("/envios?estado=failed")
                .noted(some(queued, "correo por enviar", "correos por enviar")),
        ],
        sections: vec![
            Section::new(
                "territoriales",
                "Direcciones territoriales",
                "Ninguna dirección territorial ha programado cohortes.",
            )
            .with(units.into_iter().map(|unit| {
                let late = match unit.late {
                    0 => String::new(),
                    late => format!(
                        " {}.",
                        some(late, "sesión sin asistencia", "sesiones sin asistencia")
                    ),
                };
                let text = format!(
                    "{}, {} en curso. {}.{late}",
                    some(unit.cohorts, "cohorte vigente", "cohortes vigentes"),
                    numbers::grouped(unit.running),
                    some(unit.enrolled, "inscrito", "inscritos"),
                );
                Item::new(unit.name, "/cohortes", text)
            })),
            Section::new(
                "asistencia",
                "Sesiones sin asistencia",
                "Todas las sesiones que ya pasaron tienen asistencia.",
            )
            .with(late.into_iter().map(roll_call))
            .noted(cut(late_total)),
        ],
        verifies: false,
        actions: vec![
            Action::main("Informes", "/informes"),
            Action::other("Cuentas", "/cuentas"),
        ],
    })
}
