//! What is graded in a cohort and how much it weighs.

use assessment_model::exam::rules::may_be_exam;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{CohortHead, cohort_head};
use cohorts_model::scale::GradeScale;
use sign_in_model::prelude::*;

use crate::commands::{self, NewActivity, NewPlan};
use crate::entity::activity::{self, ActivityId, Kind};
use crate::rules::{self, AssessmentRefusal, MOST_ACTIVITIES, USUAL};
use crate::views::{ActivitiesPage, ActivityFields, ActivityLine, kind_choices};
use crate::{labels, policy, queries};

/// The longest name of an activity.
const NAME: usize = 80;
/// Empty rows offered below the activities that exist.
const BLANKS: usize = 2;

fn name_field(row: usize) -> String {
    format!("nombre[{row}]")
}
fn kind_field(row: usize) -> String {
    format!("tipo[{row}]")
}
fn weight_field(row: usize) -> String {
    format!("peso[{row}]")
}
fn id_field(row: usize) -> String {
    format!("actividad[{row}]")
}

/// The activity of a row that is saved.
fn of_row<'a>(
    form: &FormState,
    activities: &'a [activity::Model],
    row: usize,
) -> Option<&'a activity::Model> {
    let id: ActivityId = form.first(&id_field(row))?.parse().ok()?;
    activities.iter().find(|activity| activity.id == id)
}

/// Where the test of an activity is built.
fn exam_href(activity: &activity::Model) -> Option<String> {
    may_be_exam(activity.kind).then(|| format!("/actividades/{}/prueba", activity.id))
}

/// Where the products of an activity are.
fn product_href(activity: &activity::Model) -> Option<String> {
    let is_product = activity.kind == Kind::Product;
    is_product.then(|| format!("/actividades/{}/entregas", activity.id))
}

fn with_row(
    form: FormState,
    row: usize,
    id: &str,
    kind: Kind,
    name: &str,
    weight: i32,
) -> FormState {
    form.with(&id_field(row), id)
        .with(&name_field(row), name)
        .with(&kind_field(row), labels::form_value(kind))
        .with(&weight_field(row), weight)
}

/// The form as the database has it, or the usual plan when there is none.
fn saved(activities: &[activity::Model]) -> FormState {
    let form = FormState::default();
    if activities.is_empty() {
        return USUAL.iter().enumerate().fold(form, |form, (row, (kind, name, weight))| {
            with_row(form, row, "", *kind, name, *weight)
        });
    }
    activities.iter().enumerate().fold(form, |form, (row, a)| {
        with_row(form, row, &a.id.to_string(), a.kind, &a.name, a.weight)
    })
}

fn page(
    actor: &Actor,
    head: &CohortHead,
    activities: &[activity::Model],
    form: FormState,
) -> ActivitiesPage {
    let blocked = rules::may_plan(head.cohort.stage).err();
    let editable = policy::may_plan(actor, &head.access).is_ok() && blocked.is_none();
    let filled = (0..MOST_ACTIVITIES)
        .filter(|row| {
            form.first(&name_field(*row)).is_some_and(|n| !n.is_empty())
                || form.first(&id_field(*row)).is_some_and(|n| !n.is_empty())
                || form.error(&name_field(*row)).is_some()
        })
        .max()
        .map_or(0, |last| last + 1);
    let rows = (0..(filled + BLANKS).min(MOST_ACTIVITIES)).map(|row| ActivityFields {
        number: row + 1,
        id: form.first(&id_field(row)).unwrap_or_default().to_owned(),
        exam_href: of_row(&form, activities, row).and_then(exam_href),
        product_href: of_row(&form, activities, row).and_then(product_href),
    });
    ActivitiesPage {
        title: head.title.clone(),
        cohort_href: format!("/cohortes/{}", head.cohort.id),
        editable,
        blocked: blocked.map(|refusal| refusal.sentence()),
        scales: GradeScale::ALL
            .map(|scale| Alternative::new(scale.form_value(), scale.label()))
            .to_vec(),
        scale: head.cohort.scale.label(),
        usual: activities.is_empty() && !form.has_errors(),
        rows: rows.collect(),
        kinds: kind_choices(),
        list: activities
            .iter()
            .map(|a| ActivityLine {
                name: a.name.clone(),
                kind: a.kind.label(),
                weight: format!("{} %", a.weight),
                work_href: product_href(a).or_else(|| exam_href(a)),
            })
            .collect(),
        form,
    }
}

async fn read(
    desk: &Desk<'_>,
    actor: &Actor,
    cohort: CohortId,
) -> Result<(CohortHead, Vec<activity::Model>), AppError> {
    let db = desk.app.db.read();
    let head = cohort_head(db, actor, cohort).await?;
    policy::may_see(actor, &head.access)?;
    head.enter(desk, CohortTab::Evaluation).await?;
    Ok((head, queries::activities(db, cohort).await?))
}

#[get("/cohortes/<cohort>/actividades")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let (head, activities) = read(&desk, actor, cohort).await?;
    let form = saved(&activities).with("escala", head.cohort.scale.form_value());
    desk.show(&page(actor, &head, &activities, form))
}

#[post("/cohortes/<cohort>/actividades", data = "<fields>")]
pub async fn save(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (head, activities) = read(&desk, actor, cohort).await?;
    let permit = policy::may_plan(actor, &head.access)?;
    let (plan, rows) = match read_plan(&fields) {
        Ok(read) => read,
        Err(form) => return desk.refuse(&page(actor, &head, &activities, form)),
    };
    match commands::set_activities(desk.app, permit, plan).await {
        Ok(_) => desk.done(format!("/cohortes/{cohort}/notas"), "Actividades guardadas."),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let form = beside_its_field(&fields, &refusal, &rows);
            desk.refuse(&page(actor, &head, &activities, form))
        }
    }
}

/// Reads the rows with a name; the second list says which row each activity stood in.
fn read_plan(fields: &Fields) -> Result<(NewPlan, Vec<usize>), FormState> {
    let kinds = Kind::ALL.map(|kind| (labels::form_value(kind), kind));
    let mut reader = Reader::new(fields);
    let scales = GradeScale::ALL.map(|scale| (scale.form_value(), scale));
    // A form without it leaves the scale as it is.
    let scale = fields
        .has("escala")
        .then(|| reader.choice("escala", &scales, "Elija la escala."))
        .flatten();
    let (mut plan, mut rows) = (Vec::new(), Vec::new());
    for row in 0..MOST_ACTIVITIES {
        let id = fields.first(&id_field(row));
        let named = !fields.first(&name_field(row)).is_empty();
        let weighed = !matches!(fields.first(&weight_field(row)), "" | "0");
        let typed = named || (weighed && id.is_empty());
        if !typed {
            continue;
        }
        let which = format!("de la actividad {}.", row + 1);
        let name = reader.text(&name_field(row), NAME, &format!("Escriba el nombre {which}"));
        let kind = reader.choice(&kind_field(row), &kinds, &format!("Elija el tipo {which}"));
        let weight = reader.whole(&weight_field(row), 0..=100, &format!("Escriba el peso {which}"));
        let id = match id {
            "" => None,
            // A number that is no activity of ours is refused as one that no longer exists.
            id => Some(id.parse().unwrap_or(ActivityId(0))),
        };
        if let Some(kind) = kind {
            plan.push(NewActivity { id, kind, name, weight });
            rows.push(row);
        }
    }
    reader.finish()?;
    Ok((NewPlan { scale, activities: plan }, rows))
}

/// The refusal's sentence at the field it speaks of, found by what was typed.
fn beside_its_field(fields: &Fields, refusal: &AssessmentRefusal, rows: &[usize]) -> FormState {
    let last = |is: &dyn Fn(usize) -> bool| rows.iter().rev().copied().find(|row| is(*row));
    let field = match refusal {
        AssessmentRefusal::WeightsNotHundred { .. } => last(&|_| true).map(weight_field),
        AssessmentRefusal::TestTwice { kind } => {
            last(&|row| fields.first(&kind_field(row)) == labels::form_value(*kind)).map(kind_field)
        }
        AssessmentRefusal::NameTwice { name } => {
            last(&|row| fields.first(&name_field(row)) == name).map(name_field)
        }
        AssessmentRefusal::ScaleFrozen => Some("escala".to_owned()),
        _ => None,
    };
    let mut form = fields.state();
    form.refuse(&field.unwrap_or_default(), refusal.sentence());
    form
}
