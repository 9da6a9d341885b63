//! One page for every role: numbers that open their list, then the lists themselves.

use platform::pages::{Figure, Sample, View, samples_of};
use platform::prelude::*;
use platform::texts::{say, word};

#[derive(Debug, Default, Serialize, Example)]
pub struct HomePage {
    pub heading: String,
    pub lead: String,
    /// The session of now, what waits and the cohorts of whoever has a worklist.
    pub work: Option<Worklist>,
    /// What else one is asked for, before the figures.
    pub tasks: Option<HomeSection>,
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
    /// What the cohorts say together of those at risk; `None` where nothing is known of it.
    pub finding: Option<String>,
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
    /// «Espera desde el martes 17», where somebody wrote it down.
    pub since: Option<String>,
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

    /// Says it in a line of a letter, with since when the oldest waits.
    pub fn line(self) -> String {
        match self.since {
            Some(since) => say("home.line", &[("title", self.title), ("since", since)]),
            None => self.title,
        }
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

/// A cohort with the figures of its own page.
#[derive(Debug, Serialize, Example)]
pub struct HomeCohort {
    pub cohort: HomeItem,
    /// «28 de 28».
    pub seats: String,
    /// «86 %»; `None` until somebody was marked, and for whoever reads no attendance.
    pub attendance: Option<String>,
    /// «3», or «Nadie»: people below the minimum, where attendance is told.
    pub risk: Option<String>,
    /// A bar for each session, `None` without one.
    pub bars: Option<SessionBars>,
    /// «3 de 6 sesiones dictadas»; `None` where none is planned.
    pub sessions: Option<String>,
    /// «hoy, 8:00 a. m.».
    pub next: Option<String>,
    /// What is to be done now, where the reader may do it.
    pub act: Option<HomeAction>,
    /// The same, where others do it.
    pub said: Option<String>,
}

/// How many came to each session of a cohort, as bars on one line.
#[derive(Debug, Serialize, Example)]
pub struct SessionBars {
    /// «96, 89, 82 %»; empty until a session was held.
    pub text: String,
    pub bars: Vec<SessionBar>,
}

/// A bar, in tenths of a pixel of a field of 1,440 by 240.
#[derive(Debug, PartialEq, Eq, Serialize, Example)]
pub struct SessionBar {
    /// Its name in the style sheet: held, or to come.
    pub name: &'static str,
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

const FIELD: (usize, usize) = (1_440, 240);

impl SessionBars {
    /// Draws the sessions in their order: whole percentages of those that were held, and `None` for the rest.
    /// `None` means that there is no session.
    pub fn of(shares: &[Option<u32>]) -> Option<Self> {
        let step = (FIELD.0 / shares.len().max(1)).min(120);
        let bars = shares.iter().enumerate().map(|(index, share)| {
            let (name, height) = match share {
                Some(share) => ("fill", (*share as usize).min(100) * FIELD.1 / 100),
                None => ("track", 0),
            };
            // One to which nobody came, and one that is to come, are a line on the ground.
            let height = height.max(30);
            let (x, y) = (index * step, FIELD.1 - height);
            SessionBar { name, x, y, width: step * 3 / 4, height }
        });
        let held: Vec<String> = shares.iter().flatten().map(u32::to_string).collect();
        let text = if held.is_empty() { String::new() } else { format!("{} %", held.join(", ")) };
        (!shares.is_empty()).then(|| Self { text, bars: bars.collect() })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_was_held_is_as_high_as_its_share_and_one_to_come_is_a_line() {
        assert!(SessionBars::of(&[]).is_none());
        let told = SessionBars::of(&[Some(96), Some(50), Some(0), None]).expect("four sessions");
        assert_eq!(told.text, "96, 50, 0 %");
        let heights: Vec<usize> = told.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [230, 120, 30, 30]);
        let names: Vec<&str> = told.bars.iter().map(|bar| bar.name).collect();
        assert_eq!(names, ["fill", "fill", "fill", "track"]);
        let many = SessionBars::of(&[None; 60]).expect("sixty sessions");
        assert_eq!(many.text, "");
        assert!(many.bars.iter().all(|bar| bar.x + bar.width <= FIELD.0));
    }
}
