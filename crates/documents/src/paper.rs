//! What the papers of figures say of themselves, and how they become files. They look alike by
//! `templates/documents/paper.typ`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::export::{self, Identity, Page};
use crate::{DocumentError, text};

/// What a paper of figures says of itself, beside what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PaperHead {
    /// The entity that gives the paper.
    pub issuer: String,
    /// «Periodo 01/01/2026 a 31/12/2026»; empty where the paper tells a moment.
    pub period: String,
    /// «Corte 30/11/2026, 8:15 a. m.»
    pub cut_off: String,
    /// Where the figures come from and how they are counted.
    pub notes: Vec<Note>,
    /// Made from demonstration data: says so on every page.
    pub demo: bool,
    /// What tells this paper from any other of its kind; only its hash is in the file.
    #[serde(skip)]
    pub ident: String,
    #[serde(skip)]
    pub cut_off_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    pub name: String,
    pub text: String,
}

impl PaperHead {
    /// A strange character in one name must not keep anybody from reading: it is a question mark.
    pub(crate) fn make_printable(&mut self) {
        plain(&mut self.issuer);
        self.notes.iter_mut().for_each(|note| plain(&mut note.text));
    }
}

/// Makes a text printable in place.
pub(crate) fn plain(text: &mut String) {
    *text = text::piece(text);
}

/// How a kind of paper is laid out, in which version.
pub(crate) struct PaperLayout {
    pub kind: &'static str,
    pub version: &'static str,
    pub template: &'static str,
}

impl PaperLayout {
    /// The paper as a PDF/A-2a and PDF/UA-1 file, with its pictures in the order of their places.
    pub(crate) fn pdf(
        &self,
        head: &PaperHead,
        paper: &impl Serialize,
        pictures: Vec<Vec<u8>>,
    ) -> Result<Vec<u8>, DocumentError> {
        let ident = format!("{}@{}/{}", self.kind, self.version, head.ident);
        let identity = Identity { ident: &ident, created_at: head.cut_off_at };
        let page = Page { version: self.version, data: paper };
        export::illustrated(self.template, &page, serde_json::Value::Null, pictures, &identity)
    }
}
