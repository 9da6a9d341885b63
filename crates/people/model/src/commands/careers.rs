//! The institution stands behind what somebody declared of a post: their administrative career counts
//! from then on (R77).

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};

use history_model::commands::record_all;
use platform::errors::refuse;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::{PersonResult, event};
use crate::entity::post::{self, PostId};
use crate::oneself::records;
use crate::policy::VouchPost;
use crate::rules::PersonRefusal;

/// Confirms a declared post.
///
/// # Errors
/// It is confirmed already.
pub async fn vouch_post(app: &App, permit: VouchPost) -> PersonResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    if vouch_posts(&work.tx, app, work.by, [*permit.post()]).await? == 0 {
        return refuse(PersonRefusal::VouchedAlready);
    }
    Ok(work.commit().await?)
}

/// [`vouch_post`] as a step of another verb of the institution, a list or a nomination, for many posts;
/// returns how many were only declared until now. The caller bounds how many.
pub async fn vouch_posts(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    posts: impl IntoIterator<Item = PostId>,
) -> Result<usize, AppError> {
    // Nobody confirms their own.
    let own = records(tx, by).await?;
    let declared: Vec<PostId> = post::Entity::find()
        .filter(post::Column::Id.is_in(posts))
        .filter(post::Column::IsVouched.eq(false))
        .all(tx)
        .await?
        .into_iter()
        .filter(|post| !own.contains(&post.person_id))
        .map(|post| post.id)
        .collect();
    if declared.is_empty() {
        return Ok(0);
    }
    let vouched = post::ActiveModel { is_vouched: Set(true), ..Default::default() };
    post::Entity::update_many()
        .set(vouched)
        .filter(post::Column::Id.is_in(declared.iter().copied()))
        .exec(tx)
        .await?;
    let told = |post: &PostId| event(app, by, "people.vouch_post", ("post", post.0), json!({}));
    record_all(tx, declared.iter().map(told)).await?;
    Ok(declared.len())
}
