//! The page of a proposal.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Debug, Serialize)]
pub struct ProposalPage {
    /// What is asked for.
    pub form: FormState,
    pub capacities: Vec<Alternative>,
    pub starts: Vec<Alternative>,
    /// Codes that somebody marked, carried on.
    pub marked: Vec<String>,
    /// Why there is nothing to propose.
    pub nothing: Option<&'static str>,
    pub proposed: Option<ProposalDetails>,
}

#[derive(Debug, Serialize)]
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
    pub versions: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub needs: Vec<Alternative>,
}

#[derive(Debug, Serialize)]
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

#[derive(Debug, Serialize)]
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
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Necesidades", "/necesidades"),
            Crumb::here("Proponer una cohorte"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let member = |is_venue| MemberRow {
            code: "50325".into(),
            name: "Mapiripán".into(),
            is_venue,
            needs: "n.º 1".into(),
            people: "12".into(),
            weight: "12".into(),
            from_start: "0".into(),
            to_venue: "84".into(),
            travel: "12 × 84 = 1.008".into(),
            cost: "1.008".into(),
        };
        let left =
            LeftOutRow { name: "Puerto Lleras".into(), away: "140".into(), why: "Muy lejos" };
        let page = |proposed| Self {
            form: FormState::default(),
            capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
            starts: vec![Alternative::new("50325", "Mapiripán")],
            marked: vec!["50325".into()],
            nothing: None,
            proposed,
        };
        let proposed = |left_out, versions| ProposalDetails {
            capacity: "Movilizar recursos propios".into(),
            unit: "MET".into(),
            unit_name: "Meta".into(),
            start: "Mapiripán".into(),
            venue: "Puerto Lleras".into(),
            seats: "26".into(),
            seats_account: "12 + 14 = 26 personas sin cohorte".into(),
            members: vec![member(true), member(false)],
            left_out,
            weighs_all: false,
            form: FormState::default(),
            versions,
            municipalities: vec![Alternative::new("50325", "Mapiripán")],
            needs: vec![Alternative::new(1, "N.º 1: Mapiripán")],
        };
        vec![
            page(Some(proposed(vec![left], vec![Alternative::new(1, "Gestión tributaria")]))),
            page(Some(ProposalDetails {
                needs: vec![],
                weighs_all: true,
                ..proposed(vec![], vec![])
            })),
            Self {
                nothing: Some("Nadie espera."),
                marked: vec![],
                form: FormState::default().refused("distancia", "Escriba los kilómetros."),
                ..page(None)
            },
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<ProposalPage>()
}
