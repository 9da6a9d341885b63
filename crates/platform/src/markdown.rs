//! Markdown that people write, as HTML that cannot do harm.
//!
//! The subset is what [`questions::Markdown`] names: paragraphs, emphasis, code, quotes, lists,
//! tables, headings from the third level, links to `https:` and pictures that the caller knows.
//! Everything else (HTML above all) is shown as the characters it is written with: the text is read
//! into events, what is no part of the subset becomes text, and only then is HTML written of it.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

mod printed;

pub use printed::printed;

/// What a picture's address begins with.
const PICTURE: &str = "picture:";

/// A picture that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureMention {
    pub name: String,
    /// What is seen on it, for who does not see it; possibly empty.
    pub words: String,
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// The pictures that a text names, in its order.
pub fn pictures(text: &str) -> Vec<PictureMention> {
    let mut named: Vec<PictureMention> = Vec::new();
    let mut inside = false;
    for event in parser(text) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                inside = true;
                let name = dest_url.strip_prefix(PICTURE).unwrap_or(&dest_url).to_owned();
                named.push(PictureMention { name, words: String::new() });
            }
            Event::End(TagEnd::Image) => inside = false,
            Event::Text(words) | Event::Code(words) if inside => {
                if let Some(last) = named.last_mut() {
                    last.words.push_str(&words);
                }
            }
            _ => {}
        }
    }
    named
}

/// The text as blocks. `picture` gives the address of a picture by its name.
pub fn blocks(text: &str, picture: &dyn Fn(&str) -> Option<String>) -> String {
    let mut writer = Writer { picture, links: Vec::new(), shown: Vec::new(), table: None };
    let events: Vec<Event<'_>> = parser(text).flat_map(|event| writer.block(event)).collect();
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    html
}

/// The text on one line or several, without blocks: for a label, which holds nothing else.
pub fn line(text: &str, picture: &dyn Fn(&str) -> Option<String>) -> String {
    let mut writer = Writer { picture, links: Vec::new(), shown: Vec::new(), table: None };
    let mut events: Vec<Event<'_>> = Vec::new();
    for event in parser(text) {
        let breaks = matches!(
            event,
            Event::End(
                TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::Item
                    | TagEnd::TableHead
                    | TagEnd::TableRow
                    | TagEnd::CodeBlock
            )
        );
        if breaks {
            events.push(Event::HardBreak);
        } else if matches!(event, Event::End(TagEnd::TableCell)) {
            events.push(Event::Text(" · ".into()));
        } else {
            events.extend(writer.inline(event));
        }
    }
    while matches!(events.last(), Some(Event::HardBreak)) {
        events.pop();
    }
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    html
}

/// The text without marks, for a list of titles: at most so many characters.
pub fn plain(text: &str, most: usize) -> String {
    let mut words = String::new();
    for event in parser(text) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::Html(text) | Event::InlineHtml(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
        if words.len() > most * 5 {
            break;
        }
    }
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.replace(" .", ".").replace(" ,", ",").replace(" ?", "?");
    let mut short: String = line.chars().take(most).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

struct Writer<'p> {
    picture: &'p dyn Fn(&str) -> Option<String>,
    /// Of each link that is open, whether it is one of ours.
    links: Vec<bool>,
    /// Of each picture that is open, whether it is shown.
    shown: Vec<bool>,
    table: Option<Table>,
}

struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Writer<'_> {
    fn block<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        let html = |text: &'static str| vec![Event::Html(text.into())];
        match event {
            Event::Start(Tag::Table(columns)) => {
                self.table = Some(Table { columns, column: 0, in_head: false });
                html(
                    "<div class=\"table-region\" role=\"region\" aria-label=\"Tabla\" tabindex=\"0\"><table>",
                )
            }
            Event::End(TagEnd::Table) => {
                self.table = None;
                html("</tbody></table></div>\n")
            }
            Event::Start(Tag::TableHead) => {
                if let Some(table) = &mut self.table {
                    (table.in_head, table.column) = (true, 0);
                }
                html("<thead><tr>")
            }
            Event::End(TagEnd::TableHead) => {
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                }
                html("</tr></thead><tbody>\n")
            }
            Event::Start(Tag::TableRow) => {
                if let Some(table) = &mut self.table {
                    table.column = 0;
                }
                html("<tr>")
            }
            Event::End(TagEnd::TableRow) => html("</tr>\n"),
            Event::Start(Tag::TableCell) => html(self.cell()),
            Event::End(TagEnd::TableCell) => {
                html(if self.table.as_ref().is_some_and(|table| table.in_head) {
                    "</th>"
                } else {
                    "</td>"
                })
            }
            // The page has the first two levels.
            Event::Start(Tag::Heading { level, .. }) => vec![Event::Start(Tag::Heading {
                level: level.max(HeadingLevel::H3),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })],
            Event::End(TagEnd::Heading(level)) => {
                vec![Event::End(TagEnd::Heading(level.max(HeadingLevel::H3)))]
            }
            Event::Start(Tag::CodeBlock(_)) => {
                vec![Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))]
            }
            Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
            Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::BlockQuote(_))
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock,
            )
            | Event::Rule => vec![event],
            other => self.inline(other),
        }
    }

    /// What may stand within a line; of blocks, nothing.
    fn inline<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak => vec![event],
            Event::Start(Tag::Emphasis | Tag::Strong)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong) => vec![event],
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let ours = dest_url.starts_with("https://");
                self.links.push(ours);
                if ours { vec![event] } else { Vec::new() }
            }
            Event::End(TagEnd::Link) => {
                if self.links.pop() == Some(true) {
                    vec![event]
                } else {
                    Vec::new()
                }
            }
            Event::Start(Tag::Image { link_type, dest_url, id, .. }) => {
                let name = dest_url.strip_prefix(PICTURE);
                let address = name.and_then(|name| (self.picture)(name));
                self.shown.push(address.is_some());
                match address {
                    Some(address) => vec![Event::Start(Tag::Image {
                        link_type,
                        dest_url: address.into(),
                        title: "".into(),
                        id,
                    })],
                    None => Vec::new(),
                }
            }
            Event::End(TagEnd::Image) => {
                if self.shown.pop() == Some(true) {
                    vec![event]
                } else {
                    Vec::new()
                }
            }
            _ => Vec::new(),
        }
    }

    fn cell(&mut self) -> &'static str {
        let Some(table) = &mut self.table else { return "<td>" };
        let right = table.columns.get(table.column) == Some(&Alignment::Right);
        table.column += 1;
        match (table.in_head, right) {
            (true, true) => "<th scope=\"col\" class=\"num\">",
            (true, false) => "<th scope=\"col\">",
            (false, true) => "<td class=\"num\">",
            (false, false) => "<td>",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        blocks(text, &|name| (name == "imagen-1").then(|| "/preguntas/1/imagenes/1".to_owned()))
    }

    #[test]
    fn tables_lists_and_emphasis_are_written() {
        let html = shown(
            "Sume **todo**:\n\n| Rubro | Valor |\n|---|--:|\n| Predial | 1.234 |\n\n- uno\n- dos",
        );
        assert!(html.contains("<strong>todo</strong>"), "{html}");
        assert!(html.contains("<th scope=\"col\">Rubro</th>"), "{html}");
        assert!(html.contains("<td class=\"num\">1.234</td>"), "{html}");
        assert!(html.contains("<li>uno</li>"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn html_is_shown_as_the_characters_it_is_written_with() {
        for text in [
            "<script>alert(1)</script>",
            "hola <img src=x onerror=alert(1)> <b>x</b>",
            "<div onclick=\"x()\">\n\n**a**\n\n</div>",
            "<!-- nada -->",
            "`<i>`",
            "| <b>a</b> |\n|---|\n| <script> |",
        ] {
            for html in [shown(text), line(text, &|_| None)] {
                for tag in ["<script", "<img", "<b>", "<div on", "<!--", "<i>"] {
                    assert!(!html.contains(tag), "{text}: {html}");
                }
            }
        }
    }

    #[test]
    fn only_https_is_linked_and_only_known_pictures_are_shown() {
        let html = shown(
            "[a](javascript:alert(1)) [b](http://x.y) [c](https://x.y) ![Mapa](picture:imagen-1) ![Otro](picture:imagen-2) ![Fuera](https://x.y/z.png)",
        );
        assert!(!html.contains("javascript:") && !html.contains("http://"), "{html}");
        assert!(html.contains("<a href=\"https://x.y\">c</a>"), "{html}");
        assert!(html.contains("src=\"/preguntas/1/imagenes/1\" alt=\"Mapa\""), "{html}");
        assert_eq!(html.matches("<img").count(), 1, "{html}");
        assert!(html.contains("Otro") && html.contains("Fuera"), "{html}");
    }

    #[test]
    fn a_label_holds_no_blocks() {
        let html = line("# Uno\n\n- dos\n- *tres*\n\n> cuatro", &|_| None);
        for block in ["<p", "<ul", "<li", "<h", "<blockquote"] {
            assert!(!html.contains(block), "{html}");
        }
        assert!(html.starts_with("Uno<br"), "{html}");
        assert!(html.contains("<em>tres</em>"), "{html}");
    }

    #[test]
    fn the_pictures_of_a_text_are_named_with_their_words() {
        let named = pictures("![Mapa de *Meta*](picture:imagen-3) y ![](picture:imagen-4)");
        assert_eq!(
            named[0],
            PictureMention { name: "imagen-3".into(), words: "Mapa de Meta".into() }
        );
        assert_eq!(named[1].words, "");
    }

    #[test]
    fn a_title_is_one_line_without_marks() {
        assert_eq!(
            plain("¿**Cuánto**\nrecauda?\n\n| a | b |\n|---|---|", 80),
            "¿Cuánto recauda? a b"
        );
        assert_eq!(plain("uno dos tres", 7), "uno dos…");
    }
}
