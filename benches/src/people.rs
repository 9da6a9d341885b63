//! Made-up people: their names, their posts in an alcaldía, and accounts for those who sign in.

use chrono::NaiveDate;
use formacion::generator::names::{FIRST, LAST};
use formacion::people::entity::person::{self, DocumentType};
use formacion::people::entity::post::{self, Kind};
use formacion::people::entity::{consent, person_word};
use formacion::people::rules::NOTICE_VERSION;
use formacion::platform::search::fold;
use formacion::platform::secrets;
use formacion::sign_in::actor::{AccountId, Role};
use formacion::sign_in::entity::{account, role_grant, web_session};
use formacion::territory::entity::entity;
use sea_orm::{DatabaseTransaction, EntityTrait, Set};

use crate::load::{BATCH, Fixture};

/// A person, with the post that they enrol with.
pub struct Learner {
    pub person: person::Model,
    pub post: post::Model,
}

/// Writes `count` people of a municipality. Each has a post in its alcaldía and gave an authorisation.
pub async fn people(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    first: usize,
    count: usize,
    municipality: &str,
) -> Vec<Learner> {
    let alcaldia = entity::Entity::insert(entity::ActiveModel {
        kind: Set("alcaldia".to_owned()),
        name: Set(format!("Alcaldía de prueba {municipality}-{first}")),
        search_name: Set(format!("alcaldia de prueba {municipality}-{first}")),
        municipality_code: Set(Some(municipality.to_owned())),
        department_code: Set(municipality[..2].to_owned()),
        is_demo: Set(false),
        ..Default::default()
    })
    .exec_with_returning(tx)
    .await
    .expect("the entity is written");
    let rows = (first..first + count).map(|number| {
        let names = [
            FIRST[number % 16],
            FIRST[(number / 16 + 5) % 16],
            LAST[(number / 7) % 20],
            LAST[(number / 3 + 11) % 20],
        ];
        person::ActiveModel {
            document_type: Set(DocumentType::Cc),
            document_number: Set((1_100_000_000 + number).to_string()),
            first_name: Set(names[0].to_owned()),
            second_name: Set((number % 3 > 0).then(|| names[1].to_owned())),
            first_surname: Set(names[2].to_owned()),
            second_surname: Set((number % 9 > 0).then(|| names[3].to_owned())),
            search_name: Set(fold(&names.join(" "))),
            name_key: Set(fold(&format!("{} {}", names[0], names[2]))),
            email: Set(Some(format!("persona{number}@prueba.example"))),
            phone: Set(Some("3000000000".to_owned())),
            created_at: Set(fixture.long_ago()),
            ..Default::default()
        }
    });
    let people = all(tx, rows.collect::<Vec<_>>()).await;
    let words = people.iter().flat_map(words).collect::<Vec<_>>();
    for some in words.chunks(BATCH) {
        person_word::Entity::insert_many(some.to_vec())
            .exec_without_returning(tx)
            .await
            .expect("the words are written");
    }
    let posts = people.iter().map(|person| post::ActiveModel {
        person_id: Set(person.id),
        entity_id: Set(alcaldia.id),
        position: Set("Profesional universitario".to_owned()),
        kind: Set(Kind::Carrera),
        municipality_code: Set(municipality.to_owned()),
        starts_on: Set(NaiveDate::from_ymd_opt(2020, 1, 15).expect("a day")),
        ends_on: Set(None),
        is_principal: Set(true),
        created_at: Set(fixture.long_ago()),
        ..Default::default()
    });
    let mut posts = all(tx, posts.collect::<Vec<_>>()).await;
    posts.sort_by_key(|post| post.person_id);
    let consents = people.iter().map(|person| consent::ActiveModel {
        person_id: Set(person.id),
        version: Set(NOTICE_VERSION.to_owned()),
        given_at: Set(fixture.long_ago()),
        channel: Set("web".to_owned()),
        ..Default::default()
    });
    all(tx, consents.collect::<Vec<_>>()).await;
    people.into_iter().zip(posts).map(|(person, post)| Learner { person, post }).collect()
}

/// Returns the ids of the persons.
pub fn ids(people: &[Learner]) -> Vec<i64> {
    people.iter().map(|one| one.person.id.0).collect()
}

/// Returns the words by which a search finds the person.
pub fn words(person: &person::Model) -> Vec<person_word::ActiveModel> {
    let mut words: Vec<&str> = person.search_name.split(' ').collect();
    words.sort_unstable();
    words.dedup();
    let row = |word: &str| person_word::ActiveModel {
        word: Set(word.to_owned()),
        person_id: Set(person.id),
    };
    words.into_iter().map(row).collect()
}

/// Inserts the rows in batches and returns them in the order of their ids.
pub async fn all<A>(
    tx: &DatabaseTransaction,
    rows: Vec<A>,
) -> Vec<<A::Entity as EntityTrait>::Model>
where
    A: sea_orm::ActiveModelTrait + Clone + Send,
    <A::Entity as EntityTrait>::Model: sea_orm::IntoActiveModel<A>,
{
    let mut written = Vec::with_capacity(rows.len());
    for batch in rows.chunks(BATCH) {
        let rows = A::Entity::insert_many(batch.to_vec())
            .exec_with_returning(tx)
            .await
            .expect("the rows are written");
        written.extend(rows);
    }
    written
}

/// Gives each person an account and a web session, and returns the secrets of the sessions.
pub async fn signed_in(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    people: &[Learner],
) -> Vec<String> {
    let accounts = people.iter().map(|one| account::ActiveModel {
        person_id: Set(Some(one.person.id.0)),
        email: Set(one.person.email.clone().unwrap_or_default()),
        display_name: Set(format!("{} {}", one.person.first_name, one.person.first_surname)),
        search_name: Set(one.person.search_name.clone()),
        password_hash: Set(Some(fixture.hash.clone())),
        is_active: Set(true),
        created_at: Set(fixture.long_ago()),
        ..Default::default()
    });
    let accounts = all(tx, accounts.collect::<Vec<_>>()).await;
    let grants = accounts.iter().map(|account| role_grant::ActiveModel {
        account_id: Set(account.id),
        role: Set(Role::Participant),
        unit_code: Set(None),
        department_code: Set(None),
        entity_id: Set(None),
        created_at: Set(fixture.long_ago()),
        ..Default::default()
    });
    all(tx, grants.collect::<Vec<_>>()).await;
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    sessions(tx, fixture, &ids).await
}

/// Writes an account that teaches and does nothing else.
pub async fn facilitator(tx: &DatabaseTransaction, fixture: &Fixture, number: i64) -> AccountId {
    let account = account::ActiveModel {
        email: Set(format!("facilitacion{number}@prueba.example")),
        display_name: Set(format!("Facilitación {number}")),
        search_name: Set(format!("facilitacion {number}")),
        is_active: Set(true),
        created_at: Set(fixture.long_ago()),
        ..Default::default()
    };
    let account = all(tx, vec![account]).await.remove(0).id;
    let grant = role_grant::ActiveModel {
        account_id: Set(account),
        role: Set(Role::Facilitator),
        created_at: Set(fixture.long_ago()),
        ..Default::default()
    };
    all(tx, vec![grant]).await;
    account
}

/// Opens a web session for each account, and returns their secrets.
pub async fn sessions(
    tx: &DatabaseTransaction,
    fixture: &Fixture,
    accounts: &[AccountId],
) -> Vec<String> {
    let secrets: Vec<String> =
        accounts.iter().map(|_| secrets::token().expect("randomness")).collect();
    let rows = accounts.iter().zip(&secrets).map(|(account, secret)| web_session::ActiveModel {
        token_hash: Set(secrets::digest(secret)),
        account_id: Set(*account),
        created_at: Set(fixture.now),
        expires_at: Set(fixture.now + chrono::TimeDelta::hours(12)),
        ..Default::default()
    });
    all(tx, rows.collect::<Vec<_>>()).await;
    secrets
}
