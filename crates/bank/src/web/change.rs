//! What is done to a question from its page.

use platform::numbers::some;
use platform::texts::{Refusal as _, say};
use platform::uploads::Upload;
use sign_in_model::evidence::{EvidenceRefusal, MOST_MEGABYTES};
use sign_in_model::prelude::*;

use super::show::page;
use crate::commands::{self, VersionTag};
use crate::entity::question::QuestionId;
use crate::policy::{self, READERS};
use crate::queries;
use crate::rules::BankRefusal;

/// The longest reason.
const REASON: usize = 300;

async fn refused(desk: &Desk<'_>, question: QuestionId, form: FormState) -> Answer {
    let actor = desk.actor()?;
    let whole = queries::find(desk.app.db.read(), actor, question).await?;
    desk.refuse(&page(desk, &whole, None, form).await?)
}

/// Finds it, so that what is out of sight looks absent before it looks forbidden.
async fn found(desk: &Desk<'_>, question: QuestionId) -> Result<(), AppError> {
    queries::find(desk.app.db.read(), desk.actor_as(&READERS)?, question).await.map(drop)
}

#[post("/preguntas/<question>/publicacion", data = "<fields>")]
pub async fn publish(desk: Desk<'_>, question: QuestionId, fields: Fields) -> Answer {
    found(&desk, question).await?;
    let permit = policy::may_publish(desk.actor()?, question)?;
    match commands::publish(desk.app, permit, &VersionTag::typed(fields.first("visto"))).await {
        Ok(number) => desk.done(
            format!("/preguntas/{question}"),
            format!(
                "La versión {number} quedó publicada: las pruebas nuevas ya la pueden sortear."
            ),
        ),
        Err(failure) => refused(&desk, question, fields.refused(&failure.refusal()?)).await,
    }
}

/// Most questions of one press: as many as a page of the list shows.
const MOST: usize = 50;

#[post("/preguntas/publicacion", data = "<fields>")]
pub async fn publish_many(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    policy::may_write(actor)?;
    let mut drafts = Vec::new();
    for draft in fields.all("borrador").iter().take(MOST) {
        let Some((question, seen)) = draft.split_once(':') else { continue };
        let Ok(question) = question.parse::<QuestionId>() else { continue };
        found(&desk, question).await?;
        drafts.push((policy::may_publish(actor, question)?, VersionTag::typed(seen)));
    }
    if drafts.is_empty() {
        return desk.warned("/preguntas", say("assessment.bank_none_chosen", &[]));
    }
    let (mut published, mut left) = (0, 0);
    for (permit, seen) in drafts {
        match commands::publish(desk.app, permit, &seen).await {
            Ok(_) => published += 1,
            Err(failure) => {
                failure.refusal()?;
                left += 1;
            }
        }
    }
    let questions = some(published, "pregunta quedó publicada", "preguntas quedaron publicadas");
    let text = say("assessment.bank_published", &[("questions", questions)]);
    if left == 0 {
        return desk.done("/preguntas", text);
    }
    let questions = some(left, "pregunta quedó", "preguntas quedaron");
    let left = say("assessment.bank_left", &[("questions", questions)]);
    desk.warned("/preguntas", format!("{text} {left}"))
}

#[post("/preguntas/<question>/retiro", data = "<fields>")]
pub async fn retire(desk: Desk<'_>, question: QuestionId, fields: Fields) -> Answer {
    found(&desk, question).await?;
    let permit = policy::may_change(desk.actor()?, question)?;
    let mut reader = Reader::new(&fields);
    let reason = reader.text("motivo", REASON, &BankRefusal::ReasonMissing.sentence());
    if let Err(form) = reader.finish() {
        return refused(&desk, question, form).await;
    }
    match commands::retire(desk.app, permit, &reason).await {
        Ok(()) => desk.done(
            format!("/preguntas/{question}"),
            "La pregunta quedó retirada: ninguna prueba nueva la sortea.",
        ),
        Err(failure) => refused(&desk, question, fields.refused(&failure.refusal()?)).await,
    }
}

#[post("/preguntas/<question>/reintegro")]
pub async fn restore(desk: Desk<'_>, question: QuestionId) -> Answer {
    found(&desk, question).await?;
    let permit = policy::may_change(desk.actor()?, question)?;
    match commands::restore(desk.app, permit).await {
        Ok(()) => desk.done(format!("/preguntas/{question}"), "La pregunta vuelve a estar en uso."),
        Err(failure) => {
            let mut form = FormState::default();
            form.refuse("", failure.refusal()?.sentence());
            refused(&desk, question, form).await
        }
    }
}

#[post("/preguntas/<question>/imagenes", data = "<upload>")]
pub async fn add_picture(
    desk: Desk<'_>,
    question: QuestionId,
    upload: Upload<{ MOST_MEGABYTES }>,
) -> Answer {
    found(&desk, question).await?;
    let permit = policy::may_change(desk.actor()?, question)?;
    let fields = &upload.fields;
    if upload.too_large {
        let refusal = BankRefusal::File(EvidenceRefusal::TOO_LARGE);
        return refused(&desk, question, fields.refused(&refusal)).await;
    }
    let Some(file) = upload.file else {
        return refused(&desk, question, fields.refused(&BankRefusal::NoFile)).await;
    };
    match commands::add_picture(desk.app, permit, file.bytes).await {
        Ok(number) => desk.done(
            format!("/preguntas/{question}"),
            format!("La imagen {number} quedó guardada. Copie su texto en la pregunta, donde deba verse."),
        ),
        Err(failure) => refused(&desk, question, fields.refused(&failure.refusal()?)).await,
    }
}
