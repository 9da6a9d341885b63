//! The files that the program carries: templates, texts, and what `static/` holds.

use platform::embedded::{Embedded, Folder, carry};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "**/*.hbs"]
#[include = "pages/*/texts.toml"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "static"]
struct Statics;

/// Hands the files to the platform, which every page reads them from. Called before anything else.
pub fn hand_over() {
    carry(Embedded { templates: Folder::of::<Templates>(), statics: Folder::of::<Statics>() });
}
