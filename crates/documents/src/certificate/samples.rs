//! Certificates to look at: for tests, previews of the template and the design's review.

use chrono::DateTime;

use super::{Certificate, Kind, Signer};
use crate::template::{Document, Template};

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

fn signer(name: &str, position: &str) -> Signer {
    Signer::new(name, position)
}

/// An ordinary certificate.
pub fn sample() -> Certificate {
    Certificate {
        kind: Kind::Certificado,
        issuer: "La Escuela Superior de Administración Pública".to_owned(),
        full_name: "Yenny Paola Muñoz Cañón".to_owned(),
        given_names: None,
        document_label: "C. C. 1.234.567".to_owned(),
        approved: true,
        course_type: "curso".to_owned(),
        course_name: "Gestión tributaria territorial".to_owned(),
        hours: 40,
        modality: "mixta".to_owned(),
        dates: "Del 3 al 27 de noviembre de 2026".to_owned(),
        place: "Mapiripán (Meta)".to_owned(),
        contents: texts(&[
            "Sistema tributario territorial y sus fuentes",
            "Estatuto de rentas y procedimiento",
            "Impuesto predial y actualización catastral",
            "Industria y comercio: fiscalización y cobro",
            "Recaudo con instrumentos de ordenamiento",
        ]),
        capacities: texts(&["Movilización de recursos propios"]),
        informal_education: true,
        issued_in: "Villavicencio".to_owned(),
        issued_on: "30 de noviembre de 2026".to_owned(),
        signers: vec![
            signer("Carlos Andrés Peña Ruiz", "Director territorial Meta, Guaviare y Vaupés"),
            signer("Lucía Quiñones Ávila", "Coordinadora académica"),
        ],
        number: "2026-000123".to_owned(),
        display_code: "7F3K-92QD-8M4T-XW6P".to_owned(),
        verify_url: "https://formacion.example.org/verificar/7F3K-92QD-8M4T-XW6P".to_owned(),
        valid_until: None,
        unit: None,
        course_hours: None,
        look: None,
        demo: false,
        rendered_at: DateTime::from_timestamp(1_796_054_400, 0).unwrap_or_default(),
    }
}

/// Four surnames, a course that needs two lines, three signers with long positions.
pub fn sample_long_names() -> Certificate {
    Certificate {
        issuer: "La Escuela Superior de Administración Pública y la Gobernación del Departamento del Caquetá".to_owned(),
        full_name: "María Fernanda de los Ángeles Ñáñez Quiñones de Villafañe y Santacruz-Muñoz".to_owned(),
        document_label: "Permiso por Protección Temporal 1.234.567.890".to_owned(),
        course_type: "diplomado".to_owned(),
        course_name: "Formulación, evaluación, incidencia y seguimiento de proyectos de inversión pública con enfoque territorial, étnico y de género en municipios PDET".to_owned(),
        hours: 120,
        modality: "virtual con encuentros presenciales".to_owned(),
        dates: "Del 28 de septiembre al 18 de diciembre de 2026".to_owned(),
        place: "San José del Fragua y Belén de los Andaquíes (Caquetá)".to_owned(),
        capacities: texts(&[
            "Ejecución de recursos de inversión",
            "Gobierno abierto, transparencia y rendición pública de cuentas",
        ]),
        signers: vec![
            signer("Juan Sebastián Bermúdez de Castro y Londoño", "Subdirector Nacional de Proyección Institucional"),
            signer("Ángela María Ibáñez Ordóñez de Echeverri", "Secretaria de Gobierno Departamental del Caquetá"),
            signer("Lucía Quiñones Ávila", "Coordinadora académica"),
        ],
        ..sample()
    }
}

/// Sixty lines of contents: more than a page to frame can carry, so they go to the back.
pub fn sample_long_contents() -> Certificate {
    let contents = (1..=60).map(|n| match n % 4 {
        0 => format!("Módulo {n}. Taller aplicado sobre los instrumentos del municipio"),
        1 => format!("Módulo {n}. Marco normativo y competencias"),
        2 => format!("Módulo {n}. Diagnóstico, línea base y cadena de valor del proyecto"),
        _ => format!("Módulo {n}. Seguimiento"),
    });
    Certificate { contents: contents.collect(), hours: 150, ..sample() }
}

/// Attendance without approval, one signer.
pub fn sample_constancia() -> Certificate {
    Certificate {
        kind: Kind::Constancia,
        approved: false,
        full_name: "José Ñame".to_owned(),
        course_type: "taller".to_owned(),
        course_name: "Rendición pública de cuentas".to_owned(),
        hours: 8,
        modality: "presencial".to_owned(),
        dates: "24 de noviembre de 2026".to_owned(),
        contents: Vec::new(),
        capacities: Vec::new(),
        signers: vec![signer("Lucía Quiñones Ávila", "Coordinadora académica")],
        ..sample()
    }
}

/// Made from demonstration data.
pub fn sample_demo() -> Certificate {
    Certificate { demo: true, ..sample() }
}

/// What a demonstration of a template shows: invented people, and «sin validez» on every page.
pub fn sample_of(document: Document, template: &Template, version: u32) -> Certificate {
    let (course_type, course_name, hours) = match document {
        Document::Curso => ("curso", "Gestión tributaria territorial", 40),
        Document::Diplomado => ("diplomado", "Formulación de proyectos de inversión pública", 120),
        Document::Constancia => ("conversatorio", "Rendición pública de cuentas", 4),
        Document::FormacionFormadores => ("taller", "Enseñar a personas adultas", 16),
    };
    let certificate = Certificate {
        kind: match document {
            Document::Constancia => Kind::Constancia,
            _ => Kind::Certificado,
        },
        approved: document != Document::Constancia,
        course_type: course_type.to_owned(),
        course_name: course_name.to_owned(),
        hours,
        unit: Some("Dirección territorial Meta".to_owned()),
        demo: true,
        ..sample()
    };
    let issuer = signer("Nombre de quien expide", "Coordinación académica territorial");
    dressed(certificate, document, template, version, issuer)
}

/// A certificate in the look of a template, signed as it says.
fn dressed(
    certificate: Certificate,
    document: Document,
    template: &Template,
    version: u32,
    issuer: Signer,
) -> Certificate {
    let look = template.look(document, version, &certificate);
    Certificate { look: Some(look), signers: template.signing(issuer), ..certificate }
}
