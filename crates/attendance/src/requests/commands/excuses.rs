//! Excuses that were granted before their session: they count at the closing, for whoever nobody
//! marked.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use enrolment_model::entity::enrolment;
use sign_in_model::entity::account::AccountId;
use sign_in_model::prelude::*;

use crate::entity::attendance_mark::{MarkId, Method, State as MarkState};
use crate::marks::{self, LockedSession, append};
use crate::requests::entity::attendance_request::{self, Kind, Model, State};

/// Turns the excuses that were granted before the session into marks, inside the transaction that
/// closes it. The account that granted an excuse is the author of its mark. Where the list already
/// says «excusa», the excuse points to that mark; where it says something else, that mark stands.
/// Returns how many marks were written.
///
/// # Errors
/// The database's.
pub async fn apply_excuses(
    tx: &DatabaseTransaction,
    app: &App,
    locked: &mut LockedSession,
) -> Result<usize, AppError> {
    let waiting = attendance_request::Entity::find()
        .join(JoinType::InnerJoin, attendance_request::Relation::Enrolment.def())
        .filter(attendance_request::Column::SessionId.eq(locked.session().id))
        .filter(attendance_request::Column::Kind.eq(Kind::Excuse))
        .filter(attendance_request::Column::State.eq(State::Granted))
        .filter(attendance_request::Column::MarkId.is_null())
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .order_by_asc(attendance_request::Column::Id)
        .all(tx)
        .await?;
    let mut became: Vec<(Model, MarkId)> = Vec::new();
    let mut missing: BTreeMap<AccountId, Vec<Model>> = BTreeMap::new();
    for request in waiting {
        match (locked.current().get(&request.enrolment_id), request.decided_by) {
            (Some(now), _) if now.state == MarkState::Excused => became.push((request, now.mark)),
            (None, Some(decided_by)) => missing.entry(decided_by).or_default().push(request),
            _ => {}
        }
    }
    let written = missing.values().map(Vec::len).sum();
    for (account, requests) in missing {
        let all = requests.iter().map(|request| marks::Mark {
            reason: request.decided_reason.clone(),
            ..marks::Mark::new(request.enrolment_id, MarkState::Excused, Method::Request)
        });
        let all = all.collect();
        let by = Author { account: Some(account), request: None };
        let ids = append(tx, app, &by, locked, all).await?;
        became.extend(requests.into_iter().zip(ids));
    }
    for (request, mark) in became {
        let row = attendance_request::ActiveModel {
            id: Set(request.id),
            mark_id: Set(Some(mark)),
            ..Default::default()
        };
        row.update(tx).await?;
    }
    Ok(written)
}
