//! P19: random histories of a cohort's places, each step held against a small model.

mod cast;
mod model;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use formacion::cohorts;
use formacion::cohorts::entity::cohort::CohortId;
use formacion::enrolment::commands::{self, NewEnrolment, Reservation, SeatPlan};
use formacion::enrolment::entity::enrolment::{self, Origin, Stage};
use formacion::enrolment::entity::seat_quota::{Kind, SeatQuotaId};
use formacion::enrolment::entity::{seat_offer, seat_quota};
use formacion::enrolment::policy::{self, EnrolmentParties};
use formacion::enrolment::{queries, worker};
use formacion::platform::dates;
use formacion::sign_in::actor::{Actor, Grant};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use self::cast::Cast;
use self::model::{Group, MISTAKES, Mistake, Model, Row};
use super::{asks, cohort_row, places, story, yes};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::{World, today};
use crate::support::{figures::figure, long};

const HERE: &str = "50325";
const THERE: &str = "50577";
const GROUPS: [Group; 4] = [
    (Kind::Municipality, HERE),
    (Kind::Municipality, THERE),
    (Kind::EntityKind, "alcaldia"),
    (Kind::EntityKind, "personeria"),
];

/// Numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        let multiplied = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = multiplied.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn day(&mut self, now: DateTime<Utc>) -> Option<NaiveDate> {
        let ahead = i64::try_from(self.throw(5)).unwrap();
        (ahead > 0).then(|| dates::bogota_date(now) + TimeDelta::days(ahead))
    }
}

/// One step, the same for the product and for every model.
#[derive(Clone, Debug)]
enum Step {
    Enrol(usize, &'static str),
    Nominate(usize),
    /// To the second post, or back to the first.
    Attribute(usize, bool),
    Withdraw(usize),
    Accept(usize),
    Decline(usize),
    Seats(i32),
    Reserve(Vec<(Group, i32, Option<NaiveDate>)>),
    Release(Group),
    Wait(i64),
    Cancel,
}

impl Step {
    fn any(dice: &mut Dice, now: DateTime<Utc>) -> Self {
        let person = dice.throw(16);
        match dice.throw(48) {
            0..=14 => Self::Enrol(person, [HERE, THERE, "50001"][dice.throw(3)]),
            15..=20 => Self::Withdraw(person),
            21..=24 => Self::Accept(person),
            25..=26 => Self::Decline(person),
            27..=29 => Self::Seats(1 + i32::try_from(dice.throw(9)).unwrap()),
            30..=32 => {
                let mut wanted = Vec::new();
                for group in GROUPS {
                    let seats = i32::try_from(dice.throw(4)).unwrap();
                    let on = dice.day(now);
                    if seats > 0 && dice.throw(2) == 0 {
                        wanted.push((group, seats, on));
                    }
                }
                Self::Reserve(wanted)
            }
            33..=34 => Self::Release(GROUPS[dice.throw(4)]),
            35..=38 => Self::Nominate(person),
            39..=42 => Self::Attribute(person, dice.throw(2) == 0),
            43..=46 => Self::Wait(1 + i64::try_from(dice.throw(36)).unwrap()),
            _ if dice.throw(6) == 0 => Self::Cancel,
            _ => Self::Wait(1),
        }
    }

    fn on(&self, model: &mut Model) -> bool {
        match self {
            Self::Enrol(person, municipality) => model.enrol(*person, municipality),
            Self::Nominate(person) => model.nominate(*person, HERE),
            Self::Attribute(person, to) => {
                model.attribute(*person, if *to { THERE } else { HERE }, *to)
            }
            Self::Withdraw(person) => model.withdraw(*person),
            Self::Accept(person) => model.accept(*person),
            Self::Decline(person) => model.decline(*person),
            Self::Seats(seats) => model.change_seats(*seats),
            Self::Reserve(wanted) => model.reserve(wanted),
            Self::Release(group) => model.release(*group),
            Self::Wait(hours) => {
                model.now += TimeDelta::hours(*hours);
                model.worker();
                true
            }
            Self::Cancel => model.cancel(),
        }
    }
}

struct Scene<'w> {
    world: &'w World,
    cast: &'w Cast,
    cohort: CohortId,
    staff: &'w Actor,
    /// Of both entities.
    focal: &'w Actor,
}

impl Scene<'_> {
    async fn row(&self, person: usize) -> Option<enrolment::Model> {
        let db = self.world.app.db.read();
        queries::of_person(db, self.cohort, self.cast.ids[person]).await.unwrap()
    }

    /// Does the step to the product; whether it was done.
    async fn does(&self, step: &Step) -> bool {
        let app = &self.world.app;
        let seats = async || {
            let row = cohort_row(self.world, self.cohort).await;
            policy::may_change_seats(self.staff, &row).unwrap()
        };
        let place = |row: &enrolment::Model| EnrolmentParties {
            enrolment: row.id,
            person: row.person_id,
            unit: "MET",
        };
        match step {
            Step::Enrol(person, municipality) => {
                let new = NewEnrolment {
                    post: Some(self.cast.posts[*person][0]),
                    municipality: Some((*municipality).to_owned()),
                    consent: Some("prueba"),
                    ..NewEnrolment::default()
                };
                commands::enrol(app, asks(self.cohort, self.cast.ids[*person]), new).await.is_ok()
            }
            Step::Nominate(person) => {
                let entity = self.cast.entities[*person];
                let permit = policy::may_nominate(self.focal, entity, self.cohort).unwrap();
                commands::nominate(app, permit, &[self.cast.ids[*person]]).await.is_ok()
            }
            Step::Attribute(person, to) => {
                let Some(row) = self.row(*person).await else { return false };
                let permit = policy::may_attribute(self.staff, place(&row)).unwrap();
                let post = self.cast.posts[*person][usize::from(*to)];
                commands::attribute(app, permit, post, "Cambió de cargo").await.is_ok()
            }
            Step::Withdraw(person) => {
                let Some(row) = self.row(*person).await else { return false };
                let permit = policy::may_withdraw(self.staff, place(&row)).unwrap();
                commands::withdraw(app, permit, None).await.is_ok()
            }
            Step::Accept(person) => {
                let Some(row) = self.row(*person).await else { return false };
                let permit = policy::may_answer(self.staff, place(&row)).unwrap();
                commands::accept(app, permit, yes()).await.is_ok()
            }
            Step::Decline(person) => {
                let Some(row) = self.row(*person).await else { return false };
                let permit = policy::may_answer(self.staff, place(&row)).unwrap();
                commands::decline(app, permit).await.is_ok()
            }
            Step::Seats(number) => {
                let plan = SeatPlan { seats: *number, offer_hours: None };
                commands::change_seats(app, seats().await, plan).await.is_ok()
            }
            Step::Reserve(wanted) => {
                let wanted = wanted
                    .iter()
                    .map(|((kind, key), number, on)| Reservation {
                        kind: *kind,
                        key: (*key).to_owned(),
                        seats: *number,
                        release_on: *on,
                    })
                    .collect();
                commands::reserve(app, seats().await, wanted).await.is_ok()
            }
            Step::Release((kind, key)) => {
                let held = seat_quota::Entity::find()
                    .filter(seat_quota::Column::CohortId.eq(self.cohort))
                    .filter(seat_quota::Column::Kind.eq(*kind))
                    .filter(seat_quota::Column::Key.eq(*key))
                    .filter(seat_quota::Column::ReleasedAt.is_null())
                    .one(app.db.read())
                    .await
                    .unwrap();
                let id = held.map_or(SeatQuotaId(0), |quota| quota.id);
                commands::release(app, seats().await, id).await.is_ok()
            }
            Step::Wait(hours) => {
                self.world.advance(TimeDelta::hours(*hours));
                worker::round(app).await.unwrap();
                true
            }
            Step::Cancel => {
                let row = cohort_row(self.world, self.cohort).await;
                let permit = cohorts::policy::may_cancel(self.staff, &(&row).into()).unwrap();
                cohorts::commands::cancel(app, permit, "La vía está cerrada").await.is_ok()
            }
        }
    }

    /// The rows as the product has them, in the model's words.
    async fn rows(&self) -> Vec<(usize, Row)> {
        let rows = places(self.world, self.cohort).await;
        let offers = seat_offer::Entity::find()
            .filter(seat_offer::Column::SettledAt.is_null())
            .filter(seat_offer::Column::EnrolmentId.is_in(rows.iter().map(|row| row.id)))
            .all(self.world.app.db.read())
            .await
            .unwrap();
        let mut all: Vec<(usize, Row)> = rows
            .into_iter()
            .map(|row| {
                let until = offers.iter().find(|offer| offer.enrolment_id == row.id);
                let number = self.cast.ids.iter().position(|id| *id == row.person_id).unwrap();
                let municipality = [HERE, THERE, "50001"]
                    .into_iter()
                    .find(|code| row.municipality_code.as_deref() == Some(code))
                    .unwrap();
                let seen = Row {
                    stage: row.stage,
                    queue: row.queue_number,
                    municipality,
                    until: until.map(|offer| offer.expires_at),
                    nominated: row.origin == Origin::Nomination,
                    elsewhere: row.post_id == Some(self.cast.posts[number][1]),
                };
                (number, seen)
            })
            .collect();
        all.sort_by_key(|(person, _)| *person);
        all
    }

    /// What must hold whatever happened, asked of the product's own rows.
    async fn holds(&self, truth: &Model, rows: &[(usize, Row)], at: &str) {
        let quotas = queries::quotas(self.world.app.db.read(), self.cohort).await.unwrap();
        let row = cohort_row(self.world, self.cohort).await;
        let mut present = truth.clone();
        present.seats = row.seats;
        present.rows = rows.iter().copied().collect();
        present.quotas = quotas
            .iter()
            .map(|quota| {
                let group =
                    GROUPS.into_iter().find(|group| *group == (quota.kind, quota.key.as_str()));
                (group.unwrap(), (quota.seats, quota.release_on))
            })
            .collect();
        assert!(present.fits(&present.sitting()), "somebody has no seat of theirs, {at}");
        if !present.cancelled {
            assert_eq!(present.waits_for_nothing(), None, "a seat is free for who waits, {at}");
        }
        assert_eq!(present.quotas, truth.quotas, "{at}");
        assert_eq!(present.seats, truth.seats, "{at}");
    }
}

#[rocket::async_test]
async fn any_history_of_places_ends_where_the_simple_rules_say() {
    let world = World::new("p19").await;
    let cast = Cast::gather(&world).await;
    let (histories, steps) = if long() { (600, 120) } else { (30, 60) };
    let mut caught = [false; MISTAKES.len()];
    let mut changes = 0;
    for seed in 0..histories {
        world.app.clock.travel_to(today() + TimeDelta::days(40 * seed));
        // Signed in again: the last history may be weeks ago.
        let staff = world.as_coordinator("MET").await.actor().await;
        let mut focal = world.as_focal_point(cast.entities[0].0).await.actor().await;
        focal.grants.push(Grant { entity: Some(cast.entities[1].0), ..focal.grants[0].clone() });
        let plan = CohortPlan { seats: 5, first_day: 8, sessions: 1, ..CohortPlan::default() };
        let scene = Scene {
            world: &world,
            cast: &cast,
            cohort: cohort(&world, plan).await,
            staff: &staff,
            focal: &focal,
        };
        let starts = cohort_row(&world, scene.cohort).await.starts_on;
        let mut truth = Model {
            mistake: Mistake::None,
            people: cast.facts.clone(),
            now: world.app.clock.now(),
            starts: dates::from_bogota(starts, chrono::NaiveTime::MIN),
            seats: 5,
            quotas: Default::default(),
            rows: Default::default(),
            last_queue: 0,
            cancelled: false,
        };
        let mut wrong = MISTAKES.map(|mistake| Some(Model { mistake, ..truth.clone() }));
        let mut dice = Dice(20_261_120 + u64::try_from(seed).unwrap());
        for number in 0..steps {
            let step = Step::any(&mut dice, truth.now);
            let at = format!("seed {seed}, step {number}: {step:?}");
            let done = scene.does(&step).await;
            assert_eq!(done, step.on(&mut truth), "{at}");
            changes += usize::from(done);
            let rows = scene.rows().await;
            assert_eq!(rows, Vec::from_iter(truth.rows.clone()), "{at}");
            scene.holds(&truth, &rows, &at).await;
            for (index, model) in wrong.iter_mut().enumerate() {
                // One that has gone astray says nothing more.
                let Some(model_now) = model else { continue };
                let said = step.on(model_now);
                if said != done || rows != Vec::from_iter(model_now.rows.clone()) {
                    caught[index] = true;
                    *model = None;
                }
            }
        }
        // The stages of every place are what its events tell, one after another.
        for row in places(&world, scene.cohort).await {
            let placed =
                commands::Placement { enrolment: row.id, stage: row.stage, position: None };
            let told = story(&world, &placed).await;
            assert!(told.windows(2).all(|pair| pair[1].0 == Some(pair[0].1)), "seed {seed}");
            assert_eq!(told.last().map(|event| event.1), Some(row.stage), "seed {seed}");
            assert!(row.stage != Stage::Confirmed || row.confirmed_at.is_some(), "seed {seed}");
        }
    }
    let noticed = caught.iter().filter(|caught| **caught).count();
    let how = format!(
        "{histories} histories of {steps} steps ({changes} changes) held against a model after each \
         step: broken invariants; control: {noticed} of {} rules broken on purpose are noticed",
        caught.len()
    );
    figure("P19", 0, "broken invariants", noticed == caught.len(), &how);
    for (mistake, caught) in MISTAKES.iter().zip(caught) {
        assert!(caught, "a product that {mistake:?} would pass unnoticed");
    }
    world.finish().await;
}
