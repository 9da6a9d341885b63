//! A country: 300,000 people, or as many as are asked for, with a post each, in ten thousand cohorts with
//! three million marks, made by `formacion generate` in the empty database, before anything else is in it.

use std::path::Path;
use std::time::Instant;

use formacion::generator::names::{LAST, Name, document};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::possible_duplicate::{self, Likeness};
use formacion::platform::search::fold;
use formacion::sign_in::entity::account;
use formacion::territory::entity::municipality;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::client::Shot;
use crate::load::Loaded;
use crate::people::{all, sessions};
use crate::product;

/// Makes it; says what it took.
pub fn generate(program: &Path, database_url: &str, people: usize) -> Result<(), String> {
    let began = Instant::now();
    product::run(program, &["migrate"], database_url)?;
    let people = people.to_string();
    let said = product::run(program, &["generate", "--people", &people], database_url)?;
    let last = said.lines().last().unwrap_or_default();
    println!("{last} {:.0} s.", began.elapsed().as_secs_f64());
    Ok(())
}

/// What is there to be asked for.
pub struct Country {
    pub administrator: String,
    /// The gobernación of the department where one in five is.
    pub gobernacion: String,
    /// A rare surname of somebody, and its first letters.
    pub rare: Vec<String>,
    pub municipalities: Vec<String>,
    pub documents: Vec<String>,
}

impl Country {
    /// Looks it up, and signs in.
    pub async fn of(loaded: &Loaded) -> Self {
        let tx = loaded.app.db.begin().await.expect("begins");
        let places = municipality::Entity::find()
            .order_by_asc(municipality::Column::Code)
            .all(&tx)
            .await
            .expect("asks");
        let mut secrets = Vec::new();
        for mail in ["administracion@pais.example", "gobernacion-05@pais.example"] {
            let found = account::Entity::find().filter(account::Column::Email.eq(mail)).one(&tx);
            let found = found.await.expect("asks").expect("the country has it");
            secrets.extend(sessions(&tx, &loaded.ground, &[found.id]).await);
        }
        // A queue for «possible duplicates», which the generator's people do not fill.
        let pairs = (0..2_000).map(|index| possible_duplicate::ActiveModel {
            one_id: Set(PersonId(1 + index * 7)),
            other_id: Set(PersonId(4 + index * 7)),
            likeness: Set(Likeness::Phone),
            noted_at: Set(loaded.ground.now),
            ..Default::default()
        });
        all(&tx, pairs.collect::<Vec<_>>()).await;
        tx.commit().await.expect("commits");
        let rare = (0..40)
            .map(|number| Name::of(number).surname)
            .filter(|word| !LAST.contains(&word.as_str()));
        Self {
            gobernacion: secrets.pop().expect("two"),
            administrator: secrets.pop().expect("two"),
            rare: rare.map(|word| fold(&word)).collect(),
            municipalities: places.iter().step_by(30).map(|place| place.code.clone()).collect(),
            documents: (0..600).map(|number| document(number * 450)).collect(),
        }
    }
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
