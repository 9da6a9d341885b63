//! What must hold of kept sums; `doctor` asks (P20): every closed cohort is added up again and compared.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use platform::doctor::Finding;

use super::entity::cohort_tally;
use super::queries;

/// Findings that are told; one is enough to look, and the list stays readable.
const MOST: usize = 20;
const PORTION: u64 = 200;

fn finding(text: String) -> Finding {
    Finding::new("reports", text)
}

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut all = open(db).await?;
    let mut after = CohortId(0);
    loop {
        let cohorts = queries::closed_after(db, after, PORTION).await?;
        let Some(last) = cohorts.last() else { return Ok(all) };
        after = *last;
        let fresh = queries::fresh(db, &cohorts).await?;
        // One that lacks its sums is counted mark by mark until the worker comes.
        for (cohort, kept) in queries::kept(db, &cohorts).await? {
            if fresh.get(&cohort) != Some(&kept) {
                all.push(finding(format!(
                    "the sums of cohort {cohort} are not those of its marks"
                )));
            }
        }
        if all.len() >= MOST {
            all.truncate(MOST);
            return Ok(all);
        }
    }
}

/// Sums of a cohort that is not closed would hide what is still to come.
async fn open(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let closed = Query::select()
        .column(cohort::Column::Id)
        .from(cohort::Entity)
        .and_where(cohort::Column::Stage.eq(Stage::Closed))
        .to_owned();
    let cohorts: Vec<CohortId> = cohort_tally::Entity::find()
        .select_only()
        .column(cohort_tally::Column::CohortId)
        .filter(
            Expr::col((cohort_tally::Entity, cohort_tally::Column::CohortId))
                .in_subquery(closed)
                .not(),
        )
        .limit(MOST as u64)
        .into_tuple()
        .all(db)
        .await?;
    let told = |cohort: CohortId| finding(format!("cohort {cohort} has sums and is not closed"));
    Ok(cohorts.into_iter().map(told).collect())
}
