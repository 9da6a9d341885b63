//! A programme whose every text an attacker wrote: behind the backs of the commands that would refuse
//! some of it, so that what is shown is asked of the pages and files alone (P12, P13).

use std::collections::BTreeSet;

use formacion::platform::secrets;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use crate::house::sources;
use crate::support::world::World;

/// Columns with a text that people type, by their tables.
pub const TYPED: &[(&str, &[&str])] = &[
    ("account", &["display_name", "email"]),
    ("activity", &["name"]),
    ("attempt_item", &["comment"]),
    ("attendance_mark", &["reason"]),
    ("attendance_reopening", &["reason"]),
    ("attendance_request", &["decided_reason", "text"]),
    ("capacity", &["dimension", "name", "subject"]),
    (
        "capacity_indicator",
        &[
            "evidence",
            "link_source",
            "name",
            "note",
            "periodicity",
            "range_text",
            "source_owner",
            "unit",
        ],
    ),
    ("catalog_entry", &["label", "note"]),
    ("certificate", &["revocation_reason"]),
    ("certificate_batch", &["signer_name", "signer_position"]),
    ("certificate_batch_person", &["reason"]),
    ("certificate_document", &["signing_provider"]),
    ("certificate_review", &["reason"]),
    (
        "cohort",
        &[
            "cancellation_reason",
            "knowledge",
            "knowledge_evidence",
            "method",
            "method_evidence",
            "name",
            "place_text",
        ],
    ),
    ("cohort_template", &["name"]),
    ("course", &["subject"]),
    ("course_version", &["contents", "name", "objective"]),
    ("course_version_capacity", &["evidence"]),
    ("coverage_target", &["reason"]),
    ("department", &["name"]),
    ("document_review", &["note"]),
    ("document_template", &["note"]),
    ("enrolment_event", &["reason"]),
    ("enrolment_since", &["reason"]),
    ("enrolment_exception", &["reason"]),
    ("enrolment_import", &["file_name"]),
    ("enrolment_import_answer", &["typed", "value"]),
    ("enrolment_import_issue", &["mend", "suggestion", "typed", "what"]),
    (
        "enrolment_import_row",
        &["contacts", "document", "entity", "kind", "municipality", "name", "position"],
    ),
    ("entity", &["name"]),
    ("exam_print", &["place"]),
    ("exam_sheet", &["note", "unread"]),
    ("field_arrival", &["note", "settled_reason"]),
    ("field_device", &["label"]),
    ("framework_revision", &["reason"]),
    ("grade_appeal", &["answer", "text"]),
    ("grade_entry", &["reason"]),
    ("grade_import", &["file_name"]),
    ("grade_reopening", &["reason"]),
    ("grading", &["comment"]),
    ("grading_mark", &["comment"]),
    ("indicator_import", &["file_name", "sheet", "source"]),
    ("indicator_value", &["label"]),
    ("lesson", &["text"]),
    ("moderation", &["reason"]),
    ("municipality", &["name", "pdet_subregion"]),
    ("municipality_trait", &["value"]),
    ("need", &["note", "refusal_reason"]),
    ("outbox_message", &["recipient_email", "recipient_name", "subject", "text_body"]),
    ("person", &["email", "first_name", "first_surname", "phone", "second_name", "second_surname"]),
    ("person_merge", &["note"]),
    ("post", &["position"]),
    ("priority_override", &["reason"]),
    ("product", &["instructions"]),
    ("question_import", &["file_name"]),
    ("question_version", &["note"]),
    ("rescoring", &["reason"]),
    ("session", &["cancellation_reason", "link", "place"]),
    ("session_change", &["reason", "was_link", "was_place"]),
    ("sheet_scan", &["withdrawn_reason"]),
    ("short_closing", &["reason"]),
    ("signature_drawing", &["name"]),
    ("submission", &["link", "note"]),
    ("survey_invitation", &["email"]),
    ("survey_version", &["note"]),
    ("territorial_unit", &["name"]),
    ("unit_contact", &["email", "office", "phone"]),
    ("venue", &["name"]),
    ("walk_in", &["name", "note", "settled_reason"]),
    ("contact_change", &["reason"]),
    ("person_request", &["decision", "reason"]),
];

/// Columns with JSON of ours that holds texts which people typed, by their tables.
pub const WITHIN: &[(&str, &[&str])] = &[
    ("attempt_answer", &["answer"]),
    ("attempt_item", &["shown"]),
    ("cohort_template", &["pattern"]),
    ("document_template", &["body"]),
    ("exam_form_item", &["shown"]),
    ("framework_revision", &["body"]),
    ("question_version", &["body"]),
    ("rubric", &["body"]),
    ("survey_invitation", &["answers"]),
    ("survey_version", &["body"]),
];

/// Columns that hold a typed text and stay as they are, and why.
const APART: &[(&str, &[&str])] = &[
    // Frozen behind a digest that the doctor compares; `certification::typed` issues with such texts.
    ("certificate", &["snapshot"]),
    ("certificate_review", &["facts"]),
    ("report_cut", &["body", "summary"]),
    // Written by us from a template, with their texts escaped: `markup` renders every letter.
    ("outbox_message", &["calendar", "html_body"]),
    // A header of a letter, which no page shows.
    ("outbox_message", &["reply_to"]),
    // A stranger's form and claim: nothing shows them again.
    ("registration", &["email", "form"]),
    ("wallet_claim", &["document_number", "email"]),
    // What a merge moved, to be put back where it was.
    ("person_merge_row", &["new_value", "old_value"]),
    // Digits and letters that are taken apart before they are kept, and found by what they are.
    ("entity", &["nit"]),
    ("person", &["document_number"]),
    ("person_document", &["document_number"]),
    // Keys under which a file's values are joined with others.
    ("capacity_indicator", &["certainty", "direction", "index_name", "link_certainty"]),
    ("indicator_import", &["index_name"]),
    ("indicator_value", &["index_name"]),
    ("municipality_trait", &["scheme"]),
    ("venue", &["search_full", "search_long"]),
    // Facts with a source, loaded from files of ours.
    ("catalog_entry", &["catalog", "certainty"]),
    ("municipality", &["kind"]),
    ("reference_load", &["licence", "name", "source"]),
    ("territorial_unit", &["source", "status"]),
    // Codes and lists of codes.
    ("certificate", &["number", "template"]),
    ("certificate_batch", &["request"]),
    ("cohort", &["taught_in"]),
    ("cohort_tally_month", &["month"]),
    ("consent", &["channel", "version"]),
    ("course_version", &["admitted_kinds", "offer_type"]),
    ("enrolment_exception", &["rules"]),
    ("enrolment_import", &["choice", "forecast", "format", "names_apart"]),
    ("enrolment_import_answer", &["target"]),
    ("enrolment_import_issue", &["target"]),
    ("exam_form", &["letter"]),
    ("framework_revision", &["about"]),
    ("history_event", &["action", "detail"]),
    ("idempotent_request", &["answer", "holder"]),
    ("outbox_message", &["last_error"]),
    ("person_merge_row", &["column_name", "table_name"]),
    ("person_word", &["word"]),
    ("report_subscription", &["ambit", "last_term"]),
    ("setting", &["value"]),
    ("survey_ballots", &["digests"]),
    ("survey_sheets", &["sheets"]),
    ("certificate_credential", &["jwt"]),
    // The address of a form of ours.
    ("kept_file", &["form"]),
    ("issuer_key", &["kid", "public_x", "public_y", "thumbprint"]),
    // Addresses that wait for their link: compared with what is typed, and shown to nobody else.
    ("mail_request", &["email"]),
    // Compared with where a letter goes, and shown to nobody.
    ("mail_opt_out", &["email"]),
    // What a worker takes to find the account.
    ("password_request", &["email"]),
    // Words of ours for a browser.
    ("web_session", &["device"]),
    // JSON and codes of ours that are judged again when somebody decides.
    ("person_request", &["change", "units"]),
];

/// Columns with an address: how it begins is asked when it is typed, so that one always begins with
/// `https:` or `http:`, and only what stands behind is the attacker's.
const ADDRESSES: [(&str, &str); 3] =
    [("session", "link"), ("session_change", "was_link"), ("submission", "link")];

/// Names of columns that hold a code, a digest or a word of ours, whatever the table.
fn is_code(column: &str) -> bool {
    let ends = ["_code", "_digest", "_hash", "_id", "_kind", "_key", "_type", "_unit", "sha256"];
    ends.iter().any(|end| column.ends_with(end))
        || ["code", "digest", "dedupe_key", "key", "kind", "name_key", "search_name", "search_text"]
            .contains(&column)
}

/// Writes `before` and behind every typed text `after`, in which `#` becomes the number of the column.
/// Returns how many columns were written.
pub async fn write(world: &World, before: &str, after: &str) -> usize {
    let db = world.app.db.writer();
    let backend = db.get_database_backend();
    for (number, (table, column)) in columns(TYPED).into_iter().enumerate() {
        let before = if ADDRESSES.contains(&(table, column)) { "" } else { before };
        let [before, after] = [before, after].map(|text| text.replace('#', &number.to_string()));
        let quoted = [before, after].map(|text| text.replace('\'', "''"));
        let sql = format!(
            "UPDATE \"{table}\" SET \"{column}\" = '{}' || \"{column}\" || '{}' WHERE \"{column}\" IS NOT NULL",
            quoted[0], quoted[1]
        );
        let done = db.execute_raw(Statement::from_string(backend, sql)).await;
        done.unwrap_or_else(|error| panic!("{table}.{column}: {error}"));
    }
    // No place names a venue any more.
    let none = Statement::from_string(backend, "DELETE FROM session_venue");
    db.execute_raw(none).await.unwrap();
    let typed = columns(TYPED).len();
    for (number, (table, column)) in columns(WITHIN).into_iter().enumerate() {
        let number = (typed + number).to_string();
        let [before, after] = [before, after].map(|text| text.replace('#', &number));
        let sql = format!(
            "SELECT DISTINCT \"{column}\" AS body FROM \"{table}\" WHERE \"{column}\" IS NOT NULL"
        );
        let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        for row in rows {
            let old: String = row.try_get("", "body").unwrap();
            let Ok(mut json) = serde_json::from_str::<Value>(&old) else { continue };
            each_text(&mut json, &mut |text| {
                if is_prose(text) {
                    *text = format!("{before}{text}{after}");
                }
            });
            let new = json.to_string();
            // A published question is compared with its digest, which is not what is asked here.
            let digest = match table {
                "question_version" => format!(
                    ", body_sha256 = CASE WHEN body_sha256 IS NULL THEN NULL ELSE '{}' END",
                    secrets::digest(&new)
                ),
                _ => String::new(),
            };
            let [old, new] = [old, new].map(|text| text.replace('\'', "''"));
            let sql = format!(
                "UPDATE \"{table}\" SET \"{column}\" = '{new}'{digest} WHERE \"{column}\" = '{old}'"
            );
            db.execute_raw(Statement::from_string(backend, sql)).await.unwrap();
        }
    }
    typed + columns(WITHIN).len()
}

/// Shows every text of a JSON value to `change`.
pub fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(members) => members.values_mut().for_each(|value| each_text(value, change)),
        _ => {}
    }
}

/// Whether a text of a value is one that somebody wrote, and no code that the program compares.
pub fn is_prose(text: &str) -> bool {
    // Of letters that codes have, and moments («2026-11-20T15:00:00Z»).
    let is_code =
        |letter: char| letter.is_ascii_lowercase() || "_-.:+0123456789TZ".contains(letter);
    !text.is_empty() && !text.chars().all(is_code)
}

/// The name of a column by its number.
pub fn name(number: usize) -> String {
    let all: Vec<_> = columns(TYPED).into_iter().chain(columns(WITHIN)).collect();
    format!("{}.{}", all[number].0, all[number].1)
}

fn columns(
    tables: &'static [(&'static str, &'static [&'static str])],
) -> Vec<(&'static str, &'static str)> {
    let pairs = |(table, columns): &(&'static str, &'static [&'static str])| {
        let table = *table;
        columns.iter().map(move |column| (table, *column)).collect::<Vec<_>>()
    };
    tables.iter().flat_map(pairs).collect()
}

#[test]
fn every_text_that_is_kept_is_known_as_typed_or_as_ours() {
    let mut unknown = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let known: BTreeSet<(&str, &str)> =
        [TYPED, WITHIN, APART].into_iter().flat_map(columns).collect();
    for (file, text) in sources("crates").iter().filter(|(file, _)| file.contains("/entity/")) {
        let Some((_, rest)) = text.split_once("table_name = \"") else { continue };
        let table = rest.split('"').next().unwrap();
        for line in text.lines().map(str::trim) {
            let Some(field) = line.strip_prefix("pub ") else { continue };
            let Some((column, kind)) = field.split_once(": ") else { continue };
            if !matches!(kind, "String," | "Option<String>,") {
                continue;
            }
            seen.insert(format!("{table}.{column}"));
            if !known.contains(&(table, column)) && !is_code(column) {
                unknown.insert(format!("{table}.{column} ({file})"));
            }
        }
    }
    assert!(seen.len() > 150, "only {} columns were found", seen.len());
    assert!(
        unknown.is_empty(),
        "columns with a text that tests/access/attacker.rs does not know: {unknown:#?}; add each to \
         TYPED, if people type it, and to APART with a reason if not"
    );
    let gone: Vec<String> = known
        .iter()
        .map(|(table, column)| format!("{table}.{column}"))
        .filter(|column| !seen.contains(column))
        .collect();
    assert!(gone.is_empty(), "no table has these columns any more: {gone:?}");
}
