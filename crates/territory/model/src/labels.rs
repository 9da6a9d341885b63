//! Names of the territory as pages and letters say them.

/// What stands before the name of a territorial unit.
const UNIT: &str = "Dirección territorial ";

/// «Dirección territorial Meta», from the name of a territorial unit.
pub fn unit(name: &str) -> String {
    format!("{UNIT}{name}")
}

/// The name of the territorial unit that [`unit`] says; nothing where another one signs.
pub fn unit_name(label: &str) -> Option<&str> {
    label.strip_prefix(UNIT)
}
