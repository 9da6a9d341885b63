//! Who is told.

use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect,
};

use cohorts_model::audience::{Audience, AudienceFuture};
use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session;
use enrolment_model::attendees::attendees;
use enrolment_model::entity::enrolment::{self, Stage};
use notices_model::letters::Recipient;
use sign_in_model::entity::account::{self, AccountId};

/// Stages whose people come to the sessions.
pub const COMING: &[Stage] = &[Stage::Confirmed];
/// Stages whose people count on the cohort.
pub const COUNTING_ON_IT: &[Stage] = &[Stage::Confirmed, Stage::Offered, Stage::Waiting];

/// Counts whom a change of the cohort would be announced to, for the page that asks before the
/// change is made.
pub fn audience(db: &DatabaseConnection, cohort: CohortId) -> AudienceFuture<'_> {
    Box::pin(async move {
        let people = enrolment::Entity::find()
            .filter(enrolment::Column::CohortId.eq(cohort))
            .filter(enrolment::Column::Stage.is_in(COMING.iter().copied()))
            .count(db)
            .await?;
        let reached = attendees(db, cohort, COMING).await?.len() as u64;
        let waiting = attendees(db, cohort, &[Stage::Offered, Stage::Waiting]).await?.len() as u64;
        let facilitators = facilitators(db, cohort).await?.len() as u64;
        let without_mail = people.saturating_sub(reached);
        Ok(Audience { people, without_mail, waiting, facilitators })
    })
}

/// Returns the facilitators of a cohort's sessions that are not over, with their mail.
pub async fn facilitators(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(AccountId, Recipient)>, DbErr> {
    let teaching = session::Entity::find()
        .select_only()
        .column(session::Column::FacilitatorAccountId)
        .filter(session::Column::CohortId.eq(cohort))
        .filter(session::Column::FacilitatorAccountId.is_not_null());
    let teaching = account::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(teaching));
    reachable(db, teaching).await
}

/// These accounts with their mail, of those that are open.
pub async fn reachable(
    db: &impl ConnectionTrait,
    which: SimpleExpr,
) -> Result<Vec<(AccountId, Recipient)>, DbErr> {
    let accounts = account::Entity::find()
        .filter(which)
        .filter(account::Column::IsActive.eq(true))
        .all(db)
        .await?;
    Ok(accounts
        .into_iter()
        .map(|account| {
            let to = Recipient {
                email: account.email,
                name: account.display_name,
                person: account.person_id,
                account: Some(account.id.0),
            };
            (account.id, to)
        })
        .collect())
}
