//! The builder filled in from a cohort: a copy on other dates, or its pattern kept under a name.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};

use sign_in_model::prelude::*;
use territory_model::queries::NamedMunicipality;

use super::super::{RUNNERS, counting};
use super::WEEK;
use super::context::BuilderContext;
use super::rows::{self, FROM, TO};
use crate::counting::Counting;
use crate::entity::cohort::CohortId;
use crate::entity::cohort_template::CohortTemplateId;
use crate::entity::session;
use crate::place::CohortTab;
use crate::queries::{self, CohortRow};
use crate::schedule::{Meeting, shifted};
use crate::views::TemplatePage;
use crate::{commands, policy};

const LONGEST_NAME: usize = 80;
/// A copy begins in two weeks at the earliest: people must be called.
const NOTICE: Days = Days::new(14);

/// What the builder asks but for the dates: it says how the cohort is and when in the week.
fn pattern(
    row: &CohortRow,
    sessions: &[session::Model],
    places: &[NamedMunicipality],
) -> FormState {
    let cohort = &row.cohort;
    let first = sessions.first();
    let weekdays = WEEK.iter().filter(|(_, _, weekday)| {
        sessions.iter().any(|session| dates::bogota_date(session.starts_at).weekday() == *weekday)
    });
    let crosses = sessions
        .iter()
        .any(|one| dates::bogota_date(one.starts_at) != dates::bogota_date(one.ends_at));
    let mut form = FormState::default()
        .with("curso", row.course.id)
        .with("cupos", cohort.seats)
        .with_all("municipios", places.iter().map(|place| &place.code))
        .with_all("dias", weekdays.map(|(code, _, _)| code))
        .with(FROM, first.map_or("08:00".into(), |one| dates::input_time(one.starts_at)))
        .with(TO, first.map_or("12:00".into(), |one| dates::input_time(one.ends_at)))
        .with("lugar", &cohort.place_text)
        .with_option("enlace", first.and_then(|one| one.link.as_ref()))
        .with_option("metodo", cohort.method.as_ref())
        .with_option("conocimiento", cohort.knowledge.as_ref());
    if crosses {
        form = form.with("medianoche", "si");
    }
    counting::filled(form, Counting::from(cohort))
}

/// The version of the course that is published now.
pub(super) fn with_version(mut form: FormState, context: &BuilderContext) -> FormState {
    let course = form.values.remove("curso").unwrap_or_default();
    let latest = context
        .versions
        .iter()
        .find(|version| course.first().is_some_and(|id| *id == version.course_id.to_string()));
    form.with_option("version", latest.map(|version| version.version_id))
}

async fn source(
    desk: &Desk<'_>,
    cohort: CohortId,
) -> Result<(CohortRow, Vec<session::Model>, Vec<NamedMunicipality>), AppError> {
    let actor = desk.actor_as(&RUNNERS)?;
    let db = desk.app.db.read();
    let row = queries::find(db, actor, cohort).await?;
    let mut sessions = queries::sessions(db, cohort).await?;
    sessions.retain(|session| session.stage != session::Stage::Cancelled);
    let places = queries::municipalities(db, cohort).await?;
    Ok((row, sessions, places))
}

/// The builder with everything of the cohort, its sessions moved by whole weeks.
#[get("/cohortes/<cohort>/copia")]
pub async fn copy(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let (row, sessions, places) = source(&desk, cohort).await?;
    policy::may_create(desk.actor()?, &row.cohort.unit_code)?;
    let fields = Fields::of_address(desk.request());
    let mut reader = Reader::new(&fields);
    let asked = reader.date_or_none("empieza");
    let wrong = reader.finish().err();
    let meetings: Vec<Meeting> = sessions
        .iter()
        .map(|session| Meeting { starts_at: session.starts_at, ends_at: session.ends_at })
        .collect();
    let first_day = asked.unwrap_or_else(|| soonest(desk.app.clock.today(), &row));
    let moved = shifted(&meetings, first_day);
    let starts_on = moved.first().map_or(first_day, Meeting::day);
    let context = BuilderContext::of(&desk, &row.cohort.unit_code, &row.unit_name).await?;
    let name: String = format!("Copia de {}", row.cohort.name).chars().take(LONGEST_NAME).collect();
    let mut form = with_version(pattern(&row, &sessions, &places), &context)
        .with("nombre", name)
        .with("empieza", dates::input_date(starts_on));
    let shared = form.first("enlace").map(str::to_owned);
    let rows: Vec<rows::RowTexts> = moved
        .iter()
        .zip(&sessions)
        .map(|(meeting, session)| {
            let who = session.facilitator_account_id.map(|id| id.to_string());
            let place = session.place.as_deref().unwrap_or_default();
            let mut texts = rows::row(meeting, place, &who.unwrap_or_default());
            let own = session.link.as_deref().filter(|link| Some(*link) != shared.as_deref());
            texts[rows::LINK_AT] = own.unwrap_or_default().to_owned();
            texts
        })
        .collect();
    let who = rows.first().map(|texts| texts[4].clone()).unwrap_or_default();
    form = form.with("facilitador", who);
    rows::put(&mut form, &rows);
    if let Some(wrong) = wrong {
        form.errors = wrong.errors;
    }
    let page = context.page(&desk, form).await?;
    super::answer(&desk, &page, &page.form)
}

/// A week after the cohort's first day, or as soon as people can be called.
fn soonest(today: NaiveDate, row: &CohortRow) -> NaiveDate {
    let next = row.cohort.starts_on.checked_add_days(Days::new(7));
    let called = today.checked_add_days(NOTICE).unwrap_or(today);
    next.map_or(called, |next| next.max(called))
}

async fn template_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    form: FormState,
) -> Result<TemplatePage, AppError> {
    let kept = queries::templates(desk.app.db.read(), &row.cohort.unit_code).await?;
    row.enter(desk, CohortTab::Summary).await?;
    Ok(TemplatePage {
        form,
        id: row.cohort.id.0,
        cohort: row.cohort.name.clone(),
        unit_name: row.unit_name.clone(),
        kept: kept
            .into_iter()
            .map(|template| Alternative::new(template.id, template.name))
            .collect(),
    })
}

#[get("/cohortes/<cohort>/plantilla")]
pub async fn template_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    policy::may_save_template(actor, &row.facts())?;
    let name: String = row.version.name.chars().take(LONGEST_NAME).collect();
    let form = FormState::default().with("nombre", name);
    desk.show(&template_page(&desk, &row, form).await?)
}

#[post("/cohortes/<cohort>/plantilla", data = "<fields>")]
pub async fn template(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let (row, sessions, places) = source(&desk, cohort).await?;
    let permit = policy::may_save_template(desk.actor()?, &row.facts())?;
    let mut reader = Reader::new(&fields);
    let name = reader.text("nombre", LONGEST_NAME, "Escriba el nombre de la plantilla.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&template_page(&desk, &row, form).await?);
    }
    let pattern: BTreeMap<_, _> = pattern(&row, &sessions, &places).values;
    match commands::save_template(desk.app, permit, &name, &pattern).await {
        Ok(_) => desk.done(
            format!("/cohortes/{cohort}"),
            format!("La plantilla «{name}» quedó guardada para la dirección territorial."),
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&template_page(&desk, &row, form).await?)
        }
    }
}

#[post("/cohortes/<cohort>/plantilla/retiro", data = "<fields>")]
pub async fn remove_template(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let row = queries::find(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_save_template(actor, &row.facts())?;
    let id = fields.first("plantilla").parse::<CohortTemplateId>();
    let id = id.map_err(|_| AppError::NotFound)?;
    match commands::remove_template(desk.app, permit, id).await {
        Ok(()) => desk.done(format!("/cohortes/{cohort}/plantilla"), "La plantilla quedó quitada."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&template_page(&desk, &row, form).await?)
        }
    }
}
