//! A part copied as it stands, without what refers to parts that stay behind and without formulas.

use std::collections::HashSet;

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;

use super::CopyRefusal;
use super::formulas::is_harmless;
use super::pieces::{DECLARATION, Piece, Pieces, changed, local};
use crate::SheetRefusal;
use crate::xlsx::xml::attribute;

/// Elements that are never copied: objects and controls with their shapes, what is fetched from elsewhere,
/// the formulas that a table gives to new rows.
const NEVER: [&str; 15] = [
    "oleObjects",
    "oleObject",
    "controls",
    "control",
    "webPublishItems",
    "webPublishing",
    "webPublishObjects",
    "externalReferences",
    "functionGroups",
    "dataConsolidate",
    "calculatedColumnFormula",
    "totalsRowFormula",
    "compatExt",
    "slicer",
    "timeslicer",
];
/// Elements whose text is a formula.
const FORMULAS: [&str; 5] = ["f", "formula", "formula1", "formula2", "definedName"];
/// Elements that are wrong without any one of their pieces, however deep it lies: they go with it.
const WHOLE: [&str; 9] = [
    "dataValidation",
    "cfRule",
    "twoCellAnchor",
    "oneCellAnchor",
    "absoluteAnchor",
    "sparkline",
    "numRef",
    "strRef",
    "multiLvlStrRef",
];
/// Elements that count the ones inside them, which may be fewer afterwards. The count may be left out.
const COUNTING: [&str; 2] = ["dataValidations", "tableParts"];
/// Elements that stand even if nothing is left inside them.
const VOID: [&str; 3] = ["c", "blip", "cNvPr"];
/// Shapes, which may name a macro.
const SHAPES: [&str; 5] = ["sp", "pic", "graphicFrame", "cxnSp", "grpSp"];

/// What becomes of an element.
enum Verdict {
    Copy,
    Change(String),
    Drop,
    /// Whatever it stands in is right without it.
    Omit,
}

/// An element whose end has not come.
struct OpenElement<'t> {
    name: &'t str,
    /// Where it begins in what is written, and where its content does.
    at: usize,
    inside: usize,
    /// Something inside it was dropped.
    lacks: bool,
}

/// Copies a part; `gone` are the relations whose parts stay behind, by their ids.
///
/// # Errors
/// What is no XML, or a sheet of the workbook that stays behind.
pub fn scrubbed(written: &str, gone: &HashSet<String>) -> Result<String, CopyRefusal> {
    let mut pieces = Pieces::new(written);
    let mut out = String::with_capacity(written.len() + DECLARATION.len());
    out.push_str(DECLARATION);
    let mut open: Vec<OpenElement<'_>> = Vec::new();
    // How deep the piece lies within an element that is left out.
    let mut dropped = 0_u32;
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Open { is_empty, .. } if dropped > 0 => dropped += u32::from(!is_empty),
            Piece::Open { tag, written, is_empty } => {
                let name = local(written);
                let at = out.len();
                let parent = open.last().map_or("", |parent| parent.name);
                match verdict(&tag, written, (name, parent), is_empty, gone)? {
                    Verdict::Copy => out.push_str(written),
                    Verdict::Change(text) => out.push_str(&text),
                    verdict => {
                        lose(&mut open, matches!(verdict, Verdict::Drop));
                        dropped = u32::from(!is_empty);
                        continue;
                    }
                }
                if !is_empty {
                    open.push(OpenElement { name, at, inside: out.len(), lacks: false });
                }
            }
            Piece::Close { .. } if dropped > 0 => dropped -= 1,
            Piece::Close { written } => {
                let element = open.pop().ok_or(SheetRefusal::Damaged)?;
                let content = out.get(element.inside..).unwrap_or_default();
                let harms = FORMULAS.contains(&element.name) && does_harm(content);
                if harms || is_void(&element, content) {
                    out.truncate(element.at);
                    lose(&mut open, harms);
                } else {
                    out.push_str(written);
                }
            }
            Piece::Text { written } if dropped == 0 => out.push_str(written),
            Piece::Text { .. } => {}
        }
    }
    if out.trim_end().len() < DECLARATION.len() {
        return Err(CopyRefusal::Unusual("nothing of a part can be copied"));
    }
    Ok(out)
}

/// Judges an element by its tag.
fn verdict(
    tag: &BytesStart<'_>,
    written: &str,
    (name, parent): (&str, &str),
    is_empty: bool,
    gone: &HashSet<String>,
) -> Result<Verdict, CopyRefusal> {
    if NEVER.contains(&name) || name == "f" && parent == "c" {
        return Ok(Verdict::Drop);
    }
    let change = |changes| Ok(Verdict::Change(changed(tag, is_empty, changes)?));
    match name {
        // What the values of cells are joined to by number, in parts that stay behind.
        "c" if written.contains("m=") => return change(&[("cm", None), ("vm", None)]),
        "c" | "row" | "v" | "t" | "is" => return Ok(Verdict::Copy),
        "definedName" => {
            let is_macro = ["function", "vbProcedure", "xlm"].iter().any(|name| {
                attribute(tag, name).is_some_and(|value| !matches!(&*value, "0" | "false"))
            });
            return Ok(if is_macro { Verdict::Drop } else { Verdict::Copy });
        }
        _ => {}
    }
    // Ids of relations stand in attributes of another namespace, whatever its letters are.
    let mut lost = None;
    if !gone.is_empty() && written.contains(':') {
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| SheetRefusal::Damaged)?;
            let key: &str = attribute.key.as_ref();
            let is_id = key.contains(':') && !key.starts_with("xml");
            let value = unescape(&attribute.value).map_err(|_| SheetRefusal::Damaged)?;
            if is_id && gone.contains(&*value) {
                lost = Some(key.to_owned());
            }
        }
    }
    match (name, lost) {
        ("sheet", Some(_)) => Err(CopyRefusal::Unusual("a sheet of another kind")),
        // The settings of a printer, without which the page stays as it was set up.
        ("pageSetup", Some(key)) => change(&[(key.as_str(), None)]),
        // A link of a picture, and its drawing as a vector beside its points.
        ("hlinkClick" | "hlinkHover" | "svgBlip", Some(_)) => Ok(Verdict::Omit),
        (_, Some(_)) => Ok(Verdict::Drop),
        (name, None) if COUNTING.contains(&name) => change(&[("count", None)]),
        (name, None) if SHAPES.contains(&name) && written.contains("macro=") => {
            change(&[("macro", Some("")), ("textlink", None)])
        }
        _ => Ok(Verdict::Copy),
    }
}

/// Tells the element around what was left out, and where that matters, the one that is wrong without it.
fn lose(open: &mut [OpenElement<'_>], is_needed: bool) {
    if let Some(parent) = open.last_mut() {
        parent.lacks = true;
    }
    if is_needed && let Some(whole) = open.iter_mut().rfind(|one| WHOLE.contains(&one.name)) {
        whole.lacks = true;
    }
}

/// Whether the formula that an element holds reaches out, or cannot be read here.
fn does_harm(content: &str) -> bool {
    match content.contains('<') {
        true => content.contains("<!["),
        false => !unescape(content).is_ok_and(|formula| is_harmless(&formula)),
    }
}

/// Whether an element goes because of what it does not hold any more.
fn is_void(element: &OpenElement<'_>, content: &str) -> bool {
    let is_empty = content.trim().is_empty() && !VOID.contains(&element.name);
    element.lacks && (is_empty || WHOLE.contains(&element.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(written: &str, gone: &[&str]) -> String {
        let gone = gone.iter().map(|id| (*id).to_owned()).collect();
        let copy = scrubbed(written, &gone).unwrap();
        copy.strip_prefix(DECLARATION).unwrap().to_owned()
    }

    #[test]
    fn formulas_of_cells_go_and_their_values_stay() {
        let written = "<w><sheetData><row r=\"1\"><c r=\"A1\" cm=\"1\"><f t=\"array\">1+1</f><v>2</v></c>\
            <c r=\"B1\" t=\"str\"><f/><v>=x</v></c><c r=\"C1\"><f>NOW()</f></c></row></sheetData></w>";
        assert_eq!(
            copied(written, &[]),
            "<w><sheetData><row r=\"1\"><c r=\"A1\"><v>2</v></c>\
             <c r=\"B1\" t=\"str\"><v>=x</v></c><c r=\"C1\"></c></row></sheetData></w>"
        );
    }

    #[test]
    fn what_refers_to_a_part_that_stays_behind_goes_with_it() {
        let written = "<w><sheetData/><hyperlinks><hyperlink ref=\"A1\" r:id=\"rId1\"/></hyperlinks>\
            <pageSetup orientation=\"landscape\" r:id=\"rId2\"/><drawing r:id=\"rId3\"/>\
            <mc:AlternateContent><mc:Choice Requires=\"x14\"><controls><control r:id=\"rId4\"/></controls>\
            </mc:Choice></mc:AlternateContent></w>";
        assert_eq!(
            copied(written, &["rId1", "rId2"]),
            "<w><sheetData/><pageSetup orientation=\"landscape\"/><drawing r:id=\"rId3\"/></w>"
        );
        let sheet = "<w><sheets><sheet name=\"M\" r:id=\"rId1\"/></sheets></w>";
        assert!(scrubbed(sheet, &HashSet::from(["rId1".to_owned()])).is_err());
    }

    #[test]
    fn a_picture_keeps_its_place_without_its_link_and_its_macro() {
        let written = "<d><a:twoCellAnchor><xdr:pic macro=\"[0]!M\"><xdr:cNvPr id=\"1\"><a:hlinkClick \
            r:id=\"rId1\"/></xdr:cNvPr><a:blip r:embed=\"rId2\"/></xdr:pic></a:twoCellAnchor>\
            <a:oneCellAnchor><xdr:from/><a:graphic><x/><a:data><c:chart r:id=\"rId3\"/></a:data></a:graphic>\
            </a:oneCellAnchor></d>";
        assert_eq!(
            copied(written, &["rId1", "rId3"]),
            "<d><a:twoCellAnchor><xdr:pic macro=\"\"><xdr:cNvPr id=\"1\"></xdr:cNvPr>\
             <a:blip r:embed=\"rId2\"/></xdr:pic></a:twoCellAnchor></d>"
        );
    }

    #[test]
    fn conditions_and_names_stay_unless_they_reach_out() {
        let written = "<w><dataValidations count=\"2\"><dataValidation><formula1>Hoja2!$A:$A</formula1>\
            </dataValidation><dataValidation><formula1>cmd|'x'!A0</formula1></dataValidation>\
            </dataValidations><conditionalFormatting><cfRule><formula><![CDATA[A1]]></formula></cfRule>\
            </conditionalFormatting><x14:dataValidation><x14:formula1><xm:f>[1]H!A1</xm:f></x14:formula1>\
            <xm:sqref>A1</xm:sqref></x14:dataValidation><definedNames><definedName name=\"a\">D!$A$1\
            </definedName><definedName name=\"b\" xlm=\"1\">D!$A$1</definedName></definedNames></w>";
        assert_eq!(
            copied(written, &[]),
            "<w><dataValidations><dataValidation><formula1>Hoja2!$A:$A</formula1></dataValidation>\
             </dataValidations><definedNames><definedName name=\"a\">D!$A$1</definedName>\
             </definedNames></w>"
        );
    }
}
