//! No page runs anything but our own files: whoever opens it, its markup has no other script, no handler
//! of an event and no address that is a script, though an attacker wrote every text (P12). Journeys
//! with JavaScript off walk a few pages; this reads all of them.

use std::collections::BTreeSet;

use formacion::assembly::cards;
use rocket::http::Method;

use super::lands::Land;
use super::{attacker, formulas};
use crate::support::figures::figure;
use crate::support::pdf;
use crate::support::world::{Answered, World};

/// How the element begins that loads the module of all pages.
const MODULE: &str = r#"<script type="module" src="/estatico/pagina.js?v"#;

/// The cards of the pages that load another module of the product's own, and how its element begins.
const SCRIPTED: [(&str, &str); 2] = [
    ("/campo", r#"<script type="module" src="/campo/app.js""#),
    ("/llegada", r#"<script type="module" src="/estatico/camara.js?v"#),
];

/// Before and behind every text: an address that runs, the end of an attribute, of an element and of a
/// text, and what a template and the typesetter would read. `#` is the number of the column.
const BEFORE: &str = "javascript:alert(#)//";
const BEHIND: &str = "\"'><img src=x onerror=alert(#)><script>alert(#)</script>{{7*7}}{{{page}}} #eval(\"1+1\") $x^2$";

/// Attributes whose value a browser follows.
const FOLLOWED: [&str; 9] =
    ["action", "content", "data", "formaction", "href", "poster", "src", "srcdoc", "xlink:href"];

/// Whether browsers show what was answered as a page that may run something.
fn is_page(answered: &Answered) -> bool {
    let kinds = ["text/html", "application/xhtml", "image/svg"];
    let kind = answered.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    kinds.iter().any(|known| kind.starts_with(known))
}

/// What could run in this markup: whole elements of scripts, and attributes.
pub fn runs(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, _) in html.match_indices('<') {
        let tag = &html[start..];
        let (name, attributes) = parts(&tag[1..]);
        if name == "script" {
            let end = tag.to_ascii_lowercase().find("</script>").map_or(tag.len(), |end| end + 9);
            found.push(tag[..end].to_owned());
        }
        for (attribute, value) in attributes {
            let mut value = value.to_ascii_lowercase();
            // Browsers read over these inside an address.
            value.retain(|letter| !letter.is_ascii_control() && letter != ' ');
            let is_followed = FOLLOWED.contains(&attribute.as_str());
            // What an image shows runs nothing, SVG either.
            let is_image = name == "img" && attribute == "src" && value.starts_with("data:image/");
            let is_run = is_followed && !is_image && is_script(&attribute, &value);
            if attribute.starts_with("on") || is_run {
                found.push(format!("{attribute}=\"{value}\" in <{name}>"));
            }
        }
    }
    found
}

/// Whether a browser that follows this value runs it.
fn is_script(attribute: &str, value: &str) -> bool {
    let schemes = ["javascript:", "vbscript:", "data:text/html", "data:image/svg"];
    let later = attribute == "content" && value.contains("url=javascript:");
    later || attribute == "srcdoc" || schemes.iter().any(|scheme| value.starts_with(scheme))
}

/// The name of an element and its attributes, in small letters, from behind its `<`.
pub fn parts(tag: &str) -> (String, Vec<(String, String)>) {
    let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '/' | '>');
    let (name, mut rest) = tag.split_at(tag.find(is_end).unwrap_or(tag.len()));
    let mut attributes = Vec::new();
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return (String::new(), attributes);
    }
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (name.to_ascii_lowercase(), attributes);
        }
        let end = rest.find(|letter| is_end(letter) || letter == '=').unwrap_or(rest.len());
        // A name may begin with `=`: the letter belongs to it.
        let end = end.max(rest.chars().next().map_or(0, char::len_utf8));
        let attribute = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(given) = rest.strip_prefix('=') {
            let given = given.trim_start();
            (value, rest) = match given.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    given[1..].split_once(quote).unwrap_or((&given[1..], ""))
                }
                _ => {
                    let is_end = |letter: char| letter.is_whitespace() || letter == '>';
                    given.split_at(given.find(is_end).unwrap_or(given.len()))
                }
            };
        }
        attributes.push((attribute, value.to_owned()));
    }
}

/// The numbers of the columns whose text is shown in a page.
fn numbers(html: &str) -> Vec<usize> {
    let after = html.split("alert(").skip(1);
    after.filter_map(|rest| rest.split_once(')')?.0.parse().ok()).collect()
}

#[test]
fn what_could_run_is_found_however_it_is_written() {
    for html in [
        "<script>alert(1)</script>",
        "<p>a</p><SCRIPT src=//x.y>",
        "<svg><script\nhref=x /></svg>",
        "<img src=x onerror=alert(1)>",
        "<img src='a>b' OnError = 'alert(1)'>",
        "<a href=\"x\"onclick=\"alert(1)\">",
        "<svg/onload=alert(1)>",
        "<a href=' java\nscript:alert(1)'>",
        "<form action=JavaScript:alert(1)>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    ] {
        assert_eq!(runs(html).len(), 1, "{html}: {:?}", runs(html));
    }
    for html in [
        "<p>one < two, onclick=x</p>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<noscript>x</noscript><a href='/x?on=1' data-on='1' title='onclick=\"x\"'>",
        "<p class=a>javascript: a language</p></p on",
        "<input value='javascript:alert(1)'><a href='/personas?q=javascript:alert(1)'>",
        "<!doctype html><!-- x -->",
    ] {
        assert_eq!(runs(html), [""; 0], "{html}");
    }
}

#[rocket::async_test]
async fn no_page_runs_anything_but_files_of_ours_whoever_opens_it() {
    let world = World::demo("scripts").await;
    let own = Land::of_unit(world.app.db.read(), "MET", "50", "50325").await;
    let open = own.while_open(world.app.db.read(), "MET").await;
    let mut people = vec![("nobody", world.as_anyone())];
    for email in [
        "nacional",
        "coordinacion.meta",
        "direccion.meta",
        "facilitador.meta",
        "gobernacion.meta",
        "enlace.mapiripan",
        "servidor",
    ] {
        let character = world.as_account(&format!("{email}@demostracion.example")).await;
        people.push((email, character));
    }
    let columns = attacker::write(&world, BEFORE, BEHIND).await;
    let (mut files, mut pages, mut scripted) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut sheets, mut documents, mut reached) = (BTreeSet::new(), 0, BTreeSet::new());
    let mut wrong = Vec::new();
    for (who, character) in &people {
        for card in cards().into_iter().filter(|card| card.method == Method::Get) {
            for address in BTreeSet::from([own.address(card.path), open.address(card.path)]) {
                // A file is the same for all who may have it.
                if files.contains(&address) {
                    continue;
                }
                let answered = character.get(&address).await;
                if answered.status >= 500 {
                    wrong.push(format!("{who} at {address}: {}", answered.status));
                }
                if !is_page(&answered) {
                    if answered.status == 200 {
                        if formulas::is_sheet(&answered) {
                            sheets.insert(card.path);
                        }
                        if pdf::is_document(&answered.bytes) {
                            documents += 1;
                            let found = pdf::runs(&answered.bytes);
                            wrong.extend(found.map(|one| format!("{who} at {address}: {one}")));
                        }
                        files.insert(address);
                    }
                    continue;
                }
                pages.insert(card.path);
                reached.extend(numbers(&answered.body()));
                let allowed = SCRIPTED.iter().find(|(path, _)| *path == card.path);
                let mut modules = 0;
                for found in runs(&answered.body()) {
                    let begins = |element: &str| {
                        found.starts_with(element) && found.ends_with("\"></script>")
                    };
                    if begins(MODULE) && modules == 0 {
                        modules += 1;
                    } else if allowed.is_some_and(|(_, element)| begins(element)) {
                        scripted.insert(card.path);
                    } else {
                        wrong.push(format!("{who} at {address}: {found}"));
                    }
                }
            }
        }
    }
    figure(
        "P12",
        wrong.len() as f64,
        "unescaped",
        wrong.is_empty(),
        &format!(
            "{} of {columns} columns of texts that an attacker wrote were shown, on {} pages and in \
             {documents} PDF of a whole programme, to 8 roles",
            reached.len(),
            pages.len()
        ),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let hidden: Vec<String> =
        (0..columns).filter(|number| !reached.contains(number)).map(attacker::name).collect();
    // The others are empty in the demonstration or stand on pages of rows that no land has; `markup`
    // holds what every page does with every text.
    assert!(reached.len() * 2 > columns, "too few are shown, not {hidden:?}");
    let known: BTreeSet<&str> = formulas::SHEETS.into_iter().collect();
    let others: Vec<_> = sheets.difference(&known).collect();
    assert!(others.is_empty(), "tests/access/formulas.rs reads no cell of {others:?}");
    let known: BTreeSet<&str> = SCRIPTED.iter().map(|(path, _)| *path).collect();
    assert_eq!(scripted, known, "the pages that load a module");
    assert!(pages.len() > 100, "{} pages were read", pages.len());
    world.finish().await;
}
