//! The page of one version, on which it is read, graded, returned or moderated.

use cohorts_model::place::CohortTab;
use sign_in_model::evidence::{self, what};
use sign_in_model::prelude::*;

use super::list::told;
use super::opinion;
use crate::products::commands::{self, CriterionGrade, ProductVerdict};
use crate::products::entity::submission::SubmissionId;
use crate::products::labels;
use crate::products::policy::{may_moderate, may_review};
use crate::products::queries::{self, SubmissionDetail};
use crate::products::rules::{ProductGradeState, Rubric};
use crate::products::views::{CriterionForm, ProductReviewPage};
use crate::rules::may_grade;

/// The longest comments.
const COMMENT: usize = 500;
const GENERAL: usize = 2_000;

impl SubmissionDetail {
    fn rubric(&self) -> Option<&Rubric> {
        self.own.asked.rubric.as_ref().map(|(_, rubric)| rubric)
    }

    /// Returns the form with what this grader wrote before.
    fn said(&self, actor: &Actor) -> FormState {
        let said = self.own.verdicts.said(self.version.id);
        let mine = said.iter().find(|said| said.grader_account_id == actor.account);
        let Some(mine) = mine else { return FormState::default() };
        let marks = self.own.marks.get(&mine.id).map(Vec::as_slice).unwrap_or_default();
        let form = FormState::default().with_option("comentario_general", mine.comment.as_ref());
        marks.iter().fold(form, |form, mark| {
            form.with(&format!("nivel[{}]", mark.criterion), mark.level)
                .with_option(&format!("comentario[{}]", mark.criterion), mark.comment.as_ref())
        })
    }

    fn page(&self, actor: &Actor, form: FormState) -> ProductReviewPage {
        let SubmissionDetail { version, head, person, own } = self;
        let is_last = own.versions.last().is_none_or(|last| last.id == version.id);
        let grading = own.verdicts.grading(&own.asked.product, version);
        let (tone, state) = labels::version(grading, own.verdicts.is_returned(version.id));
        let open = may_grade(head.cohort.stage);
        let may_write = is_last && open.is_ok();
        let person_id = own.enrolment.person_id;
        let may_grade = may_write && may_review(actor, &head.access, person_id, version.id).is_ok();
        let moderated = own.verdicts.moderated(version.id);
        let differ = match grading {
            ProductGradeState::Disputed { lowest, highest } => {
                Some(format!("de {} a {}", numbers::tenths(lowest), numbers::tenths(highest)))
            }
            _ => None,
        };
        let mut facts = vec![Fact::new("Entregado", told(version))];
        facts.extend(labels::days_late(version.days_late).map(|late| Fact::new("Llegó", late)));
        if own.asked.product.graders > 1 {
            facts.push(Fact::new("Lo califican", numbers::people(own.asked.product.graders)));
        }
        let others = own.versions.iter().rev().filter(|other| other.id != version.id);
        ProductReviewPage {
            name: own.activity.name.clone(),
            person: person.clone(),
            title: head.title.clone(),
            cohort_href: format!("/cohortes/{}", head.cohort.id),
            list_href: format!("/actividades/{}/entregas", own.activity.id),
            facts,
            tone,
            state,
            note: version.note.clone(),
            file: own
                .files
                .get(&version.id)
                .map(|file| what(&file.content_type, version.file_pages.unwrap_or(1))),
            link: version.link.clone(),
            newer: own
                .versions
                .last()
                .filter(|last| last.id != version.id)
                .map(|last| format!("/entregas/{}", last.id)),
            others: others.map(|other| (told(other), format!("/entregas/{}", other.id))).collect(),
            opinions: own
                .verdicts
                .said(version.id)
                .iter()
                .map(|said| opinion(said, self.rubric(), &own.marks, said.grader.clone()))
                .collect(),
            moderated: moderated.map(|one| {
                let at = dates::long_with_time(one.at);
                format!("{}. {} ({}, {at})", numbers::tenths(one.tenths), one.reason, one.moderator)
            }),
            blocked: open.err().map(|refusal| refusal.sentence()),
            may_grade,
            action: format!("/entregas/{}", version.id),
            criteria: self.rubric().map(criteria).unwrap_or_default(),
            may_moderate: may_write
                && (differ.is_some() || moderated.is_some())
                && may_moderate(actor, &head.access, person_id, version.id).is_ok(),
            between: format!(
                "Nota {}; si llegó tarde, el descuento se aplica después",
                head.cohort.scale.between()
            ),
            differ,
            form,
        }
    }
}

fn criteria(rubric: &Rubric) -> Vec<CriterionForm> {
    let forms = rubric.criteria.iter().map(|criterion| {
        let levels = rubric.levels.iter().zip(&criterion.expected).enumerate();
        let levels = levels.map(|(value, (level, expected))| {
            let label = format!("{}, {}", level.name, numbers::tenths(level.tenths));
            Alternative::new(value, label).explained(expected.clone())
        });
        CriterionForm {
            name: criterion.name.clone(),
            weight: criterion.weight,
            levels: levels.collect(),
        }
    });
    forms.collect()
}

#[get("/entregas/<submission>")]
pub async fn show(desk: Desk<'_>, submission: SubmissionId) -> Answer {
    let actor = desk.actor()?;
    let found = queries::find(desk.app.db.read(), actor, submission).await?;
    found.head.enter(&desk, CohortTab::Evaluation).await?;
    let form = found.said(actor);
    desk.show(&found.page(actor, form))
}

/// The file, for those who grade and for its maker.
#[get("/entregas/<submission>/archivo")]
pub async fn file(desk: Desk<'_>, submission: SubmissionId) -> Answer {
    let actor = desk.actor()?;
    let (version, file) = queries::file_of(desk.app.db.read(), actor, submission).await?;
    let name = format!("producto-{submission}-version-{}", version.number);
    desk.file(evidence::reply(desk.app, &file, name).await?)
}

#[post("/entregas/<submission>", data = "<fields>")]
pub async fn grade(desk: Desk<'_>, submission: SubmissionId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let there = queries::find(desk.app.db.read(), actor, submission).await?;
    let permit = may_review(actor, &there.head.access, there.own.enrolment.person_id, submission)?;
    there.head.enter(&desk, CohortTab::Evaluation).await?;
    let verdict = match read(&fields, there.rubric()) {
        Ok(verdict) => verdict,
        Err(form) => return desk.refuse(&there.page(actor, form)),
    };
    let returned = matches!(verdict, ProductVerdict::Return { .. });
    match commands::grade(desk.app, permit, verdict).await {
        Ok(stands) => {
            let text = match stands {
                _ if returned => "Producto devuelto. La persona recibe un correo.".to_owned(),
                ProductGradeState::Settled { tenths } => {
                    format!("Calificado: la nota es {}.", numbers::tenths(tenths))
                }
                ProductGradeState::Waiting { graders: 1 } => {
                    "Calificación guardada. Falta la de otra persona.".to_owned()
                }
                ProductGradeState::Waiting { graders } => {
                    format!("Calificación guardada. Faltan las de {graders} personas.")
                }
                ProductGradeState::Disputed { .. } => {
                    "Calificación guardada. Los calificadores difieren: decide la coordinación."
                        .to_owned()
                }
            };
            desk.done(format!("/actividades/{}/entregas", there.own.activity.id), text)
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            let there = queries::find(desk.app.db.read(), actor, submission).await?;
            desk.refuse(&there.page(actor, form))
        }
    }
}

fn read(fields: &Fields, rubric: Option<&Rubric>) -> Result<ProductVerdict, FormState> {
    let mut reader = Reader::new(fields);
    let comment = reader.optional("comentario_general", GENERAL);
    let verdict = match fields.first("accion") {
        "devolver" => {
            if comment.is_none() {
                reader.wrong("comentario_general", "Escriba qué debe mejorar.");
            }
            ProductVerdict::Return { comment: comment.unwrap_or_default() }
        }
        "calificar" => {
            let criteria = rubric.map(|rubric| rubric.criteria.as_slice()).unwrap_or_default();
            let most = rubric.map_or(0, |rubric| rubric.levels.len());
            let mut levels = Vec::new();
            for (at, criterion) in criteria.iter().enumerate() {
                let field = format!("nivel[{at}]");
                let level = fields.first(&field).parse().ok().filter(|level| *level < most);
                if level.is_none() {
                    reader.wrong(&field, format!("Elija el nivel de «{}».", criterion.name));
                }
                let comment = reader.optional(&format!("comentario[{at}]"), COMMENT);
                levels.push(CriterionGrade { level: level.unwrap_or_default(), comment });
            }
            ProductVerdict::Grade { levels, comment }
        }
        _ => {
            reader.wrong("", "Diga si lo califica o lo devuelve.");
            ProductVerdict::Return { comment: String::new() }
        }
    };
    reader.finish()?;
    Ok(verdict)
}

#[post("/entregas/<submission>/decision", data = "<fields>")]
pub async fn moderate(desk: Desk<'_>, submission: SubmissionId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let there = queries::find(desk.app.db.read(), actor, submission).await?;
    let permit =
        may_moderate(actor, &there.head.access, there.own.enrolment.person_id, submission)?;
    there.head.enter(&desk, CohortTab::Evaluation).await?;
    let mut reader = Reader::new(&fields);
    let tenths = reader.tenths("nota", 0..=there.head.cohort.scale.highest(), "Escriba la nota");
    if tenths.is_none() && !reader.is_wrong("nota") {
        reader.wrong("nota", "Escriba la nota.");
    }
    let reason = reader.text("motivo", COMMENT, "Escriba el motivo.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&there.page(actor, form));
    }
    match commands::moderate(desk.app, permit, tenths.unwrap_or_default(), reason).await {
        Ok(_) => desk.done(
            format!("/actividades/{}/entregas", there.own.activity.id),
            "Decisión guardada. La persona recibe un correo.",
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            let there = queries::find(desk.app.db.read(), actor, submission).await?;
            desk.refuse(&there.page(actor, form))
        }
    }
}
