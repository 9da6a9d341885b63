//! The grid of grades: everything typed stays, one wrong cell saves nothing, and only what
//! changed is written.

use std::collections::HashMap;

use rocket::{get, post};

use assessment_model::exam::gain::{self, GainRow};
use cohorts_model::entity::cohort::{CohortId, Stage};
use cohorts_model::queries::{CohortHead, cohort_head};
use cohorts_model::scale::Scale;
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, roll};
use platform::errors::AppError;
use platform::fields::FormState;
use platform::forms::{Fields, Reader};
use platform::pages::Figure;
use platform::texts::{Refusal, sentence};
use platform::{dates, numbers};
use sign_in_model::actor::Actor;
use sign_in_model::desk::{Answer, Desk};

use crate::commands::{self, How, NewGrade, Seen};
use crate::entity::activity::{self, ActivityId};
use crate::entity::grade_entry::{GradeEntryId, Origin};
use crate::queries::{self, Cell};
use crate::reopening::queries::writing;
use crate::rules::{self, AssessmentRefusal, FinalGrade, GradeChange, TypedOver, Writing};
use crate::views::{ActivityHeading, CellStory, GradeCell, GradeLine, GradesPage};
use crate::{labels, policy};

/// The longest reason.
const REASON: usize = 300;

/// Everything the grid shows, read once.
struct Book {
    head: CohortHead,
    activities: Vec<activity::Model>,
    people: Vec<RollRow>,
    grades: HashMap<Cell, i32>,
    origins: HashMap<Cell, Origin>,
    last: GradeEntryId,
    /// Of both tests, capacity by capacity.
    gains: Vec<GainRow>,
    writing: Result<Writing, AssessmentRefusal>,
}

async fn read(desk: &Desk<'_>, actor: &Actor, cohort: CohortId) -> Result<Book, AppError> {
    let db = desk.app.db.read();
    let head = cohort_head(db, actor, cohort).await?;
    policy::may_see(actor, &head.access)?;
    // The last entry first: a grade written between these reads counts as not seen.
    let last = queries::last_entry(db, cohort).await?;
    let writing = writing(db, &head.cohort, desk.app.clock.now()).await?;
    Ok(Book {
        writing,
        head,
        last,
        activities: queries::activities(db, cohort).await?,
        people: roll(db, cohort, enrolment::policy::scope(actor)).await?,
        grades: queries::grades(db, cohort).await?,
        origins: queries::origins(db, cohort).await?,
        gains: gain::rows(db, cohort).await?,
    })
}

fn nota(activity: ActivityId, enrolment: EnrolmentId) -> String {
    format!("nota[{activity}][{enrolment}]")
}

fn gain_text(gain: Option<f64>) -> String {
    gain.map_or_else(|| "—".to_owned(), |gain| numbers::decimal(gain, 2))
}

impl Book {
    /// The form as the database has it.
    fn saved(&self) -> FormState {
        let mut form = FormState::default();
        for ((activity, enrolment), tenths) in &self.grades {
            form = form.with(&nota(*activity, *enrolment), numbers::tenths(*tenths));
        }
        form
    }

    fn label(&self, activity: ActivityId, person: &RollRow) -> String {
        let name = self
            .activities
            .iter()
            .find(|a| a.id == activity)
            .map_or("Actividad", |a| a.name.as_str());
        format!("{name} de {}", person.name.full())
    }

    fn page(&self, actor: &Actor, form: FormState) -> GradesPage {
        let cohort = &self.head.cohort;
        let id = cohort.id;
        let blocked = self.writing.clone().err();
        let after_closing = self.writing == Ok(Writing::WithReason);
        let may = policy::may_grade(actor, &self.head.access).is_ok();
        let none = self.activities.is_empty();
        let seen = form.first("visto").map(str::to_owned);
        let rows = if none { &[][..] } else { &self.people[..] };
        let activities_href = format!("/cohortes/{id}/actividades");
        GradesPage {
            title: self.head.title.clone(),
            cohort_href: format!("/cohortes/{id}"),
            attendance_href: format!("/cohortes/{id}/asistencia"),
            appeals_href: format!("/cohortes/{id}/reclamos"),
            book_href: (!rows.is_empty()).then(|| format!("/cohortes/{id}/notas/xlsx")),
            upload_href: (!rows.is_empty() && may && blocked.is_none())
                .then(|| format!("/cohortes/{id}/notas/importacion")),
            action: format!("/cohortes/{id}/notas"),
            scale: cohort.scale.label(),
            editable: may && blocked.is_none(),
            blocked: blocked.map(|refusal| refusal.sentence()),
            after_closing,
            reopening_href: (cohort.stage == Stage::Closed)
                .then(|| format!("/cohortes/{id}/notas/reapertura")),
            figures: self.figures(),
            rule: self.rule(),
            // What the form showed stays what it showed, however often it is sent.
            seen: seen.unwrap_or_else(|| self.last.to_string()),
            activities: self
                .activities
                .iter()
                .map(|a| ActivityHeading {
                    name: a.name.clone(),
                    weight: format!("{} %", a.weight),
                })
                .collect(),
            rows: rows.iter().map(|person| self.line(person)).collect(),
            asks_reason: after_closing
                || self.origins.values().any(|origin| rules::asks_reason(*origin)),
            gains: self.gains.clone(),
            empty_title: if none {
                "No hay actividades que calificar"
            } else {
                "No hay a quién calificar"
            },
            empty_text: if none {
                "La coordinación define primero qué se califica y cuánto pesa."
            } else {
                "Todavía no hay personas con cupo confirmado en esta cohorte."
            },
            empty_href: if none { activities_href.clone() } else { format!("/cohortes/{id}") },
            empty_action: if none { "Ver actividades" } else { "Volver a la cohorte" },
            activities_href,
            form,
        }
    }

    fn line(&self, person: &RollRow) -> GradeLine {
        let (pre, post) = queries::tests_of(&self.activities, &self.grades, person.enrolment);
        let name = person.name.full();
        GradeLine {
            name: person.name.by_surname(),
            cells: self
                .activities
                .iter()
                .map(|a| GradeCell {
                    field: nota(a.id, person.enrolment),
                    label: format!("{} de {name}", a.name),
                    value: self
                        .grades
                        .get(&(a.id, person.enrolment))
                        .map_or_else(|| "—".to_owned(), |tenths| numbers::tenths(*tenths)),
                    story: self.origins.get(&(a.id, person.enrolment)).map(|origin| CellStory {
                        origin: labels::origin(*origin),
                        href: format!("/actividades/{}/notas/{}", a.id, person.enrolment),
                    }),
                })
                .collect(),
            r#final: queries::final_of(&self.activities, &self.grades, person.enrolment).text(),
            gain: gain_text(rules::gain(self.head.cohort.scale, pre, post)),
        }
    }

    fn figures(&self) -> Vec<Figure> {
        if self.activities.is_empty() {
            return Vec::new();
        }
        let tests = self
            .people
            .iter()
            .map(|p| queries::tests_of(&self.activities, &self.grades, p.enrolment));
        let gain = rules::cohort_gain(self.head.cohort.scale, tests);
        let finals: Vec<FinalGrade> = self
            .people
            .iter()
            .map(|p| queries::final_of(&self.activities, &self.grades, p.enrolment))
            .collect();
        let complete = finals.iter().filter_map(FinalGrade::tenths);
        let mut figures = vec![Figure::new(
            format!("{} de {}", complete.clone().count(), self.people.len()),
            "con nota definitiva",
        )];
        if let Some(pass) = self.head.cohort.pass() {
            figures.push(
                Figure::new(complete.filter(|tenths| *tenths >= pass).count(), "aprueban")
                    .noted(format!("con {} o más", numbers::tenths(pass))),
            );
        }
        let mean = |tenths: Option<f64>| {
            tenths.map_or_else(|| "—".to_owned(), |tenths| numbers::decimal(tenths / 10.0, 2))
        };
        let paired = match gain.n {
            0 => "nadie con ambas pruebas y algo por ganar".to_owned(),
            n => format!(
                "{} con ambas pruebas y algo por ganar: de {} a {}",
                numbers::people(n),
                mean(gain.pre),
                mean(gain.post)
            ),
        };
        figures.push(Figure::new(gain_text(gain.mean), "ganancia promedio").noted(paired));
        figures
    }

    fn rule(&self) -> String {
        let pass = match self.head.cohort.pass() {
            Some(pass) => format!("Se aprueba con {}. ", numbers::tenths(pass)),
            None => String::new(),
        };
        let top = self.head.cohort.scale.top();
        format!(
            "{pass}Definitiva = suma de nota × peso; si falta una actividad con peso, no hay definitiva. Ganancia = (prueba final − prueba inicial) ÷ ({top} − prueba inicial), solo de quienes tienen ambas pruebas y en la inicial menos de {top}."
        )
    }
}

#[get("/cohortes/<cohort>/notas")]
pub async fn show(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let book = read(&desk, actor, cohort).await?;
    let form = book.saved();
    desk.show(&book.page(actor, form))
}

#[post("/cohortes/<cohort>/notas", data = "<fields>")]
pub async fn save(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    let permit = policy::may_grade(actor, &head.access)?;
    let (seen, cells) = match read_cells(&fields, head.cohort.scale) {
        Ok(read) => read,
        Err(wrong) => {
            let book = read(&desk, actor, cohort).await?;
            let form = naming_people(&book, &fields, wrong);
            return desk.refuse(&book.page(actor, form));
        }
    };
    let mut reader = Reader::new(&fields);
    let reason = reader.optional("motivo", REASON);
    if let Err(form) = reader.finish() {
        return desk.refuse(&read(&desk, actor, cohort).await?.page(actor, form));
    }
    let how = How { seen, origin: Origin::Typed, reason };
    match commands::enter_grades(desk.app, permit, how, cells).await {
        Ok(entered) => {
            let mut text = match entered.changed {
                0 => "No había notas que guardar.".to_owned(),
                1 => "Se guardó 1 nota.".to_owned(),
                more => format!("Se guardaron {more} notas."),
            };
            let to = format!("/cohortes/{cohort}/notas");
            if entered.overtaken == 0 {
                return desk.done(to, text);
            }
            text.push_str(
                " Entretanto otra persona cambió notas que usted no tocó: revise la planilla.",
            );
            desk.warned(to, text)
        }
        Err(failure) => {
            let refusal = failure.refusal()?;
            let book = read(&desk, actor, cohort).await?;
            let form = match &refusal {
                AssessmentRefusal::ChangedMeanwhile { changes, overtaken } => {
                    conflicting(&book, &fields, &refusal, changes, overtaken)
                }
                AssessmentRefusal::ReasonMissing { over } => {
                    typed_over(&book, &fields, &refusal, over)
                }
                _ => fields.refused(&refusal),
            };
            desk.refuse(&book.page(actor, form))
        }
    }
}

/// A cell that is no grade: where it stands and what was typed.
struct Wrong {
    activity: ActivityId,
    enrolment: EnrolmentId,
    typed: String,
}

/// Reads every cell, or every cell that is wrong. Keys that are not ids are forged: the
/// activity 0 is refused as unknown.
fn read_cells(fields: &Fields, scale: Scale) -> Result<(Seen, Vec<NewGrade>), Vec<Wrong>> {
    let (mut cells, mut wrong) = (Vec::new(), Vec::new());
    for (key, typed) in fields.grid("nota") {
        let ids = key.split_once("][").and_then(|(a, e)| Some((a.parse().ok()?, e.parse().ok()?)));
        let (activity, enrolment) = ids.unwrap_or((ActivityId(0), EnrolmentId(0)));
        let tenths = match typed {
            "" => None,
            typed => match numbers::parse_tenths(typed) {
                Some(tenths) if scale.has(tenths) => Some(tenths),
                _ => {
                    wrong.push(Wrong { activity, enrolment, typed: typed.to_owned() });
                    continue;
                }
            },
        };
        cells.push(NewGrade { activity, enrolment, tenths });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    // Without a number the form saw nothing, and whatever there is counts as unseen.
    let seen = fields.first("visto").parse().unwrap_or(GradeEntryId(0));
    Ok((Seen::Until(seen), cells))
}

/// Everything typed, with each wrong cell named in the order of the page.
fn naming_people(book: &Book, fields: &Fields, wrong: Vec<Wrong>) -> FormState {
    let mut reader = Reader::new(fields);
    let mut known = 0;
    for person in &book.people {
        for activity in &book.activities {
            let cell =
                wrong.iter().find(|w| w.activity == activity.id && w.enrolment == person.enrolment);
            if let Some(cell) = cell {
                known += 1;
                let typed: String = cell.typed.chars().take(20).collect();
                reader.wrong(
                    &nota(activity.id, person.enrolment),
                    format!(
                        "{}: «{typed}» no es una nota. Escriba un número {}, con un decimal como máximo.",
                        book.label(activity.id, person),
                        book.head.cohort.scale.between()
                    ),
                );
            }
        }
    }
    if known < wrong.len() {
        reader.wrong("", AssessmentRefusal::NotOnTheList.sentence());
    }
    match reader.finish() {
        Ok(()) => fields.state(),
        Err(form) => form,
    }
}

/// What was typed, with who changed what beside each cell; cells that only the other person
/// changed show the new grade, and all of it counts as seen: saving again is a decision.
fn conflicting(
    book: &Book,
    fields: &Fields,
    refusal: &AssessmentRefusal,
    changes: &[GradeChange],
    overtaken: &[GradeChange],
) -> FormState {
    let text = |tenths: Option<i32>| tenths.map(numbers::tenths);
    let mut form = fields.refused(refusal);
    for change in changes {
        let activity = book.activities.iter().find(|a| a.id == change.activity);
        let told = format!(
            "{} de {}: {} registró {} el {}",
            activity.map_or("Actividad", |a| a.name.as_str()),
            change.person,
            change.author,
            text(change.tenths).unwrap_or_else(|| "«sin nota»".to_owned()),
            dates::short_with_time(change.at)
        );
        form.refuse(&nota(change.activity, change.enrolment), sentence(&told));
    }
    for change in overtaken {
        let value = vec![text(change.tenths).unwrap_or_default()];
        form.values.insert(nota(change.activity, change.enrolment), value);
    }
    form.values.insert("visto".to_owned(), vec![book.last.to_string()]);
    form
}

/// What was typed, with what each grade followed from beside its cell, and the reason asked for.
fn typed_over(
    book: &Book,
    fields: &Fields,
    refusal: &AssessmentRefusal,
    over: &[TypedOver],
) -> FormState {
    let mut form = fields.refused(refusal);
    for one in over {
        let activity = book.activities.iter().find(|a| a.id == one.activity);
        let told = format!(
            "{} de {}: la nota {} {}",
            activity.map_or("Actividad", |a| a.name.as_str()),
            one.person,
            numbers::tenths(one.tenths),
            labels::whose(one.origin),
        );
        form.refuse(&nota(one.activity, one.enrolment), sentence(&told));
    }
    form
}
