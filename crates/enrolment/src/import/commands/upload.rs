//! A file arrives.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, Set,
};

use cohorts_model::entity::cohort::CohortId;
use platform::prelude::*;
use platform::previews::{read_apart, short_name};
use platform::secrets::digest;
use platform::uploads::UploadedFile;
use sheets::Format;
use sign_in_model::entity::account::AccountId;

use super::history::record_step;
use crate::entity::enrolment::Origin;
use crate::import::columns::same_headings;
use crate::import::entity::import::{self, State};
use crate::import::entity::import_file;
use crate::import::file::{FileInspection, inspect};
use crate::import::policy::Upload;
use crate::import::reading::ImportChoice;
use crate::import::rules::{ImportRefusal, saturating_i32};
use crate::persons::lookups::{MOST_FILES, WITHIN, lock};
use crate::rules::EnrolmentWindow;

/// Keeps a file that can be read. The same file, sent again before it was imported, is the import
/// that waits already; after that it is refused, and nothing is created (R25).
pub async fn upload(
    app: &App,
    permit: Upload,
    file: UploadedFile,
    authorised: bool,
) -> Result<import::Model, Failure<ImportRefusal>> {
    let refused = |refusal| Failure::Refused(refusal);
    let cohort = cohorts_model::queries::get(app.db.read(), *permit.cohort()).await?.cohort;
    EnrolmentWindow::of(&cohort)
        .may_enrol(Origin::Coordinator, app.clock.today())
        .map_err(|refusal| refused(ImportRefusal::Cohort(refusal)))?;
    let look = |bytes: &[u8]| inspect(bytes, None).map_err(ImportRefusal::File);
    let (bytes, found) = read_apart(file.bytes, look).await?;
    if found.rows < 2 {
        return Err(refused(ImportRefusal::NoRows));
    }
    let sha256 = digest(&bytes);
    let tx = app.db.begin().await?;
    let known = import::Entity::find()
        .filter(import::Column::CohortId.eq(cohort.id))
        .filter(import::Column::FileSha256.eq(&sha256))
        .filter(import::Column::State.ne(State::Discarded))
        .order_by_desc(import::Column::Id)
        .one(&tx)
        .await?;
    match known {
        Some(known) if known.state == State::Done => {
            let at = known.finished_at.unwrap_or(known.created_at);
            return Err(refused(ImportRefusal::AlreadyImported { at }));
        }
        Some(waiting) => return Ok(waiting),
        None => {}
    }
    let by = permit.by();
    let account = by.account.ok_or(platform::errors::AppError::SignInFirst)?;
    // A file asks of as many documents as it has rows (R80).
    lock(&tx, account).await?;
    let lately = import::Entity::find()
        .filter(import::Column::AccountId.eq(account))
        .filter(import::Column::CreatedAt.gt(app.clock.now() - WITHIN))
        .count(&tx)
        .await?;
    if lately >= MOST_FILES {
        return Err(refused(ImportRefusal::TooManyFiles));
    }
    // Headings that were decided before in this cohort by the same person are not asked about again, where
    // they say of this file too that its people authorised.
    let choice = match authorised {
        true => remembered(&tx, cohort.id, account, &found).await?,
        false => None,
    };
    let row = import::ActiveModel {
        choice: Set(choice.clone()),
        cohort_id: Set(cohort.id),
        account_id: Set(account),
        file_name: Set(short_name(&file.name)),
        file_sha256: Set(sha256),
        format: Set(format_word(&found).to_owned()),
        state: Set(if choice.is_some() { State::Checking } else { State::Uploaded }),
        rows: Set(saturating_i32(found.rows)),
        created_at: Set(app.clock.now()),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    import_file::Entity::insert(import_file::ActiveModel {
        import_id: Set(row.id),
        bytes: Set(bytes),
    })
    .exec_without_returning(&tx)
    .await?;
    let detail = json!({ "rows": found.rows, "format": format_word(&found) });
    record_step(&tx, app, by, "enrolment.import_upload", &row, detail).await?;
    tx.commit().await?;
    Ok(row)
}

fn format_word(found: &FileInspection) -> &'static str {
    match found.format {
        Format::Xlsx => "xlsx",
        Format::Csv => "csv",
    }
}

/// The choice of the account's last checked file of the cohort, when this one has the same headings in the
/// same row and hides nothing.
async fn remembered(
    tx: &DatabaseTransaction,
    cohort: CohortId,
    account: AccountId,
    found: &FileInspection,
) -> Result<Option<String>, DbErr> {
    let Some(header) = found.header.as_ref().filter(|_| found.hidden_rows == 0) else {
        return Ok(None);
    };
    let earlier = import::Entity::find()
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::AccountId.eq(account))
        .filter(import::Column::Choice.is_not_null())
        .order_by_desc(import::Column::Id)
        .one(tx)
        .await?;
    let choice = earlier.and_then(|earlier| earlier.choice);
    let read = choice.as_deref().and_then(|text| serde_json::from_str::<ImportChoice>(text).ok());
    let is_same = read.is_some_and(|choice| {
        choice.header == header.row
            && choice.sheet as usize == found.sheet
            && same_headings(&choice.headings, &header.headings)
    });
    Ok(choice.filter(|_| is_same))
}
