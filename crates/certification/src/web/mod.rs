//! Addresses of certification.

mod certificate;
mod closing;
mod cohort;
mod person;
mod verify;

pub use verify::CodeGuesses;

use rocket::{Route, routes};

pub fn routes() -> Vec<Route> {
    let mut all = routes![
        cohort::show,
        cohort::issue,
        cohort::zip,
        closing::form,
        closing::close,
        certificate::show,
        certificate::pdf,
        certificate::revocation_form,
        certificate::revoke,
        person::progress,
        verify::form,
        verify::file,
        verify::verdict,
    ];
    all.extend(super::batches::routes());
    all
}
