//! The parts of the copy: those that the workbook refers to, by a list of kinds. Their types and relations
//! are written here and not taken over, so that nothing is what it does not seem.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::kinds::{IMAGES, NOTE_SHAPES, OFFICE, PartKind};
use super::pieces::{DECLARATION, Pieces, escaped};
use super::scrub::scrubbed;
use super::sheet::noted;
use super::styles::Styles;
use super::{CopyRefusal, Notes};
use crate::archive::Archive;
use crate::xlsx::xml::{Tag, attribute, each_tag};
use crate::xlsx::{Xlsx, resolve};
use crate::{Limits, SheetRefusal};

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// A relation of a part.
struct PartRelation {
    id: String,
    kind: String,
    /// The part by its name in the archive, or the address outside.
    target: String,
    is_external: bool,
}

/// Copies the workbook with the notes on one of its sheets.
pub fn copy(book: Xlsx<'_>, sheet: usize, notes: Notes) -> Result<Vec<u8>, CopyRefusal> {
    let reviewed = book.part_of(sheet)?;
    let Xlsx { archive, limits, texts_part, styles_part, .. } = book;
    let styles_part = styles_part.ok_or(CopyRefusal::Unusual("no formats"))?;
    let mut copy = PackageCopy {
        archive,
        limits,
        // Each text is in memory twice while it is copied.
        left: limits.sheet_bytes / 2,
        zip: ZipWriter::new(Cursor::new(Vec::new())),
        known: HashMap::new(),
        contents: BTreeMap::new(),
        reviewed,
        texts_part,
        notes: Some(notes),
        styles: None,
    };
    let formats = scrubbed(&copy.text(&styles_part, limits.part_bytes)?, &HashSet::new())?;
    copy.styles = Some(Styles::read(formats)?);
    copy.root()?;
    if copy.notes.is_some() || copy.styles.is_some() {
        return Err(CopyRefusal::Unusual("a sheet or formats that the workbook does not refer to"));
    }
    copy.finish()
}

struct PackageCopy<'a> {
    archive: Archive<'a>,
    limits: Limits,
    /// Bytes that may still be unpacked.
    left: u64,
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// Parts that were looked at, by name without capitals: whether they are in the copy.
    known: HashMap<String, bool>,
    /// The types of the parts in the copy, by name.
    contents: BTreeMap<String, String>,
    /// The part with the sheet that gets the notes, and the one with the shared texts.
    reviewed: String,
    texts_part: Option<String>,
    /// `None` once they are written.
    notes: Option<Notes>,
    /// `None` once they are written.
    styles: Option<Styles>,
}

impl PackageCopy<'_> {
    fn root(&mut self) -> Result<(), CopyRefusal> {
        use PartKind as P;
        let kept: Vec<(PartKind, PartRelation)> = self
            .relations("")?
            .into_iter()
            .filter_map(|relation| Some((PartKind::of(&relation.kind)?, relation)))
            .filter(|(kind, relation)| {
                matches!(kind, P::Workbook | P::CoreProperties | P::ExtendedProperties)
                    && !relation.is_external
                    && self.archive.has(&relation.target)
            })
            .collect();
        if kept.iter().filter(|(kind, _)| *kind == P::Workbook).count() != 1 {
            return Err(CopyRefusal::Unusual("no workbook of the transitional format"));
        }
        // First, so that programs that look at the beginning know what the file is.
        self.write_relations("", kept.iter().map(|(_, relation)| relation))?;
        for (kind, relation) in kept {
            self.part(&relation.target, kind)?;
        }
        Ok(())
    }

    /// Copies a part and what it refers to, once; says whether it is in the copy.
    fn part(&mut self, part: &str, kind: PartKind) -> Result<bool, CopyRefusal> {
        let key = part.to_lowercase();
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let is_copied = self.archive.has(part) && self.new_part(part, kind)?;
        self.known.insert(key, is_copied);
        Ok(is_copied)
    }

    fn new_part(&mut self, part: &str, kind: PartKind) -> Result<bool, CopyRefusal> {
        match kind {
            PartKind::Image => {
                let end = part.rsplit_once('.').map(|(_, end)| end.to_lowercase());
                let is_known = IMAGES.iter().any(|(known, _)| end.as_deref() == Some(known));
                if is_known {
                    self.archive.copy_packed(part, &mut self.zip)?;
                }
                return Ok(is_known);
            }
            PartKind::SharedStrings => {
                if !self.texts_part.as_ref().is_some_and(|read| is_same(read, part)) {
                    return Err(CopyRefusal::Unusual("texts in two parts"));
                }
                // Nothing of it changes, so it is only looked through.
                let written = self.archive.part(part, self.limits.texts_bytes)?;
                let mut pieces = Pieces::new(&written);
                while pieces.next()?.is_some() {}
                self.archive.copy_packed(part, &mut self.zip)?;
                self.declare(part, kind);
                return Ok(true);
            }
            PartKind::Styles => {
                let styles = self.styles.take();
                let styles = styles.ok_or(CopyRefusal::Unusual("formats in two parts"))?;
                self.write(part, &styles.finish()?)?;
                self.declare(part, kind);
                return Ok(true);
            }
            _ => {}
        }
        let most = match kind {
            PartKind::Worksheet => self.limits.sheet_bytes,
            _ => self.limits.part_bytes,
        };
        let written = self.text(part, most)?;
        let has_relations = self.archive.has(&relations_part(part));
        let is_refused = match kind {
            PartKind::NoteShapes => {
                !part.to_lowercase().ends_with(".vml") || !is_of_notes(&written)
            }
            // What a query filled, which would be asked again.
            PartKind::Table => has_relations || written.contains("tableType="),
            _ => false,
        };
        if is_refused {
            return Ok(false);
        }
        let (kept, gone) = self.referred(part, kind)?;
        let text = match kind {
            PartKind::NoteShapes if gone.is_empty() => written,
            PartKind::NoteShapes => return Ok(false),
            _ => {
                let copied = scrubbed(&written, &gone)?;
                drop(written);
                match (kind, &mut self.styles) {
                    (PartKind::Worksheet, Some(styles)) if is_same(part, &self.reviewed) => {
                        let notes = self.notes.take().ok_or(SheetRefusal::Damaged)?;
                        noted(&copied, &notes, styles)?
                    }
                    _ => copied,
                }
            }
        };
        self.write(part, &text)?;
        self.declare(part, kind);
        if !kept.is_empty() {
            self.write_relations(part, kept.iter())?;
        }
        Ok(true)
    }

    /// Copies what a part refers to: the relations that stay, and the ids of those that do not.
    fn referred(
        &mut self,
        part: &str,
        kind: PartKind,
    ) -> Result<(Vec<PartRelation>, HashSet<String>), CopyRefusal> {
        let mut kept = Vec::new();
        let mut gone = HashSet::new();
        let mut all = self.relations(part)?;
        all.sort_by_key(|relation| PartKind::of(&relation.kind));
        // Comments are shown by shapes: without them they are nowhere.
        let mut has_shapes = false;
        for relation in all {
            let stays = if relation.is_external {
                relation.kind.strip_prefix(OFFICE) == Some("hyperlink")
                    && relation.target.starts_with("mailto:")
            } else {
                match PartKind::of(&relation.kind) {
                    Some(PartKind::Comments) if !has_shapes => false,
                    Some(child) if kind.referred().contains(&child) => {
                        let stays = self.part(&relation.target, child)?;
                        has_shapes |= stays && child == PartKind::NoteShapes;
                        stays
                    }
                    _ => false,
                }
            };
            if stays {
                kept.push(relation);
            } else {
                gone.insert(relation.id);
            }
        }
        Ok((kept, gone))
    }

    /// The relations of a part, or of the whole archive for the part without a name.
    fn relations(&mut self, part: &str) -> Result<Vec<PartRelation>, CopyRefusal> {
        let name = relations_part(part);
        if !self.archive.has(&name) {
            return Ok(Vec::new());
        }
        let written = self.text(&name, self.limits.part_bytes)?;
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut all = Vec::new();
        let mut ids = HashSet::new();
        let mut twice = false;
        each_tag(&written, |tag| {
            if let Tag::Open("Relationship", attributes) = tag
                && let (Some(id), Some(kind), Some(target)) = (
                    attribute(attributes, "Id"),
                    attribute(attributes, "Type"),
                    attribute(attributes, "Target"),
                )
            {
                let mode = attribute(attributes, "TargetMode");
                let is_external = mode.is_some_and(|mode| mode == "External");
                let target =
                    if is_external { target.into_owned() } else { resolve(folder, &target) };
                twice |= !ids.insert(id.to_string());
                let (id, kind) = (id.into_owned(), kind.into_owned());
                all.push(PartRelation { id, kind, target, is_external });
            }
            ControlFlow::Continue(())
        })?;
        if twice { Err(CopyRefusal::Unusual("two relations with one id")) } else { Ok(all) }
    }

    /// The text of a part, which counts towards what may be unpacked.
    fn text(&mut self, part: &str, most: u64) -> Result<String, CopyRefusal> {
        let text = self.archive.part(part, most.min(self.left))?;
        self.left = self.left.saturating_sub(text.len() as u64);
        Ok(text)
    }

    fn declare(&mut self, part: &str, kind: PartKind) {
        self.contents.extend(kind.content().map(|content| (part.to_owned(), content)));
    }

    fn write(&mut self, part: &str, text: &str) -> Result<(), CopyRefusal> {
        self.zip.start_file(part, SimpleFileOptions::default()).map_err(|_| unwritten())?;
        self.zip.write_all(text.as_bytes()).map_err(|_| unwritten())
    }

    fn write_relations<'r>(
        &mut self,
        part: &str,
        relations: impl Iterator<Item = &'r PartRelation>,
    ) -> Result<(), CopyRefusal> {
        let mut text = format!("{DECLARATION}<Relationships xmlns=\"{RELATIONS}\">");
        for relation in relations {
            let (root, mode) = match relation.is_external {
                true => ("", " TargetMode=\"External\""),
                false => ("/", ""),
            };
            text.push_str(&format!(
                "<Relationship Id=\"{}\" Type=\"{}\" Target=\"{root}{}\"{mode}/>",
                escaped(&relation.id),
                escaped(&relation.kind),
                escaped(&relation.target)
            ));
        }
        text.push_str("</Relationships>");
        self.write(&relations_part(part), &text)
    }

    fn finish(mut self) -> Result<Vec<u8>, CopyRefusal> {
        let mut text = format!("{DECLARATION}<Types xmlns=\"{TYPES}\">");
        let relations = ("rels", "application/vnd.openxmlformats-package.relationships+xml");
        let defaults = [relations, ("xml", "application/xml"), NOTE_SHAPES].into_iter();
        for (end, content) in defaults.chain(IMAGES) {
            text.push_str(&format!("<Default Extension=\"{end}\" ContentType=\"{content}\"/>"));
        }
        for (part, content) in &self.contents {
            let part = escaped(part);
            text.push_str(&format!("<Override PartName=\"/{part}\" ContentType=\"{content}\"/>"));
        }
        text.push_str("</Types>");
        self.write("[Content_Types].xml", &text)?;
        Ok(self.zip.finish().map_err(|_| unwritten())?.into_inner())
    }
}

/// Shapes of notes and of pictures in headers alone: no buttons, no links.
fn is_of_notes(written: &str) -> bool {
    let objects = written.matches("ObjectType").count();
    objects == written.matches("ObjectType=\"Note\"").count()
        && !["Fmla", "href", "src", "OLEObject", "<script"]
            .iter()
            .any(|word| written.contains(word))
}

/// «xl/_rels/workbook.xml.rels» of «xl/workbook.xml».
fn relations_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// Whether two names are of one part: programs do not agree on capitals.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Two parts of one name, which no archive holds.
fn unwritten() -> CopyRefusal {
    CopyRefusal::Unusual("two parts of one name")
}
