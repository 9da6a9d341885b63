//! One page for every role: numbers that open their list, then the lists themselves.

use platform::pages::{Figure, Sample, View, samples_of};
use platform::prelude::*;
use platform::texts::word;

#[derive(Debug, Default, Serialize, Example)]
pub struct HomePage {
    pub heading: String,
    pub lead: String,
    /// The session of now, what waits and the cohorts of whoever has a worklist.
    pub work: Option<Worklist>,
    pub figures: Vec<Figure>,
    /// By which rules attendance is counted (R34), where it is told.
    pub rules: Option<String>,
    pub sections: Vec<HomeSection>,
    /// Whether the page has the form that verifies a certificate: only for a visitor who is not
    /// signed in.
    pub verifies: bool,
    /// The state of that form: always empty, its answer is another page.
    pub form: FormState,
    /// The way through the product, for a visitor of the demonstration.
    pub tour: Option<Tour>,
    pub actions: Vec<HomeAction>,
    /// What is left of the days to set a second factor up, in a sentence, where it is owed.
    pub factor_due: Option<String>,
}

#[derive(Debug, Serialize, Example)]
pub struct HomeAction {
    pub label: &'static str,
    pub href: String,
    /// The one that most people came for.
    pub main: bool,
}

impl HomeAction {
    pub fn main(label: &'static str, href: impl Into<String>) -> Self {
        Self { label, href: href.into(), main: true }
    }

    pub fn other(label: &'static str, href: impl Into<String>) -> Self {
        Self { label, href: href.into(), main: false }
    }
}

/// What one came for, in its order. A role without decisions or cohorts has its first thing only.
#[derive(Debug, Default, Serialize, Example)]
pub struct Worklist {
    pub now: Option<HomeNow>,
    /// Who decides what waits, where it is not the reader.
    pub whose: Option<&'static str>,
    pub decisions: Vec<Decision>,
    /// What is in order, in one sentence.
    pub calm: Option<String>,
    /// What is taught in the days that come.
    pub week: Vec<HomeDay>,
    pub cohorts: Vec<HomeCohort>,
    /// «Ver las 40», where there are more cohorts than are shown.
    pub more: Option<String>,
}

/// What one does first, with the one filled button of the page.
#[derive(Debug, Serialize, Example)]
pub struct HomeNow {
    /// «Próxima sesión».
    pub label: &'static str,
    pub item: HomeItem,
    pub action: &'static str,
    /// Where the button leads.
    pub href: String,
}

impl Worklist {
    /// Returns the one of a role that has a first thing to do and no decisions.
    pub fn first(now: Option<HomeNow>) -> Option<Self> {
        now.map(|now| Self { now: Some(now), ..Self::default() })
    }
}

impl HomeNow {
    /// The keys are of what it is and of what its button does.
    pub fn new(label: &'static str, item: HomeItem, action: &'static str) -> Self {
        Self { label: word(label), href: item.href.clone(), item, action: word(action) }
    }

    /// Says that its button leads elsewhere than its title.
    #[must_use]
    pub fn at(self, href: &str) -> Self {
        Self { href: href.to_owned(), ..self }
    }
}

/// Things of one kind that wait: a verb and how many, whose they are, and where each is decided.
#[derive(Debug, Default, Serialize, Example)]
pub struct Decision {
    /// Also the anchor.
    pub id: &'static str,
    /// «Iniciar 2 cohortes».
    pub title: String,
    /// The page that lists them all, where there is one.
    pub href: Option<String>,
    /// What its button does.
    pub act: &'static str,
    /// Where its button leads: to the list, or to the one place where it is decided.
    pub press: Option<String>,
    /// Whose they are, where the places do not say it.
    pub text: String,
    #[example(Option::example(size).unwrap_or_default())]
    pub places: Vec<HomeItem>,
    /// «Y 3 más.», where there are more places than are shown.
    pub more: Option<String>,
}

impl Decision {
    /// Says where its button leads; of several places without a list, each has its own link.
    #[must_use]
    pub fn pressed(mut self) -> Self {
        let only = match self.places.as_slice() {
            [place] if self.more.is_none() => Some(place.href.clone()),
            _ => None,
        };
        self.press = only.or_else(|| self.href.clone());
        self
    }
}

/// A day of the week that begins now, with what is taught on it.
#[derive(Debug, Serialize, Example)]
pub struct HomeDay {
    /// «lun».
    pub weekday: String,
    pub day: String,
    pub is_today: bool,
    #[example(Option::example(size).unwrap_or_default())]
    pub sessions: Vec<HomeItem>,
}

/// A cohort with its figures.
#[derive(Debug, Serialize, Example)]
pub struct HomeCohort {
    pub cohort: HomeItem,
    /// The seats taken, in hundredths.
    pub percent: u32,
    /// «28 de 28 cupos».
    pub seats: String,
}

/// A list with a heading; says what there is to know when it is empty.
#[derive(Debug, Serialize, Example)]
pub struct HomeSection {
    /// Also the anchor that a number leads to.
    pub id: &'static str,
    pub heading: String,
    pub note: Option<String>,
    #[example(Option::example(size).unwrap_or_default())]
    pub items: Vec<HomeItem>,
    pub empty: &'static str,
}

impl HomeSection {
    pub fn new(id: &'static str, heading: impl Into<String>, empty: &'static str) -> Self {
        Self { id, heading: heading.into(), note: None, items: Vec::new(), empty }
    }

    #[must_use]
    pub fn with(mut self, items: impl IntoIterator<Item = HomeItem>) -> Self {
        self.items.extend(items);
        self
    }

    #[must_use]
    pub fn noted(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }
}

#[derive(Debug, Serialize, Example)]
pub struct HomeItem {
    pub title: String,
    pub href: String,
    pub text: String,
    pub tag: Option<HomeTag>,
}

#[derive(Debug, Serialize, Example)]
pub struct HomeTag {
    pub code: &'static str,
    pub label: String,
}

impl HomeItem {
    pub fn new(title: impl Into<String>, href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), href: href.into(), text: text.into(), tag: None }
    }

    #[must_use]
    pub fn tagged(mut self, code: &'static str, label: impl Into<String>) -> Self {
        self.tag = Some(HomeTag { code, label: label.into() });
        self
    }
}

impl View for HomePage {
    const TEMPLATE: &'static str = "pages/home/home";
    fn title(&self) -> String {
        self.heading.clone()
    }
}

/// The way through the product: its pages in order, each opened by an account of the demonstration.
#[derive(Debug, Serialize, Example)]
pub struct Tour {
    /// The password of every account of the demonstration.
    pub password: String,
    pub steps: Vec<TourStep>,
}

#[derive(Debug, Serialize, Example)]
pub struct TourStep {
    pub number: usize,
    pub title: &'static str,
    /// What one will see.
    pub text: &'static str,
    /// `None` for a page of everybody.
    pub entry: Option<TourEntry>,
    pub href: String,
}

/// Whose account opens a step.
#[derive(Debug, Serialize, Example)]
pub struct TourEntry {
    pub email: String,
    pub role: String,
}

/// The tour by itself, to which one comes back from any page of the demonstration.
#[derive(Debug, Serialize, Example)]
pub struct TourPage {
    pub tour: Tour,
}

impl View for TourPage {
    const TEMPLATE: &'static str = "pages/home/tour";
    fn title(&self) -> String {
        word("home.tour").into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here(word("home.tour"))]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<HomePage>();
    all.extend(samples_of::<TourPage>());
    all
}
