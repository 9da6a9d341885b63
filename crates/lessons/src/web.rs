//! Addresses of lessons: `/cohortes/<cohort>/lecciones`, `/cursos/<course>/lecciones` and
//! `/lecciones/<lesson>/retiro`.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::place::CohortTab;
use cohorts_model::queries::{CohortHead, cohort_head};
use courses_model as courses;
use courses_model::entity::course::CourseId;
use sign_in_model::prelude::*;
use surveys_model::entity::survey_invitation::Respondent;

use super::commands;
use super::entity::lesson::LessonId;
use super::labels::{self, KINDS};
use super::policy::{READERS, may_withdraw, may_write};
use super::queries::{self, LessonRecord};
use super::views::{
    CohortLessonsPage, CourseLessonsPage, LessonGroup, LessonRow, QuestionSentencesView,
};

/// The longest lesson: a paragraph that people read.
const TEXT: usize = 600;

pub fn routes() -> Vec<Route> {
    routes![of_cohort, write, of_course, withdraw]
}

fn row(lesson: &LessonRecord) -> LessonRow {
    LessonRow {
        id: lesson.id,
        text: lesson.text.clone(),
        kind: lesson.kind.label(),
        from: format!(
            "Cohorte {}, {}",
            lesson.cohort_name,
            dates::short(dates::bogota_date(lesson.at))
        ),
    }
}

#[get("/cursos/<course>/lecciones")]
async fn of_course(desk: Desk<'_>, course: CourseId) -> Answer {
    desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let name = courses::queries::latest_name(db, course).await?.ok_or(AppError::NotFound)?;
    let all = queries::of_course(db, course).await?;
    let groups = KINDS.iter().filter_map(|(id, kind)| {
        let lessons: Vec<LessonRow> = all.iter().filter(|one| one.kind == *kind).map(row).collect();
        let heading = labels::heading(*kind);
        (!lessons.is_empty()).then_some(LessonGroup { id, heading, lessons })
    });
    desk.show(&CourseLessonsPage {
        course: name,
        course_href: format!("/cursos/{course}"),
        groups: groups.collect(),
    })
}

async fn page(
    desk: &Desk<'_>,
    head: &CohortHead,
    form: FormState,
) -> Result<CohortLessonsPage, AppError> {
    let db = desk.app.db.read();
    let id = head.cohort.id;
    head.enter(desk, CohortTab::Evaluation).await?;
    let course = queries::course_of(db, &head.cohort).await?;
    let lessons = queries::of_cohort(db, id).await?;
    let told = queries::written(db, id, desk.app.clock.now()).await?;
    Ok(CohortLessonsPage {
        form,
        cohort: head.title.clone(),
        cohort_href: format!("/cohortes/{id}"),
        course_href: format!("/cursos/{course}/lecciones"),
        kinds: KINDS.iter().map(|(value, kind)| Alternative::new(value, kind.label())).collect(),
        told: told
            .into_iter()
            .map(|wrote| {
                let kind = wrote.kind.label();
                QuestionSentencesView {
                    heading: match wrote.respondent {
                        Respondent::Person => kind.to_owned(),
                        Respondent::Supervisor => format!("{kind}: quien supervisa"),
                    },
                    question: wrote.question,
                    sentences: wrote.sentences,
                }
            })
            .collect(),
        lessons: lessons.iter().map(row).collect(),
    })
}

#[get("/cohortes/<cohort>/lecciones")]
async fn of_cohort(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    may_write(actor, &head.access)?;
    desk.show(&page(&desk, &head, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/lecciones", data = "<fields>")]
async fn write(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let head = cohort_head(desk.app.db.read(), actor, cohort).await?;
    let permit = may_write(actor, &head.access)?;
    // A sentence of a survey is no lesson yet: the coordination rewrites it in its own words. The
    // sentence arrives in a form, because what people wrote must never be part of an address.
    if fields.first("revisar") == "si" {
        return desk.show(&page(&desk, &head, fields.state()).await?);
    }
    let mut reader = Reader::new(&fields);
    let text = reader.text("texto", TEXT, "Escriba la lección.");
    let kind = reader.choice("clase", &KINDS, "Elija qué cuenta la lección.");
    let kind = match (reader.finish(), kind) {
        (Ok(()), Some(kind)) => kind,
        (Err(form), _) => return desk.refuse(&page(&desk, &head, form).await?),
        (Ok(()), None) => return desk.refuse(&page(&desk, &head, fields.state()).await?),
    };
    commands::write(desk.app, permit, kind, text).await?;
    desk.done(format!("/cohortes/{cohort}/lecciones"), "La lección quedó guardada.")
}

#[post("/lecciones/<lesson>/retiro")]
async fn withdraw(desk: Desk<'_>, lesson: LessonId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let row = queries::standing(db, lesson).await?;
    let head = cohort_head(db, actor, row.cohort_id).await?;
    let permit = may_withdraw(actor, &head.access, lesson)?;
    commands::withdraw(desk.app, permit).await?;
    desk.done(format!("/cohortes/{}/lecciones", row.cohort_id), "La lección quedó retirada.")
}
