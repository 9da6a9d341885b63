//! Pages of entities: the list, those to review, one of them, and two that are one.

use platform::order::SortHead;
use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};
use platform::prelude::*;

fn crumbs(more: Vec<Crumb>) -> Vec<Crumb> {
    let mut all = vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Personas", "/personas"),
        Crumb::to("Entidades", "/entidades"),
    ];
    all.extend(more);
    all
}

#[derive(Serialize, Example)]
pub struct EntityListLine {
    pub name: String,
    pub href: String,
    pub kind: String,
    pub place: String,
    pub nit: String,
    pub people: String,
    /// It waits to be looked at.
    pub waits: bool,
}

#[derive(Serialize, Example)]
pub struct EntityListPage {
    pub filter: FormState,
    pub departments: Vec<Alternative>,
    /// Those of the department that was chosen.
    pub municipalities: Vec<Alternative>,
    pub kinds: Vec<Alternative>,
    pub rows: Vec<EntityListLine>,
    pub pager: Pager,
    /// Whether something narrows the list: an empty one then says so.
    pub narrowed: bool,
    /// Its order in the address, and the headings that change it.
    pub order: String,
    pub by_name: SortHead,
    pub by_kind: SortHead,
    pub by_place: SortHead,
}

impl View for EntityListPage {
    const TEMPLATE: &'static str = "pages/entities/list";
    fn title(&self) -> String {
        "Entidades".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(Vec::new());
        all.pop();
        all.push(Crumb::here("Entidades"));
        all
    }
}

#[derive(Serialize, Example)]
pub struct EntityPage {
    pub name: String,
    /// `/entidades/17`
    pub path: String,
    pub facts: Vec<Fact>,
    /// Its other names, in one line.
    pub other_names: String,
    /// The list of the people of its municipality.
    pub people: Option<String>,
    /// It waits to be looked at.
    pub waits: bool,
    pub form: FormState,
    pub kinds: Vec<Alternative>,
    pub story: Vec<Moment>,
}

impl View for EntityPage {
    const TEMPLATE: &'static str = "pages/entities/entity";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![Crumb::here(self.name.clone())])
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One of the two entities.
#[derive(Serialize, Example)]
pub struct EntitySide {
    pub name: String,
    pub href: String,
    pub facts: Vec<Fact>,
}

#[derive(Serialize, Example)]
pub struct EntityUnionPage {
    pub name: String,
    /// `/entidades/17`
    pub path: String,
    pub filter: FormState,
    /// Entities that may be the same, each with the address where both are compared.
    pub candidates: Vec<EntityListLine>,
    /// There are more of them than are listed.
    pub more: bool,
    /// Both, once the other one is chosen.
    pub sides: Vec<EntitySide>,
    pub form: FormState,
    /// The number of the other one.
    pub other: String,
    pub records: Vec<Alternative>,
}

impl View for EntityUnionPage {
    const TEMPLATE: &'static str = "pages/entities/union";
    fn title(&self) -> String {
        "Unir dos entidades".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![
            Crumb::to(self.name.clone(), self.path.clone()),
            Crumb::here("Unir dos entidades"),
        ])
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Serialize, Example)]
pub struct EntityLine {
    pub name: String,
    /// Its page, where it is corrected or united with the one that it is.
    pub href: String,
    /// Where it is accepted.
    pub accept: String,
    /// `clase[17]`, where its kind is said.
    pub field: String,
}

#[derive(Serialize, Example)]
pub struct EntityQueuePage {
    pub form: FormState,
    pub kinds: Vec<Alternative>,
    pub rows: Vec<EntityLine>,
}

impl View for EntityQueuePage {
    const TEMPLATE: &'static str = "pages/entities/review";
    fn title(&self) -> String {
        "Entidades por revisar".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(vec![Crumb::here("Entidades por revisar")])
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<EntityQueuePage>();
    all.extend(samples_of::<EntityListPage>());
    all.extend(samples_of::<EntityPage>());
    all.extend(samples_of::<EntityUnionPage>());
    all
}
