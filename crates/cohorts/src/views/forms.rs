//! Forms of cohorts and sessions.

use platform::prelude::*;

use super::{Choices, Note, cohort_crumbs, crumbs};

/// The data of a cohort.
#[derive(Serialize, Example)]
pub struct CohortFormPage {
    pub form: FormState,
    /// Venues of the unit, to choose from while a place is typed.
    pub venues: Vec<String>,
    /// Who hears of a change, once people count on the cohort.
    pub told: Option<String>,
    pub heading: String,
    /// Where the form goes and where «Cancelar» leads.
    pub action: String,
    pub back: String,
    /// The number of the last saved state, which the form sends back.
    pub seen: i64,
    pub unit_name: String,
    /// Its version, which never changes.
    pub course: String,
    pub municipalities: Vec<Alternative>,
    /// «03/11/2026 a 27/11/2026», as its sessions say; asked for while there are none.
    pub dates: Option<String>,
    pub asks_seats: bool,
    /// Where published seats change, instead.
    pub seats_link: Option<String>,
    /// The rule may still change.
    pub asks_rule: bool,
    pub graded: bool,
    /// The version asks for hours attended.
    pub asks_hours: bool,
    /// On what the pass mark is written.
    pub mark_hint: &'static str,
    pub counting: Choices,
    pub rule: Option<String>,
    /// How its attendance counts, in one paragraph.
    pub attendance: String,
}

impl View for CohortFormPage {
    const TEMPLATE: &'static str = "pages/cohorts/form";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Which of several units the new cohort is for.
#[derive(Serialize, Example)]
pub struct UnitPage {
    pub form: FormState,
    pub units: Vec<Alternative>,
    /// Carried on to the form.
    pub version: String,
    pub municipalities: Vec<String>,
}

impl View for UnitPage {
    const TEMPLATE: &'static str = "pages/cohorts/unit";
    fn title(&self) -> String {
        "¿Qué dirección territorial la ofrece?".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Programar una cohorte")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// A new session, or the data of one.
#[derive(Serialize, Example)]
pub struct SessionFormPage {
    pub form: FormState,
    /// Venues of the unit, to choose from while a place is typed.
    pub venues: Vec<String>,
    /// Who hears of a change, once people count on the cohort.
    pub told: Option<String>,
    pub heading: String,
    pub action: String,
    pub back: String,
    pub cohort: String,
    /// «03/11/2026 a 27/11/2026»: the days of the cohort.
    pub range: String,
    /// The cohort's own place, used when the session has none.
    pub place: String,
    pub facilitators: Vec<Alternative>,
    pub needs_facilitator: bool,
    pub is_new: bool,
    /// What is already planned, to choose around it.
    pub planned: Vec<String>,
}

impl View for SessionFormPage {
    const TEMPLATE: &'static str = "pages/cohorts/session";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.back, &self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// A session that passes to another day.
#[derive(Serialize, Example)]
pub struct SessionMovePage {
    pub form: FormState,
    /// Who hears of it.
    pub told: Option<String>,
    pub id: i64,
    pub position: i32,
    /// «miércoles 20/01/2027, 8:00 a. m. a 12:00 p. m.»: when it is now.
    pub now: String,
    pub back: String,
    pub cohort: String,
    /// «03/11/2026 a 27/11/2026»: the days of the cohort.
    pub range: String,
    pub place: String,
    /// The other sessions, to choose around them.
    pub planned: Vec<String>,
    /// What it would meet on the day that was looked at.
    pub preview: Option<MeetingPreview>,
}

/// What a session would meet at another hour, before it is moved.
#[derive(Serialize, Example)]
pub struct MeetingPreview {
    /// «martes 08/12/2026, 8:00 a. m. a 12:00 p. m.».
    pub when: String,
    pub notes: Vec<Note>,
}

impl View for SessionMovePage {
    const TEMPLATE: &'static str = "pages/cohorts/move";
    fn title(&self) -> String {
        format!("Pasar la sesión {} a otro día", self.position)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.back, &self.title())
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Where a cohort is taught.
#[derive(Serialize, Example)]
pub struct TownPage {
    pub form: FormState,
    pub id: i64,
    pub cohort: String,
    /// The cohort's own words for its place.
    pub place: String,
    /// Whether it meets on screens alone, so that its certificates name no municipality.
    pub is_virtual: bool,
    pub municipalities: Vec<Alternative>,
}

impl View for TownPage {
    const TEMPLATE: &'static str = "pages/cohorts/town";
    fn title(&self) -> String {
        "Municipio donde se dicta".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &format!("/cohortes/{}", self.id), "Municipio donde se dicta")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Calling something off: it asks for a reason and says what follows.
#[derive(Serialize, Example)]
pub struct ReasonPage {
    pub form: FormState,
    /// Who hears of it.
    pub told: Option<String>,
    pub heading: String,
    pub action: String,
    pub back: String,
    pub cohort: String,
    pub consequences: Vec<&'static str>,
    /// The page of what may be meant instead.
    pub instead: Option<Crumb>,
    pub button: &'static str,
}

impl View for ReasonPage {
    const TEMPLATE: &'static str = "pages/cohorts/reason";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.back, &self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Keeping a cohort's pattern under a name.
#[derive(Serialize, Example)]
pub struct TemplatePage {
    pub form: FormState,
    pub id: i64,
    pub cohort: String,
    pub unit_name: String,
    /// Those that the unit has already.
    pub kept: Vec<Alternative>,
}

impl View for TemplatePage {
    const TEMPLATE: &'static str = "pages/cohorts/template";
    fn title(&self) -> String {
        "Guardar como plantilla".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &format!("/cohortes/{}", self.id), "Guardar como plantilla")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
