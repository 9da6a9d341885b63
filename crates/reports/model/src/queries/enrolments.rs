//! Confirmed enrolments: their people, their marks, and the municipalities that they counted for earlier.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rocket::futures::TryStreamExt as _;
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoColumnRef, Query, SelectStatement};
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
use ledger_model::entity::holding;
use people_model::entity::{person, post};
use platform::dates;
use platform::db::scalar;
use territory_model::entity::entity;

use super::AT_ONCE;
use super::facts::{Depth, EarlierAttributionFact, EnrolmentFact, PersonFact, ReportQuery};

/// Selects the confirmed enrolments that count for the department, of any cohort.
pub(super) fn confirmed_of(question: &ReportQuery) -> Select<enrolment::Entity> {
    enrolment::Entity::find()
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(enrolment::Column::MunicipalityCode.in_subquery(question.codes()))
}

/// Selects those of [`confirmed_of`] and those that counted for the department earlier.
fn ever_confirmed_of(question: &ReportQuery) -> Select<enrolment::Entity> {
    let theirs = || question.codes();
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

/// Returns a subquery with every mark that counts of a row of `enrolment`, joined into one text.
pub fn marks_of_enrolment(backend: DbBackend) -> SelectStatement {
    Query::select()
        .expr(Expr::cust(joined::joined(backend, "session_id")))
        .from(attendance_summary::Entity)
        .and_where(
            Expr::col((attendance_summary::Entity, attendance_summary::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .to_owned()
}

/// An enrolment with its person.
#[derive(FromQueryResult)]
struct NamedEnrolment {
    #[sea_orm(nested)]
    enrolment: EnrolmentFact,
    #[sea_orm(nested)]
    person: PersonFact,
}

/// Returns a subquery with the moment at which the last certificate or constancia of a row of `enrolment`
/// was issued.
pub(crate) fn issued(kind: certificate::Kind) -> SelectStatement {
    Query::select()
        .expr(Expr::col((certificate::Entity, certificate::Column::IssuedAt)).max())
        .from(certificate::Entity)
        .and_where(
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(certificate::Column::Kind.eq(kind))
        .to_owned()
}

/// Adds the enrolments of a statement to `all`, at [`Depth::People`] with their people, whose posts `posts`
/// joins. It reads one by one: the rows of fifty thousand, kept until the last has come, are a hundred and
/// fifty megabytes.
pub(crate) async fn read_enrolments(
    db: &(impl ConnectionTrait + StreamTrait),
    depth: Depth,
    rows: Select<enrolment::Entity>,
    posts: fn(Select<enrolment::Entity>) -> Select<enrolment::Entity>,
    all: &mut Vec<(EnrolmentFact, Option<PersonFact>)>,
) -> Result<(), DbErr> {
    if depth != Depth::People {
        let mut rows = rows.into_model::<EnrolmentFact>().stream(db).await?;
        while let Some(enrolment) = rows.try_next().await? {
            all.push((enrolment, None));
        }
        return Ok(());
    }
    let named = rows
        .columns(person::NAME)
        .columns([person::Column::DocumentType, person::Column::DocumentNumber])
        .column_as(entity::Column::Name, "entity")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def());
    let mut rows = posts(named).into_model::<NamedEnrolment>().stream(db).await?;
    while let Some(row) = rows.try_next().await? {
        all.push((row.enrolment, Some(row.person)));
    }
    Ok(())
}

/// Returns whether the person of a row of `enrolment` is in post in a municipality and nobody has confirmed it
/// for twelve months, as the ledger knew it at a moment (R31); false of all where the query does not ask.
pub(crate) fn unconfirmed(question: &ReportQuery, municipality: Expr, at: DateTime<Utc>) -> Expr {
    use holding::Column as H;
    if !question.each {
        return Expr::value(false);
    }
    let (of, day) = (|column| Expr::col((holding::Entity, column)), dates::bogota_date(at));
    let mut rows = Query::select();
    rows.expr(Expr::value(1))
        .from(holding::Entity)
        .and_where(of(H::PersonId).equals((enrolment::Entity, enrolment::Column::PersonId)))
        .and_where(of(H::MunicipalityCode).eq(municipality))
        .and_where(of(H::CapacityCode).is_null())
        .and_where(of(H::KnownFrom).lte(at))
        .and_where(of(H::KnownUntil).is_null().or(of(H::KnownUntil).gt(at)))
        .and_where(of(H::FromOn).lte(day))
        .and_where(of(H::LastOn).is_null().or(of(H::LastOn).gte(day)))
        .and_where(of(H::ConfirmedUntil).lt(day));
    Expr::exists(rows)
}

/// Reads the confirmed enrolments of these cohorts that count or counted for the department.
pub(super) async fn enrolments(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ReportQuery,
    cohorts: &[CohortId],
    now: DateTime<Utc>,
) -> Result<Vec<(EnrolmentFact, Option<PersonFact>)>, DbErr> {
    let issued = |kind| {
        let active = certificate::Column::State.eq(certificate::State::Active);
        scalar(issued(kind).and_where(active).to_owned())
    };
    let posts = |rows: Select<enrolment::Entity>| {
        rows.join(JoinType::LeftJoin, enrolment::Relation::Post.def())
            .join(JoinType::LeftJoin, post::Relation::Entity.def())
    };
    let marks = marks_of_enrolment(ConnectionTrait::get_database_backend(db));
    let municipality = Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode));
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let rows = ever_confirmed_of(question)
            .select_only()
            .columns([
                enrolment::Column::Id,
                enrolment::Column::CohortId,
                enrolment::Column::PersonId,
                enrolment::Column::Origin,
                enrolment::Column::MunicipalityCode,
            ])
            .column_as(enrolment::since(), "confirmed_at")
            .column_as(scalar(marks.clone()), "marks")
            .column_as(issued(certificate::Kind::Certificado), "certified_at")
            .column_as(issued(certificate::Kind::Constancia), "attested_at")
            .column_as(unconfirmed(question, municipality.clone(), now), "is_unconfirmed")
            .filter(enrolment::Column::CohortId.is_in(ids.iter().copied()));
        read_enrolments(db, question.depth, rows, posts, &mut all).await?;
    }
    Ok(all)
}

/// Returns the name of the entity of a post, by the column that holds its id.
pub(crate) fn entity_of(post_id: impl IntoColumnRef) -> Expr {
    let name = Query::select()
        .column((entity::Entity, entity::Column::Name))
        .from(entity::Entity)
        .inner_join(
            post::Entity,
            Expr::col((post::Entity, post::Column::EntityId))
                .equals((entity::Entity, entity::Column::Id)),
        )
        .and_where(Expr::col((post::Entity, post::Column::Id)).equals(post_id))
        .to_owned();
    scalar(name)
}

/// Reads the earlier attributions of the enrolments of these cohorts, whatever their department.
pub(super) async fn earlier(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<Vec<EarlierAttributionFact>, DbErr> {
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let rows = earlier_attribution::Entity::find()
            .column_as(
                entity_of((earlier_attribution::Entity, earlier_attribution::Column::PostId)),
                "entity",
            )
            .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def())
            .filter(enrolment::Column::CohortId.is_in(ids.iter().copied()))
            .into_model::<EarlierAttributionFact>();
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
