//! When a question may be changed, published, retired, and what its texts may name (R45). Pure.

use platform::markdown;
use platform::texts::Refusal;
use platform::unread::UnreadSheet;
use platform::uploads::USUAL_MEGABYTES;
use questions::Question;
use sign_in_model::evidence::EvidenceRefusal;

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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.bank_")]
pub enum BankRefusal {
    #[error("whoever wrote a correction does not publish it")]
    #[code("assessment.bank_second_person")]
    SecondPerson,
    #[error("the question is another unit's")]
    #[code("assessment.bank_of_another_unit")]
    OfAnotherUnit,
    #[error("another question has the code")]
    #[field("codigo")]
    CodeTaken,
    #[error("codes of this form are the bank's own")]
    #[field("codigo")]
    CodeReserved,
    #[error("no such capacity")]
    #[code("assessment.bank_capacity")]
    #[field("capacidad")]
    UnknownCapacity,
    #[error("no such course")]
    #[code("assessment.bank_course")]
    #[field("curso")]
    UnknownCourse,
    #[error("the question changed since it was shown")]
    #[code("assessment.bank_changed")]
    ChangedMeanwhile,
    #[error("there is no draft")]
    NoDraft,
    #[error("a correction says what it corrects")]
    #[field("nota")]
    NoteMissing,
    #[error("the question is retired")]
    Retired,
    #[error("the question is not in use")]
    NotInUse,
    #[error("the question is not retired")]
    NotRetired,
    #[error("taking a question away needs a reason")]
    #[field("motivo")]
    ReasonMissing,
    #[error("the question has no picture {name}")]
    #[field("texto")]
    NoSuchPicture { name: String },
    #[error("the picture {name} says nothing to who does not see it")]
    #[code("assessment.bank_picture_words")]
    #[field("texto")]
    PictureWithoutWords { name: String },
    #[error("the question has as many pictures as it may")]
    #[facts(most = MOST_PICTURES)]
    #[field("archivo")]
    TooManyPictures,
    #[error("the file is no picture")]
    #[field("archivo")]
    NotAPicture,
    #[error("the file is not kept: {0}")]
    #[code("assessment.bank_file_refused")]
    #[facts(why = _0)]
    #[field("archivo")]
    File(#[from] EvidenceRefusal),
    #[error("no file came")]
    #[field("archivo")]
    NoFile,
    #[error("the sheet is not read: {0}")]
    #[same(UnreadSheet(_0, USUAL_MEGABYTES))]
    Sheet(sheets::SheetRefusal),
    #[error("the questions are not read: {0}")]
    #[code("assessment.bank_questions_refused")]
    #[facts(why = _0)]
    #[field("archivo")]
    Gift(questions::gift::GiftRefusal),
    #[error("the file is neither a sheet nor text in UTF-8")]
    #[field("archivo")]
    NotText,
    #[error("the file was imported or forgotten")]
    Forgotten,
    #[error("questions of the file are wrong")]
    FileWrong,
    #[error("the bank has all of the file already")]
    NothingNew,
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

/// The texts that whoever is asked a question reads before answering, written in Markdown.
pub fn asked_texts(question: &Question) -> Vec<String> {
    use questions::Kind;
    let draft = question.draft();
    let mut texts = vec![draft.text];
    match draft.kind {
        Kind::Single(options) | Kind::Multiple(options) => {
            texts.extend(options.into_iter().map(|option| option.text));
        }
        Kind::Ordering(items) => texts.extend(items),
        Kind::Matching(matching) => {
            for pair in matching.pairs {
                texts.extend([pair.stem, pair.answer]);
            }
            texts.extend(matching.extra);
        }
        Kind::TrueFalse { .. } | Kind::Numeric { .. } | Kind::ShortText(_) | Kind::Open => {}
    }
    texts
}

/// Every text of a question that is written in Markdown: what is asked, and what is said afterwards.
pub fn texts(question: &Question) -> Vec<String> {
    use questions::Kind;
    let mut texts = asked_texts(question);
    let draft = question.draft();
    texts.extend(draft.general_feedback);
    match draft.kind {
        Kind::Single(options) | Kind::Multiple(options) => {
            texts.extend(options.into_iter().filter_map(|option| option.feedback));
        }
        Kind::TrueFalse { said_true, said_false, .. } => {
            texts.extend(said_true);
            texts.extend(said_false);
        }
        Kind::Numeric { accepted, otherwise } => {
            texts.extend(accepted.into_iter().filter_map(|one| one.feedback));
            texts.extend(otherwise);
        }
        Kind::ShortText(short) => {
            texts.extend(short.accepted.into_iter().filter_map(|one| one.feedback));
        }
        Kind::Ordering(_) | Kind::Matching(_) | Kind::Open => {}
    }
    texts
}

/// Whether one of the texts shows the picture with this number.
pub fn shows_picture(texts: &[String], number: i32) -> bool {
    let mut named = texts.iter().flat_map(|text| markdown::pictures(text));
    named.any(|picture| number_of(&picture.name) == Some(number))
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
