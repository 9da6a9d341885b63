//! What must hold of certificates that end; `doctor` asks (P20).

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use platform::doctor::Finding;

use crate::entity::certificate::{self, CertificateId, Column};
use crate::snapshot::Snapshot;

/// Number of rows that one statement reads.
const PORTION: u64 = 200;

/// The day of the row is the day that was frozen, and nobody was told of an end that is none. A
/// snapshot that cannot be read, or a day in it and none in the row, is found by its digest: the row
/// is written from it.
pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut found = Vec::new();
    let mut after = CertificateId(0);
    loop {
        let rows = certificate::Entity::find()
            .filter(Column::Id.gt(after))
            .filter(
                Condition::any()
                    .add(Column::ValidUntil.is_not_null())
                    .add(Column::ExpiryToldAt.is_not_null()),
            )
            .order_by_asc(Column::Id)
            .limit(PORTION)
            .all(db)
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in &rows {
            let frozen = Snapshot::read(&row.snapshot).ok().and_then(|said| said.valid_until);
            let what = if frozen != row.valid_until {
                "it ends on another day than its document says"
            } else if row.valid_until.is_none() {
                "its holder was told that it ends, and it does not"
            } else {
                continue;
            };
            found.push(Finding::new("certification", format!("certificate {}: {what}", row.id)));
        }
    }
    Ok(found)
}
