//! What was answered about single rows of a file, for the same rows of the file that corrects it; pure (R86).
//! Nobody's row is known by its number alone: rows move.

use std::collections::BTreeMap;

use platform::search::fold;
use sheets::SheetRefusal;

use super::columns::ColumnTarget;
use super::file::each_row;
use super::reading::{Answers, ImportChoice};
use super::words;

/// What the cells of a row say, by their meaning, folded; a cell that says nothing is not there.
type RowCells = BTreeMap<ColumnTarget, String>;

/// The rows of a list by their numbers.
type ListRows = BTreeMap<u32, RowCells>;

/// What an answer about a post is about.
const WORK: [ColumnTarget; 6] = [
    ColumnTarget::Document,
    ColumnTarget::Municipality,
    ColumnTarget::Entity,
    ColumnTarget::Nit,
    ColumnTarget::Position,
    ColumnTarget::Kind,
];

/// Returns what was answered about single rows of an earlier file that holds for this one too: a cell that was
/// mended while it says what it said, a row that was left out while all of it does. A «No» to the authorisation
/// stays where this file leaves the cell empty, until somebody says otherwise (R71).
///
/// # Errors
/// One of the files cannot be read any more.
pub fn carried(
    (before, read, said): (&[u8], &ImportChoice, &Answers),
    (after, choice): (&[u8], &ImportChoice),
) -> Result<Answers, SheetRefusal> {
    Ok(held((&rows(before, read)?, said), &rows(after, choice)?))
}

fn rows(bytes: &[u8], choice: &ImportChoice) -> Result<ListRows, SheetRefusal> {
    let mut rows = ListRows::new();
    each_row(bytes, choice.sheet, |row| {
        if row.number <= choice.header {
            return;
        }
        let cells = row.cells.iter().filter_map(|cell| {
            let target = choice.columns.target(cell.column)?;
            Some((target, fold(&cell.text)))
        });
        rows.insert(row.number, cells.filter(|(_, text)| !text.is_empty()).collect());
    })?;
    Ok(rows)
}

fn held((then, said): (&ListRows, &Answers), now: &ListRows) -> Answers {
    let mut held = Answers::default();
    let mut mended: BTreeMap<u32, Vec<(ColumnTarget, &String)>> = BTreeMap::new();
    for ((number, target), text) in &said.mended {
        mended.entry(*number).or_default().push((*target, text));
    }
    for (number, row) in then {
        let cells = mended.get(number).map_or(&[][..], Vec::as_slice);
        let but: Vec<ColumnTarget> = cells.iter().map(|(target, _)| *target).collect();
        let same = |holds: &dyn Fn(&RowCells) -> bool| place((*number, row), now, &but, holds);
        for (target, text) in cells {
            if let Some(to) = same(&|other| row.get(target) == other.get(target)) {
                held.mended.insert((to, *target), (*text).clone());
            }
        }
        if said.left_out.contains(number)
            && let Some(to) = same(&|other| row == other)
        {
            held.left_out.insert(to);
        }
        if let Some(answer) = said.posts.get(number)
            && let Some(to) = same(&|other| WORK.iter().all(|one| row.get(one) == other.get(one)))
        {
            held.posts.insert(to, *answer);
        }
        let consent = ColumnTarget::Consent;
        let answered = said.mended.get(&(*number, consent)).or_else(|| row.get(&consent));
        if let Some(no) = answered.filter(|text| words::consent(text) == Some(false))
            && let Some(to) =
                place((*number, row), now, &[consent], &|other| !other.contains_key(&consent))
        {
            held.mended.entry((to, consent)).or_insert_with(|| no.clone());
        }
    }
    held
}

/// The row that is still this one; of several that are, the one that stands where it stood.
fn place(
    (number, row): (u32, &RowCells),
    now: &ListRows,
    but: &[ColumnTarget],
    holds: &dyn Fn(&RowCells) -> bool,
) -> Option<u32> {
    let same = now.iter().filter(|(_, other)| holds(other) && is_same(row, other, but));
    let same: Vec<u32> = same.map(|(number, _)| *number).collect();
    match same.as_slice() {
        [only] => Some(*only),
        several => several.contains(&number).then_some(number),
    }
}

/// Whether two rows are of one person: with the same document and name, or with one of them and everything else
/// the same, but for what was mended.
fn is_same(one: &RowCells, other: &RowCells, but: &[ColumnTarget]) -> bool {
    let alike = |target: ColumnTarget| one.get(&target) == other.get(&target);
    let all = || one.keys().chain(other.keys()).copied();
    let is_named = all().any(ColumnTarget::is_of_name);
    let same_name = is_named && all().filter(|target| target.is_of_name()).all(alike);
    let same_document = one.contains_key(&ColumnTarget::Document) && alike(ColumnTarget::Document);
    let is_rest = |target: &ColumnTarget| {
        !target.is_of_name() && *target != ColumnTarget::Document && !but.contains(target)
    };
    same_document && same_name || (same_document || same_name) && all().filter(is_rest).all(alike)
}

#[cfg(test)]
mod tests {
    use super::ColumnTarget as T;
    use super::*;

    fn list(rows: &[(u32, [&str; 4])]) -> ListRows {
        let targets = [T::Document, T::FullName, T::Position, T::Consent];
        let cells = |texts: &[&str; 4]| -> RowCells {
            let all = targets.into_iter().zip(texts.iter().map(|text| (*text).to_owned()));
            all.filter(|(_, text)| !text.is_empty()).collect()
        };
        rows.iter().map(|(number, texts)| (*number, cells(texts))).collect()
    }

    fn mended(row: u32, target: T, text: &str) -> Answers {
        let mended = [((row, target), text.to_owned())].into();
        Answers { mended, ..Answers::default() }
    }

    #[test]
    fn a_mended_cell_goes_with_its_row_while_it_says_what_it_said() {
        let then = list(&[(2, ["12", "ana ruiz", "jefa", ""]), (3, ["1002", "luz paz", "", ""])]);
        let said = mended(3, T::Position, "Tesorera");
        let to = |rows: &[(u32, [&str; 4])]| {
            let held = held((&then, &said), &list(rows));
            held.mended.into_keys().next().map(|(row, _)| row)
        };
        let moved = [(2, ["1003", "jose rey", "", ""]), (7, ["1002", "luz paz", "", ""])];
        assert_eq!(to(&moved), Some(7), "by document and name, wherever it stands");
        assert_eq!(to(&[(3, ["1002", "luz paz", "jefa", ""])]), None, "the file says it now");
        assert_eq!(to(&[(3, ["1004", "luz paz", "", ""])]), Some(3), "the document was written");
        assert_eq!(to(&[(3, ["1004", "jose rey", "", ""])]), None, "somebody else stands there");
        let twice = [(3, ["1002", "luz paz", "", ""]), (4, ["1002", "luz paz", "", ""])];
        assert_eq!(to(&twice), Some(3));
        assert_eq!(to(&[(4, twice[0].1), (5, twice[0].1)]), None, "nobody knows which");
    }

    #[test]
    fn a_row_stays_left_out_while_all_of_it_is_the_same() {
        let then = list(&[(2, ["1001", "ana ruiz", "", ""])]);
        let said = Answers { left_out: [2].into(), ..Answers::default() };
        let out = |row: [&str; 4]| held((&then, &said), &list(&[(9, row)])).left_out;
        assert!(out(["1001", "ana ruiz", "", ""]).contains(&9));
        assert!(out(["1001", "ana ruiz", "jefa", ""]).is_empty(), "it was corrected");
    }

    #[test]
    fn a_no_stays_until_somebody_says_yes() {
        let then = list(&[(2, ["1001", "ana ruiz", "jefa", "no"])]);
        let kept = |said: &Answers, now: &str| {
            let now = list(&[(4, ["1001", "ana ruiz", "jefa", now])]);
            held((&then, said), &now).mended.into_values().next()
        };
        let nothing = Answers::default();
        assert_eq!(kept(&nothing, "").as_deref(), Some("no"));
        assert_eq!(kept(&nothing, "si"), None);
        assert_eq!(kept(&mended(2, T::Consent, "Sí"), ""), None, "it was answered on the page");
    }
}
