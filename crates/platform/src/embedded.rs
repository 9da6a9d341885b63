//! The files that travel inside the program: templates with their texts, and what `static/` holds.
//!
//! The program embeds them and hands them over once, before anything reads one: a changed template
//! then rebuilds the program and no crate below it. Where nobody hands them over, a build for
//! development reads the checkout; that is what the tests of single crates do.

use std::borrow::Cow;
use std::sync::OnceLock;

use rust_embed::RustEmbed;

/// A folder of files by their path below it.
#[derive(Clone, Copy)]
pub struct Folder {
    names: fn() -> Vec<Cow<'static, str>>,
    read: fn(&str) -> Option<Cow<'static, [u8]>>,
}

impl Folder {
    pub fn of<E: RustEmbed>() -> Self {
        Self { names: || E::iter().collect(), read: |name| E::get(name).map(|file| file.data) }
    }

    pub fn names(&self) -> Vec<Cow<'static, str>> {
        (self.names)()
    }

    /// The bytes of a file; `None` where the folder has none of this name.
    pub fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        (self.read)(name)
    }
}

/// Both folders.
#[derive(Clone, Copy)]
pub struct Embedded {
    /// `templates/`: pages and mails as Handlebars, and a `texts.toml` beside the pages of each
    /// capability.
    pub templates: Folder,
    /// `static/`.
    pub statics: Folder,
}

static EMBEDDED: OnceLock<Embedded> = OnceLock::new();

/// Hands the files over. Only the first call counts.
pub fn carry(embedded: Embedded) {
    EMBEDDED.get_or_init(|| embedded);
}

/// The files of this process.
pub fn embedded() -> &'static Embedded {
    EMBEDDED.get_or_init(checkout::files)
}

#[cfg(debug_assertions)]
mod checkout {
    use rust_embed::RustEmbed;

    use super::{Embedded, Folder};

    #[derive(RustEmbed)]
    #[folder = "../../templates"]
    #[include = "**/*.hbs"]
    #[include = "pages/*/texts.toml"]
    struct Templates;

    #[derive(RustEmbed)]
    #[folder = "../../static"]
    struct Statics;

    /// Read from the disk whenever they are asked for.
    pub(super) fn files() -> Embedded {
        Embedded { templates: Folder::of::<Templates>(), statics: Folder::of::<Statics>() }
    }
}

#[cfg(not(debug_assertions))]
mod checkout {
    use super::{Embedded, Folder};

    /// A released program has no checkout: what nobody handed over is not there.
    pub(super) fn files() -> Embedded {
        let nothing = Folder { names: Vec::new, read: |_| None };
        Embedded { templates: nothing, statics: nothing }
    }
}
