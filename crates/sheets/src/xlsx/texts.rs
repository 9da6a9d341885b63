//! The texts that cells share, one after another in one piece of memory.

use std::ops::ControlFlow;

use super::xml::{Tag, each_tag, unescaped};
use crate::SheetRefusal;

/// All shared texts; the n-th lies between two ends.
#[derive(Default)]
pub struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    pub fn read(written: &str) -> Result<Self, SheetRefusal> {
        let mut texts = Self::default();
        let mut inside = false;
        // The reading of Japanese names, which is not part of them.
        let mut phonetic = false;
        let mut one = String::new();
        each_tag(written, |tag| {
            match tag {
                Tag::Open("si", _) => one.clear(),
                Tag::Open("t", _) => inside = !phonetic,
                Tag::Open("rPh", _) => phonetic = true,
                Tag::Close("rPh") => phonetic = false,
                Tag::Close("t") => inside = false,
                Tag::Text(text) if inside => one.push_str(&text),
                Tag::Close("si") => {
                    texts.all.push_str(&unescaped(std::mem::take(&mut one)));
                    // Below 2³² because the part it came from is.
                    texts.ends.push(u32::try_from(texts.all.len()).unwrap_or(u32::MAX));
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        texts.all.shrink_to_fit();
        texts.ends.shrink_to_fit();
        Ok(texts)
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.all.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_text_are_joined_and_readings_left_out() {
        let written = "<sst count=\"9\" uniqueCount=\"99999999999\"><si><t>Ana</t></si><si/>\
            <si><r><t>Ñan</t></r><r><rPr/><t xml:space=\"preserve\">dú &amp; Cía</t></r>\
            <rPh sb=\"0\"><t>x</t></rPh></si></sst>";
        let texts = Texts::read(written).expect("reads");
        assert_eq!(texts.get(0), Some("Ana"));
        assert_eq!(texts.get(1), Some(""));
        assert_eq!(texts.get(2), Some("Ñandú & Cía"));
        assert_eq!(texts.get(3), None);
    }
}
