//! Documents, names and posts, pure (R27, R29).

use platform::prelude::*;
use platform::search::fold;
use rosters::digits::{Dress, whole};
use territory_model::looks::is_latin;

use super::entity::person::{DocumentType, Model, PersonId};
use super::entity::possible_duplicate::Likeness;

/// The notice on personal data that people authorise today (R71): its version and its date.
pub const NOTICE_VERSION: &str = "2026-01";

/// Returns the initials of a person's names, as somebody of another unit is shown: «L. M. G. Ñ.».
pub fn initials(person: &Model) -> String {
    let names = [
        Some(&person.first_name),
        person.second_name.as_ref(),
        Some(&person.first_surname),
        person.second_surname.as_ref(),
    ];
    let first = |name: &String| name.chars().next().map(|letter| format!("{letter}."));
    names.into_iter().flatten().filter_map(first).collect::<Vec<_>>().join(" ")
}

/// The day from which [`NOTICE_VERSION`] holds.
pub fn notice_date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 15).unwrap_or_default()
}

/// Why a person, a post or a document was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("people.")]
pub enum PersonRefusal {
    #[error("the document number does not fit its type")]
    #[field("documento")]
    DocumentMalformed { expected: &'static str },
    #[error("points or commas of the number make no groups of three")]
    #[field("documento")]
    DocumentDoubtful,
    #[error("a name has no letters or is too long")]
    #[facts(which = field.replace('_', " "))]
    #[field(Some(field))]
    NameUnreadable { field: &'static str },
    #[error("the mail address is not one")]
    #[field("correo")]
    MailMalformed,
    #[error("the phone number is not one")]
    #[field("telefono")]
    PhoneMalformed,
    /// The document is known with another name: nothing is overwritten and a coordinator must look
    /// (R27).
    #[error("the document belongs to somebody with another name")]
    #[facts()]
    #[field("documento")]
    DocumentOfAnother { person: PersonId },
    #[error("the person has this very post")]
    #[facts(from = dates::short(*from))]
    #[field("cargo")]
    SamePost { from: NaiveDate },
    #[error("the post ends before it starts")]
    #[field("hasta")]
    PostEndsBeforeStart,
    #[error("another principal post holds on those dates")]
    #[facts(from = dates::short(*from), to = to.map_or("hoy".to_owned(), dates::short))]
    #[field("desde")]
    PrincipalOverlaps { from: NaiveDate, to: Option<NaiveDate> },
    #[error("this is the document that the person has")]
    #[field("documento")]
    SameDocument,
    #[error("the person is called so already")]
    #[field("primer_nombre")]
    SameName,
    #[error("the document is of somebody else")]
    #[field("documento")]
    DocumentTaken,
    #[error("these are the mail and the telephone that the person has")]
    #[field("correo")]
    SameContacts,
    #[error("this is the telephone that the person has")]
    #[field("telefono")]
    SamePhone,
    /// Whose account it is stays untold.
    #[error("another account has the mail")]
    #[field("correo")]
    MailOfAnother,
    #[error("somebody who signs in needs a mail")]
    #[field("correo")]
    MailNeeded,
    #[error("the account has a role of staff, so an administrator corrects its mail")]
    #[field("correo")]
    MailOfStaff,
    #[error("too many people of other units were looked up within an hour")]
    #[field("documento")]
    TooManyLookUps,
    #[error("a request of this kind waits for the record")]
    RequestWaits,
    #[error("the request was decided already")]
    RequestDecided,
    #[error("one of the records is part of another already")]
    MergedAlready,
    #[error("an account of the records has a role of staff")]
    AccountOfStaff,
    #[error("the records have an account and more than one mail")]
    MailsDiffer,
    /// Sentences of the capabilities that know why.
    #[error("the records cannot become one")]
    CannotMerge { because: String },
    #[error("the union has been undone already")]
    UndoneAlready,
    #[error("the union can no longer be undone exactly")]
    CannotUndo { because: String },
    #[error("the post ended already")]
    #[facts(on = dates::short(*on))]
    PostEnded { on: NaiveDate },
    #[error("the post is not held on that day")]
    #[facts(on = dates::short(*on))]
    PostNotHeld { on: NaiveDate },
    /// Something depends on the post: a mistake in it is ended, not rewritten.
    #[error("somebody enrolled with the post")]
    PostInUse,
    #[error("somebody has said already of which kind the post is")]
    KindKnown,
    #[error("the post is, or would be, in the territory of another unit")]
    PostOfAnotherUnit,
    #[error("the principal post is chosen for a day too long ago")]
    #[facts(earliest = dates::short(*earliest))]
    #[field("principal_desde")]
    PrincipalTooEarly { earliest: NaiveDate },
    #[error("what the post says is confirmed already")]
    VouchedAlready,
    #[error("nothing about the document is left to review")]
    NothingToReview,
}

/// The number as it is kept and compared: without dots, spaces and hyphens, letters in
/// capitals, and of a length that its type has. Decimals that a program added («51873204.0») are no
/// digits of it, and points or commas that make no groups of three are nobody's guess. Leading zeros of a cédula are dropped, since
/// it is a number; those of an old tarjeta de identidad are a date and stay.
pub fn normal_document(kind: DocumentType, typed: &str) -> Result<String, PersonRefusal> {
    let (letters, lengths, expected) = match kind {
        DocumentType::Cc => (false, 4..=10, "una cédula tiene entre 4 y 10 números"),
        DocumentType::Ti => (false, 10..=11, "una tarjeta de identidad tiene 10 u 11 números"),
        DocumentType::Rc => (false, 6..=11, "un registro civil tiene entre 6 y 11 números"),
        DocumentType::Pep => (false, 6..=15, "un permiso especial tiene entre 6 y 15 números"),
        DocumentType::Ppt => (false, 5..=10, "un permiso temporal tiene entre 5 y 10 números"),
        DocumentType::Ce => {
            (true, 4..=12, "una cédula de extranjería tiene entre 4 y 12 letras o números")
        }
        DocumentType::Pa => (true, 4..=16, "un pasaporte tiene entre 4 y 16 letras o números"),
    };
    let bare = match whole(typed) {
        Some(number) => number.digits,
        // Nobody knows which of its digits belong to it.
        None if !typed.chars().any(char::is_alphabetic) && typed.contains(['.', ',']) => {
            return Err(PersonRefusal::DocumentDoubtful);
        }
        None => unsigned(typed),
    };
    let number =
        if kind == DocumentType::Cc { bare.trim_start_matches('0').to_owned() } else { bare };
    let fits = lengths.contains(&number.len())
        && number.chars().all(|c| c.is_ascii_digit() || (letters && c.is_ascii_uppercase()));
    if fits { Ok(number) } else { Err(PersonRefusal::DocumentMalformed { expected }) }
}

/// Letters in capitals and digits, without the signs between them.
fn unsigned(typed: &str) -> String {
    let signs = |c: &char| {
        !c.is_whitespace() && !matches!(c, '.' | '-' | '·' | ',' | '\'' | '\u{2010}'..='\u{2015}')
    };
    typed.chars().filter(signs).flat_map(char::to_uppercase).collect()
}

/// «C. C. 1.234.567»: the whole document, for pages whose reader may see it.
pub fn document_label(kind: DocumentType, number: &str) -> String {
    let dotted: Vec<String> = kind.code().chars().map(|c| format!("{c}.")).collect();
    format!("{} {}", dotted.join(" "), grouped(number))
}

/// «CC 1.***.*67»: enough to tell two people of one name apart, not enough to use.
pub fn masked_document(kind: DocumentType, number: &str) -> String {
    let shown_at_end = if number.len() > 4 { 2 } else { 1 };
    let length = number.chars().count();
    let masked: String = number
        .chars()
        .enumerate()
        .map(|(i, c)| {
            let shown = (i == 0 && length > 4) || i + shown_at_end >= length;
            if shown { c } else { '*' }
        })
        .collect();
    let numeric = number.bytes().all(|b| b.is_ascii_digit());
    let masked = if numeric { thousands(&masked) } else { masked };
    format!("{} {masked}", kind.code())
}

fn grouped(number: &str) -> String {
    if number.bytes().all(|b| b.is_ascii_digit()) { thousands(number) } else { number.to_owned() }
}

fn thousands(number: &str) -> String {
    let length = number.len();
    let mut out = String::with_capacity(length + length / 3);
    for (i, c) in number.chars().enumerate() {
        if i > 0 && (length - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    out
}

/// The four parts of a name, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameParts<'a> {
    pub first_name: &'a str,
    pub second_name: Option<&'a str>,
    pub first_surname: &'a str,
    pub second_surname: Option<&'a str>,
}

impl<'a> NameParts<'a> {
    pub fn of(person: &'a Model) -> Self {
        Self {
            first_name: &person.first_name,
            second_name: person.second_name.as_deref(),
            first_surname: &person.first_surname,
            second_surname: person.second_surname.as_deref(),
        }
    }

    /// «Luz Marcela Guayacán Ñandú».
    pub fn full(&self) -> String {
        self.joined([
            Some(self.first_name),
            self.second_name,
            Some(self.first_surname),
            self.second_surname,
        ])
    }

    /// «Luz Marcela».
    pub fn given(&self) -> String {
        self.joined([Some(self.first_name), self.second_name])
    }

    /// «Guayacán Ñandú, Luz Marcela»: as rosters are sorted.
    pub fn by_surname(&self) -> String {
        let surnames = self.joined([Some(self.first_surname), self.second_surname]);
        format!("{surnames}, {}", self.given())
    }

    fn joined<const N: usize>(&self, parts: [Option<&str>; N]) -> String {
        parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// «Luz Marcela Guayacán Ñandú».
pub fn full_name(person: &Model) -> String {
    NameParts::of(person).full()
}

/// Whether two names can be one person's: first name and first surname agree without accents
/// or case, and the second ones agree or are missing on one side.
pub fn same_name(one: NameParts<'_>, other: NameParts<'_>) -> bool {
    let agree = |a: Option<&str>, b: Option<&str>| match (a, b) {
        (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() => fold(a) == fold(b),
        _ => true,
    };
    fold(one.first_name) == fold(other.first_name)
        && fold(one.first_surname) == fold(other.first_surname)
        && agree(one.second_name, other.second_name)
        && agree(one.second_surname, other.second_surname)
}

/// First name and first surname as they are compared: an index finds who is called alike, and
/// [`likeness`] looks closer.
pub fn name_key(name: NameParts<'_>) -> String {
    fold(&format!("{} {}", name.first_name, name.first_surname))
}

/// What makes two records look like one person's (R27): the same mail or telephone and a name in
/// common, or the same name in the same municipality. The product holds no date of birth, and asks
/// for none only to compare.
pub fn likeness(one: &Model, other: &Model, neighbours: bool) -> Option<Likeness> {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let in_common = fold(&one.first_name) == fold(&other.first_name)
        || fold(&one.first_surname) == fold(&other.first_surname);
    if in_common && same(&one.email, &other.email) {
        Some(Likeness::Email)
    } else if in_common && same(&one.phone, &other.phone) {
        Some(Likeness::Phone)
    } else if neighbours && same_name(NameParts::of(one), NameParts::of(other)) {
        Some(Likeness::Municipality)
    } else {
        None
    }
}

/// Returns the Spanish name of what a merge moved, for the sentence that says why it cannot be
/// undone.
pub fn moved_thing(table: &str, column: &str) -> &'static str {
    match (table, column) {
        ("person", "document_type" | "document_number") => "el documento de la persona",
        ("person", "merged_into") => "el registro que se unió",
        ("person", "email" | "phone") => "el correo o el teléfono",
        ("person", _) => "el nombre de la persona",
        ("post", _) => "una vinculación",
        ("account", _) => "la cuenta de la persona",
        ("enrolment", _) => "una inscripción",
        ("certificate", _) => "un certificado",
        _ => "otro dato del registro",
    }
}

/// A part of a name: letters of ours, with spaces, hyphens, apostrophes and dots between them. It begins
/// with a letter or an apostrophe («’t Hooft») and ends in no hyphen: what begins with one is a slip, and
/// the beginning of a formula in a spreadsheet.
pub fn is_name(text: &str) -> bool {
    (1..=60).contains(&text.chars().count())
        && text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '\'' | '’'))
        && !text.ends_with('-')
        && text.chars().any(char::is_alphabetic)
        && is_latin(text)
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.'))
}

/// A telephone as it is kept: digits, with `+` before a foreign one.
pub fn normal_phone(typed: &str) -> Result<String, PersonRefusal> {
    let without_decimals = whole(typed).filter(|number| number.dress == Dress::Decimals);
    let typed = without_decimals.as_ref().map_or(typed, |number| number.digits.as_str());
    let bare: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')'))
        .collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(bare)
    } else {
        Err(PersonRefusal::PhoneMalformed)
    }
}

/// Whether two spans of days share a day; an empty end lasts for ever.
pub fn overlap(one: (NaiveDate, Option<NaiveDate>), other: (NaiveDate, Option<NaiveDate>)) -> bool {
    one.1.is_none_or(|end| other.0 <= end) && other.1.is_none_or(|end| one.0 <= end)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
