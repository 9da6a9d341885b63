//! The needs that a new cohort answers: brought by the address, chosen in the form.

use std::collections::BTreeSet;

use sign_in_model::prelude::*;

use crate::demand::Demand;

/// Of the chosen ones, and of all that were offered, in the form.
pub const CHOSEN: &str = "necesidades";
pub const OFFERED: &str = "ofrecidas";
/// The most needs that one cohort can answer.
const MOST: usize = 200;

fn ids(fields: &Fields, names: &[&str]) -> Vec<i64> {
    let typed = names.iter().flat_map(|name| fields.all(name));
    let ids: BTreeSet<i64> = typed.filter_map(|id| id.parse().ok()).collect();
    ids.into_iter().take(MOST).collect()
}

pub fn chosen(fields: &Fields) -> Vec<i64> {
    ids(fields, &[CHOSEN])
}

/// What may be chosen again when the form comes back.
pub async fn offered(desk: &Desk<'_>, fields: &Fields) -> Result<Vec<Alternative>, AppError> {
    let ids = ids(fields, &[CHOSEN, OFFERED]);
    match demand(desk) {
        Some(demand) if !ids.is_empty() => {
            Ok((demand.tell)(desk.app.db.read(), desk.actor()?, &ids).await?)
        }
        _ => Ok(Vec::new()),
    }
}

pub fn demand(desk: &Desk<'_>) -> Option<Demand> {
    desk.request().rocket().state::<Demand>().copied()
}
