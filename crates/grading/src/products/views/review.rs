//! The products of a cohort, and one of them to be graded.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Fact, Figure, View};

use super::{Opinion, sample_opinion};

#[derive(Clone, Debug, Serialize)]
pub struct ProductListPage {
    /// The name of the activity.
    pub name: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub product_href: String,
    pub grades_href: String,
    pub figures: Vec<Figure>,
    pub rows: Vec<ProductListRow>,
    /// The activity does not ask for a product yet.
    pub unasked: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct ProductListRow {
    pub name: String,
    /// `None` means that the person submitted nothing.
    pub href: Option<String>,
    /// «Versión 2, 24/11/2026, 8:15 a. m.».
    pub version: String,
    pub late: Option<String>,
    pub tone: &'static str,
    pub state: String,
}

impl View for ProductListPage {
    const TEMPLATE: &'static str = "pages/assessment/products/list";
    fn title(&self) -> String {
        format!("Entregas: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Entregas")
    }
    fn samples() -> Vec<Self> {
        let row = ProductListRow {
            name: "Ruiz Peña, Ana".into(),
            href: Some("/entregas/1".into()),
            version: "Versión 2, 24/11/2026, 8:15 a. m.".into(),
            late: Some("1 día tarde".into()),
            tone: "waiting",
            state: "Por calificar".into(),
        };
        let none = ProductListRow {
            href: None,
            version: "—".into(),
            late: None,
            tone: "info",
            state: "Sin entregar".into(),
            ..row.clone()
        };
        let full = Self {
            name: "Plan de mejora".into(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            product_href: "/actividades/1/producto".into(),
            grades_href: "/cohortes/1/notas".into(),
            figures: vec![Figure::new("1 de 2", "entregas")],
            rows: vec![row, none],
            unasked: false,
        };
        let unasked = Self { unasked: true, rows: vec![], figures: vec![], ..full.clone() };
        let empty = Self { unasked: false, ..unasked.clone() };
        vec![full, unasked, empty]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ProductReviewPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    pub person: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub list_href: String,
    pub facts: Vec<Fact>,
    pub tone: &'static str,
    pub state: String,
    pub note: Option<String>,
    /// «PDF de 3 páginas».
    pub file: Option<String>,
    pub file_href: String,
    pub link: Option<String>,
    /// A newer version came: its page.
    pub newer: Option<String>,
    pub others: Vec<(String, String)>,
    pub opinions: Vec<Opinion>,
    /// «4,0. Motivo».
    pub moderated: Option<String>,
    pub may_grade: bool,
    pub blocked: Option<String>,
    pub action: String,
    pub criteria: Vec<CriterionForm>,
    pub may_moderate: bool,
    pub moderation: String,
    /// The scale, and what becomes of it when it came late.
    pub between: String,
    /// «de 3,0 a 4,5».
    pub differ: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CriterionForm {
    pub field: String,
    /// «Calidad técnica (40 %)».
    pub label: String,
    pub levels: Vec<Alternative>,
    pub comment_field: String,
    pub comment_label: String,
}

impl View for ProductReviewPage {
    const TEMPLATE: &'static str = "pages/assessment/products/review";
    fn title(&self) -> String {
        format!("{} de {}", self.name, self.person)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(self.title.clone(), self.cohort_href.clone()),
            Crumb::to("Entregas", self.list_href.clone()),
            Crumb::here(self.person.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let grading = Self {
            form: FormState::default().refused("nivel[0]", "Elija el nivel."),
            name: "Plan de mejora".into(),
            person: "Ana Ruiz".into(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            list_href: "/actividades/1/entregas".into(),
            facts: vec![Fact::new("Entregado", "24/11/2026, 8:15 a. m.")],
            tone: "waiting",
            state: "Por calificar".into(),
            note: Some("Lo trabajé con la Secretaría de Hacienda.".into()),
            file: Some("PDF de 3 páginas".into()),
            file_href: "/entregas/1/archivo".into(),
            link: Some("https://ejemplo.gov.co/plan".into()),
            newer: None,
            others: vec![("Versión 1, 20/11/2026".into(), "/entregas/1".into())],
            opinions: vec![
                sample_opinion(),
                Opinion { grade: None, lines: vec![], ..sample_opinion() },
            ],
            moderated: None,
            may_grade: true,
            blocked: None,
            action: "/entregas/1".into(),
            criteria: vec![CriterionForm {
                field: "nivel[0]".into(),
                label: "Calidad técnica (100 %)".into(),
                levels: vec![Alternative::new("0", "Excelente, 5,0").explained("Sin errores")],
                comment_field: "comentario[0]".into(),
                comment_label: "Comentario sobre calidad técnica".into(),
            }],
            may_moderate: false,
            moderation: "/entregas/1/decision".into(),
            between: "Entre 0,0 y 5,0; si llegó tarde, el descuento se aplica después".into(),
            differ: None,
        };
        let disputed = Self {
            form: FormState::default(),
            may_moderate: true,
            differ: Some("de 3,0 a 4,5".into()),
            ..grading.clone()
        };
        let old = Self {
            form: FormState::default(),
            file: None,
            link: None,
            note: None,
            newer: Some("/entregas/2".into()),
            others: vec![],
            opinions: vec![],
            moderated: Some("4,0. Se leyó de nuevo con ambos.".into()),
            may_grade: false,
            blocked: Some("La cohorte está cerrada.".into()),
            ..grading.clone()
        };
        vec![grading, disputed, old]
    }
}
