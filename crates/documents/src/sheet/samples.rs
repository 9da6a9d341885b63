//! Sheets to look at: for tests, previews of the template and the design's review.

use chrono::DateTime;

use super::{Row, SignatureSheet};

const RULE: &str = "Mínimo de asistencia: 80 %. Asistencia = sesiones con «presente» o «tarde» ÷ sesiones dictadas. Llega tarde quien entra más de 15 minutos después del inicio. Una sesión con excusa cuenta como no asistida; con dispensa, no entra en la cuenta; sin registro cuenta como no asistida. Se corta al entero: 79,9 % se muestra 79 %. Una corrección se pide a más tardar 5 días después de la sesión.";
const NOTICE: &str = "Autorización de datos (Ley 1581 de 2012): con su firma usted autoriza que la Escuela Superior de Administración Pública trate estos datos para registrar su asistencia, expedir certificados e informar a la gobernación. Puede conocerlos, actualizarlos, rectificarlos y pedir que se supriman en datos@escuela.example o en formacion.example.org/datos-personales.";

fn person(number: u32) -> Row {
    let names =
        ["Ana María Ruiz Peña", "José Ñáñez", "Luz Dary Güiza de los Ríos", "Óscar Muñoz Cañón"];
    let name = names[number as usize % names.len()];
    Row {
        number,
        name: Some(name.to_owned()),
        document: Some(format!("C. C. 1.***.*{:02}", number % 100)),
        entity: Some("Alcaldía de Mapiripán".to_owned()),
        position: Some("Profesional universitario".to_owned()),
        // Not everybody has a mail or a telephone.
        mail: (!number.is_multiple_of(3)).then(|| format!("persona{number}@mapiripan-meta.gov.co")),
        phone: (!number.is_multiple_of(4)).then(|| format!("310 555 {number:04}")),
    }
}

/// A pre-filled sheet of so many people and three rows for others.
pub fn sample(people: u32) -> SignatureSheet {
    SignatureSheet {
        issuer: "Escuela Superior de Administración Pública".to_owned(),
        code: "7F3K-92QD".to_owned(),
        course: "Gestión tributaria territorial".to_owned(),
        cohort: "Meta 2026-2".to_owned(),
        session: "2 de 6".to_owned(),
        when: "martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.".to_owned(),
        place: "Casa de la cultura".to_owned(),
        municipality: "Mapiripán (Meta)".to_owned(),
        facilitator: "Carlos Andrés Peña Ruiz".to_owned(),
        kind_line: format!("Con nombres: {people} personas y 3 filas para otras"),
        rows: (1..=people).map(person).chain((people + 1..=people + 3).map(Row::blank)).collect(),
        rule: RULE.to_owned(),
        notice: NOTICE.to_owned(),
        url: "https://formacion.example.org/planillas/7F3K92QD".to_owned(),
        demo: false,
        printed_at: DateTime::from_timestamp(1_795_500_000, 0).unwrap_or_default(),
    }
}

/// Numbers and lines, to be filled with a pen.
pub fn sample_blank(rows: u32) -> SignatureSheet {
    SignatureSheet {
        kind_line: format!("En blanco: {rows} filas"),
        place: String::new(),
        municipality: String::new(),
        facilitator: String::new(),
        rows: (1..=rows).map(Row::blank).collect(),
        ..sample(1)
    }
}

pub fn sample_demo() -> SignatureSheet {
    SignatureSheet { demo: true, ..sample(20) }
}

/// Four surnames, words without a place to break, long entities, a long course.
pub fn sample_hard() -> SignatureSheet {
    let hard = Row {
        number: 7,
        name: Some("María Fernanda Alejandra de los Ángeles Montealegre-Bustamante y Rodríguez-Villavicencio".to_owned()),
        document: Some("P. P. T. AB12345678901234".to_owned()),
        entity: Some("Asociación de Juntas de Acción Comunal del Corregimiento de Puerto Alvira y Veredas del Río Guaviare".to_owned()),
        position: Some("Coordinadora de planeación, gestión presupuestal y contratación administrativa".to_owned()),
        mail: Some("maria.fernanda.montealegre.bustamante.rodriguez@asociacion-juntas-puertoalvira-mapiripan.org.co".to_owned()),
        phone: Some("+57 310 555 0000 extensión 4321".to_owned()),
    };
    let mut sheet = sample(14);
    sheet.rows[6] = hard;
    sheet.course = "Diplomado en formulación, viabilización, ejecución y seguimiento de proyectos de inversión pública con enfoque territorial y poblacional".to_owned();
    sheet.municipality = "Mapiripán (Meta), Puerto Concordia (Meta), Puerto Lleras (Meta), San José del Guaviare (Guaviare)".to_owned();
    sheet
}
