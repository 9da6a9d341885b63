//! Random histories of a department: places, marks, corrections, moves, sessions that move, cohorts that
//! change, certificates that go. What its report said at the end of a day is what it says of that day ever
//! after, cell by cell.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use formacion::assessment::commands::{self as assessment, NewActivity, NewGrade};
use formacion::assessment::entity::activity::{ActivityId, Kind as Test};
use formacion::attendance::commands::{self as attendance, ClosingAnswers, NewMark};
use formacion::attendance::entity::attendance_mark::State as Mark;
use formacion::attendance::policy as attendance_policy;
use formacion::certification::batches::commands::issue_at_once;
use formacion::certification::commands::revoke;
use formacion::certification::entity::certificate::{self, State};
use formacion::certification::policy::{CertificateFacts, may_issue, may_revoke};
use formacion::cohorts::commands::{self as cohorts, CohortChange, NewSession};
use formacion::cohorts::entity::cohort::{self, CohortId, Stage};
use formacion::cohorts::entity::session;
use formacion::cohorts::policy as cohort_policy;
use formacion::cohorts::policy::CohortAccess;
use formacion::enrolment::commands::{self as enrolment_commands, NewEnrolment, SeatPlan};
use formacion::enrolment::entity::enrolment;
use formacion::enrolment::policy::{self as enrolment_policy, EnrolmentParties};
use formacion::people::entity::person::PersonId;
use formacion::people::entity::post::PostId;
use formacion::platform::dates;
use formacion::reports::asof::Knowledge;
use formacion::reports::queries::Depth;
use formacion::reports::rules::Period;
use formacion::sign_in::actor::Actor;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Said, end_of, said};
use crate::support::fixtures::{CohortPlan, cohort, day, shown};
use crate::support::people::{people, post};
use crate::support::world::World;

const PLACES: [&str; 3] = ["50325", "50577", "95001"];
const DEPARTMENTS: [&str; 2] = ["50", "95"];
const PEOPLE: usize = 9;

struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        let multiplied = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = multiplied.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        (!all.is_empty()).then(|| &all[self.throw(all.len())])
    }
}

struct Scene<'w> {
    world: &'w World,
    staff: Actor,
    people: Vec<(PersonId, [PostId; 3])>,
    cohorts: Vec<(CohortId, Vec<ActivityId>)>,
    periods: [Period; 2],
    /// What each day that is over said when it ended.
    told: Vec<(NaiveDate, Vec<Said>)>,
}

impl<'w> Scene<'w> {
    async fn set(world: &'w World) -> Self {
        let mut all = Vec::new();
        for (number, person) in people(world, 0..PEOPLE, true).await.into_iter().enumerate() {
            let mut posts = Vec::new();
            for (index, place) in PLACES.into_iter().enumerate() {
                posts.push(post(world, person, place, index == number % 3).await);
            }
            all.push((person, [posts[0], posts[1], posts[2]]));
        }
        let period = |from, to| Period { from: day(world, from), to: day(world, to) };
        Self {
            world,
            staff: world.as_coordinator("MET").await.actor().await,
            people: all,
            cohorts: Vec::new(),
            // One that holds everything, and one that cuts cohorts in two.
            periods: [period(-5, 200), period(8, 22)],
            told: Vec::new(),
        }
    }

    async fn row(&self, id: CohortId) -> cohort::Model {
        cohort::Entity::find_by_id(id).one(self.world.app.db.read()).await.unwrap().unwrap()
    }

    async fn sessions(&self, id: CohortId) -> Vec<session::Model> {
        session::Entity::find()
            .filter(session::Column::CohortId.eq(id))
            .order_by_asc(session::Column::Position)
            .all(self.world.app.db.read())
            .await
            .unwrap()
    }

    async fn places(&self, id: CohortId) -> Vec<enrolment::Model> {
        enrolment::Entity::find()
            .filter(enrolment::Column::CohortId.eq(id))
            .order_by_asc(enrolment::Column::Id)
            .all(self.world.app.db.read())
            .await
            .unwrap()
    }

    async fn open(&mut self, dice: &mut Dice) {
        if self.cohorts.len() >= 5 {
            return;
        }
        let facilitators = ["ana", "beatriz", "carlos", "diana", "elena"];
        let plan = CohortPlan {
            course: ["SP-TRI", "SP-CNV"][self.cohorts.len() % 2],
            name: ["Uno", "Dos", "Tres", "Cuatro", "Cinco"][self.cohorts.len()],
            seats: 6,
            municipalities: PLACES.to_vec(),
            first_day: 1 + i64::try_from(dice.throw(4)).unwrap(),
            sessions: 3,
            facilitator: facilitators[self.cohorts.len()],
            stage: [Stage::Tentative, Stage::Confirmed][usize::from(dice.throw(4) > 0)],
            ..CohortPlan::default()
        };
        let id = cohort(self.world, plan).await;
        let access = CohortAccess { cohort: (&self.row(id).await).into(), teaches: false };
        let new = |kind, name: &str, weight| NewActivity {
            id: None,
            kind,
            name: name.to_owned(),
            weight,
        };
        let plan =
            vec![new(Test::PreTest, "Prueba inicial", 0), new(Test::PostTest, "Prueba final", 100)];
        let permit = formacion::assessment::policy::may_plan(&self.staff, &access).unwrap();
        let tests = assessment::set_activities(&self.world.app, permit, plan).await;
        self.cohorts.push((id, tests.unwrap_or_default()));
    }

    async fn enrol(&self, dice: &mut Dice) -> bool {
        let Some((id, _)) = dice.one(&self.cohorts).cloned() else { return false };
        let (person, posts) = self.people[dice.throw(PEOPLE)];
        let place = dice.throw(3);
        let permit = enrolment_policy::may_add(&self.staff, &self.row(id).await).unwrap();
        let new = NewEnrolment {
            post: Some(posts[place]),
            municipality: Some(PLACES[place].to_owned()),
            consent: Some("prueba"),
            ..NewEnrolment::default()
        };
        enrolment_commands::enrol(&self.world.app, permit.person(person), new).await.is_ok()
    }

    async fn some_place(&self, dice: &mut Dice) -> Option<enrolment::Model> {
        let (id, _) = dice.one(&self.cohorts)?;
        let places = self.places(*id).await;
        dice.one(&places).cloned()
    }

    fn place(row: &enrolment::Model) -> EnrolmentParties<'static> {
        EnrolmentParties { enrolment: row.id, person: row.person_id, unit: "MET" }
    }

    async fn withdraw(&self, dice: &mut Dice) -> bool {
        let Some(row) = self.some_place(dice).await else { return false };
        let permit = enrolment_policy::may_withdraw(&self.staff, Self::place(&row)).unwrap();
        enrolment_commands::withdraw(&self.world.app, permit, None).await.is_ok()
    }

    async fn move_place(&self, dice: &mut Dice) -> bool {
        let Some(row) = self.some_place(dice).await else { return false };
        let permit = enrolment_policy::may_attribute(&self.staff, Self::place(&row)).unwrap();
        let own = self.people.iter().find(|(person, _)| *person == row.person_id).unwrap();
        let to = own.1[dice.throw(3)];
        enrolment_commands::attribute(&self.world.app, permit, to, "Cambió de cargo").await.is_ok()
    }

    async fn mark(&self, dice: &mut Dice) -> bool {
        let Some((id, _)) = dice.one(&self.cohorts) else { return false };
        let now = self.world.app.clock.now();
        let mut sessions = self.sessions(*id).await;
        sessions.retain(|session| session.starts_at <= now);
        let Some(session) = dice.one(&sessions) else { return false };
        use Mark::{Absent, Dispensed, Excused, Late, Present};
        let states =
            [Present, Present, Present, Present, Present, Late, Late, Absent, Excused, Dispensed];
        let mut marks = Vec::new();
        for row in self.places(*id).await {
            if row.stage == enrolment::Stage::Confirmed && dice.throw(6) > 0 {
                let state = states[dice.throw(states.len())];
                let reason = Some("Se revisó la lista".to_owned());
                marks.push(NewMark { reason, ..NewMark::new(row.id, state) });
            }
        }
        let access = CohortAccess { cohort: (&self.row(*id).await).into(), teaches: false };
        let permit =
            attendance_policy::may_take(&self.staff, &access, session.id, session.stage).unwrap();
        attendance::take(&self.world.app, permit, marks).await.is_ok()
    }

    async fn close_session(&self, dice: &mut Dice) -> bool {
        let Some((id, _)) = dice.one(&self.cohorts) else { return false };
        let sessions = self.sessions(*id).await;
        let Some(session) = dice.one(&sessions) else { return false };
        let access = CohortAccess { cohort: (&self.row(*id).await).into(), teaches: false };
        let permit = attendance_policy::may_close(&self.staff, &access, session.id).unwrap();
        let all = self.places(*id).await.into_iter().map(|row| row.id);
        attendance::close(&self.world.app, permit, &ClosingAnswers::leaving(all)).await.is_ok()
    }

    /// Adds, moves or cancels a session.
    async fn arrange(&self, dice: &mut Dice) -> bool {
        let app = &self.world.app;
        let Some((id, _)) = dice.one(&self.cohorts) else { return false };
        let row = self.row(*id).await;
        let sessions = self.sessions(*id).await;
        let Some(chosen) = dice.one(&sessions) else { return false };
        let deed = dice.throw(6);
        if deed == 0 {
            let permit =
                cohort_policy::may_edit_session(&self.staff, &(&row).into(), chosen.id).unwrap();
            return cohorts::cancel_session(app, permit, "Se inundó el salón").await.is_ok();
        }
        let days = u64::try_from((row.ends_on - row.starts_on).num_days()).unwrap();
        let on = row.starts_on + Days::new(dice.throw(4) as u64 % (days + 1));
        let at = |hour| dates::from_bogota(on, NaiveTime::from_hms_opt(hour, 0, 0).unwrap());
        let from = [6, 13, 18][dice.throw(3)];
        let new = NewSession {
            starts_at: at(from),
            ends_at: at(from + 1 + u32::try_from(dice.throw(3)).unwrap()),
            place: None,
            link: None,
            facilitator: chosen.facilitator_account_id,
        };
        if deed == 1 {
            let permit = cohort_policy::may_edit(&self.staff, &(&row).into()).unwrap();
            return cohorts::add_session(app, permit, new).await.is_ok();
        }
        let permit =
            cohort_policy::may_edit_session(&self.staff, &(&row).into(), chosen.id).unwrap();
        cohorts::save_session(app, permit, new).await.is_ok()
    }

    /// Changes a cohort's name, days, municipalities or seats.
    async fn save(&self, dice: &mut Dice) -> bool {
        let app = &self.world.app;
        let Some((id, _)) = dice.one(&self.cohorts) else { return false };
        let row = self.row(*id).await;
        if dice.throw(3) == 0 {
            let permit = enrolment_policy::may_change_seats(&self.staff, &row).unwrap();
            let seats = 4 + i32::try_from(dice.throw(6)).unwrap();
            let plan = SeatPlan { seats, offer_hours: None };
            return enrolment_commands::change_seats(app, permit, plan).await.is_ok();
        }
        let mut municipalities: Vec<String> = PLACES.map(str::to_owned).into();
        if dice.throw(2) == 0 {
            municipalities.remove(dice.throw(3));
        }
        let longer = Days::new(dice.throw(9) as u64);
        let change = CohortChange {
            name: format!("{}{}", row.name, [" bis", ""][dice.throw(2)]),
            seats: None,
            starts_on: row.starts_on,
            ends_on: row.ends_on + longer,
            enrolment_closes_on: row.enrolment_closes_on,
            place_text: row.place_text.clone(),
            municipalities,
            quorum: None,
            rule: None,
            seen: None,
        };
        let permit = cohort_policy::may_edit(&self.staff, &(&row).into()).unwrap();
        enrolment_commands::save_cohort(app, permit, change).await.is_ok()
    }

    /// Confirms, closes or cancels a cohort.
    async fn advance(&self, dice: &mut Dice) -> bool {
        let app = &self.world.app;
        let Some((id, _)) = dice.one(&self.cohorts) else { return false };
        let row = self.row(*id).await;
        match row.stage {
            Stage::Tentative => {
                let permit = cohort_policy::may_confirm(&self.staff, &(&row).into()).unwrap();
                cohorts::confirm(app, permit).await.is_ok()
            }
            Stage::Confirmed | Stage::Running if dice.throw(9) == 0 => {
                let permit = cohort_policy::may_cancel(&self.staff, &(&row).into()).unwrap();
                cohorts::cancel(app, permit, "La vía está cerrada").await.is_ok()
            }
            Stage::Running => {
                // What is left is called off, so that it can end.
                for session in self.sessions(*id).await {
                    if session.stage == session::Stage::Planned {
                        let facts = (&row).into();
                        let permit =
                            cohort_policy::may_edit_session(&self.staff, &facts, session.id);
                        let _ = cohorts::cancel_session(app, permit.unwrap(), "No alcanza").await;
                    }
                }
                shown(self.world, &self.staff, *id).await;
                let permit = cohort_policy::may_close(&self.staff, &(&row).into()).unwrap();
                cohorts::close(app, permit).await.is_ok()
            }
            _ => false,
        }
    }

    async fn grade(&self, dice: &mut Dice) -> bool {
        let Some((id, tests)) = dice.one(&self.cohorts) else { return false };
        let mut cells = Vec::new();
        for row in self.places(*id).await {
            for activity in tests {
                let tenths =
                    (dice.throw(6) > 0).then(|| i32::try_from(20 + dice.throw(31)).unwrap());
                if dice.throw(2) == 0 {
                    cells.push(NewGrade { activity: *activity, enrolment: row.id, tenths });
                }
            }
        }
        let access = CohortAccess { cohort: (&self.row(*id).await).into(), teaches: false };
        let permit = formacion::assessment::policy::may_grade(&self.staff, &access).unwrap();
        let seen = assessment::GradesPrecondition::Anything;
        assessment::enter_grades(&self.world.app, permit, seen, cells).await.is_ok()
    }

    async fn issue(&self, dice: &mut Dice) -> bool {
        let mut any = false;
        for (id, _) in &self.cohorts {
            let permit = may_issue(&self.staff, &(&self.row(*id).await).into()).unwrap();
            let mut places: Vec<_> = self.places(*id).await.iter().map(|row| row.id).collect();
            places.retain(|_| dice.throw(3) > 0);
            let outcome = issue_at_once(&self.world.app, permit, &places).await;
            any |= outcome.is_ok_and(|outcome| !outcome.issued.is_empty());
        }
        any
    }

    async fn revoke(&self, dice: &mut Dice) -> bool {
        let db = self.world.app.db.read();
        let papers = certificate::Entity::find()
            .filter(certificate::Column::State.eq(State::Active))
            .order_by_asc(certificate::Column::Id)
            .all(db)
            .await
            .unwrap();
        let Some(paper) = dice.one(&papers) else { return false };
        let permit = may_revoke(&self.staff, &CertificateFacts::from(paper)).unwrap();
        revoke(&self.world.app, permit, "La nota era de otra persona.").await.is_ok()
    }

    /// Everything that the reports say, as known.
    async fn say(&self, known: Knowledge) -> Vec<Said> {
        let mut all = Vec::new();
        for department in DEPARTMENTS {
            for period in self.periods {
                for depth in [Depth::People, Depth::Totals] {
                    all.push(said(self.world, department, period, depth, known).await);
                }
            }
        }
        all
    }

    /// The day ends, and some days later another begins.
    async fn wait(&mut self, dice: &mut Dice) {
        let clock = &self.world.app.clock;
        let today = clock.today();
        clock.travel_to(end_of(today));
        let told = self.say(Knowledge::Now).await;
        self.told.push((today, told));
        let begins = today + Days::new(1 + dice.throw(3) as u64);
        let hour = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
        clock.travel_to(dates::from_bogota(begins, hour));
        formacion::enrolment::worker::round(&self.world.app).await.unwrap();
    }
}

async fn history(seed: u64, steps: usize) {
    let world = World::new(&format!("asof random {seed}")).await;
    let mut scene = Scene::set(&world).await;
    let mut dice = Dice(seed);
    let mut done = [0; 11];
    scene.open(&mut dice).await;
    for _ in 0..6 {
        scene.enrol(&mut dice).await;
    }
    for _ in 0..steps {
        let (what, is_done) = match dice.throw(36) {
            0..=6 => (0, scene.enrol(&mut dice).await),
            7 => (1, scene.withdraw(&mut dice).await),
            8..=12 => (2, scene.move_place(&mut dice).await),
            13..=19 => (3, scene.mark(&mut dice).await),
            20 => (4, scene.close_session(&mut dice).await),
            21..=22 => (5, scene.arrange(&mut dice).await),
            23..=24 => (6, scene.save(&mut dice).await),
            25 => (7, scene.advance(&mut dice).await),
            26..=27 => (8, scene.grade(&mut dice).await),
            28..=29 => (9, scene.issue(&mut dice).await),
            30 => (10, scene.revoke(&mut dice).await),
            31 => {
                scene.open(&mut dice).await;
                continue;
            }
            _ => {
                scene.wait(&mut dice).await;
                continue;
            }
        };
        done[what] += usize::from(is_done);
        // Nothing happens at the very same moment.
        world.advance(TimeDelta::milliseconds(7));
    }
    scene.wait(&mut dice).await;
    let now = scene.say(Knowledge::Now).await;
    let mut changed = 0;
    for (on, told) in &scene.told {
        let asked = scene.say(Knowledge::At(end_of(*on))).await;
        for (asked, told) in asked.iter().zip(told) {
            asked.is_that_of(told, &format!("seed {seed}, the cut of {on}"));
        }
        changed += usize::from(now.iter().zip(told).any(|(now, told)| now.cells != told.cells));
    }
    println!("seed {seed}: {done:?} done, {} days, {changed} differ from today", scene.told.len());
    assert!(changed * 2 > scene.told.len(), "seed {seed}: the history says nothing");
    assert!(done.iter().filter(|times| **times > 0).count() > 7, "seed {seed}: {done:?}");
    world.finish().await;
}

#[rocket::async_test]
async fn what_a_day_said_when_it_ended_is_what_it_says_ever_after() {
    for seed in [7, 1_234] {
        history(seed, 260).await;
    }
}

/// `cargo test --test suite reports::asof::random::many -- --ignored`
#[rocket::async_test]
#[ignore = "long: run by name"]
async fn many_random_histories() {
    for seed in 100..120 {
        history(seed, 400).await;
    }
}
