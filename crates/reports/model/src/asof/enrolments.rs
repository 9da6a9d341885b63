//! Confirmed enrolments as they were known at a moment.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{
    CaseStatement, Condition, Expr, ExprTrait as _, Func, Order, Query, SelectStatement, UnionType,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, QueryTrait, RelationTrait as _, Select, StreamTrait,
};

use attendance_model::entity::attendance_mark;
use attendance_model::joined;
use certification_model::entity::certificate::Kind;
use cohorts_model::entity::cohort::{self, CohortId};
use enrolment_model::entity::enrolment::{self, Stage};
use enrolment_model::entity::{
    earlier_attribution, enrolment_event, enrolment_since, superseded_attribution,
};
use people_model::entity::post;
use platform::db::scalar;
use territory_model::entity::entity;

use super::certificates::valid;
use crate::queries::{
    AT_ONCE, EarlierAttributionFact, EnrolmentFact, PersonFact, ReportQuery, entity_of, issued,
    read_enrolments, unconfirmed,
};
use crate::rules::Period;

fn current(column: enrolment::Column) -> Expr {
    Expr::col((enrolment::Entity, column))
}

fn past(column: superseded_attribution::Column) -> Expr {
    Expr::col((superseded_attribution::Entity, column))
}

/// Returns whether an enrolment is confirmed now and already was at that moment. No event is read then.
fn is_still(at: DateTime<Utc>) -> Expr {
    let since = current(enrolment::Column::ConfirmedAt).lte(at);
    current(enrolment::Column::Stage).eq(Stage::Confirmed).and(since)
}

/// Selects the events of a row of `enrolment` up to a moment.
fn events(at: DateTime<Utc>) -> SelectStatement {
    let event = |column| Expr::col((enrolment_event::Entity, column));
    Query::select()
        .from(enrolment_event::Entity)
        .and_where(
            event(enrolment_event::Column::EnrolmentId)
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(event(enrolment_event::Column::At).lte(at))
        .to_owned()
}

/// Returns whether a row of `enrolment` was confirmed at a moment.
pub(super) fn confirmed(at: DateTime<Utc>) -> Expr {
    let event = |column| Expr::col((enrolment_event::Entity, column));
    let last = events(at)
        .expr(event(enrolment_event::Column::ToStage))
        .order_by_expr(event(enrolment_event::Column::At), Order::Desc)
        .order_by_expr(event(enrolment_event::Column::Id), Order::Desc)
        .limit(1)
        .to_owned();
    is_still(at).or(scalar(last).eq(Stage::Confirmed))
}

/// Returns when the seat of an enrolment that was confirmed at a moment had been taken.
fn seated(at: DateTime<Utc>) -> Expr {
    use enrolment_event::Column::{At, FromStage, ToStage};
    let event = |column| Expr::col((enrolment_event::Entity, column));
    let last = events(at)
        .expr(event(At).max())
        .and_where(event(ToStage).eq(Stage::Confirmed))
        // A place that was counted for another municipality stayed what it was.
        .and_where(event(FromStage).is_null().or(event(FromStage).ne(Stage::Confirmed)))
        .to_owned();
    let confirmed_at = current(enrolment::Column::ConfirmedAt);
    let case = CaseStatement::new().case(is_still(at), confirmed_at).finally(scalar(last));
    Expr::Case(Box::new(case))
}

/// Returns the date that the coordination had given at a moment to the seat of then; it is null where there
/// was none.
fn given(at: DateTime<Utc>) -> Expr {
    use enrolment_since::Column::{EnrolmentId, GivenAt, Id, Since};
    let of = |column| Expr::col((enrolment_since::Entity, column));
    let last = Query::select()
        .from(enrolment_since::Entity)
        .expr(of(Since))
        .and_where(of(EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)))
        .and_where(of(GivenAt).lte(at))
        .and_where(of(GivenAt).gte(seated(at)))
        .order_by_expr(of(Id), Order::Desc)
        .limit(1)
        .to_owned();
    scalar(last)
}

/// Returns since when an enrolment that was confirmed at a moment had counted.
fn since(at: DateTime<Utc>) -> Expr {
    Func::coalesce([given(at), seated(at)]).into()
}

/// Keeps the rows of `superseded_attribution` that were valid at a moment.
pub(super) fn held(at: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(past(superseded_attribution::Column::KnownFrom).lte(at))
        .add(past(superseded_attribution::Column::KnownUntil).gt(at))
}

/// Returns whether the attribution of a row of `enrolment` changed after a moment.
pub(super) fn superseded(at: DateTime<Utc>) -> Expr {
    let rows = Query::select()
        .expr(Expr::value(1))
        .from(superseded_attribution::Entity)
        .and_where(
            past(superseded_attribution::Column::EnrolmentId)
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .cond_where(held(at))
        .to_owned();
    Expr::exists(rows)
}

/// Returns a column of an enrolment as it was: of the attribution that was superseded, or of the
/// enrolment itself where none was.
fn then(was: superseded_attribution::Column, is: enrolment::Column) -> Expr {
    let unchanged = past(superseded_attribution::Column::Id).is_null();
    Expr::Case(Box::new(CaseStatement::new().case(unchanged, current(is)).finally(past(was))))
}

/// The municipality of a place of [`confirmed_places`].
pub(super) fn code() -> Expr {
    then(superseded_attribution::Column::MunicipalityCode, enrolment::Column::MunicipalityCode)
}

/// Confirmed places of whatever department, beside what was said of them where it changed since.
fn confirmed_places(at: DateTime<Utc>) -> Select<enrolment::Entity> {
    let own = held(at)
        .add(
            past(superseded_attribution::Column::EnrolmentId)
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .add(past(superseded_attribution::Column::UntilAt).is_null());
    let mut places = enrolment::Entity::find();
    QuerySelect::query(&mut places).left_join(superseded_attribution::Entity, own);
    places.filter(confirmed(at))
}

/// Confirmed places that were attributed to these municipalities.
fn confirmed_of(codes: &SelectStatement, at: DateTime<Utc>) -> Select<enrolment::Entity> {
    let theirs = || codes.clone();
    // All that can be among them, so that indexes find a department's of a whole country.
    let mut near = Query::select()
        .column(enrolment::Column::Id)
        .from(enrolment::Entity)
        .and_where(enrolment::Column::MunicipalityCode.in_subquery(theirs()))
        .to_owned();
    let then = Query::select()
        .column(superseded_attribution::Column::EnrolmentId)
        .from(superseded_attribution::Entity)
        .and_where(superseded_attribution::Column::MunicipalityCode.in_subquery(theirs()))
        .to_owned();
    near.union(UnionType::All, then);
    confirmed_places(at)
        .filter(current(enrolment::Column::Id).in_subquery(near))
        .filter(code().in_subquery(theirs()))
}

/// Whether somebody of a row of `cohort`, with a confirmed place, counted for one of these on a day of the
/// period, as it was known: the sentence of the live report (`queries::with_people_of`).
pub(super) fn with_people_of(codes: &SelectStatement, period: Period, at: DateTime<Utc>) -> Expr {
    use earlier_attribution::Column as E;
    use superseded_attribution::Column as S;
    let (from, after) = period.instants();
    let theirs = || codes.clone();
    let place = || current(enrolment::Column::Id);
    let unchanged = || past(S::Id).is_null();
    let spans = |which: Condition| {
        let spans = earlier_attribution::Entity::find().select_only().column(E::EnrolmentId);
        spans.filter(which).into_query()
    };
    let spans_then = |which: Condition| {
        let spans = superseded_attribution::Entity::find().select_only().column(S::EnrolmentId);
        spans.filter(S::UntilAt.is_not_null()).filter(held(at)).filter(which).into_query()
    };
    let moved_later = unchanged()
        .and(place().in_subquery(spans(Condition::all().add(E::UntilAt.gte(after)))))
        .or(place().in_subquery(spans_then(Condition::all().add(S::UntilAt.gte(after)))));
    let present = confirmed_of(codes, at).filter(moved_later.not());

    let within = Condition::all()
        .add(E::MunicipalityCode.in_subquery(theirs()))
        .add(E::FromAt.lt(after))
        .add(E::UntilAt.gt(from));
    let within_then = Condition::all()
        .add(S::MunicipalityCode.in_subquery(theirs()))
        .add(S::FromAt.lt(after))
        .add(S::UntilAt.gt(from));
    let (once, once_then) = (spans(within), spans_then(within_then));
    // All that can be among them, so that indexes find a department's of a whole country.
    let mut near = once.clone();
    near.union(UnionType::All, once_then.clone());
    let earlier = confirmed_places(at).filter(place().in_subquery(near)).filter(
        Condition::any()
            .add(unchanged().and(place().in_subquery(once)))
            .add(place().in_subquery(once_then)),
    );
    let among = |places: Select<enrolment::Entity>| {
        let cohorts = places.select_only().column(enrolment::Column::CohortId).into_query();
        Expr::col((cohort::Entity, cohort::Column::Id)).in_subquery(cohorts)
    };
    among(present).or(among(earlier))
}

/// [`confirmed_of`] with those that had been theirs once.
fn ever_confirmed_of(codes: &SelectStatement, at: DateTime<Utc>) -> Select<enrolment::Entity> {
    let theirs = || codes.clone();
    let once = earlier_attribution::Entity::find()
        .select_only()
        .column(earlier_attribution::Column::EnrolmentId)
        .filter(earlier_attribution::Column::MunicipalityCode.in_subquery(theirs()))
        .into_query();
    let once_then = superseded_attribution::Entity::find()
        .select_only()
        .column(superseded_attribution::Column::EnrolmentId)
        .filter(superseded_attribution::Column::MunicipalityCode.in_subquery(theirs()))
        .filter(superseded_attribution::Column::UntilAt.is_not_null())
        .filter(held(at))
        .into_query();
    let unchanged = past(superseded_attribution::Column::Id).is_null();
    confirmed_places(at).filter(
        Condition::any()
            .add(code().in_subquery(theirs()))
            .add(unchanged.and(current(enrolment::Column::Id).in_subquery(once)))
            .add(current(enrolment::Column::Id).in_subquery(once_then)),
    )
}

/// The marks that counted: of each person in each session the last one by then, as `attendance_summary`
/// keeps the last one of all.
pub(super) fn counted_marks(at: DateTime<Utc>) -> SelectStatement {
    use attendance_mark::Column::{EnrolmentId, Id, RecordedAt, SessionId};
    let mark = |column| Expr::col((attendance_mark::Entity, column));
    let later = |column: attendance_mark::Column| Expr::col(("later", column));
    let corrected = Query::select()
        .expr(Expr::value(1))
        .from_as(attendance_mark::Entity, "later")
        .and_where(later(SessionId).equals((attendance_mark::Entity, SessionId)))
        .and_where(later(EnrolmentId).equals((attendance_mark::Entity, EnrolmentId)))
        .and_where(later(Id).gt(mark(Id)))
        .and_where(later(RecordedAt).lte(at))
        .to_owned();
    Query::select()
        .from(attendance_mark::Entity)
        .and_where(mark(RecordedAt).lte(at))
        .and_where(Expr::exists(corrected).not())
        .to_owned()
}

/// Every mark that counted of a row of `enrolment`, as one text.
fn marks_of_enrolment(backend: DbBackend, at: DateTime<Utc>) -> SelectStatement {
    counted_marks(at)
        .expr(Expr::cust(joined::joined(backend, "session_id")))
        .and_where(
            Expr::col((attendance_mark::Entity, attendance_mark::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .to_owned()
}

/// Joins the posts that enrolments had, with their entities.
fn posts(mut rows: Select<enrolment::Entity>) -> Select<enrolment::Entity> {
    let post_then = then(superseded_attribution::Column::PostId, enrolment::Column::PostId);
    QuerySelect::query(&mut rows)
        .left_join(post::Entity, Expr::col((post::Entity, post::Column::Id)).eq(post_then))
        .left_join(
            entity::Entity,
            Expr::col((entity::Entity, entity::Column::Id))
                .equals((post::Entity, post::Column::EntityId)),
        );
    rows
}

/// The confirmed places of these cohorts that were or had been the department's, one by one like the live
/// ones.
pub(super) async fn enrolments(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ReportQuery,
    cohorts: &[CohortId],
    at: DateTime<Utc>,
) -> Result<Vec<(EnrolmentFact, Option<PersonFact>)>, DbErr> {
    let issued = |kind| scalar(issued(kind).cond_where(valid(at)).to_owned());
    let marks = marks_of_enrolment(ConnectionTrait::get_database_backend(db), at);
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let rows = ever_confirmed_of(&question.codes(), at)
            .select_only()
            .columns([
                enrolment::Column::Id,
                enrolment::Column::CohortId,
                enrolment::Column::PersonId,
                enrolment::Column::Origin,
            ])
            .column_as(code(), "municipality_code")
            .column_as(since(at), "confirmed_at")
            .column_as(scalar(marks.clone()), "marks")
            .column_as(issued(Kind::Certificado), "certified_at")
            .column_as(issued(Kind::Constancia), "attested_at")
            .column_as(unconfirmed(question, code(), at), "is_unconfirmed")
            .filter(enrolment::Column::CohortId.is_in(ids.iter().copied()));
        read_enrolments(db, question.depth, rows, posts, &mut all).await?;
    }
    Ok(all)
}

/// What the places of these cohorts had been counted for before, as it was known; one statement.
pub(super) async fn earlier(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
    at: DateTime<Utc>,
) -> Result<Vec<EarlierAttributionFact>, DbErr> {
    use earlier_attribution::Column as E;
    use superseded_attribution::Column as S;
    let mut all = Vec::new();
    for ids in cohorts.chunks(AT_ONCE) {
        let theirs = || enrolment::Column::CohortId.is_in(ids.iter().copied());
        let mut spans = earlier_attribution::Entity::find()
            .select_only()
            .columns([E::EnrolmentId, E::MunicipalityCode, E::FromAt, E::UntilAt])
            .column_as(entity_of((earlier_attribution::Entity, E::PostId)), "entity")
            .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def())
            .filter(theirs())
            .filter(superseded(at).not())
            .into_query();
        let then = superseded_attribution::Entity::find()
            .select_only()
            .columns([S::EnrolmentId, S::MunicipalityCode, S::FromAt, S::UntilAt])
            .column_as(entity_of((superseded_attribution::Entity, S::PostId)), "entity")
            .join(JoinType::InnerJoin, superseded_attribution::Relation::Enrolment.def())
            .filter(theirs())
            .filter(S::MunicipalityCode.is_not_null())
            .filter(S::UntilAt.is_not_null())
            .filter(held(at))
            .into_query();
        spans.union(UnionType::All, then);
        let statement = db.get_database_backend().build(&spans);
        all.extend(EarlierAttributionFact::find_by_statement(statement).all(db).await?);
    }
    Ok(all)
}
