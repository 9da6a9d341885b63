//! A country: 300,000 people, or as many as somebody wants, with a post each, in ten thousand cohorts with
//! three million marks. `formacion generate` makes it in the empty database, before anything else is there.

use std::path::Path;
use std::time::Instant;

use formacion::generator::names::{LAST, Name, document};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::possible_duplicate::{self, Likeness};
use formacion::platform::search::fold;
use formacion::sign_in::entity::account;
use formacion::territory::entity::municipality;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::bench::{Against, Aims, Bench, blocking, guarded};
use crate::client::Shot;
use crate::load::Programme;
use crate::measure::{Supply, ask_alone};
use crate::people::{all, sessions};
use crate::table::{Aim, Baseline, Line};
use crate::{plain, product, reports};

/// Makes the country, and prints how long it took.
pub fn generate(program: &Path, database_url: &str, people: usize) -> Result<(), String> {
    let began = Instant::now();
    product::run(program, &["migrate"], database_url)?;
    let people = people.to_string();
    let said = product::run(program, &["generate", "--people", &people], database_url)?;
    let last = said.lines().last().unwrap_or_default();
    println!("{last} {:.0} s.", began.elapsed().as_secs_f64());
    Ok(())
}

/// What the country holds for the subjects to ask for.
pub struct Country {
    /// The secret of the administrator's web session.
    pub administrator: String,
    /// The secret of the gobernación of the department where one in five people is.
    pub gobernacion: String,
    /// Rare surnames.
    pub rare: Vec<String>,
    pub municipalities: Vec<String>,
    pub documents: Vec<String>,
}

impl Country {
    /// Looks up what there is, and signs in.
    pub async fn of(programme: &Programme) -> Self {
        let tx = programme.app.db.begin().await.expect("begins");
        let places = municipality::Entity::find()
            .order_by_asc(municipality::Column::Code)
            .all(&tx)
            .await
            .expect("asks");
        let mut secrets = Vec::new();
        for mail in ["administracion@pais.example", "gobernacion-05@pais.example"] {
            let found = account::Entity::find().filter(account::Column::Email.eq(mail)).one(&tx);
            let found = found.await.expect("asks").expect("the country has it");
            secrets.extend(sessions(&tx, &programme.fixture, &[found.id]).await);
        }
        // The generator's people leave the queue of possible duplicates empty.
        let pairs = (0..2_000).map(|index| possible_duplicate::ActiveModel {
            one_id: Set(PersonId(1 + index * 7)),
            other_id: Set(PersonId(4 + index * 7)),
            likeness: Set(Likeness::Phone),
            noted_at: Set(programme.fixture.now),
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

/// Returns what people ask of the lists, by the names of the lines.
fn list_requests(country: &Country, programme: &Programme) -> Vec<(&'static str, Vec<Shot>)> {
    let (all, own) = (Some(country.administrator.as_str()), Some(programme.coordinator.as_str()));
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

/// Returns the forms that look documents up: no address holds the number of one.
fn document_lookups(country: &Country) -> Vec<Shot> {
    let session = Some(country.administrator.as_str());
    let shot = |number: &String| {
        let form = format!("tipo_documento=CC&documento={number}");
        Shot { status: 200, ..Shot::post("/personas/busqueda", session, form) }
    };
    country.documents.iter().map(shot).collect()
}

impl Bench<'_> {
    /// Measures the lists of a country, each of which is to stay below 300 ms (P27), and its reports.
    pub async fn country(&mut self) {
        let programme = self.programme;
        let country = Country::of(programme).await;
        let aims: Aims = |measured, _| {
            vec![
                Aim::at_most("ms p95", 300.0, measured.alone.p95),
                Aim::at_most("ms p95 at 8", 300.0, measured.together.p95),
            ]
        };
        for (name, shots) in list_requests(&country, programme) {
            self.again(name, shots, aims).await;
        }
        self.once("people, a document", Against::Commit, document_lookups(&country), aims).await;
        for report in reports::of(&country, programme.app.clock.today()) {
            if self.wants(report.name) {
                let name = report.name;
                let line = guarded(name, self.report_line(report)).await;
                self.keep(line);
            }
        }
        let plans = guarded("plans", self.plans(&country)).await;
        self.report.plans = self.unless_broken(plans).unwrap_or_default();
    }

    /// Measures a report beside its figure in plain SQL.
    async fn report_line(&self, report: reports::Report) -> Result<Line, String> {
        let statements = self.statements(&report.shot).await;
        let origin = self.server.origin.clone();
        let before = self.server.processor();
        let (held, _) = self.server.memory();
        self.server.forget_peak();
        let supply = Supply::Again(vec![report.shot.clone()]);
        let measured = blocking(move || ask_alone(&origin, &supply)).await?;
        let processor = self.server.processor() - before;
        let (memory, peak) = self.server.memory();
        let beside = Baseline::Plain(plain::time(&self.programme.app.db, &report.sql).await);
        Ok(Line {
            name: report.name,
            processor: processor * 1e3 / measured.requests.max(1) as f64,
            statements,
            memory,
            peak,
            aims: report.aims(measured.alone.p95, peak - held),
            beside,
            measured,
        })
    }

    /// Returns how the database goes about the heaviest statements of these reports.
    async fn plans(&self, country: &Country) -> Result<String, String> {
        let db = &self.programme.app.db;
        let sent = plain::StatementLog::watching(db);
        for report in reports::of(country, self.programme.app.clock.today()) {
            sent.by(report.name);
            let _ = self.statements(&report.shot).await;
        }
        Ok(plain::plans(db, sent.all()).await)
    }
}
