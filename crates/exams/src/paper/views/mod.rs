//! Pages of tests on paper: the prints of a test, the sheets of a print, one sheet to be entered.

mod grid;

pub use grid::{GridPage, GridRow};

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

use crate::paper::rules::LETTERS;

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<PrintsPage>(),
        samples_of::<SheetsPage>(),
        samples_of::<EntryPage>(),
        samples_of::<GridPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was printed of a test, and a form to print more.
#[derive(Clone, Debug, Serialize)]
pub struct PrintsPage {
    pub form: FormState,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub exam_href: String,
    pub action: String,
    /// Why nothing is printed any more.
    pub blocked: Option<String>,
    /// Printing fixes the test.
    pub freezes: bool,
    pub window: String,
    pub many: Vec<Alternative>,
    pub rows: Vec<PrintRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PrintRow {
    pub href: String,
    /// «Impresión 12».
    pub name: String,
    pub when: String,
    pub place: String,
    pub printed: String,
    pub who: String,
    /// «8 de 30 hojas».
    pub entered: String,
}

/// How many forms one may have.
pub fn form_choices() -> Vec<Alternative> {
    (1..=LETTERS.len())
        .map(|many| {
            let label = match many {
                1 => "Una: todas las personas leen lo mismo".to_owned(),
                many => format!("{many}: de la A a la {}", LETTERS[many - 1]),
            };
            Alternative::new(many, label)
        })
        .collect()
}

impl View for PrintsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/prints";
    fn title(&self) -> String {
        format!("{}: en papel", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Prueba en papel")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            form: FormState::default()
                .with("fecha", "2026-11-24")
                .with("hora", "08:00")
                .with("formas", 2)
                .with("sin_nombre", "90")
                .refused("sin_nombre", "Escriba un número entre 0 y 50."),
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            exam_href: "/actividades/1/prueba".into(),
            action: "/actividades/1/prueba/papel".into(),
            blocked: None,
            freezes: true,
            window: "del 24/11/2026, 8:00 a. m., al 24/11/2026, 12:00 p. m.".into(),
            many: form_choices(),
            rows: vec![PrintRow {
                href: "/impresiones/1".into(),
                name: "Impresión 1".into(),
                when: "24/11/2026, 8:00 a. m.".into(),
                place: "Casa de la cultura".into(),
                printed: "20/11/2026, 10:00 a. m.".into(),
                who: "Carlos Peña".into(),
                entered: "8 de 30 hojas".into(),
            }],
        };
        let blocked = Self {
            form: FormState::default(),
            blocked: Some("La cohorte está cerrada.".into()),
            rows: vec![],
            ..full.clone()
        };
        vec![full, blocked]
    }
}

/// One print: its papers, and what came back of it.
#[derive(Clone, Debug, Serialize)]
pub struct SheetsPage {
    pub number: String,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub prints_href: String,
    pub facts: Vec<Fact>,
    pub booklets: Vec<PaperLink>,
    pub sheets_href: String,
    /// For those who may read it.
    pub key_href: Option<String>,
    /// The sheet to enter next.
    pub next_href: Option<String>,
    /// Where all of them are typed, a line each.
    pub grid_href: Option<String>,
    pub form: FormState,
    pub search_action: String,
    pub rows: Vec<SheetRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperLink {
    pub href: String,
    pub label: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct SheetRow {
    pub number: i32,
    pub href: String,
    pub code: String,
    pub letter: String,
    pub name: String,
    pub entered: bool,
    pub result_href: Option<String>,
    pub notes: String,
}

impl View for SheetsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/sheets";
    fn title(&self) -> String {
        format!("Impresión {}: {}", self.number, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Hojas de respuestas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let waiting = SheetRow {
            number: 1,
            href: "/hojas/7F3KQ2QD".into(),
            code: "7F3K-Q2QD".into(),
            letter: "A".into(),
            name: "Ruiz Peña, Ana".into(),
            entered: false,
            result_href: None,
            notes: String::new(),
        };
        let entered = SheetRow {
            number: 2,
            code: "7F3K-Q2QE".into(),
            letter: "B".into(),
            name: "Sin nombre".into(),
            entered: true,
            result_href: Some("/actividades/1/prueba/intentos/1".into()),
            notes: "2 sin leer. La esquina está mojada.".into(),
            ..waiting.clone()
        };
        let full = Self {
            number: "1".into(),
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            prints_href: "/actividades/1/prueba/papel".into(),
            facts: vec![Fact::new("Se presenta", "24/11/2026, 8:00 a. m.")],
            booklets: vec![PaperLink {
                href: "/impresiones/1/cuadernillo/A".into(),
                label: "Cuadernillo A".into(),
            }],
            sheets_href: "/impresiones/1/hojas".into(),
            key_href: Some("/impresiones/1/clave".into()),
            next_href: Some("/hojas/7F3KQ2QD".into()),
            grid_href: Some("/impresiones/1/planilla".into()),
            form: FormState::default()
                .with("codigo", "7F3K")
                .refused("codigo", "Ninguna hoja tiene ese código."),
            search_action: "/impresiones/1".into(),
            rows: vec![waiting, entered],
        };
        let done = Self {
            form: FormState::default(),
            key_href: None,
            next_href: None,
            grid_href: None,
            rows: vec![],
            ..full.clone()
        };
        vec![full, done]
    }
}

/// One sheet: a field for each of its questions.
#[derive(Clone, Debug, Serialize)]
pub struct EntryPage {
    pub form: FormState,
    pub code: String,
    pub letter: String,
    pub number: i32,
    /// Whose it is, if its name was printed or it was entered.
    pub name: Option<String>,
    pub document: String,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub print_href: String,
    pub action: String,
    /// Why it is not entered.
    pub blocked: Option<String>,
    /// Who entered it and when.
    pub entered: Option<String>,
    pub result_href: Option<String>,
    /// How often it was entered when the page was opened.
    pub seen: i32,
    pub people: Vec<Alternative>,
    pub rows: Vec<EntryRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct EntryRow {
    pub field: String,
    /// «1. Una letra, A a D».
    pub label: String,
    /// The beginning of the question.
    pub words: String,
    pub width: &'static str,
    /// An open answer takes several lines.
    pub long: bool,
}

impl View for EntryPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/entry";
    fn title(&self) -> String {
        format!("Hoja {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Digitar una hoja de respuestas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let row = EntryRow {
            field: "respuesta[1]".into(),
            label: "1. Una letra, A a D".into(),
            words: "¿Quién aprueba el presupuesto?".into(),
            width: "s",
            long: false,
        };
        let open = EntryRow {
            field: "respuesta[2]".into(),
            label: "2. Respuesta abierta".into(),
            long: true,
            ..row.clone()
        };
        let nameless = Self {
            form: FormState::default()
                .with("fecha", "2026-11-24")
                .with("hora", "08:00")
                .with("respuesta[1]", "x")
                .refused("respuesta[1]", "Escriba letras de la A a la D."),
            code: "7F3K-Q2QD".into(),
            letter: "A".into(),
            number: 1,
            name: None,
            document: String::new(),
            activity: "Prueba inicial".into(),
            cohort: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            print_href: "/impresiones/1".into(),
            action: "/hojas/7F3KQ2QD".into(),
            blocked: None,
            entered: None,
            result_href: None,
            seen: 0,
            people: vec![Alternative::new(1, "Ruiz Peña, Ana")],
            rows: vec![row, open],
        };
        let entered = Self {
            form: FormState::default().with("respuesta[1]", "B"),
            name: Some("Ruiz Peña, Ana".into()),
            document: "C. C. 1.***.*67".into(),
            entered: Some("La digitó Carlos Peña el 24/11/2026, 3:00 p. m.".into()),
            result_href: Some("/actividades/1/prueba/intentos/1".into()),
            seen: 1,
            people: vec![],
            ..nameless.clone()
        };
        let blocked = Self {
            form: FormState::default(),
            blocked: Some("La cohorte está cerrada.".into()),
            rows: vec![],
            ..entered.clone()
        };
        vec![nameless, entered, blocked]
    }
}
