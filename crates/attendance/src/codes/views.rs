//! Pages of codes: the screen of a room, where a code is typed, who came by it.

use platform::pages::{Crumb, Figure, Sample, View, samples_of};
use platform::prelude::*;

use crate::views::SessionHead;

const SHEET: Option<&str> = Some("codigo.css");

/// What hangs on the wall: nothing of anybody is on it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ProjectorPage {
    pub head: SessionHead,
    pub session: String,
    /// «128 de 300 registraron su llegada».
    pub count: String,
    /// Where to go: the host and the path.
    pub address: String,
    pub one: String,
    pub other: String,
    /// The QR code as a picture within the page.
    pub square: String,
    /// Whole seconds until the code changes, 1 to 15.
    pub left: u32,
}

impl View for ProjectorPage {
    const TEMPLATE: &'static str = "pages/attendance/codes/projector";
    const SHEET: Option<&'static str> = SHEET;
    fn title(&self) -> String {
        "Código de ingreso".into()
    }
}

/// The same address while nothing is shown.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ClosedPage {
    pub head: SessionHead,
    pub session: String,
    /// Why it cannot be opened.
    pub blocked: Option<String>,
    /// «15 minutos».
    pub late_after: String,
    pub was_open: bool,
}

impl View for ClosedPage {
    const TEMPLATE: &'static str = "pages/attendance/codes/closed";
    fn title(&self) -> String {
        "Ingreso por código".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Ingreso por código")
    }
}

/// Where a code is typed.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ArrivePage {
    pub form: FormState,
    pub action: String,
    /// Whose address it is: «Ana, CC ***456».
    pub who: Option<String>,
    /// The page names the person, because another one may have opened the letter.
    pub stranger: bool,
    pub standing: Vec<StandingLine>,
    /// The code was typed again by somebody who is there already.
    pub already: Option<String>,
    /// There is nothing more to do.
    pub done: Option<CheckedIn>,
    /// The session of today that is theirs.
    pub next: Option<String>,
    pub script: String,
}

/// The end of a check-in.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CheckedIn {
    /// «Listo · Presente, 7:28 a. m.».
    pub title: String,
    pub session: String,
    /// «4 de 6 sesiones · le basta una más».
    pub so_far: Option<String>,
    /// The page of their enrolment, for somebody signed in.
    pub course: Option<String>,
}

/// How the person stands in a session of today.
#[derive(Clone, Debug, Serialize, Example)]
pub struct StandingLine {
    pub title: String,
    pub tone: &'static str,
    pub state: &'static str,
    /// «registrada a las 8:03 a. m.».
    pub text: String,
}

impl View for ArrivePage {
    const TEMPLATE: &'static str = "pages/attendance/codes/arrive";
    const SHEET: Option<&'static str> = SHEET;
    fn title(&self) -> String {
        let title = if self.done.is_some() { "Llegada registrada" } else { "Registrar mi llegada" };
        title.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        if self.who.is_some() {
            Vec::new()
        } else {
            vec![Crumb::to("Inicio", "/"), Crumb::here(self.title())]
        }
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// An address of a letter that opens nothing any more, or never did.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ArrivalLinkGonePage {}

impl View for ArrivalLinkGonePage {
    const TEMPLATE: &'static str = "pages/attendance/codes/gone";
    fn title(&self) -> String {
        "Este enlace ya no sirve".into()
    }
}

/// Who came by a code.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ArrivalsPage {
    pub head: SessionHead,
    pub session: String,
    pub figures: Vec<Figure>,
    pub rows: Vec<ArrivalLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ArrivalLine {
    pub name: String,
    pub time: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub how: &'static str,
    /// A letter for each network, the largest one first; never the address.
    pub network: String,
    pub signals: String,
}

impl View for ArrivalsPage {
    const TEMPLATE: &'static str = "pages/attendance/codes/arrivals";
    fn title(&self) -> String {
        "Llegadas por código".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs(&self.title())
    }
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<ProjectorPage>(),
        samples_of::<ClosedPage>(),
        samples_of::<ArrivePage>(),
        samples_of::<ArrivalLinkGonePage>(),
        samples_of::<ArrivalsPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
