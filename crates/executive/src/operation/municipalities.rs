//! The municipalities of a query, each with its department and the territorial unit that serves it.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _,
};

use platform::db::scalar;
use reports_model::queries::{SessionStart, ever, reached_in};
use reports_model::rules::Period;
use territory_model::entity::{
    department, municipality, territorial_unit, territorial_unit_department,
    territorial_unit_exception,
};

use super::super::query::ExecutiveQuery;
use super::conditions::counted;
use super::facts::TerritoryMunicipality;

/// Whether somebody attended for the municipality in the period.
fn reached(question: &ExecutiveQuery, period: Period) -> Expr {
    // Marks of other years are never looked at.
    reached_in(SessionStart::within(period), Some(counted(question, period)))
}

/// The municipalities of a question, with who serves them and where somebody attended. `before` is the
/// period that the question's is held against; `None` means that nobody compares.
pub async fn municipalities(
    db: &impl ConnectionTrait,
    question: &ExecutiveQuery,
    before: Option<Period>,
) -> Result<Vec<TerritoryMunicipality>, DbErr> {
    let own = || Expr::col((municipality::Entity, municipality::Column::Code));
    let column = |column| Expr::col((territorial_unit_exception::Entity, column));
    let given = Query::select()
        .expr(column(territorial_unit_exception::Column::UnitCode))
        .from(territorial_unit_exception::Entity)
        .and_where(column(territorial_unit_exception::Column::MunicipalityCode).eq(own()))
        .to_owned();
    let theirs = Query::select()
        .expr(Expr::col(territorial_unit_department::Column::UnitCode).min())
        .from(territorial_unit_department::Entity)
        .and_where(
            Expr::col((
                territorial_unit_department::Entity,
                territorial_unit_department::Column::DepartmentCode,
            ))
            .eq(Expr::col((municipality::Entity, municipality::Column::DepartmentCode))),
        )
        .to_owned();
    let unit = scalar(given).if_null(scalar(theirs));
    let named = Query::select()
        .column((territorial_unit::Entity, territorial_unit::Column::Name))
        .from(territorial_unit::Entity)
        .and_where(
            Expr::col((territorial_unit::Entity, territorial_unit::Column::Code)).eq(unit.clone()),
        )
        .to_owned();
    let mut rows = municipality::Entity::find()
        .select_only()
        .columns([
            municipality::Column::Code,
            municipality::Column::Name,
            municipality::Column::DepartmentCode,
            municipality::Column::Lat,
            municipality::Column::Lon,
        ])
        .column_as(department::Column::Name, "department")
        .column_as(unit, "unit_code")
        .column_as(scalar(named), "unit")
        .column_as(ever(Some(question.period.instants().1)), "ever")
        .column_as(reached(question, question.period), "now")
        .column_as(
            before.map_or_else(|| Expr::value(false), |period| reached(question, period)),
            "before",
        )
        .join(JoinType::InnerJoin, municipality::Relation::Department.def())
        .order_by_asc(municipality::Column::SearchName)
        .order_by_asc(municipality::Column::Code);
    if let Some(codes) = &question.territory {
        rows = rows.filter(municipality::Column::Code.in_subquery(codes.clone()));
    }
    rows.into_model().all(db).await
}
