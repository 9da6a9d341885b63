//! The coordination's pages: who is in a cohort, adding people, changing seats.

use cohorts_model::views::cohort_crumbs;
use platform::prelude::*;

use super::{EnrolmentHead, LateNotice, SeatsLeftLine};
use crate::roster::RosterHeads;

pub(super) fn crumbs(head: &EnrolmentHead, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(head.title(), head.path()),
        Crumb::to("Inscritos", head.roster_path()),
        Crumb::here(here),
    ]
}

/// A row of the roster, already in words.
#[derive(Serialize, Example)]
pub struct RosterLine {
    /// The place, as the boxes that choose several send it.
    pub id: i64,
    pub name: String,
    pub href: String,
    /// Where their mail is corrected: the last letter to it did not arrive.
    pub undelivered: Option<String>,
    pub document: String,
    pub entity: String,
    pub position: String,
    /// «No cumple: contratista de prestación de servicios», of a post that the course is not for.
    pub note: Option<String>,
    /// Goes first in the waiting list: an administrative career that was confirmed.
    pub career: bool,
    /// The person declared an administrative career that nobody has confirmed.
    pub career_awaits: bool,
    /// Where it is confirmed, for whoever may.
    pub confirm_career: Option<String>,
    pub municipality: String,
    pub since: String,
    /// The turn in the waiting list.
    pub turn: Option<u64>,
    /// «83 %» of the sessions that were held.
    pub attendance: Option<String>,
    /// Whether that is below the minimum.
    pub below_minimum: bool,
    pub withdraw: Option<String>,
}

/// One of the three lists, as a link with its number.
#[derive(Serialize, Example)]
pub struct RosterTab {
    pub label: &'static str,
    pub href: String,
    pub number: u64,
    pub current: bool,
}

#[derive(Serialize, Example)]
pub struct RosterPage {
    pub head: EnrolmentHead,
    /// «30 cupos · 12 libres».
    pub seats: String,
    /// What is left of each group, where seats are reserved.
    pub left: Vec<SeatsLeftLine>,
    pub tabs: Vec<RosterTab>,
    pub caption: &'static str,
    pub empty: &'static str,
    /// How people come here, or why nobody does now.
    pub empty_text: String,
    pub waiting: bool,
    /// Whether the rows say how people attend.
    pub attends: bool,
    /// Whether the reader finds people by document and chooses several.
    pub staff: bool,
    #[example(FormState::default().with("q", "Peña"))]
    pub filter: FormState,
    /// The word of the list in the address.
    pub list: String,
    /// The whole list, where filters narrow it.
    pub all: String,
    pub narrowed: bool,
    pub municipalities: Vec<Alternative>,
    /// The orders beside the list's own, and the headings that put it in them.
    pub orders: Vec<Alternative>,
    pub heads: RosterHeads,
    /// The workbook of exactly what is filtered.
    pub download: String,
    /// Whether the rows have something to press.
    pub acts: bool,
    pub rows: Vec<RosterLine>,
    pub pager: Pager,
    pub add: Option<String>,
    pub change_seats: Option<String>,
    pub reserve: Option<String>,
    /// Told to who just added somebody.
    pub late: Option<LateNotice>,
}

impl View for RosterPage {
    const TEMPLATE: &'static str = "pages/enrolment/roster";
    fn title(&self) -> String {
        format!("Inscritos en {}", self.head.title())
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.head.title(), &self.head.path(), "Inscritos")
    }
}

/// Asks before several people are withdrawn: whom, and what follows.
#[derive(Serialize, Example)]
pub struct WithdrawalPage {
    pub head: EnrolmentHead,
    pub people: Vec<RosterLine>,
    /// «Va a retirar a 3 personas. 2 cupos quedan libres…»
    pub summary: String,
    pub form: FormState,
}

impl View for WithdrawalPage {
    const TEMPLATE: &'static str = "pages/enrolment/withdrawal";
    fn title(&self) -> String {
        "Retirar a varias personas".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Retirar")
    }
}

/// A person found by document, to be recognised before adding.
#[derive(Serialize, Example)]
pub struct KnownPerson {
    pub name: String,
    pub document: String,
    /// The first surname of somebody of another unit, who is shown because it was typed.
    pub surname: Option<String>,
    /// The enrolment of a person who is in the cohort already, and whether it is a seat or a turn in the
    /// waiting list; then there is nothing to add.
    #[example((size.count > 1).then(|| Crumb::example(size)))]
    pub held: Option<Crumb>,
    pub posts: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
}

#[derive(Serialize, Example)]
pub struct AddPersonPage {
    pub head: EnrolmentHead,
    /// `find`, `confirm`, `held` or `new`.
    #[example(match size.count { 0 => "find", 1 => "confirm", 2 => "new", _ => "held" })]
    pub step: &'static str,
    /// Whether the person fails what the course asks for, and an exception may be written.
    pub excepts: bool,
    #[example(FormState::default().with("tipo_documento", "CC").with("documento", "9000000004"))]
    pub form: FormState,
    pub known: Option<KnownPerson>,
    pub document_types: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub entities: Vec<Alternative>,
    /// The kinds of entity, where the name that was typed does not say its own.
    pub entity_kinds: Vec<Alternative>,
    pub kinds: Vec<Alternative>,
    pub seats: String,
}

impl View for AddPersonPage {
    const TEMPLATE: &'static str = "pages/enrolment/add";
    fn title(&self) -> String {
        "Agregar una persona".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Agregar una persona")
    }
}

#[derive(Serialize, Example)]
pub struct ChangeSeatsPage {
    pub head: EnrolmentHead,
    pub form: FormState,
    /// «Hay 20 personas confirmadas y 4 en lista de espera.»
    pub people: String,
    /// Who would be left without a seat, when fewer were asked than are confirmed.
    pub excess: Vec<RosterLine>,
}

impl View for ChangeSeatsPage {
    const TEMPLATE: &'static str = "pages/enrolment/seats";
    fn title(&self) -> String {
        "Cambiar los cupos".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Cambiar los cupos")
    }
}
