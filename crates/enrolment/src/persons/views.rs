//! Pages about persons.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

use crate::views::OwnLine;

#[derive(Serialize)]
pub struct PersonLine {
    pub name: String,
    pub href: String,
    pub document: String,
}

#[derive(Serialize)]
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
    pub document_types: Vec<Alternative>,
    pub caption: &'static str,
    pub empty_title: &'static str,
    pub empty: &'static str,
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
    fn samples() -> Vec<Self> {
        let line = PersonLine {
            name: "Luz Marcela Guayacán".into(),
            href: "/personas/4".into(),
            document: "CC 9.***.***.*04".into(),
        };
        let sample = |rows: Vec<PersonLine>, searching: bool| Self {
            reviewing: searching,
            empty_title: "No hay personas con esa búsqueda",
            filter: FormState::default().with("q", if searching { "guayacan" } else { "" }),
            searching,
            municipalities: vec![Alternative::new("50325", "Mapiripán").within("Meta")],
            form: FormState::default(),
            may_look_up: searching,
            looked_up: searching,
            document_types: crate::forms::document_types(),
            caption: "Personas",
            empty: "Revise la ortografía o busque con menos palabras.",
            pager: Pager::new(None, rows.len() as u64, "/personas"),
            rows,
        };
        vec![sample(Vec::new(), false), sample(vec![line], true)]
    }
}

#[derive(Serialize)]
pub struct PostLine {
    pub entity: String,
    pub position: String,
    pub kind: &'static str,
    pub municipality: String,
    pub from: String,
    pub to: String,
    pub principal: bool,
    /// Nobody has confirmed it for a year.
    pub unconfirmed: bool,
    pub href: String,
}

/// A merge of this record with another.
#[derive(Serialize)]
pub struct MergeLine {
    pub href: String,
    pub name: String,
    pub when: String,
    pub undone: bool,
}

/// The result of a document review, as the timeline shows it.
#[derive(Serialize)]
pub struct ReviewNote {
    pub when: String,
    pub text: String,
    pub who: Option<String>,
}

#[derive(Serialize)]
pub struct PersonPage {
    pub name: String,
    pub facts: Vec<Fact>,
    /// Of what is settled about the document.
    pub form: FormState,
    /// The days on which the document came with another name and nobody has looked, in words;
    /// empty otherwise.
    pub reviews: String,
    /// Where this is settled.
    pub settle: String,
    pub settled: Vec<ReviewNote>,
    pub posts: Vec<PostLine>,
    /// Said when the list is empty: there may be others that this reader does not see.
    pub no_posts: &'static str,
    /// Where the document is changed, for whoever may.
    pub change_document: Option<String>,
    pub correct_name: Option<String>,
    /// Records of the same person that this one took in.
    pub unions: Vec<MergeLine>,
    /// Where a post is added, for whoever may.
    pub add_post: Option<String>,
    pub enrolments: Vec<OwnLine>,
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
        if !self.own {
            all.push(Crumb::to("Personas", "/personas"));
        }
        all.push(Crumb::here(self.name.clone()));
        all
    }
    fn samples() -> Vec<Self> {
        let post = PostLine {
            entity: "Alcaldía de Mapiripán".into(),
            position: "Tesorera".into(),
            kind: "Carrera administrativa",
            municipality: "Mapiripán".into(),
            from: "01/02/2024".into(),
            to: "hoy".into(),
            principal: true,
            unconfirmed: true,
            href: "/vinculaciones/7".into(),
        };
        let enrolment = OwnLine {
            href: "/inscripciones/7".into(),
            course: "Gestión presupuestal territorial".into(),
            cohort: "Meta 2026-2".into(),
            dates: "24/11/2026 a 18/12/2026".into(),
            stage: "confirmed",
            stage_label: "Inscripción confirmada",
            cohort_stage: "running",
            cohort_label: "En curso",
        };
        let sample = |posts, enrolments, reviews: &str| Self {
            name: "Luz Marcela Guayacán".into(),
            facts: vec![Fact::new("Documento", "C. C. 9.000.000.004")],
            own: reviews.is_empty(),
            form: FormState::default(),
            settle: "/personas/4/revision".into(),
            settled: if reviews.is_empty() {
                Vec::new()
            } else {
                vec![ReviewNote {
                    when: "21/11/2026, 9:00 a. m.".into(),
                    text: "Se confirmó con la cédula.".into(),
                    who: Some("Rosa Elvira Yopo".into()),
                }]
            },
            reviews: reviews.to_owned(),
            posts,
            change_document: (!reviews.is_empty()).then(|| "/personas/4/documento".into()),
            correct_name: (!reviews.is_empty()).then(|| "/personas/4/nombre".into()),
            unions: if reviews.is_empty() {
                Vec::new()
            } else {
                vec![MergeLine {
                    href: "/uniones/1".into(),
                    name: "Luz Guayacán, C. C. 9.000.000.904".into(),
                    when: "20/11/2026".into(),
                    undone: true,
                }]
            },
            add_post: (!reviews.is_empty()).then(|| "/personas/4/vinculaciones/nueva".into()),
            no_posts: "No tiene vinculaciones registradas.",
            enrolments,
        };
        vec![sample(Vec::new(), Vec::new(), ""), sample(vec![post], vec![enrolment], "20/11/2026")]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<PersonListPage>();
    all.extend(samples_of::<PersonPage>());
    all
}
