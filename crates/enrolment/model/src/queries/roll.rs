//! The people of a cohort, as grids and sheets list them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::entity::session;
use people_model::entity::person::{self, DocumentType, PersonId};
use people_model::entity::post;
use people_model::queries::Name;
use people_model::rules::{document_label, masked_document};
use platform::search::fold;
use territory_model::entity::entity;

use super::learners::{identity, told_apart};
use crate::entity::enrolment::{self, EnrolmentId};

/// A person with a confirmed enrolment in the cohort.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RollRow {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    /// Since when the person counts.
    pub since: Option<DateTime<Utc>>,
    #[sea_orm(nested)]
    pub name: Name,
    pub document_type: DocumentType,
    pub document_number: String,
    pub entity: Option<String>,
    /// What tells them from another person of the same name in the list.
    #[sea_orm(skip)]
    pub apart: Option<String>,
}

impl RollRow {
    /// The name as lists give it where something is marked or graded: of people of one name the document
    /// and the entity too.
    pub fn listed_name(&self) -> String {
        told_apart(self.name.by_surname(), self.apart.as_deref())
    }

    /// The name as a sentence, a legend or a label says it, told apart likewise.
    pub fn spoken_name(&self) -> String {
        told_apart(self.name.full(), self.apart.as_deref())
    }

    /// The document as this reader may see it.
    pub fn document(&self, masked: bool) -> String {
        if masked {
            masked_document(self.document_type, &self.document_number)
        } else {
            document_label(self.document_type, &self.document_number)
        }
    }

    /// What tells two people of one name apart: the document as this reader may see it, and the
    /// entity.
    pub fn identity(&self, masked: bool) -> String {
        identity(self.document(masked), self.entity.as_deref(), " · ")
    }
}

/// Returns the people with a confirmed enrolment that the reader sees (`enrolment::policy::scope`;
/// a gobernación reads its own department's, R60), by surname: the few columns that grids of 1,000
/// people need. One statement; sorted here, because the two databases disagree on where «Ávila»
/// belongs.
pub async fn roll(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    seen: Condition,
) -> Result<Vec<RollRow>, DbErr> {
    let mut rows = enrolment::Entity::find()
        .select_only()
        .column_as(enrolment::Column::Id, "enrolment")
        .column_as(enrolment::Column::PersonId, "person")
        .column_as(enrolment::since(), "since")
        .columns(person::NAME)
        .column(person::Column::DocumentType)
        .column(person::Column::DocumentNumber)
        .column_as(entity::Column::Name, "entity")
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Post.def())
        .join(JoinType::LeftJoin, post::Relation::Entity.def())
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(seen)
        .into_model::<RollRow>()
        .all(db)
        .await?;
    rows.sort_by_cached_key(|row| (fold(&row.name.by_surname()), row.enrolment));
    tell_apart(&mut rows);
    Ok(rows)
}

/// People whose seats came when sessions of their cohort were over, which do not count for them (R35).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateSeats {
    pub people: u64,
    pub sessions: usize,
}

/// Counts the people who count since no earlier than the last session that was over at a moment, and the
/// sessions that were; `None` without any. Two statements.
pub async fn late_seats(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    at: DateTime<Utc>,
) -> Result<Option<LateSeats>, DbErr> {
    let ends: Vec<DateTime<Utc>> = session::Entity::find()
        .select_only()
        .column(session::Column::EndsAt)
        .filter(session::Column::CohortId.eq(cohort))
        .filter(session::Column::Stage.ne(session::Stage::Cancelled))
        .filter(session::Column::EndsAt.lte(at))
        .order_by_desc(session::Column::EndsAt)
        .into_tuple()
        .all(db)
        .await?;
    let Some(last) = ends.first() else { return Ok(None) };
    let people = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(ExprTrait::gte(enrolment::since(), *last))
        .count(db)
        .await?;
    Ok((people > 0).then_some(LateSeats { people, sessions: ends.len() }))
}

/// Says by document and entity who is who among people of one name; they stand side by side.
fn tell_apart(rows: &mut [RollRow]) {
    let same = |one: &RollRow, other: &RollRow| {
        fold(&one.name.by_surname()) == fold(&other.name.by_surname())
    };
    for group in rows.chunk_by_mut(same).filter(|group| group.len() > 1) {
        for row in group {
            row.apart = Some(identity(row.document(true), row.entity.as_deref(), ", "));
        }
    }
}
