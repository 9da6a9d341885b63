//! A country: 300,000 people with a post each in the 1,122 municipalities, and 2,000 cohorts of
//! thirty of them. The same people every time: what is made depends on a number alone.

use chrono::{NaiveDate, TimeDelta};
use formacion::people::entity::person::{self, DocumentType, PersonId};
use formacion::people::entity::possible_duplicate::{self, Likeness};
use formacion::people::entity::post::{self, Kind};
use formacion::platform::search::fold;
use formacion::sign_in::actor::{Grant, Role};
use formacion::sign_in::commands::{NewAccount, create_account};
use formacion::territory::entity::{entity, municipality};
use sea_orm::{DatabaseTransaction, EntityTrait, QueryOrder, Set};

use crate::client::Shot;
use crate::load::{Ground, Loaded, crowd_cohort};
use crate::people::{FIRST, LAST, Somebody, all, sessions, words};

pub const PEOPLE: usize = 300_000;
const COHORTS: usize = 2_000;
const SEATS: usize = 30;
/// Ids of their own, so that what hangs on a person needs no row read back.
const FIRST_ID: i64 = 10_000_000;

/// What is there to be asked for.
pub struct Country {
    pub administrator: String,
    /// A rare surname of somebody, and its first letters.
    pub rare: Vec<String>,
    pub municipalities: Vec<String>,
    pub documents: Vec<String>,
}

const SYLLABLES: [&str; 14] =
    ["gua", "ca", "ri", "to", "bo", "che", "ña", "pu", "su", "mo", "ti", "ya", "ne", "fu"];

/// One surname in three is common; the others are of a dozen or a hundred people.
fn surname(seed: usize) -> String {
    if seed.is_multiple_of(3) {
        return LAST[(seed / 3) % LAST.len()].to_owned();
    }
    let part = |at: usize| SYLLABLES[(seed / at) % SYLLABLES.len()];
    let word = format!("{}{}{}", part(1), part(14), part(196));
    let mut letters = word.chars();
    let first: String =
        letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    first + letters.as_str()
}

/// A number that looks like no other, and the same every time.
fn mixed(number: usize, salt: usize) -> usize {
    let mut x = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(salt as u64);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((x ^ (x >> 31)) >> 16).expect("fits")
}

fn person(number: usize, ground: &Ground) -> person::Model {
    let first = FIRST[mixed(number, 1) % FIRST.len()].to_owned();
    let second =
        (!number.is_multiple_of(3)).then(|| FIRST[mixed(number, 2) % FIRST.len()].to_owned());
    let (one, two) = (surname(mixed(number, 3)), surname(mixed(number, 4)));
    let search_name =
        fold(&format!("{first} {} {one} {two}", second.as_deref().unwrap_or_default()));
    person::Model {
        id: PersonId(FIRST_ID + i64::try_from(number).expect("fits")),
        document_type: DocumentType::Cc,
        document_number: (5_000_000_000 + number).to_string(),
        name_key: fold(&format!("{first} {one}")),
        first_name: first,
        second_name: second,
        first_surname: one,
        second_surname: Some(two),
        search_name,
        email: Some(format!("pais{number}@prueba.example")),
        phone: Some((3_900_000_000 + number).to_string()),
        created_at: ground.long_ago() - TimeDelta::days(200),
        merged_into: None,
    }
}

/// Fills the database, a portion at a time; says what can be asked for.
pub async fn load(loaded: &Loaded) -> Country {
    let tx = loaded.app.db.begin().await.expect("begins");
    let ground = &loaded.ground;
    let places = municipality::Entity::find()
        .order_by_asc(municipality::Column::Code)
        .all(&tx)
        .await
        .expect("asks");
    let entities = places.iter().map(|place| entity::ActiveModel {
        kind: Set("alcaldia".to_owned()),
        name: Set(format!("Alcaldía del país {}", place.code)),
        search_name: Set(format!("alcaldia del pais {}", place.code)),
        municipality_code: Set(Some(place.code.clone())),
        department_code: Set(place.department_code.clone()),
        is_demo: Set(false),
        ..Default::default()
    });
    let entities = all(&tx, entities.collect::<Vec<_>>()).await;
    let mut in_cohorts = Vec::new();
    for portion in (0..PEOPLE).collect::<Vec<_>>().chunks(1_000) {
        let people: Vec<person::Model> =
            portion.iter().map(|number| person(*number, ground)).collect();
        write(&tx, people.iter().map(|one| person::ActiveModel::from(one.clone()))).await;
        let words = people.iter().flat_map(words);
        for some in words.collect::<Vec<_>>().chunks(5_000) {
            write(&tx, some.iter().cloned()).await;
        }
        let posts: Vec<post::Model> = people
            .iter()
            .zip(portion)
            .map(|(one, number)| {
                // One in five works in the first municipality: a capital.
                let at = mixed(*number, 5);
                let at = if at.is_multiple_of(5) { 0 } else { at % places.len() };
                held(one, entities[at].id, &places[at].code, *number)
            })
            .collect();
        write(&tx, posts.iter().map(|one| post::ActiveModel::from(one.clone()))).await;
        if in_cohorts.len() < COHORTS * SEATS {
            let some = people.into_iter().zip(posts);
            in_cohorts.extend(some.map(|(person, post)| Somebody { person, post }));
        }
    }
    for (index, people) in in_cohorts.chunks(SEATS).take(COHORTS).enumerate() {
        crowd_cohort(&tx, ground, index, people).await;
    }
    let pairs = (0..2_000).map(|index| possible_duplicate::ActiveModel {
        one_id: Set(PersonId(FIRST_ID + index * 7)),
        other_id: Set(PersonId(FIRST_ID + index * 7 + 3)),
        likeness: Set(Likeness::Phone),
        noted_at: Set(ground.now),
        ..Default::default()
    });
    write(&tx, pairs).await;
    let administrator = administrator(&tx, loaded).await;
    tx.commit().await.expect("commits");
    settle(loaded).await;
    let rare = (0..40)
        .map(|number| surname(mixed(number, 3)))
        .filter(|word| !LAST.contains(&word.as_str()));
    Country {
        administrator,
        rare: rare.map(|word| fold(&word)).collect(),
        municipalities: places.iter().step_by(30).map(|place| place.code.clone()).collect(),
        documents: (0..600).map(|n| (5_000_000_000_usize + n * 450).to_string()).collect(),
    }
}

fn held(
    one: &person::Model,
    entity: entity::EntityId,
    municipality: &str,
    number: usize,
) -> post::Model {
    post::Model {
        id: post::PostId(one.id.0),
        person_id: one.id,
        entity_id: entity,
        position: "Profesional universitario".to_owned(),
        kind: Kind::Carrera,
        municipality_code: municipality.to_owned(),
        starts_on: NaiveDate::from_ymd_opt(2020, 1, 15).expect("a day"),
        ends_on: None,
        is_principal: true,
        created_at: one.created_at,
        // One in ten waits to be confirmed.
        confirmed_on: (!number.is_multiple_of(10))
            .then(|| one.created_at.date_naive() + TimeDelta::days(400)),
        asked_on: None,
    }
}

async fn write<A>(tx: &DatabaseTransaction, rows: impl IntoIterator<Item = A>)
where
    A: sea_orm::ActiveModelTrait + Send,
{
    A::Entity::insert_many(rows).exec_without_returning(tx).await.expect("the rows are written");
}

async fn administrator(tx: &DatabaseTransaction, loaded: &Loaded) -> String {
    let new = NewAccount {
        email: "nacional@prueba.example".to_owned(),
        name: "Administración de prueba".to_owned(),
        person: None,
        password_hash: None,
        grants: vec![Grant {
            role: Role::NationalAdministrator,
            unit: None,
            department: None,
            entity: None,
        }],
    };
    let account = create_account(tx, &loaded.app.clock, None, new).await.expect("is made");
    sessions(tx, &loaded.ground, &[account]).await.remove(0)
}

/// What a database in service does by itself sooner or later: it learns what is in its tables, and
/// PostgreSQL notes the pages that everybody sees, without which no index answers alone.
async fn settle(loaded: &Loaded) {
    use sea_orm::{ConnectionTrait, DbBackend};
    let writer = loaded.app.db.writer();
    let statement = match writer.get_database_backend() {
        DbBackend::Postgres => "VACUUM ANALYZE",
        _ => "ANALYZE",
    };
    writer.execute_unprepared(statement).await.expect("settles");
}

/// What people ask of the lists, with its name.
pub fn shots(country: &Country, loaded: &Loaded) -> Vec<(&'static str, Vec<Shot>)> {
    let (all, own) = (Some(country.administrator.as_str()), Some(loaded.coordinator.as_str()));
    let each = |paths: Vec<String>, session: Option<&str>| -> Vec<Shot> {
        paths.into_iter().map(|path| Shot::get(path, session)).collect()
    };
    let named = |texts: &[&str], session| {
        each(texts.iter().map(|text| format!("/personas?q={text}")).collect(), session)
    };
    let rare: Vec<&str> = country.rare.iter().map(String::as_str).collect();
    let beginnings: Vec<&str> = rare.iter().map(|word| word.get(..3).unwrap_or(word)).collect();
    let both: Vec<String> = rare.iter().map(|word| format!("cedro+{word}")).collect();
    let both: Vec<&str> = both.iter().map(String::as_str).collect();
    let common = ["cedro", "condor", "nandu", "iris+jaguar", "cedro+iris+tucan", "ja"];
    let places = |session| {
        let paths = country.municipalities.iter().map(|code| format!("/personas?municipio={code}"));
        each(paths.collect(), session)
    };
    vec![
        ("people, the country", each(vec!["/personas".to_owned()], all)),
        ("people, the country's last page", each(vec!["/personas?pagina=20".to_owned()], all)),
        ("people, a territory", each(vec!["/personas".to_owned()], own)),
        ("people, a common name", named(&common, all)),
        ("people, a common name in a territory", named(&common, own)),
        ("people, a rare surname", named(&rare, all)),
        ("people, first letters", named(&beginnings, all)),
        ("people, a rare surname in a territory", named(&rare, own)),
        ("people, two words", named(&both, all)),
        ("people, nobody", named(&["zzyzx", "cedro+zzyzx", "condor+qqq"], all)),
        ("people, a municipality", places(all)),
        (
            "people, a name in the capital",
            each(
                vec![format!("/personas?q=cedro+condor&municipio={}", country.municipalities[0])],
                all,
            ),
        ),
        ("people, possible duplicates", each(vec!["/personas/revision".to_owned()], all)),
        ("people, posts to confirm", each(vec!["/vinculaciones".to_owned()], all)),
        (
            "people, cohorts",
            each(
                ["/cohortes", "/cohortes?q=grande", "/cohortes?q=zzyzx", "/cohortes?etapa=running"]
                    .map(str::to_owned)
                    .to_vec(),
                all,
            ),
        ),
    ]
}

/// Looking up a document is a form of its own: the number is in no address.
pub fn documents(country: &Country) -> Vec<Shot> {
    let session = Some(country.administrator.as_str());
    let shot = |number: &String| {
        let form = format!("tipo_documento=CC&documento={number}");
        Shot { status: 200, ..Shot::post("/personas/busqueda", session, form) }
    };
    country.documents.iter().map(shot).collect()
}
