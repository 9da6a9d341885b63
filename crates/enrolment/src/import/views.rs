//! The pages of an import, one for each thing there is to do.

use platform::numbers::grouped;
use platform::pages::{Crumb, Figure, Sample, View, samples_of};
use platform::prelude::*;
use platform::progress;

use crate::views::{EnrolmentHead, LateNotice};

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
#[derive(Clone, Debug, Serialize, Example)]
pub struct EarlierImport {
    pub name: String,
    pub href: String,
    pub state: &'static str,
    pub when: String,
    pub who: String,
    /// «40 personas inscritas», or nothing yet.
    pub outcome: String,
}

#[derive(Serialize, Example)]
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
}

/// A column of the file: what it is called, what it holds, what it is about.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ColumnLine {
    /// `columna[3]`.
    pub field: String,
    /// «Columna D: CEDULA».
    pub label: String,
    /// «Por ejemplo: 1.234.567, 2.345.678».
    pub example: String,
}

#[derive(Serialize, Example)]
pub struct ImportColumnsPage {
    pub head: EnrolmentHead,
    pub id: i64,
    pub file_name: String,
    pub form: FormState,
    /// Of all the people it was said before that they authorised.
    pub is_authorised: bool,
    /// When it was said, and how many it was not said of; nothing where nobody said anything.
    pub authorisation: String,
    /// The columns were decided before in this cohort: the page shows them folded.
    pub is_decided: bool,
    pub rows: String,
    /// The name of the sheet that is read, where there are several.
    pub sheet: String,
    /// «2 filas ocultas», or nothing; and what may be said of them.
    pub hidden_rows: String,
    pub hidden_answers: Vec<Alternative>,
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
}

/// A long step under way.
#[derive(Serialize, Example)]
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
#[derive(Clone, Debug, Serialize, Example)]
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
}

/// Of the people of a group, who would get a seat and who would wait.
#[derive(Clone, Debug, Serialize, Example)]
pub struct GroupLine {
    pub name: String,
    pub people: String,
    pub seated: String,
    pub waiting: String,
}

/// Something wrong with a cell.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ImportIssueLine {
    /// «B8».
    pub place: String,
    pub is_error: bool,
    pub what: String,
    pub mend: String,
    /// The field in which its cell is mended in the list.
    pub mended: Option<CellField>,
}

/// A cell that is mended in the list.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CellField {
    /// `celda[8|documento]`.
    pub field: String,
    /// «Número de documento de la fila 8».
    pub label: String,
    /// `8|documento`, when something is proposed for it.
    pub proposal: Option<String>,
}

/// A question that one answer settles for all rows that say the same.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionLine {
    /// `pregunta[0]`, and what it sends back.
    pub asked_field: String,
    pub asked: String,
    /// `respuesta[0]`.
    pub field: String,
    /// «Municipio donde trabaja: «Puerto Riko»».
    pub label: String,
    /// «3 filas».
    pub rows: String,
    pub choices: Vec<Alternative>,
}

/// A rule of the course that some rows do not meet, for the reason of an exception (R22).
#[derive(Clone, Debug, Serialize, Example)]
pub struct RuleLine {
    pub asked_field: String,
    pub asked: String,
    pub field: String,
    /// «Motivo de la excepción: no es servidor público (3 filas)».
    pub label: String,
}

/// A row of the file as the person that it would become.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ImportRowLine {
    pub row: i32,
    /// The page where it is mended.
    pub href: String,
    pub name: String,
    pub document: String,
    pub work: String,
    pub kind: String,
    pub contacts: String,
    pub fate: &'static str,
    pub is_wrong: bool,
    pub is_new: bool,
    /// The name, or something else about it, may be read in two ways.
    pub is_doubtful: bool,
    pub issues: Vec<ImportIssueLine>,
}

/// A filter of the rows, with how many it has.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RowFilterLink {
    pub href: String,
    pub label: String,
    pub is_current: bool,
}

#[derive(Serialize, Example)]
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
    /// How many letters would leave; `None` where none would.
    pub letters: Option<String>,
    /// The same for each group that has seats of its own.
    pub groups: Vec<GroupLine>,
    /// Why nobody is to be imported, when no row is wrong.
    pub nobody: Option<String>,
    /// When it was said of these people that they authorised, where this file did not ask.
    pub authorisation: String,
    /// What is wrong with the file as a whole.
    pub notes: Vec<ImportIssueLine>,
    pub questions: Vec<QuestionLine>,
    pub rules: Vec<RuleLine>,
    /// Whether there is any question.
    pub asks: bool,
    /// What was answered by now, for this file or for an earlier one, to be changed.
    pub settled: Vec<QuestionLine>,
    pub filters: Vec<RowFilterLink>,
    /// Whether a cell is mended in the list.
    pub mends: bool,
    pub rows: Vec<ImportRowLine>,
    pub pager: Pager,
}

impl View for ImportCheckPage {
    const TEMPLATE: &'static str = "pages/enrolment/import_check";
    fn title(&self) -> String {
        "Revisión del archivo".to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, "Revisión del archivo")
    }
}

/// A field of the page where a row is mended.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RowField {
    pub field: &'static str,
    pub label: &'static str,
}

#[derive(Serialize, Example)]
pub struct ImportRowPage {
    pub head: EnrolmentHead,
    pub id: i64,
    pub row: u32,
    pub file_name: String,
    pub form: FormState,
    pub fields: Vec<RowField>,
    pub issues: Vec<ImportIssueLine>,
    pub has_suggestion: bool,
    pub is_left_out: bool,
    /// What the list may mean by a post that differs from the known one; nothing where none does.
    pub post_answers: Vec<Alternative>,
}

impl View for ImportRowPage {
    const TEMPLATE: &'static str = "pages/enrolment/import_row";
    fn title(&self) -> String {
        format!("Fila {}", self.row)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut all = crumbs(&self.head, &format!("Fila {}", self.row));
        let check = Crumb::to("Revisión del archivo", format!("/importaciones/{}", self.id));
        all.insert(all.len() - 1, check);
        all
    }
}

#[derive(Serialize, Example)]
pub struct ImportDonePage {
    pub head: EnrolmentHead,
    pub file_name: String,
    /// Nothing was imported: the file was left aside.
    pub discarded: bool,
    pub when: String,
    pub figures: Vec<Figure>,
    pub late: Option<LateNotice>,
}

impl View for ImportDonePage {
    const TEMPLATE: &'static str = "pages/enrolment/import_done";
    fn title(&self) -> String {
        if self.discarded { "Archivo descartado" } else { "Importación terminada" }.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.head, if self.discarded { "Archivo descartado" } else { "Importación" })
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<ImportUploadPage>();
    all.extend(samples_of::<ImportColumnsPage>());
    all.extend(samples_of::<ImportProgressPage>());
    all.extend(samples_of::<ImportCheckPage>());
    all.extend(samples_of::<ImportRowPage>());
    all.extend(samples_of::<ImportDonePage>());
    all
}
