//! The pages of the roles that answer for a unit, a department, an entity or the country.

use cohorts_model::entity::cohort::Stage;
use cohorts_model::entity::session;
use cohorts_model::policy;
use enrolment_model::persons_to_review;
use notices_model::entity::outbox_message;
use platform::numbers::{self, some};
use reports_model::figures::compute;
use reports_model::programme::{RuleCount, rules_in_words};
use reports_model::queries::{Depth, ReportQuery, departments, enrolled, facts};
use reports_model::rules::Period;
use reports_model::views::{DepartmentReport, Links};
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;

use super::super::queries::{self, CohortCrowd, CohortLine, DueCohort, PendingDecisions, SHOWN};
use super::super::ready::ready;
use super::super::views::{HomeAction, HomeItem, HomePage, HomeSection};
use super::{HomeResult, cut, nominated, number, seconds, to_decide, without_attendance};

/// Needs of municipalities, some of whose people have no cohort.
const NEEDS: &str = "Necesidades por atender";

/// The number that asks for nothing.
pub const RUNNING: &str = "En curso";

pub async fn coordinator(app: &App, actor: &Actor) -> HomeResult {
    let db = app.db.read();
    let (stages, needs) = queries::stages_and_needs(db, actor).await?;
    let at = |stage: Stage| stages.iter().find(|row| row.0 == stage).map_or(0, |row| row.1);
    let decide = queries::to_decide(db, actor).await?;
    let moving = queries::to_move(db, actor, app.clock.today()).await?;
    let below: Vec<DueCohort> = moving.iter().filter(|row| row.is_below).cloned().collect();
    let begun =
        |line: &CohortLine| line.stage == Stage::Confirmed && line.starts_on <= app.clock.today();
    let lines = || moving.iter().map(|row| row.line.clone());
    let to_start: Vec<CohortLine> = lines().filter(begun).collect();
    let to_close: Vec<CohortLine> = lines().filter(|line| line.stage == Stage::Running).collect();
    let (starting, closing) = (to_start.len() as u64, to_close.len() as u64);
    let reviews = persons_to_review(app, actor).await?;
    let waiting = queries::waiting(db, actor).await?;
    let waiting_people: i64 = waiting.iter().map(|row| row.people).sum();
    let planned = [session::Stage::Planned];
    // Those who follow a cohort take no roll-call in it.
    let calling = policy::scope(&actor.only(&[Role::Coordinator, Role::Facilitator]));
    let (late, late_total) = queries::unfinished(db, calling, &planned, app.clock.now()).await?;
    let settle = queries::to_settle(db, actor).await?;
    let reviews_total: i64 = settle.iter().map(PendingDecisions::reviews).sum();
    let requests: i64 = settle.iter().map(|row| row.requests).sum();
    let appeals: i64 = settle.iter().map(|row| row.appeals).sum();
    let changes: i64 = settle.iter().map(|row| row.changes).sum();
    let changed = settle.iter().filter(|row| row.changes > 0);
    let to_review = settle.iter().filter(|row| row.reviews() > 0);
    let reviewed = to_review.clone().count() as u64;
    let ready = ready(db, actor, app.clock.now()).await?;
    let certificates: usize = ready.iter().map(|row| row.people).sum();
    let list = |stage: Stage| format!("/cohortes?etapa={}", stage.code());
    let second = seconds(app, actor).await?;
    let waiting_total = waiting.len() as u64;
    Ok(HomePage {
        heading: "Lo que sigue".into(),
        lead: "Lo que espera una decisión suya, y la lista detrás de cada número.".into(),
        figures: vec![
            Figure::new(number(at(Stage::Draft)), "Borradores por publicar").to(list(Stage::Draft)),
            Figure::new(number(at(Stage::Tentative)), "Publicadas por confirmar")
                .to(list(Stage::Tentative)),
            Figure::new(number(starting), "Cohortes por iniciar").to("#iniciar"),
            Figure::new(number(at(Stage::Running)), RUNNING).to(list(Stage::Running)),
            Figure::new(number(closing), "Cohortes por cerrar").to("#cerrar"),
            Figure::new(number(waiting_people), "Personas en espera").to("#espera"),
            Figure::new(number(late_total), "Sesiones sin asistencia").to("#asistencia"),
            Figure::new(number(reviews_total), "Asistencias por revisar").to("#revisar"),
            Figure::new(number(requests), "Solicitudes de asistencia").to("/solicitudes"),
            Figure::new(number(appeals), "Reclamos por responder").to("/reclamos"),
            Figure::new(number(needs), NEEDS).to("/necesidades?estado=pendiente"),
            Figure::new(number(certificates as i64), "Certificados por expedir")
                .to("#certificados"),
            Figure::new(number(changes), "Certificados con cambios").to("#cambios"),
            Figure::new(number(reviews.all()), "Personas por revisar").to("/personas/revision"),
        ],
        sections: second.into_iter().chain([
            HomeSection::new(
                "minimo",
                "Cohortes por debajo de su mínimo",
                "Ninguna cohorte llegó a su fecha de decidir con menos personas de las que necesita.",
            )
            .with(below.into_iter().take(SHOWN as usize).map(|row| {
                HomeItem::new(
                    format!("{}: {}", row.line.name, row.line.course),
                    format!("/cohortes/{}", row.line.id),
                    format!(
                        "{} de {} personas",
                        row.confirmed,
                        row.minimum_people.unwrap_or_default()
                    ),
                )
            })),
            HomeSection::new(
                "iniciar",
                "Cohortes por iniciar",
                "Ninguna cohorte confirmada ha llegado a su primer día.",
            )
            .with(to_start.into_iter().take(SHOWN as usize).map(to_decide))
            .noted(cut(starting)),
            HomeSection::new(
                "cerrar",
                "Cohortes por cerrar",
                "Todas las cohortes en curso tienen sesiones por dictar.",
            )
            .with(to_close.into_iter().take(SHOWN as usize).map(to_decide))
            .noted(cut(closing)),
            HomeSection::new(
                "cambios",
                "Certificados con cambios por decidir",
                "Nada cambió detrás de los certificados expedidos.",
            )
            .with(changed.clone().take(SHOWN as usize).map(|row| {
                HomeItem::new(
                    format!("{}: {}", row.name, row.course),
                    format!("/cohortes/{}/certificados/cambios", row.id),
                    some(row.changes, "certificado", "certificados"),
                )
            }))
            .noted(cut(changed.count() as u64)),
            HomeSection::new(
                "certificados",
                "Certificados por expedir",
                "Nadie que cumpla la regla está sin certificado.",
            )
            .with(ready.into_iter().map(|row| {
                HomeItem::new(
                    format!("{}: {}", row.name, row.course),
                    format!("/cohortes/{}/certificados", row.id),
                    some(row.people as i64, "persona cumple la regla", "personas cumplen la regla"),
                )
            })),
            without_attendance(late, late_total, app.clock.now()),
            HomeSection::new(
                "revisar",
                "Asistencias por revisar",
                "Todo lo que llegó de los teléfonos está decidido.",
            )
            .with(to_review.take(SHOWN as usize).map(|row| {
                let many = "registros y llegadas esperan una decisión";
                HomeItem::new(
                    format!("{}: {}", row.name, row.course),
                    format!("/cohortes/{}/por-revisar", row.id),
                    some(row.reviews(), "registro o llegada espera una decisión", many),
                )
            }))
            .noted(cut(reviewed)),
            HomeSection::new("espera", "Personas en espera", "Nadie está en lista de espera.")
                .with(waiting.into_iter().take(SHOWN as usize).map(|row| {
                    HomeItem::new(
                        format!("{}: {}", row.name, row.course),
                        format!("/cohortes/{}/inscritos?lista=espera", row.id),
                        some(row.people, "persona espera", "personas esperan"),
                    )
                    .tagged(row.stage.code(), row.stage.label())
                }))
                .noted(cut(waiting_total)),
            HomeSection::new(
                "decidir",
                "Borradores y cohortes por confirmar",
                "No hay cohortes por publicar ni por confirmar.",
            )
            .with(decide.into_iter().map(to_decide))
            .noted(cut(u64::try_from(at(Stage::Draft) + at(Stage::Tentative)).unwrap_or(0))),
        ]).collect(),
        actions: vec![
            HomeAction::main("Programar una cohorte", "/cohortes/nueva"),
            HomeAction::other("Tablero", "/tablero"),
            HomeAction::other("Informes", "/informes"),
            HomeAction::other("Cuentas", "/cuentas"),
        ],
        ..HomePage::default()
    })
}

pub async fn gobernacion(app: &App, actor: &Actor) -> HomeResult {
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
    let question = ReportQuery::new(&department.code, period, Depth::Totals);
    let facts = facts(db, &question, app.clock.now()).await?;
    let path = format!("/informes/departamentos/{}", department.code);
    let names = (department.code.as_str(), department.name.as_str());
    let figures = compute(names, period, app.clock.now(), facts);
    let never: Vec<HomeItem> = figures
        .municipalities
        .iter()
        .filter(|row| row.reach == reports_model::figures::Reach::Never)
        .take(SHOWN as usize)
        .map(|row| {
            HomeItem::new(
                row.name.as_str(),
                format!("/municipios/{}", row.code),
                row.pdet.as_ref().map_or_else(
                    || "Nadie ha asistido a una sesión".to_owned(),
                    |region| format!("PDET {region}. Nadie ha asistido a una sesión"),
                ),
            )
        })
        .collect();
    let links = Links::new(&figures.department, figures.period);
    let cards = DepartmentReport::cards(&figures, &links).into_iter().map(|card| Figure {
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
        rules: rules_in_words(figures.cohorts.iter().map(RuleCount::of)),
        sections: vec![
            HomeSection::new(
                "nunca",
                "Municipios nunca alcanzados",
                "Todos los municipios han tenido a alguien en formación.",
            )
            .with(never)
            .noted(cut(figures.summary.never)),
        ],
        actions: vec![
            HomeAction::main("Ver el tablero", "/tablero"),
            HomeAction::other("Ver el informe", path.clone()),
            HomeAction::other(
                "Municipios",
                format!("/municipios?departamento={}", department.code),
            ),
        ],
        ..HomePage::default()
    };
    let others: Vec<HomeItem> = theirs
        .map(|other| {
            let path = format!("/informes/departamentos/{}", other.code);
            HomeItem::new(other.name, path, "Informe de asistencia")
        })
        .collect();
    if !others.is_empty() {
        page.sections.push(HomeSection::new("otros", "Otros departamentos", "").with(others));
    }
    Ok(page)
}

pub async fn focal_point(app: &App, actor: &Actor) -> HomeResult {
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
    let mut actions = vec![HomeAction::main("Ver los cursos abiertos", "/oferta")];
    if let Some(code) = municipality {
        actions.push(HomeAction::other("Su municipio", format!("/municipios/{code}")));
    }
    let offer = |row: CohortCrowd| {
        HomeItem::new(
            format!("{}: {}", row.name, row.course),
            format!("/oferta/{}", row.public_code),
            some(row.people, "persona inscrita", "personas inscritas"),
        )
        .tagged(row.stage.code(), row.stage.label())
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
            HomeSection::new(
                "abiertos",
                "Postular a su gente en los cursos abiertos",
                "No hay cursos abiertos para su municipio.",
            )
            .with(open.into_iter().map(nominated))
            .noted(cut(total)),
            HomeSection::new(
                "inscritos",
                "Personas de su entidad inscritas",
                "Nadie de su entidad está inscrito.",
            )
            .with(crowds.into_iter().take(SHOWN as usize).map(offer))
            .noted(cut(cohorts)),
        ],
        actions,
        ..HomePage::default()
    })
}

pub async fn administrator(app: &App, actor: &Actor) -> HomeResult {
    let db = app.db.read();
    let now = app.clock.now();
    let stages = queries::stages(db, policy::scope(actor)).await?;
    let at = |stage: Stage| stages.iter().find(|row| row.0 == stage).map_or(0, |row| row.1);
    let planned = [session::Stage::Planned];
    let (late, late_total) = queries::unfinished(db, policy::scope(actor), &planned, now).await?;
    let units = queries::units(db, now).await?;
    let outbox = queries::outbox(db).await?;
    let letters = |state: outbox_message::State| {
        outbox.iter().find(|row| row.0 == state).map_or(0, |row| row.1)
    };
    let (failed, queued) =
        (letters(outbox_message::State::Failed), letters(outbox_message::State::Queued));
    let enrolled = enrolled(db, actor).await?;
    let list = |stage: Stage| format!("/cohortes?etapa={}", stage.code());
    Ok(HomePage {
        heading: "El país hoy".into(),
        lead: "Todas las direcciones territoriales, y lo que necesita atención.".into(),
        figures: vec![
            Figure::new(number(at(Stage::Running)), "Cohortes en curso").to(list(Stage::Running)),
            Figure::new(number(at(Stage::Tentative)), "Publicadas por confirmar")
                .to(list(Stage::Tentative)),
            Figure::new(number(enrolled), "Inscritos")
                .to("/informes#t-departamentos")
                .noted("De todos los años, sin las cohortes canceladas"),
            Figure::new(number(late_total), "Sesiones sin asistencia").to("#asistencia"),
            Figure::new(number(failed), "Correos sin entregar")
                .to("/envios?estado=failed")
                .noted(some(queued, "correo por enviar", "correos por enviar")),
        ],
        sections: seconds(app, actor)
            .await?
            .into_iter()
            .chain([
                HomeSection::new(
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
                        some(unit.enrolled, "inscrito en ellas", "inscritos en ellas"),
                    );
                    HomeItem::new(unit.name, format!("/cohortes?unidad={}", unit.code), text)
                })),
                without_attendance(late, late_total, now),
            ])
            .collect(),
        actions: vec![
            HomeAction::main("Tablero", "/tablero"),
            HomeAction::other("Informes", "/informes"),
            HomeAction::other("Cuentas", "/cuentas"),
            HomeAction::other("Encuestas", "/encuestas"),
            HomeAction::other("Documentos", "/documentos"),
        ],
        ..HomePage::default()
    })
}
