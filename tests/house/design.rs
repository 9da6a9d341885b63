//! The visual language: what `docs/design.md` names is in the sheet and is shown on `/diseno`.

use std::collections::BTreeSet;

use crate::support::world::World;

const LANGUAGE: &str = include_str!("../../docs/design.md");
const SHEET: &str = include_str!("../../static/formacion.css");

/// The names that stand between backticks and begin with a sign: `.card`, `--cobalt`.
fn named(sign: &str) -> BTreeSet<&'static str> {
    let quoted = LANGUAGE.split('`').skip(1).step_by(2);
    let names = quoted.filter_map(|text| text.strip_prefix(sign));
    names.filter(|name| name.chars().all(is_of_a_name)).collect()
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_lowercase() || "-_".contains(letter)
}

/// Whether a text has the name whole, and not as the beginning of a longer one.
fn has_whole(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| !text[at + name.len()..].starts_with(is_of_a_name))
}

#[rocket::async_test]
async fn every_class_of_the_visual_language_is_drawn_and_shown() {
    let world = World::demo("house_design").await;
    let page = world.as_anyone().get("/diseno").await.expect(200);
    assert_eq!(page.header("X-Robots-Tag"), Some("noindex"));
    let body = page.body();
    let shown: BTreeSet<&str> = body
        .split("class=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .flat_map(str::split_whitespace)
        .collect();
    let classes = named(".");
    assert!(classes.len() > 40, "only {} classes are named", classes.len());
    let undrawn: Vec<_> =
        classes.iter().filter(|name| !has_whole(SHEET, &format!(".{name}"))).collect();
    assert!(undrawn.is_empty(), "the sheet has no {undrawn:?}");
    // A region of its own height shows nothing more than another one.
    let unshown: Vec<_> =
        classes.iter().filter(|name| !shown.contains(*name) && !name.ends_with("--tall")).collect();
    assert!(unshown.is_empty(), "/diseno shows no {unshown:?}");
    let tokens = named("--");
    let unknown: Vec<_> =
        tokens.iter().filter(|name| !SHEET.contains(&format!("--{name}:"))).collect();
    assert!(unknown.is_empty(), "the sheet has no token {unknown:?}");
    let painted = body.split("fill=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let foreign: Vec<_> =
        painted.filter(|colour| colour.starts_with('#') && !SHEET.contains(colour)).collect();
    assert!(foreign.is_empty(), "/diseno paints what the sheet does not: {foreign:?}");
    world.finish().await;
}

#[rocket::async_test]
async fn the_visual_language_is_shown_in_the_demonstration_only() {
    let world = World::new("house_design_elsewhere").await;
    world.as_anyone().get("/diseno").await.expect(404);
    world.finish().await;
}
