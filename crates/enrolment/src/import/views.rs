//! The pages of an import, one for each thing there is to do.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::numbers::grouped;
use platform::pager::Pager;
use platform::pages::{Crumb, Figure, Sample, View, samples_of};
use platform::progress;

use super::commands::SplitName;
use crate::views::EnrolmentHead;

fn crumbs(head: &EnrolmentHead, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(head.title(), head.path()),
        Crumb::to("Inscritos", head.roster_path()),
        Crumb::here(here),
    ]
}

/// An import of the cohort, as its list shows it.
#[derive(Clone, Debug, Serialize)]
pub struct EarlierImport {
    pub name: String,
    pub href: String,
    pub state: &'static str,
    pub when: String,
    pub who: String,
    /// «40 personas inscritas», or nothing yet.
    pub outcome: String,
}

#[derive(Serialize)]
pub struct ImportUploadPage {
    pub head: EnrolmentHead,
    pub form: FormState,
    /// How large the file may be.
    pub hint: String,
    pub earlier: Vec<EarlierImport>,
}

impl View for ImportUploadPage {
    const TEMPLATE: &'static str = "pages/enrolment/import_upload";
    fn title(&self) -> String {
        "Importar personas".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Importar personas")
    }
    fn samples() -> Vec<Self> {
        let earlier = EarlierImport {
            name: "inscritos.xlsx".into(),
            href: "/importaciones/7".into(),
            state: "Importado",
            when: "20/11/2026 10:00 a. m.".into(),
            who: "Coordinación Meta".into(),
            outcome: "40 personas inscritas".into(),
        };
        let sample = |form, earlier| Self {
            head: EnrolmentHead::sample(),
            form,
            hint: "Hasta 5 MB y 5.000 personas.".into(),
            earlier,
        };
        let refused = FormState::default().refused("archivo", "Elija el archivo.");
        vec![sample(FormState::default(), Vec::new()), sample(refused, vec![earlier])]
    }
}

/// A column of the file: what it is called, what it holds, what it is about.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnLine {
    /// `columna[3]`.
    pub field: String,
    /// «Columna D: CEDULA».
    pub label: String,
    /// «Por ejemplo: 1.234.567, 2.345.678».
    pub example: String,
}

#[derive(Serialize)]
pub struct ImportColumnsPage {
    pub head: EnrolmentHead,
    pub id: i64,
    pub file_name: String,
    pub form: FormState,
    pub rows: String,
    pub sheets: Vec<Alternative>,
    pub header_rows: Vec<Alternative>,
    pub columns: Vec<ColumnLine>,
    pub targets: Vec<Alternative>,
    /// Headings and the first rows below them.
    pub headings: Vec<String>,
    pub first_rows: Vec<Vec<String>>,
    pub document_types: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub kinds: Vec<Alternative>,
}

impl View for ImportColumnsPage {
    const TEMPLATE: &'static str = "pages/enrolment/import_columns";
    fn title(&self) -> String {
        "Columnas del archivo".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Columnas del archivo")
    }
    fn samples() -> Vec<Self> {
        let sample = |form, many: bool| Self {
            head: EnrolmentHead::sample(),
            id: 7,
            file_name: "inscritos.xlsx".into(),
            form,
            rows: "41 filas".into(),
            sheets: match many {
                true => vec![Alternative::new(0, "Hoja1"), Alternative::new(1, "Hoja2")],
                false => Vec::new(),
            },
            header_rows: vec![Alternative::new(1, "Fila 1: CEDULA, NOMBRES Y APELLIDOS")],
            columns: vec![ColumnLine {
                field: "columna[0]".into(),
                label: "Columna A: CEDULA".into(),
                example: "Por ejemplo: 1.234.567".into(),
            }],
            targets: vec![Alternative::new("documento", "Número de documento")],
            headings: vec!["CEDULA".into()],
            first_rows: if many { vec![vec!["1.234.567".into()]] } else { Vec::new() },
            document_types: vec![Alternative::new("CC", "Cédula de ciudadanía")],
            municipalities: vec![Alternative::new("50325", "Mapiripán (Meta)")],
            kinds: vec![Alternative::new("carrera", "Carrera administrativa")],
        };
        let refused = FormState::default()
            .refused("columna[0]", "Diga cuál columna tiene el número de documento.");
        vec![sample(FormState::default(), false), sample(refused, true)]
    }
}

/// A long step under way.
#[derive(Serialize)]
pub struct ImportProgressPage {
    pub head: EnrolmentHead,
    pub id: i64,
    pub file_name: String,
    pub title: &'static str,
    pub text: String,
    /// Nothing where another process does the work.
    pub reached: Option<StepProgress>,
}

/// How far the step is.
#[derive(Clone, Debug, Serialize)]
pub struct StepProgress {
    pub done: u32,
    pub all: u32,
    /// «1.500 de 5.000 filas leídas».
    pub text: String,
}

impl StepProgress {
    pub fn new(reached: progress::ProgressCount, what: &str) -> Self {
        let progress::ProgressCount { done, all } = reached;
        let text = format!("{} de {} {what}", grouped(done.into()), grouped(all.into()));
        Self { done, all, text }
    }
}

impl View for ImportProgressPage {
    const TEMPLATE: &'static str = "pages/enrolment/import_progress";
    fn title(&self) -> String {
        self.title.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, self.title)
    }
    fn samples() -> Vec<Self> {
        ["Revisando las filas", "Importando"]
            .map(|title| Self {
                head: EnrolmentHead::sample(),
                id: 7,
                file_name: "inscritos.xlsx".into(),
                title,
                text: "Son 5.000 filas.".into(),
                reached: (title == "Importando").then(|| {
                    let reached = progress::ProgressCount { done: 1_500, all: 5_000 };
                    StepProgress::new(reached, "personas preparadas")
                }),
            })
            .into()
    }
}

/// Of the people of a group, who would get a seat and who would wait.
#[derive(Clone, Debug, Serialize)]
pub struct GroupLine {
    pub name: String,
    pub people: String,
    pub seated: String,
    pub waiting: String,
}

/// Something wrong with a cell.
#[derive(Clone, Debug, Serialize)]
pub struct ImportIssueLine {
    pub row: i32,
    /// «B8».
    pub place: String,
    pub is_error: bool,
    pub what: String,
    pub mend: String,
}

#[derive(Serialize)]
pub struct ImportCheckPage {
    pub head: EnrolmentHead,
    pub id: i64,
    pub file_name: String,
    pub form: FormState,
    pub figures: Vec<Figure>,
    /// «6 filas con errores», or nothing.
    pub wrong: Option<String>,
    /// «Importar 40 personas», when they may be.
    pub import: Option<String>,
    /// What the import would do to seats.
    pub seats: String,
    /// The same for each group that has seats of its own.
    pub groups: Vec<GroupLine>,
    /// Why nobody is to be imported, when no row is wrong.
    pub nobody: Option<String>,
    pub issues: Vec<ImportIssueLine>,
    pub pager: Pager,
    pub names: Vec<SplitName>,
}

impl View for ImportCheckPage {
    const TEMPLATE: &'static str = "pages/enrolment/import_check";
    fn title(&self) -> String {
        "Revisión del archivo".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Revisión del archivo")
    }
    fn samples() -> Vec<Self> {
        let sample = |wrong: bool| Self {
            head: EnrolmentHead::sample(),
            id: 7,
            file_name: "inscritos.xlsx".into(),
            form: FormState::default(),
            figures: vec![Figure::new(34, "personas nuevas")],
            wrong: wrong.then(|| "6 filas con errores".to_owned()),
            import: (!wrong).then(|| "Importar 40 personas".to_owned()),
            seats: "Quedan 12 cupos libres.".into(),
            groups: match wrong {
                true => Vec::new(),
                false => vec![GroupLine {
                    name: "Mapiripán (Meta)".into(),
                    people: "34".into(),
                    seated: "12".into(),
                    waiting: "22".into(),
                }],
            },
            nobody: None,
            issues: match wrong {
                true => vec![ImportIssueLine {
                    row: 8,
                    place: "B8".into(),
                    is_error: true,
                    what: "Falta el cargo.".into(),
                    mend: "Escriba el cargo o la función.".into(),
                }],
                false => Vec::new(),
            },
            pager: Pager::new(None, u64::from(wrong), "/importaciones/7"),
            names: vec![SplitName {
                row: 8,
                typed: "ANA RUIZ MORA".into(),
                names: "Ana".into(),
                surnames: "Ruiz Mora".into(),
                certain: wrong,
            }],
        };
        let nobody = Self {
            import: None,
            nobody: Some("Todas las personas del archivo ya están inscritas.".into()),
            names: Vec::new(),
            ..sample(false)
        };
        vec![sample(true), sample(false), nobody]
    }
}

#[derive(Serialize)]
pub struct ImportDonePage {
    pub head: EnrolmentHead,
    pub file_name: String,
    /// Nothing was imported: the file was left aside.
    pub discarded: bool,
    pub when: String,
    pub figures: Vec<Figure>,
}

impl View for ImportDonePage {
    const TEMPLATE: &'static str = "pages/enrolment/import_done";
    fn title(&self) -> String {
        if self.discarded { "Archivo descartado" } else { "Importación terminada" }.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, if self.discarded { "Archivo descartado" } else { "Importación" })
    }
    fn samples() -> Vec<Self> {
        [true, false]
            .map(|discarded| Self {
                head: EnrolmentHead::sample(),
                file_name: "inscritos.xlsx".into(),
                discarded,
                when: "20/11/2026 10:00 a. m.".into(),
                figures: vec![Figure::new(40, "con cupo").to("/cohortes/7/inscritos")],
            })
            .into()
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<ImportUploadPage>();
    all.extend(samples_of::<ImportColumnsPage>());
    all.extend(samples_of::<ImportProgressPage>());
    all.extend(samples_of::<ImportCheckPage>());
    all.extend(samples_of::<ImportDonePage>());
    all
}
