//! Names of the territory as pages and letters say them.

/// «Dirección territorial Meta», from the name of a territorial unit.
pub fn unit(name: &str) -> String {
    format!("Dirección territorial {name}")
}
