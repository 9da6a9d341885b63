//! Pages: a typed view per template and the shell around it.

use std::sync::OnceLock;

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use serde::Serialize;

use super::assets::href;
use super::example::{Example, Samples};
use super::numbers::grouped;

pub use super::renderer::Views;

/// What one template needs, and samples of it that a test renders in strict mode.
pub trait View: Serialize + Samples {
    /// Path under `templates/` without `.hbs`.
    const TEMPLATE: &'static str;
    /// A sheet of `static/` that only this page needs, beside the one of all.
    const SHEET: Option<&'static str> = None;
    /// The page is where its place begins: the name of the place is its `<h1>`, and the template has none.
    const BEGINS_PLACE: bool = false;
    /// The page's own title, also its `<h1>` unless the template says otherwise.
    fn title(&self) -> String;
    /// The way here from home; the last one has no address. Empty on home pages.
    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }
    /// Whether a form on the page was refused, which the title then says.
    fn has_errors(&self) -> bool {
        false
    }
}

/// A rendered sample's ingredients, gathered from every capability for the strict-mode test.
pub struct Sample {
    pub template: &'static str,
    pub title: String,
    pub crumbs: Vec<Crumb>,
    /// The place of a page that has no heading without it.
    pub place: Option<Place>,
    pub json: serde_json::Value,
}

/// The samples of one view, ready for the test that renders all of them.
pub fn samples_of<V: View>() -> Vec<Sample> {
    V::samples()
        .into_iter()
        .map(|view| Sample {
            template: V::TEMPLATE,
            title: view.title(),
            crumbs: view.crumbs(),
            place: V::BEGINS_PLACE.then(|| Place::sample(&view.title())),
            json: serde_json::to_value(&view).unwrap_or_default(),
        })
        .collect()
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

impl Crumb {
    pub fn to(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// A label and its value: a line of a summary list, as its partial reads it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Fact {
    pub label: &'static str,
    pub value: String,
}

impl Fact {
    pub fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into() }
    }
}

/// A number with what it counts, as `partials/figures` draws it; with an address it opens its list.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Figure {
    pub number: String,
    pub label: String,
    pub href: Option<String>,
    pub note: Option<String>,
}

impl Figure {
    /// A number that opens nothing.
    pub fn new(number: impl ToString, label: impl Into<String>) -> Self {
        Self { number: number.to_string(), label: label.into(), href: None, note: None }
    }

    /// A number that opens nothing, with its words for one and for another number.
    pub fn counted(number: impl TryInto<i64>, one: &str, many: &str) -> Self {
        let number = number.try_into().unwrap_or(i64::MAX);
        Self::new(grouped(number), if number == 1 { one } else { many })
    }

    /// The list that the number counts.
    #[must_use]
    pub fn to(self, href: impl Into<String>) -> Self {
        self.over(Some(href.into()))
    }

    /// The list that the number counts, where the reader may open it.
    #[must_use]
    pub fn over(self, href: Option<String>) -> Self {
        Self { href, ..self }
    }

    /// A few words below the number.
    #[must_use]
    pub fn noted(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

/// A line of a timeline: when it was, what happened, and who did it where the reader may know.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Moment {
    pub when: String,
    pub text: String,
    pub who: Option<String>,
}

/// Something that has several pages: what each of them shows above its own content.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub name: String,
    /// Its name is the heading of the page, and its life is told there.
    pub is_heading: bool,
    /// What tells it from others, in one line.
    pub about: String,
    /// Where it stands in its life; empty where nothing tells it.
    pub steps: Vec<PlaceStep>,
    pub tabs: Vec<PlaceTab>,
}

impl Place {
    /// Returns the way to one of its pages without what the place says itself: its name, and the page of a
    /// tab. A page further in keeps its whole way.
    pub fn way(&self, mut way: Vec<Crumb>) -> Vec<Crumb> {
        let is_tab = |crumb: &Crumb| {
            self.tabs.iter().any(|tab| crumb.href.as_deref() == Some(tab.href.as_str()))
        };
        match way.iter().position(is_tab) {
            Some(at) if way[at..].iter().all(|crumb| crumb.href.is_none() || is_tab(crumb)) => {
                way.truncate(at);
            }
            Some(_) => {}
            None => {
                way.pop();
            }
        }
        way
    }

    /// A place for samples and tests.
    pub fn sample(name: &str) -> Self {
        let tab = |label, href: &str, current| PlaceTab {
            label,
            href: href.to_owned(),
            current,
            waits: (!current).then(|| Figure::new(3, "sesiones sin lista")),
        };
        Self {
            name: name.to_owned(),
            is_heading: true,
            about: "Cohorte Meta 2026-2".to_owned(),
            steps: vec![
                PlaceStep { label: "Borrador", state: "done" },
                PlaceStep { label: "Convocatoria", state: "current" },
            ],
            tabs: vec![
                tab("Resumen", "/cohortes/1", true),
                tab("Sesiones", "/cohortes/1/asistencia", false),
            ],
        }
    }
}

/// A step of a place's life, as `partials/steps` draws it.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceStep {
    pub label: &'static str,
    /// `done`, `current` or `next`.
    pub state: &'static str,
}

/// A page of a place that the reader may open.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceTab {
    pub label: &'static str,
    pub href: String,
    pub current: bool,
    /// What waits there; `None` where nothing does.
    pub waits: Option<Figure>,
}

#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    pub label: &'static str,
    pub href: &'static str,
    pub current: bool,
}

/// The signed-in person as the header of the page shows them.
#[derive(Clone, Debug, Serialize)]
pub struct PageReader {
    pub name: String,
    pub role: String,
    /// The first letters of the first and the last word of the name, for the sign of the header.
    pub initials: String,
    /// Tells what this account left unsaved in a browser from what another one did.
    pub account: i64,
}

impl PageReader {
    pub fn new(account: i64, name: &str, role: &str) -> Self {
        let mut words = name.split_whitespace();
        let (first, last) = (words.next(), words.next_back());
        let letters = [first, last].into_iter().flatten().filter_map(|word| word.chars().next());
        let initials = letters.flat_map(char::to_uppercase).collect();
        Self { name: name.to_owned(), role: role.to_owned(), initials, account }
    }
}

/// A message that survives one redirect.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    pub kind: String,
    pub text: String,
}

/// What every page needs to know of its reader, error pages too. The guard that identifies the
/// reader puts it in the cache of the request.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub reader: Option<PageReader>,
    pub nav: Vec<NavItem>,
}

/// Everything around a page's own content.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    pub title: String,
    pub lang: &'static str,
    pub nav: Vec<NavItem>,
    pub breadcrumbs: Vec<Crumb>,
    /// The place that the page is one of.
    pub place: Option<Place>,
    pub actor: Option<PageReader>,
    pub demo: bool,
    pub notice: Option<Notice>,
    pub request_id: String,
    pub css: String,
    /// The module that makes pages more comfortable; they are whole without it.
    pub script: String,
    /// Seconds until the browser asks for the page again by itself.
    pub again: Option<u32>,
    /// What only this page needs beside the stylesheet.
    pub sheet: Option<String>,
    pub icon: String,
    pub has_errors: bool,
}

/// Whether this database was made by the demo seed; managed by Rocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demo(pub bool);

/// The frame of the present request; a guard fills it, error pages read it.
pub struct FrameCell(pub OnceLock<Frame>);

pub fn frame_cell<'r>(request: &'r Request<'_>) -> &'r FrameCell {
    request.local_cache(|| FrameCell(OnceLock::new()))
}

/// The place of the page that answers the present request; a handler fills it.
pub struct PlaceCell(pub OnceLock<Place>);

pub fn place_cell<'r>(request: &'r Request<'_>) -> &'r PlaceCell {
    request.local_cache(|| PlaceCell(OnceLock::new()))
}

impl Shell {
    /// A shell without anything of a reader or a request: the same for everybody.
    pub fn bare(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            lang: "es-CO",
            nav: Vec::new(),
            breadcrumbs: Vec::new(),
            place: None,
            actor: None,
            demo: false,
            notice: None,
            request_id: String::new(),
            css: href("formacion.css"),
            script: href("pagina.js"),
            again: None,
            sheet: None,
            icon: href("icon.svg"),
            has_errors: false,
        }
    }

    /// The shell of this request with a title and nothing else yet.
    pub fn of(request: &Request<'_>, title: &str) -> Self {
        let frame = frame_cell(request).0.get().cloned().unwrap_or_default();
        let path = request.uri().path();
        let nav = frame
            .nav
            .into_iter()
            .map(|item| NavItem { current: path == item.href, ..item })
            .collect();
        Self {
            nav,
            actor: frame.reader,
            demo: request.rocket().state::<Demo>().is_some_and(|demo| demo.0),
            request_id: super::logs::request_id(request).to_owned(),
            ..Self::bare(title)
        }
    }

    /// A shell for samples and tests.
    pub fn sample(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            lang: "es-CO",
            nav: vec![NavItem { label: "Inicio", href: "/", current: true }],
            breadcrumbs: Vec::new(),
            place: None,
            actor: Some(PageReader::new(1, "Persona de demostración", "Coordinación")),
            demo: true,
            notice: None,
            request_id: "0123456789ab".into(),
            css: href("formacion.css"),
            script: href("pagina.js"),
            again: None,
            sheet: None,
            icon: href("icon.svg"),
            has_errors: false,
        }
    }
}

/// A rendered page.
pub struct Page {
    pub status: Status,
    pub html: String,
}

impl<'r> Responder<'r, 'static> for Page {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        Response::build_from(self.html.respond_to(request)?)
            .status(self.status)
            .header(ContentType::HTML)
            .ok()
    }
}
