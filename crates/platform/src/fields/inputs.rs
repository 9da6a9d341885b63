//! Controls where a person types, and the summary of what to correct.

use std::borrow::Cow;

use handlebars::HelperResult;

use super::control::{HelperCall, write_error};
use super::write::Html;

/// Attributes of an input that a template may set as they are.
const INPUT_ATTRIBUTES: [&str; 11] = [
    "autocapitalize",
    "autocomplete",
    "inputmode",
    "min",
    "max",
    "step",
    "maxlength",
    "minlength",
    "pattern",
    "list",
    "accept",
];

/// Attributes that a plain text input does not take.
const BOUNDS: [&str; 3] = ["min", "max", "step"];

/// Kinds of input that take [`BOUNDS`] and drop a value that they do not understand.
const BOUNDED_KINDS: [&str; 4] = ["number", "date", "time", "datetime-local"];

/// `{{field form name label type= hint= width=xs|s|m|l required= optional= prefix= suffix= …}}`
pub(super) fn field(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let kind = control.option("type").unwrap_or(Cow::Borrowed("text"));
    let typed = control.first_value(&name)?;
    control.heading(html, &name, error)?;
    let affixed = control.option("prefix").is_some() || control.option("suffix").is_some();
    if affixed {
        html.raw("<span class=\"affix\">");
        write_affix(html, control.option("prefix"));
    }
    let shown = keeping(&kind, &typed);
    html.raw("<input").attr("type", shown);
    control.common(html, "input", &name, error);
    if kind == "number" && control.option("inputmode").is_none() {
        html.attr("inputmode", "numeric");
    }
    let bounded = !BOUNDED_KINDS.contains(&kind.as_ref()) || shown == kind;
    for attribute in INPUT_ATTRIBUTES {
        if BOUNDS.contains(&attribute) && !bounded {
            continue;
        }
        if let Some(value) = control.option(attribute) {
            html.attr(attribute, &value);
        }
    }
    // A password is never sent back, and a browser ignores the value of a file.
    if kind != "password" && kind != "file" {
        html.attr("value", &typed);
    }
    html.raw(">");
    if affixed {
        write_affix(html, control.option("suffix"));
        html.raw("</span>");
    }
    html.raw("</div>");
    Ok(())
}

/// `{{area form name label rows=6 …}}`
pub(super) fn area(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    control.heading(html, &name, error)?;
    html.raw("<textarea");
    control.common(html, "input", &name, error);
    html.attr("rows", &control.option("rows").unwrap_or(Cow::Borrowed("5")));
    if let Some(longest) = control.option("maxlength") {
        html.attr("maxlength", &longest);
    }
    // The line break after the tag is dropped by browsers; without it the first line break that
    // the person typed would be.
    html.raw(">\n").text(&control.first_value(&name)?);
    html.raw("</textarea></div>");
    Ok(())
}

/// `{{cell form name label}}`: an input inside a table, its label read aloud and not seen.
pub(super) fn cell(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let kind = control.option("type").unwrap_or(Cow::Borrowed("text"));
    let typed = control.first_value(&name)?;
    html.raw("<input").attr("type", keeping(&kind, &typed));
    control.common(html, "input input--cell", &name, error);
    html.attr("aria-label", &control.label()?);
    for attribute in INPUT_ATTRIBUTES {
        if let Some(value) = control.option(attribute) {
            html.attr(attribute, &value);
        }
    }
    html.attr("value", &typed).raw(">");
    write_error(html, &name, error);
    Ok(())
}

/// `{{error_summary form}}`: nothing when all is well; otherwise each error, linked to its field.
pub(super) fn error_summary(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let mut errors = control.errors()?.peekable();
    if errors.peek().is_none() {
        return Ok(());
    }
    html.raw("<div class=\"error-summary\" id=\"errores\" role=\"alert\" tabindex=\"-1\">")
        .raw("<h2>Revise lo siguiente</h2><ul>");
    for (field, text) in errors {
        html.raw("<li>");
        if field.is_empty() {
            html.text(text);
        } else {
            html.raw("<a href=\"#").text(field).raw("\">").text(text).raw("</a>");
        }
        html.raw("</li>");
    }
    html.raw("</ul></div>");
    Ok(())
}

/// The kind of input that keeps what was typed. Browsers empty a number or date input whose value
/// they do not understand, and the person's text must stay: a number is always a text with the
/// numeric keyboard, and a date becomes a text while its value is not one.
fn keeping<'a>(kind: &'a str, typed: &str) -> &'a str {
    let digits_and = |marks: &str| {
        typed.chars().all(|character| character.is_ascii_digit() || marks.contains(character))
    };
    match kind {
        "number" => "text",
        "date" if !digits_and("-") || !matches!(typed.len(), 0 | 10) => "text",
        "time" if !digits_and(":") => "text",
        "datetime-local" if !digits_and("-:T") => "text",
        other => other,
    }
}

fn write_affix(html: &mut Html, text: Option<Cow<'_, str>>) {
    if let Some(text) = text {
        html.raw("<span class=\"affix__text\">").text(&text).raw("</span>");
    }
}
