//! How well the values of a column fit what its heading says; pure.

use platform::search::fold;
use rosters::{contacts, digits};

use super::columns::ColumnTarget;
use super::words;

/// Returns how many of a hundred values fit the meaning. `None` when there are too few to say, or when
/// anything fits.
pub fn fit(target: ColumnTarget, values: &[&str]) -> Option<i32> {
    let told: Vec<&&str> = values.iter().filter(|text| !words::is_nothing(text)).collect();
    if target == ColumnTarget::Phone {
        return phones(&told);
    }
    if told.len() < 2 {
        return None;
    }
    let fits: fn(&str) -> bool = match target {
        ColumnTarget::Document => |text| text.chars().filter(char::is_ascii_digit).count() >= 4,
        ColumnTarget::DocumentType => |text| words::document_type(text).is_some(),
        ColumnTarget::Mail => |text| text.contains('@'),
        ColumnTarget::Municipality => |text| !text.contains('@') && text.chars().count() <= 60,
        ColumnTarget::Department | ColumnTarget::Position | ColumnTarget::Entity => is_worded,
        ColumnTarget::FullName | ColumnTarget::FullNameBySurname => {
            |text| is_worded(text) && text.contains(' ')
        }
        ColumnTarget::GivenNames
        | ColumnTarget::Surnames
        | ColumnTarget::FirstName
        | ColumnTarget::FirstSurname => is_worded,
        ColumnTarget::Consent => |text| words::consent(text).is_some(),
        _ => return None,
    };
    let count = told.iter().filter(|text| fits(text)).count();
    i32::try_from(count * 100 / told.len()).ok()
}

/// A landline says less than a mobile telephone, also under the plainer heading: it reaches an office.
const LANDLINE: i32 = 40;

fn phones(told: &[&&str]) -> Option<i32> {
    let usual = told.iter().filter_map(|text| contacts::phone(text)).filter(|one| one.is_usual);
    let points: i32 = usual.map(|one| if one.is_mobile() { 100 } else { LANDLINE }).sum();
    let all = i32::try_from(told.len()).ok()?;
    (points > 0 || all > 1).then(|| points / all)
}

fn is_worded(text: &str) -> bool {
    let folded = fold(text);
    folded.chars().any(char::is_alphabetic) && digits::whole(&folded).is_none()
}
