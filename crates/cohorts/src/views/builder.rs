//! The builder: from a course version to a draft with its sessions, on one page.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, View};

use super::{Choices, crumbs};

#[derive(Serialize)]
pub struct BuilderPage {
    pub form: FormState,
    pub unit: String,
    pub unit_name: String,
    /// Patterns kept by the unit, offered before anything is typed.
    pub templates: Vec<Alternative>,
    pub versions: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub weekdays: Vec<Alternative>,
    pub facilitators: Vec<Alternative>,
    /// The facilitators that each row offers: fewer than the form offers, because every row carries
    /// them.
    pub row_facilitators: Vec<Alternative>,
    pub rows: Vec<PlannedRow>,
    /// Nothing is refused: the answer leads to the table, and otherwise to the summary on top.
    pub calm: bool,
    /// The dates that are seldom typed hold something.
    pub other_dates: bool,
    pub counting: Choices,
    /// Attendance counts otherwise than in most cohorts.
    pub counting_differs: bool,
    /// How the rows add up; empty without rows.
    pub hours: Option<String>,
    /// The rows are the hours of the course.
    pub complete: bool,
    /// Holidays of the chosen weekdays on which nobody meets.
    pub skipped: Vec<String>,
    /// The same subject in the same municipalities.
    pub same_subject: Vec<String>,
    /// Needs of municipalities that this cohort could answer; a proposal brings them.
    pub needs: Vec<Alternative>,
}

/// One session in the table, with the names of its controls.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedRow {
    pub position: usize,
    /// «martes»; `None` while the date cannot be read.
    pub weekday: Option<&'static str>,
    pub date: RowControl,
    pub from: RowControl,
    pub to: RowControl,
    pub place: RowControl,
    pub facilitator: RowControl,
    pub link: RowControl,
    /// The value that the button «Quitar» of the row sends.
    pub remove: String,
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RowControl {
    pub name: String,
    pub label: String,
}

/// A notice about one session, before it is saved.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
    /// It will be refused as it is.
    pub blocks: bool,
    pub text: String,
}

impl View for BuilderPage {
    const TEMPLATE: &'static str = "pages/cohorts/builder";
    fn title(&self) -> String {
        "Programar una cohorte".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Programar una cohorte")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let control = |name: &str| RowControl { name: format!("{name}[0]"), label: name.into() };
        let row = PlannedRow {
            position: 1,
            weekday: Some("martes"),
            date: control("fecha"),
            from: control("desde"),
            to: control("hasta"),
            place: control("sala"),
            facilitator: control("facilita"),
            link: control("virtual"),
            remove: "quitar-0".into(),
            notes: vec![
                Note { blocks: true, text: "Esa persona ya facilita a esa hora.".into() },
                Note { blocks: false, text: "Festivo: Navidad".into() },
            ],
        };
        let quiet = PlannedRow { weekday: None, notes: vec![], ..row.clone() };
        let people = || vec![Alternative::new(4, "Germán Turpial").within("De la territorial")];
        let empty = || Self {
            form: FormState::default(),
            unit: "MET".into(),
            unit_name: "Meta".into(),
            templates: vec![],
            versions: vec![Alternative::new(1, "Gestión tributaria")],
            municipalities: vec![Alternative::new("50325", "Mapiripán").within("Meta")],
            weekdays: vec![Alternative::new(2, "Martes")],
            facilitators: people(),
            row_facilitators: people(),
            rows: vec![],
            calm: true,
            other_dates: false,
            counting: Choices::all(),
            counting_differs: true,
            hours: None,
            complete: false,
            skipped: vec![],
            same_subject: vec![],
            needs: vec![],
        };
        vec![
            empty(),
            Self {
                form: FormState::default()
                    .with("fecha[0]", "2026-11-24")
                    .refused("nombre", "Escriba el nombre de la cohorte."),
                templates: vec![Alternative::new(1, "Martes y jueves")],
                rows: vec![row, quiet],
                calm: false,
                other_dates: true,
                counting: Choices::all(),
                counting_differs: true,
                hours: Some("2 sesiones suman 8 horas: faltan 32 horas.".into()),
                skipped: vec!["martes 08/12/2026: Inmaculada Concepción".into()],
                same_subject: vec!["Mapiripán: Meta 2026-1".into()],
                needs: vec![Alternative::new(1, "N.º 1: Mapiripán, 12 personas")],
                ..empty()
            },
            Self { complete: true, hours: Some("Completas.".into()), ..empty() },
        ]
    }
}
