//! Texts with more than words: paragraphs, lists, tables, pictures. The caller reads them from
//! whatever they are written in; the templates draw them.

use serde::Serialize;

use crate::text;

/// Something that stands on its own lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    Paragraph { words: Vec<Span> },
    Heading { words: Vec<Span> },
    Quote { blocks: Vec<Block> },
    Code { text: String },
    List { first: Option<u64>, items: Vec<Vec<Block>> },
    Table { right: Vec<bool>, head: Vec<Vec<Span>>, rows: Vec<Vec<Vec<Span>>> },
    Rule,
}

/// Something within a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Span {
    Text {
        text: String,
    },
    Code {
        text: String,
    },
    Emphasis {
        words: Vec<Span>,
    },
    Strong {
        words: Vec<Span>,
    },
    Break,
    /// The place of its bytes among the document's pictures, and what is seen on it.
    Picture {
        place: usize,
        words: String,
    },
}

impl Span {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }
}

/// A paragraph of plain words.
pub fn plain(text: impl Into<String>) -> Vec<Block> {
    vec![Block::Paragraph { words: vec![Span::text(text)] }]
}

/// The first character of a text that no document can print.
pub fn unprintable(blocks: &[Block]) -> Option<char> {
    let mut found = None;
    let mut copy = blocks.to_vec();
    visit(&mut copy, &mut |text| found = found.or_else(|| crate::unprintable(text)));
    found
}

/// The same for the page: what no font has is a question mark.
pub(crate) fn clean(blocks: &mut [Block]) {
    visit(blocks, &mut |words| *words = text::piece(words));
}

fn visit(blocks: &mut [Block], each: &mut impl FnMut(&mut String)) {
    for block in blocks {
        match block {
            Block::Paragraph { words } | Block::Heading { words } => visit_spans(words, each),
            Block::Quote { blocks } => visit(blocks, each),
            Block::Code { text } => {
                let lines = text.lines().map(|line| {
                    let mut line = line.to_owned();
                    each(&mut line);
                    line
                });
                *text = lines.collect::<Vec<_>>().join("\n");
            }
            Block::List { items, .. } => items.iter_mut().for_each(|item| visit(item, each)),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|c| visit_spans(c, each));
            }
            Block::Rule => {}
        }
    }
}

fn visit_spans(spans: &mut [Span], each: &mut impl FnMut(&mut String)) {
    for span in spans {
        match span {
            Span::Text { text } | Span::Code { text } => each(text),
            Span::Picture { words, .. } => each(words),
            Span::Emphasis { words } | Span::Strong { words } => visit_spans(words, each),
            Span::Break => {}
        }
    }
}
