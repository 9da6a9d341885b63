//! The builder: everything of a new cohort on one page. Proposing and arranging sessions save
//! nothing: the table travels with the form until «Crear borrador» saves all of it at once.

mod context;
pub mod copy;
mod look;
mod needs;
mod repeat;
mod rows;
mod summary;

use chrono::Weekday;

use platform::texts::Refusal as _;
use sign_in_model::prelude::*;
use territory_model::queries::units;

use self::context::BuilderContext;
pub(super) use self::look::similar;
use self::look::{PlanFindings, control_of, look};
use self::rows::{FROM, TO};
use super::{RUNNERS, answer};
use crate::commands::{self, NewSession};
use crate::entity::cohort::CohortId;
use crate::policy::{self, CreateCohort};
use crate::queries;
use crate::refusals::CohortRefusal;
use crate::rules::MOST_SESSIONS;
use crate::views::UnitPage;

const WEEK: [(&str, &str, Weekday); 7] = [
    ("1", "Lunes", Weekday::Mon),
    ("2", "Martes", Weekday::Tue),
    ("3", "Miércoles", Weekday::Wed),
    ("4", "Jueves", Weekday::Thu),
    ("5", "Viernes", Weekday::Fri),
    ("6", "Sábado", Weekday::Sat),
    ("7", "Domingo", Weekday::Sun),
];

/// Without a unit in the address: the only one of a coordinator, or a question.
#[get("/cohortes/nueva")]
pub async fn new_form(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let fields = Fields::of_address(desk.request());
    let own = (!actor.is_administrator()).then(|| actor.units());
    let asked = fields.first("unidad");
    let unit = match &own {
        Some(units) if units.len() == 1 && asked.is_empty() => units.first().copied(),
        _ => (!asked.is_empty()).then_some(asked),
    };
    let mut units = units(desk.app.db.read()).await?;
    if let Some(own) = own {
        units.retain(|unit| own.contains(&unit.code.as_str()));
    }
    let version = fields.first("version");
    match unit.and_then(|code| units.iter().find(|unit| unit.code == code)) {
        Some(unit) => {
            let context = BuilderContext::of(&desk, &unit.code, &unit.name).await?;
            let kept = queries::templates(desk.app.db.read(), &unit.code).await?;
            let chosen = fields.first("plantilla").parse().ok();
            // A list of municipalities that leads here names them in the address.
            let brought = fields.all("municipios").iter();
            let brought: Vec<&String> = brought
                .filter(|code| context.territory.iter().any(|place| place.code == **code))
                .collect();
            let form = match chosen.and_then(|id| queries::chosen(&kept, id)) {
                Some(template) => {
                    let values = queries::pattern(template);
                    copy::with_version(FormState { values, errors: vec![] }, &context)
                        .with("plantilla", template.id)
                }
                None => FormState::default()
                    .with("version", version)
                    .with_all("municipios", brought)
                    .with("cupos", fields.first("cupos"))
                    .with("lugar", fields.first("lugar"))
                    .with_all(needs::CHOSEN, fields.all(needs::CHOSEN))
                    .with(FROM, "08:00")
                    .with(TO, "12:00"),
            };
            let mut page = context.page(&desk, form).await?;
            let kept = kept.iter().map(|one| Alternative::new(one.id, &one.name));
            page.templates = kept.collect();
            desk.show(&page)
        }
        None => {
            let mut form = fields.state();
            if !asked.is_empty() {
                form.refuse("unidad", "Elija una dirección territorial de la lista.");
            }
            let page = UnitPage {
                units: units.iter().map(|unit| Alternative::new(&unit.code, &unit.name)).collect(),
                version: version.to_owned(),
                municipalities: fields.all("municipios").to_vec(),
                form,
            };
            answer(&desk, &page, &page.form)
        }
    }
}

#[post("/cohortes", data = "<fields>")]
pub async fn new(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor_as(&RUNNERS)?;
    let unit = fields.first("unidad");
    let units = units(desk.app.db.read()).await?;
    let unit = units.iter().find(|known| known.code == unit).ok_or(AppError::NotFound)?;
    let permit = policy::may_create(actor, &unit.code)?;
    let context = BuilderContext::of(&desk, &unit.code, &unit.name).await?;
    let fields = context.with_departments(fields);
    let before = rows::typed(&fields);
    let verb = fields.first("hacer");
    let removed = verb.strip_prefix("quitar-").and_then(|index| index.parse::<usize>().ok());
    let mut rows = before.clone();
    let mut form = match (verb, removed) {
        ("proponer", _) => context.proposed(&fields),
        ("repetir", _) => context.repeated(&fields),
        ("deshacer", _) => rows::undone(&fields),
        ("agregar", _) if rows.len() < MOST_SESSIONS => {
            rows.push(rows::next(&rows));
            rows::with(&fields, &rows)
        }
        (_, Some(index)) if index < rows.len() => {
            rows.remove(index);
            rows::with(&fields, &rows)
        }
        _ => return create(&desk, &context, permit, &fields).await,
    };
    if !before.is_empty() && rows::typed(&Fields::of_state(&form)) != before {
        rows::remember(&mut form, &before);
    }
    let page = context.page(&desk, form).await?;
    answer(&desk, &page, &page.form)
}

async fn create(
    desk: &Desk<'_>,
    context: &BuilderContext,
    permit: CreateCohort,
    fields: &Fields,
) -> Answer {
    let (new, rows) = match context.read(fields) {
        Ok(read) => read,
        Err(form) => return desk.refuse(&context.page(desk, form).await?),
    };
    let found = look(desk, &context.plan(fields, rows)).await?;
    if !found.blocking.is_empty() {
        let mut form = fields.state();
        for (control, text) in &found.blocking {
            form.refuse(control, text);
        }
        return desk.refuse(&context.page(desk, form).await?);
    }
    let rows = context.rows(fields);
    let indexes: Vec<usize> = rows.iter().map(|row| row.index).collect();
    let sessions: Vec<NewSession> = rows.into_iter().map(|row| row.session).collect();
    let planned = sessions.len();
    let chosen = needs::chosen(fields);
    let needs = needs::demand(desk).map(|demand| (demand.answer, chosen.as_slice()));
    match commands::create_answering(desk.app, permit, new, sessions, needs).await {
        Ok((id, answered)) => done(desk, id, (planned, answered), &found),
        Err(failure) => {
            let form = match failure.refusal()? {
                CohortRefusal::InSession { index, refusal } => {
                    let index = indexes.get(index).copied().unwrap_or_default();
                    let text = format!("Sesión {}: {}", index + 1, refusal.sentence());
                    fields.state().refused(&control_of(&refusal, index), text)
                }
                refusal => fields.refused(&refusal),
            };
            desk.refuse(&context.page(desk, form).await?)
        }
    }
}

/// Goes on to the draft, with the first things that should be known about it.
fn done(
    desk: &Desk<'_>,
    id: CohortId,
    (planned, answered): (usize, usize),
    found: &PlanFindings,
) -> Answer {
    let mut text = match planned {
        0 => "El borrador quedó creado. Ahora programe sus sesiones.".to_owned(),
        _ => {
            let sessions = numbers::some(planned, "sesión", "sesiones");
            format!(
                "El borrador quedó creado con {sessions}. Las personas se agregan cuando lo publique."
            )
        }
    };
    if answered > 0 {
        let needs = numbers::some(answered, "necesidad", "necesidades");
        text.push_str(&format!(" Responde a {needs}."));
    }
    let mut warnings = found.warnings();
    warnings.truncate(2);
    let to = format!("/cohortes/{id}");
    if !warnings.is_empty() {
        text.push_str(&format!(" Tenga en cuenta: {}", warnings.join(" ")));
    }
    desk.done(to, text)
}
