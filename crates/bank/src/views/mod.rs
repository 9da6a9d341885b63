//! Pages of the bank.

mod exchange;
mod form;
mod list;
mod show;

use platform::pages::{Crumb, Sample, samples_of};

pub use exchange::{QuestionCheckPage, QuestionUploadPage};
pub use form::{FormPage, KindPage, RowFields};
pub use list::{BankListPage, BankListRow};
pub use show::{PictureLine, QuestionPage, QuestionPreviewPage, QuestionVersionRow, TrialResult};

/// The way to a page of the bank.
fn crumbs(between: Option<(&str, &str)>, here: &str) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Inicio", "/"), Crumb::to("Banco de preguntas", "/preguntas")];
    crumbs.extend(between.map(|(label, href)| Crumb::to(label, href)));
    crumbs.push(Crumb::here(here));
    crumbs
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<BankListPage>();
    all.extend(samples_of::<QuestionPage>());
    all.extend(samples_of::<QuestionPreviewPage>());
    all.extend(samples_of::<KindPage>());
    all.extend(samples_of::<FormPage>());
    all.extend(samples_of::<QuestionUploadPage>());
    all.extend(samples_of::<QuestionCheckPage>());
    all
}
