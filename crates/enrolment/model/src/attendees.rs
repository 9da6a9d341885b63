//! The people of a cohort to whom letters go, as later capabilities and workers need them.

use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, RelationTrait, Select,
};

use cohorts_model::entity::cohort::CohortId;
use notices_model::letters::Recipient;
use people_model::entity::person::{self, PersonId};
use people_model::queries::Name;
use sign_in_model::entity::account;

use super::entity::enrolment::{self, EnrolmentId, Stage};

/// How long before a session people are reminded of it.
pub const REMINDER_AHEAD: TimeDelta = TimeDelta::hours(24);

/// A person of a cohort who has a mail.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Attendee {
    pub enrolment: EnrolmentId,
    pub stage: Stage,
    person: PersonId,
    /// The mail of the person, or else of their account.
    email: String,
    account: Option<i64>,
    #[sea_orm(nested)]
    name: Name,
}

impl Attendee {
    pub fn recipient(&self) -> Recipient {
        Recipient {
            email: self.email.clone(),
            name: self.name.full(),
            person: Some(self.person.0),
            account: self.account,
        }
    }
}

/// The people of a cohort at these stages who can be written to, in order of enrolment.
pub async fn attendees(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    stages: &[Stage],
) -> Result<Vec<Attendee>, DbErr> {
    reachable()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.is_in(stages.iter().copied()))
        .into_model()
        .all(db)
        .await
}

/// Returns the recipient of a letter about one enrolment; `None` when the person has no mail.
pub async fn recipient_of(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Option<Recipient>, DbErr> {
    let found: Option<Attendee> =
        reachable().filter(enrolment::Column::Id.eq(enrolment)).into_model().one(db).await?;
    Ok(found.as_ref().map(Attendee::recipient))
}

/// Selects the enrolments whose person has a mail, their own or their account's.
fn reachable() -> Select<enrolment::Entity> {
    let of_person: RelationDef = person::Entity::belongs_to(account::Entity)
        .from(person::Column::Id)
        .to(account::Column::PersonId)
        .into();
    let mail = Expr::from(Func::coalesce([
        Expr::col((person::Entity, person::Column::Email)),
        Expr::col((account::Entity, account::Column::Email)),
    ]));
    enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .column(enrolment::Column::Stage)
        .column_as(person::Column::Id, "person")
        .columns(person::NAME)
        .column_as(account::Column::Id, "account")
        .column_as(mail.clone(), "email")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, of_person)
        .filter(mail.is_not_null())
        .order_by_asc(enrolment::Column::Id)
}
