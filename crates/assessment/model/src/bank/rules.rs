//! When a question may be changed, published, retired, and what its texts may name (R45). Pure.

use platform::texts::Refusal;
use platform::uploads::USUAL_MEGABYTES;
use platform::{markdown, unread};
use questions::Question;

use super::entity::question::State;

/// Pictures of one question.
pub const MOST_PICTURES: usize = 20;
/// Characters of a code.
pub const LONGEST_CODE: usize = 40;
/// Characters of what a correction says of itself.
pub const LONGEST_NOTE: usize = 300;
/// What a picture is called in the texts, before its number.
pub const PICTURE: &str = "imagen-";

/// Why a question is not kept, published or taken away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankRefusal {
    #[error("another question has the code")]
    CodeTaken,
    #[error("codes of this form are the bank's own")]
    CodeReserved,
    #[error("no such capacity")]
    UnknownCapacity,
    #[error("no such course")]
    UnknownCourse,
    #[error("the question changed since it was shown")]
    ChangedMeanwhile,
    #[error("there is no draft")]
    NoDraft,
    #[error("a correction says what it corrects")]
    NoteMissing,
    #[error("the question is retired")]
    Retired,
    #[error("the question is not in use")]
    NotInUse,
    #[error("the question is not retired")]
    NotRetired,
    #[error("taking a question away needs a reason")]
    ReasonMissing,
    #[error("the question has no picture {name}")]
    NoSuchPicture { name: String },
    #[error("the picture {name} says nothing to who does not see it")]
    PictureWithoutWords { name: String },
    #[error("the question has as many pictures as it may")]
    TooManyPictures,
    #[error("the file is no picture")]
    NotAPicture,
    #[error("the file is not kept: {0}")]
    File(#[from] scans::ScanRefusal),
    #[error("no file came")]
    NoFile,
    #[error("the sheet is not read: {0}")]
    Sheet(sheets::SheetRefusal),
    #[error("the questions are not read: {0}")]
    Gift(questions::gift::GiftRefusal),
    #[error("the file is neither a sheet nor text in UTF-8")]
    NotText,
    #[error("the file was imported or forgotten")]
    Forgotten,
    #[error("questions of the file are wrong")]
    FileWrong,
    #[error("the bank has all of the file already")]
    NothingNew,
}

impl Refusal for BankRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::CodeTaken => "assessment.bank_code_taken",
            Self::CodeReserved => "assessment.bank_code_reserved",
            Self::UnknownCapacity => "assessment.bank_capacity",
            Self::UnknownCourse => "assessment.bank_course",
            Self::ChangedMeanwhile => "assessment.bank_changed",
            Self::NoDraft => "assessment.bank_no_draft",
            Self::NoteMissing => "assessment.bank_note_missing",
            Self::Retired => "assessment.bank_retired",
            Self::NotInUse => "assessment.bank_not_in_use",
            Self::NotRetired => "assessment.bank_not_retired",
            Self::ReasonMissing => "assessment.bank_reason_missing",
            Self::NoSuchPicture { .. } => "assessment.bank_no_such_picture",
            Self::PictureWithoutWords { .. } => "assessment.bank_picture_words",
            Self::TooManyPictures => "assessment.bank_too_many_pictures",
            Self::NotAPicture => "assessment.bank_not_a_picture",
            Self::File(_) => "assessment.bank_file_refused",
            Self::NoFile => "assessment.bank_no_file",
            Self::Sheet(why) => unread::code(why),
            Self::Gift(_) => "assessment.bank_questions_refused",
            Self::NotText => "assessment.bank_not_text",
            Self::Forgotten => "assessment.bank_forgotten",
            Self::FileWrong => "assessment.bank_file_wrong",
            Self::NothingNew => "assessment.bank_nothing_new",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoSuchPicture { name } | Self::PictureWithoutWords { name } => {
                vec![("name", name.clone())]
            }
            Self::TooManyPictures => vec![("most", MOST_PICTURES.to_string())],
            Self::File(why) => vec![("why", why.to_string())],
            Self::Sheet(why) => unread::facts(why, USUAL_MEGABYTES),
            Self::Gift(why) => vec![("why", why.to_string())],
            _ => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::CodeTaken | Self::CodeReserved => Some("codigo"),
            Self::UnknownCapacity => Some("capacidad"),
            Self::UnknownCourse => Some("curso"),
            Self::NoteMissing => Some("nota"),
            Self::ReasonMissing => Some("motivo"),
            Self::NoSuchPicture { .. } | Self::PictureWithoutWords { .. } => Some("texto"),
            Self::TooManyPictures
            | Self::NotAPicture
            | Self::File(_)
            | Self::NoFile
            | Self::Sheet(_)
            | Self::Gift(_)
            | Self::NotText => Some("archivo"),
            _ => None,
        }
    }
}

/// Where an edit goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditTarget {
    /// The last version is a draft: it changes in place.
    SameDraft,
    /// The last version was published: the edit is the next one, and says what it corrects.
    NextVersion,
}

/// What an edit does to a question whose last version is a draft or not.
///
/// # Errors
/// A retired question is brought back first: whoever edits it would wait for it in vain.
pub fn edit_of(state: State, has_draft: bool) -> Result<EditTarget, BankRefusal> {
    match state {
        State::Retired => Err(BankRefusal::Retired),
        State::Draft | State::Published if has_draft => Ok(EditTarget::SameDraft),
        State::Draft | State::Published => Ok(EditTarget::NextVersion),
    }
}

pub fn may_publish(state: State, has_draft: bool) -> Result<(), BankRefusal> {
    match state {
        State::Retired => Err(BankRefusal::Retired),
        State::Draft | State::Published if has_draft => Ok(()),
        State::Draft | State::Published => Err(BankRefusal::NoDraft),
    }
}

pub fn may_retire(state: State) -> Result<(), BankRefusal> {
    match state {
        State::Published => Ok(()),
        State::Draft => Err(BankRefusal::NotInUse),
        State::Retired => Err(BankRefusal::Retired),
    }
}

pub fn may_restore(state: State) -> Result<(), BankRefusal> {
    if state == State::Retired { Ok(()) } else { Err(BankRefusal::NotRetired) }
}

/// Codes such as `P-12` are given by the bank: one typed by a person could be given again.
pub fn is_reserved(code: &str) -> bool {
    let folded = code.to_uppercase();
    let digits = folded.strip_prefix("P-");
    digits.is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

/// Every picture that the question's texts name is one of its own, and says what is seen on it.
///
/// # Errors
/// The first that is not or does not.
pub fn check_pictures(question: &Question, known: &[i32]) -> Result<(), BankRefusal> {
    for text in texts(question) {
        for named in markdown::pictures(&text) {
            let number = number_of(&named.name);
            if !number.is_some_and(|number| known.contains(&number)) {
                return Err(BankRefusal::NoSuchPicture { name: named.name });
            }
            if named.words.trim().is_empty() {
                return Err(BankRefusal::PictureWithoutWords { name: named.name });
            }
        }
    }
    Ok(())
}

/// The number of a picture by its name in the texts.
pub fn number_of(name: &str) -> Option<i32> {
    name.strip_prefix(PICTURE)?.parse().ok()
}

/// Every text of a question that is written in Markdown.
pub fn texts(question: &Question) -> Vec<String> {
    use questions::Kind;
    let draft = question.draft();
    let mut texts = vec![draft.text];
    texts.extend(draft.general_feedback);
    match draft.kind {
        Kind::Single(options) | Kind::Multiple(options) => {
            for option in options {
                texts.push(option.text);
                texts.extend(option.feedback);
            }
        }
        Kind::TrueFalse { said_true, said_false, .. } => {
            texts.extend(said_true);
            texts.extend(said_false);
        }
        Kind::Numeric { accepted, otherwise } => {
            texts.extend(accepted.into_iter().filter_map(|one| one.feedback));
            texts.extend(otherwise);
        }
        Kind::Ordering(items) => texts.extend(items),
        Kind::Matching(matching) => {
            for pair in matching.pairs {
                texts.extend([pair.stem, pair.answer]);
            }
            texts.extend(matching.extra);
        }
        Kind::ShortText(short) => {
            texts.extend(short.accepted.into_iter().filter_map(|one| one.feedback));
        }
        Kind::Open => {}
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use questions::{Draft, Kind};

    fn asking(text: &str) -> Question {
        let draft = Draft {
            text: text.into(),
            kind: Kind::Open,
            general_feedback: None,
            fixed_order: false,
        };
        Question::new(draft).expect("can be asked")
    }

    #[test]
    fn a_published_version_is_corrected_by_the_next_one_r45() {
        assert_eq!(edit_of(State::Draft, true), Ok(EditTarget::SameDraft));
        assert_eq!(edit_of(State::Published, false), Ok(EditTarget::NextVersion));
        assert_eq!(edit_of(State::Published, true), Ok(EditTarget::SameDraft));
        assert_eq!(edit_of(State::Retired, false), Err(BankRefusal::Retired));
    }

    #[test]
    fn only_a_draft_is_published_and_only_what_is_in_use_retired() {
        assert_eq!(may_publish(State::Draft, true), Ok(()));
        assert_eq!(may_publish(State::Published, false), Err(BankRefusal::NoDraft));
        assert_eq!(may_publish(State::Retired, true), Err(BankRefusal::Retired));
        assert_eq!(may_retire(State::Published), Ok(()));
        assert_eq!(may_retire(State::Draft), Err(BankRefusal::NotInUse));
        assert_eq!(may_restore(State::Retired), Ok(()));
        assert_eq!(may_restore(State::Published), Err(BankRefusal::NotRetired));
    }

    #[test]
    fn the_banks_own_codes_are_not_for_people() {
        assert!(is_reserved("P-12") && is_reserved("p-7"));
        assert!(!is_reserved("TRI-01-predial") && !is_reserved("P-") && !is_reserved("P-12a"));
    }

    #[test]
    fn a_picture_is_the_questions_own_and_has_words() {
        let question = asking("Mire ![El mapa](picture:imagen-2)");
        assert_eq!(check_pictures(&question, &[1, 2]), Ok(()));
        let refused = check_pictures(&question, &[1]);
        assert_eq!(refused, Err(BankRefusal::NoSuchPicture { name: "imagen-2".into() }));
        let silent = check_pictures(&asking("![](picture:imagen-1)"), &[1]);
        assert_eq!(silent, Err(BankRefusal::PictureWithoutWords { name: "imagen-1".into() }));
        let outside = check_pictures(&asking("![x](https://x.y/z.png)"), &[1]);
        assert!(matches!(outside, Err(BankRefusal::NoSuchPicture { .. })));
    }
}
