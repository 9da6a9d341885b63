//! A file arrives.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, Set,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::municipalities;
use people_model::entity::person::DocumentType;
use platform::blocking;
use platform::prelude::*;
use platform::previews::{read_apart, short_name};
use platform::secrets::digest;
use platform::uploads::UploadedFile;
use sheets::Format;
use sign_in_model::entity::account::AccountId;

use super::claim;
use super::history::record_step;
use crate::entity::enrolment::Origin;
use crate::import::authorised::{AskedFile, earlier_word};
use crate::import::carry::carried;
use crate::import::columns::same_headings;
use crate::import::entity::import::{self, ImportId, State};
use crate::import::entity::import_answer::{self, AnswerKind};
use crate::import::entity::import_file;
use crate::import::file::{FileInspection, NO_HEADER, inspect};
use crate::import::policy::Upload;
use crate::import::queries;
use crate::import::reading::{
    Answers, Authorisation, Defaults, EarlierWord, ImportChoice, LEFT_OUT,
};
use crate::import::rules::{ImportRefusal, saturating_i32};
use crate::persons::lookups::{MOST_FILES, WITHIN, lock};
use crate::rules::EnrolmentWindow;

/// Keeps a file that can be read. The same file, sent again before it was imported, is the import
/// that waits already, and takes what was missing; after that it is refused, and nothing is created (R25).
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
    let (db, by, now) = (app.db.read(), permit.by(), app.clock.now());
    let account = by.account.ok_or(AppError::SignInFirst)?;
    let sha256 = digest(&file.bytes);
    // One file too many is not read.
    let is_known = queries::same_file(db, cohort.id, &sha256).await?.is_some();
    if !is_known && !has_room(db, account, now).await? {
        return Err(refused(ImportRefusal::TooManyFiles));
    }
    let look = |bytes: &[u8]| inspect(bytes, None).map_err(ImportRefusal::File);
    let (bytes, found) = read_apart(file.bytes, look).await?;
    if found.rows < 2 {
        return Err(refused(ImportRefusal::NoRows));
    }
    let Proposal { choice, is_decided, earlier, is_same_list } =
        proposed(db, cohort.id, account, &found).await?;
    let answers = match earlier.as_ref().filter(|_| is_same_list) {
        Some(earlier) => of_rows(db, earlier, (bytes.as_slice(), &choice)).await?,
        None => Answers::default(),
    };
    // Headings that were decided before in this cohort are not asked about again, where it is said of this
    // file's people too that they authorised, or was said of the same ones.
    let (mut said, mut word) = (Some(Authorisation { at: now, by: account }), None);
    if !authorised {
        let (bytes, choice, answers) = (bytes.clone(), choice.clone(), answers.clone());
        let file = AskedFile { bytes, choice, answers };
        word = earlier_word(db, (cohort.id, account), file).await?;
        said = word.and_then(EarlierWord::of_all).filter(|_| is_decided);
    }
    let is_ready = is_decided && said.is_some();
    let choice = ImportChoice { authorised: said, earlier: word, ..choice };
    let choice = serde_json::to_string(&choice).map_err(|e| AppError::Internal(e.to_string()))?;
    let state = if is_ready { State::Checking } else { State::Uploaded };
    let tx = app.db.begin().await?;
    if let Some(known) = queries::same_file(&tx, cohort.id, &sha256).await? {
        let known = claim::lock(&tx, known.id).await?;
        return match known.state {
            State::Done => {
                let at = known.finished_at.unwrap_or(known.created_at);
                Err(refused(ImportRefusal::AlreadyImported { at }))
            }
            State::Uploaded if authorised || is_ready => {
                let mut row = known.into_active_model();
                row.choice = Set(Some(choice));
                row.state = Set(state);
                let row = row.update(&tx).await?;
                record_step(&tx, app, by, "enrolment.import_columns", &row, json!({})).await?;
                tx.commit().await?;
                Ok(row)
            }
            _ => Ok(known),
        };
    }
    // A file asks of as many documents as it has rows (R80).
    lock(&tx, account).await?;
    if !has_room(&tx, account, now).await? {
        return Err(refused(ImportRefusal::TooManyFiles));
    }
    let row = import::ActiveModel {
        choice: Set(Some(choice)),
        cohort_id: Set(cohort.id),
        account_id: Set(account),
        file_name: Set(short_name(&file.name)),
        file_sha256: Set(sha256),
        format: Set(format_word(&found).to_owned()),
        state: Set(state),
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
        carry_answers(&tx, &earlier.0, (row.id, &answers), is_same_list).await?;
    }
    let detail = json!({ "rows": found.below, "format": format_word(&found) });
    record_step(&tx, app, by, "enrolment.import_upload", &row, detail).await?;
    tx.commit().await?;
    Ok(row)
}

/// Whether the account may send one more file by now.
async fn has_room(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let lately = import::Entity::find()
        .filter(import::Column::AccountId.eq(account))
        .filter(import::Column::CreatedAt.gt(now - WITHIN));
    Ok(lately.count(db).await? < MOST_FILES)
}

fn format_word(found: &FileInspection) -> &'static str {
    match found.format {
        Format::Xlsx => "xlsx",
        Format::Csv => "csv",
    }
}

/// What is proposed for a file.
struct Proposal {
    choice: ImportChoice,
    /// Its headings were decided before in this cohort, and nothing else is to be asked about how it is read.
    is_decided: bool,
    /// The account's last file, with the same headings if there is one.
    earlier: Option<EarlierFile>,
    is_same_list: bool,
}

/// A file that was sent before, and how it was read.
type EarlierFile = (import::Model, ImportChoice);

async fn proposed(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    account: AccountId,
    found: &FileInspection,
) -> Result<Proposal, DbErr> {
    let before = queries::decided(db, cohort).await?;
    let own = || before.iter().filter(move |(import, _)| import.account_id == account);
    let same = own().find(|(_, read)| remembered(read, found).is_some());
    let is_same_list = same.is_some();
    let earlier = same.or_else(|| own().next()).cloned();
    if let Some(choice) = before.iter().find_map(|(_, read)| remembered(read, found)) {
        let is_decided = found.hidden_rows == 0;
        return Ok(Proposal { choice, is_decided, earlier, is_same_list });
    }
    let defaults = match before.first() {
        Some((_, last)) => last.defaults.clone(),
        None => first_defaults(db, cohort).await?,
    };
    let header = found.header.as_ref();
    let choice = ImportChoice {
        sheet: saturating_u32(found.sheet),
        header: header.map_or(NO_HEADER, |header| header.row),
        columns: header.map(|header| header.columns.clone()).unwrap_or_default(),
        defaults,
        ..ImportChoice::default()
    };
    Ok(Proposal { choice, is_decided: false, earlier, is_same_list })
}

/// What is proposed for the first file of a cohort.
async fn first_defaults(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Defaults, DbErr> {
    let municipality = match municipalities(db, cohort).await?.as_slice() {
        [only] => Some(only.code.clone()),
        _ => None,
    };
    Ok(Defaults { document_type: Some(DocumentType::Cc), municipality, ..Defaults::default() })
}

/// What was decided of an earlier file, when this one has the same headings.
fn remembered(read: &ImportChoice, found: &FileInspection) -> Option<ImportChoice> {
    let sheet = saturating_u32(found.sheet);
    let is_titled = read.header != NO_HEADER && read.sheet == sheet;
    let there = is_titled.then(|| found.header_in(read.header)).flatten();
    let mut all = there.into_iter().chain(found.header.clone());
    let header = all.find(|header| same_headings(&read.headings, &header.headings))?;
    Some(ImportChoice {
        sheet,
        header: header.row,
        headings: header.headings,
        authorised: None,
        earlier: None,
        ..read.clone()
    })
}

fn saturating_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What was answered about the earlier file and its rows that holds for this one; of a file that is over, what
/// was said of its rows is forgotten.
async fn of_rows(
    db: &impl ConnectionTrait,
    (earlier, read): &EarlierFile,
    (bytes, choice): (&[u8], &ImportChoice),
) -> Result<Answers, AppError> {
    let said = queries::answers(db, earlier.id).await?;
    let spellings = said.spellings.clone();
    let before = match queries::bytes(db, earlier.id).await {
        Ok(before) => before,
        Err(AppError::NotFound) => return Ok(Answers { spellings, ..Answers::default() }),
        Err(error) => return Err(error),
    };
    let (bytes, read, choice) = (bytes.to_vec(), read.clone(), choice.clone());
    let rows = move || {
        carried((before.as_slice(), &read, &said), (bytes.as_slice(), &choice)).unwrap_or_default()
    };
    Ok(Answers { spellings, ..blocking::run(rows).await? })
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
    (to, of_rows): (ImportId, &Answers),
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
    let said = |kind: AnswerKind, row: u32, target: &str, typed: &str, value: &str| {
        import_answer::ActiveModel {
            import_id: Set(to),
            kind: Set(kind),
            row_number: Set(saturating_i32(row)),
            target: Set(target.to_owned()),
            typed: Set(typed.to_owned()),
            value: Set(value.to_owned()),
            ..Default::default()
        }
    };
    let mut carried: Vec<_> = all
        .iter()
        .filter(|&answer| holds(answer))
        .map(|answer| said(answer.kind, 0, &answer.target, &answer.typed, &answer.value))
        .collect();
    for ((row, target), text) in &of_rows.mended {
        carried.push(said(AnswerKind::Cell, *row, target.code(), "", text));
    }
    for row in &of_rows.left_out {
        carried.push(said(AnswerKind::LeftOut, *row, "", "", ""));
    }
    for (row, post) in &of_rows.posts {
        carried.push(said(AnswerKind::Post, *row, "", "", post.code()));
    }
    for some in carried.chunks(AT_ONCE) {
        let rows = some.iter().cloned();
        import_answer::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
