//! A file that came with a form in which something else was wrong: sending it was the slow part, so it
//! waits for the form, which says so and sends it with what is corrected.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, SelectTwo,
};

use platform::entity::stored_file;
use platform::files::Kind;
use platform::prelude::*;
use platform::previews::short_name;
use platform::secrets;
use platform::texts::say;
use platform::uploads::UploadedFile;
use platform::uploads::budget::{ByteBudget, ByteShare};

use crate::actor::Author;
use crate::desk::Desk;
use crate::entity::account::AccountId;
use crate::entity::kept_file::{self, Column, Entity, Model};
use crate::evidence::{self, Attachment, DayQuota, Evidence, EvidenceRefusal, what};

/// For how long a file waits for its form.
pub const TERM: TimeDelta = TimeDelta::hours(24);
/// Files that are let go in one round.
const AT_ONCE: u64 = 50;
/// The control of a form that brings a file, and the one that leaves out the file that waits.
const FILE: &str = "archivo";
const WITHOUT: &str = "sin_guardado";
/// Stands between the media type of a file that waits as it came and its name.
const NAMED: &str = "; name=";

/// A file that waits, and the row that says what it is.
#[derive(Clone, Debug)]
pub struct KeptFile {
    pub row: Model,
    pub file: stored_file::Model,
}

impl KeptFile {
    /// «foto, a las 10:02 a. m.»: a file waits a day, so its hour says when.
    /// A file that waits as it came has its name.
    fn note(&self) -> String {
        let what = match self.sent_name() {
            Some(name) => format!("«{name}»"),
            None => what(&self.file.content_type, self.row.pages),
        };
        let when = dates::time(self.row.kept_at);
        say("sign_in.kept_file", &[("what", what), ("when", when)])
    }

    fn sent_name(&self) -> Option<&str> {
        self.file.content_type.split_once(NAMED).map(|(_, name)| name)
    }
}

/// A file that its form reads itself: a spreadsheet, a drawing.
pub struct SentFile {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The bytes of a file that waited count as held until the handler is done with them.
    _share: Option<ByteShare>,
}

/// Selects the file of a form of the account, whether its term is over or not.
fn of_form(account: AccountId, form: &str) -> SelectTwo<Entity, stored_file::Entity> {
    Entity::find()
        .find_also_related(stored_file::Entity)
        .filter(Column::AccountId.eq(account))
        .filter(Column::Form.eq(form))
}

/// Finds the file that waits for a form of the account.
///
/// # Errors
/// The database's.
pub async fn find(
    db: &impl ConnectionTrait,
    account: AccountId,
    form: &str,
    now: DateTime<Utc>,
) -> Result<Option<KeptFile>, DbErr> {
    let found = of_form(account, form).filter(Column::KeptAt.gt(now - TERM)).one(db).await?;
    Ok(found.and_then(|(row, file)| Some(KeptFile { row, file: file? })))
}

/// Returns what a page says of the file that waits for it.
///
/// # Errors
/// The database's.
pub async fn note(desk: &Desk<'_>, form: &str) -> Result<Option<String>, AppError> {
    let now = desk.app.clock.now();
    let kept = find(desk.app.db.read(), desk.actor()?.account, form, now).await?;
    Ok(kept.map(|kept| kept.note()))
}

/// Returns the file of a form: the one that came with it, or the one that waits for it.
///
/// # Errors
/// The database's.
pub async fn attachment(
    desk: &Desk<'_>,
    form: &str,
    file: Option<UploadedFile>,
    fields: &Fields,
) -> Result<Option<Attachment>, AppError> {
    match file {
        None => Ok(waiting(desk, form, fields).await?.map(Attachment::Kept)),
        Some(file) => {
            forget(desk, form).await?;
            Ok(Some(Attachment::Bytes(file.bytes)))
        }
    }
}

/// Returns the file of a form that reads it itself: the one that came with it, or the one that waits for it.
///
/// # Errors
/// The database's and the store's, or there is no room for its bytes now.
pub async fn sent(
    desk: &Desk<'_>,
    form: &str,
    file: Option<UploadedFile>,
    fields: &Fields,
) -> Result<Option<SentFile>, AppError> {
    if let Some(UploadedFile { name, bytes }) = file {
        forget(desk, form).await?;
        return Ok(Some(SentFile { name, bytes, _share: None }));
    }
    let Some(kept) = waiting(desk, form, fields).await? else { return Ok(None) };
    let account = desk.actor()?.account.0;
    let budget = desk.request().rocket().state::<ByteBudget>();
    let mut share = budget.map(|budget| budget.share(Some(account)));
    if let Some(share) = &mut share {
        let bytes = usize::try_from(kept.file.bytes).unwrap_or(usize::MAX);
        share.grow(bytes).map_err(|_| AppError::Busy)?;
    }
    let bytes = desk.app.files.read(&kept.file).await?;
    let name = kept.sent_name().unwrap_or_default().to_owned();
    Ok(Some(SentFile { name, bytes, _share: share }))
}

/// Finds the file that goes out with a form that brings none.
async fn waiting(
    desk: &Desk<'_>,
    form: &str,
    fields: &Fields,
) -> Result<Option<KeptFile>, AppError> {
    if !fields.first(WITHOUT).is_empty() {
        forget(desk, form).await?;
        return Ok(None);
    }
    let now = desk.app.clock.now();
    Ok(find(desk.app.db.read(), desk.actor()?.account, form, now).await?)
}

/// Deletes the file that waits for a form, if there is one: it was read, or it is not what the person
/// sends, and goes out with no later form either.
///
/// # Errors
/// The database's and the store's.
pub async fn forget(desk: &Desk<'_>, form: &str) -> Result<(), AppError> {
    let (app, account) = (desk.app, desk.actor()?.account);
    let kept = of_form(account, form).one(app.db.read()).await?;
    let Some((row, Some(file))) = kept else { return Ok(()) };
    let tx = app.db.begin().await?;
    let is_gone = take(&tx, &row, &file).await?;
    tx.commit().await?;
    if is_gone {
        app.files.delete(&file.key).await?;
    }
    Ok(())
}

/// Deletes the rows of a file that waits. Returns whether it was still there: whoever sent the form
/// meanwhile has taken the first one, and the file is theirs.
async fn take(
    tx: &DatabaseTransaction,
    row: &kept_file::Model,
    file: &stored_file::Model,
) -> Result<bool, DbErr> {
    let gone = Entity::delete_by_id(row.id).exec(tx).await?.rows_affected;
    if gone == 1 {
        stored_file::Entity::delete_by_id(file.id).exec(tx).await?;
    }
    Ok(gone == 1)
}

/// Keeps the file of a form that is shown again, and says beside its control why it is not kept where it
/// cannot be.
///
/// # Errors
/// The database's and the store's.
pub async fn keep(
    desk: &Desk<'_>,
    form: &str,
    attachment: Option<Attachment>,
    quota: DayQuota,
    shown: FormState,
) -> Result<FormState, AppError> {
    let Some(Attachment::Bytes(bytes)) = attachment else { return Ok(shown) };
    let by = Author { account: Some(desk.actor()?.account), request: None };
    let received = evidence::receive(desk.app, &by, bytes, quota).await?;
    wait(desk, form, received, shown).await
}

/// Keeps the file of a form that reads it itself, as it came. A file that is itself what is wrong does not
/// wait.
///
/// # Errors
/// The database's and the store's.
pub async fn keep_sent(
    desk: &Desk<'_>,
    form: &str,
    file: Option<SentFile>,
    quota: DayQuota,
    shown: FormState,
) -> Result<FormState, AppError> {
    let Some(file) = file.filter(|file| !file.bytes.is_empty()) else { return Ok(shown) };
    if shown.error(FILE).is_some() {
        forget(desk, form).await?;
        return Ok(shown);
    }
    let (app, account) = (desk.app, desk.actor()?.account);
    let kept = find(app.db.read(), account, form, app.clock.now()).await?;
    if kept.is_some_and(|kept| kept.row.received_sha256 == secrets::digest(&file.bytes)) {
        return Ok(shown);
    }
    let name = short_name(&file.name).replace(char::is_control, " ");
    let media_type = format!("{}{NAMED}{name}", Kind::AsSent.content_type());
    let by = Author { account: Some(account), request: None };
    let received = evidence::receive_as_sent(app, &by, (file.bytes, media_type), quota).await?;
    wait(desk, form, received, shown).await
}

/// Lets a file wait for its form, in place of the one that waited.
async fn wait(
    desk: &Desk<'_>,
    form: &str,
    received: Result<Evidence, EvidenceRefusal>,
    mut shown: FormState,
) -> Result<FormState, AppError> {
    let (app, account) = (desk.app, desk.actor()?.account);
    let evidence = match received {
        Ok(evidence) => evidence,
        Err(refusal) => {
            shown.refuse(FILE, refusal.to_string());
            return Ok(shown);
        }
    };
    let tx = app.db.begin().await?;
    let now = app.clock.now();
    let named = match evidence.name(&tx, account, now).await {
        Ok(named) => named,
        Err(error) => {
            evidence.forget(app).await;
            return match error {
                AppError::Refused(text) => {
                    shown.refuse(FILE, text);
                    Ok(shown)
                }
                error => Err(error),
            };
        }
    };
    // Read when it is this request's turn: of two that come at once, the second replaces the first.
    let before = match of_form(account, form).one(&tx).await? {
        Some((row, Some(file))) if take(&tx, &row, &file).await? => Some(file),
        _ => None,
    };
    let row = kept_file::ActiveModel {
        account_id: Set(account),
        form: Set(form.to_owned()),
        file_id: Set(named),
        received_sha256: Set(evidence.received.clone()),
        pages: Set(evidence.pages),
        kept_at: Set(now),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(&tx).await?;
    tx.commit().await?;
    if let Some(file) = before {
        app.files.delete(&file.key).await?;
    }
    Ok(shown)
}

/// Lets the oldest files go whose form nobody sent. Returns whether there are more.
///
/// # Errors
/// The database's and the store's.
pub async fn let_go(app: &App) -> Result<bool, AppError> {
    let over = Entity::find()
        .find_also_related(stored_file::Entity)
        .filter(Column::KeptAt.lte(app.clock.now() - TERM))
        .order_by_asc(Column::Id)
        .limit(AT_ONCE)
        .all(app.db.read())
        .await?;
    for (row, file) in &over {
        let tx = app.db.begin().await?;
        if let Some(file) = file
            && take(&tx, row, file).await?
        {
            app.files.delete(&file.key).await?;
        }
        tx.commit().await?;
    }
    Ok(over.len() as u64 == AT_ONCE)
}
