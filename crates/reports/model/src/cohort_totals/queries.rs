//! What sums are made of, and which cohorts lack theirs.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait as _,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use enrolment_model::entity::{earlier_attribution, enrolment};
use platform::db::scalar;

use super::entity::{cohort_tally, cohort_tally_month, cohort_tally_place};
use super::rules::{ClosedCohort, CohortTotals, EnrolmentMarks, sums};
use crate::queries::{CountingFact, SessionFact, marks_of_enrolment, sessions_of};

/// Reads at most `most` closed cohorts with an id above `after`, the lowest first.
pub async fn closed_after(
    db: &impl ConnectionTrait,
    after: CohortId,
    most: u64,
) -> Result<Vec<CohortId>, DbErr> {
    cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(cohort::Column::Stage.eq(Stage::Closed))
        .filter(cohort::Column::Id.gt(after))
        .order_by_asc(cohort::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

/// Reads at most `most` closed cohorts that have no totals yet, the oldest first.
pub async fn lacking(db: &impl ConnectionTrait, most: u64) -> Result<Vec<CohortId>, DbErr> {
    let known = Query::select()
        .expr(Expr::value(1))
        .from(cohort_tally::Entity)
        .and_where(
            Expr::col((cohort_tally::Entity, cohort_tally::Column::CohortId))
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .to_owned();
    cohort::Entity::find()
        .select_only()
        .column(cohort::Column::Id)
        .filter(cohort::Column::Stage.eq(Stage::Closed))
        .filter(Expr::exists(known).not())
        .order_by_asc(cohort::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

#[derive(FromQueryResult)]
struct CohortRule {
    id: CohortId,
    #[sea_orm(nested)]
    counting: CountingFact,
}

#[derive(FromQueryResult)]
struct EnrolmentRow {
    cohort_id: CohortId,
    municipality_code: Option<String>,
    since: Option<DateTime<Utc>>,
    marks: Option<String>,
}

/// Computes the totals of those of these cohorts that are closed from their marks; four statements.
pub async fn fresh(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<HashMap<CohortId, CohortTotals>, DbErr> {
    let rules: Vec<CohortRule> = cohort::Entity::find()
        .filter(cohort::Column::Id.is_in(cohorts.iter().copied()))
        .filter(cohort::Column::Stage.eq(Stage::Closed))
        .into_model()
        .all(db)
        .await?;
    let ids: Vec<CohortId> = rules.iter().map(|row| row.id).collect();
    let mut sessions: HashMap<CohortId, Vec<SessionFact>> = HashMap::new();
    for session in sessions_of(db, &ids).await? {
        sessions.entry(session.cohort_id).or_default().push(session);
    }
    let rows: Vec<EnrolmentRow> = enrolment::Entity::find()
        .select_only()
        .columns([enrolment::Column::CohortId, enrolment::Column::MunicipalityCode])
        .column_as(enrolment::since(), "since")
        .column_as(scalar(marks_of_enrolment(db.get_database_backend())), "marks")
        .filter(enrolment::Column::CohortId.is_in(ids.iter().copied()))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .into_model()
        .all(db)
        .await?;
    let mut enrolments: HashMap<CohortId, Vec<EnrolmentMarks>> = HashMap::new();
    for row in rows {
        let enrolment = EnrolmentMarks {
            municipality: row.municipality_code,
            since: row.since,
            marks: row.marks,
        };
        enrolments.entry(row.cohort_id).or_default().push(enrolment);
    }
    let moved: HashSet<CohortId> = earlier_attribution::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .join(JoinType::InnerJoin, earlier_attribution::Relation::Enrolment.def())
        .filter(enrolment::Column::CohortId.is_in(ids))
        .into_tuple::<CohortId>()
        .all(db)
        .await?
        .into_iter()
        .collect();
    let sum = |row: CohortRule| {
        let source = ClosedCohort {
            cohort: row.id,
            counting: row.counting.counting(),
            sessions: sessions.remove(&row.id).unwrap_or_default(),
            enrolments: enrolments.remove(&row.id).unwrap_or_default(),
            is_moved: moved.contains(&row.id),
        };
        (row.id, sums(&source))
    };
    Ok(rules.into_iter().map(sum).collect())
}

/// Reads the stored totals of these cohorts; three statements.
pub async fn kept(
    db: &impl ConnectionTrait,
    cohorts: &[CohortId],
) -> Result<HashMap<CohortId, CohortTotals>, DbErr> {
    let wholes = cohort_tally::Entity::find()
        .filter(cohort_tally::Column::CohortId.is_in(cohorts.iter().copied()))
        .all(db)
        .await?;
    let mut all: HashMap<CohortId, CohortTotals> = wholes
        .into_iter()
        .map(|whole| {
            let id = whole.cohort_id;
            (id, CohortTotals { whole, municipalities: Vec::new(), months: Vec::new() })
        })
        .collect();
    let municipalities = cohort_tally_place::Entity::find()
        .filter(cohort_tally_place::Column::CohortId.is_in(cohorts.iter().copied()))
        .order_by_asc(cohort_tally_place::Column::MunicipalityCode)
        .all(db)
        .await?;
    for row in municipalities {
        if let Some(totals) = all.get_mut(&row.cohort_id) {
            totals.municipalities.push(row);
        }
    }
    let months = cohort_tally_month::Entity::find()
        .filter(cohort_tally_month::Column::CohortId.is_in(cohorts.iter().copied()))
        .order_by_asc(cohort_tally_month::Column::MunicipalityCode)
        .order_by_asc(cohort_tally_month::Column::Month)
        .all(db)
        .await?;
    for row in months {
        if let Some(totals) = all.get_mut(&row.cohort_id) {
            totals.months.push(row);
        }
    }
    Ok(all)
}
