//! What is kept of an entity's people follows the entity: nominations go where it was merged into, and who
//! enrolled while nobody knew its kind may use the seats of the kind from the day that somebody says it.

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage as CohortStage};
use people_model::entity::post;
use platform::app::App;
use platform::errors::AppError;
use platform::subscribers::Subscriber;
use territory_model::entity::entity;
use territory_model::kinds::UNSORTED;
use territory_model::subscribers::{ENTITY, merged_pairs};

use super::seat_ledger::SeatLedger;
use super::waiting_list::promote;
use crate::entity::enrolment::{self, EnrolmentId};
use crate::rules;

/// The subscriber that moves what enrolments keep of an entity; its posts have moved before.
pub fn subscriber() -> Subscriber {
    Subscriber {
        table: ENTITY,
        on_change: |tx, app, ids| Box::pin(async move { follow(tx, app, ids).await }),
    }
}

async fn follow(tx: &DatabaseTransaction, app: &App, ids: &[i64]) -> Result<(), AppError> {
    for (absorbed, survivor) in merged_pairs(tx, ids).await? {
        enrolment::Entity::update_many()
            .col_expr(enrolment::Column::NominatedBy, Expr::value(survivor))
            .filter(enrolment::Column::NominatedBy.eq(absorbed))
            .exec(tx)
            .await?;
    }
    let mut cohorts: BTreeMap<CohortId, Vec<UnsortedPlace>> = BTreeMap::new();
    for (cohort, stage, enrolment, kind) in unsorted(tx, ids).await? {
        cohorts.entry(cohort).or_default().push((stage, enrolment, kind));
    }
    for (cohort, places) in cohorts {
        // Whoever is seated stays so: a kind opens seats to a person and closes none.
        let goes_on = places.iter().any(|(stage, _, _)| rules::promotes(*stage));
        if !goes_on {
            sort(tx, places).await?;
            continue;
        }
        let mut ledger = SeatLedger::lock(tx, app, cohort).await?;
        sort(tx, places).await?;
        ledger.recount(tx).await?;
        promote(tx, app, &mut ledger).await?;
    }
    Ok(())
}

/// A place that counts for no kind, with the stage of its cohort and the kind that is known by now.
type UnsortedPlace = (CohortStage, EnrolmentId, String);

/// The places of people of these entities that were taken while nobody knew the kind.
async fn unsorted(
    tx: &DatabaseTransaction,
    ids: &[i64],
) -> Result<Vec<(CohortId, CohortStage, EnrolmentId, String)>, DbErr> {
    enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::CohortId)
        .column(cohort::Column::Stage)
        .column(enrolment::Column::Id)
        .column(entity::Column::Kind)
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Post.def())
        .join(JoinType::InnerJoin, post::Relation::Entity.def())
        .filter(enrolment::Column::EntityKind.eq(UNSORTED))
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .filter(entity::Column::Kind.ne(UNSORTED))
        .order_by_asc(enrolment::Column::Id)
        .into_tuple()
        .all(tx)
        .await
}

/// Writes the kind that each place counts for.
async fn sort(tx: &DatabaseTransaction, places: Vec<UnsortedPlace>) -> Result<(), DbErr> {
    let mut kinds: BTreeMap<String, Vec<EnrolmentId>> = BTreeMap::new();
    for (_, enrolment, kind) in places {
        kinds.entry(kind).or_default().push(enrolment);
    }
    for (kind, enrolments) in kinds {
        enrolment::Entity::update_many()
            .col_expr(enrolment::Column::EntityKind, Expr::value(kind))
            .filter(enrolment::Column::Id.is_in(enrolments))
            .exec(tx)
            .await?;
    }
    Ok(())
}
