//! A part cut into its tags and texts, each with the characters that it is written with, so that what
//! does not change is copied as it stands.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::CopyRefusal;
use crate::SheetRefusal;
use crate::xlsx::xml::{DEEPEST, MOST_EVENTS, predefined};

/// What every part begins with here: the texts are UTF-8, whatever they said of themselves.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A tag or a text. Declarations, comments and instructions to programs are passed by.
pub enum Piece<'t> {
    Open {
        tag: BytesStart<'t>,
        written: &'t str,
        /// The element has no end tag.
        is_empty: bool,
    },
    Close {
        written: &'t str,
    },
    Text {
        written: &'t str,
    },
}

pub struct Pieces<'t> {
    reader: Reader<&'t [u8]>,
    written: &'t str,
    /// Where the last piece begins, and where it ends.
    began: usize,
    at: usize,
    seen: u32,
    depth: u32,
}

impl<'t> Pieces<'t> {
    pub fn new(written: &'t str) -> Self {
        let written = written.strip_prefix('\u{feff}').unwrap_or(written);
        Self { reader: Reader::from_str(written), written, began: 0, at: 0, seen: 0, depth: 0 }
    }

    /// Where the last piece stands in the text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.began..self.at
    }

    /// The next piece; `None` after the last one.
    ///
    /// # Errors
    /// What is no XML, has an entity of its own, or passes the limits of [`MOST_EVENTS`] and [`DEEPEST`].
    pub fn next(&mut self) -> Result<Option<Piece<'t>>, CopyRefusal> {
        loop {
            self.seen += 1;
            if self.seen > MOST_EVENTS {
                return Err(SheetRefusal::TooMuchInside.into());
            }
            let event = self.reader.read_event().map_err(|_| SheetRefusal::Damaged)?;
            let end = usize::try_from(self.reader.buffer_position())
                .map_err(|_| SheetRefusal::TooMuchInside)?;
            let written = self.written.get(self.at..end).ok_or(SheetRefusal::Damaged)?;
            (self.began, self.at) = (self.at, end);
            let piece = match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    Piece::Open { tag, written, is_empty: false }
                }
                Event::Empty(tag) => Piece::Open { tag, written, is_empty: true },
                Event::End(_) => {
                    self.depth = self.depth.checked_sub(1).ok_or(SheetRefusal::Damaged)?;
                    Piece::Close { written }
                }
                // Around the outermost element stand only spaces.
                Event::Text(_) | Event::CData(_) if self.depth == 0 => continue,
                Event::Text(_) | Event::CData(_) => Piece::Text { written },
                Event::GeneralRef(reference) => {
                    let number = reference.resolve_char_ref().map_err(|_| SheetRefusal::Damaged)?;
                    if number.is_none() {
                        predefined(&reference.xml10_content())?;
                    }
                    Piece::Text { written }
                }
                Event::DocType(_) => return Err(SheetRefusal::Entities.into()),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
                Event::Eof if self.depth > 0 => return Err(SheetRefusal::Damaged.into()),
                Event::Eof => return Ok(None),
            };
            if self.depth > DEEPEST {
                return Err(SheetRefusal::Damaged.into());
            }
            return Ok(Some(piece));
        }
    }
}

/// The name of a written tag with its namespace's letters, and where they end: «x:row» and 2, «row» and 0.
fn name(written: &str) -> (&str, usize) {
    let start = written.trim_start_matches(['<', '/']);
    let end = start.find(|c: char| c.is_whitespace() || c == '/' || c == '>');
    let name = start.get(..end.unwrap_or(start.len())).unwrap_or_default();
    (name, name.find(':').map_or(0, |colon| colon + 1))
}

/// The name of a written tag without the letters of its namespace.
pub fn local(written: &str) -> &str {
    let (name, colon) = name(written);
    name.get(colon..).unwrap_or_default()
}

/// The letters of a written tag's namespace with their colon, or nothing.
pub fn prefix(written: &str) -> &str {
    let (name, colon) = name(written);
    name.get(..colon).unwrap_or_default()
}

/// Writes a tag again with some of its attributes set, or left out where they are `None`.
///
/// # Errors
/// An attribute that is no XML.
pub fn changed(
    tag: &BytesStart<'_>,
    is_empty: bool,
    changes: &[(&str, Option<&str>)],
) -> Result<String, CopyRefusal> {
    let mut out = format!("<{}", tag.name().as_ref());
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| SheetRefusal::Damaged)?;
        let key: &str = attribute.key.as_ref();
        if changes.iter().any(|(name, _)| *name == key) {
            continue;
        }
        if attribute.value.contains('<') {
            return Err(SheetRefusal::Damaged.into());
        }
        // As it was written, but for the quotes around it.
        out.push_str(&format!(" {key}=\"{}\"", attribute.value.replace('"', "&quot;")));
    }
    for (name, value) in changes {
        if let Some(value) = value {
            out.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
    out.push_str(if is_empty { "/>" } else { ">" });
    Ok(out)
}

/// A text as XML holds it: what cannot stand in it is left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_together_are_what_was_written() {
        let written = "\u{feff}<?xml version=\"1.0\"?><!-- x --><x:a b='1'>Ana &amp; <c/>\r\n\
            <![CDATA[<d>]]>&#241;</x:a >\n";
        let mut pieces = Pieces::new(written);
        let mut out = String::new();
        while let Some(piece) = pieces.next().unwrap() {
            match piece {
                Piece::Open { written, .. }
                | Piece::Close { written }
                | Piece::Text { written } => out.push_str(written),
            }
        }
        assert_eq!(out, "<x:a b='1'>Ana &amp; <c/>\r\n<![CDATA[<d>]]>&#241;</x:a >");
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        for wrong in
            ["<a>", "<a></b>", "</a>", "<a>&x;</a>", "<!DOCTYPE a><a/>", "<a", "<a b=\"></a>"]
        {
            let mut pieces = Pieces::new(wrong);
            let outcome = loop {
                match pieces.next() {
                    Ok(Some(_)) => {}
                    other => break other.map(|_| ()),
                }
            };
            assert!(outcome.is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_tag_is_written_again_with_what_changed() {
        let mut pieces = Pieces::new("<x:c r='A\"1' s=\"3\" x:s=\"&amp;\"/>");
        let Ok(Some(Piece::Open { tag, written, .. })) = pieces.next() else { panic!("a tag") };
        assert_eq!((local(written), prefix(written)), ("c", "x:"));
        let again = changed(&tag, false, &[("s", Some("<7")), ("t", None)]).unwrap();
        assert_eq!(again, "<x:c r=\"A&quot;1\" x:s=\"&amp;\" s=\"&lt;7\">");
        assert_eq!(escaped("<a_x1\u{1}\n"), "&lt;a_x1 ");
    }
}
