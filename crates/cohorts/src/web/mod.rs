//! Addresses of cohorts and their sessions.

mod builder;
mod calendar;
mod counting;
mod evidence;
mod first_page;
mod forms;
mod history;
mod list;
mod minimum;
mod moving;
mod sessions;
mod show;
mod stages;
mod venues;

use platform::texts::say;
use sign_in_model::entity::account::AccountId;
use sign_in_model::prelude::*;

use super::policy::{READERS, RUNNERS};
use super::rules::{MOST_SEATS, Quorum};

pub fn routes() -> Vec<Route> {
    routes![
        list::list,
        list::workbook,
        show::show,
        history::show,
        builder::new_form,
        builder::new,
        builder::copy::copy,
        builder::copy::template_form,
        builder::copy::template,
        builder::copy::remove_template,
        calendar::month,
        evidence::add,
        evidence::download,
        evidence::withdraw,
        minimum::form,
        minimum::save,
        forms::edit_form,
        forms::edit,
        sessions::new_form,
        sessions::new,
        sessions::edit_form,
        sessions::edit,
        moving::move_form,
        moving::move_on,
        moving::town_form,
        moving::town,
        sessions::cancel_form,
        sessions::cancel,
        stages::publish,
        stages::confirm,
        stages::start,
        stages::cancel_form,
        stages::cancel,
        venues::list,
        venues::add,
        venues::edit_form,
        venues::edit,
    ]
}

/// A page whose filters or fields are wrong is shown with what is wrong.
fn answer<V: View>(desk: &Desk<'_>, page: &V, form: &FormState) -> Answer {
    if form.has_errors() { desk.refuse(page) } else { desk.show(page) }
}

const LONGEST_LINK: usize = 500;

/// Reads the facilitator that was chosen in a list.
fn read_facilitator(reader: &mut Reader<'_>, fields: &Fields, name: &str) -> Option<AccountId> {
    let typed = fields.first(name);
    match typed.parse::<AccountId>() {
        Ok(account) => Some(account),
        Err(_) if typed.is_empty() => None,
        Err(_) => {
            reader.wrong(name, "Elija a alguien de la lista.");
            None
        }
    }
}

/// The address of a virtual room.
fn read_link(reader: &mut Reader<'_>, name: &str) -> Option<String> {
    let link = reader.optional(name, LONGEST_LINK);
    if link.as_deref().is_some_and(|link| !is_web_address(link)) {
        reader.wrong(name, "Escriba la dirección completa, que empieza por https://");
    }
    link
}

/// Only secure web addresses: anything else in a link could run in the reader's browser.
fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.has_host())
}

/// Those who have taught in the unit stand first, in a group of their own.
fn facilitator_choice((id, name, taught): &(AccountId, String, bool)) -> Alternative {
    let group =
        if *taught { "Han facilitado en esta dirección territorial" } else { "Otras personas" };
    Alternative::new(id, name).within(group)
}

/// How many people are needed and by when: both or none.
fn read_quorum(reader: &mut Reader<'_>, fields: &Fields) -> Option<Quorum> {
    let asked = ["minimo", "decide"].iter().any(|name| !fields.first(name).is_empty());
    if !asked {
        return None;
    }
    let number = say("cohorts.quorum_number_needed", &[]);
    let people = reader.whole("minimo", 1..=MOST_SEATS, &number);
    let on = reader.date("decide", &say("cohorts.quorum_date_needed", &[]));
    Some(Quorum { people, on })
}
