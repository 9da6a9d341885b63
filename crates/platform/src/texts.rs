//! Sentences that rules say to people, kept beside their pages in
//! `templates/pages/<capability>/texts.toml` and looked up by `capability.key`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::embedded::embedded;
use super::search::fold;

pub use derive::{Refusal, Words};

/// A rule's «no»: a fact with a code whose Spanish sentence stands in the texts. The derive of the
/// same name makes one from the variants of an enum and what they hold.
pub trait Refusal: std::error::Error {
    /// `capability.key` of the sentence.
    fn code(&self) -> &'static str;
    /// Values for the `{names}` in the sentence.
    fn facts(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// The form field the refusal belongs to, if one; otherwise it is about the whole form.
    fn field(&self) -> Option<&'static str> {
        None
    }
    /// The sentence, ready for a page.
    fn sentence(&self) -> String {
        say(self.code(), &self.facts())
    }
}

fn all() -> &'static HashMap<String, String> {
    static TEXTS: OnceLock<HashMap<String, String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut texts = HashMap::new();
        let templates = embedded().templates;
        for file in templates.names() {
            let capability =
                file.strip_prefix("pages/").and_then(|rest| rest.strip_suffix("/texts.toml"));
            let (Some(capability), Some(content)) = (capability, templates.read(&file)) else {
                continue;
            };
            let content = String::from_utf8_lossy(&content).into_owned();
            match content.parse::<toml::Table>() {
                Ok(table) => {
                    for (key, value) in table {
                        if let Some(text) = value.as_str() {
                            texts.insert(format!("{capability}.{key}"), text.to_owned());
                        }
                    }
                }
                Err(error) => tracing::error!(%file, %error, "texts"),
            }
        }
        texts
    })
}

/// Every known key, for the test that holds keys and uses together.
pub fn keys() -> Vec<&'static str> {
    all().keys().map(String::as_str).collect()
}

/// Returns the sentence of a key that has no facts. An unknown key returns itself, which a test
/// forbids.
pub fn word(key: &'static str) -> &'static str {
    all().get(key).map_or(key, String::as_str)
}

/// Returns the sentence of a code with its facts filled in. An unknown code returns itself, which a
/// test forbids.
pub fn say(code: &str, facts: &[(&str, String)]) -> String {
    let mut text = all().get(code).cloned().unwrap_or_else(|| code.to_owned());
    for (name, value) in facts {
        // A time brings its own full stop: «8:00 a. m.».
        text = text.replace(&format!("{{{name}}}."), &sentence(value));
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// Ends a text with a full stop unless it brings one, as times do: «a las 6:00 p. m.».
pub fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// The text with its first letter as a capital, as a line of its own begins.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// «a, b y c»; «e» before the sound of an i.
pub fn and<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let glue = if fold(last.as_ref()).starts_with('i') { "e" } else { "y" };
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {glue} {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error, Refusal)]
    #[refusal("cohorts.quorum_")]
    enum QuorumRefusal {
        #[error("late")]
        #[facts(starts = *day + 1)]
        #[field("decide")]
        Late { day: u32 },
        #[error("out of range")]
        OutOfRange { seats: i32 },
        #[error("too early")]
        #[code("cohorts.too_early")]
        #[facts(starts = _0)]
        Early(&'static str),
        #[error("no quorum")]
        #[facts()]
        NotAQuorum { seats: i32 },
    }

    #[derive(Debug, thiserror::Error, Refusal)]
    #[refusal("enrolment.")]
    #[field("cupos")]
    enum FormRefusal {
        #[error("seats out of range")]
        SeatsOutOfRange,
        #[error("closed")]
        #[field(None)]
        CohortClosed,
        #[error("the quorum")]
        #[same(quorum)]
        Quorum { quorum: Box<QuorumRefusal> },
        #[error("the least")]
        #[same(_0)]
        #[field("minimo")]
        Least(QuorumRefusal),
    }

    #[test]
    fn a_code_is_the_word_of_the_texts_and_the_variant_in_snake_case_or_its_own() {
        assert_eq!(QuorumRefusal::OutOfRange { seats: 2 }.code(), "cohorts.quorum_out_of_range");
        assert_eq!(QuorumRefusal::NotAQuorum { seats: 2 }.code(), "cohorts.quorum_not_a_quorum");
        assert_eq!(QuorumRefusal::Early("hoy").code(), "cohorts.too_early");
        assert_eq!(FormRefusal::SeatsOutOfRange.code(), "enrolment.seats_out_of_range");
    }

    #[test]
    fn facts_are_the_named_fields_or_what_the_variant_lists() {
        let facts = |refusal: QuorumRefusal| refusal.facts();
        assert_eq!(facts(QuorumRefusal::OutOfRange { seats: 2 }), [("seats", "2".to_owned())]);
        assert_eq!(facts(QuorumRefusal::Late { day: 2 }), [("starts", "3".to_owned())]);
        assert_eq!(facts(QuorumRefusal::Early("hoy")), [("starts", "hoy".to_owned())]);
        assert!(facts(QuorumRefusal::NotAQuorum { seats: 2 }).is_empty());
    }

    #[test]
    fn a_refusal_names_its_own_field_or_that_of_its_enum() {
        assert_eq!(QuorumRefusal::Late { day: 2 }.field(), Some("decide"));
        assert_eq!(QuorumRefusal::Early("hoy").field(), None);
        assert_eq!(FormRefusal::SeatsOutOfRange.field(), Some("cupos"));
        assert_eq!(FormRefusal::CohortClosed.field(), None);
    }

    #[test]
    fn a_refusal_of_another_rule_says_the_same_beside_its_own_field() {
        let late = || QuorumRefusal::Late { day: 2 };
        let quorum = FormRefusal::Quorum { quorum: Box::new(late()) };
        let least = FormRefusal::Least(late());
        for same in [&quorum, &least] {
            assert_eq!(same.code(), "cohorts.quorum_late");
            assert_eq!(same.facts(), late().facts());
        }
        assert_eq!(quorum.field(), Some("decide"));
        assert_eq!(least.field(), Some("minimo"));
    }

    #[derive(Clone, Copy, Debug, PartialEq, Words)]
    #[words("platform.sheet_")]
    enum SheetProblem {
        Empty,
        TooLarge,
        #[code("old_excel")]
        Obsolete,
    }

    #[test]
    fn a_code_is_the_variant_in_snake_case_or_its_own_and_is_read_back() {
        assert_eq!(SheetProblem::ALL.map(SheetProblem::code), ["empty", "too_large", "old_excel"]);
        for problem in SheetProblem::ALL {
            assert_eq!(SheetProblem::from_code(problem.code()), Some(problem));
        }
        assert_eq!(SheetProblem::from_code("obsolete"), None);
        assert_eq!(SheetProblem::choices()[1], ("too_large", SheetProblem::TooLarge));
    }

    #[test]
    fn a_label_is_the_sentence_whose_key_ends_in_the_code() {
        assert_eq!(SheetProblem::TooLarge.label(), say("platform.sheet_too_large", &[]));
        assert_eq!(SheetProblem::Obsolete.label(), word("platform.sheet_old_excel"));
        assert_ne!(SheetProblem::Obsolete.label(), "platform.sheet_old_excel");
        let third = &SheetProblem::alternatives()[2];
        assert_eq!(
            (third.value.as_str(), third.label.as_str()),
            ("old_excel", word("platform.sheet_old_excel"))
        );
        assert_eq!(word("platform.nobody_says_this"), "platform.nobody_says_this");
    }

    #[test]
    fn a_sentence_ends_in_one_full_stop() {
        assert_eq!(sentence("Empieza a las 6:00 p. m."), "Empieza a las 6:00 p. m.");
        assert_eq!(sentence("Empieza el lunes"), "Empieza el lunes.");
        let at = |on: &str| say("enrolment.deadline_passed", &[("on", on.to_owned())]);
        assert!(at("20 de noviembre").ends_with("noviembre."));
        assert!(at("20/11/2026, 6:00 p. m.").ends_with(" p. m."));
    }
}
