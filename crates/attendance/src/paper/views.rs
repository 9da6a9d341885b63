//! Pages of paper: a session's sheets and scans, the entry of a sheet, the withdrawal of a scan.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Clone, Debug, Serialize)]
pub struct SheetsPage {
    pub form: FormState,
    pub cohort_title: String,
    pub cohort_href: String,
    pub position: i32,
    pub when: String,
    pub roll_href: String,
    pub action: String,
    pub attach_action: String,
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
    /// Where the coordination says who they are.
    pub review_href: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PrintLine {
    pub code: String,
    pub kind: &'static str,
    pub rows: i32,
    pub when: String,
    pub who: String,
    pub pdf_href: String,
    pub enter_href: String,
}

#[derive(Clone, Debug, Serialize)]
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
    /// «Retirada el 24/11/2026: salió borrosa».
    pub withdrawn: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
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
        cohort_crumbs(&self.cohort_title, &self.cohort_href, &self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default(),
            cohort_title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            position: 2,
            when: "martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.".into(),
            roll_href: "/sesiones/2/asistencia".into(),
            action: "/sesiones/2/planilla".into(),
            attach_action: "/sesiones/2/soportes".into(),
            kinds: kinds(),
            cancelled: true,
            open: false,
            prints: vec![],
            codes: vec![],
            scans: vec![],
            guests: vec![],
            review_href: "/cohortes/1/por-revisar".into(),
        };
        let scan = |withdrawn: Option<String>| ScanLine {
            what: "PDF de 3 páginas".into(),
            size: "1,2 MB".into(),
            code: "7F3K-52QD".into(),
            when: "24/11/2026, 5:00 p. m.".into(),
            who: "Facilitadora".into(),
            digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into(),
            received: "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0".into(),
            href: "/soportes/1".into(),
            withdraw_href: withdrawn.is_none().then(|| "/soportes/1/retiro".into()),
            withdrawn,
        };
        let full = Self {
            form: FormState::default()
                .with("tipo", "blanco")
                .with("filas", "0")
                .refused("filas", "Escriba un número de 1 a 1.000.")
                .refused("archivo", "Elija el archivo."),
            cancelled: false,
            open: true,
            prints: vec![PrintLine {
                code: "7F3K-52QD".into(),
                kind: "Con nombres",
                rows: 38,
                when: "23/11/2026, 4:00 p. m.".into(),
                who: "Coordinadora".into(),
                pdf_href: "/planillas/7F3K52QD/pdf".into(),
                enter_href: "/planillas/7F3K52QD".into(),
            }],
            codes: vec![Alternative::new("7F3K52QD", "7F3K-52QD, con nombres")],
            scans: vec![scan(None), scan(Some("Retirada el 25/11/2026: salió borrosa".into()))],
            guests: vec![GuestLine {
                name: "Luz Ñáñez".into(), row: 36, code: "7F3K-52QD".into()
            }],
            ..empty.clone()
        };
        vec![empty, full]
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

#[derive(Clone, Debug, Serialize)]
pub struct EntryPage {
    pub form: FormState,
    pub cohort_title: String,
    pub cohort_href: String,
    pub sheet_href: String,
    pub pdf_href: String,
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
    pub blocked: Option<String>,
    /// What each row will get: shown before anything is saved.
    pub review: Option<EntryReview>,
    /// The whole list, for reading along with the paper.
    pub people: Vec<PersonLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct EntryReview {
    /// «27 presentes, 2 tarde, 5 ausentes, 1 con excusa».
    pub totals: String,
    pub rows: Vec<ReviewLine>,
    pub asks: usize,
    /// A digest of what was typed: what is saved is what was shown.
    pub fingerprint: String,
    pub guests: Vec<GuestReview>,
}

#[derive(Clone, Debug, Serialize)]
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

#[derive(Clone, Debug, Serialize)]
pub struct GuestReview {
    pub number: u32,
    pub name: String,
    pub outcome: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PersonLine {
    pub number: u32,
    pub name: String,
    pub note: Option<String>,
}

impl View for EntryPage {
    const TEMPLATE: &'static str = "pages/attendance/entry";
    fn title(&self) -> String {
        format!("Digitar la planilla {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = cohort_crumbs(&self.cohort_title, &self.cohort_href, &self.title());
        let here = crumbs.len() - 1;
        let sheets =
            Crumb::to(format!("Planilla de la sesión {}", self.position), &self.sheet_href);
        crumbs.insert(here, sheets);
        crumbs
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default().with("modo", "menos"),
            cohort_title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            sheet_href: "/sesiones/2/planilla".into(),
            pdf_href: "/planillas/7F3K52QD/pdf".into(),
            code: "7F3K-52QD".into(),
            position: 2,
            when: "martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.".into(),
            about: "En blanco: 30 filas".into(),
            action: "/planillas/7F3K52QD".into(),
            ways: ways(),
            has_list: false,
            closed: false,
            blocked: Some("La sesión es el martes 24 de noviembre de 2026.".into()),
            review: None,
            people: vec![],
        };
        let person = |number, note: Option<&str>| PersonLine {
            number,
            name: "Ruiz Peña, Ana".into(),
            note: note.map(str::to_owned),
        };
        let typing = Self {
            form: FormState::default()
                .with("modo", "menos")
                .with("filas", "3-")
                .refused("filas", "«3-» no es un rango completo: escriba, por ejemplo, 12-15.")
                .refused("otras", "«5» no es un nombre.")
                .refused("motivo", "Escriba el motivo."),
            about: "Con nombres: filas 1 a 2".into(),
            has_list: true,
            closed: true,
            blocked: None,
            people: vec![person(1, None), person(2, Some("ya no está en la cohorte"))],
            ..empty.clone()
        };
        let line = |number, decide: bool| ReviewLine {
            number,
            name: "Ruiz Peña, Ana".into(),
            tone: "present",
            state: "Presente",
            outcome: "registro nuevo".into(),
            seen_field: format!("visto[{number}]"),
            seen: String::new(),
            decide_field: decide.then(|| format!("decide[{number}]")),
            decide_label: "Qué vale para Ana Ruiz".into(),
            choices: vec![
                Alternative::new("papel", "Planilla: Presente"),
                Alternative::new("registro", "Registro: Ausente"),
            ],
        };
        let review = Self {
            form: FormState::default()
                .with("modo", "menos")
                .with("filas", "3")
                .refused("decide[2]", "Elija qué vale para Ana Ruiz."),
            review: Some(EntryReview {
                totals: "2 presentes".into(),
                rows: vec![line(1, false), line(2, true)],
                asks: 1,
                fingerprint: "0123456789abcdef".into(),
                guests: vec![GuestReview {
                    number: 3,
                    name: "Luz Ñáñez".into(),
                    outcome: "queda por identificar".into(),
                }],
            }),
            closed: false,
            ..typing.clone()
        };
        vec![empty, typing, review]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct WithdrawPage {
    pub form: FormState,
    pub cohort_title: String,
    pub cohort_href: String,
    pub what: String,
    pub action: String,
    pub back: String,
}

impl View for WithdrawPage {
    const TEMPLATE: &'static str = "pages/attendance/withdraw_scan";
    fn title(&self) -> String {
        "Retirar un soporte".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort_title, &self.cohort_href, &self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default(),
            cohort_title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            what: "PDF de 3 páginas, adjunto el 24/11/2026".into(),
            action: "/soportes/1/retiro".into(),
            back: "/sesiones/2/planilla".into(),
        };
        let form = FormState::default().refused("motivo", "Escriba el motivo.");
        vec![empty.clone(), Self { form, ..empty }]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<SheetsPage>();
    all.extend(samples_of::<EntryPage>());
    all.extend(samples_of::<WithdrawPage>());
    all
}
