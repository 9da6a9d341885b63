//! Tables that a phone shows as cards: each cell carries the words of its column.
//!
//! On a narrow screen a row becomes a card and the head of the table is not drawn, so the style sheet
//! writes `data-label` before the cell's value. The labels come from the head that the template wrote:
//! no template repeats a word.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Returns the page with the words of its column on each cell of a table that has a head. A cell whose
/// template gave it words keeps them, and a page that cannot be read in one pass stays as it is.
pub fn with_labels(html: String) -> String {
    if !html.contains("<thead") {
        return html;
    }
    rewrite(&html).unwrap_or(html)
}

fn rewrite(html: &str) -> Option<String> {
    let mut reader = Reader::from_str(html);
    // Pages are HTML: some elements have no end, and an ampersand may stand alone.
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut columns = Columns::default();
    let mut page = String::with_capacity(html.len() + html.len() / 8);
    let (mut from, mut copied) = (0, 0);
    loop {
        let event = reader.read_event().ok()?;
        let to = usize::try_from(reader.buffer_position()).ok()?;
        match event {
            Event::Start(tag) => {
                if let Some(label) = columns.open(&tag) {
                    let end = to.checked_sub(1)?;
                    page.push_str(html.get(copied..end)?);
                    page.push_str(&format!(" data-label=\"{}\"", label.replace('"', "&quot;")));
                    copied = end;
                }
            }
            Event::End(tag) => columns.close(tag.name().0),
            Event::Text(_) | Event::GeneralRef(_) => columns.read(html.get(from..to)?),
            Event::Eof => break,
            _ => {}
        }
        from = to;
    }
    page.push_str(html.get(copied..)?);
    Some(page)
}

/// The columns of the table that is being read.
#[derive(Default)]
struct Columns {
    part: TablePart,
    heads: Vec<String>,
    /// Whether the words that come are those of the last head.
    in_head: bool,
    /// The column of the next cell.
    at: usize,
}

#[derive(Clone, Copy, Default)]
enum TablePart {
    #[default]
    Outside,
    Head,
    Rows,
}

impl Columns {
    /// Takes the beginning of an element, and returns the label that it lacks.
    fn open(&mut self, tag: &BytesStart<'_>) -> Option<String> {
        let name = tag.name().0;
        match (name, self.part) {
            ("table", _) => *self = Self::default(),
            ("thead", _) => self.part = TablePart::Head,
            ("tbody" | "tfoot", _) => self.part = TablePart::Rows,
            ("th" | "td", TablePart::Head) => {
                self.in_head = name == "th";
                self.heads.push(String::new());
            }
            ("tr", TablePart::Rows) => self.at = 0,
            ("th" | "td", TablePart::Rows) => return self.cell(tag),
            // What stands beside a line's end is another word.
            (_, TablePart::Head) => self.read(" "),
            _ => {}
        }
        None
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" | "thead" | "tbody" | "tfoot" => {
                self.part = TablePart::Outside;
                self.in_head = false;
            }
            "th" | "td" => self.in_head = false,
            _ => {}
        }
    }

    fn read(&mut self, text: &str) {
        if self.in_head
            && let Some(head) = self.heads.last_mut()
        {
            head.push_str(text);
        }
    }

    /// Counts a cell of a row. It takes the words of its column where it is one of data, of one column and
    /// without words of its own.
    fn cell(&mut self, tag: &BytesStart<'_>) -> Option<String> {
        let value = |name: &str| {
            let mut all = tag.html_attributes();
            let found = all.with_checks(false).flatten().find(|one| one.key.0 == name);
            found.map(|one| one.value)
        };
        let span = value("colspan").and_then(|span| span.parse::<usize>().ok());
        let head = self.heads.get(self.at).map_or("", String::as_str);
        self.at += span.unwrap_or(1);
        let label = head.split_whitespace().collect::<Vec<_>>().join(" ");
        let takes = tag.name().0 == "td" && span.is_none() && !label.is_empty();
        (takes && value("data-label").is_none()).then_some(label)
    }
}

#[cfg(test)]
mod tests {
    use super::with_labels;

    const TABLE: &str = "<table><thead><tr><th>Persona</th><th>Nota<br><small>&amp; fecha</small></th>\
        <td></td></tr></thead><tbody><tr><th>Ana</th><td>4,5</td><td>x</td></tr>\
        <tr><th>Luz</th><td colspan=\"2\">Sin nota</td></tr></tbody></table>";

    #[test]
    fn a_cell_carries_the_words_of_its_column() {
        let page = with_labels(TABLE.into());
        assert!(page.contains("<td data-label=\"Nota &amp; fecha\">4,5</td><td>x</td>"), "{page}");
    }

    #[test]
    fn a_cell_of_several_columns_and_a_table_without_a_head_have_no_label() {
        let page = with_labels(TABLE.into());
        assert!(page.contains("<td colspan=\"2\">Sin nota</td>"), "{page}");
        let bare = "<table><tr><td>1</td></tr></table>";
        assert_eq!(with_labels(bare.into()), bare);
        let second = with_labels([TABLE, bare].concat());
        assert!(second.ends_with(bare), "{second}");
    }

    #[test]
    fn words_that_a_template_gave_stay() {
        let given = TABLE.replace("<td>4,5", "<td data-label=\"Definitiva\">4,5");
        assert!(with_labels(given).contains("data-label=\"Definitiva\">4,5"));
    }
}
