//! Many marks as one text: «12p,13l90,» is present in session 12 and late with 90 minutes in 13.
//! A row a session or a person instead of a row a mark, which for 1,000 people and 20 sessions
//! would be 20,000.

use sea_orm::DbBackend;

use super::labels;
use super::rules::MarkValue;

/// The aggregate that joins the marks of `attendance_summary`, each behind the id in `column`.
/// Only the aggregate's name and its casts differ between the two databases.
pub fn joined(backend: DbBackend, column: &str) -> String {
    match backend {
        DbBackend::Postgres => format!(
            "string_agg({column}::text || substr(state, 1, 1) || coalesce(minutes::text, ''), ',')"
        ),
        _ => format!("group_concat({column} || substr(state, 1, 1) || coalesce(minutes, ''), ',')"),
    }
}

/// Reads such a text; what is no mark is passed over.
pub fn read(text: &str) -> impl Iterator<Item = (i64, MarkValue)> + '_ {
    text.split(',').filter_map(|part| {
        let at = part.find(|c: char| c.is_ascii_alphabetic())?;
        let (id, rest) = part.split_at_checked(at)?;
        let state = labels::from_stored_initial(rest.bytes().next()?)?;
        let minutes = match rest.get(1..)? {
            "" => None,
            minutes => Some(minutes.parse().ok()?),
        };
        Some((id.parse().ok()?, MarkValue { state, minutes }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::attendance_mark::State;

    #[test]
    fn a_joined_text_gives_back_every_mark() {
        let mark = |id, state, minutes| (id, MarkValue { state, minutes });
        let marks: Vec<_> = read("12p,7a,130e,4l90,5d").collect();
        assert_eq!(
            marks,
            [
                mark(12, State::Present, None),
                mark(7, State::Absent, None),
                mark(130, State::Excused, None),
                mark(4, State::Late, Some(90)),
                mark(5, State::Dispensed, None),
            ]
        );
        for none in ["", "pp", "1x", "1p9x", "p", "12", ",,"] {
            assert_eq!(read(none).count(), 0, "{none}");
        }
    }
}
