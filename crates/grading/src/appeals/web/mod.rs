//! Addresses of appeals.

mod answer;
mod list;
mod own;

use rocket::{Route, routes};

use platform::pages::Moment;
use platform::{dates, numbers};

use crate::queries::StoryEntry;

pub fn routes() -> Vec<Route> {
    routes![
        own::show,
        own::ask,
        answer::show,
        answer::answer,
        answer::take_back,
        list::waiting,
        list::of_cohort,
    ]
}

/// «4,2», or that there is none.
fn grade(tenths: Option<i32>) -> String {
    tenths.map_or_else(|| "sin nota".to_owned(), numbers::tenths)
}

/// What was written once. Learners are not told by whom: the cohort answers, not somebody; and a
/// reason is theirs to read.
fn moment(entry: &StoryEntry, names: bool) -> Moment {
    let mut text = format!("Nota {}: {}", grade(entry.tenths), entry.origin.label());
    if let Some(reason) = &entry.reason {
        text.push_str(&format!(". {reason}"));
    }
    Moment { when: dates::long_with_time(entry.at), text, who: names.then(|| entry.author.clone()) }
}
