//! The places of people: whose they are, what was marked, what they were counted for before.

use std::collections::HashSet;

use rocket::futures::TryStreamExt as _;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait as _, Select, StreamTrait,
};

use attendance_model::entity::{attendance_mark, attendance_summary};
use attendance_model::joined;
use attendance_model::queries::after_closing;
use certification_model::entity::certificate;
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session::{self, SessionId};
use enrolment_model::entity::earlier_attribution;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::{person, post};
use platform::db::scalar;
use territory_model::entity::entity;

use super::facts::{Depth, EarlierFact, PlaceFact, Question, WhoFact};
use super::{AT_ONCE, codes_of};

/// Confirmed places attributed to the department, of any cohort.
pub(super) fn confirmed_of(question: &Question) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(enrolment::Column::MunicipalityCode.in_subquery(codes_of(&question.department)))
}

/// [`confirmed_of`] with those that were the department's once.
fn ever_confirmed_of(question: &Question) -> Select<enrolment::Entity> {
    let theirs = || codes_of(&question.department);
    let once = earlier_attribution::Entity::find()
        .select_only()
        .column(earlier_attribution::Column::EnrolmentId)
        .filter(earlier_attribution::Column::MunicipalityCode.in_subquery(theirs()))
        .into_query();
    enrolment::Entity::find()
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(
            Condition::any()
                .add(enrolment::Column::MunicipalityCode.in_subquery(theirs()))
                .add(enrolment::Column::Id.in_subquery(once)),
        )
}

/// Every mark that counts of a row of `enrolment`, as one text.
pub fn marks_of_place(backend: DbBackend) -> SelectStatement {
    Query::select()
        .expr(Expr::cust(joined::joined(backend, "session_id")))
        .from(attendance_summary::Entity)
        .and_where(
            Expr::col((attendance_summary::Entity, attendance_summary::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .to_owned()
}

/// A place with who has it.
#[derive(FromQueryResult)]
pub(crate) struct NamedPlace {
    #[sea_orm(nested)]
    pub place: PlaceFact,
    #[sea_orm(nested)]
    pub who: WhoFact,
}

/// The confirmed places of these cohorts that are or were the department's. They are taken one by one:
/// the rows of fifty thousand, kept until the last has come, are a hundred and fifty megabytes.
pub(super) async fn places(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &Question,
    cohorts: &[CohortId],
) -> Result<Vec<(PlaceFact, Option<WhoFact>)>, DbErr> {
    let issued = Query::select()
        .expr(Expr::col((certificate::Entity, certificate::Column::IssuedAt)).max())
        .from(certificate::Entity)
        .and_where(
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(certificate::Column::State.eq(certificate::State::Active))
        .to_owned();
    let marks = marks_of_place(ConnectionTrait::get_database_backend(db));
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let places = ever_confirmed_of(question)
            .select_only()
            .columns([
                enrolment::Column::Id,
                enrolment::Column::CohortId,
                enrolment::Column::PersonId,
                enrolment::Column::MunicipalityCode,
                enrolment::Column::ConfirmedAt,
            ])
            .column_as(scalar(marks.clone()), "marks")
            .column_as(scalar(issued.clone()), "certified_at")
            .filter(enrolment::Column::CohortId.is_in(ids.iter().copied()));
        match question.depth {
            Depth::Totals | Depth::Results | Depth::Lists => {
                let mut rows = places.into_model::<PlaceFact>().stream(db).await?;
                while let Some(place) = rows.try_next().await? {
                    all.push((place, None));
                }
            }
            Depth::People => {
                let named = places
                    .columns(person::NAME)
                    .columns([person::Column::DocumentType, person::Column::DocumentNumber])
                    .column_as(entity::Column::Name, "entity")
                    .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
                    .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
                    .join(JoinType::LeftJoin, post::Relation::Entity.def());
                let mut rows = named.into_model::<NamedPlace>().stream(db).await?;
                while let Some(row) = rows.try_next().await? {
                    all.push((row.place, Some(row.who)));
                }
            }
        }
    }
    Ok(all)
}

/// What the places of these cohorts were counted for before, whichever department that was.
pub(super) async fn earlier(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<Vec<EarlierFact>, DbErr> {
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let rows = earlier_attribution::Entity::find()
            .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def())
            .filter(enrolment::Column::CohortId.is_in(ids.iter().copied()))
            .into_model::<EarlierFact>();
        all.extend(rows.all(db).await?);
    }
    Ok(all)
}

/// Marks of these cohorts, among some, that were written after their session was closed.
pub(crate) async fn corrected(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    among: Condition,
) -> Result<HashSet<(SessionId, EnrolmentId)>, DbErr> {
    let mut all = HashSet::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let sessions = session::Entity::find()
            .select_only()
            .column(session::Column::Id)
            .filter(session::Column::CohortId.is_in(ids.iter().copied()))
            .into_query();
        let theirs = attendance_mark::Column::SessionId.in_subquery(sessions);
        all.extend(after_closing(db, among.clone().add(theirs)).await?);
    }
    Ok(all)
}
