//! The coordination's pages: who is in a cohort, adding people, changing seats.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, View};

use super::{EnrolmentHead, SeatsLeftLine};

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
#[derive(Serialize)]
pub struct RosterLine {
    pub name: String,
    pub href: String,
    pub document: String,
    pub entity: String,
    pub position: String,
    /// «No cumple: contratista de prestación de servicios», of a post that the course is not for.
    pub note: Option<String>,
    pub municipality: String,
    pub since: String,
    /// The turn in the waiting list.
    pub turn: Option<u64>,
    pub withdraw: Option<String>,
}

/// One of the three lists, as a link with its number.
#[derive(Serialize)]
pub struct RosterTab {
    pub label: &'static str,
    pub href: String,
    pub number: u64,
    pub current: bool,
}

#[derive(Serialize)]
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
    /// Whether the rows have something to press.
    pub acts: bool,
    pub rows: Vec<RosterLine>,
    pub pager: Pager,
    pub add: Option<String>,
    pub change_seats: Option<String>,
    pub reserve: Option<String>,
}

impl View for RosterPage {
    const TEMPLATE: &'static str = "pages/enrolment/roster";
    fn title(&self) -> String {
        format!("Inscritos en {}", self.head.title())
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(&self.head, "Inscritos");
        all.remove(3);
        all
    }
    fn samples() -> Vec<Self> {
        let line = RosterLine {
            name: "Guayacán Ñandú, Luz Marcela".into(),
            href: "/inscripciones/7".into(),
            document: "C. C. 9.000.000.004".into(),
            entity: "Alcaldía de Mapiripán".into(),
            position: "Tesorera".into(),
            note: Some("No cumple: contratista de prestación de servicios".into()),
            municipality: "Mapiripán".into(),
            since: "20/11/2026".into(),
            turn: Some(1),
            withdraw: Some("/inscripciones/7/retiro".into()),
        };
        let sample = |rows: Vec<RosterLine>, staff: bool| Self {
            head: EnrolmentHead::sample(),
            seats: if staff { "25 cupos · 3 libres" } else { "25 cupos" }.into(),
            left: staff
                .then(|| SeatsLeftLine { name: "Mapiripán".into(), text: "3 libres de 10".into() })
                .into_iter()
                .collect(),
            tabs: vec![RosterTab {
                label: "Confirmadas",
                href: "/cohortes/7/inscritos".into(),
                number: 1,
                current: true,
            }],
            caption: "Personas con cupo",
            empty: "Nadie tiene cupo todavía.",
            empty_text: "El curso ya terminó.".into(),
            waiting: staff,
            acts: staff,
            pager: Pager::new(None, rows.len() as u64, "/cohortes/7/inscritos"),
            rows,
            add: staff.then(|| "/cohortes/7/inscritos/nuevo".to_owned()),
            change_seats: staff.then(|| "/cohortes/7/cupos".to_owned()),
            reserve: staff.then(|| "/cohortes/7/reservas".to_owned()),
        };
        vec![sample(Vec::new(), false), sample(vec![line], true)]
    }
}

/// The enrolment that a person has already.
#[derive(Serialize)]
pub struct PresentEnrolment {
    /// Whether it is a seat or a turn in the waiting list.
    pub text: String,
    pub href: String,
}

/// A person found by document, to be recognised before adding.
#[derive(Serialize)]
pub struct KnownPerson {
    pub name: String,
    pub document: String,
    /// The enrolment of a person who is in the cohort already; then there is nothing to add.
    pub held: Option<PresentEnrolment>,
    pub posts: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
}

#[derive(Serialize)]
pub struct AddPersonPage {
    pub head: EnrolmentHead,
    /// `find`, `confirm`, `held` or `new`.
    pub step: &'static str,
    /// Whether the person fails what the course asks for, and an exception may be written.
    pub excepts: bool,
    pub form: FormState,
    pub known: Option<KnownPerson>,
    pub document_types: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub entities: Vec<Alternative>,
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
    fn samples() -> Vec<Self> {
        ["find", "confirm", "held", "new"]
            .map(|step| Self {
                head: EnrolmentHead::sample(),
                step,
                excepts: matches!(step, "confirm" | "new"),
                form: FormState::default()
                    .with("tipo_documento", "CC")
                    .with("documento", "9000000004"),
                known: matches!(step, "confirm" | "held").then(|| KnownPerson {
                    name: "Luz Marcela Guayacán".into(),
                    document: "C. C. 9.000.000.004".into(),
                    held: (step == "held").then(|| PresentEnrolment {
                        text: "Esta persona ya tiene un cupo en este curso.".into(),
                        href: "/inscripciones/7".into(),
                    }),
                    posts: vec![Alternative::new(1, "Tesorera, Alcaldía de Mapiripán")],
                    municipalities: Vec::new(),
                }),
                document_types: crate::forms::document_types(),
                municipalities: vec![Alternative::new("50325", "Mapiripán (Meta)")],
                entities: vec![
                    Alternative::new(3, "Alcaldía de Mapiripán").within("Mapiripán (Meta)"),
                ],
                kinds: crate::forms::kinds(),
                seats: "Quedan 3 cupos.".into(),
            })
            .into()
    }
}

#[derive(Serialize)]
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
    fn samples() -> Vec<Self> {
        let excess = RosterPage::samples().into_iter().flat_map(|page| page.rows).collect();
        vec![
            Self {
                head: EnrolmentHead::sample(),
                form: FormState::default().with("cupos", 25),
                people: "Hay 1 persona confirmada y 0 en lista de espera.".into(),
                excess: Vec::new(),
            },
            Self {
                head: EnrolmentHead::sample(),
                form: FormState::default()
                    .with("cupos", 3)
                    .refused("cupos", "Hay 20 personas confirmadas."),
                people: "Hay 20 personas confirmadas y 4 en lista de espera.".into(),
                excess,
            },
        ]
    }
}
