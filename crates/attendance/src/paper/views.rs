//! Pages of paper: a session's sheets and scans, the entry of a sheet, the withdrawal of a scan.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use crate::views::SessionHead;

#[derive(Clone, Debug, Serialize, Example)]
pub struct SheetsPage {
    pub form: FormState,
    pub head: SessionHead,
    pub position: i32,
    pub when: String,
    pub kinds: Vec<Alternative>,
    /// The session is cancelled: nothing is printed any more.
    pub cancelled: bool,
    /// Scans may still be attached and withdrawn.
    pub open: bool,
    pub prints: Vec<PrintLine>,
    /// Which print a scan shows.
    pub codes: Vec<Alternative>,
    pub scans: Vec<ScanLine>,
    pub guests: Vec<GuestLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct PrintLine {
    pub code: String,
    pub kind: &'static str,
    pub rows: i32,
    pub when: String,
    pub who: String,
    pub href: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ScanLine {
    /// «PDF de 3 páginas».
    pub what: String,
    pub size: String,
    pub code: String,
    pub when: String,
    pub who: String,
    /// The digests of the stored file and of the bytes received.
    pub digest: String,
    pub received: String,
    pub href: String,
    pub withdraw_href: Option<String>,
    /// «Retirada el 24 de noviembre de 2026: salió borrosa».
    pub withdrawn: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GuestLine {
    pub name: String,
    pub row: i32,
    pub code: String,
}

impl View for SheetsPage {
    const TEMPLATE: &'static str = "pages/attendance/sheets";
    fn title(&self) -> String {
        format!("Planilla de la sesión {}", self.position)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs(&self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn kinds() -> Vec<Alternative> {
    vec![
        Alternative::new("nombres", "Con los nombres de la lista"),
        Alternative::new("blanco", "En blanco"),
    ]
}

pub fn ways() -> Vec<Alternative> {
    vec![
        Alternative::new("menos", "Firmaron todos menos"),
        Alternative::new("solo", "Firmaron solo"),
    ]
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct EntryPage {
    pub form: FormState,
    pub head: SessionHead,
    pub code: String,
    pub position: i32,
    pub when: String,
    /// «Con nombres: filas 1 a 35».
    pub about: String,
    pub action: String,
    pub ways: Vec<Alternative>,
    pub has_list: bool,
    pub closed: bool,
    /// Why nobody may write now.
    #[example((size.count == 0).then(|| "La sesión no ha llegado.".into()))]
    pub blocked: Option<String>,
    /// What each row will get: shown before anything is saved.
    pub review: Option<EntryReview>,
    /// The whole list, for reading along with the paper.
    pub people: Vec<PersonLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct EntryReview {
    /// «27 presentes, 2 tarde, 5 ausentes, 1 con excusa».
    pub totals: String,
    pub rows: Vec<ReviewLine>,
    pub asks: usize,
    /// A digest of what was typed: what is saved is what was shown.
    pub fingerprint: String,
    pub guests: Vec<GuestReview>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ReviewLine {
    pub number: u32,
    pub name: String,
    pub tone: &'static str,
    pub state: &'static str,
    /// What happens: «nuevo», «ya estaba así», «no aplica: ya no está en la cohorte».
    pub outcome: String,
    /// `visto[12]` and the mark that was there when this was shown.
    pub seen_field: String,
    pub seen: String,
    /// `decide[12]` when another mark is there already.
    pub decide_field: Option<String>,
    pub decide_label: String,
    pub choices: Vec<Alternative>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GuestReview {
    pub number: u32,
    pub name: String,
    pub outcome: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct PersonLine {
    pub number: u32,
    pub name: String,
    #[example(Some("ya no está en la cohorte".into()))]
    pub note: Option<String>,
}

impl View for EntryPage {
    const TEMPLATE: &'static str = "pages/attendance/entry";
    fn title(&self) -> String {
        format!("Digitar la planilla {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = self.head.crumbs(&self.title());
        let here = crumbs.len() - 1;
        let sheets = format!("Planilla de la sesión {}", self.position);
        crumbs.insert(here, Crumb::to(sheets, format!("{}/planilla", self.head.session_href)));
        crumbs
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct WithdrawPage {
    pub form: FormState,
    pub head: SessionHead,
    pub what: String,
    pub action: String,
}

impl View for WithdrawPage {
    const TEMPLATE: &'static str = "pages/attendance/withdraw_scan";
    fn title(&self) -> String {
        "Retirar un soporte".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs(&self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<SheetsPage>();
    all.extend(samples_of::<EntryPage>());
    all.extend(samples_of::<WithdrawPage>());
    all
}
