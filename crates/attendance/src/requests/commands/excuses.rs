//! Excuses that were granted before their session: they count at the closing, for whoever nobody
//! marked.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use enrolment_model::entity::enrolment;
use platform::app::App;
use platform::errors::AppError;
use sign_in_model::actor::By;
use sign_in_model::entity::account::AccountId;

use super::decide::granted;
use crate::entity::attendance_mark::{MarkId, Method, State as Mark};
use crate::marks::{self, Held, append};
use crate::requests::entity::attendance_request::{self, Kind, Model, State};

/// Inside the transaction that closes the session. The marks are of whoever granted the excuses; a
/// list that says the same already is what the excuse became; one that says otherwise stands.
/// Answers how many were written.
///
/// # Errors
/// The database's.
pub async fn apply_excuses(
    tx: &DatabaseTransaction,
    app: &App,
    held: &mut Held,
) -> Result<usize, AppError> {
    let waiting = attendance_request::Entity::find()
        .join(JoinType::InnerJoin, attendance_request::Relation::Enrolment.def())
        .filter(attendance_request::Column::SessionId.eq(held.session().id))
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
        match (held.current().get(&request.enrolment_id), request.decided_by) {
            (Some(now), _) if now.state == Mark::Excused => became.push((request, now.mark)),
            (None, Some(decided_by)) => missing.entry(decided_by).or_default().push(request),
            _ => {}
        }
    }
    let written = missing.values().map(Vec::len).sum();
    for (account, requests) in missing {
        let all = requests.iter().map(|request| marks::Mark {
            reason: Some(
                request.decided_reason.clone().unwrap_or_else(|| granted(Kind::Excuse).to_owned()),
            ),
            ..marks::Mark::new(request.enrolment_id, Mark::Excused, Method::Request)
        });
        let all = all.collect();
        let by = By { account: Some(account), request: None };
        let ids = append(tx, app, &by, held, all).await?;
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
