//! Pages of the person who answers a test. One question a page, and nothing needs a script.

mod cover;
mod question;
mod result;

pub use cover::{CoverPage, OpenAttemptView, PastAttemptRow, QuestionLink, SubmitPage};
pub use question::{ConflictPage, LatePage, QuestionPage};
pub use result::{LearnerExamRow, LearnerExamsPage, ResultPage, ResultRow};

use chrono::{DateTime, Utc};
use serde::Serialize;

use platform::example::Example;
use platform::pages::Crumb;

use crate::labels;

/// How long an attempt still lasts: in words, and in seconds for a clock that moves.
#[derive(Clone, Debug, Serialize, Example)]
pub struct TimeLeft {
    pub words: String,
    pub seconds: i64,
}

impl TimeLeft {
    pub fn new(ends_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let seconds = (ends_at - now).num_seconds().max(0);
        Self { words: labels::left(ends_at, now), seconds }
    }
}

fn crumbs(place_href: &str, between: &[(&str, &str)], here: &str) -> Vec<Crumb> {
    let mut crumbs = vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Mis inscripciones", "/mis-inscripciones"),
        Crumb::to("Pruebas", place_href),
    ];
    crumbs.extend(between.iter().map(|(label, href)| Crumb::to(*label, *href)));
    crumbs.push(Crumb::here(here));
    crumbs
}
