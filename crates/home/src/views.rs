//! One page for every role: numbers that open their list, then the lists themselves.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Figure, Sample, View, samples_of};

#[derive(Debug, Default, Serialize)]
pub struct HomePage {
    pub heading: String,
    pub lead: String,
    pub figures: Vec<Figure>,
    pub sections: Vec<Section>,
    /// The form that verifies a certificate, for whoever is not signed in.
    pub verifies: bool,
    /// Of that form: always empty, its answer is another page.
    pub form: FormState,
    pub actions: Vec<Action>,
}

#[derive(Debug, Serialize)]
pub struct Action {
    pub label: &'static str,
    pub href: String,
    /// The one that most people came for.
    pub main: bool,
}

impl Action {
    pub fn main(label: &'static str, href: impl Into<String>) -> Self {
        Self { label, href: href.into(), main: true }
    }

    pub fn other(label: &'static str, href: impl Into<String>) -> Self {
        Self { label, href: href.into(), main: false }
    }
}

/// A list with a heading; says what there is to know when it is empty.
#[derive(Debug, Serialize)]
pub struct Section {
    /// Also the anchor that a number leads to.
    pub id: &'static str,
    pub heading: String,
    pub note: Option<String>,
    pub items: Vec<Item>,
    pub empty: &'static str,
}

impl Section {
    pub fn new(id: &'static str, heading: impl Into<String>, empty: &'static str) -> Self {
        Self { id, heading: heading.into(), note: None, items: Vec::new(), empty }
    }

    #[must_use]
    pub fn with(mut self, items: impl IntoIterator<Item = Item>) -> Self {
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
pub struct Item {
    pub title: String,
    pub href: String,
    pub text: String,
    pub tag: Option<Tag>,
}

#[derive(Debug, Serialize)]
pub struct Tag {
    pub code: &'static str,
    pub label: String,
}

impl Item {
    pub fn new(title: impl Into<String>, href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), href: href.into(), text: text.into(), tag: None }
    }

    #[must_use]
    pub fn tagged(mut self, code: &'static str, label: impl Into<String>) -> Self {
        self.tag = Some(Tag { code, label: label.into() });
        self
    }
}

impl View for HomePage {
    const TEMPLATE: &'static str = "pages/home/home";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn samples() -> Vec<Self> {
        let item = Item::new("Gestión tributaria", "/oferta/k3jd-x9qa", "03/11/2026 a 27/11/2026");
        vec![
            Self {
                heading: "Formación para los municipios".into(),
                lead: "Cursos y certificados.".into(),
                verifies: true,
                sections: vec![Section::new(
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
                    Section::new("hoy", "Sesiones de hoy", "Hoy no hay sesiones.")
                        .with([item.tagged("planned", "Programada")])
                        .noted(Some("Se muestran 20.".into())),
                ],
                verifies: false,
                form: FormState::default(),
                actions: vec![
                    Action::main("Programar una cohorte", "/cohortes/nueva"),
                    Action::other("Ver la oferta", "/oferta"),
                ],
            },
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<HomePage>()
}
