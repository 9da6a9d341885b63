//! Writing HTML safely: everything that comes from data passes through [`Html::text`] or
//! [`Html::attr`].

/// HTML being written.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup of our own, written as it is. Takes only literals, so that data cannot get here.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text from data, escaped for content and for double-quoted attributes.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// ` name="value"`, the value escaped.
    pub(super) fn attr(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// ` name` when `holds`.
    pub(super) fn flag(&mut self, name: &'static str, holds: bool) -> &mut Self {
        if holds {
            self.raw(" ").raw(name);
        }
        self
    }

    /// What was written.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}
