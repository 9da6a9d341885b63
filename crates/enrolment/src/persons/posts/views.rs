//! Pages about posts.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

/// The way back to a person: to the list for those who search there.
#[derive(Clone, Serialize)]
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

    fn sample() -> Self {
        Self { name: "Luz Marcela Guayacán".into(), href: Some("/personas/4".into()), own: false }
    }
}

#[derive(Serialize)]
pub struct PostPage {
    pub whose: PostOwner,
    pub position: String,
    pub facts: Vec<Fact>,
    pub form: FormState,
    /// Path of the post: its verbs are below it.
    pub path: String,
    pub unconfirmed: bool,
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
    fn samples() -> Vec<Self> {
        let sample = |full: bool| Self {
            whose: PostOwner { href: full.then(|| "/personas/4".into()), ..PostOwner::sample() },
            position: "Tesorera municipal".into(),
            facts: vec![Fact::new("Entidad", "Alcaldía de Mapiripán")],
            form: FormState::default(),
            path: "/vinculaciones/7".into(),
            unconfirmed: full,
            may_confirm: full,
            may_end: full,
            may_choose: full,
            may_correct: full,
        };
        vec![sample(false), sample(true)]
    }
}

#[derive(Serialize)]
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
    pub department: String,
    pub municipalities: Vec<Alternative>,
    pub entities: Vec<Alternative>,
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
    fn samples() -> Vec<Self> {
        let sample = |chosen: bool| Self {
            whose: PostOwner::sample(),
            form: FormState::default(),
            action: "/personas/4/vinculaciones".into(),
            here: "/personas/4/vinculaciones/nueva".into(),
            adding: chosen,
            department_form: FormState::default().with("departamento", "50"),
            departments: vec![Alternative::new("50", "Meta")],
            department: if chosen { "50".into() } else { String::new() },
            municipalities: vec![Alternative::new("50325", "Mapiripán (Meta)")],
            entities: vec![Alternative::new("3", "Alcaldía de Mapiripán")],
            kinds: crate::forms::kinds(),
            back: "/personas/4".into(),
        };
        vec![sample(false), sample(true)]
    }
}

#[derive(Serialize)]
pub struct UnconfirmedPostLine {
    pub href: String,
    pub name: String,
    pub position: String,
    pub entity: String,
    pub said: String,
}

#[derive(Serialize)]
pub struct UnconfirmedPostsPage {
    pub rows: Vec<UnconfirmedPostLine>,
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
    fn samples() -> Vec<Self> {
        let line = UnconfirmedPostLine {
            href: "/vinculaciones/7".into(),
            name: "Guayacán Ñandú, Luz Marcela".into(),
            position: "Tesorera municipal".into(),
            entity: "Alcaldía de Mapiripán".into(),
            said: "15/10/2025".into(),
        };
        let pager = |rows| Pager::new(None, rows, "/vinculaciones");
        vec![Self { rows: Vec::new(), pager: pager(0) }, Self { rows: vec![line], pager: pager(1) }]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<PostPage>();
    all.extend(samples_of::<PostFormPage>());
    all.extend(samples_of::<UnconfirmedPostsPage>());
    all
}
