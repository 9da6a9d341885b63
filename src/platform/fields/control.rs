//! The controls themselves, one function each.

use std::borrow::Cow;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason,
};
use serde_json::Value as Json;

use super::write::Html;

/// Attributes of an input that a template may set as they are.
const INPUT_ATTRIBUTES: [&str; 10] = [
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

type Writer = fn(&Control<'_, '_>, &mut Html) -> Result<(), RenderError>;

struct ControlHelper(Writer);

impl HelperDef for ControlHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let mut html = Html::default();
        (self.0)(&Control { helper }, &mut html)?;
        out.write(&html.into_string())?;
        Ok(())
    }
}

pub(super) fn register(handlebars: &mut Handlebars<'_>) {
    let writers: [(&str, Writer); 9] = [
        ("field", field),
        ("area", area),
        ("select", select),
        ("radios", radios),
        ("segments", segments),
        ("checks", checks),
        ("checkbox", checkbox),
        ("cell", cell),
        ("error_summary", error_summary),
    ];
    for (name, writer) in writers {
        handlebars.register_helper(name, Box::new(ControlHelper(writer)));
    }
}

/// One call of a helper: `{{field form name label key=value …}}`.
struct Control<'a, 'rc> {
    helper: &'a Helper<'rc>,
}

/// One answer to choose: `{value, label, group?, hint?}`, or a text that is both.
struct Choice<'a> {
    value: Cow<'a, str>,
    label: Cow<'a, str>,
    group: Option<&'a str>,
    hint: Option<&'a str>,
}

impl<'a> Control<'a, '_> {
    fn param(&self, index: usize, what: &str) -> Result<&'a Json, RenderError> {
        match self.helper.param(index) {
            Some(param) if !param.is_value_missing() => Ok(param.value()),
            _ => Err(self.complaint(&format!("{what} is missing"))),
        }
    }

    fn complaint(&self, what: &str) -> RenderError {
        RenderErrorReason::Other(format!("helper {}: {what}", self.helper.name())).into()
    }

    fn form(&self) -> Result<&'a Json, RenderError> {
        self.param(0, "the form")
    }

    fn name(&self) -> Result<Cow<'a, str>, RenderError> {
        let name = self.param(1, "the field's name")?;
        plain(name).ok_or_else(|| self.complaint("the field's name is not a text"))
    }

    fn label(&self) -> Result<Cow<'a, str>, RenderError> {
        let label = self.param(2, "the label")?;
        plain(label).ok_or_else(|| self.complaint("the label is not a text"))
    }

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

    /// A `key=value` of the call; nothing when it is absent, null or empty.
    fn option(&self, key: &str) -> Option<Cow<'a, str>> {
        self.helper
            .hash_get(key)
            .and_then(|value| plain(value.value()))
            .filter(|text| !text.is_empty())
    }

    /// A `key=true` of the call.
    fn says(&self, key: &str) -> bool {
        self.helper
            .hash_get(key)
            .is_some_and(|value| value.value() == &Json::Bool(true))
    }

    /// The values typed; when the form does not know the field, the call's `value=`.
    fn values(&self, name: &str) -> Result<Vec<Cow<'a, str>>, RenderError> {
        let typed = self.form()?.get("values").and_then(|all| all.get(name));
        Ok(match typed {
            Some(Json::Array(values)) => values.iter().filter_map(plain).collect(),
            Some(value) => plain(value).into_iter().collect(),
            None => self.option("value").into_iter().collect(),
        })
    }

    fn first_value(&self, name: &str) -> Result<Cow<'a, str>, RenderError> {
        Ok(self.values(name)?.into_iter().next().unwrap_or_default())
    }

    fn errors(&self) -> Result<impl Iterator<Item = (&'a str, &'a str)>, RenderError> {
        let errors = self.form()?.get("errors").and_then(Json::as_array);
        Ok(errors.into_iter().flatten().map(|error| {
            let read = |key| error.get(key).and_then(Json::as_str).unwrap_or_default();
            (read("field"), read("text"))
        }))
    }

    fn error(&self, name: &str) -> Result<Option<&'a str>, RenderError> {
        Ok(self
            .errors()?
            .find(|(field, _)| *field == name)
            .map(|(_, text)| text))
    }

    /// ` aria-describedby` for the hint and the error that exist.
    fn described_by(&self, html: &mut Html, name: &str, error: Option<&str>) {
        let mut ids = Vec::with_capacity(2);
        if self.option("hint").is_some() {
            ids.push(format!("{name}-hint"));
        }
        if error.is_some() {
            ids.push(format!("{name}-error"));
        }
        if !ids.is_empty() {
            html.attr("aria-describedby", &ids.join(" "));
        }
    }

    /// Hint and error, in the order in which they are read.
    fn hint_and_error(&self, html: &mut Html, name: &str, error: Option<&str>) {
        if let Some(hint) = self.option("hint") {
            html.raw("<p class=\"hint\" id=\"").text(name);
            html.raw("-hint\">").text(&hint).raw("</p>");
        }
        write_error(html, name, error);
    }

    /// Label, hint and error of a single control.
    fn heading(&self, html: &mut Html, name: &str, error: Option<&str>) -> HelperResult {
        open_field(html, "field", error);
        html.raw("<label").attr("for", name).raw(">");
        html.text(&self.label()?);
        self.optional_mark(html);
        html.raw("</label>");
        self.hint_and_error(html, name, error);
        Ok(())
    }

    fn optional_mark(&self, html: &mut Html) {
        if self.says("optional") {
            html.raw(" <span class=\"optional\">(opcional)</span>");
        }
    }

    /// What every control carries: class by width, id, name, what describes it, its state.
    fn common(&self, html: &mut Html, class: &'static str, name: &str, error: Option<&str>) {
        html.raw(" class=\"").raw(class);
        if let Some(width) = self.option("width") {
            html.raw(" input--").text(&width);
        }
        html.raw("\"").attr("id", name).attr("name", name);
        self.described_by(html, name, error);
        html.flag("aria-invalid=\"true\"", error.is_some())
            .flag("required", self.says("required"))
            .flag("readonly", self.says("readonly"))
            .flag("disabled", self.says("disabled"))
            .flag("multiple", self.says("multiple"));
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

/// `{{field form name label type= hint= width=xs|s|m|l required= optional= prefix= suffix= …}}`
fn field(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let kind = control.option("type").unwrap_or(Cow::Borrowed("text"));
    control.heading(html, &name, error)?;
    let affixed = control.option("prefix").is_some() || control.option("suffix").is_some();
    if affixed {
        html.raw("<span class=\"affix\">");
        write_affix(html, control.option("prefix"));
    }
    html.raw("<input").attr("type", &kind);
    control.common(html, "input", &name, error);
    for attribute in INPUT_ATTRIBUTES {
        if let Some(value) = control.option(attribute) {
            html.attr(attribute, &value);
        }
    }
    // A password is never sent back, and a browser ignores the value of a file.
    if kind != "password" && kind != "file" {
        html.attr("value", &control.first_value(&name)?);
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
fn area(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    control.heading(html, &name, error)?;
    html.raw("<textarea");
    control.common(html, "input", &name, error);
    html.attr(
        "rows",
        &control.option("rows").unwrap_or(Cow::Borrowed("5")),
    );
    if let Some(longest) = control.option("maxlength") {
        html.attr("maxlength", &longest);
    }
    // The line break after the tag is dropped by browsers; without it the first line break that
    // the person typed would be.
    html.raw(">\n").text(&control.first_value(&name)?);
    html.raw("</textarea></div>");
    Ok(())
}

/// `{{select form name label options blank="Elija…"}}`, in groups when the options have them.
fn select(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
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
    if let Some(blank) = control.option("blank") {
        html.raw("<option value=\"\">")
            .text(&blank)
            .raw("</option>");
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
    html.raw("</select></div>");
    Ok(())
}

/// `{{radios form name label options inline=true}}`
fn radios(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    let class = if control.says("inline") {
        "choices choices--inline"
    } else {
        "choices"
    };
    control.open_group(html, class, &name, error)?;
    for (index, choice) in control.choices()?.iter().enumerate() {
        write_choice(
            html,
            "radio",
            &name,
            index,
            choice,
            &chosen,
            control.says("required"),
        );
    }
    html.raw("</fieldset>");
    Ok(())
}

/// `{{segments form name label options}}`: radios as a row of large buttons; the label is read
/// aloud and not seen, because the person's name stands beside it.
fn segments(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    html.raw("<fieldset class=\"segments");
    if error.is_some() {
        html.raw(" field--error");
    }
    html.raw("\"");
    control.described_by(html, &name, error);
    html.raw("><legend class=\"unseen\">")
        .text(&control.label()?);
    html.raw("</legend>");
    control.hint_and_error(html, &name, error);
    for (index, choice) in control.choices()?.iter().enumerate() {
        html.raw("<label class=\"segment\"><input type=\"radio\"");
        write_id(html, &name, index);
        html.attr("name", &name).attr("value", &choice.value);
        html.flag("checked", chosen.contains(&choice.value));
        html.raw("><span>")
            .text(&choice.label)
            .raw("</span></label>");
    }
    html.raw("</fieldset>");
    Ok(())
}

/// `{{checks form name label options fold=true}}`: several answers; a fieldset for each group,
/// folded (`fold=true`) when the groups are long.
fn checks(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    let chosen = control.values(&name)?;
    let fold = control.says("fold");
    control.open_group(html, "choices choices--many", &name, error)?;
    let mut index = 0;
    for (group, choices) in grouped(control.choices()?) {
        if let Some(group) = group {
            let count = choices
                .iter()
                .filter(|choice| chosen.contains(&choice.value))
                .count();
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
fn checkbox(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    // Here `value=` is what the box sends, not what is typed when nothing was.
    let value = control.option("value").unwrap_or(Cow::Borrowed("si"));
    let typed = control
        .form()?
        .get("values")
        .and_then(|all| all.get(name.as_ref()));
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

/// `{{cell form name label}}`: an input inside a table, its label read aloud and not seen.
fn cell(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
    let name = control.name()?;
    let error = control.error(&name)?;
    html.raw("<input").attr(
        "type",
        &control.option("type").unwrap_or(Cow::Borrowed("text")),
    );
    control.common(html, "input input--cell", &name, error);
    html.attr("aria-label", &control.label()?);
    for attribute in INPUT_ATTRIBUTES {
        if let Some(value) = control.option(attribute) {
            html.attr(attribute, &value);
        }
    }
    html.attr("value", &control.first_value(&name)?).raw(">");
    write_error(html, &name, error);
    Ok(())
}

/// `{{error_summary form}}`: nothing when all is well; otherwise each error, linked to its field.
fn error_summary(control: &Control<'_, '_>, html: &mut Html) -> HelperResult {
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
            html.raw("<a href=\"#")
                .text(field)
                .raw("\">")
                .text(text)
                .raw("</a>");
        }
        html.raw("</li>");
    }
    html.raw("</ul></div>");
    Ok(())
}

/// A text, number or boolean as text; nothing for null, lists and objects.
fn plain(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        Json::Bool(holds) => Some(Cow::Owned(holds.to_string())),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
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

fn open_field(html: &mut Html, class: &'static str, error: Option<&str>) {
    html.raw("<div class=\"").raw(class);
    if error.is_some() {
        html.raw(" field--error");
    }
    html.raw("\">");
}

fn write_error(html: &mut Html, name: &str, error: Option<&str>) {
    if let Some(error) = error {
        html.raw("<p class=\"error\" id=\"").text(name);
        html.raw("-error\"><span class=\"unseen\">Error: </span>");
        html.text(error).raw("</p>");
    }
}

fn write_affix(html: &mut Html, text: Option<Cow<'_, str>>) {
    if let Some(text) = text {
        html.raw("<span class=\"affix__text\">")
            .text(&text)
            .raw("</span>");
    }
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
        html.raw("<details class=\"choices__fold\"")
            .flag("open", chosen > 0);
        html.raw("><summary>").text(group);
        if chosen > 0 {
            html.raw(" <span class=\"hint\">(elegidos: ")
                .text(&chosen.to_string())
                .raw(")</span>");
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
    let id = if index == 0 {
        name.to_owned()
    } else {
        format!("{name}-{index}")
    };
    html.raw("<div class=\"choice\"><input").attr("type", kind);
    html.attr("id", &id)
        .attr("name", name)
        .attr("value", &choice.value);
    if choice.hint.is_some() {
        html.attr("aria-describedby", &format!("{id}-nota"));
    }
    html.flag("required", required)
        .flag("checked", chosen.contains(&choice.value));
    html.raw("><label")
        .attr("for", &id)
        .raw(">")
        .text(&choice.label);
    html.raw("</label>");
    if let Some(hint) = choice.hint {
        html.raw("<p class=\"hint\"")
            .attr("id", &format!("{id}-nota"));
        html.raw(">").text(hint).raw("</p>");
    }
    html.raw("</div>");
}
