//! What must hold of batches; `doctor` asks.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter,
    QuerySelect, RelationTrait,
};

use platform::doctor::Finding;

use super::entity::certificate_batch::{self, BatchId};
use super::entity::certificate_batch_person::{self as batch_person, State};
use crate::entity::certificate;

const MOST: u64 = 20;

/// Finds people who wait in a closed batch, and turns whose certificate belongs to another enrolment.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let forgotten = Condition::all()
        .add(certificate_batch::Column::FinishedAt.is_not_null())
        .add(batch_person::Column::State.eq(State::Waiting));
    let other = Expr::col((batch_person::Entity, batch_person::Column::EnrolmentId))
        .ne(Expr::col((certificate::Entity, certificate::Column::EnrolmentId)));
    let rows: Vec<(BatchId, i32)> = batch_person::Entity::find()
        .select_only()
        .column(batch_person::Column::BatchId)
        .column(batch_person::Column::Position)
        .join(JoinType::InnerJoin, batch_person::Relation::Batch.def())
        .join(JoinType::LeftJoin, batch_person::Relation::Certificate.def())
        .filter(Condition::any().add(forgotten).add(other))
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    let told = rows.into_iter().map(|(batch, position)| {
        let text = format!(
            "batch {batch}, person {position}: waits in a batch that is over, or the certificate is somebody else's"
        );
        Finding::new("certification", text)
    });
    Ok(told.collect())
}
