//! One page for every role: numbers that open their list, then the lists themselves.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Figure, Sample, View, samples_of};

#[derive(Debug, Default, Serialize)]
pub struct HomePage {
    pub heading: String,
    pub lead: String,
    pub figures: Vec<Figure>,
    pub sections: Vec<HomeSection>,
    /// Whether the page has the form that verifies a certificate: only for a visitor who is not
    /// signed in.
    pub verifies: bool,
    /// The state of that form: always empty, its answer is another page.
    pub form: FormState,
    pub actions: Vec<HomeAction>,
}

#[derive(Debug, Serialize)]
pub struct HomeAction {
    pub label: &'static str,
    pub href: String,
    /// The one that most people came for.
    pub main: bool,
}

impl HomeAction {
    pub fn main(label: &'static str, href: impl Into<String>) -> Self {
        Self { label, href: href.into(), main: true }
    }

    pub fn other(label: &'static str, href: impl Into<String>) -> Self {
        Self { label, href: href.into(), main: false }
    }
}

/// A list with a heading; says what there is to know when it is empty.
#[derive(Debug, Serialize)]
pub struct HomeSection {
    /// Also the anchor that a number leads to.
    pub id: &'static str,
    pub heading: String,
    pub note: Option<String>,
    pub items: Vec<HomeItem>,
    pub empty: &'static str,
}

impl HomeSection {
    pub fn new(id: &'static str, heading: impl Into<String>, empty: &'static str) -> Self {
        Self { id, heading: heading.into(), note: None, items: Vec::new(), empty }
    }

    #[must_use]
    pub fn with(mut self, items: impl IntoIterator<Item = HomeItem>) -> Self {
        self.items.extend(items);
        self
    }

    #[must_use]
    pub fn noted(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }
}

#[derive(Debug, Serialize)]
pub struct HomeItem {
    pub title: String,
    pub href: String,
    pub text: String,
    pub tag: Option<HomeTag>,
}

#[derive(Debug, Serialize)]
pub struct HomeTag {
    pub code: &'static str,
    pub label: String,
}

impl HomeItem {
    pub fn new(title: impl Into<String>, href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), href: href.into(), text: text.into(), tag: None }
    }

    #[must_use]
    pub fn tagged(mut self, code: &'static str, label: impl Into<String>) -> Self {
        self.tag = Some(HomeTag { code, label: label.into() });
        self
    }
}

impl View for HomePage {
    const TEMPLATE: &'static str = "pages/home/home";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn samples() -> Vec<Self> {
        let item =
            HomeItem::new("Gestión tributaria", "/oferta/k3jd-x9qa", "03/11/2026 a 27/11/2026");
        vec![
            Self {
                heading: "Formación para los municipios".into(),
                lead: "Cursos y certificados.".into(),
                verifies: true,
                sections: vec![HomeSection::new(
                    "abiertas",
                    "Cursos abiertos",
                    "No hay cursos abiertos.",
                )],
                ..Self::default()
            },
            Self {
                heading: "Lo que sigue".into(),
                lead: "Hoy".into(),
                figures: vec![
                    Figure::new("3", "Borradores").to("/cohortes?etapa=draft"),
                    Figure::new("0", "En espera").noted("Nadie espera"),
                ],
                sections: vec![
                    HomeSection::new("hoy", "Sesiones de hoy", "Hoy no hay sesiones.")
                        .with([item.tagged("planned", "Programada")])
                        .noted(Some("Se muestran 20.".into())),
                ],
                verifies: false,
                form: FormState::default(),
                actions: vec![
                    HomeAction::main("Programar una cohorte", "/cohortes/nueva"),
                    HomeAction::other("Ver la oferta", "/oferta"),
                ],
            },
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<HomePage>()
}
