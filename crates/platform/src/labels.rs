//! Tables that a phone shows as cards: each cell carries the words of its column.
//!
//! On a narrow screen a row becomes a card and the head of the table is not drawn, so the style sheet
//! writes `data-label` before the cell's value. The labels come from the head that the template wrote:
//! no template repeats a word.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::{RewriteStrSettings, element, rewrite_str, text};

/// The heads of the table that is being read, and the column of the next cell.
#[derive(Default)]
struct Columns {
    heads: Vec<String>,
    at: usize,
}

/// Returns the page with the words of its column on each cell of a table that has a head. A cell whose
/// template gave it words keeps them, and a page that cannot be read in one pass stays as it is.
pub fn with_labels(html: String) -> String {
    if !html.contains("<thead") {
        return html;
    }
    let columns = Rc::new(RefCell::new(Columns::default()));
    let (table, head, words) = (columns.clone(), columns.clone(), columns.clone());
    let (parts, row, cell) = (columns.clone(), columns.clone(), columns);
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("table", move |_| {
            *table.borrow_mut() = Columns::default();
            Ok(())
        }))
        .append_element_content_handler(element!("thead th, thead td", move |_| {
            head.borrow_mut().heads.push(String::new());
            Ok(())
        }))
        .append_element_content_handler(element!("thead th *", move |_| {
            if let Some(label) = parts.borrow_mut().heads.last_mut() {
                label.push(' ');
            }
            Ok(())
        }))
        .append_element_content_handler(text!("thead th", move |chunk| {
            if let Some(label) = words.borrow_mut().heads.last_mut() {
                label.push_str(chunk.as_str());
            }
            Ok(())
        }))
        .append_element_content_handler(element!("tbody tr, tfoot tr", move |_| {
            row.borrow_mut().at = 0;
            Ok(())
        }))
        .append_element_content_handler(element!(
            "tbody th, tbody td, tfoot th, tfoot td",
            move |found| {
                let mut columns = cell.borrow_mut();
                let span = found.get_attribute("colspan").and_then(|span| span.parse().ok());
                let at = columns.at;
                columns.at += span.unwrap_or(1);
                let words = columns.heads.get(at).map_or("", String::as_str).split_whitespace();
                let label = words.collect::<Vec<_>>().join(" ");
                let takes = found.tag_name() == "td" && span.is_none();
                if takes && !label.is_empty() && !found.has_attribute("data-label") {
                    found.set_attribute("data-label", &label)?;
                }
                Ok(())
            }
        ));
    rewrite_str(&html, settings).unwrap_or(html)
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
