//! Cohorts of random sizes whose answers and tests are known.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use formacion::assessment::queries::activities;
use formacion::platform::dates;

use super::super::opinions::asked_until;
use super::attack::Attack;
use super::solver::Equations;
use crate::support::class::{Class, pairs};
use crate::support::world::World;

/// The two municipalities of a class, by the code of their department.
pub const PLACES: [&str; 2] = ["50", "95"];

/// A cohort of one day, with its answers and tests.
pub struct Course<'w> {
    pub class: Class<'w>,
    pub day: NaiveDate,
    /// The last day of its survey.
    pub until: NaiveDate,
    /// How many answered.
    pub sheets: i64,
    /// How many have both tests, by place.
    pub tests: [i64; 2],
}

pub async fn course<'w>(world: &'w World, name: &str, back: i64, sizes: [usize; 3]) -> Course<'w> {
    let [here, there, sheets] = sizes;
    let class = Class::named(world, name, here, &[-back]).await;
    let mut people = class.people.clone();
    for index in here..here + there {
        people.push(class.add_from(index, "95001", "Alcaldía de San José").await);
    }
    let plan = [("Prueba inicial", "prueba-inicial", "0"), ("Prueba final", "prueba-final", "100")];
    let mut fields = Vec::new();
    for (row, (name, kind, weight)) in plan.into_iter().enumerate() {
        fields.push((format!("nombre[{row}]"), name.to_owned()));
        fields.push((format!("tipo[{row}]"), kind.to_owned()));
        fields.push((format!("peso[{row}]"), weight.to_owned()));
    }
    class.coordinator.post(&class.activities(), &pairs(&fields)).await.expect(303);
    let known = activities(world.app.db.read(), class.cohort).await.unwrap();
    let tests = [here as i64, there as i64];
    let mut fields = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let pre = (back as usize * 7 + index * 3) % 40;
        fields.push((
            format!("nota[{}][{person}]", known[0].id),
            format!("{},{}", pre / 10, pre % 10),
        ));
        fields.push((format!("nota[{}][{person}]", known[1].id), "4,5".to_owned()));
    }
    class.facilitator.post(&class.grades(), &pairs(&fields)).await.expect(303);
    let came: Vec<(usize, &str)> = (0..here).map(|index| (index, "presente")).collect();
    class.mark(0, &came).await;
    class.close().await;
    let day = class.row().await.ends_on;
    let until = day + TimeDelta::days(3);
    let over = dates::from_bogota(until.succ_opt().unwrap(), NaiveTime::MIN);
    let scores: Vec<u8> =
        (0..sheets).map(|index| ((back as usize + index) % 5 + 1) as u8).collect();
    asked_until(world, &class, &scores, over).await;
    Course { class, day, until, sheets: sheets as i64, tests }
}

impl Course<'_> {
    pub fn class_name(&self) -> &'static str {
        NAMES[usize::try_from(self.class.cohort.0 - 1).unwrap()]
    }
}

const NAMES: [&str; 6] = ["uno", "dos", "tres", "cuatro", "cinco", "seis"];

/// Six cohorts of random sizes, small ones among them whatever the dice say.
pub async fn programme(world: &World) -> Attack<'_> {
    let mut seed = 33_u64;
    let mut dice = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut courses = Vec::new();
    for (place, name) in NAMES.iter().enumerate() {
        let (here, there) = (4 + dice(5) as usize, dice(8) as usize);
        // Every second one answers with fewer than five.
        let sheets =
            if place % 2 == 0 { 1 + dice(4) as usize } else { here.min(5 + dice(3) as usize) };
        let back = 72 - place as i64 * 12;
        courses.push(course(world, name, back, [here.max(sheets), there, sheets]).await);
    }
    Attack { courses, opinions: Equations::default(), learning: Equations::default() }
}
