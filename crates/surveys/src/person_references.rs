//! Tickets and invitations hang on an enrolment and move with it when two records of a person are
//! made one (R28): nothing of them is a person's directly, and here follow-ups are only told. What
//! was answered in an anonymous survey hangs on nobody.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use cohorts_model::entity::cohort;
use enrolment_model::entity::enrolment;
use people_model::entity::person::PersonId;
use people_model::queries::records_of;
use people_model::references::{PersonQuery, ReferenceDeclaration, Story};
use platform::dates;

use super::entity::survey_version::Kind;
use super::entity::{survey_invitation, survey_round};

pub fn declaration() -> ReferenceDeclaration {
    ReferenceDeclaration { story: Some(story), ..ReferenceDeclaration::default() }
}

fn story(db: &DatabaseConnection, person: PersonId) -> PersonQuery<'_, Vec<Story>> {
    Box::pin(async move {
        let rows: Vec<(Kind, String, Option<DateTime<Utc>>)> = survey_invitation::Entity::find()
            .select_only()
            .column(survey_round::Column::Kind)
            .column(cohort::Column::Name)
            .column(survey_invitation::Column::AnsweredAt)
            .join(JoinType::InnerJoin, survey_invitation::Relation::Round.def())
            .join(JoinType::InnerJoin, survey_round::Relation::Cohort.def())
            .join(JoinType::InnerJoin, survey_invitation::Relation::Enrolment.def())
            .filter(survey_invitation::Column::Respondent.eq(survey_invitation::Respondent::Person))
            .filter(enrolment::Column::PersonId.in_subquery(records_of(person)))
            .order_by_asc(survey_invitation::Column::Id)
            .limit(100)
            .into_tuple()
            .all(db)
            .await?;
        let lines = rows.into_iter().map(|(kind, cohort, answered_at)| {
            let what = answered_at.map_or_else(
                || "sin respuesta".to_owned(),
                |at| format!("respondido el {}", dates::short(dates::bogota_date(at))),
            );
            format!("{}, {cohort}: {what}", kind.label())
        });
        Ok(vec![Story { title: "Seguimientos", lines: lines.collect() }])
    })
}
