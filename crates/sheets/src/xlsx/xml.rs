//! Tags and texts of a part, with what all readers of parts need.

use std::borrow::Cow;
use std::ops::ControlFlow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::SheetRefusal;

/// What a part is made of; names without their namespace.
pub enum Tag<'t, 'a> {
    Open(&'t str, &'t BytesStart<'a>),
    Close(&'t str),
    /// With its references resolved.
    Text(Cow<'t, str>),
}

/// Tags and texts of one part: work that is counted before it is done. A list of 5,000 people and
/// 60,000 empty rows beside it stay far below.
pub const MOST_EVENTS: u32 = 4_000_000;
/// Tags within tags; the parts that are read have seven levels.
pub const DEEPEST: u32 = 64;

/// Hands over every tag and text of a part.
///
/// # Errors
/// What is no XML, or has an entity of its own.
pub fn each_tag(
    written: &str,
    mut each: impl FnMut(Tag<'_, '_>) -> ControlFlow<()>,
) -> Result<(), SheetRefusal> {
    let mut reader = Reader::from_str(written.strip_prefix('\u{feff}').unwrap_or(written));
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    let mut depth = 0_u32;
    for _ in 0..MOST_EVENTS {
        let event = reader.read_event().map_err(|_| SheetRefusal::Damaged)?;
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(SheetRefusal::Damaged);
        }
        let done = match &event {
            Event::Start(start) => each(Tag::Open(start.local_name().as_ref(), start)),
            Event::End(end) => each(Tag::Close(end.local_name().as_ref())),
            Event::Text(text) => each(Tag::Text(text.xml10_content())),
            Event::CData(text) => each(Tag::Text(text.xml10_content())),
            Event::GeneralRef(reference) => {
                let resolved =
                    match reference.resolve_char_ref().map_err(|_| SheetRefusal::Damaged)? {
                        Some(c) => c.to_string(),
                        None => predefined(&reference.xml10_content())?.to_owned(),
                    };
                each(Tag::Text(Cow::Owned(resolved)))
            }
            Event::DocType(_) => return Err(SheetRefusal::Entities),
            Event::Eof => return Ok(()),
            _ => ControlFlow::Continue(()),
        };
        if done.is_break() {
            return Ok(());
        }
    }
    Err(SheetRefusal::TooMuchInside)
}

/// The character of a reference that every XML has.
pub fn predefined(name: &str) -> Result<&'static str, SheetRefusal> {
    match name {
        "amp" => Ok("&"),
        "lt" => Ok("<"),
        "gt" => Ok(">"),
        "quot" => Ok("\""),
        "apos" => Ok("'"),
        _ => Err(SheetRefusal::Entities),
    }
}

/// The value of an attribute by its name without namespace.
pub fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    // Without the check for repeated names, which compares all with all.
    let found = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    if found.value.contains('&') {
        let value = quick_xml::escape::unescape(&found.value).ok()?;
        return Some(Cow::Owned(value.into_owned()));
    }
    Some(found.value)
}

/// «_x000D_» is how workbooks write a character that XML cannot hold.
pub fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match c {
            Some(c) => {
                out.push(c);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn written_characters_become_themselves() {
        assert_eq!(unescaped("Ana_x000D_Ruiz".into()), "Ana\rRuiz");
        assert_eq!(unescaped("a_xñ_x00G0_b_x".into()), "a_xñ_x00G0_b_x");
    }
}
