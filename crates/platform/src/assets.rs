//! Files of `static/` as they are sent, and the addresses that carry their version.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rocket::http::ContentType;

use super::embedded::embedded;
use super::secrets;

/// The module of all pages. Its parts lie in `static/pagina/`; they are sent with it as one file, since
/// one file has one version and takes one journey over a slow network.
const MODULE: &str = "pagina.js";
const PARTS: &str = "pagina/";

/// The address of a file of `static/`, with its version, so that it can be kept for a year
/// and never be stale.
pub fn href(name: &str) -> String {
    format!("/estatico/{name}?v={}", version(name).unwrap_or_default())
}

/// The beginning of the digest of a file of `static/`; each is read once.
pub fn version(name: &str) -> Option<&'static str> {
    static VERSIONS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let versions = VERSIONS.get_or_init(|| {
        let names = embedded().statics.names();
        let files = names.into_iter().filter_map(|name| Some((asset(&name)?.1, name)));
        files.map(|(data, name)| (name.into(), secrets::digest(data)[..12].to_owned())).collect()
    });
    versions.get(name).map(String::as_str)
}

/// A file of `static/`, for the route that serves them.
pub fn asset(name: &str) -> Option<(ContentType, Cow<'static, [u8]>)> {
    let data = embedded().statics.read(name)?;
    let data = if name == MODULE { Cow::Borrowed(module()) } else { data };
    let extension = name.rsplit('.').next().unwrap_or_default();
    Some((ContentType::from_extension(extension).unwrap_or(ContentType::Binary), data))
}

/// The module with its parts before it, in the order of their names. All share one scope, so that no
/// line imports anything.
fn module() -> &'static [u8] {
    static KEPT: OnceLock<Vec<u8>> = OnceLock::new();
    KEPT.get_or_init(|| {
        let statics = embedded().statics;
        let mut names = statics.names();
        names.retain(|name| name.starts_with(PARTS));
        names.sort();
        names.push(MODULE.into());
        let files = names.iter().filter_map(|name| statics.read(name));
        let whole: String = files.map(|data| light(&String::from_utf8_lossy(&data))).collect();
        let lines = whole.lines().filter(|line| !line.starts_with("import "));
        lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
    })
}

/// A script without its comments and indentation: a quarter of what a telephone loads. It
/// understands what these files write and no more: `/** … */`, and lines that are a comment.
pub fn light(source: &str) -> String {
    let mut rest = source;
    let mut text = String::with_capacity(source.len());
    while let Some((before, after)) = rest.split_once("/**") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let mut light = lines.collect::<Vec<_>>().join("\n");
    light.push('\n');
    light
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn comments_and_indentation_stay_at_home() {
        let source = "/** What it is.\n * More. */\nconst a = /** @type {any} */ (1);\n\n  // Why.\n  b();\n";
        assert_eq!(light(source), "const a =  (1);\nb();\n");
    }

    #[test]
    fn the_parts_of_the_module_are_one_file_and_each_name_is_declared_once() {
        let whole = String::from_utf8_lossy(module());
        assert!(!whole.contains("import {"), "it loads nothing more");
        let mut known = BTreeSet::new();
        for line in whole.lines() {
            let Some(line) = line.strip_prefix("export ") else { continue };
            let line = line.strip_prefix("async ").unwrap_or(line);
            let name = line.split(|letter: char| !letter.is_alphanumeric()).nth(1);
            assert!(name.is_some_and(|name| known.insert(name)), "{line} stands once");
        }
        assert!(known.contains("WORDS") && known.contains("workableList"), "{known:?}");
    }
}
