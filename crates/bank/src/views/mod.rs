//! Pages of the bank.

mod exchange;
mod form;
mod list;
mod show;

use platform::pages::{Crumb, Sample, samples_of};

pub use exchange::{CheckPage, IssueLine, UploadPage};
pub use form::{FormPage, KindPage, RowFields};
pub use list::{ListPage, Row};
pub use show::{PictureLine, PreviewPage, QuestionPage, Result, VersionRow};

/// The way to a page of the bank.
fn crumbs(between: Option<(&str, &str)>, here: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Inicio", "/"), Crumb::to("Banco de preguntas", "/preguntas")];
    crumbs.extend(between.map(|(label, href)| Crumb::to(label, href)));
    crumbs.push(Crumb::here(here));
    crumbs
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<ListPage>();
    all.extend(samples_of::<QuestionPage>());
    all.extend(samples_of::<PreviewPage>());
    all.extend(samples_of::<KindPage>());
    all.extend(samples_of::<FormPage>());
    all.extend(samples_of::<UploadPage>());
    all.extend(samples_of::<CheckPage>());
    all
}
