//! What must hold of imported values (`doctor`).

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

use platform::doctor::Finding;

const LISTED: u64 = 20;

#[derive(FromQueryResult)]
struct IdPair {
    one: i64,
    two: i64,
}

/// Each gives pairs of ids; none may.
const RULES: [(&str, &str); 8] = [
    (
        "import, value: of an import that is not over",
        "SELECT v.import_id AS one, v.id AS two FROM indicator_value v
         JOIN indicator_import i ON i.id = v.import_id
         WHERE i.finished_at IS NULL OR i.kind <> 'values' OR i.index_name <> v.index_name",
    ),
    (
        "import, trait: of an import that is not over",
        "SELECT t.import_id AS one, t.id AS two FROM municipality_trait t
         JOIN indicator_import i ON i.id = t.import_id
         WHERE i.finished_at IS NULL OR i.kind <> 'traits'",
    ),
    (
        "import, import: it brought another number of them than it says",
        "SELECT i.id AS one, i.id AS two FROM indicator_import i
         WHERE i.added + i.corrected <>
         (SELECT COUNT(*) FROM indicator_value v WHERE v.import_id = i.id)
         + (SELECT COUNT(*) FROM municipality_trait t WHERE t.import_id = i.id)",
    ),
    (
        "value, import: the revision before it is missing or says the same",
        "SELECT v.id AS one, v.import_id AS two FROM indicator_value v
         JOIN indicator_import i ON i.id = v.import_id WHERE v.revision > 1
         AND NOT EXISTS (SELECT 1 FROM indicator_value p
         JOIN indicator_import o ON o.id = p.import_id
         WHERE p.municipality_code = v.municipality_code AND p.index_name = v.index_name
         AND p.indicator_code = v.indicator_code AND p.year = v.year
         AND p.revision = v.revision - 1
         AND (p.value <> v.value OR p.label <> v.label OR (o.is_demo AND NOT i.is_demo)))",
    ),
    (
        "trait, import: the revision before it is missing or says the same",
        "SELECT t.id AS one, t.import_id AS two FROM municipality_trait t
         JOIN indicator_import i ON i.id = t.import_id WHERE t.revision > 1
         AND NOT EXISTS (SELECT 1 FROM municipality_trait p
         JOIN indicator_import o ON o.id = p.import_id
         WHERE p.municipality_code = t.municipality_code AND p.kind = t.kind
         AND p.scheme = t.scheme AND p.year = t.year
         AND p.revision = t.revision - 1
         AND (p.value <> t.value OR (o.is_demo AND NOT i.is_demo)))",
    ),
    (
        "value, import: invented, and it corrects what was published",
        "SELECT v.id AS one, v.import_id AS two FROM indicator_value v
         JOIN indicator_import i ON i.id = v.import_id
         JOIN indicator_value p ON p.municipality_code = v.municipality_code
         AND p.index_name = v.index_name AND p.indicator_code = v.indicator_code
         AND p.year = v.year AND p.revision = v.revision - 1
         JOIN indicator_import o ON o.id = p.import_id
         WHERE v.revision > 1 AND i.is_demo AND NOT o.is_demo",
    ),
    (
        "trait, import: invented, and it corrects what was published",
        "SELECT t.id AS one, t.import_id AS two FROM municipality_trait t
         JOIN indicator_import i ON i.id = t.import_id
         JOIN municipality_trait p ON p.municipality_code = t.municipality_code
         AND p.kind = t.kind AND p.scheme = t.scheme
         AND p.year = t.year AND p.revision = t.revision - 1
         JOIN indicator_import o ON o.id = p.import_id
         WHERE t.revision > 1 AND i.is_demo AND NOT o.is_demo",
    ),
    (
        "value, import: of an indicator that no capacity has",
        "SELECT v.id AS one, v.import_id AS two FROM indicator_value v
         WHERE NOT EXISTS (SELECT 1 FROM capacity_indicator c
         WHERE c.index_name = v.index_name AND c.indicator_code = v.indicator_code)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut findings = Vec::new();
    for (what, sql) in RULES {
        let sql = format!("{sql} LIMIT {LISTED}");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        for IdPair { one, two } in IdPair::find_by_statement(statement).all(db).await? {
            findings.push(Finding::new("indicators", format!("{what}: {one}, {two}")));
        }
    }
    Ok(findings)
}
