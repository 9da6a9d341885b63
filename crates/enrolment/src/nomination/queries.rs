//! The people of an entity and what became of those it put forward.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use people_model::entity::person::{self, PersonId};
use people_model::entity::post;
use people_model::queries::Name;
use platform::search::fold;
use territory_model::entity::entity::{self, EntityId};

use crate::entity::enrolment::{self, Origin, Stage};
use crate::entity::seat_offer;

/// Most people of an entity that one page offers.
pub const MOST: u64 = 300;

/// A person who works in one of the entities today.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Colleague {
    pub person: PersonId,
    pub entity_id: EntityId,
    #[sea_orm(nested)]
    pub name: Name,
    pub email: Option<String>,
    pub position: String,
}

/// A post in these entities on a day.
fn held_in(entities: &[i64], on: NaiveDate) -> Condition {
    let lasts = Condition::any().add(post::Column::EndsOn.is_null());
    Condition::all()
        .add(post::Column::EntityId.is_in(entities.iter().copied()))
        .add(post::Column::StartsOn.lte(on))
        .add(lasts.add(post::Column::EndsOn.gte(on)))
}

/// Returns the people with a post in these entities on a day, by surname, each once.
pub async fn colleagues(
    db: &impl ConnectionTrait,
    entities: &[i64],
    on: NaiveDate,
) -> Result<Vec<Colleague>, DbErr> {
    let mut all: Vec<Colleague> = post::Entity::find()
        .select_only()
        .column_as(post::Column::PersonId, "person")
        .columns([post::Column::EntityId, post::Column::Position])
        .columns(person::NAME)
        .columns([person::Column::Email])
        .join(JoinType::InnerJoin, post::Relation::Person.def())
        .filter(held_in(entities, on))
        .limit(MOST)
        .into_model()
        .all(db)
        .await?;
    all.sort_by_cached_key(|one| (fold(&one.name.by_surname()), one.person));
    all.dedup_by_key(|one| one.person);
    Ok(all)
}

/// A person whom an entity put forward or who works there, with the stage of their enrolment.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NominationRow {
    pub person: PersonId,
    pub stage: Stage,
    pub origin: Origin,
    #[sea_orm(nested)]
    pub name: Name,
    pub nominated_by: Option<EntityId>,
    pub until: Option<DateTime<Utc>>,
}

impl NominationRow {
    /// Whether these entities have no word left to give: who waits without it comes forward with it (R20).
    pub fn has_word(&self, entities: &[i64]) -> bool {
        let own = self.nominated_by.is_some_and(|id| entities.contains(&id.0));
        match self.stage {
            Stage::Withdrawn => false,
            Stage::Waiting => own,
            Stage::Offered | Stage::Confirmed => true,
        }
    }
}

/// Returns the people of a cohort whom these entities put forward or who work there on a day, by surname:
/// whoever has a seat already is not put forward again. That somebody whom the
/// entity did not put forward withdrew is not told.
pub async fn nominated(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    entities: &[i64],
    on: NaiveDate,
) -> Result<Vec<NominationRow>, DbErr> {
    let here = post::Entity::find().select_only().column(post::Column::PersonId);
    let here = here.filter(held_in(entities, on)).into_query();
    let mut all: Vec<NominationRow> = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::PersonId, "person")
        .columns([
            enrolment::Column::Stage,
            enrolment::Column::Origin,
            enrolment::Column::NominatedBy,
        ])
        .columns(person::NAME)
        .column_as(seat_offer::Column::ExpiresAt, "until")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(
            JoinType::LeftJoin,
            seat_offer::Relation::Enrolment.def().rev().on_condition(|_, offer| {
                use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition};
                Expr::col((offer, seat_offer::Column::SettledAt)).is_null().into_condition()
            }),
        )
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(
            Condition::any()
                .add(enrolment::Column::NominatedBy.is_in(entities.iter().copied()))
                .add(
                    Condition::all()
                        .add(enrolment::Column::PersonId.in_subquery(here))
                        .add(enrolment::Column::Stage.ne(Stage::Withdrawn)),
                ),
        )
        .limit(1_000)
        .into_model()
        .all(db)
        .await?;
    all.sort_by_cached_key(|one| (fold(&one.name.by_surname()), one.person));
    Ok(all)
}

/// The entities of a focal point that are in one of these municipalities.
pub async fn entities_in(
    db: &impl ConnectionTrait,
    entities: &[i64],
    municipalities: impl IntoIterator<Item = String>,
) -> Result<Vec<entity::Model>, DbErr> {
    entity::Entity::find()
        .filter(entity::Column::Id.is_in(entities.iter().copied()))
        .filter(entity::Column::MunicipalityCode.is_in(municipalities))
        .all(db)
        .await
}
