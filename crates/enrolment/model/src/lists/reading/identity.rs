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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPerson {
    /// `None` where none can be read.
    pub document: Option<(DocumentType, String)>,
    /// The words of the name in alphabetical order, without accents.
    pub name: Vec<String>,
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
        let is_named = |target: ColumnTarget| {
            let seconds = [ColumnTarget::SecondName, ColumnTarget::SecondSurname];
            target.is_name() || seconds.contains(&target)
        };
        let mut name = Vec::new();
        for target in self.columns.0.values().copied().filter(|target| is_named(*target)) {
            let text = self.optional(&row, target).map(fold).unwrap_or_default();
            name.extend(text.split_whitespace().map(str::to_owned));
        }
        name.sort_unstable();
        let consent = self.text(&row, ColumnTarget::Consent);
        let refuses = consent.is_some_and(|text| words::consent(text) != Some(true));
        Some(RowPerson { document: self.document(&row), name, refuses })
    }
}

/// Counts the people of a file who are not in an earlier one. A document tells who somebody is; where the
/// earlier file, or this one, has none that can be read, the name does: of as many people as had it there.
/// Whoever said no there was not asked.
pub fn newcomers(earlier: &[RowPerson], now: &[RowPerson]) -> usize {
    let told = || earlier.iter().filter(|one| !one.refuses);
    let documents: HashSet<_> = told().filter_map(|one| one.document.as_ref()).collect();
    let names: HashSet<_> = told().map(|one| one.name.as_slice()).collect();
    let mut unnumbered: HashMap<&[String], usize> = HashMap::new();
    for one in told().filter(|one| one.document.is_none() && !one.name.is_empty()) {
        *unnumbered.entry(&one.name).or_default() += 1;
    }
    let people: HashSet<_> = now.iter().map(|one| (&one.document, &one.name)).collect();
    let is_new = |(document, name): &(&Option<(DocumentType, String)>, &Vec<String>)| match document
    {
        Some(document) if documents.contains(document) => false,
        Some(_) => match unnumbered.get_mut(name.as_slice()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        },
        None => !name.is_empty() && !names.contains(name.as_slice()),
    };
    people.into_iter().filter(is_new).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: Option<&str>, name: &str) -> RowPerson {
        RowPerson {
            document: number.map(|number| (DocumentType::Cc, number.to_owned())),
            name: name.split_whitespace().map(str::to_owned).collect(),
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
}
