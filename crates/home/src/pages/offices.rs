//! The pages of the roles that answer for a unit, a department, an entity or the country.

use cohorts_model::entity::cohort::Stage;
use cohorts_model::entity::session;
use cohorts_model::policy;
use needs_model::queries::{self as needs, NeedFilter};
use notices_model::entity::outbox_message;
use platform::numbers::{self, some};
use platform::texts::{sentence, word};
use reports_model::figures::{Reach, compute};
use reports_model::programme::{RuleCount, rules_in_words};
use reports_model::queries::{Depth, ReportQuery, departments, enrolled, facts};
use reports_model::rules::Period;
use reports_model::views::{DepartmentReport, Links};
use sea_orm::DatabaseConnection;
use sign_in_model::prelude::*;

use super::super::queries::{self, CohortCrowd, SHOWN};
use super::super::views::{HomeAction, HomeItem, HomeNow, HomePage, HomeSection, Worklist};
use super::{
    HomeResult, cut, followed_now, nominated, number, placed, roll_call, rows, seconds, waits, week,
};

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
    let (now, today) = (app.clock.now(), app.clock.today());
    let cohorts = queries::living(db, policy::scope(actor), today, now).await?;
    let coming = queries::coming(db, policy::scope(actor), now).await?;
    let period = Period::year_of(today);
    let question = ReportQuery::new(&department.code, period, Depth::Totals);
    let facts = facts(db, &question, now).await?;
    let path = format!("/informes/departamentos/{}", department.code);
    let names = (department.code.as_str(), department.name.as_str());
    let figures = compute(names, period, now, facts);
    let never = figures.municipalities.iter().filter(|row| row.reach == Reach::Never);
    let never: Vec<&str> = never.map(|row| row.name.as_str()).collect();
    let kind = waits::NEVER.of(figures.summary.never as i64);
    let never = kind.to(&format!("{path}#municipios"), rows::few(&never));
    let (decisions, calm) = waits::sorted([never]);
    let links = Links::new(&figures.department, figures.period);
    let cards = DepartmentReport::cards(&figures, &links).into_iter().map(|card| Figure {
        // Anchors are of the report's page.
        href: card.href.map(|href| match href.strip_prefix('#') {
            Some(anchor) => format!("{path}#{anchor}"),
            None => href,
        }),
        ..card
    });
    let work = Worklist {
        now: coming.first().map(|meeting| followed_now(meeting, now)),
        week: week(&coming, today),
        whose: Some(word("home.whose_department")),
        decisions,
        calm,
        ..Worklist::default()
    };
    let mut page = HomePage {
        heading: format!("{}: estado de la formación", department.name),
        lead: format!(
            "Año {}. El informe completo muestra cada municipio y cada cohorte.",
            period.from.format("%Y")
        ),
        figures: cards.collect(),
        rules: rules_in_words(figures.cohorts.iter().map(RuleCount::of)),
        work: Some(work.over(app, actor, cohorts, &[]).await?),
        actions: vec![
            HomeAction::other("Ver el tablero", "/tablero"),
            HomeAction::other(
                "La hoja en PDF",
                format!("/tablero/hoja?departamento={}", department.code),
            ),
            HomeAction::other("Ver el informe", path.clone()),
            HomeAction::other("Quién carece de qué", "/carencias"),
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
    let now = app.clock.now();
    let (open, total) = queries::open_cohorts(db, today, Some(places)).await?;
    let crowds = queries::of_entities(db, &ids, today).await?;
    let coming = queries::coming(db, queries::seated(&ids), now).await?;
    let people: i64 = crowds.iter().map(|row| row.people).sum();
    let municipality = entities.iter().find_map(|row| row.1.clone());
    let mut actions = vec![HomeAction::other("Ver los cursos abiertos", "/oferta")];
    if let Some(code) = municipality {
        actions.push(HomeAction::other("Su municipio", format!("/municipios/{code}")));
    }
    let kind = waits::OPEN.of(i64::try_from(total).unwrap_or(i64::MAX));
    let kind = kind.at("/oferta").among(open.into_iter().map(nominated));
    let posts = queries::unconfirmed_posts(db, &ids, today).await?;
    let posts = waits::POSTS.of(posts).at("/vinculaciones");
    let (decisions, calm) = waits::sorted([kind, posts]);
    let needs = need_items(db, actor).await?;
    let first = coming.first().map(|meeting| {
        let code = crowds.iter().find(|row| row.id == meeting.cohort_id);
        let path = code.map_or_else(|| "/oferta".to_owned(), CohortCrowd::offer);
        let item = HomeItem { href: path, ..placed(meeting, now) };
        HomeNow::new("home.now_people", item, "home.now_course")
    });
    let offer = |row: CohortCrowd| {
        HomeItem::new(
            format!("{}: {}", row.name, row.course),
            row.offer(),
            some(row.people, "persona inscrita", "personas inscritas"),
        )
        .tagged(row.stage.code(), row.stage.label())
    };
    let cohorts = crowds.len() as u64;
    Ok(HomePage {
        heading: "Su entidad".into(),
        lead: names.join(", "),
        figures: vec![
            Figure::new(number(people), "Cupos de su entidad")
                .to("#inscritos")
                .noted("Del último año"),
        ],
        work: Some(Worklist { now: first, decisions, calm, ..Worklist::default() }),
        sections: vec![
            HomeSection::new(
                "inscritos",
                "Personas de su entidad inscritas",
                "Nadie de su entidad está inscrito.",
            )
            .with(crowds.into_iter().take(SHOWN as usize).map(offer))
            .noted(cut(cohorts)),
            HomeSection::new(
                "necesidades",
                "Lo que su municipio pidió",
                "Su municipio no ha pedido formación.",
            )
            .with(needs),
        ],
        actions,
        ..HomePage::default()
    })
}

/// The needs that the actor sees, the earliest deadline first, each with how far it has come. Three
/// statements.
async fn need_items(db: &DatabaseConnection, actor: &Actor) -> Result<Vec<HomeItem>, AppError> {
    let (rows, _) = needs::list(db, actor, &NeedFilter::default(), (None, "/necesidades")).await?;
    let sums = needs::figures(db, rows.iter().map(|row| row.id)).await?;
    let rows = rows.into_iter().take(SHOWN as usize).map(|row| {
        let state = row.figures(&sums).state(row.refused_at.is_some());
        let people = some(row.people, "persona", "personas");
        let text =
            format!("{}: {people}, hasta el {}.", state.label(), dates::long(row.deadline_on));
        HomeItem::new(row.capacity, format!("/necesidades/{}", row.id), text)
    });
    Ok(rows.collect())
}

/// What the administration does first, while nobody programmed a cohort anywhere.
fn beginning() -> HomeSection {
    let steps = [
        ("home.start_accounts", "/cuentas/nueva", "home.start_accounts_text"),
        ("home.start_contacts", "/direcciones", "home.start_contacts_text"),
        ("home.start_signatures", "/firmas", "home.start_signatures_text"),
        ("home.start_documents", "/documentos", "home.start_documents_text"),
        ("home.start_questions", "/preguntas", "home.start_questions_text"),
    ];
    let steps = steps.map(|(title, href, text)| HomeItem::new(word(title), href, word(text)));
    HomeSection::new("empezar", word("home.start"), "").with(steps)
}

pub async fn administrator(app: &App, actor: &Actor) -> HomeResult {
    let db = app.db.read();
    let now = app.clock.now();
    let stages = queries::stages(db, policy::scope(actor)).await?;
    let is_new = stages.is_empty();
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
    let waiting = match queued {
        0 => String::new(),
        queued => {
            let many = word("home.letters_queued_many");
            sentence(&some(queued, word("home.letters_queued_one"), many))
        }
    };
    let kinds = [
        waits::LETTERS.of(failed).to("/envios?estado=failed", waiting),
        waits::LATE
            .of(late_total.try_into().unwrap_or(i64::MAX))
            .among(late.into_iter().map(|meeting| roll_call(meeting, now))),
    ];
    let (decisions, calm) = waits::sorted(kinds);
    Ok(HomePage {
        heading: "El país hoy".into(),
        lead: "Todas las direcciones territoriales, y lo que necesita atención.".into(),
        work: Some(Worklist { decisions, calm, ..Worklist::default() }),
        figures: match is_new {
            true => Vec::new(),
            false => vec![
                Figure::new(number(at(Stage::Running)), "Cohortes en curso")
                    .to(list(Stage::Running)),
                Figure::new(number(at(Stage::Tentative)), "Publicadas por confirmar")
                    .to(list(Stage::Tentative)),
                Figure::new(number(enrolled), "Inscritos")
                    .to("/informes#t-departamentos")
                    .noted("De todos los años, sin las cohortes canceladas"),
            ],
        },
        sections: is_new
            .then(beginning)
            .into_iter()
            .chain(seconds(app, actor).await?)
            .chain([HomeSection::new(
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
            }))])
            .collect(),
        actions: vec![
            HomeAction::other("Tablero", "/tablero"),
            HomeAction::other("Informes", "/informes"),
            HomeAction::other("Cursos", "/cursos"),
            HomeAction::other("Encuestas", "/encuestas"),
            HomeAction::other("Documentos", "/documentos"),
        ],
        ..HomePage::default()
    })
}
