//! Controls where a person chooses: lists, radios, boxes.

use std::borrow::Cow;

use handlebars::{HelperResult, RenderError};
use serde_json::Value as Json;

use super::control::{HelperCall, open_field, plain, write_error};
use super::write::Html;

/// One answer to choose: `{value, label, group?, hint?}`, or a text that is both.
struct Choice<'a> {
    value: Cow<'a, str>,
    label: Cow<'a, str>,
    group: Option<&'a str>,
    hint: Option<&'a str>,
}

impl<'a> HelperCall<'a, '_> {
    fn choices(&self) -> Result<Vec<Choice<'a>>, RenderError> {
        let list = self.param(3, "the list of options")?;
        let Json::Array(list) = list else {
            return Err(self.complaint("the options are not a list"));
        };
        list.iter()
            .map(|option| {
                let value = plain(option.get("value").unwrap_or(option));
                let label = plain(option.get("label").unwrap_or(option));
                match (value, label) {
                    (Some(value), Some(label)) => Ok(Choice {
                        value,
                        label,
                        group: option.get("group").and_then(Json::as_str),
                        hint: option.get("hint").and_then(Json::as_str),
                    }),
                    _ => Err(self.complaint("an option has no value or no label")),
                }
            })
            .collect()
    }

    /// Fieldset and legend of a group of choices.
    fn open_group(
        &self,
        html: &mut Html,
        class: &'static str,
        name: &str,
        error: Option<&str>,
    ) -> HelperResult {
        html.raw("<fieldset class=\"field ").raw(class);
        if error.is_some() {
            html.raw(" field--error");
        }
        html.raw("\"");
        self.described_by(html, name, error);
        html.raw("><legend>").text(&self.label()?);
        self.optional_mark(html);
        html.raw("</legend>");
        self.hint_and_error(html, name, error);
        Ok(())
    }
}

/// `{{select form name label options blank="Elija…"}}`, in groups when the options have them.
pub(super) fn select(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    control.heading(html, &name, error)?;
    html.raw("<select");
    control.common(html, "input", &name, error);
    if let Some(autocomplete) = control.option("autocomplete") {
        html.attr("autocomplete", &autocomplete);
    }
    html.raw(">");
    write_options(control, html, &chosen)?;
    html.raw("</select></div>");
    Ok(())
}

/// `{{pick form name label options blank="Por definir"}}`: a list inside a table, its label read
/// aloud and not seen.
pub(super) fn pick(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    html.raw("<select");
    control.common(html, "input input--cell", &name, error);
    html.attr("aria-label", &control.label()?).raw(">");
    write_options(control, html, &chosen)?;
    html.raw("</select>");
    write_error(html, &name, error);
    Ok(())
}

fn write_options(
    control: &HelperCall<'_, '_>,
    html: &mut Html,
    chosen: &[Cow<'_, str>],
) -> HelperResult {
    if let Some(blank) = control.option("blank") {
        html.raw("<option value=\"\">").text(&blank).raw("</option>");
    }
    for (group, choices) in grouped(control.choices()?) {
        if let Some(group) = group {
            html.raw("<optgroup").attr("label", group).raw(">");
        }
        for choice in choices {
            html.raw("<option").attr("value", &choice.value);
            html.flag("selected", chosen.contains(&choice.value));
            html.raw(">").text(&choice.label).raw("</option>");
        }
        if group.is_some() {
            html.raw("</optgroup>");
        }
    }
    Ok(())
}

/// `{{radios form name label options inline=true}}`
pub(super) fn radios(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    let class = if control.says("inline") { "choices choices--inline" } else { "choices" };
    control.open_group(html, class, &name, error)?;
    for (index, choice) in control.choices()?.iter().enumerate() {
        write_choice(html, "radio", &name, index, choice, &chosen, control.says("required"));
    }
    html.raw("</fieldset>");
    Ok(())
}

/// `{{segments form name label options}}`: radios as a row of large buttons; the label is read
/// aloud and not seen, because the person's name stands beside it.
pub(super) fn segments(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    html.raw("<fieldset class=\"segments");
    if error.is_some() {
        html.raw(" field--error");
    }
    html.raw("\"");
    control.described_by(html, &name, error);
    html.raw("><legend class=\"unseen\">").text(&control.label()?);
    html.raw("</legend>");
    control.hint_and_error(html, &name, error);
    for (index, choice) in control.choices()?.iter().enumerate() {
        html.raw("<label class=\"segment\"><input type=\"radio\"");
        write_id(html, &name, index);
        html.attr("name", &name).attr("value", &choice.value);
        html.flag("checked", chosen.contains(&choice.value));
        html.raw("><span>").text(&choice.label).raw("</span></label>");
    }
    html.raw("</fieldset>");
    Ok(())
}

/// `{{checks form name label options fold=true}}`: several answers; a fieldset for each group,
/// folded (`fold=true`) when the groups are long.
pub(super) fn checks(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    let fold = control.says("fold");
    control.open_group(html, "choices choices--many", &name, error)?;
    let mut index = 0;
    for (group, choices) in grouped(control.choices()?) {
        if let Some(group) = group {
            let count = choices.iter().filter(|choice| chosen.contains(&choice.value)).count();
            open_choice_group(html, group, fold, count);
        }
        html.raw("<div class=\"choices__list\">");
        for choice in &choices {
            write_choice(html, "checkbox", &name, index, choice, &chosen, false);
            index += 1;
        }
        html.raw("</div>");
        if group.is_some() {
            html.raw("</fieldset>");
            if fold {
                html.raw("</details>");
            }
        }
    }
    html.raw("</fieldset>");
    Ok(())
}

/// `{{checkbox form name label value="si"}}`: one statement to accept.
pub(super) fn checkbox(control: &HelperCall<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    // Here `value=` is what the box sends, not what is typed when nothing was.
    let value = control.option("value").unwrap_or(Cow::Borrowed("si"));
    let typed = control.form()?.get("values").and_then(|all| all.get(name.as_ref()));
    let checked = match typed {
        Some(Json::Array(values)) => values.iter().filter_map(plain).any(|text| text == value),
        _ => false,
    };
    open_field(html, "field choice-alone", error);
    write_error(html, &name, error);
    html.raw("<div class=\"choice\"><input type=\"checkbox\"")
        .attr("id", &name)
        .attr("name", &name)
        .attr("value", &value);
    control.described_by(html, &name, error);
    html.flag("aria-invalid=\"true\"", error.is_some())
        .flag("required", control.says("required"))
        .flag("checked", checked);
    html.raw("><label").attr("for", &name).raw(">");
    html.text(&control.label()?).raw("</label>");
    if let Some(hint) = control.option("hint") {
        html.raw("<p class=\"hint\" id=\"").text(&name);
        html.raw("-hint\">").text(&hint).raw("</p>");
    }
    html.raw("</div></div>");
    Ok(())
}

/// Neighbours of the same group together, in the order given.
fn grouped(choices: Vec<Choice<'_>>) -> Vec<(Option<&str>, Vec<Choice<'_>>)> {
    let mut groups: Vec<(Option<&str>, Vec<Choice<'_>>)> = Vec::new();
    for choice in choices {
        match groups.last_mut() {
            Some((group, members)) if *group == choice.group => members.push(choice),
            _ => groups.push((choice.group, vec![choice])),
        }
    }
    groups
}

/// The first choice has the field's own id, because the error summary links to it.
fn write_id(html: &mut Html, name: &str, index: usize) {
    if index == 0 {
        html.attr("id", name);
    } else {
        html.attr("id", &format!("{name}-{index}"));
    }
}

fn open_choice_group(html: &mut Html, group: &str, fold: bool, chosen: usize) {
    if fold {
        html.raw("<details class=\"choices__fold\"").flag("open", chosen > 0);
        html.raw("><summary>").text(group);
        if chosen > 0 {
            html.raw(" <span class=\"hint\">(elegidos: ").text(&chosen.to_string()).raw(")</span>");
        }
        html.raw("</summary><fieldset class=\"choices__group\"><legend class=\"unseen\">");
    } else {
        html.raw("<fieldset class=\"choices__group\"><legend>");
    }
    html.text(group).raw("</legend>");
}

fn write_choice(
    html: &mut Html,
    kind: &'static str,
    name: &str,
    index: usize,
    choice: &Choice<'_>,
    chosen: &[Cow<'_, str>],
    required: bool,
) {
    let id = if index == 0 { name.to_owned() } else { format!("{name}-{index}") };
    html.raw("<div class=\"choice\"><input").attr("type", kind);
    html.attr("id", &id).attr("name", name).attr("value", &choice.value);
    if choice.hint.is_some() {
        html.attr("aria-describedby", &format!("{id}-nota"));
    }
    html.flag("required", required).flag("checked", chosen.contains(&choice.value));
    html.raw("><label").attr("for", &id).raw(">").text(&choice.label);
    html.raw("</label>");
    if let Some(hint) = choice.hint {
        html.raw("<p class=\"hint\"").attr("id", &format!("{id}-nota"));
        html.raw(">").text(hint).raw("</p>");
    }
    html.raw("</div>");
}
