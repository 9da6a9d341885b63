//! A long random history of one cohort, held against a model of a few lines.

use std::collections::VecDeque;

use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::commands::{self, NewEnrolment, SeatPlan};
use formacion::enrolment::entity::enrolment::Stage;
use formacion::enrolment::policy::{self, EnrolmentParties};
use formacion::people::entity::person::PersonId;
use formacion::sign_in::actor::Actor;

use super::{asks, cohort_row, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::long;
use crate::support::people::people;
use crate::support::world::World;

/// What must hold, said as simply as possible.
struct Model {
    seats: usize,
    confirmed: Vec<PersonId>,
    waiting: VecDeque<PersonId>,
}

impl Model {
    fn enrol(&mut self, person: PersonId) -> bool {
        if self.confirmed.contains(&person) || self.waiting.contains(&person) {
            return false;
        }
        if self.confirmed.len() < self.seats {
            self.confirmed.push(person);
        } else {
            self.waiting.push_back(person);
        }
        true
    }

    fn withdraw(&mut self, person: PersonId) -> bool {
        let before = self.confirmed.len() + self.waiting.len();
        self.confirmed.retain(|one| *one != person);
        self.waiting.retain(|one| *one != person);
        let gone = before > self.confirmed.len() + self.waiting.len();
        self.promote();
        gone
    }

    fn change_seats(&mut self, seats: usize) -> bool {
        if seats < self.confirmed.len() {
            return false;
        }
        self.seats = seats;
        self.promote();
        true
    }

    fn promote(&mut self) {
        while self.confirmed.len() < self.seats {
            let Some(next) = self.waiting.pop_front() else {
                break;
            };
            self.confirmed.push(next);
        }
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        let multiplied = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = multiplied.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

struct Scene<'w> {
    world: &'w World,
    cohort: CohortId,
    staff: Actor,
    everybody: Vec<PersonId>,
}

impl Scene<'_> {
    /// One random change, done to the product and to the model; both must say the same.
    async fn step(&self, dice: &mut Dice, model: &mut Model) -> String {
        let app = &self.world.app;
        let person = self.everybody[dice.throw(self.everybody.len())];
        let (what, done, expected) = match dice.throw(10) {
            0..=4 => {
                let asked = asks(self.cohort, person);
                let done = commands::enrol(app, asked, NewEnrolment::default()).await;
                ("enrol", done.is_ok(), model.enrol(person))
            }
            5..=8 => {
                let rows = places(self.world, self.cohort).await;
                let done = match rows.into_iter().find(|row| row.person_id == person) {
                    Some(row) => {
                        let place = EnrolmentParties { enrolment: row.id, person, unit: "MET" };
                        let permit = policy::may_withdraw(&self.staff, place).unwrap();
                        commands::withdraw(app, permit, None).await.is_ok()
                    }
                    None => false,
                };
                ("withdraw", done, model.withdraw(person))
            }
            _ => {
                let seats = 1 + dice.throw(8);
                let row = cohort_row(self.world, self.cohort).await;
                let permit = policy::may_change_seats(&self.staff, &row).unwrap();
                let done = commands::change_seats(
                    app,
                    permit,
                    SeatPlan { seats: i32::try_from(seats).unwrap(), offer_hours: None },
                )
                .await;
                ("change_seats", done.is_ok(), model.change_seats(seats))
            }
        };
        assert_eq!(done, expected, "{what} {person}");
        format!("{what} {person}")
    }
}

#[rocket::async_test]
async fn any_history_ends_where_the_simple_rules_say() {
    let world = World::new("history").await;
    let plan = CohortPlan { seats: 4, ..CohortPlan::default() };
    let scene = Scene {
        world: &world,
        cohort: cohort(&world, plan).await,
        staff: world.as_coordinator("MET").await.actor().await,
        everybody: people(&world, 0..14, false).await,
    };
    let mut model = Model { seats: 4, confirmed: Vec::new(), waiting: VecDeque::new() };
    let mut dice = Dice(20_261_120);
    for number in 0..if long() { 3000 } else { 250 } {
        let what = scene.step(&mut dice, &mut model).await;
        let rows = places(&world, scene.cohort).await;
        let at = |stage: Stage| -> Vec<PersonId> {
            let there = rows.iter().filter(|row| row.stage == stage);
            there.map(|row| row.person_id).collect()
        };
        let mut confirmed = at(Stage::Confirmed);
        confirmed.sort();
        model.confirmed.sort();
        assert_eq!(confirmed, model.confirmed, "after step {number}: {what}");
        let waiting = Vec::from(model.waiting.clone());
        assert_eq!(at(Stage::Waiting), waiting, "after step {number}: {what}");
    }
    world.finish().await;
}
