//! People with a post each, found by their names, who authorised the use of their data.

use chrono::{NaiveDate, TimeDelta};
use sea_orm::{DatabaseTransaction, Set};

use people::entity::person::{self, DocumentType, PersonId};
use people::entity::post::{self, Kind, PostId};
use people::entity::{consent, person_word};
use people::rules::NOTICE_VERSION;
use platform::errors::AppError;
use platform::search::fold;
use territory::entity::entity::{self, EntityId};

use super::names::{Name, document, mixed};
use super::plan::CountryPlan;
use super::rows::write;

/// A person with the post they were trained in.
#[derive(Clone, Copy, Debug)]
pub struct Trainee {
    pub person: PersonId,
    pub post: PostId,
}

/// An alcaldía for each town.
pub async fn entities(tx: &DatabaseTransaction, country: &mut CountryPlan) -> Result<(), AppError> {
    let mut rows = Vec::new();
    for town in &mut country.towns {
        town.alcaldia = country.given.entity.next();
        let name = format!("Alcaldía de {} (inventada)", town.name);
        rows.push(entity::ActiveModel {
            id: Set(EntityId(town.alcaldia)),
            kind: Set("alcaldia".to_owned()),
            search_name: Set(fold(&name)),
            name: Set(name),
            nit: Set(None),
            municipality_code: Set(Some(town.code.clone())),
            department_code: Set(town.department.clone()),
            is_demo: Set(true),
            is_reviewed: Set(true),
            merged_into: Set(None),
        });
    }
    Ok(write(tx, rows).await?)
}

/// The people of a cohort, who work where it is. One in eight left their post since, one in ten has
/// not confirmed it.
pub async fn of_cohort(
    tx: &DatabaseTransaction,
    country: &mut CountryPlan,
    cohort: usize,
) -> Result<Vec<Trainee>, AppError> {
    let town = country.towns[country.town(cohort)].clone();
    let at = country.long_ago();
    let closed = country.session(cohort, country.size.sessions - 1).1;
    let mut crowd = Vec::new();
    let (mut people, mut words, mut posts, mut consents) = (vec![], vec![], vec![], vec![]);
    for number in country.size.people_of(cohort) {
        let one = Trainee {
            person: PersonId(country.given.person.next()),
            post: PostId(country.given.post.next()),
        };
        let name = Name::of(number);
        words.extend(found_by(one.person, &name));
        posts.push(post::ActiveModel {
            id: Set(one.post),
            person_id: Set(one.person),
            entity_id: Set(EntityId(town.alcaldia)),
            position: Set("Profesional universitario".to_owned()),
            kind: Set(KINDS[mixed(number, 7) % KINDS.len()]),
            municipality_code: Set(town.code.clone()),
            starts_on: Set(NaiveDate::from_ymd_opt(2020, 1, 15).unwrap_or_default()),
            ends_on: Set(left(country, number, closed.date_naive())),
            is_principal: Set(true),
            created_at: Set(at),
            confirmed_on: Set(
                (!mixed(number, 8).is_multiple_of(10)).then(|| country.today - TimeDelta::days(60))
            ),
            asked_on: Set(None),
            is_vouched: Set(true),
        });
        consents.push(consent::ActiveModel {
            id: Set(consent::ConsentId(country.given.consent.next())),
            person_id: Set(one.person),
            version: Set(NOTICE_VERSION.to_owned()),
            given_at: Set(at),
            channel: Set("web".to_owned()),
        });
        people.push(person::ActiveModel {
            id: Set(one.person),
            document_type: Set(DocumentType::Cc),
            document_number: Set(document(number)),
            search_name: Set(name.search()),
            name_key: Set(name.key()),
            first_name: Set(name.first),
            second_name: Set(name.second),
            first_surname: Set(name.surname),
            second_surname: Set(Some(name.other_surname)),
            email: Set(Some(format!("persona{number}@pais.example"))),
            phone: Set(Some((3_900_000_000_usize + number).to_string())),
            created_at: Set(at),
            merged_into: Set(None),
            is_self_declared: Set(false),
        });
        crowd.push(one);
    }
    write(tx, people).await?;
    write(tx, words).await?;
    write(tx, posts).await?;
    write(tx, consents).await?;
    Ok(crowd)
}

/// How they are employed.
const KINDS: [Kind; 4] = [Kind::Carrera, Kind::Provisional, Kind::Lnr, Kind::Contratista];

/// The day on which a person left the post, some time after the course.
fn left(country: &CountryPlan, number: usize, closed: NaiveDate) -> Option<NaiveDate> {
    if !mixed(number, 9).is_multiple_of(8) {
        return None;
    }
    let after = i64::try_from(mixed(number, 10) % 400).unwrap_or(0);
    let day = closed + TimeDelta::days(1 + after);
    (day < country.today).then_some(day)
}

fn found_by(person: PersonId, name: &Name) -> Vec<person_word::ActiveModel> {
    let search = name.search();
    let mut words: Vec<&str> = search.split_whitespace().collect();
    words.sort_unstable();
    words.dedup();
    let row = |word: &str| person_word::ActiveModel {
        word: Set(word.to_owned()),
        person_id: Set(person),
    };
    words.into_iter().map(row).collect()
}
