//! Integer newtypes for the ids of rows, so that a person is never taken for an enrolment. The
//! macro is here; each id is declared beside the table that owns it. `#[stored]` is here too: it makes
//! an enum that a table keeps as text.

/// Declares an id: `id! { /// Doc. CohortId }`.
///
/// It is a column and an auto-increment key in the database, a number in JSON, and a parameter in
/// the address of a route. Only the canonical form of a positive number is one (`7`, not `07` nor
/// `+7`): anything else makes Rocket forward, which ends in 404 as if the row did not exist.
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            Hash,
            PartialOrd,
            Ord,
            serde::Serialize,
            serde::Deserialize,
            sea_orm::DeriveValueType,
        )]
        pub struct $name(pub i64);

        impl $crate::example::Example for $name {
            fn example(_: $crate::example::Size) -> Self {
                Self(1)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ids::NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::ids::parse(text).map(Self)
            }
        }

        impl<'a> rocket::request::FromParam<'a> for $name {
            type Error = $crate::ids::NotAnId;

            fn from_param(param: &'a str) -> Result<Self, Self::Error> {
                param.parse()
            }
        }
    };
}
pub use crate::id;
pub use derive::stored;

/// The text is not the canonical form of a positive number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

/// Reads the canonical form of a positive number.
///
/// # Errors
/// `NotAnId` for anything else, zero, signs and leading zeros included.
pub fn parse(text: &str) -> Result<i64, NotAnId> {
    if text.starts_with('0') || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotAnId);
    }
    text.parse().map_err(|_| NotAnId)
}

#[cfg(test)]
mod tests {
    use sea_orm::{ActiveEnum, Iterable};

    use super::{NotAnId, parse, stored};

    #[stored]
    #[derive(PartialOrd, Ord)]
    enum Step {
        NotYet,
        #[stored("DONE")]
        Done,
    }

    #[test]
    fn a_stored_enum_has_one_word_in_the_table_in_json_and_as_its_code() {
        for (step, word) in Step::iter().zip(["not_yet", "DONE"]) {
            assert_eq!(step.to_value(), word);
            assert_eq!(Step::try_from_value(&word.to_owned()).ok(), Some(step));
            assert_eq!(serde_json::to_value(step).ok(), Some(word.into()));
            assert_eq!(serde_json::from_value::<Step>(word.into()).ok(), Some(step));
            assert_eq!((step.code(), Step::from_code(word)), (word, Some(step)));
        }
        assert!(Step::NotYet < Step::Done);
    }

    #[test]
    fn a_positive_number_is_an_id() {
        assert_eq!(parse("7"), Ok(7));
        assert_eq!(parse("9223372036854775807"), Ok(i64::MAX));
    }

    #[test]
    fn anything_else_is_not() {
        for text in ["", "0", "-1", "+7", "07", " 7", "7a", "9223372036854775808", "siete"] {
            assert_eq!(parse(text), Err(NotAnId), "{text:?}");
        }
    }
}
