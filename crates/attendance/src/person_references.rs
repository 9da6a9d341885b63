//! Marks hang on an enrolment and move with it when two records of a person are made one (R28):
//! nothing of them is a person's directly, and here they are only told.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use cohorts_model::entity::cohort;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person::PersonId;
use people_model::queries::records_of;
use people_model::references::{PersonQuery, ReferenceDeclaration, Story};
use platform::numbers;

use super::entity::attendance_mark::State;
use super::entity::attendance_summary;

pub fn declaration() -> ReferenceDeclaration {
    ReferenceDeclaration { story: Some(story), ..ReferenceDeclaration::default() }
}

fn story(db: &DatabaseConnection, person: PersonId) -> PersonQuery<'_, Vec<Story>> {
    Box::pin(async move {
        let marks: Vec<(EnrolmentId, String, State)> = attendance_summary::Entity::find()
            .select_only()
            .column(attendance_summary::Column::EnrolmentId)
            .column(cohort::Column::Name)
            .column(attendance_summary::Column::State)
            .join(JoinType::InnerJoin, attendance_summary::Relation::Enrolment.def())
            .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
            .filter(enrolment::Column::PersonId.in_subquery(records_of(person)))
            .order_by_asc(attendance_summary::Column::SessionId)
            .limit(1_000)
            .into_tuple()
            .all(db)
            .await?;
        // Two cohorts may have one name.
        let mut cohorts: BTreeMap<(EnrolmentId, String), (usize, usize)> = BTreeMap::new();
        for (enrolment, cohort, state) in marks {
            let (there, all) = cohorts.entry((enrolment, cohort)).or_default();
            *all += 1;
            *there += usize::from(matches!(state, State::Present | State::Late));
        }
        let lines = cohorts.into_iter().map(|((_, cohort), (there, all))| {
            format!("{cohort}: {there} de {}", numbers::some(all, "sesión", "sesiones"))
        });
        Ok(vec![Story { title: "Asistencia", lines: lines.collect() }])
    })
}
