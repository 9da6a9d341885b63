//! People of a file and people added one by one leave the same rows: it is the same verbs that
//! write them, and only how many at once differs.

use formacion::cohorts::entity::cohort::{self as cohorts, CohortId};
use formacion::enrolment::commands::{Employer, NewParticipant, add_new};
use formacion::enrolment::policy::may_add;
use formacion::enrolment::rulebook::CautionAnswer;
use formacion::people::commands::NewPerson;
use formacion::people::entity::person::DocumentType;
use formacion::people::entity::post::Kind;
use formacion::territory::commands::NewEntity;
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set, Statement};

use super::{document, sent};
use crate::enrolment::cohort_row;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::world::{Character, World};

const PEOPLE: usize = 40;
/// Why somebody of another municipality takes part.
const REASON: &str = "Apoya al municipio";

/// What a row of the list says of somebody.
struct Row {
    document: String,
    names: [&'static str; 2],
    surnames: [&'static str; 2],
    municipality: (&'static str, &'static str),
    entity: String,
    kind: usize,
    mail: String,
    phone: String,
}

/// Like people in a real list: some share a mail, a telephone or a name; some have no mail.
fn row(n: usize) -> Row {
    const NAMES: [&str; 5] = ["Ana", "Luz", "José", "Pedro", "Olga"];
    const SURNAMES: [&str; 7] =
        ["Arrayán", "Balso", "Cedro", "Drago", "Espino", "Laurel", "Moriche"];
    let place = match n {
        // None of the cohort's.
        18 => ("50001", "Villavicencio"),
        n => [("50325", "Mapiripán"), ("50577", "Puerto Lleras")][n % 2],
    };
    Row {
        document: document(n),
        names: [NAMES[n % 5], NAMES[n / 3 % 5]],
        surnames: [SURNAMES[n % 7], SURNAMES[n / 2 % 7]],
        municipality: place,
        entity: match n % 3 {
            0 => format!("Hospital de {}", place.1),
            1 => format!("Alcaldía de {}", place.1),
            _ => format!("Alcaldia de prueba {}", place.0),
        },
        kind: n % Kind::ALL.len(),
        mail: match n % 4 {
            0 => String::new(),
            _ => format!("persona.{}@pueblo.example", n % 30),
        },
        phone: format!("31000000{:02}", n % 25),
    }
}

/// A cohort with fewer seats than people, some of them kept.
async fn ground(world: &World) -> (CohortId, Character<'_>) {
    servant(world, 700, "50577").await;
    servant(world, 701, "50325").await;
    let cohort = cohort(world, CohortPlan { seats: 11, ..CohortPlan::default() }).await;
    // The code is random and stands in every letter.
    let tx = world.app.db.begin().await.unwrap();
    let code = cohorts::ActiveModel {
        id: Set(cohort),
        public_code: Set("A".repeat(26)),
        ..Default::default()
    };
    code.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let staff = world.as_coordinator("MET").await;
    let kept = [("cupos[m-50577]", "7"), ("libera[m-50577]", "")];
    staff.submit(&format!("/cohortes/{cohort}/reservas"), &kept).await.expect(200);
    (cohort, staff)
}

async fn one_by_one(world: &World) {
    let (cohort, staff) = ground(world).await;
    let cohort = cohort_row(world, cohort).await;
    let actor = staff.actor().await;
    for n in 0..PEOPLE {
        let row = row(n);
        let reason = (row.municipality.0 == "50001").then(|| REASON.to_owned());
        let permit = may_add(&actor, &cohort).unwrap().excepting(reason);
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let new = NewParticipant {
            person: NewPerson {
                document_type: DocumentType::Cc,
                document_number: row.document,
                first_name: row.names[0].to_owned(),
                second_name: text(row.names[1]),
                first_surname: row.surnames[0].to_owned(),
                second_surname: text(row.surnames[1]),
                email: text(&row.mail),
                phone: text(&row.phone),
            },
            entity: Employer::Named(NewEntity {
                kind: if row.entity.starts_with('H') { "descentralizada_mun" } else { "alcaldia" }
                    .to_owned(),
                name: row.entity,
                municipality_code: row.municipality.0.to_owned(),
                is_demo: false,
            }),
            position: "Técnica".to_owned(),
            kind: Kind::ALL[row.kind],
            municipality: row.municipality.0.to_owned(),
        };
        add_new(&world.app, permit, new, CautionAnswer::Keep).await.expect("is added");
    }
}

async fn from_a_file(world: &World) {
    let (cohort, staff) = ground(world).await;
    let headings = "CEDULA;NOMBRES;APELLIDOS;MUNICIPIO;ENTIDAD;CARGO;VINCULACION;CORREO;CELULAR";
    let mut text = headings.to_owned();
    for row in (0..PEOPLE).map(row) {
        let cells = [
            row.document,
            row.names.join(" "),
            row.surnames.join(" "),
            row.municipality.1.to_owned(),
            row.entity,
            "Técnica".to_owned(),
            Kind::ALL[row.kind].label().to_owned(),
            row.mail,
            row.phone,
        ];
        text.push_str(&format!("\n{}", cells.join(";")));
    }
    let address = sent(&staff, cohort, "lista.csv", text.as_bytes()).await;
    let fields = [
        ("accion", "revisar"),
        ("hoja", "0"),
        ("fila", "1"),
        ("columna[0]", "documento"),
        ("columna[1]", "nombres"),
        ("columna[2]", "apellidos"),
        ("columna[3]", "municipio"),
        ("columna[4]", "entidad"),
        ("columna[5]", "cargo"),
        ("columna[6]", "tipo_vinculacion"),
        ("columna[7]", "correo"),
        ("columna[8]", "telefono"),
        ("tipo_documento", "CC"),
        ("autorizo", "si"),
    ];
    let page = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    page.expect_text("1 fila con errores");
    let why = [("pregunta[0]", "excepcion|other_municipality"), ("respuesta[0]", REASON)];
    let page = staff.submit(&format!("{address}/respuestas"), &why).await.expect(200);
    page.expect_text("Importar 40 personas");
    staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
}

/// Every column that a place leaves behind, as text, but for secrets and for what says which way
/// somebody came.
async fn everything(world: &World) -> Vec<String> {
    let db = world.app.db.read();
    let backend = db.get_database_backend();
    let mut all = Vec::new();
    for (table, columns, which) in [
        (
            "person",
            "id, document_type, document_number, first_name, second_name, first_surname, second_surname, search_name, name_key, email, phone, merged_into, created_at",
            "",
        ),
        ("person_word", "person_id, word", ""),
        ("possible_duplicate", "one_id, other_id, likeness, settled_at", ""),
        ("document_review", "person_id", ""),
        (
            "post",
            "id, person_id, entity_id, position, kind, municipality_code, starts_on, ends_on, is_principal, created_at",
            "",
        ),
        ("entity", "id, kind, name, search_name, municipality_code, department_code, is_demo", ""),
        (
            "account",
            "id, person_id, email, display_name, search_name, password_hash, is_active",
            "",
        ),
        ("role_grant", "account_id, role, unit_code, department_code, entity_id", ""),
        ("one_time_link", "account_id, purpose, created_at, expires_at, used_at", ""),
        ("consent", "person_id, version, given_at", ""),
        (
            "enrolment",
            "id, cohort_id, person_id, post_id, municipality_code, entity_kind, stage, origin, nominated_by, queue_number, created_at, confirmed_at, withdrawn_at",
            "",
        ),
        (
            "enrolment_event",
            "id, enrolment_id, at, from_stage, to_stage, actor_account_id, reason, cause",
            "",
        ),
        ("enrolment_exception", "enrolment_id, rules, reason, granted_by, granted_at", ""),
        ("seat_offer", "enrolment_id", ""),
        (
            "outbox_message",
            "kind, account_id, person_id, recipient_email, recipient_name, subject, is_secret, state, not_before",
            "",
        ),
        (
            "outbox_message",
            "dedupe_key, text_body, html_body, calendar",
            "WHERE kind NOT IN ('sign_in/password_link', 'enrolment/entry')",
        ),
        (
            "history_event",
            "at, actor_account_id, action, subject_kind, subject_id, cohort_id, detail",
            "WHERE action NOT LIKE 'enrolment.import%' AND subject_kind <> 'entity'",
        ),
        ("history_event", "action, actor_account_id", "WHERE subject_kind = 'entity'"),
    ] {
        let texts: Vec<String> = columns
            .split(", ")
            .map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')"))
            .collect();
        let sql = format!("SELECT {} AS line FROM {table} {which}", texts.join(" || '|' || "));
        let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        let mut lines: Vec<String> = rows
            .iter()
            .map(|row| format!("{table} {}", row.try_get::<String>("", "line").unwrap()))
            .collect();
        // What is told of one change is told in the same transaction, in an order of its own.
        lines.sort();
        assert!(!lines.is_empty() || ["document_review", "seat_offer"].contains(&table), "{table}");
        all.extend(lines);
    }
    all
}

#[rocket::async_test]
async fn a_file_leaves_the_rows_that_the_same_people_added_one_by_one_leave() {
    let alone = World::new("import-same-one").await;
    one_by_one(&alone).await;
    let file = World::new("import-same-file").await;
    from_a_file(&file).await;
    let (one, other) = (everything(&alone).await, everything(&file).await);
    let differ: Vec<String> = one
        .iter()
        .filter(|line| !other.contains(line))
        .map(|line| format!("one by one: {line}"))
        .chain(other.iter().filter(|line| !one.contains(line)).map(|line| format!("file: {line}")))
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert_eq!(one.len(), other.len());
    let excepted: Vec<_> =
        one.iter().filter(|line| line.starts_with("enrolment_exception")).collect();
    assert!(excepted.len() == 1 && excepted[0].contains("other_municipality"), "{excepted:?}");
    assert!(
        one.iter().any(|line| line.starts_with("possible_duplicate") && line.contains("phone"))
    );
    alone.finish().await;
    file.finish().await;
}
