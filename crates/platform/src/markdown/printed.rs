//! The same subset for paper: what [`documents::rich`] lays out.
//!
//! A link is printed with its address behind it; a picture that the caller does not know leaves its
//! words, as on the page.

use std::iter::Peekable;
use std::vec::IntoIter;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use documents::rich::{Block, Span};

use super::{PICTURE, parser};

/// The text as blocks. `picture` gives the place of a picture by its name.
pub fn printed(text: &str, picture: &mut dyn FnMut(&str) -> Option<usize>) -> Vec<Block> {
    let events: Vec<Event<'_>> = parser(text).collect();
    let mut reader = Reader { events: events.into_iter().peekable(), picture };
    let mut all = Vec::new();
    while reader.events.peek().is_some() {
        all.extend(reader.blocks());
    }
    all
}

struct Reader<'t, 'p> {
    events: Peekable<IntoIter<Event<'t>>>,
    picture: &'p mut dyn FnMut(&str) -> Option<usize>,
}

impl Reader<'_, '_> {
    /// Blocks up to the end of what holds them, which is taken.
    fn blocks(&mut self) -> Vec<Block> {
        let mut all = Vec::new();
        while let Some(next) = self.events.peek() {
            match next {
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    if let Some(Event::Start(tag)) = self.events.next() {
                        all.extend(self.block(tag));
                    }
                }
                Event::Rule => {
                    self.events.next();
                    all.push(Block::Rule);
                }
                // Words without a paragraph, as short lists have them.
                _ => {
                    let words = self.loose();
                    if !words.is_empty() {
                        all.push(Block::Paragraph { words });
                    }
                }
            }
        }
        all
    }

    fn block(&mut self, tag: Tag<'_>) -> Vec<Block> {
        match tag {
            Tag::Heading { .. } => vec![Block::Heading { words: self.spans() }],
            Tag::BlockQuote(_) => vec![Block::Quote { blocks: self.blocks() }],
            Tag::CodeBlock(_) => {
                let mut text = String::new();
                for event in self.events.by_ref() {
                    match event {
                        Event::Text(words) => text.push_str(&words),
                        Event::End(TagEnd::CodeBlock) => break,
                        _ => {}
                    }
                }
                vec![Block::Code { text: text.trim_end().to_owned() }]
            }
            Tag::List(first) => {
                let mut items = Vec::new();
                while let Some(event) = self.events.next() {
                    match event {
                        Event::Start(Tag::Item) => items.push(self.blocks()),
                        Event::End(_) => break,
                        _ => {}
                    }
                }
                vec![Block::List { first, items }]
            }
            Tag::Table(columns) => vec![self.table(&columns)],
            _ => vec![Block::Paragraph { words: self.spans() }],
        }
    }

    fn table(&mut self, columns: &[Alignment]) -> Block {
        let right = columns.iter().map(|one| *one == Alignment::Right).collect();
        let (mut head, mut rows, mut cells) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.spans()),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut cells),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut cells)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { right, head, rows }
    }

    /// Words up to the end of what holds them, which is taken.
    fn spans(&mut self) -> Vec<Span> {
        let mut all = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) => break,
                event => all.extend(self.span(event)),
            }
        }
        all
    }

    /// Words up to a block or an end, which stays.
    fn loose(&mut self) -> Vec<Span> {
        let mut all = Vec::new();
        while let Some(event) = self.events.next_if(|event| match event {
            Event::End(_) | Event::Rule => false,
            Event::Start(tag) => !is_block(tag),
            _ => true,
        }) {
            all.extend(self.span(event));
        }
        all
    }

    fn span(&mut self, event: Event<'_>) -> Vec<Span> {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                vec![Span::text(text.to_string())]
            }
            Event::Code(text) => vec![Span::Code { text: text.to_string() }],
            Event::SoftBreak => vec![Span::text(" ")],
            Event::HardBreak => vec![Span::Break],
            Event::Start(Tag::Emphasis) => vec![Span::Emphasis { words: self.spans() }],
            Event::Start(Tag::Strong) => vec![Span::Strong { words: self.spans() }],
            Event::Start(Tag::Link { dest_url, .. }) => {
                let mut words = self.spans();
                if dest_url.starts_with("https://") {
                    words.push(Span::text(format!(" ({dest_url})")));
                }
                words
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let words = self.spans();
                let place = dest_url.strip_prefix(PICTURE).and_then(|name| (self.picture)(name));
                match place {
                    Some(place) => vec![Span::Picture { place, words: seen(&words) }],
                    None => words,
                }
            }
            Event::Start(_) => self.spans(),
            _ => Vec::new(),
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
}

/// What is seen on a picture; every picture says something to who does not see it.
fn seen(words: &[Span]) -> String {
    let texts = words.iter().filter_map(|span| match span {
        Span::Text { text } | Span::Code { text } => Some(text.as_str()),
        _ => None,
    });
    let text = texts.collect::<String>();
    if text.trim().is_empty() { "Imagen de la pregunta".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Block> {
        printed(text, &mut |name| (name == "imagen-1").then_some(0))
    }

    fn words(text: &str) -> Vec<Span> {
        vec![Span::text(text)]
    }

    #[test]
    fn paragraphs_lists_and_tables_are_blocks() {
        let all =
            read("El **concejo** lo\naprueba\n\n1. uno\n2. dos\n\n| a | b |\n|---|--:|\n| c | 4 |");
        let [Block::Paragraph { words: first }, Block::List { first: Some(1), items }, table] =
            &all[..]
        else {
            panic!("{all:?}")
        };
        assert_eq!(first[1], Span::Strong { words: words("concejo") });
        assert_eq!(first[3], Span::text(" "));
        assert_eq!(items[1], vec![Block::Paragraph { words: words("dos") }]);
        let expected = Block::Table {
            right: vec![false, true],
            head: vec![words("a"), words("b")],
            rows: vec![vec![words("c"), words("4")]],
        };
        assert_eq!(table, &expected);
    }

    #[test]
    fn html_is_the_characters_it_is_written_with_and_pictures_are_known_ones() {
        let all = read(
            "<b>x</b> ![Mapa](picture:imagen-1) ![Otro](picture:imagen-2) ![](picture:imagen-1)",
        );
        let [Block::Paragraph { words }] = &all[..] else { panic!("{all:?}") };
        assert_eq!(words[0], Span::text("<b>"));
        assert!(words.contains(&Span::Picture { place: 0, words: "Mapa".into() }));
        assert!(words.contains(&Span::text("Otro")));
        let nameless = Span::Picture { place: 0, words: "Imagen de la pregunta".into() };
        assert!(words.contains(&nameless));
    }

    #[test]
    fn a_link_tells_where_it_leads() {
        let all = read("[guía](https://x.y) [mala](javascript:x)");
        let [Block::Paragraph { words }] = &all[..] else { panic!("{all:?}") };
        assert!(words.contains(&Span::text(" (https://x.y)")));
        assert!(
            !words
                .iter()
                .any(|span| matches!(span, Span::Text { text } if text.contains("javascript")))
        );
    }

    #[test]
    fn every_block_of_a_nested_text_is_there() {
        let all = read("> uno\n>\n> - dos\n\n---\n\n    codigo\n\n- a\n\n  b\n- c");
        assert!(matches!(&all[0], Block::Quote { blocks } if blocks.len() == 2), "{all:?}");
        assert_eq!(all[1], Block::Rule);
        assert_eq!(all[2], Block::Code { text: "codigo".into() });
        assert!(matches!(&all[3], Block::List { first: None, items } if items[0].len() == 2));
    }
}
