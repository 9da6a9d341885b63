//! A file read into questions and faults.

use std::fmt;

use crate::{Complaint, Draft, Question, clean};

use super::answers::{self, GiftFault, TextFormat, broken};
use super::blocks::{Block, blocks};
use super::symbols::{Symbol, around, find, find_all, strip, symbols, text, trim};
use super::{GiftEntry, GiftRefusal, MOST_BYTES, MOST_QUESTIONS, remark};

/// A question that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiftQuestion {
    /// Where it begins, from one.
    pub line: usize,
    pub entry: GiftEntry,
    /// What was changed to read it, and what is probably not meant: Spanish sentences.
    pub notices: Vec<&'static str>,
}

/// A question that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the fault was seen, from one.
    pub line: usize,
    /// The question's name or the beginning of its text.
    pub title: String,
    /// One or more Spanish sentences.
    pub sentences: Vec<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Línea {} («{}»): {}", self.line, self.title, self.sentences.join(" "))
    }
}

/// All that a file holds. One question that is wrong does not hide the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GiftReading {
    pub questions: Vec<GiftQuestion>,
    pub faults: Vec<Fault>,
}

/// Reads a file. Time and memory grow with its size and nothing else.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn read(file: &str) -> Result<GiftReading, GiftRefusal> {
    if file.len() > MOST_BYTES {
        return Err(GiftRefusal::TooLarge);
    }
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    let blocks = blocks(file);
    if blocks.is_empty() {
        return Err(GiftRefusal::Empty);
    }
    if blocks.len() > MOST_QUESTIONS {
        return Err(GiftRefusal::TooMany);
    }
    let mut reading = GiftReading::default();
    let mut category = "";
    for block in &blocks {
        category = block.category.unwrap_or(category);
        match question(block, category) {
            Ok(found) => reading.questions.push(found),
            Err(fault) => reading.faults.push(fault),
        }
    }
    Ok(reading)
}

fn question(block: &Block<'_>, category: &str) -> Result<GiftQuestion, Fault> {
    let all = symbols(&block.lines);
    let line = block.lines.first().map_or(1, |(line, _)| *line);
    let parts = parts(&all, line).map_err(|GiftFault { line, sentence }| Fault {
        line,
        title: title(&text(&all)),
        sentences: vec![sentence],
    })?;
    let title = title(if parts.name.is_empty() { &parts.text } else { &parts.name });
    let fault = |line, sentences| Fault { line, title: title.clone(), sentences };
    let remarks = remark::remarks(&block.comments);
    let kind = answers::kind(parts.answers, parts.line, &remarks, parts.format)
        .map_err(|GiftFault { line, sentence }| fault(line, vec![sentence]))?;
    let draft = Draft {
        text: parts.text,
        kind,
        general_feedback: parts.general,
        fixed_order: remarks.fixed_order,
    };
    let question =
        Question::new(draft).map_err(|wrong| fault(line, wrong.iter().map(sentence).collect()))?;
    let mut notices = question.advice();
    if parts.format == TextFormat::Html {
        notices.push(
            "Estaba en HTML: se conservaron párrafos, énfasis, listas, tablas e imágenes. Revise cómo se ve.",
        );
    }
    let mut entry =
        GiftEntry::new(question).named(&parts.name).within(category).identified(&remarks.id);
    for tag in &remarks.tags {
        entry = entry.tagged(tag);
    }
    Ok(GiftQuestion { line, entry, notices })
}

struct Parts<'a> {
    name: String,
    text: String,
    format: TextFormat,
    /// Where the answers begin.
    line: usize,
    answers: &'a [Symbol],
    general: Option<String>,
}

fn parts(all: &[Symbol], line: usize) -> Result<Parts<'_>, GiftFault> {
    let mut rest = trim(all);
    let mut name = String::new();
    if let Some(after) = strip(rest, "::") {
        let Some(end) = find_all(after, "::") else {
            return Err(broken(
                line,
                "El nombre de la pregunta empieza con «::» y no termina con «::».",
            ));
        };
        let (inside, next) = around(after, end, 2);
        name = clean::line(&text(inside));
        rest = next;
    }
    let (own, rest) = answers::format(rest);
    let format = own.unwrap_or(TextFormat::Markdown);
    let close = find(rest, '}');
    let Some(open) = find(rest, '{') else {
        return Err(match close.and_then(|place| rest.get(place)) {
            Some(strange) => broken(
                strange.line,
                "Hay una llave «}» sin su «{»: si es parte del texto, escríbala «\\}».",
            ),
            None => broken(
                line,
                "No tiene respuestas entre llaves { }: es una descripción y no se importa como pregunta.",
            ),
        });
    };
    let (before, after) = around(rest, open, 1);
    let begins = rest.get(open).map_or(line, |brace| brace.line);
    if let Some(strange) = before.iter().find(|symbol| symbol.means('}')) {
        return Err(broken(
            strange.line,
            "Hay una llave «}» antes de «{»: si es parte del texto, escríbala «\\}».",
        ));
    }
    let Some(close) = find(after, '}') else {
        return Err(broken(begins, "Falta la llave «}» que cierra las respuestas."));
    };
    let (answers, tail) = around(after, close, 1);
    if let Some(strange) = answers.iter().find(|symbol| symbol.means('{')) {
        return Err(broken(
            strange.line,
            "Hay una llave «{» dentro de las respuestas: si es parte del texto, escríbala «\\{»; si no, falta la «}» anterior.",
        ));
    }
    if let Some(strange) = tail.iter().find(|symbol| symbol.means('{') || symbol.means('}')) {
        return Err(broken(
            strange.line,
            "Hay llaves después de las respuestas: una pregunta tiene un solo grupo, y una línea vacía la separa de la siguiente.",
        ));
    }
    // A missing word: the answers stand where it is missing.
    let (before, tail) = (text(before), text(tail));
    let stem =
        if tail.trim().is_empty() { before } else { format!("{before}_____{}", tail.trim_end()) };
    let (answers, general) = match find_all(answers, "####") {
        Some(place) => {
            let (answers, general) = around(answers, place, 4);
            (answers, Some(answers::markdown(general, format)))
        }
        None => (answers, None),
    };
    let text = answers::convert(stem.trim(), format);
    Ok(Parts { name, text, format, line: begins, answers, general })
}

fn title(text: &str) -> String {
    let line = clean::line(text);
    let mut short: String = line.chars().take(60).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

/// A complaint of a form said about a file: its field in words.
fn sentence(complaint: &Complaint) -> String {
    let mut path = complaint.field.split('.');
    let (group, place) = (path.next().unwrap_or(""), path.next());
    let what = match group {
        "options" => "Opción",
        "accepted" => "Respuesta",
        "items" => "Paso",
        "pairs" => "Pareja",
        "extra" => "Respuesta sobrante",
        _ => "",
    };
    match place.and_then(|place| place.parse::<usize>().ok()) {
        Some(place) if !what.is_empty() => {
            format!("{what} {}: {}", place + 1, complaint.sentence)
        }
        _ => complaint.sentence.clone(),
    }
}
