//! The formats of a workbook with more of them at the end: clones of those that marked cells have, with
//! another fill. A format keeps its number, font, borders and alignment.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::events::BytesStart;

use super::CopyRefusal;
use super::pieces::{Piece, Pieces, changed, local, prefix};
use crate::SheetRefusal;
use crate::xlsx::xml::attribute;

/// Light red and light yellow: of cells in error, and of those to be looked at.
const COLOURS: [&str; 2] = ["FFF8D7DA", "FFFFF3CD"];
/// The format of numbers that shows a text as it is.
const AS_TEXT: &str = "49";
/// Spreadsheet programs open hardly more formats than these.
const MOST_FORMATS: usize = 64_000;

/// A list of the part: its first tag, what stands in it, and where its end tag begins.
struct StyleList {
    tag: BytesStart<'static>,
    start: Range<usize>,
    items: Vec<Range<usize>>,
    end: usize,
}

/// A format that is added: of which one it is a clone, and how it differs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FormatClone {
    of: usize,
    fill: CloneFill,
    is_text: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CloneFill {
    Error,
    Warning,
    Nothing,
}

impl From<bool> for CloneFill {
    fn from(is_error: bool) -> Self {
        if is_error { Self::Error } else { Self::Warning }
    }
}

/// The part with the formats, and those that are added to it.
pub struct Styles {
    written: String,
    fills: StyleList,
    formats: StyleList,
    /// The letters of the namespace, with their colon.
    letters: String,
    /// By format: its fill is one of an earlier copy.
    is_marked: Vec<bool>,
    added: BTreeMap<FormatClone, usize>,
    clones: String,
}

impl Styles {
    /// Looks for the fills and the formats of cells.
    ///
    /// # Errors
    /// What is no XML, or a part without any of them.
    pub fn read(written: String) -> Result<Self, CopyRefusal> {
        let (fills, formats, letters) = lists(&written)?;
        let text = |range: &Range<usize>| written.get(range.clone()).unwrap_or_default();
        let is_ours =
            |fill: &Range<usize>| COLOURS.iter().any(|colour| text(fill).contains(colour));
        let ours: Vec<bool> = fills.items.iter().map(is_ours).collect();
        let mut is_marked = Vec::with_capacity(formats.items.len());
        for format in &formats.items {
            let fill = match Pieces::new(text(format)).next()? {
                Some(Piece::Open { tag, .. }) => {
                    attribute(&tag, "fillId").and_then(|fill| fill.parse::<usize>().ok())
                }
                _ => None,
            };
            is_marked.push(fill.and_then(|fill| ours.get(fill).copied()).unwrap_or(false));
        }
        let (added, clones) = (BTreeMap::new(), String::new());
        Ok(Self { written, fills, formats, letters, is_marked, added, clones })
    }

    /// The number of a format like this one without the fill that an earlier copy gave it; `None` if it
    /// has no such fill.
    ///
    /// # Errors
    /// The workbook has as many formats as there can be.
    pub fn cleared(&mut self, format: usize) -> Result<Option<usize>, CopyRefusal> {
        if !self.is_marked.get(format).is_some_and(|is_marked| *is_marked) {
            return Ok(None);
        }
        let clone = FormatClone { of: format, fill: CloneFill::Nothing, is_text: false };
        self.clone_of(clone).map(Some)
    }

    /// The number of a format like this one, with the fill of an error or of a warning.
    ///
    /// # Errors
    /// The workbook has as many formats as there can be.
    pub fn filled(&mut self, format: usize, is_error: bool) -> Result<usize, CopyRefusal> {
        let of = if format < self.formats.items.len() { format } else { 0 };
        self.clone_of(FormatClone { of, fill: is_error.into(), is_text: false })
    }

    /// The number of the format of remarks: the first one of the workbook, for texts, with such a fill.
    ///
    /// # Errors
    /// The workbook has as many formats as there can be.
    pub fn remark(&mut self, is_error: bool) -> Result<usize, CopyRefusal> {
        self.clone_of(FormatClone { of: 0, fill: is_error.into(), is_text: true })
    }

    fn clone_of(&mut self, clone: FormatClone) -> Result<usize, CopyRefusal> {
        if let Some(known) = self.added.get(&clone) {
            return Ok(*known);
        }
        let number = self.formats.items.len() + self.added.len();
        if number >= MOST_FORMATS {
            return Err(CopyRefusal::Unusual("too many formats"));
        }
        let range = self.formats.items.get(clone.of).cloned().unwrap_or_default();
        let format = self.written.get(range).unwrap_or_default();
        let mut pieces = Pieces::new(format);
        let Some(Piece::Open { tag, is_empty, written }) = pieces.next()? else {
            return Err(SheetRefusal::Damaged.into());
        };
        let fill = match clone.fill {
            CloneFill::Error => self.fills.items.len(),
            CloneFill::Warning => self.fills.items.len() + 1,
            // The first fill of every workbook is none.
            CloneFill::Nothing => 0,
        };
        let fill = fill.to_string();
        let mut changes = vec![("fillId", Some(fill.as_str())), ("applyFill", Some("1"))];
        if clone.is_text {
            changes.extend([("numFmtId", Some(AS_TEXT)), ("applyNumberFormat", Some("1"))]);
        }
        self.clones.push_str(&changed(&tag, is_empty, &changes)?);
        self.clones.push_str(format.get(written.len()..).unwrap_or_default());
        self.added.insert(clone, number);
        Ok(number)
    }

    /// The part with what was added.
    ///
    /// # Errors
    /// A tag that is no XML.
    pub fn finish(self) -> Result<String, CopyRefusal> {
        let x = &self.letters;
        let fills: String = COLOURS
            .iter()
            .map(|colour| {
                format!(
                    "<{x}fill><{x}patternFill patternType=\"solid\"><{x}fgColor rgb=\"{colour}\"/>\
                     <{x}bgColor indexed=\"64\"/></{x}patternFill></{x}fill>"
                )
            })
            .collect();
        let formats = self.added.len();
        let mut all =
            [(&self.fills, COLOURS.len(), &fills), (&self.formats, formats, &self.clones)];
        all.sort_by_key(|(list, ..)| list.end);
        let mut out = String::with_capacity(self.written.len() + self.clones.len() + fills.len());
        let mut at = 0;
        for (list, more, added) in all {
            let count = (list.items.len() + more).to_string();
            out.push_str(self.written.get(at..list.start.start).unwrap_or_default());
            out.push_str(&changed(&list.tag, false, &[("count", Some(&count))])?);
            out.push_str(self.written.get(list.start.end..list.end).unwrap_or_default());
            out.push_str(added);
            at = list.end;
        }
        out.push_str(self.written.get(at..).unwrap_or_default());
        Ok(out)
    }
}

/// The lists of fills and of formats right below the root, and the letters of their namespace.
fn lists(written: &str) -> Result<(StyleList, StyleList, String), CopyRefusal> {
    let mut pieces = Pieces::new(written);
    let mut known: BTreeMap<&str, StyleList> = BTreeMap::new();
    let mut open: Option<(&str, StyleList)> = None;
    let mut letters = "";
    let (mut depth, mut item) = (0_u32, 0);
    while let Some(piece) = pieces.next()? {
        let range = pieces.range();
        match piece {
            Piece::Open { tag, written, is_empty } => {
                match (&mut open, depth) {
                    (None, 1) if matches!(local(written), "fills" | "cellXfs") && !is_empty => {
                        letters = prefix(written);
                        let (tag, items) = (tag.into_owned(), Vec::new());
                        open =
                            Some((local(written), StyleList { tag, start: range, items, end: 0 }));
                    }
                    (Some((_, list)), 2) if is_empty => list.items.push(range),
                    (Some(_), 2) => item = range.start,
                    _ => {}
                }
                depth += u32::from(!is_empty);
            }
            Piece::Close { .. } => {
                depth = depth.saturating_sub(1);
                match (open.take(), depth) {
                    (Some((name, mut list)), 1) => {
                        list.end = range.start;
                        if known.insert(name, list).is_some() {
                            return Err(CopyRefusal::Unusual("two lists of formats"));
                        }
                    }
                    (Some((name, mut list)), 2) => {
                        list.items.push(item..range.end);
                        open = Some((name, list));
                    }
                    (other, _) => open = other,
                }
            }
            Piece::Text { .. } => {}
        }
    }
    match (known.remove("fills"), known.remove("cellXfs")) {
        (Some(fills), Some(formats)) if !formats.items.is_empty() => {
            Ok((fills, formats, letters.to_owned()))
        }
        _ => Err(CopyRefusal::Unusual("no formats")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_everything_but_its_fill() {
        let written = "<x:s><x:fills count=\"2\"><x:fill/><x:fill><x:p/></x:fill></x:fills>\
            <x:cellXfs count=\"2\"><x:xf numFmtId=\"0\" fillId=\"0\"/><x:xf numFmtId=\"14\" fillId=\"1\" \
            applyFill=\"0\"><x:alignment wrapText=\"1\"/></x:xf></x:cellXfs><x:dxfs><x:dxf><x:fill/></x:dxf>\
            </x:dxfs></x:s>";
        let mut styles = Styles::read(written.to_owned()).unwrap();
        assert_eq!(styles.filled(1, true), Ok(2));
        assert_eq!(styles.filled(99, false), Ok(3), "a format that is not there is the first one");
        assert_eq!(styles.filled(1, true), Ok(2));
        assert_eq!(styles.remark(true), Ok(4));
        let out = styles.finish().unwrap();
        assert!(out.contains(
            "<x:xf numFmtId=\"14\" fillId=\"2\" applyFill=\"1\"><x:alignment wrapText=\"1\"/></x:xf>\
             <x:xf numFmtId=\"0\" fillId=\"3\" applyFill=\"1\"/>\
             <x:xf fillId=\"2\" applyFill=\"1\" numFmtId=\"49\" applyNumberFormat=\"1\"/></x:cellXfs>"
        ));
        assert!(out.contains("<x:fills count=\"4\">") && out.contains("<x:cellXfs count=\"5\">"));
        assert!(out.contains("<x:fgColor rgb=\"FFF8D7DA\"/>"));
        let mut again = Styles::read(out.clone()).unwrap();
        assert_eq!((again.cleared(1), again.cleared(2)), (Ok(None), Ok(Some(5))));
        assert!(again.finish().unwrap().contains(
            "<x:xf numFmtId=\"14\" fillId=\"0\" applyFill=\"1\"><x:alignment wrapText=\"1\"/></x:xf></x:cellXfs>"
        ));
        assert!(out.ends_with("<x:dxfs><x:dxf><x:fill/></x:dxf></x:dxfs></x:s>"));
    }

    #[test]
    fn a_part_without_formats_is_refused() {
        for wrong in ["<s/>", "<s><fills><fill/></fills><cellXfs/></s>", "<s><fills>"] {
            assert!(Styles::read(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
