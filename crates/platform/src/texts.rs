//! Sentences that rules say to people, kept beside their pages in
//! `templates/pages/<capability>/texts.toml` and looked up by `capability.key`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::embedded::embedded;
use super::search::fold;

/// A rule's «no»: a fact with a code whose Spanish sentence stands in the texts.
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

    #[test]
    fn a_sentence_ends_in_one_full_stop() {
        assert_eq!(sentence("Empieza a las 6:00 p. m."), "Empieza a las 6:00 p. m.");
        assert_eq!(sentence("Empieza el lunes"), "Empieza el lunes.");
        let at = |on: &str| say("enrolment.deadline_passed", &[("on", on.to_owned())]);
        assert!(at("20 de noviembre").ends_with("noviembre."));
        assert!(at("20/11/2026, 6:00 p. m.").ends_with(" p. m."));
    }
}
