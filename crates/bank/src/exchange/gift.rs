//! The bank as a GIFT file, and such a file as questions of the bank.
//!
//! The category is the capacity's code, the id the question's code; its difficulty and course are
//! tags (`[tag:media]`, `[tag:curso:SP-TRI]`). Another system's categories are kept by nobody: a
//! level of theirs that is a capacity's code is read, and for the rest the person chooses one.

use std::collections::HashSet;

use platform::markdown;
use platform::marked::Issue;
use questions::gift::{self, GiftEntry, GiftRefusal};

use super::{ExportedQuestion, ImportedQuestion, MOST, QuestionFile, issue};
use crate::entity::question::Difficulty;
use crate::labels;

const COURSE: &str = "curso:";
/// Letters of the name that other systems list a question by.
const NAME: usize = 80;

/// Writes a file.
pub fn write(all: &[ExportedQuestion]) -> String {
    let entries: Vec<GiftEntry> = all
        .iter()
        .map(|kept| {
            let word = questions::draw::Difficulty::from(kept.difficulty).word();
            let name = markdown::plain(kept.question.text().as_str(), NAME);
            let entry = GiftEntry::new(kept.question.clone())
                .named(&name)
                .within(&kept.capacity)
                .identified(&kept.code)
                .tagged(word);
            match &kept.course {
                Some(course) => entry.tagged(&format!("{COURSE}{course}")),
                None => entry,
            }
        })
        .collect();
    gift::write(&entries)
}

/// Reads a file; `capacities` are the codes of the framework.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn read(text: &str, capacities: &HashSet<String>) -> Result<QuestionFile, GiftRefusal> {
    let found = gift::read(text)?;
    if found.questions.len() + found.faults.len() > MOST {
        return Err(GiftRefusal::TooMany);
    }
    let row = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    let mut reading = QuestionFile::default();
    for fault in found.faults {
        let told = format!("«{}»: {}", fault.title, fault.sentences.join(" "));
        reading.issues.push(issue(row(fault.line), None, true, told));
    }
    for one in found.questions {
        for notice in one.notices {
            reading.issues.push(issue(row(one.line), None, false, notice));
        }
        let entry = one.entry;
        let capacity = entry.category().split('/').map(str::trim).rev();
        let capacity = capacity.map(str::to_uppercase).find(|level| capacities.contains(level));
        let difficulty = entry.tags().iter().find_map(|tag| labels::read_difficulty(tag));
        let course = entry.tags().iter().find_map(|tag| tag.strip_prefix(COURSE));
        if difficulty.is_none() {
            let told = "No dice su dificultad: queda como media.";
            reading.issues.push(issue(row(one.line), None, false, told));
        }
        reading.wanted.push(ImportedQuestion {
            row: row(one.line),
            code: (!entry.id().is_empty()).then(|| entry.id().to_owned()),
            capacity: capacity.unwrap_or_default(),
            difficulty: difficulty.unwrap_or(Difficulty::Medium),
            course: course.map(|code| code.trim().to_owned()),
            question: entry.question().clone(),
        });
    }
    Ok(reading)
}

/// The person's own file with what is wrong written above its line, as comments that every reader
/// of GIFT passes over.
pub fn marked(text: &str, issues: &[Issue]) -> String {
    let mut out = String::with_capacity(text.len() + issues.len() * 120);
    for (line, number) in text.lines().zip(1_u32..) {
        for issue in issues.iter().filter(|issue| issue.row == number) {
            let sign = if issue.is_error { "CORREGIR" } else { "AVISO" };
            let what = issue.what.replace(['\n', '\r'], " ");
            out.push_str(&format!("// {sign}: {what}\n"));
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}
