//! The strict renderer of every template.
//!
//! A page is written as the block of its layout (`{{#> layouts/page}} … {{/layouts/page}}`).
//! Handlebars would copy the whole page once for every partial that the layout includes, which
//! for a grid of a thousand people takes longer than anything else; so the two are taken apart
//! when they are read, rendered by themselves, and put together as text.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate, Utc};
use handlebars::{Handlebars, RenderError, TemplateError, handlebars_helper};
use serde::Serialize;
use serde_json::Value as Json;

use super::labels::with_labels;
use super::pages::Shell;
use super::{dates, numbers};

/// Layouts that read the shell and nothing of the page.
const LAYOUTS: [&str; 3] = ["layouts/page", "layouts/plain", "layouts/screen"];
const BLOCK: &str = "{{> @partial-block}}";
/// Where the page goes. What people typed is escaped and cannot hold it.
const PLACE: &str = "<!--page-->";

/// The renderer: every template, read once, in strict mode.
#[derive(Clone)]
pub struct Views(Arc<Inner>);

struct Inner {
    handlebars: Handlebars<'static>,
    /// The layout's own template, by the page's.
    layouts: HashMap<String, String>,
}

#[derive(Serialize)]
struct FramedPage<'a, T> {
    shell: &'a Shell,
    page: &'a T,
}

#[derive(Serialize)]
struct LayoutData<'a> {
    shell: &'a Shell,
}

impl Views {
    /// Every template; one that does not parse stops the start. They are a part of the program, so
    /// they are read once in a process, however many servers it starts: tests start hundreds.
    pub fn load() -> Result<Self, TemplateError> {
        static READ: OnceLock<Views> = OnceLock::new();
        match READ.get() {
            Some(views) => Ok(views.clone()),
            None => {
                let views = Self::read()?;
                Ok(READ.get_or_init(|| views).clone())
            }
        }
    }

    fn read() -> Result<Self, TemplateError> {
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        handlebars.set_prevent_indent(true);
        super::fields::register(&mut handlebars);
        register_words(&mut handlebars);
        let mut layouts = HashMap::new();
        let templates = super::embedded::embedded().templates;
        for file in templates.names() {
            let Some(name) = file.strip_suffix(".hbs") else {
                continue;
            };
            let Some(text) = templates.read(&file) else {
                continue;
            };
            let text = String::from_utf8_lossy(&text);
            let Some((layout, body)) = take_apart(&text) else {
                handlebars.register_template_string(name, &text)?;
                if LAYOUTS.contains(&name) {
                    let around = text.replace(&format!("{BLOCK}\n"), PLACE).replace(BLOCK, PLACE);
                    handlebars.register_template_string(&around_name(name), around)?;
                }
                continue;
            };
            handlebars.register_template_string(name, body)?;
            layouts.insert(name.to_owned(), around_name(layout));
        }
        Ok(Self(Arc::new(Inner { handlebars, layouts })))
    }

    pub fn render<T: Serialize>(
        &self,
        template: &str,
        shell: &Shell,
        page: &T,
    ) -> Result<String, RenderError> {
        let Inner { handlebars, layouts } = &*self.0;
        let body = with_labels(handlebars.render(template, &FramedPage { shell, page })?);
        let Some(layout) = layouts.get(template) else {
            return Ok(one_full_stop(body));
        };
        let around = handlebars.render(layout, &LayoutData { shell })?;
        let (before, after) = around.split_once(PLACE).unwrap_or((&around, ""));
        Ok(one_full_stop([before, &body, after].concat()))
    }

    /// Renders without a shell: mail and fragments.
    pub fn render_bare<T: Serialize>(
        &self,
        template: &str,
        data: &T,
    ) -> Result<String, RenderError> {
        Ok(one_full_stop(self.0.handlebars.render(template, data)?))
    }

    /// Every file of `templates/`, without its ending.
    pub fn names(&self) -> Vec<String> {
        let names = self.0.handlebars.get_templates().keys();
        names.filter(|name| !name.ends_with(AROUND)).cloned().collect()
    }
}

/// Leaves out the full stop of a sentence that ends in a time, which brings its own: «hasta las 6:00 p. m.».
fn one_full_stop(text: String) -> String {
    const TWO: &str = "\u{a0}m..";
    if text.contains(TWO) { text.replace(TWO, "\u{a0}m.") } else { text }
}

/// Makes the helpers known that write instants, days and numbers as the program itself writes them:
/// `{{instant at}}`, `{{short_day on}}`, `{{some count "hoja" "hojas"}}`, `{{tenths grade}}`;
/// `{{day_of at}}` is the day of an instant, `{{days_of from to}}` a range;
/// `(concat "nombre[" @index "]")` puts words and numbers together, for the name of a field.
fn register_words(handlebars: &mut Handlebars<'_>) {
    handlebars_helper!(instant: |at: DateTime<Utc>| dates::short_with_time(at));
    handlebars_helper!(short_day: |on: NaiveDate| dates::short(on));
    handlebars_helper!(some: |count: i64, one: str, many: str| numbers::some(count, one, many));
    handlebars_helper!(tenths: |value: i32| numbers::tenths(value));
    handlebars_helper!(day_of: |at: DateTime<Utc>| dates::short(dates::bogota_date(at)));
    handlebars_helper!(days_of: |from: NaiveDate, to: NaiveDate| dates::range(from, to));
    handlebars_helper!(grouped: |count: i64| numbers::grouped(count));
    handlebars_helper!(concat: |*parts| parts.into_iter().map(plain).collect::<String>());
    handlebars.register_helper("instant", Box::new(instant));
    handlebars.register_helper("short_day", Box::new(short_day));
    handlebars.register_helper("some", Box::new(some));
    handlebars.register_helper("tenths", Box::new(tenths));
    handlebars.register_helper("day_of", Box::new(day_of));
    handlebars.register_helper("days_of", Box::new(days_of));
    handlebars.register_helper("grouped", Box::new(grouped));
    handlebars.register_helper("concat", Box::new(concat));
}

fn plain(part: &Json) -> String {
    part.as_str().map_or_else(|| part.to_string(), str::to_owned)
}

const AROUND: &str = " (around)";

fn around_name(layout: &str) -> String {
    format!("{layout}{AROUND}")
}

/// The layout and the content of a template that is one block of a layout from end to end.
fn take_apart(text: &str) -> Option<(&'static str, &str)> {
    LAYOUTS.into_iter().find_map(|layout| {
        let body = text
            .trim_end()
            .strip_prefix(&format!("{{{{#> {layout}}}}}"))?
            .strip_suffix(&format!("{{{{/{layout}}}}}"))?;
        Some((layout, body.strip_prefix('\n').unwrap_or(body)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_from_its_layout_and_anything_else_is_left_whole() {
        assert_eq!(
            take_apart("{{#> layouts/page}}\n<h1>Sí</h1>\n{{/layouts/page}}\n"),
            Some(("layouts/page", "<h1>Sí</h1>\n"))
        );
        assert_eq!(take_apart("<p>{{#> layouts/page}}{{/layouts/page}}"), None);
        assert_eq!(take_apart("{{#> layouts/email}}{{/layouts/email}}"), None);
    }

    #[test]
    fn a_sentence_that_ends_in_a_time_has_one_full_stop() {
        let at = "2026-11-24T23:00:00Z".parse().expect("an instant");
        let text = format!("Abierta hasta las {}. Cada cambio pide su motivo.", dates::time(at));
        let told = one_full_stop(text).replace('\u{a0}', " ");
        assert_eq!(told, "Abierta hasta las 6:00 p. m. Cada cambio pide su motivo.");
    }

    #[test]
    fn every_page_and_error_page_is_taken_apart() {
        let views = Views::load().expect("templates parse");
        let whole: Vec<_> = views
            .names()
            .into_iter()
            .filter(|name| name.starts_with("errors/") || name.starts_with("pages/"))
            .filter(|name| !name.contains("/_") && !views.0.layouts.contains_key(name))
            .collect();
        assert!(
            whole.is_empty(),
            "begin with a layout and end with it, so that the page is not copied: {whole:?}"
        );
    }

    #[test]
    fn taken_apart_and_put_together_it_reads_as_handlebars_would_have_it() {
        let views = Views::load().expect("templates parse");
        let shell = Shell::sample("Prueba");
        let page = serde_json::json!({ "text": "<adentro>", "back": "/" });
        let apart = views.render("errors/refused", &shell, &page).expect("renders");
        let templates = super::super::embedded::embedded().templates;
        let text = templates.read("errors/refused.hbs").expect("there");
        let text = String::from_utf8_lossy(&text);
        let data = FramedPage { shell: &shell, page: &page };
        let whole = views.0.handlebars.render_template(&text, &data).expect("renders");
        let words = |html: &str| html.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&apart), words(&whole));
    }
}
