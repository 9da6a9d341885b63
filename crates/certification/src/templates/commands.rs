//! Writing the next version of a template, and publishing it for the certificates to come.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use serde_json::json;

use documents::template::{Document, Template};
use platform::app::App;
use platform::db::take_turns;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::work::Work;

use super::entity::document_template::{self, Kind, State, TemplateId};
use super::policy::WriteTemplate;
use super::queries::{last_published, read, write};
use super::refusals::TemplateRefusal;

type TemplateResult<T> = Result<T, Failure<TemplateRefusal>>;

/// Refuses a template with faults. The form has named them beside each field; this is the last word.
fn sound(document: Document, template: &Template) -> Result<(), TemplateRefusal> {
    match template.faults(document).into_iter().next() {
        Some((_, why)) => Err(TemplateRefusal::Faulty(why)),
        None => Ok(()),
    }
}

/// Keeps a draft of the next version: the one that is there, or a new one. Published versions are
/// never touched.
///
/// # Errors
/// Refused when no document could be issued with it.
pub async fn save_draft(
    app: &App,
    permit: WriteTemplate,
    template: &Template,
    note: Option<String>,
) -> TemplateResult<TemplateId> {
    let document = *permit.document();
    sound(document, template).map_err(Failure::Refused)?;
    let work = Work::begin(app, permit.by()).await?;
    // Two who write at once take turns, also where there is no version to lock yet.
    take_turns(&work.tx, &[&format!("document template {}", document.code())]).await?;
    let newest = document_template::Entity::find()
        .filter(document_template::Column::Kind.eq(Kind::from(document)))
        .order_by_desc(document_template::Column::Number)
        .lock_exclusive()
        .one(&work.tx)
        .await?;
    let number = newest.as_ref().map_or(1, |version| version.number + 1);
    let body = write(template)?;
    let row = match newest.filter(|version| version.state == State::Draft) {
        Some(draft) => {
            let mut row = draft.into_active_model();
            row.body = Set(body);
            row.note = Set(note);
            row.written_at = Set(work.now);
            row.written_by = Set(work.by.account);
            row.update(&work.tx).await?
        }
        None => {
            let row = document_template::ActiveModel {
                kind: Set(document.into()),
                number: Set(number),
                state: Set(State::Draft),
                body: Set(body),
                note: Set(note),
                written_at: Set(work.now),
                written_by: Set(work.by.account),
                ..Default::default()
            };
            row.insert(&work.tx).await?
        }
    };
    remember(&work, "certification.template.write", &row).await?;
    work.commit().await?;
    Ok(row.id)
}

/// Publishes the draft: what is issued from now on uses it; what was issued keeps its words.
///
/// # Errors
/// Refused when there is no draft, or it says what is published already.
pub async fn publish(app: &App, permit: WriteTemplate) -> TemplateResult<i32> {
    let document = *permit.document();
    let work = Work::begin(app, permit.by()).await?;
    let draft = document_template::Entity::find()
        .filter(document_template::Column::Kind.eq(Kind::from(document)))
        .filter(document_template::Column::State.eq(State::Draft))
        .lock_exclusive()
        .one(&work.tx)
        .await?;
    let Some(draft) = draft else { return refuse(TemplateRefusal::NoDraft) };
    sound(document, &read(&draft.body)?).map_err(Failure::Refused)?;
    if last_published(&work.tx, document).await?.is_some_and(|version| version.body == draft.body) {
        return refuse(TemplateRefusal::Same);
    }
    let mut row = draft.into_active_model();
    row.state = Set(State::Published);
    row.published_at = Set(Some(work.now));
    row.published_by = Set(work.by.account);
    let row = row.update(&work.tx).await?;
    remember(&work, "certification.template.publish", &row).await?;
    work.commit().await?;
    Ok(row.number)
}

async fn remember(
    work: &Work<'_>,
    action: &'static str,
    row: &document_template::Model,
) -> Result<(), AppError> {
    let detail = json!({ "kind": row.kind, "number": row.number });
    work.record(action, ("document_template", row.id.0), detail).await
}
