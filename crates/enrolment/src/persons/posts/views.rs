//! Pages about posts.

use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

use super::queries::UnconfirmedPost;

/// The way back to a person: to the list for those who search there.
#[derive(Clone, Serialize, Example)]
pub struct PostOwner {
    pub name: String,
    /// Empty for whoever does not open the person's page, as a focal point.
    pub href: Option<String>,
    pub own: bool,
}

impl PostOwner {
    fn crumbs(&self, here: &str) -> Vec<Crumb> {
        let mut all = vec![Crumb::to("Inicio", "/")];
        match &self.href {
            Some(href) => {
                if !self.own {
                    all.push(Crumb::to("Personas", "/personas"));
                }
                all.push(Crumb::to(self.name.clone(), href.clone()));
            }
            None => all.push(Crumb::to("Vinculaciones", "/vinculaciones")),
        }
        all.push(Crumb::here(here));
        all
    }
}

#[derive(Serialize, Example)]
pub struct PostPage {
    pub whose: PostOwner,
    pub position: String,
    pub facts: Vec<Fact>,
    pub form: FormState,
    /// Path of the post: its verbs are below it.
    pub path: String,
    pub unconfirmed: bool,
    /// The person declared an administrative career that nobody has confirmed.
    pub career_awaits: bool,
    pub may_vouch: bool,
    /// The kinds to choose from, for whoever may say it of a post that has none.
    pub kinds: Vec<Alternative>,
    pub may_confirm: bool,
    pub may_end: bool,
    pub may_choose: bool,
    pub may_correct: bool,
}

impl View for PostPage {
    const TEMPLATE: &'static str = "pages/people/post";
    fn title(&self) -> String {
        "Vinculación".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.whose.crumbs("Vinculación")
    }
}

#[derive(Serialize, Example)]
pub struct PostFormPage {
    pub whose: PostOwner,
    pub form: FormState,
    /// Where the form goes.
    pub action: String,
    /// Where the department is chosen: the address of this page.
    pub here: String,
    pub adding: bool,
    pub department_form: FormState,
    pub departments: Vec<Alternative>,
    #[example(if size.some { "50".into() } else { String::new() })]
    pub department: String,
    pub municipalities: Vec<Alternative>,
    pub entities: Vec<Alternative>,
    /// The kinds of entity, where the name that was typed does not say its own.
    pub entity_kinds: Vec<Alternative>,
    pub kinds: Vec<Alternative>,
    pub back: String,
}

impl PostFormPage {
    fn heading(&self) -> &'static str {
        if self.adding { "Agregar una vinculación" } else { "Corregir la vinculación" }
    }
}

impl View for PostFormPage {
    const TEMPLATE: &'static str = "pages/people/post_form";
    fn title(&self) -> String {
        self.heading().to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.whose.crumbs(self.heading())
    }
}

#[derive(Serialize, Example)]
pub struct UnconfirmedPostsPage {
    pub rows: Vec<UnconfirmedPost>,
    pub pager: Pager,
}

impl View for UnconfirmedPostsPage {
    const TEMPLATE: &'static str = "pages/people/posts";
    fn title(&self) -> String {
        "Vinculaciones por confirmar".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Vinculaciones")]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<PostPage>();
    all.extend(samples_of::<PostFormPage>());
    all.extend(samples_of::<UnconfirmedPostsPage>());
    all
}
