//! The enrolments of a person, for the merge of two records (R28).
//!
//! Where both records are enrolled in one cohort, the survivor keeps its own enrolment and the
//! other one stays with the absorbed record, with its attendance and certificates: both are shown
//! on the person's page. Two living enrolments in a cohort that still runs are two seats of one
//! person: the coordination withdraws one first.

use std::collections::HashSet;

use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, JoinType,
    QueryFilter, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort;
use people_model::entity::person::PersonId;
use people_model::entity::post;
use people_model::references::{
    MovedRows, PersonQuery, PersonReference, ReferenceDeclaration, ReferenceRule, Story,
};
use platform::dates;

use crate::entity::enrolment::{self, Stage};
use crate::queries::of_one;
use crate::rules;

const PERSON_REFERENCES: &[PersonReference] = &[PersonReference {
    table: "enrolment",
    column: "person_id",
    rule: ReferenceRule::MoveUnlessTwin("cohort_id"),
    label: "inscripciones",
}];

pub fn declaration() -> ReferenceDeclaration {
    ReferenceDeclaration {
        references: PERSON_REFERENCES,
        merge_objections: Some(merge_objections),
        undo_objections: Some(undo_objections),
        story: Some(story),
    }
}

async fn living(tx: &DatabaseTransaction, person: PersonId) -> Result<Vec<cohort::Model>, DbErr> {
    let over = [cohort::Stage::Closed, cohort::Stage::Cancelled];
    cohort::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def().rev())
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::Stage.ne(Stage::Withdrawn))
        .filter(cohort::Column::Stage.is_not_in(over))
        .all(tx)
        .await
}

fn merge_objections(
    tx: &DatabaseTransaction,
    survivor: PersonId,
    absorbed: PersonId,
) -> PersonQuery<'_, Vec<String>> {
    Box::pin(async move {
        let ours: HashSet<_> =
            living(tx, survivor).await?.into_iter().map(|cohort| cohort.id).collect();
        let theirs = living(tx, absorbed).await?;
        let twice = theirs.into_iter().filter(|cohort| ours.contains(&cohort.id));
        Ok(twice
            .map(|cohort| {
                format!(
                    "Los dos registros tienen un lugar en la cohorte «{}»: retire primero uno.",
                    cohort.name
                )
            })
            .collect())
    })
}

/// Returns a sentence when undoing would leave an enrolment and the post it was made with on
/// different records.
fn undo_objections<'a>(
    tx: &'a DatabaseTransaction,
    moved: &'a MovedRows,
) -> PersonQuery<'a, Vec<String>> {
    Box::pin(async move {
        let enrolments: HashSet<i64> = moved.of("enrolment").iter().copied().collect();
        let posts: HashSet<i64> = moved.of("post").iter().copied().collect();
        let with_post = enrolment::Entity::find()
            .select_only()
            .column(enrolment::Column::Id)
            .column(enrolment::Column::PostId)
            .join(JoinType::InnerJoin, enrolment::Relation::Post.def())
            .filter(enrolment::Column::PersonId.eq(moved.survivor))
            .filter(post::Column::PersonId.eq(moved.survivor))
            .into_tuple::<(i64, i64)>()
            .all(tx)
            .await?;
        let apart = with_post
            .iter()
            .any(|(enrolment, post)| enrolments.contains(enrolment) != posts.contains(post));
        let sentence =
            "Después de la unión cambió la vinculación con la que se inscribió en un curso.";
        Ok(apart.then(|| sentence.to_owned()).into_iter().collect())
    })
}

fn story(db: &DatabaseConnection, person: PersonId) -> PersonQuery<'_, Vec<Story>> {
    Box::pin(async move {
        let lines = of_one(db, person, None).await?.into_iter().map(|row| {
            let dates = dates::range(row.starts_on, row.ends_on);
            let standing = rules::standing_label(row.stage, row.cohort_stage);
            format!("{}, {} ({dates}): {standing}", row.course, row.cohort)
        });
        Ok(vec![Story { title: "Inscripciones", lines: lines.collect() }])
    })
}
