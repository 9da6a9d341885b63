//! Addresses of cohorts and their sessions.

mod forms;
mod sessions;
mod show;
mod stages;

pub use forms::{edit_page, read_change, still_editable};

use rocket::{Route, routes};

use super::policy::{READERS, RUNNERS};
use crate::platform::fields::FormState;
use crate::platform::pages::View;
use crate::sign_in::desk::{Answer, Desk};

pub fn routes() -> Vec<Route> {
    routes![
        show::list,
        show::show,
        forms::new_form,
        forms::new,
        forms::edit_form,
        sessions::new_form,
        sessions::new,
        sessions::edit_form,
        sessions::edit,
        sessions::cancel_form,
        sessions::cancel,
        stages::publish,
        stages::confirm,
        stages::start,
        stages::cancel_form,
        stages::cancel,
    ]
}

/// A page whose filters or fields are wrong is shown with what is wrong.
fn answer<V: View>(desk: &Desk<'_>, page: &V, form: &FormState) -> Answer {
    if form.has_errors() { desk.refuse(page) } else { desk.show(page) }
}
