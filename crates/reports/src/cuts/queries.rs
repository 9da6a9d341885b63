//! Questions about cuts.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use cohorts_model::entity::{cohort, cohort_municipality};
use platform::errors::AppError;
use territory_model::entity::{department, municipality};

use super::entity::report_cut::{self, Column, Kind};
use super::rules::Term;
use crate::figures::{ReportFigures, Summary};
use crate::results::Results;

/// The most cuts that the list of a department shows: four years of months and quarters.
const MOST: u64 = 64;

/// A cut without its body.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CutHead {
    pub kind: Kind,
    pub year: i32,
    pub number: i32,
    pub frozen_at: DateTime<Utc>,
    summary: String,
}

impl CutHead {
    pub fn term(&self) -> Term {
        Term { kind: self.kind, year: self.year, number: self.number }
    }

    /// # Errors
    /// The row was not written by this program.
    pub fn summary(&self) -> Result<Summary, AppError> {
        let code = self.term().code();
        serde_json::from_str(&self.summary)
            .map_err(|_| AppError::Internal(format!("the summary of cut {code} is unreadable")))
    }
}

fn heads() -> Select<report_cut::Entity> {
    let columns = [Column::Kind, Column::Year, Column::Number, Column::FrozenAt, Column::Summary];
    report_cut::Entity::find().select_only().columns(columns)
}

fn of_term(department: &str, term: Term) -> Condition {
    Condition::all()
        .add(Column::DepartmentCode.eq(department))
        .add(Column::Kind.eq(term.kind))
        .add(Column::Year.eq(term.year))
        .add(Column::Number.eq(term.number))
}

/// The cuts of a department, the latest first.
pub async fn of(db: &impl ConnectionTrait, department: &str) -> Result<Vec<CutHead>, DbErr> {
    heads()
        .filter(Column::DepartmentCode.eq(department))
        .order_by_desc(Column::ToOn)
        .order_by_desc(Column::FromOn)
        .limit(MOST)
        .into_model()
        .all(db)
        .await
}

/// Reads the cut of a period without its body. `None` means that it was not frozen.
pub async fn head(
    db: &impl ConnectionTrait,
    department: &str,
    term: Term,
) -> Result<Option<CutHead>, DbErr> {
    heads().filter(of_term(department, term)).into_model().one(db).await
}

/// Reads the cut of a period. `None` means that it was not frozen.
pub async fn find(
    db: &impl ConnectionTrait,
    department: &str,
    term: Term,
) -> Result<Option<report_cut::Model>, DbErr> {
    report_cut::Entity::find().filter(of_term(department, term)).one(db).await
}

/// Returns the first day of the first cohort that was published.
pub async fn first_day(db: &impl ConnectionTrait) -> Result<Option<NaiveDate>, DbErr> {
    let first: Option<Option<NaiveDate>> = cohort::Entity::find()
        .select_only()
        .column_as(cohort::Column::StartsOn.min(), "first")
        .filter(cohort::Column::Stage.ne(cohort::Stage::Draft))
        .into_tuple()
        .one(db)
        .await?;
    Ok(first.flatten())
}

/// Returns a department that had a cohort by the end of a period and has no cut of it.
pub async fn lacking(
    db: &impl ConnectionTrait,
    term: Term,
) -> Result<Option<department::Model>, DbErr> {
    let reached = Query::select()
        .distinct()
        .column((municipality::Entity, municipality::Column::DepartmentCode))
        .from(municipality::Entity)
        .inner_join(
            cohort_municipality::Entity,
            Expr::col((cohort_municipality::Entity, cohort_municipality::Column::MunicipalityCode))
                .equals((municipality::Entity, municipality::Column::Code)),
        )
        .inner_join(
            cohort::Entity,
            Expr::col((cohort::Entity, cohort::Column::Id))
                .equals((cohort_municipality::Entity, cohort_municipality::Column::CohortId)),
        )
        .and_where(cohort::Column::Stage.ne(cohort::Stage::Draft))
        .and_where(cohort::Column::StartsOn.lte(term.period().to))
        .to_owned();
    let frozen = Query::select()
        .column(Column::DepartmentCode)
        .from(report_cut::Entity)
        .and_where(Column::Kind.eq(term.kind))
        .and_where(Column::Year.eq(term.year))
        .and_where(Column::Number.eq(term.number))
        .to_owned();
    department::Entity::find()
        .filter(department::Column::Code.in_subquery(reached))
        .filter(department::Column::Code.not_in_subquery(frozen))
        .order_by_asc(department::Column::Code)
        .one(db)
        .await
}

/// Reads the figures of a cut, those of before the atoms without what they gave away.
///
/// # Errors
/// The row was not written by this program.
pub fn read(row: &report_cut::Model) -> Result<ReportFigures, AppError> {
    let figures: ReportFigures = serde_json::from_str(&row.body)
        .map_err(|_| AppError::Internal(format!("report_cut {} is unreadable", row.id)))?;
    let results = figures.results.map(Results::guarded);
    Ok(ReportFigures { is_frozen: true, results, ..figures })
}
