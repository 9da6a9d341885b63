//! Pages of the person who answers a test. One question a page, and nothing needs a script.

mod cover;
mod question;
mod result;

pub use cover::{CoverPage, OpenAttemptView, PastAttemptRow, QuestionLink, SubmitPage};
pub use question::{ConflictPage, LatePage, QuestionPage};
pub use result::{LearnerExamRow, LearnerExamsPage, ResultPage, ResultRow};

use platform::pages::Crumb;

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
