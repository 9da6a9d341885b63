//! Questions written for other systems, and for [`super::read`] to read the same again.

use std::fmt::Write;

use crate::question::{Choice, Range};
use crate::{Kind, Markdown, Question, Weight};

use super::GiftEntry;
use super::remark::{self, mark};
use super::symbols::SPECIAL;

/// Writes a file.
pub fn write(entries: &[GiftEntry]) -> String {
    let mut file = String::new();
    let mut category = "";
    for entry in entries {
        if entry.category() != category {
            category = entry.category();
            // «top» is the root for Moodle, which has no word for none.
            let named = if category.is_empty() { "top" } else { category };
            let _ = write!(file, "$CATEGORY: {named}\n\n");
        }
        file.push_str(&question(entry));
        file.push('\n');
    }
    file
}

fn question(entry: &GiftEntry) -> String {
    let question = entry.question();
    let mut out = remarks(entry);
    if !entry.name().is_empty() {
        let _ = write!(out, "::{}::", escape(entry.name()));
    }
    let _ = write!(out, "[markdown]{}{{", escape(question.text().as_str()));
    let lines = answers(question.kind());
    if let [only] = lines.as_slice() {
        out.push_str(only);
    } else {
        lines.iter().for_each(|line| {
            let _ = write!(out, "\n\t{line}");
        });
    }
    if let Some(general) = question.general_feedback() {
        let _ = write!(out, "\n\t####{}", rich(general));
    }
    out.push_str(
        if out.ends_with('{') || lines.len() == 1 && question.general_feedback().is_none() {
            "}\n"
        } else {
            "\n}\n"
        },
    );
    out
}

/// The comment before a question, when there is anything to say in it.
fn remarks(entry: &GiftEntry) -> String {
    let mut marks = Vec::new();
    if !entry.id().is_empty() {
        marks.push(mark("id", entry.id()));
    }
    marks.extend(entry.tags().iter().map(|tag| mark("tag", tag)));
    let question = entry.question();
    let mut own = |word| marks.push(mark("formacion", word));
    if let Kind::Ordering(_) = question.kind() {
        own(remark::ORDERING);
    }
    if let Kind::ShortText(short) = question.kind() {
        let strict = short.strictness;
        let words = [
            (strict.case, remark::CASE),
            (strict.accents, remark::ACCENTS),
            (strict.spaces, remark::SPACES),
        ];
        words.into_iter().filter(|(is, _)| *is).for_each(|(_, word)| own(word));
    }
    if question.fixed_order() {
        own(remark::FIXED);
    }
    if marks.is_empty() { String::new() } else { format!("// {}\n", marks.join(" ")) }
}

fn answers(kind: &Kind<Markdown>) -> Vec<String> {
    match kind {
        Kind::Single(options) => options
            .iter()
            .map(|option| choice(option, if option.weight == Weight::FULL { "=" } else { "~" }))
            .collect(),
        Kind::Multiple(options) => options.iter().map(|option| choice(option, "~")).collect(),
        Kind::TrueFalse { right, said_true, said_false } => {
            let (word, for_right, for_wrong) = if *right {
                ("TRUE", said_true, said_false)
            } else {
                ("FALSE", said_false, said_true)
            };
            let both = match (for_wrong, for_right) {
                (None, None) => String::new(),
                (Some(wrong), None) => format!("#{}", rich(wrong)),
                (wrong, Some(right)) => {
                    format!("#{}#{}", wrong.as_ref().map(rich).unwrap_or_default(), rich(right))
                }
            };
            vec![format!("{word}{both}")]
        }
        Kind::Numeric { accepted, otherwise } => {
            let mut lines = vec!["#".to_owned()];
            lines.extend(accepted.iter().map(|one| {
                let share = share(one.weight, Weight::FULL);
                format!("={share}{}{}", range(one.range), feedback(one.feedback.as_ref()))
            }));
            lines.extend(otherwise.iter().map(|text| format!("~#{}", rich(text))));
            // One number alone stands beside its mark, as people write it; with a feedback not every
            // reader takes it there.
            match (accepted.as_slice(), otherwise) {
                ([only], None) if only.weight == Weight::FULL && only.feedback.is_none() => {
                    vec![format!("#{}", range(only.range))]
                }
                _ => lines,
            }
        }
        Kind::Ordering(items) => items
            .iter()
            .enumerate()
            .map(|(place, item)| format!("={} -> {}", place + 1, inner(item.as_str())))
            .collect(),
        Kind::Matching(matching) => {
            let pairs = matching
                .pairs
                .iter()
                .map(|pair| format!("={} -> {}", rich(&pair.stem), inner(pair.answer.as_str())));
            let extra = matching.extra.iter().map(|text| format!("= -> {}", inner(text.as_str())));
            pairs.chain(extra).collect()
        }
        Kind::ShortText(short) => short
            .accepted
            .iter()
            .map(|one| {
                let share = share(one.weight, Weight::FULL);
                // What would be read as a weight or a format has a format before it.
                let guard = if one.pattern.starts_with(['%', '[']) { "[plain]" } else { "" };
                let feedback = feedback(one.feedback.as_ref());
                format!("={share}{guard}{}{feedback}", inner(&one.pattern))
            })
            .collect(),
        Kind::Open => Vec::new(),
    }
}

fn choice(option: &Choice<Markdown>, sign: &str) -> String {
    let usual = if sign == "=" { Weight::FULL } else { Weight::NOTHING };
    let share = share(option.weight, usual);
    format!("{sign}{share}{}{}", rich(&option.text), feedback(option.feedback.as_ref()))
}

fn share(weight: Weight, usual: Weight) -> String {
    if weight == usual { String::new() } else { format!("%{}%", weight.with_point()) }
}

fn feedback(text: Option<&Markdown>) -> String {
    text.map(|text| format!("#{}", rich(text))).unwrap_or_default()
}

fn range(range: Range) -> String {
    match range {
        Range::Around { value, tolerance } => {
            format!("{}:{}", value.with_point(), tolerance.with_point())
        }
        Range::Between { low, high } => format!("{}..{}", low.with_point(), high.with_point()),
    }
}

/// A Markdown text between the braces, with its format in front where it could be taken for a
/// weight or a format itself.
fn rich(text: &Markdown) -> String {
    let guard = if text.as_str().starts_with(['%', '[']) { "[markdown]" } else { "" };
    format!("{guard}{}", inner(text.as_str()))
}

/// A text between the braces, where an arrow means something.
fn inner(text: &str) -> String {
    escape(text).replace("->", "-\\>")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if letter == '\n' {
            out.push_str("\\n");
        } else {
            if SPECIAL.contains(&letter) {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}

impl Question {
    /// One question as other systems read it, for a page that shows it.
    pub fn gift(&self) -> String {
        question(&GiftEntry::new(self.clone()))
    }
}
