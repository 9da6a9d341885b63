//! Workbooks of Excel and of everything that writes like it.
//!
//! Read here: the list of sheets, the shared texts, which formats are dates, the cells. Never
//! opened: macros, pictures, links, comments, charts, whatever else a workbook carries. [`review`] gives a
//! workbook back with remarks.

pub(crate) mod cells;
mod hidden;
pub(crate) mod review;
mod styles;
mod texts;
mod xml;

use std::collections::HashMap;
use std::ops::ControlFlow;

use crate::archive::Archive;
use crate::book::{HiddenParts, Row, SheetName};
use crate::{Limits, SheetRefusal};
use styles::Styles;
use texts::Texts;
use xml::{Tag, attribute, each_tag};

struct Sheet {
    name: SheetName,
    part: String,
}

/// A workbook whose list of sheets was read.
pub struct Xlsx<'a> {
    archive: Archive<'a>,
    limits: Limits,
    sheets: Vec<Sheet>,
    texts_part: Option<String>,
    styles_part: Option<String>,
    from_1904: bool,
    /// Read with the first sheet that is asked for.
    shared: Option<(Texts, Styles)>,
}

impl<'a> Xlsx<'a> {
    pub fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, SheetRefusal> {
        let mut archive = Archive::open(bytes, &limits)?;
        let roots = relations(&archive.part("_rels/.rels", limits.part_bytes)?)?;
        let workbook = roots
            .values()
            .find(|relation| relation.kind == "officeDocument")
            .map(|relation| resolve("", &relation.target))
            .ok_or(SheetRefusal::NotASpreadsheet)?;
        if !archive.has(&workbook) {
            return Err(SheetRefusal::NotASpreadsheet);
        }
        let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
        let related = match format!("{folder}/_rels/{name}.rels").trim_start_matches('/') {
            part if archive.has(part) => relations(&archive.part(part, limits.part_bytes)?)?,
            _ => HashMap::new(),
        };
        let listed = archive.part(&workbook, limits.part_bytes)?;
        let mut from_1904 = false;
        let mut sheets = Vec::new();
        each_tag(&listed, |tag| {
            match tag {
                Tag::Open("workbookPr", attributes) => {
                    if let Some(set) = attribute(attributes, "date1904") {
                        from_1904 = matches!(&*set, "1" | "true" | "on");
                    }
                }
                Tag::Open("sheet", attributes) => {
                    let Some(relation) =
                        attribute(attributes, "id").and_then(|id| related.get(&*id))
                    else {
                        return ControlFlow::Continue(());
                    };
                    let part = resolve(folder, &relation.target);
                    // Charts and dialogs have tabs too, but no cells.
                    if relation.kind == "worksheet" && sheets.len() < limits.parts {
                        let name = attribute(attributes, "name").unwrap_or_default();
                        let state = attribute(attributes, "state");
                        let hidden = state.is_some_and(|state| state != "visible");
                        let name = SheetName { name: crate::book::clean(&name).0, hidden };
                        sheets.push(Sheet { name, part });
                    }
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        sheets.retain(|sheet| archive.has(&sheet.part));
        if sheets.is_empty() {
            return Err(SheetRefusal::NoSheet);
        }
        let of_kind = |kind: &str| {
            let found = related.values().find(|relation| relation.kind == kind);
            found.map(|relation| resolve(folder, &relation.target)).filter(|part| archive.has(part))
        };
        let (texts_part, styles_part) = (of_kind("sharedStrings"), of_kind("styles"));
        Ok(Self { archive, limits, sheets, texts_part, styles_part, from_1904, shared: None })
    }

    pub fn sheets(&self) -> Vec<SheetName> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// The part with a sheet, by its name in the archive.
    fn part_of(&self, sheet: usize) -> Result<String, SheetRefusal> {
        Ok(self.sheets.get(sheet).ok_or(SheetRefusal::NoSheet)?.part.clone())
    }

    pub fn hidden(&mut self, sheet: usize) -> Result<HiddenParts, SheetRefusal> {
        let part = self.part_of(sheet)?;
        hidden::read(&self.archive.part(&part, self.limits.sheet_bytes)?)
    }

    pub fn rows(
        &mut self,
        sheet: usize,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), SheetRefusal> {
        let part = self.part_of(sheet)?;
        if self.shared.is_none() {
            let styles = match &self.styles_part {
                Some(part) => Styles::read(&self.archive.part(part, self.limits.part_bytes)?)?,
                None => Styles::default(),
            };
            let texts = match &self.texts_part {
                Some(part) => Texts::read(&self.archive.part(part, self.limits.texts_bytes)?)?,
                None => Texts::default(),
            };
            self.shared = Some((texts, styles));
        }
        let Some((texts, styles)) = &self.shared else { return Err(SheetRefusal::Damaged) };
        let written = self.archive.part(&part, self.limits.sheet_bytes)?;
        let from =
            cells::CellContext { texts, styles, from_1904: self.from_1904, limits: &self.limits };
        cells::read(&written, &from, each)
    }
}

struct Relation {
    /// The last word of its type: `worksheet`, `sharedStrings`…
    kind: String,
    target: String,
}

fn relations(written: &str) -> Result<HashMap<String, Relation>, SheetRefusal> {
    let mut all = HashMap::new();
    each_tag(written, |tag| {
        if let Tag::Open("Relationship", attributes) = tag
            && let (Some(id), Some(kind), Some(target)) = (
                attribute(attributes, "Id"),
                attribute(attributes, "Type"),
                attribute(attributes, "Target"),
            )
            && attribute(attributes, "TargetMode").is_none_or(|mode| mode != "External")
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            all.insert(id.into_owned(), Relation { kind, target: target.into_owned() });
        }
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// The part that a relation of another one in `folder` names.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn relations_name_parts_from_their_own_folder() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "..\\xl/./a.xml"), "xl/a.xml");
        assert_eq!(resolve("", "../../../etc/passwd"), "etc/passwd");
    }
}
