//! Pages of the catalogue.

mod capacity;

use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};
use platform::prelude::*;

use super::entity::course::CourseId;

pub use capacity::{BuildingRow, CapacityPage, IndicatorRow};

fn home() -> Crumb {
    Crumb::to("Inicio", "/")
}

fn catalogue() -> Crumb {
    Crumb::to("Cursos", "/cursos")
}

/// The catalogue as a list.
#[derive(Serialize, Example)]
pub struct CourseListPage {
    pub filter: FormState,
    pub subjects: Vec<Alternative>,
    pub modalities: Vec<Alternative>,
    pub rows: Vec<CourseRow>,
    pub pager: Pager,
    pub may_create: bool,
    /// Whether any filter narrows the list.
    pub filtered: bool,
}

#[derive(Serialize, Example)]
pub struct CourseRow {
    pub href: String,
    pub code: String,
    pub name: String,
    pub subject: String,
    pub track: String,
    pub modality: String,
    pub hours: i32,
    pub number: i32,
    pub state: String,
    pub state_label: String,
}

impl View for CourseListPage {
    const TEMPLATE: &'static str = "pages/courses/list";
    fn title(&self) -> String {
        "Cursos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![home(), Crumb::here("Cursos")]
    }
}

/// A course at one of its versions, with the others and what happened to it.
#[derive(Serialize, Example)]
pub struct CoursePage {
    /// Errors of a refused publication; nothing is typed on this page.
    pub form: FormState,
    pub course: CourseId,
    pub code: String,
    pub name: String,
    pub number: i32,
    pub state: String,
    pub state_label: String,
    pub facts: Vec<Fact>,
    #[example("Recaudar mejor. ".repeat(size.count))]
    pub objective: String,
    pub contents: Vec<String>,
    pub targets: Vec<TargetRow>,
    pub versions: Vec<CourseVersionRow>,
    pub events: Vec<Moment>,
    /// Label of the button that edits; none when the reader may not.
    pub edit: Option<String>,
    /// Something else on the page matters more than editing.
    pub edit_quietly: bool,
    /// The version shown is a complete draft and the reader may publish it.
    pub may_publish: bool,
    /// What the draft lacks to be published.
    pub missing: Vec<String>,
    /// Where to schedule a cohort of the version shown.
    pub schedule: Option<String>,
    /// A newer published version than the one shown.
    pub newer: Option<String>,
    /// The address of the lessons learned, for those who teach the course.
    pub lessons: Option<String>,
}

#[derive(Serialize, Example)]
pub struct TargetRow {
    pub code: String,
    pub name: String,
    pub level: String,
    pub evidence: String,
}

#[derive(Serialize, Example)]
pub struct CourseVersionRow {
    pub href: String,
    pub number: i32,
    pub name: String,
    pub hours: i32,
    pub state: String,
    pub state_label: String,
    /// When it was published, or begun.
    pub when: String,
    /// The one on this page.
    pub shown: bool,
}

impl View for CoursePage {
    const TEMPLATE: &'static str = "pages/courses/course";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![home(), catalogue(), Crumb::here(&self.name)]
    }
}

/// The form of a new course, of a draft and of a next version.
#[derive(Serialize, Example)]
pub struct CourseFormPage {
    pub form: FormState,
    /// What the page does: its heading.
    pub heading: String,
    /// What saving will do.
    pub lead: String,
    /// Name of the course edited; none for a new one.
    pub course_name: Option<String>,
    pub action: String,
    pub cancel: String,
    /// Mark of the version being edited; empty for a new course.
    pub base: String,
    pub subjects: Vec<Alternative>,
    pub offer_types: Vec<Alternative>,
    pub modalities: Vec<Alternative>,
    pub levels: Vec<Alternative>,
    pub capacity_types: Vec<Alternative>,
    pub descriptors: Vec<Alternative>,
    pub groups: Vec<CapacityGroup>,
    /// Kinds of post, and courses whose certificate may be asked for.
    pub kinds: Vec<Alternative>,
    /// What follows for whoever does not use a seat.
    pub no_show: Vec<Alternative>,
    pub courses: Vec<Alternative>,
}

/// Capacities of one subject, folded unless something of it is chosen or wrong.
#[derive(Serialize, Example)]
pub struct CapacityGroup {
    pub title: String,
    pub open: bool,
    pub chosen: usize,
    pub capacities: Vec<CapacityChoice>,
}

/// A capacity with the names of its three controls.
#[derive(Serialize, Example)]
pub struct CapacityChoice {
    pub code: String,
    pub label: String,
    pub check: String,
    pub level: String,
    pub evidence: String,
}

impl View for CourseFormPage {
    const TEMPLATE: &'static str = "pages/courses/form";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = vec![home(), catalogue()];
        if let Some(name) = &self.course_name {
            crumbs.push(Crumb::to(name, &self.cancel));
        }
        crumbs.push(Crumb::here(&self.heading));
        crumbs
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<CourseListPage>();
    all.extend(samples_of::<CoursePage>());
    all.extend(samples_of::<CourseFormPage>());
    all.extend(samples_of::<CapacityPage>());
    all
}
