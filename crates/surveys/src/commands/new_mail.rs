//! Somebody has another mail: the addresses in letters that went to the old one open nothing any more.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use enrolment_model::entity::enrolment;
use people_model::subscribers::MAIL;
use platform::subscribers::Subscriber;

use crate::entity::survey_invitation::{self, Respondent};
use crate::entity::survey_link;

/// The subscriber that deletes the addresses of these persons' own invitations. The next letter of the
/// follow-up has an address of its own.
pub fn mail_subscriber() -> Subscriber {
    Subscriber {
        table: MAIL,
        on_change: |tx, _, ids| {
            Box::pin(async move {
                let theirs = survey_invitation::Entity::find()
                    .inner_join(enrolment::Entity)
                    .select_only()
                    .column(survey_invitation::Column::Id)
                    .filter(survey_invitation::Column::Respondent.eq(Respondent::Person))
                    .filter(enrolment::Column::PersonId.is_in(ids.iter().copied()))
                    .into_query();
                survey_link::Entity::delete_many()
                    .filter(survey_link::Column::InvitationId.in_subquery(theirs))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        },
    }
}
