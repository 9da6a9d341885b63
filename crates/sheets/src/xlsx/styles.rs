//! Which of a workbook's formats show their number as a date.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::xml::{Tag, attribute, each_tag};
use crate::SheetRefusal;
use crate::dates::{is_date_code, is_known_date};

/// By the number that a cell gives its format.
#[derive(Default)]
pub struct Styles {
    is_date: Vec<bool>,
}

impl Styles {
    pub fn read(written: &str) -> Result<Self, SheetRefusal> {
        let mut dates = HashSet::new();
        let mut own = HashSet::new();
        let mut styles = Self::default();
        let mut among_cells = false;
        each_tag(written, |tag| {
            match tag {
                Tag::Open("numFmt", attributes) => {
                    let id =
                        attribute(attributes, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    if let (Some(id), Some(code)) = (id, attribute(attributes, "formatCode")) {
                        own.insert(id);
                        if is_date_code(&code) {
                            dates.insert(id);
                        }
                    }
                }
                Tag::Open("cellXfs", _) => among_cells = true,
                Tag::Close("cellXfs") => among_cells = false,
                Tag::Open("xf", attributes) if among_cells => {
                    let id =
                        attribute(attributes, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let id = id.unwrap_or(0);
                    let known = is_known_date(id) && !own.contains(&id);
                    styles.is_date.push(known || dates.contains(&id));
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        Ok(styles)
    }

    pub fn is_date(&self, style: usize) -> bool {
        self.is_date.get(style).copied().unwrap_or(false)
    }
}
