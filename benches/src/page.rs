//! Reads a page as a browser does, and says what its form sends.

/// Returns the text of a page without its tags, cut after `most` letters.
pub fn words(html: &str, most: usize) -> String {
    let main = html.find("<main").map_or(html, |at| &html[at..]);
    let (mut text, mut inside) = (String::new(), false);
    for letter in main.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().take(most).collect()
}

/// Returns what the form with this action sends when somebody takes every first choice, ticks every box
/// and presses the first button.
pub fn form(html: &str, action: &str) -> Result<String, String> {
    let from = html
        .match_indices("<form")
        .map(|(at, _)| at)
        .find(|at| {
            let tag = tag_at(html, *at);
            value(tag, "method").is_some_and(|m| m.eq_ignore_ascii_case("post"))
                && value(tag, "action").is_some_and(|a| unescape(a) == action)
        })
        .ok_or_else(|| format!("no form for {action} on the page: {}", words(html, 300)))?;
    let html = &html[from..];
    let html = &html[..html.find("</form>").unwrap_or(html.len())];
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut select: Option<String> = None;
    for (at, _) in html.match_indices('<') {
        let tag = tag_at(html, at);
        let name = value(tag, "name").map(unescape);
        let given = || value(tag, "value").map(unescape).unwrap_or_default();
        if tag.starts_with("<select") {
            select = name;
        } else if tag.starts_with("</select") {
            select = None;
        } else if tag.starts_with("<option") {
            // The first with a value, unless another is chosen on the page.
            if let Some(name) = &select {
                let chosen = tag.contains(" selected");
                let have = fields.iter().position(|(n, _)| n == name);
                match have {
                    Some(have) if chosen => fields[have].1 = given(),
                    None if !given().is_empty() => fields.push((name.clone(), given())),
                    _ => {}
                }
            }
        } else if let Some(name) = name {
            let kind = value(tag, "type").unwrap_or("text");
            let many = tag.starts_with("<input") && kind == "radio";
            let have = fields.iter().any(|(n, _)| *n == name);
            let control = ["<input", "<textarea", "<button"];
            if have && (many || tag.starts_with("<button")) {
                continue;
            }
            if control.iter().any(|start| tag.starts_with(start)) {
                fields.push((name, given()));
            }
        }
    }
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    Ok(pairs.join("&"))
}

fn tag_at(html: &str, at: usize) -> &str {
    let rest = &html[at..];
    &rest[..rest.find('>').unwrap_or(rest.len())]
}

fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x3D;", "=")
        .replace("&amp;", "&")
}

/// Escapes a text as in the body of a form.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
