//! A file arrives.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, Set,
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
use crate::import::authorised::{AskedFile, EarlierWord, earlier_word};
use crate::import::columns::same_headings;
use crate::import::entity::import::{self, ImportId, State};
use crate::import::entity::import_answer::{self, AnswerKind};
use crate::import::entity::import_file;
use crate::import::file::{FileInspection, inspect};
use crate::import::policy::Upload;
use crate::import::reading::{Authorisation, ImportChoice, LEFT_OUT};
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
    let (by, now) = (permit.by(), app.clock.now());
    let account = by.account.ok_or(AppError::SignInFirst)?;
    let earlier = earlier_file(app.db.read(), cohort.id, account).await?;
    // Headings that were decided before in this cohort by the same person are not asked about again, where it
    // is said of this file's people too that they authorised, or was said of the same ones.
    let same = earlier.as_ref().and_then(|earlier| remembered(earlier, &found));
    let said = match &same {
        Some(_) if authorised => Some(Authorisation { at: now, by: account }),
        Some(choice) => {
            let file = AskedFile { id: None, bytes: bytes.clone(), choice: choice.clone() };
            let word = earlier_word(app.db.read(), (cohort.id, account), file).await?;
            word.and_then(EarlierWord::of_all)
        }
        None => None,
    };
    let choice = match (&same, said) {
        (Some(choice), Some(_)) => {
            let choice = ImportChoice { authorised: said, ..choice.clone() };
            Some(serde_json::to_string(&choice).map_err(|e| AppError::Internal(e.to_string()))?)
        }
        _ => None,
    };
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
    // A file asks of as many documents as it has rows (R80).
    lock(&tx, account).await?;
    let lately = import::Entity::find()
        .filter(import::Column::AccountId.eq(account))
        .filter(import::Column::CreatedAt.gt(now - WITHIN))
        .count(&tx)
        .await?;
    if lately >= MOST_FILES {
        return Err(refused(ImportRefusal::TooManyFiles));
    }
    let row = import::ActiveModel {
        choice: Set(choice.clone()),
        cohort_id: Set(cohort.id),
        account_id: Set(account),
        file_name: Set(short_name(&file.name)),
        file_sha256: Set(sha256),
        format: Set(format_word(&found).to_owned()),
        state: Set(if choice.is_some() { State::Checking } else { State::Uploaded }),
        rows: Set(saturating_i32(found.below)),
        created_at: Set(now),
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
    if let Some(earlier) = earlier {
        carry_answers(&tx, &earlier, row.id, same.is_some()).await?;
    }
    let detail = json!({ "rows": found.below, "format": format_word(&found) });
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

/// The account's last file of the cohort whose columns were decided, whatever became of it.
async fn earlier_file(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    account: AccountId,
) -> Result<Option<import::Model>, DbErr> {
    import::Entity::find()
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::AccountId.eq(account))
        .filter(import::Column::Choice.is_not_null())
        .order_by_desc(import::Column::Id)
        .one(db)
        .await
}

/// The choice of the earlier file, when this one has the same headings in the same row and hides nothing.
fn remembered(earlier: &import::Model, found: &FileInspection) -> Option<ImportChoice> {
    let header = found.header.as_ref().filter(|_| found.hidden_rows == 0)?;
    let read: ImportChoice = serde_json::from_str(earlier.choice.as_deref()?).ok()?;
    let is_same = read.header == header.row
        && read.sheet as usize == found.sheet
        && same_headings(&read.headings, &header.headings);
    is_same.then_some(read)
}

/// Answers written with one statement: six values each.
const AT_ONCE: usize = 500;

/// Copies what was answered about the earlier file and may be said of this one, so that nothing is asked twice
/// (R86). A file with other headings is another list: what its empty cells mean is not known, nor whom somebody
/// would leave out of it. An exception is for the people for whom it was made: it is over once they are enrolled
/// or their list is given up, and no other list has it (R22).
async fn carry_answers(
    tx: &DatabaseTransaction,
    earlier: &import::Model,
    to: ImportId,
    is_same_list: bool,
) -> Result<(), DbErr> {
    let all = import_answer::Entity::find()
        .filter(import_answer::Column::ImportId.eq(earlier.id))
        .filter(import_answer::Column::Kind.is_not_in(AnswerKind::OF_A_ROW))
        .order_by_asc(import_answer::Column::Id)
        .all(tx)
        .await?;
    let is_over = matches!(earlier.state, State::Done | State::Discarded);
    let holds = |answer: &import_answer::Model| match answer.kind {
        AnswerKind::Exception => is_same_list && !is_over,
        _ => is_same_list || (!answer.typed.is_empty() && answer.value != LEFT_OUT),
    };
    let carried: Vec<_> = all.into_iter().filter(holds).collect();
    for some in carried.chunks(AT_ONCE) {
        let rows = some.iter().map(|answer| import_answer::ActiveModel {
            import_id: Set(to),
            kind: Set(answer.kind),
            row_number: Set(answer.row_number),
            target: Set(answer.target.clone()),
            typed: Set(answer.typed.clone()),
            value: Set(answer.value.clone()),
            ..Default::default()
        });
        import_answer::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
