//! A class under way: a running cohort with people and sessions, made through the product's
//! own commands, for the tests of what happens in a classroom.

use chrono::{Duration, NaiveTime};
use formacion::cohorts::commands::{NewCohort, NewSession};
use formacion::cohorts::entity::cohort::CohortId;
use formacion::cohorts::entity::session::SessionId;
use formacion::enrolment::commands::{Employer, NewParticipant};
use formacion::enrolment::entity::enrolment::EnrolmentId;
use formacion::enrolment::rulebook::CautionAnswer;
use formacion::people::commands::NewPerson;
use formacion::people::entity::{person::DocumentType, post};
use formacion::platform::dates;
use formacion::territory::commands::NewEntity;
use formacion::{cohorts, courses, enrolment};
use sea_orm::{Condition, EntityTrait};

use super::world::{Character, World, today};

/// A running cohort of Mapiripán (Meta) and San José del Guaviare with people of the first and sessions, all made through commands.
pub struct Class<'w> {
    world: &'w World,
    pub cohort: CohortId,
    /// In order of time.
    pub sessions: Vec<SessionId>,
    /// In the order of the list, by surname.
    pub people: Vec<EnrolmentId>,
    pub coordinator: Character<'w>,
    pub facilitator: Character<'w>,
}

const SURNAMES: [&str; 12] = [
    "Arrayán",
    "Balso",
    "Cedro",
    "Drago",
    "Espino",
    "Frailejón",
    "Guayacán",
    "Higuerón",
    "Iraca",
    "Jobo",
    "Laurel",
    "Moriche",
];

/// The name of the n-th person of a class, as lists write it.
pub fn listed_name(index: usize) -> String {
    format!("{} {}, Persona", SURNAMES[index / 12 % 12], SURNAMES[index % 12])
}

/// The same name as sentences write it.
pub fn spoken_name(index: usize) -> String {
    format!("Persona {} {}", SURNAMES[index / 12 % 12], SURNAMES[index % 12])
}

impl<'w> Class<'w> {
    /// `days` are those of the sessions, from 8:00 to 12:00, counted from today; the cohort
    /// begins on the first and the people had their places long before.
    pub async fn running(world: &'w World, people: usize, days: &[i64]) -> Self {
        Self::named(world, "uno", people, days).await
    }

    /// Another class of the same world, with its own facilitator and people.
    pub async fn named(world: &'w World, name: &str, people: usize, days: &[i64]) -> Self {
        let class = Self::made(world, name, people, days).await;
        let begins = today() + Duration::days(*days.iter().min().unwrap()) - Duration::hours(3);
        let app = &world.app;
        app.clock.travel_to(begins);
        let actor = class.coordinator.actor().await;
        let row = cohorts::queries::find(app.db.read(), &actor, class.cohort).await;
        let permit = cohorts::policy::may_start(&actor, &row.unwrap().facts()).unwrap();
        cohorts::commands::start(app, permit).await.unwrap();
        class.back_today(name).await
    }

    /// A class that nobody started yet.
    pub async fn confirmed(world: &'w World, people: usize, days: &[i64]) -> Self {
        Self::made(world, "uno", people, days).await.back_today("uno").await
    }

    /// Sessions of the world's web sign-ins begin now, not ninety days ago.
    async fn back_today(mut self, name: &str) -> Self {
        self.world.app.clock.travel_to(today());
        self.coordinator = self.world.as_coordinator("MET").await;
        self.facilitator = self.world.as_facilitator(name).await;
        self
    }

    async fn made(world: &'w World, name: &str, people: usize, days: &[i64]) -> Self {
        let app = &world.app;
        let coordinator = world.as_coordinator("MET").await;
        let facilitator = world.as_facilitator(name).await;
        let actor = coordinator.actor().await;
        let start = dates::bogota_date(today());
        let day = |offset: i64| start + Duration::days(offset);
        app.clock.travel_to(today() - Duration::days(90));

        let version = courses::queries::published_versions(app.db.read())
            .await
            .unwrap()
            .into_iter()
            .find(|line| line.pass_mark.is_some())
            .expect("a graded course");
        let new = NewCohort {
            version: version.version_id,
            name: format!("Meta {name}"),
            seats: 1_000,
            starts_on: day(*days.iter().min().unwrap()),
            ends_on: day(*days.iter().max().unwrap()),
            enrolment_closes_on: None,
            place_text: format!("Casa de la cultura, salón {name}"),
            municipalities: vec!["50325".into(), "95001".into()],
            method: Some("Taller con los datos del municipio".into()),
            knowledge: Some("Guías en la carpeta compartida".into()),
            quorum: None,
            counting: cohorts::counting::Counting::default(),
        };
        let permit = cohorts::policy::may_create(&actor, "MET").unwrap();
        let cohort = cohorts::commands::create(app, permit, new).await.unwrap();
        let facts = async || {
            let row = cohorts::queries::find(app.db.read(), &actor, cohort).await;
            row.unwrap().facts()
        };
        let mut sessions = Vec::new();
        for offset in days {
            let at = |hour| {
                let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
                dates::from_bogota(day(*offset), time)
            };
            let new = NewSession {
                starts_at: at(8),
                ends_at: at(12),
                place: None,
                link: None,
                facilitator: Some(facilitator.account()),
            };
            let permit = cohorts::policy::may_edit(&actor, &facts().await).unwrap();
            let session = cohorts::commands::add_session(app, permit, new).await;
            sessions.push(session.unwrap());
        }
        let permit = cohorts::policy::may_publish(&actor, &facts().await).unwrap();
        cohorts::commands::publish(app, permit).await.unwrap();
        let permit = cohorts::policy::may_confirm(&actor, &facts().await).unwrap();
        cohorts::commands::confirm(app, permit).await.unwrap();

        let mut class =
            Self { world, cohort, sessions, people: Vec::new(), coordinator, facilitator };
        for index in 0..people {
            let enrolment = class.add(index).await;
            class.people.push(enrolment);
        }
        class
    }

    /// The coordination adds the n-th person now.
    pub async fn add(&self, index: usize) -> EnrolmentId {
        self.add_from(index, "50325", "Alcaldía de Mapiripán").await
    }

    /// The same for somebody who works in another municipality.
    pub async fn add_from(&self, index: usize, municipality: &str, entity: &str) -> EnrolmentId {
        let app = &self.world.app;
        let actor = self.coordinator.actor().await;
        let row = cohorts::queries::find(app.db.read(), &actor, self.cohort).await;
        let cohort = row.unwrap().cohort;
        let new = NewParticipant {
            person: NewPerson {
                document_type: DocumentType::Cc,
                document_number: (7_000_000_000 + self.cohort.0 * 1_000 + index as i64).to_string(),
                first_name: "Persona".into(),
                second_name: None,
                first_surname: SURNAMES[index / 12 % 12].into(),
                second_surname: Some(SURNAMES[index % 12].into()),
                email: None,
                phone: None,
            },
            entity: Employer::Named(NewEntity {
                kind: "alcaldia".into(),
                name: entity.into(),
                municipality_code: municipality.into(),
                is_demo: false,
            }),
            position: "Profesional".into(),
            kind: post::Kind::Carrera,
            municipality: municipality.into(),
        };
        let permit = enrolment::policy::may_add(&actor, &cohort).unwrap();
        let placed = enrolment::commands::add_new(app, permit, new, CautionAnswer::Keep).await;
        placed.unwrap().enrolment
    }

    /// Adds somebody called as the first person; answers how lists tell the two apart.
    pub async fn add_namesake(&mut self) -> [String; 2] {
        let namesake = self.add(144).await;
        self.people.push(namesake);
        let db = self.world.app.db.read();
        let roll = enrolment::queries::roll(db, self.cohort, Condition::all()).await.unwrap();
        let name = |place: EnrolmentId| {
            let row = roll.iter().find(|row| row.enrolment == place).expect("is on the roll");
            row.listed_name()
        };
        let names = [name(self.people[0]), name(namesake)];
        assert!(names.iter().all(|name| name.starts_with(&format!("{} (CC ", listed_name(0)))));
        assert_ne!(names[0], names[1]);
        names
    }

    /// The n-th person, signed in.
    pub async fn learner(&self, index: usize) -> Character<'w> {
        let place = enrolment::entity::enrolment::Entity::find_by_id(self.people[index]);
        let place = place.one(self.world.app.db.read()).await.unwrap().unwrap();
        self.world.as_participant(place.person_id.0).await
    }

    /// The cohort as it is now.
    pub async fn row(&self) -> cohorts::entity::cohort::Model {
        cohorts::queries::get(self.world.app.db.read(), self.cohort).await.unwrap().cohort
    }

    pub fn roll_call(&self, session: usize) -> String {
        format!("/sesiones/{}/asistencia", self.sessions[session])
    }

    pub fn closing(&self, session: usize) -> String {
        format!("/sesiones/{}/cierre", self.sessions[session])
    }

    pub fn grid(&self) -> String {
        format!("/cohortes/{}/asistencia", self.cohort)
    }

    pub fn activities(&self) -> String {
        format!("/cohortes/{}/actividades", self.cohort)
    }

    pub fn grades(&self) -> String {
        format!("/cohortes/{}/notas", self.cohort)
    }

    /// Passes the list of a session as the facilitator: `("presente", person)`.
    pub async fn mark(&self, session: usize, marks: &[(usize, &str)]) {
        let fields = self.estados(marks);
        let fields: Vec<_> = pairs(&fields);
        let answered = self.facilitator.post(&self.roll_call(session), &fields).await;
        answered.expect(303);
    }

    /// The fields of a roll-call: `estado[enrolment]`.
    pub fn estados(&self, marks: &[(usize, &str)]) -> Vec<(String, String)> {
        marks
            .iter()
            .map(|(person, state)| {
                (format!("estado[{}]", self.people[*person]), (*state).to_owned())
            })
            .collect()
    }

    /// Ends the cohort as its coordination does; its sessions must have been held.
    pub async fn close(&self) {
        let app = &self.world.app;
        let actor = self.coordinator.actor().await;
        let row = cohorts::queries::find(app.db.read(), &actor, self.cohort).await;
        super::fixtures::shown(self.world, &actor, self.cohort).await;
        let permit = cohorts::policy::may_close(&actor, &row.unwrap().facts()).unwrap();
        cohorts::commands::close(app, permit).await.unwrap();
    }
}

/// Owned fields as [`Character::post`] takes them.
pub fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The value of a hidden field on a page.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split(&start).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("«{name}» is on the page"));
    rest.split('"').next().unwrap().to_owned()
}
