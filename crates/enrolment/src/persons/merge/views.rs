//! Pages about two records of one person.

use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

pub fn crumbs(more: Vec<Crumb>) -> Vec<Crumb> {
    let mut all = vec![Crumb::to("Inicio", "/"), Crumb::to("Personas", "/personas")];
    all.extend(more);
    all
}

#[derive(Serialize, Example)]
pub struct DuplicatePairLine {
    pub one: String,
    pub one_document: String,
    pub other: String,
    pub other_document: String,
    pub likeness: &'static str,
    pub noted: String,
    pub href: String,
}

#[derive(Serialize, Example)]
pub struct DuplicateQueuePage {
    /// Documents that came with another name and nobody has looked at.
    pub documents: String,
    /// Entities that somebody typed.
    pub entities: String,
    /// Changes of records that others asked for.
    pub requests: String,
    pub rows: Vec<DuplicatePairLine>,
    pub pager: Pager,
}

impl View for DuplicateQueuePage {
    const TEMPLATE: &'static str = "pages/people/queue";
    fn title(&self) -> String {
        "Personas por revisar".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![Crumb::here("Personas por revisar")])
    }
}

/// One of the two records.
#[derive(Clone, Serialize, Example)]
pub struct MergeSide {
    pub id: i64,
    pub name: String,
    pub href: String,
    pub facts: Vec<Fact>,
}

/// What both records tell of one thing.
#[derive(Serialize, Example)]
pub struct StoryRow {
    pub title: &'static str,
    #[example(Option::example(size).unwrap_or_default())]
    pub one: Vec<String>,
    #[example(Option::example(size).unwrap_or_default())]
    pub other: Vec<String>,
}

#[derive(Serialize, Example)]
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
    /// Whether the change is asked for, and others decide.
    pub asks: bool,
}

impl View for MergeFormPage {
    const TEMPLATE: &'static str = "pages/people/unite";
    fn title(&self) -> String {
        "Unir dos registros".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to("Personas por revisar", "/personas/revision"),
            Crumb::here("Unir dos registros"),
        ])
    }
}

#[derive(Serialize, Example)]
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
}

#[derive(Serialize, Example)]
pub struct ChangeDocumentPage {
    pub form: FormState,
    pub name: String,
    pub document: String,
    pub person: String,
    pub document_types: Vec<Alternative>,
    /// Whether the change is asked for, and others decide.
    pub asks: bool,
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
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<DuplicateQueuePage>();
    all.extend(samples_of::<MergeFormPage>());
    all.extend(samples_of::<MergePage>());
    all.extend(samples_of::<ChangeDocumentPage>());
    all
}
