//! Pages about persons.

use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};
use platform::prelude::*;

use super::certificates::PersonCertificate;
use crate::views::OwnLine;

#[derive(Serialize, Example)]
pub struct PersonLine {
    pub name: String,
    pub href: String,
    pub document: String,
}

#[derive(Serialize, Example)]
pub struct PersonListPage {
    /// The search by name, which travels in the address.
    pub filter: FormState,
    pub searching: bool,
    pub municipalities: Vec<Alternative>,
    /// `true` when only persons with a document to review are listed.
    pub reviewing: bool,
    /// The search by document, which must not.
    pub form: FormState,
    pub may_look_up: bool,
    pub looked_up: bool,
    /// What was asked for was wrong: nothing is listed.
    pub unanswered: bool,
    /// How much waits to be looked at.
    pub to_review: String,
    pub document_types: Vec<Alternative>,
    pub caption: &'static str,
    pub empty_title: &'static str,
    pub empty: &'static str,
    /// The list to download; none of who was looked up by document.
    pub workbook: String,
    pub rows: Vec<PersonLine>,
    pub pager: Pager,
}

impl View for PersonListPage {
    const TEMPLATE: &'static str = "pages/people/list";
    fn title(&self) -> String {
        "Personas".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Personas")]
    }
}

#[derive(Serialize, Example)]
pub struct PostLine {
    pub entity: String,
    pub position: String,
    pub kind: String,
    pub municipality: String,
    pub from: String,
    pub to: String,
    pub principal: bool,
    /// Nobody has confirmed it for a year.
    pub unconfirmed: bool,
    pub href: String,
}

/// A merge of this record with another.
#[derive(Serialize, Example)]
pub struct MergeLine {
    pub href: String,
    pub name: String,
    pub when: String,
    pub undone: bool,
}

#[derive(Serialize, Example)]
pub struct PersonPage {
    pub name: String,
    pub facts: Vec<Fact>,
    /// Of what is settled about the document.
    pub form: FormState,
    /// The days on which the document came with another name and nobody has looked, in words;
    /// empty otherwise.
    #[example(if size.some { "20/11/2026".into() } else { String::new() })]
    pub reviews: String,
    /// Changes of this record that wait for a decision.
    pub requests: Vec<Crumb>,
    /// Where this is settled.
    pub settle: String,
    /// The results of document reviews.
    pub settled: Vec<Moment>,
    /// The person's own posts of which nobody knows the kind.
    pub kindless: Vec<Crumb>,
    pub posts: Vec<PostLine>,
    /// Said when the list is empty: there may be others that this reader does not see.
    pub no_posts: &'static str,
    /// Where the document is changed, for whoever may.
    pub change_document: Option<String>,
    pub correct_name: Option<String>,
    /// Where mail and telephone are corrected, for whoever may.
    pub correct_contacts: Option<String>,
    /// Corrections of mail and telephone, with their reasons.
    pub contact_changes: Vec<Moment>,
    /// Records of the same person that this one took in.
    pub unions: Vec<MergeLine>,
    /// Where a post is added, for whoever may.
    pub add_post: Option<String>,
    pub enrolments: Vec<OwnLine>,
    pub certificates: Vec<PersonCertificate>,
    /// Whoever looks at themselves did not come through a list.
    pub own: bool,
}

impl View for PersonPage {
    const TEMPLATE: &'static str = "pages/people/person";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = vec![Crumb::to("Inicio", "/")];
        all.push(match self.own {
            true => Crumb::to("Mi cuenta", "/mi-cuenta"),
            false => Crumb::to("Personas", "/personas"),
        });
        all.push(Crumb::here(self.name.clone()));
        all
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<PersonListPage>();
    all.extend(samples_of::<PersonPage>());
    all
}
