//! Reading a page as a person does: tables by their caption, links.

/// The tables of a page by the id of their caption, as texts.
pub fn table(html: &str, id: &str) -> Vec<Vec<String>> {
    let marker = format!("<caption id=\"t-{id}\"");
    let from = html.find(&marker).unwrap_or_else(|| panic!("no table «{id}» on the page"));
    let to = from + html[from..].find("</table>").expect("the table ends");
    html[from..to]
        .split("<tr")
        .skip(1)
        .map(|row| {
            let mut cells = Vec::new();
            let mut rest = row;
            while let Some(start) =
                ["<th", "<td"].into_iter().filter_map(|tag| rest.find(tag)).min()
            {
                let open = start + rest[start..].find('>').expect("a tag ends") + 1;
                let end = ["</th>", "</td>"]
                    .into_iter()
                    .filter_map(|tag| rest[open..].find(tag))
                    .min()
                    .expect("a cell ends");
                cells.push(words(&rest[open..open + end]));
                rest = &rest[open + end..];
            }
            cells
        })
        .filter(|cells| !cells.is_empty())
        .collect()
}

/// Text without tags and entities.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    let text = text
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x3D;", "=")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The addresses of our own that the main part of a page links to, without anchors.
pub fn links(html: &str) -> Vec<String> {
    let from = html.find("<main").expect("a page has a main part");
    let to = html.find("</main>").expect("which ends");
    let mut found: Vec<String> = html[from..to]
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with('/'))
        .map(|href| {
            let href = href.replace("&amp;", "&").replace("&#x3D;", "=");
            href.split('#').next().unwrap_or_default().to_owned()
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The addresses in a table that hold `part`, row by row.
pub fn links_of(html: &str, id: &str, part: &str) -> Vec<String> {
    anchors_of(html, id, part).into_iter().map(|(href, _)| href).collect()
}

/// The same with the text of each.
pub fn anchors_of(html: &str, id: &str, part: &str) -> Vec<(String, String)> {
    let from = html.find(&format!("<caption id=\"t-{id}\"")).unwrap_or(html.len());
    let to = html[from..].find("</table>").map_or(html.len(), |end| from + end);
    html[from..to]
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| {
            let href = rest.split('"').next()?.replace("&amp;", "&").replace("&#x3D;", "=");
            let (_, text) = rest.split("</a>").next()?.split_once('>')?;
            Some((href, words(text)))
        })
        .filter(|(href, _)| href.contains(part))
        .collect()
}
