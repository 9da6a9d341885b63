//! Reads the facts that the results of a department are computed from, in five statements whatever its
//! size.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryOrder,
    QuerySelect, StreamTrait,
};

use capacities_model::entity::capacity;
use capacities_model::entity::capacity_indicator::{self, Column as L};
use cohorts_model::entity::cohort::CohortId;
use indicators_model::entity::indicator_import::{self, Column as I};
use indicators_model::entity::indicator_value::{self, Column as V};
use indicators_model::entity::municipality_trait::{self, Column as T};
use ledger_model::as_of::AsOf;
use ledger_model::figures::Span;
use ledger_model::queries::spans_in;
use platform::errors::AppError;
use surveys_model::opinions::{Opinions, opinions};

use crate::atoms::{ApplicationAtom, LearningAtom, LearningScope, applications, learning};
use crate::rules::Period;

/// Everything that the results are counted from.
#[derive(Clone, Debug, Default)]
pub struct ResultFacts {
    pub framework: Vec<FrameworkFact>,
    pub tests: Vec<LearningAtom>,
    pub applied: Vec<ApplicationAtom>,
    /// The spans in which people were certified for a capacity and in post, by municipality.
    pub spans: Vec<(String, Span)>,
    pub opinions: BTreeMap<CohortId, Opinions>,
}

/// A capacity, an indicator that is linked to it, its value in a municipality and year, and with whom
/// the municipality was compared then; empty from where there is nothing more.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct FrameworkFact {
    pub code: String,
    pub name: String,
    pub index_name: Option<String>,
    pub indicator_code: Option<String>,
    pub indicator: Option<String>,
    pub unit: Option<String>,
    pub municipality: Option<String>,
    pub year: Option<i32>,
    pub value: Option<i64>,
    pub is_demo: Option<bool>,
    pub scheme: Option<String>,
    pub group: Option<String>,
}

impl ResultFacts {
    /// Reads them of the cohorts of a report, as they were known at a moment: five statements. `past` says
    /// whether the moment is over; then the ledger and the imports are read as they were known too.
    ///
    /// # Errors
    /// The database's, and an answer that cannot be read.
    pub async fn read(
        db: &(impl ConnectionTrait + StreamTrait),
        (codes, period): (&SelectStatement, Period),
        cohorts: &[CohortId],
        (by, known_at, past): (DateTime<Utc>, DateTime<Utc>, bool),
    ) -> Result<Self, AppError> {
        let as_of = AsOf::known_now(period.last_by(by), known_at);
        let municipalities = Some(codes.clone());
        let scope = LearningScope { municipalities, course: None, period, by };
        Ok(Self {
            framework: framework(db, codes, period, past.then_some(by)).await?,
            tests: learning(db, &scope).await?,
            applied: applications(db, &scope).await?,
            spans: spans_in(db, &as_of, codes.clone()).await?,
            opinions: opinions(db, cohorts, by).await?,
        })
    }
}

/// The framework with the values that municipalities have of it, the last ones last. What was retired
/// stays where courses were about it. With a moment, the values and groups of imports that were over.
async fn framework(
    db: &impl ConnectionTrait,
    codes: &SelectStatement,
    period: Period,
    by: Option<DateTime<Utc>>,
) -> Result<Vec<FrameworkFact>, DbErr> {
    let of = |column| Expr::col((capacity_indicator::Entity, column));
    let value = |column| Expr::col((indicator_value::Entity, column));
    let imported = |column: Expr| {
        by.map(|at| {
            let over = Query::select()
                .column(I::Id)
                .from(indicator_import::Entity)
                .and_where(I::FinishedAt.lte(at))
                .to_owned();
            column.in_subquery(over)
        })
    };
    let linked = Condition::all()
        .add(of(L::CapacityCode).equals((capacity::Entity, capacity::Column::Code)))
        .add(of(L::Retired).eq(false));
    let valued = Condition::all()
        .add(value(V::IndexName).equals((capacity_indicator::Entity, L::IndexName)))
        .add(value(V::IndicatorCode).equals((capacity_indicator::Entity, L::IndicatorCode)))
        .add(value(V::Year).lte(period.to.year()))
        .add(value(V::MunicipalityCode).in_subquery(codes.clone()))
        .add_option(imported(value(V::ImportId)));
    let grouped = Condition::all()
        .add(
            Expr::col((municipality_trait::Entity, T::MunicipalityCode))
                .equals((indicator_value::Entity, V::MunicipalityCode)),
        )
        .add(
            Expr::col((municipality_trait::Entity, T::Year))
                .equals((indicator_value::Entity, V::Year)),
        )
        .add(T::Kind.eq(municipality_trait::Kind::Group))
        .add_option(imported(Expr::col((municipality_trait::Entity, T::ImportId))));
    let mut rows = capacity::Entity::find()
        .select_only()
        .columns([capacity::Column::Code, capacity::Column::Name])
        .column_as(L::IndexName, "index_name")
        .column_as(L::IndicatorCode, "indicator_code")
        .column_as(L::Name, "indicator")
        .column_as(L::Unit, "unit")
        .column_as(V::MunicipalityCode, "municipality")
        .column_as(V::Year, "year")
        .column_as(V::Value, "value")
        .column_as(I::IsDemo, "is_demo")
        .column_as(T::Scheme, "scheme")
        .column_as(T::Value, "group");
    QuerySelect::query(&mut rows)
        .left_join(capacity_indicator::Entity, linked)
        .left_join(indicator_value::Entity, valued)
        .left_join(
            indicator_import::Entity,
            Expr::col((indicator_import::Entity, I::Id))
                .equals((indicator_value::Entity, V::ImportId)),
        )
        .left_join(municipality_trait::Entity, grouped);
    rows.order_by_asc(capacity::Column::Code)
        .order_by_asc(L::IndicatorCode)
        .order_by_asc(V::Year)
        .order_by_asc(V::Revision)
        .order_by_asc(T::Scheme)
        .order_by_asc(T::Revision)
        .into_model()
        .all(db)
        .await
}
