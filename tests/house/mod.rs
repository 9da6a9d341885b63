//! The house itself: that the ground of the tests carries, and that its walls stand.

mod asvs;
mod design;
mod first_steps;
mod ground;
mod pages;
mod start;
mod walls;
mod words;

use std::collections::BTreeMap;

/// Every Rust file under a folder of the repository, by its path from the root.
pub fn sources(folder: &str) -> BTreeMap<String, String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "node_modules" && name != ".venv") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

/// Every Rust file of the product: the program and its crates, without what only tests them.
fn product_sources() -> BTreeMap<String, String> {
    let mut files = sources("src");
    files.extend(sources("crates").into_iter().filter(|(file, _)| file.contains("/src/")));
    files
}
