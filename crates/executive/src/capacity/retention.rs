//! Which certified people are in post, and how many of them stayed, as the ledger knows it.

use sea_orm::sea_query::{
    Alias, CaseStatement, Cond, Expr, ExprTrait as _, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult as _,
    JoinType, QueryFilter, QuerySelect, QueryTrait as _, RelationTrait as _,
};

use courses_model::entity::course_version;
use courses_model::entity::course_version_capacity;
use ledger_model::as_of::AsOf;
use ledger_model::entity::holding::{self, HoldingStart};
use reports_model::sql::sum_if;

use super::super::query::ExecutiveQuery;
use super::facts::{InPostFact, RetentionFact};

/// Keeps the spans of the ledger that began by the as-of day, in the territory of the query.
pub(super) fn known(question: &ExecutiveQuery, as_of: &AsOf, table: &'static str) -> Condition {
    let column = |column: holding::Column| Expr::col((Alias::new(table), column));
    let mut known = Condition::all()
        .add(column(holding::Column::KnownUntil).is_null())
        .add(column(holding::Column::CapacityCode).is_not_null())
        .add(column(holding::Column::FromOn).lte(as_of.day));
    if let Some(codes) = &question.territory {
        known = known.add(column(holding::Column::MunicipalityCode).in_subquery(codes.clone()));
    }
    if let Some(course) = question.course {
        let targets = course_version_capacity::Entity::find()
            .select_only()
            .column(course_version_capacity::Column::CapacityCode)
            .join(JoinType::InnerJoin, course_version_capacity::Relation::CourseVersion.def())
            .filter(course_version::Column::CourseId.eq(course))
            .into_query();
        known = known.add(column(holding::Column::CapacityCode).in_subquery(targets));
    }
    known
}

pub(super) async fn in_post(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    as_of: &AsOf,
    by_capacity: bool,
) -> Result<Vec<InPostFact>, DbErr> {
    let counts = || {
        Condition::any()
            .add(holding::Column::LastOn.is_null())
            .add(holding::Column::LastOn.gte(as_of.day))
    };
    let people = |condition: Condition| {
        let person = Expr::col((holding::Entity, holding::Column::PersonId));
        Expr::Case(Box::new(CaseStatement::new().case(condition, person))).count_distinct()
    };
    let confirmed =
        Condition::all().add(counts()).add(holding::Column::ConfirmedUntil.gte(as_of.day));
    let mut rows = holding::Entity::find()
        .select_only()
        .column_as(Expr::col((holding::Entity, holding::Column::PersonId)).count_distinct(), "ever")
        .column_as(people(Condition::all().add(counts())), "in_post")
        .column_as(people(confirmed), "confirmed")
        .filter(known(question, as_of, "holding"));
    rows = if by_capacity {
        rows.column_as(holding::Column::CapacityCode, "capacity")
            .group_by(holding::Column::CapacityCode)
    } else {
        rows.column_as(Expr::cust("CAST(NULL AS text)"), "capacity")
    };
    rows.into_model().all(db).await
}

/// A day some months after another: the last one of a month that has no such day, as
/// [`ledger_model::figures::retention`] has it.
fn months_after(backend: DbBackend, column: &str, months: u32) -> SimpleExpr {
    Expr::cust(match backend {
        DbBackend::Postgres => format!("CAST({column} + interval '{months} months' AS date)"),
        _ => format!("date({column}, '+{months} months', 'floor')"),
    })
}

/// Counts, of the people certified while in post at least six and twelve months before the as-of day, those
/// who were in post that many months after.
pub(super) async fn retention(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    as_of: &AsOf,
    by_capacity: bool,
) -> Result<Vec<RetentionFact>, DbErr> {
    let backend = db.get_database_backend();
    let (began, later) = (Alias::new("began"), Alias::new("later"));
    let own = |column| Expr::col((holding::Entity, column));
    let mut first = Query::select();
    first
        .column((holding::Entity, holding::Column::PersonId))
        .expr_as(own(holding::Column::FromOn).min(), Alias::new("first"))
        .from(holding::Entity)
        .cond_where(known(question, as_of, "holding"))
        .and_where(own(holding::Column::Began).eq(HoldingStart::Certified))
        .group_by_col((holding::Entity, holding::Column::PersonId));
    if by_capacity {
        first
            .column((holding::Entity, holding::Column::CapacityCode))
            .group_by_col((holding::Entity, holding::Column::CapacityCode));
    }
    let was_there = |months: u32| -> SelectStatement {
        let then = || months_after(backend, "began.first", months);
        let column = |column| Expr::col((later.clone(), column));
        let mut there = Query::select();
        there
            .expr(Expr::value(1))
            .from_as(holding::Entity, later.clone())
            .cond_where(known(question, as_of, "later"))
            .and_where(
                column(holding::Column::PersonId)
                    .eq(Expr::col((began.clone(), holding::Column::PersonId))),
            )
            .and_where(column(holding::Column::FromOn).lte(then()))
            .cond_where(
                Cond::any()
                    .add(column(holding::Column::LastOn).is_null())
                    .add(column(holding::Column::LastOn).gte(then())),
            );
        if by_capacity {
            there.and_where(
                column(holding::Column::CapacityCode)
                    .eq(Expr::col((began.clone(), holding::Column::CapacityCode))),
            );
        }
        there
    };
    let mut query = Query::select();
    for months in ledger_model::figures::RETENTION {
        let is_due = || months_after(backend, "began.first", months).lte(as_of.day);
        query.expr_as(sum_if(is_due()), Alias::new(format!("of_{months}")));
        let stayed = Condition::all().add(is_due()).add(Expr::exists(was_there(months)));
        query.expr_as(sum_if(stayed), Alias::new(format!("stayed_{months}")));
    }
    if by_capacity {
        let capacity = (began.clone(), holding::Column::CapacityCode);
        query.expr_as(Expr::col(capacity.clone()), Alias::new("capacity")).group_by_col(capacity);
    } else {
        query.expr_as(Expr::cust("CAST(NULL AS text)"), Alias::new("capacity"));
    }
    query.from_subquery(first, began);
    RetentionFact::find_by_statement(backend.build(&query)).all(db).await
}
