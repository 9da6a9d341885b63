//! The mark that counts, and every one that was ever written.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, CaseStatement, Expr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person;
use people_model::queries::Name;
use platform::pager::{Pager, ROWS};
use sign_in_model::entity::account;

use crate::entity::attendance_mark::{self, MarkId, Method, State};
use crate::entity::attendance_summary;

/// The mark that counts of one person in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct CurrentMark {
    pub mark: MarkId,
    pub state: State,
    pub minutes: Option<i32>,
}

#[derive(FromQueryResult)]
struct CurrentMarkRow {
    session_id: SessionId,
    enrolment_id: EnrolmentId,
    #[sea_orm(nested)]
    current: CurrentMark,
}

/// The marks that count in some sessions, by session and person. One statement.
pub async fn current_marks_of(
    db: &impl ConnectionTrait,
    sessions: impl IntoIterator<Item = SessionId>,
) -> Result<HashMap<SessionId, HashMap<EnrolmentId, CurrentMark>>, DbErr> {
    let rows: Vec<CurrentMarkRow> = current(sessions)
        .columns([attendance_summary::Column::SessionId, attendance_summary::Column::EnrolmentId])
        .into_model()
        .all(db)
        .await?;
    let mut marks: HashMap<_, HashMap<_, _>> = HashMap::new();
    for row in rows {
        marks.entry(row.session_id).or_default().insert(row.enrolment_id, row.current);
    }
    Ok(marks)
}

/// The mark that counts of each person of one session.
pub async fn current_marks(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<HashMap<EnrolmentId, CurrentMark>, DbErr> {
    Ok(current_marks_of(db, [session]).await?.remove(&session).unwrap_or_default())
}

/// The mark that counts of one person in a session.
pub async fn current_mark(
    db: &impl ConnectionTrait,
    session: SessionId,
    enrolment: EnrolmentId,
) -> Result<Option<CurrentMark>, DbErr> {
    current([session])
        .filter(attendance_summary::Column::EnrolmentId.eq(enrolment))
        .into_model()
        .one(db)
        .await
}

fn current(sessions: impl IntoIterator<Item = SessionId>) -> Select<attendance_summary::Entity> {
    attendance_summary::Entity::find()
        .select_only()
        .column_as(attendance_summary::Column::MarkId, "mark")
        .columns([attendance_summary::Column::State, attendance_summary::Column::Minutes])
        .filter(attendance_summary::Column::SessionId.is_in(sessions))
}

/// One mark as the history of a roll-call tells it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WrittenMark {
    pub id: MarkId,
    pub enrolment: EnrolmentId,
    pub state: State,
    pub minutes: Option<i32>,
    /// What stood there before.
    pub from: Option<State>,
    pub author: String,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
    pub method: Method,
    pub after_closing: bool,
}

/// Returns these marks of one session with their authors. One statement; none without ids.
pub async fn marks(
    db: &impl ConnectionTrait,
    session: SessionId,
    ids: Vec<MarkId>,
) -> Result<HashMap<MarkId, WrittenMark>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = written(session)
        .filter(attendance_mark::Column::Id.is_in(ids))
        .into_model::<WrittenMark>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|mark| (mark.id, mark)).collect())
}

/// The latest corrections of a session, newest first.
pub async fn corrections(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<Vec<WrittenMark>, DbErr> {
    written(session)
        .filter(attendance_mark::Column::PreviousMarkId.is_not_null())
        .order_by_desc(attendance_mark::Column::Id)
        .limit(CORRECTIONS)
        .into_model::<WrittenMark>()
        .all(db)
        .await
}

/// A mark with the name of the person whom it is about.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MarkHistoryRow {
    #[sea_orm(nested)]
    pub mark: WrittenMark,
    #[sea_orm(nested)]
    pub name: Name,
}

/// A page of every mark of a session, newest first, with how many there are. Two statements.
pub async fn history(
    db: &impl ConnectionTrait,
    session: SessionId,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<MarkHistoryRow>, Pager), DbErr> {
    let all = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::SessionId.eq(session))
        .count(db)
        .await?;
    let pager = Pager::new(page, all, address);
    let rows = written(session)
        .columns(person::NAME)
        .join(JoinType::InnerJoin, attendance_mark::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .order_by_desc(attendance_mark::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .into_model()
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// Corrections that a roll-call shows; all of them stay in the table.
const CORRECTIONS: u64 = 20;

/// Who signs what somebody without an account said with the link of their letter.
const BY_LINK: &str = "La persona, por el enlace de su correo";

/// Who signs a mark, of rows joined with the accounts of authors where there are any.
pub fn signature() -> Expr {
    let author = CaseStatement::new()
        .case(attendance_mark::Column::AuthorAccountId.is_null(), BY_LINK)
        .finally(Expr::col((account::Entity, account::Column::DisplayName)));
    Expr::Case(Box::new(author))
}

fn written(session: SessionId) -> Select<attendance_mark::Entity> {
    let before = Alias::new("before");
    let previous = attendance_mark::Relation::PreviousMark.def();
    let from = Expr::col((before.clone(), attendance_mark::Column::State));
    attendance_mark::Entity::find()
        .select_only()
        .column(attendance_mark::Column::Id)
        .column_as(attendance_mark::Column::EnrolmentId, "enrolment")
        .column(attendance_mark::Column::State)
        .column_as(signature(), "author")
        .column_as(attendance_mark::Column::RecordedAt, "at")
        .column(attendance_mark::Column::Minutes)
        .column(attendance_mark::Column::Reason)
        .column(attendance_mark::Column::Method)
        .column(attendance_mark::Column::AfterClosing)
        .column_as(from, "from")
        .join(JoinType::LeftJoin, attendance_mark::Relation::AuthorAccount.def())
        .join_as(JoinType::LeftJoin, previous, before)
        .filter(attendance_mark::Column::SessionId.eq(session))
}
