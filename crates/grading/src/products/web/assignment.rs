//! The page on which the coordination defines a product and its rubric.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use cohorts_model::place::CohortTab;
use cohorts_model::queries::CohortHead;
use cohorts_model::scale::GradeScale;
use sign_in_model::prelude::*;

use crate::entity::activity::{self, ActivityId};
use crate::products::commands::{self, NewProduct};
use crate::products::entity::product::{LatePolicy, Model as Product, SubmissionMedium};
use crate::products::labels;
use crate::products::policy::may_ask_for;
use crate::products::queries::{self, Assignment};
use crate::products::refusals::ProductRefusal;
use crate::products::rules::{
    LEVELS, MOST_CRITERIA, Rubric, RubricCriterion, RubricLevel, may_ask,
};
use crate::products::views::AssignmentPage;

/// The longest instructions, names and expectations.
const INSTRUCTIONS: usize = 4_000;
const NAME: usize = 80;
const LEVEL_NAME: usize = 40;
const EXPECTED: usize = 1_500;

/// Everything the page shows, read once.
struct AssignmentContext {
    activity: activity::Model,
    head: CohortHead,
    asked: Option<Assignment>,
    used: bool,
}

async fn read(
    desk: &Desk<'_>,
    actor: &Actor,
    id: ActivityId,
) -> Result<AssignmentContext, AppError> {
    let db = desk.app.db.read();
    let (activity, head) = queries::of_staff(db, actor, id).await?;
    head.enter(desk, CohortTab::Evaluation).await?;
    let asked = queries::assignment(db, id).await?;
    let rubric = asked.as_ref().and_then(|asked| asked.rubric.as_ref());
    let used = match rubric {
        Some((rubric, _)) => queries::is_used(db, *rubric).await?,
        None => false,
    };
    Ok(AssignmentContext { activity, head, asked, used })
}

/// The last moment of a day in Bogotá.
fn end_of(day: chrono::NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    dates::from_bogota(next, NaiveTime::MIN) - TimeDelta::seconds(1)
}

impl AssignmentContext {
    fn scale(&self) -> GradeScale {
        self.head.cohort.scale
    }

    fn rubric(&self) -> Rubric {
        let asked = self.asked.as_ref().and_then(|asked| asked.rubric.clone());
        asked.map_or_else(|| Rubric::usual(self.scale()), |(_, rubric)| rubric)
    }

    /// The form as the database has it, or as a product usually is.
    fn saved(&self) -> FormState {
        let form = FormState::default();
        let form = match self.asked.as_ref().map(|asked| &asked.product) {
            Some(product) => form
                .with("instrucciones", &product.instructions)
                .with_option("vence", product.due_at.map(dates::bogota_date).map(dates::input_date))
                .with("tarde", labels::value(&labels::LATE, &product.late))
                .with("descuento", numbers::tenths(product.discount))
                .with("recibe", labels::value(&labels::ACCEPTS, &product.accepts))
                .with("calificadores", product.graders)
                .with("diferencia", numbers::tenths(product.tolerance)),
            None => form
                .with("tarde", labels::value(&labels::LATE, &LatePolicy::Accepted))
                .with("descuento", numbers::tenths(0))
                .with("recibe", labels::value(&labels::ACCEPTS, &SubmissionMedium::Either))
                .with("calificadores", 1)
                .with("diferencia", numbers::tenths(self.scale().of_five(10))),
        };
        let rubric = self.rubric();
        let form = rubric.levels.iter().enumerate().fold(form, |form, (at, level)| {
            form.with(&format!("nivel[{at}]"), &level.name)
                .with(&format!("puntos[{at}]"), numbers::tenths(level.tenths))
        });
        rubric.criteria.iter().enumerate().fold(form, |form, (at, criterion)| {
            form.with(&format!("criterio[{at}]"), &criterion.name)
                .with(&format!("peso[{at}]"), criterion.weight)
                .with(&format!("espera[{at}]"), criterion.expected.join("\n"))
        })
    }

    fn page(&self, actor: &Actor, form: FormState) -> AssignmentPage {
        let cohort = &self.head.cohort;
        let id = self.activity.id;
        let may = may_ask_for(actor, &self.head.access, id).is_ok();
        let over = may_ask(cohort.stage).err();
        let rubric = self.rubric();
        let shown = (rubric.criteria.len() + 1).clamp(4, MOST_CRITERIA);
        // Rows that were typed beyond those are shown too.
        let typed = (0..MOST_CRITERIA)
            .rev()
            .find(|at| form.first(&format!("criterio[{at}]")).is_some_and(|text| !text.is_empty()));
        let rows = shown.max(typed.map_or(0, |at| at + 1));
        AssignmentPage {
            name: self.activity.name.clone(),
            title: self.head.title.clone(),
            cohort_href: format!("/cohortes/{}", cohort.id),
            activity: id,
            discount_hint: format!(
                "Sobre {}; por ejemplo {}. Solo si se recibe con descuento",
                self.scale().top(),
                numbers::tenths(self.scale().of_five(3))
            ),
            editable: may && over.is_none(),
            blocked: over.filter(|_| may).map(|refusal| refusal.sentence()),
            used: self.used,
            usual: self.asked.is_none(),
            late: labels::LATE.map(|(value, late)| Alternative::new(value, late.label())).to_vec(),
            accepts: labels::ACCEPTS
                .map(|(value, accepts)| Alternative::new(value, accepts.label()))
                .to_vec(),
            levels: (1..=*LEVELS.end()).collect(),
            criteria: (1..=rows).collect(),
            facts: self.asked.as_ref().map(|asked| facts(&asked.product)).unwrap_or_default(),
            instructions: self
                .asked
                .as_ref()
                .map(|asked| asked.product.instructions.clone())
                .unwrap_or_default(),
            rubric,
            form,
        }
    }
}

/// Returns what the coordination asks for, as everybody reads it.
pub fn facts(product: &Product) -> Vec<Fact> {
    let late = match product.late {
        LatePolicy::Discounted => {
            format!("{}: {} menos por día", product.late.label(), numbers::tenths(product.discount))
        }
        late => late.label().to_owned(),
    };
    let due = product.due_at.map_or_else(
        || "Mientras la cohorte esté en curso".to_owned(),
        |due| format!("{}, al final del día", dates::with_weekday(dates::bogota_date(due))),
    );
    let mut facts = vec![Fact::new("Se recibe hasta", due)];
    if product.due_at.is_some() {
        facts.push(Fact::new("Después", late));
    }
    facts.push(Fact::new("Qué se recibe", product.accepts.label()));
    if product.graders > 1 {
        facts.push(Fact::new("Lo califican", numbers::people(product.graders)));
    }
    facts
}

#[get("/actividades/<product>/producto")]
pub async fn show(desk: Desk<'_>, product: ActivityId) -> Answer {
    let actor = desk.actor()?;
    let context = read(&desk, actor, product).await?;
    let form = context.saved();
    desk.show(&context.page(actor, form))
}

#[post("/actividades/<product>/producto", data = "<fields>")]
pub async fn save(desk: Desk<'_>, product: ActivityId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let context = read(&desk, actor, product).await?;
    let permit = may_ask_for(actor, &context.head.access, product)?;
    // A rubric that stands is not in the form.
    let stands = context.used.then(|| context.rubric());
    let new = match typed(&fields, context.scale(), stands) {
        Ok(new) => new,
        Err(form) => return desk.refuse(&context.page(actor, form)),
    };
    match commands::ask_for(desk.app, permit, new).await {
        Ok(()) => desk.done(format!("/actividades/{product}/entregas"), "Producto guardado."),
        Err(failure) => {
            let form = beside_its_field(&fields, &failure.refusal()?);
            let context = read(&desk, actor, product).await?;
            desk.refuse(&context.page(actor, form))
        }
    }
}

fn typed(
    fields: &Fields,
    scale: GradeScale,
    stands: Option<Rubric>,
) -> Result<NewProduct, FormState> {
    let mut reader = Reader::new(fields);
    let instructions =
        reader.text("instrucciones", INSTRUCTIONS, "Escriba qué debe entregar cada persona.");
    let due = reader.date_or_none("vence");
    let late = reader.choice("tarde", &labels::LATE, "Elija qué pasa con lo que llega tarde.");
    let asked = "Escriba cuánto se descuenta por cada día";
    let discount = reader.tenths("descuento", 0..=scale.highest(), asked).unwrap_or_default();
    if late == Some(LatePolicy::Discounted) && discount == 0 && !reader.is_wrong("descuento") {
        reader.wrong(
            "descuento",
            format!("{asked}, por ejemplo {}.", numbers::tenths(scale.of_five(3))),
        );
    }
    let accepts = reader.choice("recibe", &labels::ACCEPTS, "Elija qué se recibe.");
    let graders = reader.whole("calificadores", 1..=3, "Escriba cuántas personas califican.");
    let tolerance = reader
        .tenths(
            "diferencia",
            0..=scale.highest(),
            "Escriba la diferencia que decide la coordinación",
        )
        .unwrap_or(scale.of_five(10));
    let rubric = match stands {
        Some(rubric) => rubric,
        None => rubric(fields, scale, &mut reader),
    };
    reader.finish()?;
    Ok(NewProduct {
        instructions,
        due_at: due.map(end_of),
        late: late.unwrap_or(LatePolicy::Accepted),
        discount,
        accepts: accepts.unwrap_or(SubmissionMedium::Either),
        graders,
        tolerance,
        rubric,
    })
}

/// The levels and criteria that have a name.
fn rubric(fields: &Fields, scale: GradeScale, reader: &mut Reader<'_>) -> Rubric {
    let mut rubric = Rubric { levels: Vec::new(), criteria: Vec::new() };
    for at in 0..*LEVELS.end() {
        let Some(name) = reader.optional(&format!("nivel[{at}]"), LEVEL_NAME) else { continue };
        let points = format!("puntos[{at}]");
        let asked = format!("Escriba la nota del nivel {}", at + 1);
        let tenths = reader.tenths(&points, 0..=scale.highest(), &asked);
        if tenths.is_none() && !reader.is_wrong(&points) {
            reader.wrong(&points, format!("{asked}."));
        }
        rubric.levels.push(RubricLevel { name, tenths: tenths.unwrap_or_default() });
    }
    for at in 0..MOST_CRITERIA {
        let Some(name) = reader.optional(&format!("criterio[{at}]"), NAME) else { continue };
        let asked = format!("Escriba el peso del criterio {}.", at + 1);
        let weight = reader.whole(&format!("peso[{at}]"), 1..=100, &asked);
        let field = format!("espera[{at}]");
        let text = fields.first(&field);
        if text.chars().count() > EXPECTED {
            reader.wrong(&field, format!("Escriba máximo {EXPECTED} caracteres."));
        }
        let expected: Vec<String> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        rubric.criteria.push(RubricCriterion { name, weight, expected });
    }
    rubric
}

/// The refusal's sentence at the field it speaks of, found by what was typed.
fn beside_its_field(fields: &Fields, refusal: &ProductRefusal) -> FormState {
    let rows: Vec<usize> = (0..MOST_CRITERIA)
        .filter(|at| !fields.first(&format!("criterio[{at}]")).is_empty())
        .collect();
    let row = |at: usize| rows.get(at).copied().unwrap_or_default();
    let field = match refusal {
        ProductRefusal::Expected { criterion, .. } => Some(format!("espera[{}]", row(*criterion))),
        ProductRefusal::Weightless { criterion } => Some(format!("peso[{}]", row(*criterion))),
        ProductRefusal::CriteriaTotal { .. } => {
            Some(format!("peso[{}]", rows.last().copied().unwrap_or_default()))
        }
        ProductRefusal::CriteriaCount => Some("criterio[0]".to_owned()),
        ProductRefusal::LevelsCount => Some("nivel[0]".to_owned()),
        ProductRefusal::LevelsOrder { .. } => Some("puntos[0]".to_owned()),
        _ => None,
    };
    let mut form = fields.state();
    form.refuse(&field.unwrap_or_default(), refusal.sentence());
    form
}
