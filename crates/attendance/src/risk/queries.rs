//! Who of a cohort is below the minimum, with how to reach them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort;
use enrolment_model::acceptance::contact;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::{person, post};
use people_model::queries::Name;
use platform::search::fold;
use territory_model::entity::entity;

use super::entity::risk_notice::{self, RiskLevel};
use super::rules::level;
use crate::queries::totals;
use crate::rules::Totals;

#[derive(Clone, Debug, FromQueryResult)]
pub struct Contact {
    pub enrolment: EnrolmentId,
    #[sea_orm(nested)]
    pub name: Name,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub entity: Option<String>,
}

/// A person below the minimum, with how to reach them.
#[derive(Clone, Debug)]
pub struct RiskCase {
    pub contact: Contact,
    pub level: RiskLevel,
    pub totals: Totals,
    /// When it was last noticed, and whether the person was written to.
    pub noticed: Option<(DateTime<Utc>, bool)>,
}

/// Returns the people below the minimum, those who can still reach it first, by surname. Five
/// statements whatever their number.
pub async fn below(
    db: &impl ConnectionTrait,
    cohort: &cohort::Model,
    now: DateTime<Utc>,
) -> Result<Vec<RiskCase>, DbErr> {
    let minimum = cohort.minimum_attendance;
    let below: HashMap<EnrolmentId, (RiskLevel, Totals)> = totals(db, cohort, now)
        .await?
        .into_iter()
        .filter_map(|(person, totals)| {
            Some((person, (level(totals.reachability(minimum))?, totals)))
        })
        .collect();
    let contacts: Vec<Contact> = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .columns(person::NAME)
        .column_as(contact(person::Column::Email), "email")
        .column_as(contact(person::Column::Phone), "phone")
        .column_as(entity::Column::Name, "entity")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .join(JoinType::LeftJoin, post::Relation::Entity.def())
        .filter(enrolment::Column::Id.is_in(below.keys().copied()))
        .into_model()
        .all(db)
        .await?;
    let mut noticed = HashMap::new();
    for notice in risk_notice::Entity::find()
        .filter(risk_notice::Column::EnrolmentId.is_in(below.keys().copied()))
        .order_by_asc(risk_notice::Column::Id)
        .all(db)
        .await?
    {
        noticed.insert(notice.enrolment_id, (notice.noticed_at, notice.is_told));
    }
    let mut all: Vec<RiskCase> = contacts
        .into_iter()
        .filter_map(|contact| {
            let (level, totals) = below.get(&contact.enrolment).copied()?;
            let noticed = noticed.get(&contact.enrolment).copied();
            Some(RiskCase { contact, level, totals, noticed })
        })
        .collect();
    all.sort_by_cached_key(|one| {
        (
            one.level == RiskLevel::OutOfReach,
            fold(&one.contact.name.by_surname()),
            one.contact.enrolment,
        )
    });
    Ok(all)
}
