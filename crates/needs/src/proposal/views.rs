//! The page of a proposal.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::views::crumbs;

#[derive(Debug, Serialize, Example)]
pub struct ProposalPage {
    /// What is asked for.
    pub form: FormState,
    pub capacities: Vec<Alternative>,
    pub starts: Vec<Alternative>,
    /// Codes that somebody marked, carried on.
    pub marked: Vec<String>,
    /// «Usted marcó Curillo y Solita», and the address without them.
    pub marked_text: Option<String>,
    pub unmark: String,
    /// Why there is nothing to propose.
    pub nothing: Option<&'static str>,
    pub proposed: Option<ProposalDetails>,
}

#[derive(Debug, Serialize, Example)]
pub struct ProposalDetails {
    pub capacity: String,
    pub unit: String,
    pub unit_name: String,
    pub start: String,
    pub venue: String,
    pub seats: String,
    /// How the seats came about.
    pub seats_account: String,
    pub members: Vec<MemberRow>,
    pub left_out: Vec<LeftOutRow>,
    pub weighs_all: bool,
    /// What goes on to the builder, to be changed.
    pub form: FormState,
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub versions: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub needs: Vec<Alternative>,
}

#[derive(Debug, Serialize, Example)]
pub struct MemberRow {
    pub code: String,
    pub name: String,
    pub is_venue: bool,
    pub needs: String,
    pub people: String,
    pub weight: String,
    pub from_start: String,
    pub to_venue: String,
    /// «12 × 84 = 1.008».
    pub travel: String,
    /// Were it the venue.
    pub cost: String,
}

#[derive(Debug, Serialize, Example)]
pub struct LeftOutRow {
    pub name: String,
    pub away: String,
    pub why: &'static str,
}

impl View for ProposalPage {
    const TEMPLATE: &'static str = "pages/needs/proposal";
    fn title(&self) -> String {
        "Proponer una cohorte".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Proponer una cohorte")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<ProposalPage>()
}
