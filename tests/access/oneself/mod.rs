//! P35: oneself never decides for oneself (R80). Every route whose card says that it decides about a
//! person is tried by an actor who is that person, and by the same actor about somebody else.
//!
//! A card that decides and has no case here fails the test; so does a changing route that is in neither
//! list: whoever adds one says which it is.

mod classroom;
mod exams;
mod grades;
mod offices;
mod people;
mod places;

use std::collections::BTreeSet;

use formacion::assembly::cards;
use formacion::enrolment::entity::enrolment::{self, EnrolmentId};
use formacion::people::entity::person::PersonId;
use rocket::http::Method;
use sea_orm::EntityTrait;

use crate::support::answer::Answered;
use crate::support::figures::figure;
use crate::support::world::World;

/// The changing routes that decide nothing about a person whom they are about: rules for everybody,
/// one's own answers, the work of others.
const OTHERS: &str = include_str!("others.txt");

/// What became of one deciding route.
struct Trial {
    path: &'static str,
    /// Whoever asked was the person, and it was not done.
    refused: bool,
    /// The same actor asked it of somebody else, and it was done.
    served: bool,
}

#[derive(Default)]
pub struct Trials(Vec<Trial>);

impl Trials {
    pub fn tried(&mut self, path: &'static str, refused: bool, served: bool) {
        self.0.push(Trial { path, refused, served });
    }
}

/// The person of an enrolment.
pub async fn person_of(world: &World, place: EnrolmentId) -> PersonId {
    let row = enrolment::Entity::find_by_id(place).one(world.app.db.read()).await;
    row.unwrap().expect("is enrolled").person_id
}

/// A page that says no, in whichever way.
pub fn says_no(answered: &Answered) -> bool {
    matches!(answered.status, 403 | 422)
}

/// A form that was done.
pub fn done(answered: &Answered) -> bool {
    answered.status == 303
}

#[rocket::async_test]
async fn whoever_it_is_about_decides_nothing_and_the_same_actor_decides_about_others() {
    let mut trials = Trials::default();
    classroom::marks(&mut trials).await;
    grades::typed(&mut trials).await;
    grades::products(&mut trials).await;
    grades::reopening(&mut trials).await;
    exams::tests(&mut trials).await;
    exams::papers(&mut trials).await;
    places::given(&mut trials).await;
    places::nominated(&mut trials).await;
    places::imported(&mut trials).await;
    people::records(&mut trials).await;
    people::requests(&mut trials).await;
    offices::certificates(&mut trials).await;
    offices::accounts(&mut trials).await;
    offices::deputies(&mut trials).await;

    let tried: BTreeSet<&str> = trials.0.iter().map(|trial| trial.path).collect();
    let deciding: BTreeSet<&str> =
        cards().iter().filter(|card| card.decides).map(|card| card.path).collect();
    let refused = trials.0.iter().filter(|trial| trial.refused).count();
    let wrong: Vec<String> = trials
        .0
        .iter()
        .filter(|trial| !trial.refused || !trial.served)
        .map(|trial| {
            format!("{}: own refused {}, others' done {}", trial.path, trial.refused, trial.served)
        })
        .collect();
    let holds = wrong.is_empty() && tried == deciding;
    let how = format!(
        "{} deciding routes, each by whoever it is about; the same actor about somebody else: {} done",
        deciding.len(),
        trials.0.iter().filter(|trial| trial.served).count()
    );
    figure("P35", refused as f64, "refused", holds, &how);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let missing: Vec<_> = deciding.difference(&tried).collect();
    assert!(missing.is_empty(), "without a case here: {missing:?}");
    let undeclared: Vec<_> = tried.difference(&deciding).collect();
    assert!(undeclared.is_empty(), "a case, but no card that `decides`: {undeclared:?}");
}

/// Every changing route is known to decide about a person or not to.
#[test]
fn every_changing_route_says_whether_it_decides_about_a_person() {
    let known: BTreeSet<String> = OTHERS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let others: BTreeSet<String> = cards()
        .iter()
        .filter(|card| card.method != Method::Get && !card.decides)
        .map(|card| format!("{} {}", card.method, card.path))
        .collect();
    let new: Vec<_> = others.difference(&known).collect();
    assert!(
        new.is_empty(),
        "say of each whether it decides about a person: `.deciding()` on its card and a case in tests/access/oneself, or a line in others.txt:\n{new:#?}"
    );
    let gone: Vec<_> = known.difference(&others).collect();
    assert!(gone.is_empty(), "take these out of others.txt: {gone:#?}");
}
