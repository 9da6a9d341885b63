//! The permission table, printed so that a coordinator can read it.

use std::fmt::Write as _;

use formacion::assembly;

#[test]
fn the_printed_permission_table_is_the_one_that_policies_answer() {
    let mut table = assembly::all_permissions();
    table.sort();
    let mut text = String::from(
        "Quién puede hacer qué, preguntado a las propias reglas. Cada rol, dentro de su alcance.\n\n",
    );
    for line in table {
        let roles = if line.roles.is_empty() { "nadie".to_owned() } else { line.roles.join(", ") };
        writeln!(text, "{:14} {:28} {:12} {roles}", line.capability, line.action, line.stage)
            .unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/access/permissions.txt");
    let known = std::fs::read_to_string(path).unwrap_or_default();
    if known != text {
        if std::env::var_os("CI").is_none() {
            std::fs::write(path, &text).unwrap();
        }
        panic!(
            "the permission table changed: read the diff of tests/access/permissions.txt and commit it if it is meant"
        );
    }
}
