//! What a signed sheet says becomes marks; who signed below the list waits to be known.

use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;

use platform::app::App;
use platform::errors::Failure;
use sign_in_model::work::Work;

use crate::commands::{NewMark, RollCallChanges, write};
use crate::entity::attendance_mark::State;
use crate::entity::walk_in;
use crate::paper::entity::sheet::SheetId;
use crate::paper::rules::Guest;
use crate::policy::Take;
use crate::rules::AttendanceRefusal;

/// A whole sheet: its marks and the people below the list, written together or not at all.
#[derive(Clone, Debug)]
pub struct SheetEntry {
    pub sheet: SheetId,
    pub marks: Vec<NewMark>,
    pub guests: Vec<Guest>,
}

/// Writes a sheet and returns what its marks changed, as a roll-call does. A row below the list that is
/// entered again keeps its first name: it may have been settled already.
pub async fn enter(
    app: &App,
    permit: Take,
    entry: SheetEntry,
) -> Result<RollCallChanges, Failure<AttendanceRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let author = work.account()?;
    let taken = write(app, &work.tx, &permit, entry.marks).await?;
    let guests: Vec<_> = entry
        .guests
        .into_iter()
        .map(|guest| walk_in::ActiveModel {
            key: Set(format!("sheet-{}-{}", entry.sheet, guest.number)),
            sheet_id: Set(Some(entry.sheet)),
            number: Set(Some(i32::try_from(guest.number).unwrap_or(i32::MAX))),
            account_id: Set(author),
            session_id: Set(*permit.session()),
            name: Set(guest.name),
            state: Set(State::Present),
            arrived_at: Set(work.now),
            outcome: Set(walk_in::WalkInOutcome::Pending),
            ..Default::default()
        })
        .collect();
    if !guests.is_empty() {
        let once = OnConflict::column(walk_in::Column::Key).do_nothing().to_owned();
        let rows = walk_in::Entity::insert_many(guests).on_conflict(once);
        rows.exec_without_returning(&work.tx).await?;
    }
    work.commit().await?;
    Ok(taken)
}
