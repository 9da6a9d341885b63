//! P19: random histories of hires, leavings, moves, confirmations, unions and their undoing, issues,
//! replacements, revocations and expiries, each step held against the model on several days, and every
//! day that was over against what it said when it ended.

use chrono::{Days, NaiveDate, TimeDelta};
use formacion::certification::batches::commands::issue_at_once;
use formacion::certification::entity::certificate::{self, CertificateId, State};
use formacion::certification::policy::{CertificateFacts, may_issue, may_revoke};
use formacion::certification::reviews::watch;
use formacion::courses::entity::course_version_capacity;
use formacion::ledger::as_of::AsOf;
use formacion::ledger::checks;
use formacion::ledger::figures::Count;
use formacion::ledger::queries::{CountScope, by_municipality};
use formacion::people::commands::{
    MergeChoice, NewPost, add_post, confirm_post, end_post, merge, undo_merge,
};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::person_merge;
use formacion::people::entity::post::{self, Kind, PostId};
use formacion::people::policy::{may_attest, may_merge, may_undo};
use formacion::sign_in::actor::{Actor, Author};
use formacion::territory::commands::{NewEntity, find_or_add_entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::everywhere;
use super::model::{Model, Paper, Work};
use crate::certification::{Class, Given, PASSED, close, facts, taught_as, taught_to, validity};
use crate::support::fixtures::day;
use crate::support::people::{alone, people};
use crate::support::world::World;

const PLACES: [&str; 3] = ["50325", "50577", "18592"];
/// People of the classes, and those who were never in one.
const TAUGHT: usize = 5;
const OTHERS: usize = 3;

struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % 1_000_003).unwrap() % sides
    }

    fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.throw(usize::try_from(to - from + 1).unwrap())).unwrap()
    }
}

struct Scene<'w> {
    world: &'w World,
    staff: Actor,
    model: Model,
    people: Vec<PersonId>,
    classes: Vec<(Class, Vec<String>)>,
    works: Vec<PostId>,
    papers: Vec<CertificateId>,
    unions: Vec<(person_merge::Model, usize)>,
    /// What each day that is over said when it ended.
    told: Vec<(NaiveDate, Vec<Count>)>,
    since: NaiveDate,
}

impl<'w> Scene<'w> {
    async fn set(world: &'w World) -> Self {
        let given = validity::ending(world).await;
        let ending = taught_as(world, given, 0, &[PASSED; TAUGHT], 5).await;
        close(world, &ending).await;
        let others = people(world, 700..700 + OTHERS, true).await;
        let same = ending.people.clone();
        let endless = taught_to(world, Given::default(), same, &[PASSED; TAUGHT], 5).await;
        close(world, &endless).await;
        let mut classes = Vec::new();
        for class in [ending, endless] {
            let cohort =
                formacion::cohorts::queries::get(world.app.db.read(), class.id).await.unwrap();
            let capacities = course_version_capacity::Entity::find()
                .select_only()
                .column(course_version_capacity::Column::CapacityCode)
                .filter(
                    course_version_capacity::Column::CourseVersionId
                        .eq(cohort.cohort.course_version_id),
                )
                .into_tuple()
                .all(world.app.db.read())
                .await
                .unwrap();
            classes.push((class, capacities));
        }
        let people = [classes[0].0.people.clone(), others].concat();
        Self {
            world,
            staff: world.as_administrator().await.actor().await,
            model: Model::of(people.len()),
            people,
            classes,
            works: Vec::new(),
            papers: Vec::new(),
            unions: Vec::new(),
            told: Vec::new(),
            since: day(world, -100),
        }
    }

    fn capacities(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.classes.iter().flat_map(|(_, capacities)| capacities.clone()).collect();
        all.sort();
        all.dedup();
        all
    }

    async fn hire(&mut self, dice: &mut Dice) {
        let owner = dice.throw(self.people.len());
        if self.model.into[owner].is_some() {
            return;
        }
        let place = PLACES[dice.throw(PLACES.len())];
        let from = day(self.world, -dice.between(0, 60));
        let last = (dice.throw(4) == 0).then(|| day(self.world, dice.between(0, 60)));
        let app = &self.world.app;
        let tx = app.db.begin().await.unwrap();
        let entity = NewEntity {
            kind: "alcaldia".to_owned(),
            name: format!("Alcaldía {place}"),
            municipality_code: place.to_owned(),
            is_demo: true,
        };
        let entity_id = find_or_add_entity(&tx, app, &Author::system(), entity).await.unwrap();
        let new = NewPost {
            entity_id,
            position: "Profesional".to_owned(),
            kind: Kind::Carrera,
            municipality_code: place.to_owned(),
            starts_on: from,
            ends_on: last,
            is_principal: false,
        };
        let id =
            add_post(&tx, app, &Author::system(), self.people[owner], new).await.expect("is added");
        tx.commit().await.unwrap();
        self.works.push(id);
        let said = app.clock.today().max(from);
        self.model.works.push(Work { owner, place, from, last, said });
    }

    async fn attests(&self, work: usize) -> formacion::people::policy::AttestPost {
        let row = post::Entity::find_by_id(self.works[work]).one(self.world.app.db.read()).await;
        let row = row.unwrap().unwrap();
        may_attest(&self.staff, alone(row.person_id), &row).unwrap()
    }

    async fn leave(&mut self, dice: &mut Dice) {
        if self.works.is_empty() {
            return;
        }
        let work = dice.throw(self.works.len());
        let last = day(self.world, dice.between(-30, 30));
        let permit = self.attests(work).await;
        if end_post(&self.world.app, permit, last).await.is_ok() {
            self.model.works[work].last = Some(last);
        }
    }

    async fn confirm(&mut self, dice: &mut Dice) {
        if self.works.is_empty() {
            return;
        }
        let work = dice.throw(self.works.len());
        let permit = self.attests(work).await;
        if confirm_post(&self.world.app, permit).await.is_ok() {
            let today = self.world.app.clock.today();
            let said = &mut self.model.works[work].said;
            *said = today.max(*said);
        }
    }

    async fn issue(&mut self, dice: &mut Dice) {
        let (class, capacities) = &self.classes[dice.throw(self.classes.len())];
        let owner = dice.throw(TAUGHT);
        let permit = may_issue(&self.staff, &facts(self.world, class.id).await).unwrap();
        let outcome = issue_at_once(&self.world.app, permit, &[class.enrolments[owner]]).await;
        for id in outcome.expect("is carried out").issued {
            let row = certificate::Entity::find_by_id(id).one(self.world.app.db.read()).await;
            self.papers.push(id);
            self.model.papers.push(Paper {
                owner,
                capacities: capacities.clone(),
                from: self.world.app.clock.today(),
                until: row.unwrap().unwrap().valid_until,
                gone: None,
            });
        }
    }

    async fn active(&self, paper: usize) -> Option<certificate::Model> {
        let row = certificate::Entity::find_by_id(self.papers[paper]).one(self.world.app.db.read());
        row.await.unwrap().filter(|row| row.state == State::Active)
    }

    async fn revoke(&mut self, dice: &mut Dice) {
        if self.papers.is_empty() {
            return;
        }
        let paper = dice.throw(self.papers.len());
        let Some(row) = self.active(paper).await else { return };
        let permit = may_revoke(&self.staff, &CertificateFacts::from(&row)).unwrap();
        let reason = "La nota era de otra persona.";
        formacion::certification::commands::revoke(&self.world.app, permit, reason).await.unwrap();
        self.model.papers[paper].gone = Some(self.world.app.clock.today());
    }

    /// The name was written wrong: another certificate takes the place of the old one.
    async fn replace(&mut self, dice: &mut Dice) {
        if self.papers.is_empty() {
            return;
        }
        let paper = dice.throw(self.papers.len());
        let Some(row) = self.active(paper).await else { return };
        let staff = self.world.as_administrator().await;
        let surname: String =
            (0..6).map(|_| char::from(b'a' + u8::try_from(dice.throw(26)).unwrap())).collect();
        let name = [
            ("primer_nombre", "Ana"),
            ("segundo_nombre", ""),
            ("primer_apellido", surname.as_str()),
            ("segundo_apellido", ""),
        ];
        staff.post(&format!("/personas/{}/nombre", row.person_id), &name).await.expect(303);
        watch::round(&self.world.app).await.expect("looks");
        let changes = format!("/cohortes/{}/certificados/cambios", row.cohort_id);
        let page = staff.get(&changes).await.expect(200).body();
        let start = format!("name=\"certificado\" value=\"{}", row.id);
        let shown = page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap());
        let shown = shown.filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
        let Some(rest) = shown.last() else { return };
        let value = format!("{}{rest}", row.id);
        let deed = [
            ("certificado", value.as_str()),
            ("hacer", "reemplazar"),
            ("motivo", "El nombre estaba mal escrito."),
        ];
        staff.post(&format!("{changes}/hechos"), &deed).await.expect(303);
        let newest = certificate::Entity::find()
            .filter(certificate::Column::EnrolmentId.eq(row.enrolment_id))
            .order_by_desc(certificate::Column::Id)
            .one(self.world.app.db.read())
            .await
            .unwrap()
            .unwrap();
        if newest.id == row.id {
            return;
        }
        let today = self.world.app.clock.today();
        let old = &mut self.model.papers[paper];
        old.gone = Some(today);
        let (owner, capacities, until) = (old.owner, old.capacities.clone(), old.until);
        self.papers.push(newest.id);
        self.model.papers.push(Paper { owner, capacities, from: today, until, gone: None });
    }

    async fn unite(&mut self, dice: &mut Dice) {
        // One of them was in no class: two living places in one cohort stand in the way.
        let one = dice.throw(self.people.len());
        let other = TAUGHT + dice.throw(OTHERS);
        let (survivor, absorbed) = if dice.throw(2) == 0 { (one, other) } else { (other, one) };
        let is_known = self.model.into[survivor].is_some() || self.model.into[absorbed].is_some();
        if survivor == absorbed || is_known || self.model.into.contains(&Some(absorbed)) {
            return;
        }
        let permit =
            may_merge(&self.staff, alone(self.people[survivor]), alone(self.people[absorbed]))
                .unwrap();
        let references = formacion::assembly::person_references();
        let done =
            merge(&self.world.app, &references, permit, MergeChoice::default(), "La misma").await;
        let Ok(union) = done else { return };
        let union = person_merge::Entity::find_by_id(union).one(self.world.app.db.read()).await;
        self.unions.push((union.unwrap().unwrap(), absorbed));
        self.model.into[absorbed] = Some(survivor);
    }

    async fn undo(&mut self) {
        let Some((union, absorbed)) = self.unions.last().cloned() else { return };
        let permit = may_undo(&self.staff, alone(union.survivor_id), &union).unwrap();
        let references = formacion::assembly::person_references();
        if undo_merge(&self.world.app, &references, permit).await.is_ok() {
            self.unions.pop();
            self.model.into[absorbed] = None;
        }
    }

    async fn wait(&mut self, dice: &mut Dice) {
        let today = self.world.app.clock.today();
        self.told
            .push((today, self.figures(&AsOf::known_now(today, self.world.app.clock.now())).await));
        let days = if dice.throw(5) == 0 { dice.between(150, 400) } else { dice.between(1, 40) };
        self.world.app.clock.advance(TimeDelta::days(days));
    }

    /// Every figure that there is, in one order.
    async fn figures(&self, as_of: &AsOf) -> Vec<Count> {
        let db = self.world.app.db.read();
        let mut all = Vec::new();
        for capacity in self.capacities() {
            let of =
                by_municipality(db, as_of, everywhere(), CountScope::One(&capacity)).await.unwrap();
            all.extend(PLACES.iter().map(|place| of.get(*place).copied().unwrap_or_default()));
        }
        all
    }

    async fn holds(&self, step: &str, dice: &mut Dice) {
        let now = self.world.app.clock.now();
        for back in [0, 1, dice.between(2, 60), dice.between(60, 500)] {
            let on = day(self.world, -back);
            let expected: Vec<Count> = self
                .capacities()
                .iter()
                .flat_map(|capacity| {
                    PLACES.map(|place| self.model.count(capacity, place, self.since, on))
                })
                .collect();
            let found = self.figures(&AsOf::known_now(on, now)).await;
            assert_eq!(found, expected, "after {step}, {back} days ago");
        }
        let wrong = checks::findings(self.world.app.db.read()).await.unwrap();
        assert!(wrong.is_empty(), "after {step}: {wrong:?}");
    }

    async fn the_past_stays(&self) {
        for (on, figures) in &self.told {
            // Several waits on one day do not happen: each ends it.
            let as_of = AsOf::new(*on, self.world.app.clock.now(), None);
            assert_eq!(&self.figures(&as_of).await, figures, "as of {on}");
        }
    }
}

async fn history(seed: u64, steps: usize) {
    let world = World::new(&format!("ledger random {seed}")).await;
    let mut scene = Scene::set(&world).await;
    scene.since = scene.since.checked_sub_days(Days::new(10)).unwrap();
    let mut dice = Dice(seed);
    for person in 0..4 {
        let _ = person;
        scene.hire(&mut dice).await;
        scene.issue(&mut dice).await;
    }
    for number in 0..steps {
        let step = match dice.throw(20) {
            0..=3 => {
                scene.hire(&mut dice).await;
                "a hire"
            }
            4..=5 => {
                scene.leave(&mut dice).await;
                "a leaving"
            }
            6..=7 => {
                scene.confirm(&mut dice).await;
                "a confirmation"
            }
            8..=11 => {
                scene.issue(&mut dice).await;
                "an issue"
            }
            12 => {
                scene.revoke(&mut dice).await;
                "a revocation"
            }
            13..=14 => {
                scene.replace(&mut dice).await;
                "a replacement"
            }
            15 => {
                scene.unite(&mut dice).await;
                "a union"
            }
            16 => {
                scene.undo().await;
                "an undone union"
            }
            _ => {
                scene.wait(&mut dice).await;
                "a wait"
            }
        };
        scene.holds(&format!("{step} (seed {seed}, step {number})"), &mut dice).await;
    }
    scene.the_past_stays().await;
    let counted: i64 = scene.told.iter().flat_map(|(_, all)| all).map(Count::in_post).sum();
    assert!(counted > 0, "nobody ever counted: the history says nothing");
    world.finish().await;
}

#[rocket::async_test]
async fn random_histories_agree_with_a_count_by_hand_and_the_past_stays_as_it_was() {
    for seed in [7, 1_234] {
        history(seed, 40).await;
    }
}

/// `cargo test --test suite ledger::random::many -- --ignored`
#[rocket::async_test]
#[ignore = "long: run by name"]
async fn many_random_histories() {
    for seed in 100..130 {
        history(seed, 60).await;
    }
}
