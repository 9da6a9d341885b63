//! Lists in pages: a bounded number of rows per query, whatever the size of the country.

use serde::Serialize;

use crate::example::Example;

/// Rows a page shows; every list query is bounded by it.
pub const ROWS: u64 = 50;

/// Rows that a long list counts: beyond them it says «más de 1.000», because counting a country
/// costs more than showing a page of it. A list ends there; a search reaches the rest.
const MOST_COUNTED: u64 = 1_000;

/// Rows to ask for of a long list: one more than are counted tells that there are more.
pub const MOST_LISTED: u64 = MOST_COUNTED + 1;

/// One page of a longer list.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq, Example)]
pub struct Pager {
    pub page: u64,
    pub pages: u64,
    pub total: u64,
    /// There are more rows than were counted.
    pub more: bool,
    /// Number of the first and last row shown, from 1; both 0 when there are none.
    pub from: u64,
    pub to: u64,
    /// Address of the previous page with the same filters, if there is one.
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Pager {
    /// `asked` counts from 1 and is brought into range; `address` carries the filters,
    /// already encoded, without `pagina`.
    pub fn new(asked: Option<u64>, rows: u64, address: &str) -> Self {
        let pages = rows.div_ceil(ROWS).max(1);
        let page = asked.unwrap_or(1).clamp(1, pages);
        let glue = if address.contains('?') { '&' } else { '?' };
        let link = |page: u64| format!("{address}{glue}pagina={page}");
        Self {
            page,
            pages,
            total: rows,
            more: false,
            from: if rows == 0 { 0 } else { (page - 1) * ROWS + 1 },
            to: (page * ROWS).min(rows),
            previous: (page > 1).then(|| link(page - 1)),
            next: (page < pages).then(|| link(page + 1)),
        }
    }

    /// Makes the links lead to an anchor on the page, below other content.
    pub fn at(mut self, anchor: &str) -> Self {
        for link in [&mut self.previous, &mut self.next].into_iter().flatten() {
            link.push('#');
            link.push_str(anchor);
        }
        self
    }

    /// The rows of this page, of a list that was read whole.
    pub fn shown<T>(&self, all: Vec<T>) -> Vec<T> {
        let skipped = usize::try_from(self.offset()).unwrap_or(usize::MAX);
        all.into_iter().skip(skipped).take(ROWS as usize).collect()
    }

    /// A page of a long list whose first [`MOST_LISTED`] rows were asked for in its order: one
    /// question both counts them and says which rows the page shows.
    pub fn cut<Id>(asked: Option<u64>, listed: Vec<Id>, address: &str) -> (Self, Vec<Id>) {
        let pager = Self::bounded(asked, listed.len() as u64, address);
        let shown = pager.shown(listed);
        (pager, shown)
    }

    /// A page of a list of which at most one row more than [`MOST_COUNTED`] was counted.
    fn bounded(asked: Option<u64>, counted: u64, address: &str) -> Self {
        let more = counted > MOST_COUNTED;
        Self { more, ..Self::new(asked, counted.min(MOST_COUNTED), address) }
    }

    pub fn offset(&self) -> u64 {
        (self.page - 1) * ROWS
    }
}

/// Builds an address that holds its filters: empty values are left out, the rest is encoded.
pub fn address(path: &str, filters: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in filters.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_out_of_range_is_brought_back() {
        let pager = Pager::new(Some(99), 120, "/personas?texto=a");
        assert_eq!((pager.page, pager.pages, pager.from, pager.to), (3, 3, 101, 120));
        assert_eq!(pager.previous.as_deref(), Some("/personas?texto=a&pagina=2"));
        assert_eq!(pager.next, None);
        assert_eq!(Pager::new(Some(0), 0, "/x").from, 0);
    }

    #[test]
    fn a_list_longer_than_what_is_counted_says_so_and_ends_there() {
        let pager = Pager::bounded(Some(500), MOST_COUNTED + 1, "/personas");
        assert_eq!((pager.page, pager.total, pager.more), (20, MOST_COUNTED, true));
        assert!(!Pager::bounded(None, MOST_COUNTED, "/personas").more);
    }

    #[test]
    fn a_page_is_cut_from_what_was_listed() {
        let (pager, shown) = Pager::cut(Some(3), (0..120).collect(), "/personas");
        assert_eq!((pager.from, pager.to, shown), (101, 120, (100..120).collect::<Vec<_>>()));
        assert_eq!(Pager::cut(None, Vec::<i64>::new(), "/personas").0.total, 0);
    }

    #[test]
    fn filters_travel_in_the_address() {
        assert_eq!(
            address("/cohortes", &[("texto", "gestión & más"), ("etapa", "")]),
            "/cohortes?texto=gesti%C3%B3n+%26+m%C3%A1s"
        );
    }
}
