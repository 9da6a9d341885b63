//! A list that contradicts itself: the department of another municipality, the alcaldía of another one.

use std::collections::BTreeMap;

use formacion::enrolment::import::columns::{ColumnTarget as T, ColumnTargets};
use formacion::enrolment::import::file::read;
use formacion::enrolment::import::reading::{
    Answers, Defaults, FileReading, ImportChoice, ListPlaces,
};
use formacion::people::entity::person::DocumentType;
use formacion::territory::entity::entity;
use formacion::territory::queries::NamedMunicipality;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{CONFIRMED, csv, document, people, sent};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;

fn places() -> ListPlaces {
    let named = |(code, name, department): (&str, &str, &str)| NamedMunicipality {
        code: code.to_owned(),
        name: name.to_owned(),
        department_code: code[..2].to_owned(),
        department: department.to_owned(),
        is_pdet: false,
    };
    let own = [
        ("18592", "Puerto Rico", "Caquetá"),
        ("50577", "Puerto Lleras", "Meta"),
        ("50590", "Puerto Rico", "Meta"),
        ("95001", "San José del Guaviare", "Guaviare"),
    ];
    let others = [
        ("17665", "San José", "Caldas"),
        ("18001", "Florencia", "Caquetá"),
        ("19290", "Florencia", "Cauca"),
        ("91001", "Leticia", "Amazonas"),
    ];
    ListPlaces::new(own.map(named).into(), others.map(named).into())
}

/// Reads a list whose rows, from 2 on, say these municipalities and departments.
fn reading(rows: &[[&str; 2]], answers: &Answers) -> FileReading {
    let mut text = "CEDULA;NOMBRE;MUNICIPIO;DEPARTAMENTO;CARGO;VINCULACION".to_owned();
    for (n, [municipality, department]) in rows.iter().enumerate() {
        let number = document(n);
        text.push_str(&format!("\n{number};ANA RUIZ;{municipality};{department};TECNICA;CARRERA"));
    }
    let columns = [T::Document, T::FullName, T::Municipality, T::Department, T::Position, T::Kind];
    let choice = ImportChoice {
        header: 1,
        columns: ColumnTargets((0..).zip(columns).collect()),
        defaults: Defaults {
            document_type: Some(DocumentType::Cc),
            alcaldia: true,
            ..Defaults::default()
        },
        ..ImportChoice::default()
    };
    read(text.as_bytes(), (&choice, answers), &places(), true, |_| {}).expect("reads")
}

fn codes(reading: &FileReading) -> BTreeMap<u32, &str> {
    let people = reading.candidates.iter();
    people.map(|one| (one.row, one.participant.municipality.as_str())).collect()
}

#[test]
fn a_department_tells_municipalities_of_one_name_apart_and_one_that_fits_none_is_explained() {
    let rows = [
        ["PUERTO LLERAS", "Departamento del Meta"],
        ["PUERTO LLERAS", "Mta"],
        ["PUERTO RICO", "Dpto. Caquetá"],
        ["PUERTO RICO", ""],
        ["PUERTO RIKO", "META"],
        ["PUERTO RICO", "Mta"],
    ];
    let mut answers = Answers::default();
    let first = reading(&rows, &answers);
    assert_eq!(codes(&first), BTreeMap::from([(2, "50577"), (4, "18592")]));
    let told: Vec<String> = first
        .problems
        .iter()
        .map(|problem| format!("{}: {} {}", problem.row, problem.what, problem.mend))
        .collect();
    for (at, sentence) in [
        (
            0,
            "3: En esta cohorte «PUERTO LLERAS» es Puerto Lleras (Meta), y el departamento dice «Mta».",
        ),
        (1, "5: Hay 2 municipios que se llaman «PUERTO RICO». Escriba Puerto Rico (Caquetá) o"),
        (
            2,
            "6: «PUERTO RIKO» no es un municipio de esta cohorte. ¿Quiso decir Puerto Rico (Meta)?",
        ),
        (3, "7: En esta cohorte «PUERTO RICO» es Puerto Rico (Caquetá) o Puerto Rico (Meta), y"),
    ] {
        assert!(told[at].starts_with(sentence), "{}", told[at]);
    }
    // An answer is for the rows with the same department and for no other.
    for (typed, code) in [("puerto rico", "50590"), ("puerto lleras (mta)", "50577")] {
        answers.spellings.insert((T::Municipality, typed.to_owned()), code.to_owned());
    }
    let second = reading(&rows, &answers);
    let read = BTreeMap::from([(2, "50577"), (3, "50577"), (4, "18592"), (5, "50590")]);
    assert_eq!(codes(&second), read);
    // What is no municipality is asked about again.
    answers.spellings.insert((T::Municipality, "puerto rico".to_owned()), "05001".to_owned());
    let third = reading(&rows, &answers);
    assert!(third.problems.iter().any(|problem| problem.what.starts_with("Hay 2 municipios")));
}

#[test]
fn a_municipality_of_elsewhere_is_taken_by_its_exact_name_and_a_doubtful_one_is_asked_about() {
    let rows = [
        ["LETICIA", ""],
        ["FLORENCIA", "Dpto. del Caquetá"],
        ["SAN JOSE", "Caldas"],
        ["FLORENCIA", ""],
        ["FLORENCIA", "Meta"],
        ["SAN JOSE", ""],
        ["LETICIAS", ""],
    ];
    let mut answers = Answers::default();
    let first = reading(&rows, &answers);
    assert_eq!(codes(&first), BTreeMap::from([(2, "91001"), (3, "18001"), (4, "17665")]));
    let told: Vec<String> = first
        .problems
        .iter()
        .map(|problem| format!("{}: {} {}", problem.row, problem.what, problem.mend))
        .collect();
    assert_eq!(told.len(), rows.len(), "{told:?}");
    for (at, sentence) in [
        "2: «LETICIA» se leyó como Leticia (Amazonas), que no es de esta cohorte. Si es otro",
        "3: «FLORENCIA» se leyó como Florencia (Caquetá), que no es",
        "4: «SAN JOSE» se leyó como San José (Caldas), que no es",
        "5: Hay 2 municipios que se llaman «FLORENCIA». Escriba Florencia (Caquetá) o",
        "6: «FLORENCIA» es Florencia (Caquetá) o Florencia (Cauca), y el departamento dice «Meta».",
        "7: «SAN JOSE» no es un municipio de esta cohorte. ¿Quiso decir San José del Guaviare (Guaviare) o San José (Caldas)?",
        "8: «LETICIAS» no es un municipio de esta cohorte. Escriba uno de los de la cohorte: Puerto Rico",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(told[at].starts_with(sentence), "{}", told[at]);
    }
    // Each of them is a question too: one answer says it of all rows, or leaves them out.
    assert!(first.problems.iter().all(|problem| problem.question.is_some()));
    for (typed, value) in [("leticia", "91001"), ("san jose (caldas)", "fuera")] {
        answers.spellings.insert((T::Municipality, typed.to_owned()), value.to_owned());
    }
    let second = reading(&rows, &answers);
    assert_eq!(codes(&second), BTreeMap::from([(2, "91001"), (3, "18001")]));
    assert_eq!((second.left_out, second.problems[0].row), (1, 3), "who answered knows");
}

#[rocket::async_test]
async fn an_alcaldia_in_short_is_the_municipality_s_and_that_of_another_one_is_asked_about() {
    let world = World::new("contradict-hall").await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let staff = world.as_coordinator("MET").await;
    let mut rows = people(0..5);
    let names = [
        "Alcaldía Pto. Lleras",
        "Alcaldía de Leticia",
        "ALC. MPAL. PUERTO LLERAS",
        "Municipio de Puerto Yeras",
        "LOS AMIGOS",
    ];
    for (row, name) in rows.iter_mut().zip(names) {
        row[3] = "PUERTO LLERAS".to_owned();
        row[6] = name.to_owned();
    }
    let text = String::from_utf8(csv(&rows)).unwrap().replace("CORREO", "ENTIDAD");
    let address = sent(&staff, cohort, "lista.csv", text.as_bytes()).await;
    let mut fields = CONFIRMED.to_vec();
    fields.retain(|(name, _)| *name != "columna[6]");
    fields.extend([("columna[6]", "entidad"), ("fila", "1")]);
    let page = staff.submit(&format!("{address}/columnas"), &fields).await.expect(200);
    page.expect_text("2 filas con errores")
        .expect_text("«Alcaldía de Leticia» no es la alcaldía del municipio que se indica")
        .expect_text("La alcaldía del municipio de cada fila");
    let respond = format!("{address}/respuestas");
    let out = [("pregunta[0]", "entidad|Alcaldía de Leticia"), ("respuesta[0]", "fuera")];
    staff.post(&respond, &out).await.expect(422);
    let answers = [
        ("pregunta[0]", "entidad|Alcaldía de Leticia"),
        ("respuesta[0]", "alcaldia"),
        // Whatever is said to be an alcaldía is the one that there is.
        ("pregunta[1]", "tipo_entidad|LOS AMIGOS"),
        ("respuesta[1]", "alcaldia"),
    ];
    let page = staff.submit(&respond, &answers).await.expect(200);
    page.expect_text("Importar 5 personas");
    let done = staff.submit(&format!("{address}/confirmacion"), &[]).await.expect(200);
    done.expect_text("Importación terminada");
    let halls = entity::Entity::find().filter(entity::Column::MunicipalityCode.eq("50577"));
    let halls = halls.all(world.app.db.read()).await.unwrap();
    let halls: Vec<_> = halls.iter().map(|one| (one.kind.as_str(), one.name.as_str())).collect();
    assert_eq!(halls, [("alcaldia", "Alcaldía de Puerto Lleras")]);
    world.finish().await;
}
