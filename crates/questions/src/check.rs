//! Whether a draft can be asked.

use std::collections::HashSet;

use crate::question::Slot;
use crate::{
    Body, Choice, Complaint, Decimal, Draft, Kind, MOST_FEEDBACK, MOST_OPTION, MOST_OPTIONS,
    MOST_SHORT, MOST_TEXT, Markdown, Matching, Range, RangeAnswer, ShortText, TextAnswer, Weight,
    clean, short_text,
};

pub fn check(draft: Draft) -> Result<Body<Markdown>, Vec<Complaint>> {
    let mut wrong = Vec::new();
    let draft = without_empty_feedback(draft);
    let mut body = draft.map(&mut |field, slot, raw: String| {
        let text = clean::text(&raw);
        let (most, missing) = match slot {
            Slot::Text => (MOST_TEXT, "Escriba la pregunta."),
            Slot::Option => (MOST_OPTION, "Escriba el texto o quite la fila."),
            Slot::Feedback => (MOST_FEEDBACK, "Escriba la retroalimentación."),
        };
        if text.is_empty() {
            wrong.push(Complaint::new(field, missing));
        } else if text.chars().count() > most {
            wrong.push(Complaint::new(
                field,
                format!("El texto pasa de {} caracteres. Acórtelo.", thousands(most)),
            ));
        }
        Markdown(text)
    });
    match &mut body.kind {
        Kind::Single(options) => single(options, &mut wrong),
        Kind::Multiple(options) => multiple(options, &mut wrong),
        Kind::Numeric { accepted, .. } => numeric(accepted, &mut wrong),
        Kind::Ordering(items) => ordering(items, &mut wrong),
        Kind::Matching(matching) => pairs(matching, &mut wrong),
        Kind::ShortText(short) => short_texts(short, &mut wrong),
        Kind::TrueFalse { .. } | Kind::Open => {}
    }
    if wrong.is_empty() { Ok(body) } else { Err(wrong) }
}

/// A feedback that nobody wrote is none.
fn without_empty_feedback(mut draft: Draft) -> Draft {
    let settle = |feedback: &mut Option<String>| {
        if feedback.as_deref().is_some_and(|text| clean::text(text).is_empty()) {
            *feedback = None;
        }
    };
    settle(&mut draft.general_feedback);
    match &mut draft.kind {
        Kind::Single(options) | Kind::Multiple(options) => {
            options.iter_mut().for_each(|option| settle(&mut option.feedback));
        }
        Kind::TrueFalse { said_true, said_false, .. } => {
            settle(said_true);
            settle(said_false);
        }
        Kind::Numeric { accepted, otherwise } => {
            accepted.iter_mut().for_each(|one| settle(&mut one.feedback));
            settle(otherwise);
        }
        Kind::ShortText(short) => {
            short.accepted.iter_mut().for_each(|one| settle(&mut one.feedback));
        }
        Kind::Ordering(_) | Kind::Matching(_) | Kind::Open => {}
    }
    draft
}

fn thousands(number: usize) -> String {
    if number < 1_000 {
        number.to_string()
    } else {
        format!("{}.{:03}", number / 1_000, number % 1_000)
    }
}

fn count(field: &str, what: &str, many: usize, least: usize, wrong: &mut Vec<Complaint>) {
    if many < least {
        wrong.push(Complaint::new(field, format!("Escriba al menos {least} {what}.")));
    } else if many > MOST_OPTIONS {
        wrong.push(Complaint::new(
            field,
            format!("Hay más de {MOST_OPTIONS} {what}. Quite algunos renglones."),
        ));
    }
}

/// Names the second of two texts that are the same.
fn once<'a>(
    texts: impl Iterator<Item = (String, &'a Markdown)>,
    sentence: &str,
    wrong: &mut Vec<Complaint>,
) {
    let mut seen = HashSet::new();
    for (field, text) in texts {
        if !text.as_str().is_empty() && !seen.insert(text.as_str()) {
            wrong.push(Complaint::new(field, sentence));
        }
    }
}

fn options_once(options: &[Choice<Markdown>], wrong: &mut Vec<Complaint>) {
    let texts = options
        .iter()
        .enumerate()
        .map(|(place, option)| (format!("options.{place}.text"), &option.text));
    once(texts, "Esta opción está dos veces.", wrong);
}

fn single(options: &[Choice<Markdown>], wrong: &mut Vec<Complaint>) {
    count("options", "opciones", options.len(), 2, wrong);
    options_once(options, wrong);
    if !options.iter().any(|option| option.weight == Weight::FULL) {
        wrong.push(Complaint::new("options", "Marque cuál opción es la correcta (100 %)."));
    } else if options.iter().all(|option| option.weight == Weight::FULL) {
        wrong.push(Complaint::new(
            "options",
            "Todas las opciones valen 100 %: deje al menos una que no sea correcta.",
        ));
    }
}

/// What the positive weights add up to, in thousandths of a percent.
pub fn worth(options: &[Choice<Markdown>]) -> i64 {
    options.iter().map(|option| i64::from(option.weight.thousandths().max(0))).sum()
}

fn multiple(options: &[Choice<Markdown>], wrong: &mut Vec<Complaint>) {
    count("options", "opciones", options.len(), 2, wrong);
    options_once(options, wrong);
    let worth = worth(options);
    // A third three times is 99,999 %.
    let slack = i64::try_from(options.len()).unwrap_or(i64::MAX);
    if worth == 0 {
        wrong.push(Complaint::new("options", "Marque qué opciones son correctas."));
    } else if (worth - 100_000).abs() > slack {
        let sum = Decimal::from_billionths(i128::from(worth) * 1_000_000).unwrap_or(Decimal::ZERO);
        wrong.push(Complaint::new(
            "options",
            format!("Los pesos de las opciones correctas suman {sum} %. Deben sumar 100 %."),
        ));
    }
}

/// Accepted answers are worth from nothing to everything, and one of them everything.
fn weights(weights: &[Weight], wrong: &mut Vec<Complaint>) {
    for (place, weight) in weights.iter().enumerate() {
        if *weight < Weight::NOTHING {
            wrong.push(Complaint::new(
                format!("accepted.{place}.weight"),
                "El peso de una respuesta aceptada va de 0 a 100 por ciento.",
            ));
        }
    }
    if !weights.contains(&Weight::FULL) {
        wrong.push(Complaint::new("accepted", "Al menos una respuesta debe valer 100 %."));
    }
}

fn numeric(accepted: &[RangeAnswer<Markdown>], wrong: &mut Vec<Complaint>) {
    count("accepted", "respuestas", accepted.len(), 1, wrong);
    weights(&accepted.iter().map(|one| one.weight).collect::<Vec<_>>(), wrong);
    for (place, one) in accepted.iter().enumerate() {
        let sentence = match one.range {
            Range::Around { tolerance, .. } if tolerance < Decimal::ZERO => {
                "La tolerancia no puede ser negativa."
            }
            Range::Between { low, high } if high < low => {
                "El rango empieza después de donde termina: escriba primero el menor."
            }
            _ => continue,
        };
        wrong.push(Complaint::new(format!("accepted.{place}.range"), sentence));
    }
}

fn ordering(items: &[Markdown], wrong: &mut Vec<Complaint>) {
    count("items", "pasos para ordenar", items.len(), 2, wrong);
    let texts = items.iter().enumerate().map(|(place, text)| (format!("items.{place}"), text));
    once(texts, "Este paso está dos veces: no habría un solo orden correcto.", wrong);
}

fn pairs(matching: &Matching<Markdown>, wrong: &mut Vec<Complaint>) {
    count("pairs", "parejas", matching.pairs.len(), 2, wrong);
    let extras = matching.extra.len();
    if matching.pairs.len() + extras > MOST_OPTIONS && matching.pairs.len() <= MOST_OPTIONS {
        count("extra", "parejas y respuestas sobrantes", matching.pairs.len() + extras, 0, wrong);
    }
    let stems = matching
        .pairs
        .iter()
        .enumerate()
        .map(|(place, pair)| (format!("pairs.{place}.stem"), &pair.stem));
    once(stems, "Este enunciado está dos veces.", wrong);
    let mut known: HashSet<&str> = matching.pairs.iter().map(|pair| pair.answer.as_str()).collect();
    for (place, text) in matching.extra.iter().enumerate() {
        if !text.as_str().is_empty() && !known.insert(text.as_str()) {
            wrong.push(Complaint::new(
                format!("extra.{place}"),
                "Esta respuesta sobrante ya está entre las otras.",
            ));
        }
    }
    if known.len() < 2 {
        wrong.push(Complaint::new("pairs", "Todas las parejas tienen la misma respuesta."));
    }
}

fn short_texts(short: &mut ShortText<Markdown>, wrong: &mut Vec<Complaint>) {
    count("accepted", "respuestas aceptadas", short.accepted.len(), 1, wrong);
    weights(&short.accepted.iter().map(|one| one.weight).collect::<Vec<_>>(), wrong);
    let mut seen = HashSet::new();
    for (place, one) in short.accepted.iter_mut().enumerate() {
        // Where spaces count they are kept as they are.
        one.pattern = clean::text(&one.pattern).replace(['\n', '\t'], " ");
        let TextAnswer { pattern, weight, .. } = one;
        let anything = short_text::example(pattern, short.strictness).is_none();
        let sentence = if pattern.is_empty() {
            "Escriba la respuesta o quite la fila."
        } else if pattern.chars().count() > MOST_SHORT {
            "La respuesta pasa de 200 caracteres. Acórtela."
        } else if anything && *weight > Weight::NOTHING {
            "Así se aceptaría cualquier respuesta, o ninguna: escriba letras o cifras, o dele 0 %."
        } else if !seen.insert(pattern.clone()) {
            "Esta respuesta está dos veces."
        } else {
            continue;
        };
        wrong.push(Complaint::new(format!("accepted.{place}.pattern"), sentence));
    }
}
