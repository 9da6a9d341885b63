//! Pages about two records of one person.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

pub fn crumbs(more: Vec<Crumb>) -> Vec<Crumb> {
    let mut all = vec![Crumb::to("Inicio", "/"), Crumb::to("Personas", "/personas")];
    all.extend(more);
    all
}

#[derive(Serialize)]
pub struct DuplicatePairLine {
    pub one: String,
    pub one_document: String,
    pub other: String,
    pub other_document: String,
    pub likeness: &'static str,
    pub noted: String,
    pub href: String,
}

#[derive(Serialize)]
pub struct DuplicateQueuePage {
    /// Documents that came with another name and nobody has looked at.
    pub documents: String,
    pub rows: Vec<DuplicatePairLine>,
    pub pager: Pager,
}

impl View for DuplicateQueuePage {
    const TEMPLATE: &'static str = "pages/people/queue";
    fn title(&self) -> String {
        "Registros por revisar".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![Crumb::here("Registros por revisar")])
    }
    fn samples() -> Vec<Self> {
        let line = DuplicatePairLine {
            one: "Luz Marcela Guayacán".into(),
            one_document: "C. C. 9.000.000.004".into(),
            other: "Luz Guayacán Ñandú".into(),
            other_document: "C. C. 9.000.000.904".into(),
            likeness: "Mismo teléfono",
            noted: "20/11/2026".into(),
            href: "/personas/4/union/9".into(),
        };
        let pager = |rows| Pager::new(None, rows, "/personas/revision");
        vec![
            Self { documents: "Ninguno".into(), rows: Vec::new(), pager: pager(0) },
            Self { documents: "2 documentos".into(), rows: vec![line], pager: pager(1) },
        ]
    }
}

/// One of the two records.
#[derive(Clone, Serialize)]
pub struct MergeSide {
    pub id: i64,
    pub name: String,
    pub href: String,
    pub facts: Vec<Fact>,
}

/// What both records tell of one thing.
#[derive(Serialize)]
pub struct StoryRow {
    pub title: &'static str,
    pub one: Vec<String>,
    pub other: Vec<String>,
}

#[derive(Serialize)]
pub struct MergeFormPage {
    pub one: MergeSide,
    pub other: MergeSide,
    pub stories: Vec<StoryRow>,
    pub form: FormState,
    pub path: String,
    pub apart: String,
    pub records: Vec<Alternative>,
    pub names: Vec<Alternative>,
    pub documents: Vec<Alternative>,
}

impl View for MergeFormPage {
    const TEMPLATE: &'static str = "pages/people/unite";
    fn title(&self) -> String {
        "Unir dos registros".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to("Registros por revisar", "/personas/revision"),
            Crumb::here("Unir dos registros"),
        ])
    }
    fn samples() -> Vec<Self> {
        let side = |id: i64, name: &str| MergeSide {
            id,
            name: name.to_owned(),
            href: format!("/personas/{id}"),
            facts: vec![Fact::new("Documento", "C. C. 9.000.000.004")],
        };
        let both = || vec![Alternative::new(4, "El primero"), Alternative::new(9, "El segundo")];
        let sample = |told: bool| Self {
            one: side(4, "Luz Marcela Guayacán"),
            other: side(9, "Luz Guayacán Ñandú"),
            stories: vec![StoryRow {
                title: "Inscripciones",
                one: if told { vec!["Meta 2026-2: En curso".into()] } else { Vec::new() },
                other: Vec::new(),
            }],
            form: FormState::default(),
            path: "/personas/4/union/9".into(),
            apart: "/personas/4/distinta/9".into(),
            records: both(),
            names: both(),
            documents: both(),
        };
        vec![sample(false), sample(true)]
    }
}

#[derive(Serialize)]
pub struct MergePage {
    pub form: FormState,
    pub facts: Vec<Fact>,
    pub survivor: String,
    pub survivor_name: String,
    pub path: String,
    pub may_undo: bool,
}

impl View for MergePage {
    const TEMPLATE: &'static str = "pages/people/union";
    fn title(&self) -> String {
        "Unión de registros".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to(self.survivor_name.clone(), self.survivor.clone()),
            Crumb::here("Unión de registros"),
        ])
    }
    fn samples() -> Vec<Self> {
        let sample = |may_undo| Self {
            form: FormState::default(),
            facts: vec![Fact::new("Quedó", "Luz Marcela Guayacán")],
            survivor: "/personas/4".into(),
            survivor_name: "Luz Marcela Guayacán".into(),
            path: "/uniones/1/anulacion".into(),
            may_undo,
        };
        vec![sample(true), sample(false)]
    }
}

#[derive(Serialize)]
pub struct ChangeDocumentPage {
    pub form: FormState,
    pub name: String,
    pub document: String,
    pub person: String,
    pub document_types: Vec<Alternative>,
}

impl View for ChangeDocumentPage {
    const TEMPLATE: &'static str = "pages/people/document";
    fn title(&self) -> String {
        "Cambiar el documento".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to(self.name.clone(), self.person.clone()),
            Crumb::here("Cambiar el documento"),
        ])
    }
    fn samples() -> Vec<Self> {
        let sample = |form| Self {
            form,
            name: "Luz Marcela Guayacán".into(),
            document: "P. P. T. 99.000.030".into(),
            person: "/personas/4".into(),
            document_types: crate::forms::document_types(),
        };
        let wrong = FormState::default().refused("documento", "Escriba el número del documento.");
        vec![sample(FormState::default()), sample(wrong)]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<DuplicateQueuePage>();
    all.extend(samples_of::<MergeFormPage>());
    all.extend(samples_of::<MergePage>());
    all.extend(samples_of::<ChangeDocumentPage>());
    all
}
