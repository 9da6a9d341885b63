//! A crowd for the demo programme: a cohort grows by a thousand
//! people and the country by ten thousand, so that a page whose work grows with the data
//! is found out.

use chrono::TimeDelta;
use formacion::cohorts::entity::cohort::{self, CohortId};
use formacion::enrolment::entity::{enrolment, enrolment_event};
use formacion::people::entity::{person, person_word};
use formacion::reports::cohort_totals;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
};

use super::world::{World, today};

/// People added to the country, and how many of them to one cohort.
const PEOPLE: i64 = 10_000;
const IN_COHORT: usize = 1_000;
const BATCH: usize = 500;

/// Adds the crowd to the country and to one cohort.
pub async fn join(world: &World, cohort: CohortId) {
    let tx = world.app.db.begin().await.unwrap();
    let at = today() - TimeDelta::days(60);
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(person::ActiveModel {
            document_type: Set(person::DocumentType::Cc),
            document_number: Set((8_000_000_000 + number).to_string()),
            first_name: Set("Multitud".into()),
            second_name: Set(None),
            first_surname: Set(format!("Yarumo{number:05}")),
            second_surname: Set(None),
            search_name: Set(format!("multitud yarumo{number:05}")),
            email: Set(None),
            phone: Set(None),
            created_at: Set(at),
            ..Default::default()
        });
    }
    for batch in people.chunks(BATCH) {
        person::Entity::insert_many(batch.to_vec()).exec_without_returning(&tx).await.unwrap();
    }
    let added: Vec<_> = person::Entity::find()
        .filter(person::Column::SearchName.starts_with("multitud "))
        .order_by_asc(person::Column::Id)
        .all(&tx)
        .await
        .unwrap();
    let words: Vec<_> = added
        .iter()
        .flat_map(|one| one.search_name.split(' ').map(|word| (word.to_owned(), one.id)))
        .map(|(word, person)| person_word::ActiveModel { word: Set(word), person_id: Set(person) })
        .collect();
    for batch in words.chunks(BATCH) {
        person_word::Entity::insert_many(batch.to_vec()).exec_without_returning(&tx).await.unwrap();
    }
    {
        let cohort = cohort::Entity::find_by_id(cohort).one(&tx).await.unwrap().unwrap();
        let seats = cohort.seats;
        let queue = i64::try_from(
            enrolment::Entity::find()
                .filter(enrolment::Column::CohortId.eq(cohort.id))
                .count(&tx)
                .await
                .unwrap(),
        )
        .unwrap();
        let id = cohort.id;
        cohort::ActiveModel {
            id: Set(id),
            seats: Set(seats + IN_COHORT as i32),
            ..Default::default()
        }
        .update(&tx)
        .await
        .unwrap();
        let rows: Vec<_> = added
            .iter()
            .take(IN_COHORT)
            .zip(1_i64..)
            .map(|(person, number)| enrolment::ActiveModel {
                cohort_id: Set(id),
                person_id: Set(person.id),
                post_id: Set(None),
                municipality_code: Set(Some("50325".into())),
                stage: Set(enrolment::Stage::Confirmed),
                origin: Set(enrolment::Origin::Coordinator),
                queue_number: Set(queue + 1_000 + number),
                created_at: Set(at),
                confirmed_at: Set(Some(at)),
                withdrawn_at: Set(None),
                ..Default::default()
            })
            .collect();
        for batch in rows.chunks(BATCH) {
            enrolment::Entity::insert_many(batch.to_vec())
                .exec_without_returning(&tx)
                .await
                .unwrap();
        }
        let rows = enrolment::Entity::find()
            .filter(enrolment::Column::CohortId.eq(id))
            .filter(enrolment::Column::QueueNumber.gt(queue + 1_000))
            .all(&tx)
            .await
            .unwrap();
        let events: Vec<_> = rows
            .iter()
            .map(|row| enrolment_event::ActiveModel {
                enrolment_id: Set(row.id),
                at: Set(at),
                from_stage: Set(None),
                to_stage: Set(enrolment::Stage::Confirmed),
                actor_account_id: Set(None),
                reason: Set(None),
                ..Default::default()
            })
            .collect();
        for batch in events.chunks(BATCH) {
            enrolment_event::Entity::insert_many(batch.to_vec())
                .exec_without_returning(&tx)
                .await
                .unwrap();
        }
    }
    // Who joins by no command joins no sum either.
    cohort_totals::keep(&tx, &[cohort]).await.unwrap();
    tx.commit().await.unwrap();
}
