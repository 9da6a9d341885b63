//! What all controls share: reading the call of a helper, and the frame of label, hint and error.

use std::borrow::Cow;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason,
};
use serde_json::Value as Json;

use super::write::Html;
use super::{choices, inputs};

type Writer = fn(&HelperCall<'_, '_>, &mut Html) -> Result<(), RenderError>;

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
        (self.0)(&HelperCall { helper }, &mut html)?;
        out.write(&html.into_string())?;
        Ok(())
    }
}

pub(super) fn register(handlebars: &mut Handlebars<'_>) {
    let writers: [(&str, Writer); 10] = [
        ("field", inputs::field),
        ("area", inputs::area),
        ("select", choices::select),
        ("radios", choices::radios),
        ("segments", choices::segments),
        ("checks", choices::checks),
        ("checkbox", choices::checkbox),
        ("cell", inputs::cell),
        ("pick", choices::pick),
        ("error_summary", inputs::error_summary),
    ];
    for (name, writer) in writers {
        handlebars.register_helper(name, Box::new(ControlHelper(writer)));
    }
}

/// One call of a helper: `{{field form name label key=value …}}`.
pub(super) struct HelperCall<'a, 'rc> {
    helper: &'a Helper<'rc>,
}

impl<'a> HelperCall<'a, '_> {
    pub(super) fn param(&self, index: usize, what: &str) -> Result<&'a Json, RenderError> {
        match self.helper.param(index) {
            Some(param) if !param.is_value_missing() => Ok(param.value()),
            _ => Err(self.complaint(&format!("{what} is missing"))),
        }
    }

    pub(super) fn complaint(&self, what: &str) -> RenderError {
        RenderErrorReason::Other(format!("helper {}: {what}", self.helper.name())).into()
    }

    pub(super) fn form(&self) -> Result<&'a Json, RenderError> {
        self.param(0, "the form")
    }

    pub(super) fn name(&self) -> Result<Cow<'a, str>, RenderError> {
        let name = self.param(1, "the field's name")?;
        plain(name).ok_or_else(|| self.complaint("the field's name is not a text"))
    }

    pub(super) fn label(&self) -> Result<Cow<'a, str>, RenderError> {
        let label = self.param(2, "the label")?;
        plain(label).ok_or_else(|| self.complaint("the label is not a text"))
    }

    /// A `key=value` of the call; nothing when it is absent, null or empty.
    pub(super) fn option(&self, key: &str) -> Option<Cow<'a, str>> {
        self.helper
            .hash_get(key)
            .and_then(|value| plain(value.value()))
            .filter(|text| !text.is_empty())
    }

    /// A `key=true` of the call.
    pub(super) fn says(&self, key: &str) -> bool {
        self.helper.hash_get(key).is_some_and(|value| value.value() == &Json::Bool(true))
    }

    /// The values typed; when the form does not know the field, the call's `value=`.
    pub(super) fn values(&self, name: &str) -> Result<Vec<Cow<'a, str>>, RenderError> {
        let typed = self.form()?.get("values").and_then(|all| all.get(name));
        Ok(match typed {
            Some(Json::Array(values)) => values.iter().filter_map(plain).collect(),
            Some(value) => plain(value).into_iter().collect(),
            None => self.option("value").into_iter().collect(),
        })
    }

    pub(super) fn first_value(&self, name: &str) -> Result<Cow<'a, str>, RenderError> {
        Ok(self.values(name)?.into_iter().next().unwrap_or_default())
    }

    pub(super) fn errors(&self) -> Result<impl Iterator<Item = (&'a str, &'a str)>, RenderError> {
        let errors = self.form()?.get("errors").and_then(Json::as_array);
        Ok(errors.into_iter().flatten().map(|error| {
            let read = |key| error.get(key).and_then(Json::as_str).unwrap_or_default();
            (read("field"), read("text"))
        }))
    }

    pub(super) fn error(&self, name: &str) -> Result<Option<&'a str>, RenderError> {
        Ok(self.errors()?.find(|(field, _)| *field == name).map(|(_, text)| text))
    }

    /// ` aria-describedby` for the hint and the error that exist.
    pub(super) fn described_by(&self, html: &mut Html, name: &str, error: Option<&str>) {
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
    pub(super) fn hint_and_error(&self, html: &mut Html, name: &str, error: Option<&str>) {
        if let Some(hint) = self.option("hint") {
            html.raw("<p class=\"hint\" id=\"").text(name);
            html.raw("-hint\">").text(&hint).raw("</p>");
        }
        self.file_note(html, error);
        write_error(html, name, error);
    }

    /// A browser sends a file once: a form that comes back with something to correct says so beside it.
    fn file_note(&self, html: &mut Html, error: Option<&str>) {
        let is_file = self.option("type").is_some_and(|kind| kind == "file");
        let comes_back = self.errors().is_ok_and(|mut errors| errors.next().is_some());
        if is_file && error.is_none() && comes_back {
            html.raw("<p class=\"hint\">");
            html.text("Si había elegido un archivo, elíjalo de nuevo: no quedó guardado.");
            html.raw("</p>");
        }
    }

    /// Label, hint and error of a single control.
    pub(super) fn heading(&self, html: &mut Html, name: &str, error: Option<&str>) -> HelperResult {
        open_field(html, "field", error);
        html.raw("<label").attr("for", name).raw(">");
        html.text(&self.label()?);
        self.optional_mark(html);
        html.raw("</label>");
        self.hint_and_error(html, name, error);
        Ok(())
    }

    pub(super) fn optional_mark(&self, html: &mut Html) {
        if self.says("optional") {
            html.raw(" <span class=\"optional\">(opcional)</span>");
        }
    }

    /// What every control carries: class by width, id, name, what describes it, its state.
    pub(super) fn common(
        &self,
        html: &mut Html,
        class: &'static str,
        name: &str,
        error: Option<&str>,
    ) {
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
}

/// A text, number or boolean as text; nothing for null, lists and objects.
pub(super) fn plain(value: &Json) -> Option<Cow<'_, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Number(number) => Some(Cow::Owned(number.to_string())),
        Json::Bool(holds) => Some(Cow::Owned(holds.to_string())),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

pub(super) fn open_field(html: &mut Html, class: &'static str, error: Option<&str>) {
    html.raw("<div class=\"").raw(class);
    if error.is_some() {
        html.raw(" field--error");
    }
    html.raw("\">");
}

pub(super) fn write_error(html: &mut Html, name: &str, error: Option<&str>) {
    if let Some(error) = error {
        html.raw("<p class=\"error\" id=\"").text(name);
        html.raw("-error\"><span class=\"unseen\">Error: </span>");
        html.text(error).raw("</p>");
    }
}
