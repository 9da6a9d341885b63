//! The rows and columns that the sheet does not show.

use std::ops::ControlFlow;

use super::xml::{Tag, attribute, each_tag};
use crate::SheetRefusal;
use crate::book::HiddenParts;

const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;
/// Spans that are kept; a sheet with more says at least the first ones.
const MOST: usize = 20_000;

pub fn read(written: &str) -> Result<HiddenParts, SheetRefusal> {
    let mut hidden = HiddenParts::default();
    let mut row = 0_u32;
    each_tag(written, |tag| {
        match tag {
            Tag::Open("col", attributes) => {
                let number =
                    |name| attribute(attributes, name).and_then(|text| text.parse::<u32>().ok());
                let is_hidden = is_set(attribute(attributes, "hidden").as_deref())
                    || is_nothing(attribute(attributes, "width").as_deref());
                if let (true, Some(first), Some(last)) = (is_hidden, number("min"), number("max"))
                    && first >= 1
                    && hidden.columns.len() < MOST
                {
                    hidden.columns.push((first - 1, last.min(LAST_COLUMN).saturating_sub(1)));
                }
            }
            Tag::Open("row", attributes) => {
                let said = attribute(attributes, "r").and_then(|text| text.parse::<u32>().ok());
                row = said.unwrap_or(row.saturating_add(1)).min(LAST_ROW);
                let is_hidden = is_set(attribute(attributes, "hidden").as_deref())
                    || is_nothing(attribute(attributes, "ht").as_deref());
                if is_hidden {
                    let room = hidden.rows.len() < MOST;
                    match hidden.rows.last_mut() {
                        Some((_, last)) if *last + 1 == row => *last = row,
                        _ if room => hidden.rows.push((row, row)),
                        _ => {}
                    }
                }
            }
            Tag::Close("sheetData") => return ControlFlow::Break(()),
            _ => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(hidden)
}

fn is_set(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// A height or a width of nothing hides as well.
fn is_nothing(value: Option<&str>) -> bool {
    value.and_then(|text| text.parse::<f64>().ok()).is_some_and(|size| size <= 0.0)
}
