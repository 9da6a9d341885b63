//! A learner's name where something is marked or graded: of people of one name in a cohort it says who is who.

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait, Select,
};

use people_model::entity::person::{self, DocumentType};
use people_model::entity::post;
use people_model::queries::Name;
use people_model::rules::masked_document;
use territory_model::entity::entity;

use crate::entity::enrolment::{self, EnrolmentId};

/// The name of a learner among the columns of a query ([`SelectLearner`]).
#[derive(Clone, Debug, FromQueryResult)]
pub struct LearnerName {
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
    pub entity: Option<String>,
    /// Whether somebody else of the cohort is called the same.
    pub has_namesake: bool,
}

impl LearnerName {
    /// The name as lists give it.
    pub fn by_surname(&self) -> String {
        told_apart(self.name.by_surname(), self.apart().as_deref())
    }

    /// The name as a sentence or a heading says it.
    pub fn full(&self) -> String {
        told_apart(self.name.full(), self.apart().as_deref())
    }

    fn apart(&self) -> Option<String> {
        let document = || masked_document(self.document_type, &self.document_number);
        self.has_namesake.then(|| identity(document(), self.entity.as_deref(), ", "))
    }
}

/// Returns a name with what tells it from another one that reads the same.
pub(super) fn told_apart(name: String, apart: Option<&str>) -> String {
    match apart {
        Some(apart) => format!("{name} ({apart})"),
        None => name,
    }
}

/// What tells two people of one name apart.
pub(super) fn identity(document: String, entity: Option<&str>, between: &str) -> String {
    match entity {
        Some(entity) => format!("{document}{between}{entity}"),
        None => document,
    }
}

/// A statement over `enrolment` that says of whom its rows are.
pub trait SelectLearner: QuerySelect {
    /// Adds the person, and the columns of [`LearnerName`].
    fn learner(self) -> Self {
        self.columns(person::NAME)
            .columns([person::Column::DocumentType, person::Column::DocumentNumber])
            .column_as(entity::Column::Name, "entity")
            .column_as(has_namesake(), "has_namesake")
            .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
            .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
            .join(JoinType::LeftJoin, post::Relation::Entity.def())
    }
}

impl<E: EntityTrait> SelectLearner for Select<E> {}

/// Whether somebody else with an enrolment in the cohort of the row of `enrolment`, whatever its stage, is
/// called as its person. The name is looked for first: few people share one.
fn has_namesake() -> Expr {
    let other = || Alias::new("other_enrolment");
    let namesake = || Alias::new("namesake");
    let there = Query::select()
        .expr(Expr::value(1))
        .from_as(enrolment::Entity, other())
        .and_where(
            Expr::col((other(), enrolment::Column::PersonId))
                .equals((namesake(), person::Column::Id)),
        )
        .and_where(
            Expr::col((other(), enrolment::Column::CohortId))
                .equals((enrolment::Entity, enrolment::Column::CohortId)),
        )
        .to_owned();
    let called_the_same = Query::select()
        .expr(Expr::value(1))
        .from_as(person::Entity, namesake())
        .and_where(
            Expr::col((namesake(), person::Column::SearchName))
                .equals((person::Entity, person::Column::SearchName)),
        )
        .and_where(
            Expr::col((namesake(), person::Column::Id))
                .not_equals((person::Entity, person::Column::Id)),
        )
        .and_where(Expr::exists(there))
        .to_owned();
    Expr::exists(called_the_same)
}

/// An enrolment with the name of its person.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Learner {
    #[sea_orm(nested)]
    pub enrolment: enrolment::Model,
    #[sea_orm(nested)]
    pub name: LearnerName,
}

/// Returns an enrolment, if the reader sees it, with the name of its person. One statement.
///
/// # Errors
/// The database's.
pub async fn learner(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    seen: Condition,
) -> Result<Option<Learner>, DbErr> {
    enrolment::Entity::find_by_id(id).filter(seen).learner().into_model().one(db).await
}
