//! The world a template is compiled in: its source and what the papers of figures share, its data, the
//! embedded fonts, the pictures that come with the data, and no more.
//!
//! No disk, no network, no clock. The paths are fixed and few because typst interns every path it
//! sees and never forgets one.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World, WorldExt};

use crate::DocumentError;

/// Where every template finds its data: `json("/data.json")`.
const DATA_PATH: &str = "/data.json";
const MAIN_PATH: &str = "/main.typ";
const PAPER_PATH: &str = "/paper.typ";
const ATTACHMENT_PATH: &str = "/attachment";
/// More pictures than any test shows: each has the path `/picture/<n>`.
pub(crate) const MOST_PICTURES: usize = 1_000;

/// Only the faces the templates use (Libertinus Serif, SIL Open Font License, `fonts/OFL.txt`).
static FACES: [&[u8]; 3] = [
    include_bytes!("../fonts/LibertinusSerif-Regular.otf"),
    include_bytes!("../fonts/LibertinusSerif-Italic.otf"),
    include_bytes!("../fonts/LibertinusSerif-Semibold.otf"),
];

/// With what tells a reader of tables whose a row is.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features: Features = std::iter::once(Feature::A11yExtras).collect();
    LazyHash::new(Library::builder().with_features(features).build())
});
/// What the papers of figures import.
static PAPER: LazyLock<Option<Source>> = LazyLock::new(|| {
    let text = include_str!("../../../templates/documents/paper.typ");
    Some(Source::new(file_id(PAPER_PATH).ok()?, text.to_owned()))
});
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FACES.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// Whether every embedded face has a glyph for this character.
pub(crate) fn has_glyph(character: char) -> bool {
    FONTS.iter().all(|font| font.info().coverage.contains(character as u32))
}

/// One template with one document's data.
pub(crate) struct DocumentWorld {
    main: Source,
    data_id: FileId,
    data: Bytes,
    pictures: Vec<(FileId, Bytes)>,
    attachment: Option<(FileId, Bytes)>,
}

impl DocumentWorld {
    pub(crate) fn new(template: &str, data: Vec<u8>) -> Result<Self, DocumentError> {
        Ok(Self {
            main: Source::new(file_id(MAIN_PATH)?, template.to_owned()),
            data_id: file_id(DATA_PATH)?,
            data: Bytes::new(data),
            pictures: Vec::new(),
            attachment: None,
        })
    }

    /// The pictures that the data name by their place, from zero.
    pub(crate) fn with_pictures(mut self, pictures: Vec<Vec<u8>>) -> Result<Self, DocumentError> {
        for (place, bytes) in pictures.into_iter().take(MOST_PICTURES).enumerate() {
            self.pictures.push((file_id(&format!("/picture/{place}"))?, Bytes::new(bytes)));
        }
        Ok(self)
    }

    /// The file that travels inside the document.
    pub(crate) fn with_attachment(mut self, bytes: Option<Vec<u8>>) -> Result<Self, DocumentError> {
        if let Some(bytes) = bytes {
            self.attachment = Some((file_id(ATTACHMENT_PATH)?, Bytes::new(bytes)));
        }
        Ok(self)
    }

    pub(crate) fn has_attachment(&self) -> bool {
        self.attachment.is_some()
    }

    /// The line of the template, or of what it imports, that a complaint is about, from one.
    pub(crate) fn line(&self, span: impl Into<DiagSpan>) -> Option<usize> {
        let span: DiagSpan = span.into();
        let start = self.range(span)?.start;
        let source = self.source(span.id()?).ok()?;
        source.lines().byte_to_line(start).map(|line| line + 1)
    }
}

fn file_id(path: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(path).map_err(|why| DocumentError::Template(format!("{why:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut known = std::iter::once(&self.main).chain(PAPER.iter());
        known.find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            return Ok(self.data.clone());
        }
        let all = self.pictures.iter().chain(&self.attachment);
        let file = all.into_iter().find(|(known, _)| *known == id);
        file.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// No template may ask for today: dates are data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
