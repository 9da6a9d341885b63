//! The enrolments of each municipality, as a department's report counts them (R29, R82): each session counts
//! where it found the person, and so does a certificate; an enrolment is one of every municipality that a
//! session or a certificate of the period counted for. Who finished is told where the last day of the cohort
//! found them. The sum of several municipalities counts an enrolment once, at its home: the last municipality
//! of the territory that the period shows. Who attended for several of them is one who attended, too.

use sea_orm::sea_query::{
    Alias, CaseStatement, Expr, ExprTrait as _, Order, Query, SelectStatement, UnionType,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QuerySelect, QueryTrait as _, RelationTrait as _,
};

use attendance_model::entity::attendance_summary;
use certification_model::entity::certificate::Kind;
use cohorts_model::entity::{cohort, session};
use enrolment_model::entity::earlier_attribution::{self, Column as Earlier};
use enrolment_model::entity::enrolment;
use platform::db::scalar;
use reports_model::programme::{begun_by, counts};
use reports_model::rules::Period;
use reports_model::sql::{day, sum_if};

use super::super::query::ExecutiveQuery;
use super::conditions::{
    attendances, certificate_of, certificates, counted, finished, issued_at, of_territory, within,
};
use super::figures::EnrolmentSums;

/// Confirmed enrolments of one municipality and of one home, and who attended for it by the post of the day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MunicipalityEnrolments {
    /// `None` means enrolments without a municipality.
    pub municipality: Option<String>,
    /// The municipality at which a sum over several counts them.
    pub home: Option<String>,
    /// The enrolment, of somebody who moved; zero of all the others together.
    pub enrolment: i64,
    /// Of somebody who moved, the municipality of today if they attended for it too; empty where that is none.
    pub came_at: Option<String>,
    #[sea_orm(nested)]
    pub sums: EnrolmentSums,
}

impl MunicipalityEnrolments {
    pub fn is_home(&self) -> bool {
        self.home == self.municipality
    }
}

/// What the enrolments of each municipality did in a period; one statement.
///
/// # Errors
/// The database's.
pub async fn enrolments(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    period: Period,
) -> Result<Vec<MunicipalityEnrolments>, DbErr> {
    read(db, question, period, true).await
}

/// The same of the period of a question, of which who attended and who finished is not counted: of a country
/// these are the marks of everybody. One statement.
///
/// # Errors
/// The database's.
pub async fn enrolled(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
) -> Result<Vec<MunicipalityEnrolments>, DbErr> {
    read(db, question, question.period, false).await
}

async fn read(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    period: Period,
    is_whole: bool,
) -> Result<Vec<MunicipalityEnrolments>, DbErr> {
    let backend = db.get_database_backend();
    let of = |what: Expr| if is_whole { what } else { nobody() };
    let stayed = || is_elsewhere(hold_at_the_end(backend)).not();
    let ended = |kind| finished(period, question.today).add(ends_in(kind)).add(stayed());
    let completed = |kind| ended(kind).add(certificate_of(kind, None));
    let issued = |kind| {
        let there = is_elsewhere(hold_at(&issued_at())).not();
        sum_if(Expr::exists(certificates(kind, Some(period)).and_where(there).to_owned()))
    };
    let begun = Condition::all().add(begun_by(question.today)).add(is_shown(period));
    let mut rows = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::MunicipalityCode, "municipality")
        .column_as(enrolment::Column::MunicipalityCode, "home")
        .column_as(nobody(), "enrolment")
        .column_as(Expr::value(Option::<String>::None), "came_at")
        .column_as(sum_if(is_shown(period)), "enrolled")
        .column_as(sum_if(begun), "begun")
        .column_as(of(sum_if(attended_here(period))), "attended")
        .column_as(issued(Kind::Certificado), "certified")
        .column_as(issued(Kind::Constancia), "attested")
        .column_as(of(sum_if(ended(Kind::Certificado))), "finished")
        .column_as(of(sum_if(completed(Kind::Certificado))), "completed")
        .column_as(of(sum_if(ended(Kind::Constancia))), "finished_attesting")
        .column_as(of(sum_if(completed(Kind::Constancia))), "completed_attesting")
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(of_territory(question))
        .filter(within(question, period))
        .filter(counts())
        .group_by(enrolment::Column::MunicipalityCode)
        .into_query();
    rows.union(UnionType::All, moved(backend, question, period, is_whole));
    let statement = backend.build(&rows);
    MunicipalityEnrolments::find_by_statement(statement).all(db).await
}

/// A number that is not counted.
fn nobody() -> Expr {
    Expr::value(0_i64)
}

/// Keeps the cohorts that end in one kind. Where nothing is passed it is a constancia (R59); a course that is
/// only attended has no pass mark.
fn ends_in(kind: Kind) -> Expr {
    match kind {
        Kind::Certificado => cohort::Column::PassMark.is_not_null(),
        Kind::Constancia => cohort::Column::PassMark.is_null(),
    }
}

/// Those who counted for a municipality that their enrolment does not have any more, in the columns of
/// [`MunicipalityEnrolments`]. A certificate found them there on its day, and the end of the cohort on its last
/// day.
fn moved(
    backend: DbBackend,
    question: &ExecutiveQuery,
    period: Period,
    is_whole: bool,
) -> SelectStatement {
    let code = (earlier_attribution::Entity, Earlier::MunicipalityCode);
    let id = || Expr::col((enrolment::Entity, enrolment::Column::Id));
    let people = |which: Condition| {
        Expr::Case(Box::new(CaseStatement::new().case(which, id()))).count_distinct()
    };
    let came = attendances().cond_where(of_span(period)).to_owned();
    let came_today = Condition::all().add(attended_here(period));
    let came_at = CaseStatement::new().case(came_today, present().if_null(""));
    // What counts for the municipality that the enrolment has at present is counted already, also of who came
    // back to it.
    let elsewhere = present().if_null("").ne(Expr::col(code));
    let apart = |which: Condition| people(which.add(elsewhere.clone()));
    let given = |kind| {
        let given = certificates(kind, Some(period)).cond_where(hold_at(&issued_at())).to_owned();
        Condition::all().add(Expr::exists(given))
    };
    let ended = |kind| {
        let there = hold_at_the_end(backend);
        finished(period, question.today).add(ends_in(kind)).add(there)
    };
    let completed = |kind| ended(kind).add(certificate_of(kind, None));
    let of = |which: Condition| if is_whole { apart(which) } else { nobody() };
    let is_told =
        Condition::all().add(present().if_null("").eq(Expr::col(code))).add(is_shown(period));
    let belongs = Condition::any()
        .add(Expr::exists(sessions_of_span(period)))
        .add(given(Kind::Certificado))
        .add(given(Kind::Constancia))
        .add(home(question, period).eq(Expr::col(code)));
    let mut says = Condition::any().add(belongs.clone());
    if is_whole {
        says = says.add(ended(Kind::Certificado)).add(ended(Kind::Constancia));
    }
    Query::select()
        .column(code)
        .expr_as(home(question, period), Alias::new("home"))
        .expr(id())
        .expr_as(Expr::Case(Box::new(came_at)), Alias::new("came_at"))
        .expr(people(belongs.clone()))
        .expr(people(Condition::all().add(belongs).add(begun_by(question.today))))
        .expr(of(Condition::all().add(Expr::exists(came))))
        .expr(apart(given(Kind::Certificado)))
        .expr(apart(given(Kind::Constancia)))
        .expr(of(ended(Kind::Certificado)))
        .expr(of(completed(Kind::Certificado)))
        .expr(of(ended(Kind::Constancia)))
        .expr(of(completed(Kind::Constancia)))
        .from(enrolment::Entity)
        .inner_join(
            earlier_attribution::Entity,
            span(Earlier::EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .inner_join(
            cohort::Entity,
            Expr::col((cohort::Entity, cohort::Column::Id))
                .equals((enrolment::Entity, enrolment::Column::CohortId)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        // Said of the country too: few have moved, and by their municipalities an index finds them.
        .and_where(Earlier::MunicipalityCode.in_subquery(question.codes()))
        .and_where(enrolment::Column::CohortId.in_subquery(counted(question, period)))
        .cond_where(is_told.not())
        .cond_where(says)
        .group_by_col(code)
        .add_group_by([Expr::col(Alias::new("home")), Expr::col(Alias::new("came_at")), id()])
        .to_owned()
}

fn span(column: Earlier) -> Expr {
    Expr::col((earlier_attribution::Entity, column))
}

fn present() -> Expr {
    Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode))
}

/// The spans in which the row of `enrolment` counted for what it had earlier.
fn spans() -> SelectStatement {
    Query::select()
        .from(earlier_attribution::Entity)
        .and_where(span(Earlier::EnrolmentId).equals((enrolment::Entity, enrolment::Column::Id)))
        .to_owned()
}

/// Whether the period shows the municipality that the row of `enrolment` has at present: nothing earlier
/// counts until its end.
fn is_shown(period: Period) -> Expr {
    let (_, after) = period.instants();
    let later = spans().expr(Expr::value(1)).and_where(Earlier::UntilAt.gte(after)).to_owned();
    Expr::exists(later).not()
}

/// The last municipality of the territory that the period shows of the row of `enrolment`.
fn home(question: &ExecutiveQuery, period: Period) -> Expr {
    let (from, after) = period.instants();
    let last = spans()
        .column((earlier_attribution::Entity, Earlier::MunicipalityCode))
        .and_where(Earlier::FromAt.lt(after))
        .and_where(Earlier::UntilAt.gt(from))
        .and_where(Earlier::MunicipalityCode.in_subquery(question.codes()))
        .order_by((earlier_attribution::Entity, Earlier::UntilAt), Order::Desc)
        .limit(1)
        .to_owned();
    let is_present =
        Condition::all().add(present().in_subquery(question.codes())).add(is_shown(period));
    let case = CaseStatement::new().case(is_present, present()).finally(scalar(last));
    Expr::Case(Box::new(case))
}

fn starts() -> Expr {
    Expr::col((session::Entity, session::Column::StartsAt))
}

fn of_period(period: Period) -> Condition {
    let (from, after) = period.instants();
    Condition::all()
        .add(session::Column::StartsAt.gte(from))
        .add(session::Column::StartsAt.lt(after))
}

/// Keeps the sessions of the period that began within the span of the row of `earlier_attribution`.
fn of_span(period: Period) -> Condition {
    of_period(period).add(hold_at(&starts()))
}

/// Keeps the spans that hold at a moment.
fn hold_at(at: &Expr) -> Condition {
    Condition::all()
        .add(span(Earlier::FromAt).lte(at.clone()))
        .add(span(Earlier::UntilAt).gt(at.clone()))
}

/// Keeps the spans that hold when the last day of the row of `cohort` ends.
fn hold_at_the_end(backend: DbBackend) -> Condition {
    let last = || Expr::col((cohort::Entity, cohort::Column::EndsOn));
    Condition::all()
        .add(day(backend, "earlier_attribution.from_at").lte(last()))
        .add(day(backend, "earlier_attribution.until_at").gt(last()))
}

/// Whether one of these spans of the row of `enrolment` counts for another municipality than its present one.
fn is_elsewhere(which: Condition) -> Expr {
    let elsewhere = spans()
        .expr(Expr::value(1))
        .cond_where(which)
        .and_where(span(Earlier::MunicipalityCode).ne(present().if_null("")))
        .to_owned();
    Expr::exists(elsewhere)
}

/// The sessions of that span that are the person's: held, to be held, or marked (R35).
fn sessions_of_span(period: Period) -> SelectStatement {
    let own = |column| Expr::col((session::Entity, column));
    let mark = |column| Expr::col((attendance_summary::Entity, column));
    let marked = Query::select()
        .expr(Expr::value(1))
        .from(attendance_summary::Entity)
        .and_where(
            mark(attendance_summary::Column::EnrolmentId)
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(
            mark(attendance_summary::Column::SessionId)
                .equals((session::Entity, session::Column::Id)),
        )
        .to_owned();
    let applies = Condition::any()
        .add(own(session::Column::EndsAt).gt(enrolment::since()))
        .add(Expr::exists(marked));
    Query::select()
        .expr(Expr::value(1))
        .from(session::Entity)
        .and_where(
            own(session::Column::CohortId).equals((enrolment::Entity, enrolment::Column::CohortId)),
        )
        .and_where(session::Column::Stage.ne(session::Stage::Cancelled))
        .cond_where(of_span(period))
        .cond_where(applies)
        .to_owned()
}

/// Whether the person of the row of `enrolment` attended a session of the period for the municipality that
/// the enrolment has at present (R29).
fn attended_here(period: Period) -> Expr {
    let of = attendances()
        .cond_where(of_period(period))
        .and_where(is_elsewhere(hold_at(&starts())).not())
        .to_owned();
    Expr::exists(of)
}
