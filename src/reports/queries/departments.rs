//! The departments whose report an actor reads.

use super::ever;
use crate::platform::db::scalar;

use super::super::policy;
use crate::certification::entity::certificate;
use crate::enrolment::entity::enrolment;
use crate::platform::errors::AppError;
use crate::sign_in::actor::Actor;
use crate::territory::entity::{department, municipality};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

/// The department, if the actor reads its report; foreign and absent look alike (R60).
pub async fn department(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<department::Model, AppError> {
    department::Entity::find_by_id(code.to_owned())
        .filter(policy::scope(actor))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// The departments whose report the actor reads, by name; at most the country's 33.
pub async fn departments(
    db: &impl ConnectionTrait,
    actor: &Actor,
) -> Result<Vec<department::Model>, DbErr> {
    department::Entity::find()
        .filter(policy::scope(actor))
        .order_by_asc(department::Column::SearchName)
        .all(db)
        .await
}

/// A department in four numbers, of all its time.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Headline {
    pub department: String,
    pub municipalities: i64,
    pub reached: i64,
    pub enrolled: i64,
    pub certified: i64,
}

/// The numbers of every department that the actor reads, in one statement.
pub async fn headlines(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<Headline>, DbErr> {
    let of_department = Expr::col((municipality::Entity, municipality::Column::DepartmentCode))
        .equals((department::Entity, department::Column::Code));
    let counted = |what: Expr| {
        let mut select = Query::select();
        select.expr(what).from(municipality::Entity).and_where(of_department.clone());
        select
    };
    let place = |select: &mut SelectStatement| {
        select
            .inner_join(
                enrolment::Entity,
                Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode))
                    .equals((municipality::Entity, municipality::Column::Code)),
            )
            .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed));
    };
    let codes = Expr::col((municipality::Entity, municipality::Column::Code));
    let municipalities = counted(codes.clone().count());
    let mut enrolled = counted(Expr::col((enrolment::Entity, enrolment::Column::Id)).count());
    place(&mut enrolled);
    let mut certified = counted(Expr::col((certificate::Entity, certificate::Column::Id)).count());
    place(&mut certified);
    certified
        .inner_join(
            certificate::Entity,
            Expr::col((certificate::Entity, certificate::Column::EnrolmentId))
                .equals((enrolment::Entity, enrolment::Column::Id)),
        )
        .and_where(certificate::Column::State.eq(certificate::State::Active));
    let mut reached = counted(codes.count());
    // Asked of each municipality: the first mark settles it, and most of a country's are never read.
    reached.and_where(ever());
    department::Entity::find()
        .select_only()
        .column_as(department::Column::Code, "department")
        .column_as(scalar(municipalities), "municipalities")
        .column_as(scalar(reached), "reached")
        .column_as(scalar(enrolled), "enrolled")
        .column_as(scalar(certified), "certified")
        .filter(policy::scope(actor))
        .into_model()
        .all(db)
        .await
}
