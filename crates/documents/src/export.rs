//! From a template and its data to the bytes of a PDF that archives (PDF/A-2a, or 3a where a file is
//! attached) and that a screen reader reads (PDF/UA-1).

use chrono::{DateTime, Datelike, FixedOffset, Timelike, Utc};
use serde::Serialize;
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::DocumentError;
use crate::text;
use crate::world::DocumentWorld;

/// How many compilations an intermediate result outlives its last use. Without eviction the memory
/// of a long run grows by a quarter of a megabyte a document; ten kept 50 MB and saved no time.
const CACHE_AGE: usize = 1;
/// A document of more bytes than these is a report of many pages: what its layout kept is megabytes, and
/// no other document is like it.
const LARGE: usize = 300_000;
/// Bogotá, UTC−5 all year.
const BOGOTA_MINUTES: i32 = -5 * 60;

/// What the file says of itself besides the page.
pub(crate) struct Identity<'a> {
    /// Stable and unique per document; only its hash is written.
    pub ident: &'a str,
    pub created_at: DateTime<Utc>,
}

/// What a template finds beside its data.
#[derive(Default)]
pub(crate) struct TemplateFiles {
    /// As `/picture/<place>`.
    pub pictures: Vec<Vec<u8>>,
    /// As `/attachment`. PDF/A-2 has no place for a file, so with one it is PDF/A-3.
    pub attachment: Option<Vec<u8>>,
}

/// A document with the version of its layout, as its template reads it.
#[derive(Serialize)]
pub(crate) struct Page<'a, T> {
    pub version: &'static str,
    #[serde(flatten)]
    pub data: &'a T,
}

/// Lays `data` out with `template`. The data travel as JSON, so nothing in them is ever code: every
/// text is cleaned for the page, and `machine` (addresses, drawings) goes untouched under that name.
pub(crate) fn pdf(
    template: &str,
    data: &impl Serialize,
    machine: Value,
    identity: &Identity<'_>,
) -> Result<Vec<u8>, DocumentError> {
    enclosing(template, data, machine, TemplateFiles::default(), identity)
}

/// The same with pictures, which the template finds as `/picture/<place>`.
pub(crate) fn illustrated(
    template: &str,
    data: &impl Serialize,
    machine: Value,
    pictures: Vec<Vec<u8>>,
    identity: &Identity<'_>,
) -> Result<Vec<u8>, DocumentError> {
    enclosing(template, data, machine, TemplateFiles { pictures, attachment: None }, identity)
}

/// The same with all that it may enclose.
pub(crate) fn enclosing(
    template: &str,
    data: &impl Serialize,
    machine: Value,
    enclosed: TemplateFiles,
    identity: &Identity<'_>,
) -> Result<Vec<u8>, DocumentError> {
    let mut value = serde_json::to_value(data).map_err(template_error)?;
    text::clean(&mut value, "")?;
    if let Value::Object(fields) = &mut value {
        fields.insert("machine".to_owned(), machine);
    }
    let world = DocumentWorld::new(template, serde_json::to_vec(&value).map_err(template_error)?)?
        .with_pictures(enclosed.pictures)?
        .with_attachment(enclosed.attachment)?;
    let archive = if world.has_attachment() { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let bytes = compile(&world, archive, identity);
    let is_large = bytes.as_ref().is_ok_and(|bytes| bytes.len() > LARGE);
    typst::comemo::evict(if is_large { 0 } else { CACHE_AGE });
    bytes
}

fn compile(
    world: &DocumentWorld,
    archive: PdfStandard,
    identity: &Identity<'_>,
) -> Result<Vec<u8>, DocumentError> {
    let compiled = typst::compile::<PagedDocument>(world);
    let document = compiled.output.map_err(|errors| diagnostics(world, &errors))?;
    // A warning is a fault of the template (a font that is missing, a layout that never settles).
    if !compiled.warnings.is_empty() {
        return Err(diagnostics(world, &compiled.warnings));
    }
    let standards = PdfStandards::new(&[archive, PdfStandard::Ua_1])
        .map_err(|why| DocumentError::Template(why.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(identity.ident.to_owned()),
        creator: Smart::Custom(Some("Formación Territorial".to_owned())),
        timestamp: timestamp(identity.created_at),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| diagnostics(world, &errors))
}

fn timestamp(moment: DateTime<Utc>) -> Option<Timestamp> {
    let local = moment.with_timezone(&FixedOffset::east_opt(BOGOTA_MINUTES * 60)?);
    let byte = |part: u32| u8::try_from(part).ok();
    let datetime = Datetime::from_ymd_hms(
        local.year(),
        byte(local.month())?,
        byte(local.day())?,
        byte(local.hour())?,
        byte(local.minute())?,
        byte(local.second())?,
    )?;
    Timestamp::new_local(datetime, BOGOTA_MINUTES)
}

/// The messages with the template's line, where one is known.
fn diagnostics(world: &DocumentWorld, list: &[SourceDiagnostic]) -> DocumentError {
    let all: Vec<_> = list
        .iter()
        .map(|one| match world.line(one.span) {
            Some(line) => format!("línea {line}: {}", one.message),
            None => one.message.to_string(),
        })
        .collect();
    DocumentError::Template(all.join("; "))
}

fn template_error(why: serde_json::Error) -> DocumentError {
    DocumentError::Template(why.to_string())
}
