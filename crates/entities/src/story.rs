//! What happened to an entity, in words.

use serde_json::Value;

use platform::pages::Moment;
use platform::prelude::*;
use platform::texts::{say, word};
use sign_in_model::queries::HistoryLine;
use territory_model::kinds::UNSORTED;
use territory_model::nit::shown_nit;

/// What a page calls a kind of entity; `kinds` are those of the catalogue.
pub fn kind_label(kinds: &[Alternative], code: &str) -> String {
    match kinds.iter().find(|kind| kind.value == code) {
        Some(kind) if code != UNSORTED => kind.label.clone(),
        Some(_) | None => word("entities.unsorted").to_owned(),
    }
}

/// An event of history as the page tells it; `None` for one that says nothing to its readers.
pub fn moment(kinds: &[Alternative], line: HistoryLine) -> Option<Moment> {
    let detail: Value = serde_json::from_str(&line.event.detail).unwrap_or_default();
    let text = match line.event.action.as_str() {
        "territory.add_entity" => word("entities.told_added").to_owned(),
        "territory.review_entity" => {
            let kind = kind_label(kinds, text(&detail, "kind"));
            say("entities.told_reviewed", &[("kind", kind)])
        }
        "territory.correct_entity" => correction(kinds, &detail),
        "territory.merge_entities" => {
            let kind = kind_label(kinds, text(&detail, "kind"));
            let facts = [("name", text(&detail, "name").to_owned()), ("kind", kind)];
            with_reason(vec![say("entities.told_merged", &facts)], &detail)
        }
        _ => return None,
    };
    Some(Moment { when: dates::short_with_time(line.event.at), text, who: line.who })
}

fn text<'a>(detail: &'a Value, name: &str) -> &'a str {
    detail.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What a value was and what it became, where the two differ.
fn change(detail: &Value, name: &str, words: impl Fn(&str) -> String) -> Option<(String, String)> {
    let of = |at: usize| detail.get(name).and_then(|pair| pair.get(at)).and_then(Value::as_str);
    let (from, to) = (of(0).unwrap_or_default(), of(1).unwrap_or_default());
    (from != to).then(|| (words(from), words(to)))
}

fn correction(kinds: &[Alternative], detail: &Value) -> String {
    let nit = |kept: &str| match kept {
        "" => word("entities.nit_none").to_owned(),
        kept => shown_nit(kept),
    };
    let facts = |(from, to): (String, String)| [("from", from), ("to", to)];
    let name = change(detail, "name", str::to_owned)
        .map(|change| say("entities.told_name", &facts(change)));
    let kind = change(detail, "kind", |code| kind_label(kinds, code))
        .map(|change| say("entities.told_kind", &facts(change)));
    let nit = change(detail, "nit", nit).map(|change| say("entities.told_nit", &facts(change)));
    with_reason([name, kind, nit].into_iter().flatten().collect(), detail)
}

fn with_reason(mut sentences: Vec<String>, detail: &Value) -> String {
    let reason = text(detail, "reason");
    if !reason.is_empty() {
        sentences.push(say("entities.told_reason", &[("reason", reason.to_owned())]));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_told() {
        let kinds = [Alternative::new("osc", "Organización")];
        let detail = json!({
            "name": ["Uno", "Dos"], "kind": [UNSORTED, "osc"], "nit": [null, "8999990547"],
            "reason": "Trajo el RUT",
        });
        assert_eq!(
            correction(&kinds, &detail),
            "El nombre pasó de «Uno» a «Dos». La clase pasó de «Sin clasificar» a «Organización». \
             El NIT pasó de «sin NIT» a «899.999.054-7». Motivo: Trajo el RUT"
        );
        let detail = json!({ "name": ["Uno", "Uno"], "kind": ["osc", "osc"], "nit": [null, null] });
        assert_eq!(correction(&kinds, &detail), "");
    }
}
