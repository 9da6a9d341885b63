//! A place follows the person to their next post (R29): each session of a cohort that goes on counts for
//! the post held on its day, without anybody's hand. Where seats are kept for a group the coordination
//! decides ([`super::attribute`]), for somebody may lose the right to theirs; and so it does between posts
//! held at the same time.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
};

use cohorts_model::entity::cohort::{self, Stage as CohortStage};
use people_model::entity::person::PersonId;
use people_model::entity::post::{self, PostId};
use people_model::subscribers::PERSON;
use platform::app::App;
use platform::dates;
use platform::errors::AppError;
use platform::subscribers::Subscriber;
use platform::texts;
use sign_in_model::actor::Author;
use territory_model::entity::entity;

use super::attribute::{count_for, since};
use super::shared::{StageChange, trace};
use super::supersede::supersede;
use crate::entity::enrolment::{self, Stage};
use crate::entity::seat_quota;

/// The subscriber that counts places for the next post.
pub fn subscriber() -> Subscriber {
    Subscriber {
        table: PERSON,
        on_change: |tx, app, ids| {
            let persons: Vec<PersonId> = ids.iter().copied().map(PersonId).collect();
            Box::pin(async move { follow(tx, app, &persons).await })
        },
    }
}

/// The places of some persons that follow them: of cohorts that go on and keep no seats. One statement.
async fn places(
    tx: &DatabaseTransaction,
    persons: &[PersonId],
) -> Result<Vec<(enrolment::Model, Option<cohort::Model>)>, DbErr> {
    let keeping = seat_quota::Entity::find()
        .select_only()
        .column(seat_quota::Column::CohortId)
        .filter(seat_quota::Column::ReleasedAt.is_null())
        .into_query();
    let going_on = [CohortStage::Tentative, CohortStage::Confirmed, CohortStage::Running];
    enrolment::Entity::find()
        .find_also_related(cohort::Entity)
        .filter(enrolment::Column::PersonId.is_in(persons.iter().copied()))
        .filter(enrolment::Column::PostId.is_not_null())
        .filter(enrolment::Column::Stage.ne(Stage::Withdrawn))
        .filter(enrolment::Column::CohortId.not_in_subquery(keeping))
        .filter(cohort::Column::Stage.is_in(going_on))
        .order_by_asc(enrolment::Column::Id)
        .all(tx)
        .await
}

/// Two statements for those whose posts changed nothing.
async fn follow(tx: &DatabaseTransaction, app: &App, persons: &[PersonId]) -> Result<(), AppError> {
    let places = places(tx, persons).await?;
    if places.is_empty() {
        return Ok(());
    }
    let held: Vec<(post::Model, Option<entity::Model>)> = post::Entity::find()
        .find_also_related(entity::Entity)
        .filter(post::Column::PersonId.is_in(persons.iter().copied()))
        .order_by_asc(post::Column::StartsOn)
        .order_by_asc(post::Column::Id)
        .all(tx)
        .await?;
    let posts: Vec<post::Model> = held.iter().map(|(post, _)| post.clone()).collect();
    let kinds: HashMap<PostId, String> =
        held.into_iter().filter_map(|(post, entity)| Some((post.id, entity?.kind))).collect();
    for (row, cohort) in places {
        let Some(cohort) = cohort else { continue };
        let theirs = posts.iter().filter(|post| post.person_id == row.person_id);
        let Some((next, from)) = next_post(theirs, row.post_id, cohort.ends_on) else { continue };
        let from = at(from).max(since(next.starts_on, app.clock.today()));
        let stage = row.stage;
        supersede(tx, &row, app.clock.now()).await?;
        let kind = kinds.get(&next.id).cloned();
        let row = count_for(tx, row, (next, kind), (from, cohort.starts_on)).await?;
        let change = StageChange {
            action: "enrolment.attribute",
            from: Some(stage),
            to: stage,
            by: &Author::system(),
            reason: Some(texts::word("enrolment.followed_post")),
            cause: None,
        };
        trace(tx, app, &row, change).await?;
    }
    Ok(())
}

fn at(day: NaiveDate) -> DateTime<Utc> {
    dates::from_bogota(day, NaiveTime::MIN)
}

/// The post that follows the one a place counts for, and its first day as that: the post has ended, and
/// the person holds another afterwards, before the cohort ends. Of several the principal one, else the
/// first. `None` means that nothing changes.
fn next_post<'a>(
    posts: impl Iterator<Item = &'a post::Model> + Clone,
    of: Option<PostId>,
    until: NaiveDate,
) -> Option<(&'a post::Model, NaiveDate)> {
    let mut all = posts.clone();
    let own = all.find(|post| Some(post.id) == of)?;
    let after = own.ends_on?.checked_add_days(Days::new(1))?;
    let follows = |post: &&post::Model| {
        post.id != own.id
            && post.ends_on.is_none_or(|end| end >= after)
            && post.starts_on.max(after) <= until
    };
    let next = posts
        .filter(follows)
        .min_by_key(|post| (!post.is_principal, post.starts_on.max(after), post.id))?;
    Some((next, next.starts_on.max(after)))
}

#[cfg(test)]
mod tests {
    use people_model::entity::post::Kind;
    use territory_model::entity::entity::EntityId;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("valid")
    }

    fn held(id: i64, from: u32, to: Option<u32>, is_principal: bool) -> post::Model {
        post::Model {
            id: PostId(id),
            person_id: PersonId(1),
            entity_id: EntityId(id),
            position: "Profesional".into(),
            kind: Kind::Carrera,
            municipality_code: "50325".into(),
            starts_on: day(from),
            ends_on: to.map(day),
            is_principal,
            created_at: at(day(1)),
            confirmed_on: None,
            asked_on: None,
            is_vouched: true,
        }
    }

    #[test]
    fn a_place_follows_to_the_post_that_comes_after_its_own_has_ended() {
        let next = |posts: &[post::Model]| {
            let found = next_post(posts.iter(), Some(PostId(1)), day(28));
            found.map(|(post, from)| (post.id.0, from))
        };
        let own = || held(1, 1, Some(10), true);
        assert_eq!(next(&[own()]), None, "who left holds none");
        assert_eq!(next(&[held(1, 1, None, true), held(2, 5, None, false)]), None, "two at once");
        assert_eq!(next(&[own(), held(2, 15, None, true)]), Some((2, day(15))));
        assert_eq!(next(&[own(), held(2, 5, None, false)]), Some((2, day(11))));
        let two = [own(), held(2, 11, None, false), held(3, 12, None, true)];
        assert_eq!(next(&two), Some((3, day(12))), "the principal one");
        assert_eq!(next(&[own(), held(2, 2, Some(9), true)]), None, "that one is over too");
        assert_eq!(next(&[own(), held(2, 29, None, true)]), None, "the cohort has ended");
    }
}
