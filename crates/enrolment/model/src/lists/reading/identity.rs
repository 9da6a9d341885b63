//! Who a row is of, whatever else is wrong with it; pure.

use std::collections::{HashMap, HashSet};

use people_model::entity::person::DocumentType;
use platform::search::fold;
use sheets::Row;

use super::cells::PreparedRow;
use super::reader::RowReader;
use crate::lists::columns::ColumnTarget;
use crate::lists::words;

/// The person of a row, as far as the row says it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowPerson {
    /// `None` where none can be read.
    pub document: Option<(DocumentType, String)>,
    /// The words of the name in alphabetical order, without accents.
    pub name: Vec<String>,
    /// What else the row says of the person, without accents.
    pub rest: Vec<(ColumnTarget, String)>,
    /// The row says no, or nothing clear, about the authorisation (R71).
    pub refuses: bool,
}

impl RowReader<'_> {
    /// Returns who the next row of the sheet, from the top, is of; `None` where it is nobody's or left out.
    pub fn row_person(&mut self, row: &Row) -> Option<RowPerson> {
        if !self.is_person(row) {
            return None;
        }
        let PreparedRow { row, is_left_out, .. } = self.prepared(row);
        if is_left_out {
            return None;
        }
        let is_other = |target: &ColumnTarget| {
            use ColumnTarget::{Consent, Document, DocumentType};
            !target.is_of_name() && ![Consent, Document, DocumentType].contains(target)
        };
        let all = || self.columns.0.values().copied();
        let text = |target| self.optional(&row, target).map(fold);
        let rest = all().filter(is_other).filter_map(|target| Some((target, text(target)?)));
        let mut rest: Vec<(ColumnTarget, String)> = rest.collect();
        rest.sort_unstable();
        let mut name = Vec::new();
        for said in all().filter(|target| target.is_of_name()).filter_map(text) {
            name.extend(said.split_whitespace().map(str::to_owned));
        }
        name.sort_unstable();
        let consent = self.text(&row, ColumnTarget::Consent);
        let refuses = consent.is_some_and(|text| words::consent(text) != Some(true));
        Some(RowPerson { document: self.document(&row), name, rest, refuses })
    }
}

/// Counts the people of a file who are not in earlier ones. A document tells who somebody is. Where the earlier
/// row, or this one, has none that can be read, the name does: of as many people as had it there. Where the
/// document was corrected, the name does with everything else that the row says: of as many as are there no more.
/// Whoever said no there was not asked.
pub fn newcomers(earlier: &[RowPerson], now: &[RowPerson]) -> usize {
    let told: HashSet<&RowPerson> = earlier.iter().filter(|one| !one.refuses).collect();
    let documents: HashSet<_> = told.iter().filter_map(|one| one.document.as_ref()).collect();
    let names: HashSet<_> = told.iter().map(|one| one.name.as_slice()).collect();
    let mut unnumbered: HashMap<&[String], usize> = HashMap::new();
    for one in told.iter().filter(|one| one.document.is_none() && !one.name.is_empty()) {
        *unnumbered.entry(&one.name).or_default() += 1;
    }
    let present: HashSet<_> = now.iter().map(|one| (&one.document, one.name.as_slice())).collect();
    let is_gone = |one: &&&RowPerson| {
        let is_told = one.document.is_some() && !one.name.is_empty() && !one.rest.is_empty();
        is_told && !present.contains(&(&one.document, one.name.as_slice()))
    };
    let mut gone: HashMap<_, usize> = HashMap::new();
    for one in told.iter().filter(is_gone) {
        *gone.entry((one.name.as_slice(), one.rest.as_slice())).or_default() += 1;
    }
    let people: HashMap<_, _> =
        now.iter().map(|one| ((&one.document, one.name.as_slice()), one.rest.as_slice())).collect();
    let mut new = 0;
    for ((document, name), rest) in people {
        let is_known = match document {
            Some(document) if documents.contains(document) => true,
            Some(_) => taken(unnumbered.get_mut(name)) || taken(gone.get_mut(&(name, rest))),
            None => name.is_empty() || names.contains(name),
        };
        new += usize::from(!is_known);
    }
    new
}

/// Takes one of what is left, and says whether there was one.
fn taken(left: Option<&mut usize>) -> bool {
    match left {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: Option<&str>, name: &str) -> RowPerson {
        RowPerson {
            document: number.map(|number| (DocumentType::Cc, number.to_owned())),
            name: name.split_whitespace().map(str::to_owned).collect(),
            rest: Vec::new(),
            refuses: false,
        }
    }

    #[test]
    fn somebody_is_known_by_the_document_and_without_one_by_the_name() {
        let earlier = [
            person(Some("1001"), "ana ruiz"),
            person(None, "luz paz"),
            RowPerson { refuses: true, ..person(Some("1003"), "jose rey") },
        ];
        let new = |now: RowPerson| newcomers(&earlier, &[now.clone(), now]);
        assert_eq!(new(person(Some("1001"), "ana maria ruiz")), 0, "the name was mended");
        assert_eq!(new(person(Some("1002"), "luz paz")), 0, "the document was written");
        assert_eq!(new(person(None, "ana ruiz")), 0, "the document was lost");
        assert_eq!(new(person(Some("1004"), "ana ruiz")), 1, "another of the same name");
        assert_eq!(new(person(Some("1003"), "jose rey")), 1, "who said no there");
        assert_eq!(new(person(None, "rey paz")), 1);
        assert_eq!(new(person(None, "")), 0, "nobody");
        let two = [person(Some("1002"), "luz paz"), person(Some("1005"), "luz paz")];
        assert_eq!(newcomers(&earlier, &two), 1, "one of the two was there");
    }

    #[test]
    fn somebody_whose_document_was_corrected_is_known_by_everything_else() {
        let treasurer = |number: &str, mail: &str| RowPerson {
            rest: vec![
                (ColumnTarget::Mail, mail.to_owned()),
                (ColumnTarget::Position, "tesorera".to_owned()),
            ],
            ..person(Some(number), "ana ruiz")
        };
        let earlier = [treasurer("1001", "ana@a.example"), person(Some("1003"), "luz paz")];
        let new = |now: &[RowPerson]| newcomers(&earlier, now);
        let corrected = treasurer("1002", "ana@a.example");
        assert_eq!(new(std::slice::from_ref(&corrected)), 0);
        assert_eq!(new(&[treasurer("1002", "otra@a.example")]), 1, "another of the same name");
        assert_eq!(new(&[corrected.clone(), earlier[0].clone()]), 1, "who was there is there");
        assert_eq!(new(&[corrected, treasurer("1004", "ana@a.example")]), 1, "one was there");
        let other = [person(Some("1005"), "luz paz")];
        assert_eq!(new(&other), 1, "nothing else is said of them");
    }
}
