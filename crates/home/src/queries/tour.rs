//! What the tour of the demonstration leads to.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use enrolment_model::entity::enrolment::{self, EnrolmentId};
use territory_model::entity::municipality;

/// The municipality that an enrolment counts for, and its department, by their codes.
pub async fn place_of(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Option<(String, String)>, DbErr> {
    let counted = Query::select()
        .column(enrolment::Column::MunicipalityCode)
        .from(enrolment::Entity)
        .and_where(enrolment::Column::Id.eq(enrolment))
        .to_owned();
    municipality::Entity::find()
        .select_only()
        .columns([municipality::Column::Code, municipality::Column::DepartmentCode])
        .filter(municipality::Column::Code.in_subquery(counted))
        .into_tuple()
        .one(db)
        .await
}
