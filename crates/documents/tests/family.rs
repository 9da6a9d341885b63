//! The four documents of the family and what an administrator can make of them, judged as bytes and by
//! the tools that read PDF. An independent validator judges all of them in `judge.rs`.
//!
//! The files stay in the target's temporary folder, for whoever wants to look at them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use documents::DocumentError;
use documents::certificate::{
    Attachment, Certificate, Enclosures, FIRST, Signer, pdf, pdf_with, sample,
    sample_long_contents, sample_long_names, sample_of,
};
use documents::template::{Blocks, Document, Palette, Template, Wording};
use reading::{assert_says, digest, pages, save, structure, tool, words};

/// A signature drawn with two strokes, as a scan of one is kept.
const DRAWN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 90"><path d="M8 66C40 6 62 4 58 40S22 88 34 62 92 22 104 44 84 78 100 60 140 30 150 46 134 72 152 58 204 26 214 40 192 74 292 34" fill="none" stroke="#12204A" stroke-width="3" stroke-linecap="round"/></svg>"##;

fn drawings() -> Vec<(String, Vec<u8>)> {
    let map = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/map.png")).unwrap();
    vec![("trazo".to_owned(), DRAWN.as_bytes().to_vec()), ("foto".to_owned(), map)]
}

fn signed(mut certificate: Certificate, digests: &[Option<&str>]) -> Certificate {
    for (signer, digest) in certificate.signers.iter_mut().zip(digests) {
        signer.drawing = digest.map(str::to_owned);
    }
    certificate
}

fn usual(document: Document) -> Certificate {
    sample_of(document, &Template::usual(document), 0)
}

/// The same certificate in the usual look of a kind.
fn dressed(certificate: Certificate, document: Document) -> Certificate {
    let look = Template::usual(document).look(document, 0, &certificate);
    Certificate { look: Some(look), ..certificate }
}

fn credential() -> Attachment<'static> {
    Attachment {
        name: "credencial.jwt",
        mime_type: "application/vc+jwt",
        description: "Credencial Open Badges 3.0 firmada, con lo mismo que dice este documento",
        bytes: b"eyJhbGciOiJFZERTQSJ9.eyJ2YyI6MX0.c2ln",
    }
}

/// What was certified before there were looks keeps its bytes for as long as this layout engine and
/// these fonts stay; whoever changes them sees it here. Kept documents never change.
#[test]
fn the_first_layout_keeps_its_bytes() {
    let text = include_str!("certificado-1.json");
    let certificate: Certificate = serde_json::from_str(text).unwrap();
    assert_eq!(certificate, sample());
    assert_eq!(serde_json::to_string(&certificate).unwrap(), text.trim_end(), "no new field shows");
    let bytes = pdf(&certificate).unwrap();
    assert_eq!(digest(&bytes), include_str!("certificado-1.sha256").trim());
    assert_eq!(FIRST, "certificado@1");
}

#[test]
fn the_four_documents_are_one_page_and_say_what_they_are() {
    for (document, title, deed) in [
        (Document::Curso, "CERTIFICADO", "participó y aprobó el curso"),
        (Document::Diplomado, "CERTIFICADO DE DIPLOMADO", "cursó y aprobó el diplomado"),
        (Document::Constancia, "CONSTANCIA DE PARTICIPACIÓN", "participó en el conversatorio"),
        (
            Document::FormacionFormadores,
            "CERTIFICADO DE FORMACIÓN A FORMADORES",
            "participó y aprobó el taller",
        ),
    ] {
        let path = save(document.code(), &pdf(&usual(document)).unwrap());
        tool("qpdf", &["--check", path.to_str().unwrap()]);
        assert!(pages(&path).is_none_or(|pages| pages == 1), "{document:?}");
        let Some(text) = words(&path, None) else { return };
        assert_says(
            &text,
            &[
                title,
                deed,
                "hace constar que",
                "Yenny Paola Muñoz Cañón",
                "C. C. 1.234.567",
                "no conduce a título",
                "N.º 2026-000123",
                "DEMOSTRACIÓN, sin validez",
            ],
        );
        assert_eq!(text.contains("aprob"), document != Document::Constancia, "{text}");
    }
}

#[test]
fn three_drawn_signatures_long_names_and_sixty_lines_stay_on_the_page() {
    let three = [Some("trazo"), Some("foto"), Some("trazo")];
    let long = signed(dressed(sample_long_names(), Document::Diplomado), &three);
    let sixty = Certificate { contents: sample_long_contents().contents, ..long.clone() };
    let drawings = drawings();
    let enclosures = Enclosures { drawings: &drawings, attachment: None };
    for (name, certificate, expected) in [("long", long, 1), ("long-sixty", sixty, 2)] {
        let path = save(name, &pdf_with(&certificate, enclosures).unwrap());
        assert!(pages(&path).is_none_or(|pages| pages == expected), "{name}");
        let Some(text) = words(&path, None) else { return };
        for line in &certificate.contents {
            assert_says(&text, &[line]);
        }
        for signer in &certificate.signers {
            assert_says(&text, &[&signer.name]);
        }
        let images = tool("pdfinfo", &["-struct", path.to_str().unwrap()]).unwrap_or_default();
        assert!(images.matches("Figure").count() >= 4, "{images}");
    }
}

#[test]
fn one_of_two_may_sign_with_a_drawing() {
    let drawings = drawings();
    let enclosures = Enclosures { drawings: &drawings, attachment: None };
    let one = signed(dressed(sample(), Document::Curso), &[None, Some("trazo")]);
    save("one-drawing", &pdf_with(&one, enclosures).unwrap());
    // A drawing that is not there is never a document without it.
    let lost = signed(dressed(sample(), Document::Curso), &[Some("perdido")]);
    assert!(matches!(pdf_with(&lost, enclosures), Err(DocumentError::Invalid { .. })));
    assert!(matches!(pdf(&one), Err(DocumentError::Invalid { .. })));
    // Neither is one that is no picture.
    let broken = [("trazo".to_owned(), b"<svg".to_vec())];
    let enclosures = Enclosures { drawings: &broken, attachment: None };
    assert!(matches!(pdf_with(&one, enclosures), Err(DocumentError::Template(_))));
}

#[test]
fn a_document_says_until_when_it_holds() {
    let limited =
        Certificate { valid_until: Some("30 de noviembre de 2028".to_owned()), ..sample() };
    let path = save("valid-until", &pdf(&dressed(limited, Document::Curso)).unwrap());
    let Some(text) = words(&path, None) else { return };
    assert_says(&text, &["el 30 de noviembre de 2026. Válido hasta el 30 de noviembre de 2028."]);
}

#[test]
fn a_document_says_which_unit_taught_and_how_much_of_the_course() {
    let part = Certificate {
        hours: 20,
        course_hours: Some(40),
        unit: Some("Dirección territorial Meta".to_owned()),
        display_code: "GMQK-OHQD-NM4T-XW6P-LRZ2-6HF7-RN".to_owned(),
        ..sample()
    };
    assert_eq!(part.hours_in_words(), "20 de las 40 horas del curso");
    assert_eq!(sample().hours_in_words(), "40 horas");
    let path = save("part", &pdf(&dressed(part, Document::Curso)).unwrap());
    assert!(pages(&path).is_none_or(|pages| pages == 1));
    let Some(text) = words(&path, None) else { return };
    assert_says(&text, &["Dirección territorial Meta", "Comprende 20 de las 40 horas del curso."]);
    // A code stands on one line.
    assert_says(&text, &["GMQK-OHQD-NM4T-XW6P-LRZ2-6HF7-RN"]);
    // A certificate of before says neither.
    let path = save("whole", &pdf(&dressed(sample(), Document::Curso)).unwrap());
    let text = words(&path, None).unwrap();
    assert!(!text.contains("Dirección territorial") && !text.contains("Comprende"), "{text}");
}

#[test]
fn the_contents_are_one_list_and_the_code_is_said_once() {
    let named = Certificate {
        given_names: Some("Yenny Paola".to_owned()),
        unit: Some("Dirección territorial Meta".to_owned()),
        ..sample()
    };
    let path = save("once", &pdf(&dressed(named.clone(), Document::Curso)).unwrap());
    let (Some(text), Some(told)) = (words(&path, None), structure(&path)) else { return };
    assert_eq!(text.matches(named.display_code.as_str()).count(), 1, "{text}");
    assert_says(&text, &["formacion.example.org/verificar"]);
    let lists = told.lines().filter(|line| line.trim().starts_with("L ")).count();
    assert_eq!(lists, 2, "contents and capacities: {told}");
}

#[test]
fn the_credential_travels_inside_and_comes_out_the_same() {
    let enclosures = Enclosures { drawings: &[], attachment: Some(credential()) };
    let certificate = dressed(sample(), Document::Curso);
    let bytes = pdf_with(&certificate, enclosures).unwrap();
    assert_eq!(bytes, pdf_with(&certificate, enclosures).unwrap());
    let raw = String::from_utf8_lossy(&bytes);
    assert_says(
        &raw,
        &["<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"],
    );
    assert_says(
        &raw,
        &["<pdfuaid:part>1</pdfuaid:part>", "/Lang(es-CO)", "/AFRelationship/Alternative"],
    );
    let path = save("attached", &bytes);
    let Some(inside) = tool("qpdf", &["--show-attachment=credencial.jwt", path.to_str().unwrap()])
    else {
        return;
    };
    assert_eq!(inside.as_bytes(), credential().bytes);
    // The first layout has no place for it, and says so.
    assert!(matches!(pdf_with(&sample(), enclosures), Err(DocumentError::Invalid { .. })));
}

#[test]
fn an_administrator_chooses_words_colours_and_blocks() {
    let read = |text: &str| Wording::read(text).unwrap();
    for palette in Palette::ALL {
        let template = Template {
            title: read("Reconocimiento"),
            heading: read("{entidad} y la Gobernación del Meta"),
            opening: read("reconocen que"),
            deed: read("{documento}, completó {horas} horas del {tipo} (modalidad {modalidad})"),
            paragraphs: vec![read("Se dictó en {lugar}."), read("Consta en el acta {numero}.")],
            closing: read("{ciudad}, {fecha}."),
            palette,
            blocks: Blocks { facts: false, contents: false, capacities: false },
            issuer_signs: false,
            signers: vec![Signer::new("Ángela Ñuñez", "Rectora")],
        };
        let certificate = sample_of(Document::Curso, &template, 4);
        let path = save(&format!("words-{}", palette.code()), &pdf(&certificate).unwrap());
        let Some(text) = words(&path, None) else { return };
        assert_says(
            &text,
            &[
                "RECONOCIMIENTO",
                "LA ESCUELA SUPERIOR DE ADMINISTRACIÓN PÚBLICA Y LA GOBERNACIÓN DEL META",
                "C. C. 1.234.567, completó 40 horas del curso (modalidad mixta)",
                "Se dictó en Mapiripán (Meta).",
                "Consta en el acta 2026-000123.",
                "Villavicencio, 30 de noviembre de 2026.",
                "Ángela Ñuñez",
                // Nobody can leave these out.
                "no conduce a título",
                "7F3K-92QD-8M4T-XW6P",
            ],
        );
        assert!(!text.contains("CONTENIDO") && !text.contains("INTENSIDAD"), "{text}");
    }
}

#[test]
fn the_longest_texts_of_a_template_stay_whole() {
    let long = |most: usize| {
        let text = "Ñandú ".repeat(most / 6);
        Wording::read(&format!("{}Á", text)).unwrap()
    };
    let template = Template {
        title: long(documents::template::TITLE),
        heading: long(documents::template::HEADING),
        opening: long(documents::template::SENTENCE),
        deed: long(documents::template::SENTENCE),
        paragraphs: vec![long(documents::template::PARAGRAPH); 2],
        closing: long(documents::template::SENTENCE),
        ..Template::usual(Document::Curso)
    };
    let look = template.look(Document::Curso, 1, &sample_long_names());
    let certificate = Certificate { look: Some(look), ..sample_long_names() };
    let path = save("longest", &pdf(&certificate).unwrap());
    assert!(pages(&path).is_none_or(|pages| pages <= 2), "a front, and the contents on the back");
    let Some(text) = words(&path, None) else { return };
    for word in ["ÑANDÚ Á", "Ñandú Á", "María Fernanda", "Lucía Quiñones Ávila", "7F3K"] {
        assert_says(&text, &[word]);
    }
}

#[test]
fn what_administrators_type_is_never_code() {
    let hostile = [
        r##"#panic("x")"##,
        "*bold* _it_ `raw` $x$ @ref <label> = Heading",
        r##"") #read("/etc/passwd") ("##,
        r##"]#panic()["##,
        "\\u(41) ~ --- // comment /* */",
        "- list + enum / term: x",
        "<b>x</b> &amp; <script>alert(1)</script>",
    ];
    for (n, text) in hostile.into_iter().enumerate() {
        let wording = Wording::read(text).unwrap();
        let template = Template {
            title: wording.clone(),
            heading: wording.clone(),
            opening: wording.clone(),
            deed: wording.clone(),
            paragraphs: vec![wording.clone(); 3],
            closing: wording,
            signers: vec![Signer::new(text, text)],
            ..Template::usual(Document::Curso)
        };
        let path = save(
            &format!("hostile-template-{n}"),
            &pdf(&sample_of(Document::Curso, &template, 1)).unwrap(),
        );
        let Some(found) = words(&path, None) else { return };
        let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(found.matches(&expected).count() >= 6, "{expected}: {found}");
    }
}

/// The names that are hardest to set: given names and surnames.
const HARDEST: [(&str, &str); 20] = [
    ("Luis Emilio de los Ángeles", "Abarco-Zuluaga y Fernández de Córdoba Totumo"),
    ("María Fernanda de los Ángeles", "Ñáñez Quiñones de Villafañe y Santacruz-Muñoz"),
    ("Mónica del Pilar Guadalupe", "Ruiz de Apodaca y Ladrón de Guevara"),
    ("Ana Lucía de la Santísima Trinidad", "Bermúdez de Castro-Londoño"),
    ("Juan Sebastián", "Hernández-Santamaría Echeverri-Villavicencio"),
    ("José Ángel de Jesús Nazareno", "De la Hoz y De la Espriella"),
    ("Yuliana Andrea del Carmen", "Tamaniza Chirimuscay de Jamioy"),
    ("Íngrid Yohanna Alexandra", "Güiza Ñustes-Peñaranda y Núñez"),
    ("Wilmer Alexander", "Montealegre Valderrama-Campuzano de Villamizar"),
    ("Carlos Andrés San Juan", "Santa Coloma y San Clemente de la Rotta"),
    ("Jhon Fredy Estiven de los Reyes", "Chindoy-Mutumbajoy Jacanamijoy"),
    ("Alejandra Constanza Margarita", "Von der Walde y Du Bois de Salamanca"),
    ("Mario", "Gutiérrez de Piñeres-Castellanos y Rodríguez de la Torre-Maldonado"),
    ("Bartolomé Maximiliano Guillermo Washington", "Mosquera Mosquera"),
    ("Mmm Wwwwww Mmmmmm Wwwwwwww", "Wmwmwmwmwm-Mwmwmwmwm Wmwmwmwmw"),
    ("Luz", "Ñ"),
    ("Yenny Paola", "Muñoz Cañón"),
    ("Francisco de Paula José de Jesús", "Santander y Omaña-Pontón de la Villa del Rosario"),
    ("María de la Inmaculada Concepción del Niño Jesús", "Ortiz-Orozco"),
    ("Pedro Pablo de San José", "Cienfuegos y Vélez de las Casas-Casas e Iriarte"),
];

/// A name is broken between given names and surnames first, at no hyphen, and never behind a word
/// that belongs to the next one. The twenty pages stay in one file for whoever wants to look.
#[test]
fn the_twenty_hardest_names_break_as_a_person_would_write_them() {
    let mut proof: Vec<String> = Vec::new();
    for (number, (given, family)) in HARDEST.into_iter().enumerate() {
        let named = Certificate {
            full_name: format!("{given} {family}"),
            given_names: Some(given.to_owned()),
            unit: Some("Dirección territorial Meta".to_owned()),
            ..sample()
        };
        let bytes = pdf(&dressed(named.clone(), Document::Curso)).unwrap();
        let path = save(&format!("hard-{number}"), &bytes);
        proof.push(path.to_str().unwrap().to_owned());
        assert!(pages(&path).is_none_or(|pages| pages == 1), "{}", named.full_name);
        let Some(text) = tool("pdftotext", &["-layout", path.to_str().unwrap(), "-"]) else {
            return;
        };
        let after = text.lines().map(str::trim).skip_while(|line| *line != "hace constar que");
        let lines: Vec<&str> = after
            .skip(1)
            .filter(|line| !line.is_empty())
            .take_while(|line| !line.starts_with("C. C."))
            .collect();
        assert_eq!(lines.join(" "), named.full_name);
        for line in lines.iter().take(lines.len() - 1) {
            let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
            let belongs = ["de", "del", "la", "las", "los", "y", "e", "san", "santa", "von", "du"];
            assert!(!last.ends_with('-') && !belongs.contains(&last.as_str()), "{lines:?}");
        }
        let begins = lines.iter().any(|line| family.starts_with(*line));
        assert!(lines.len() < 2 || begins, "{lines:?}");
    }
    let mut all = vec!["--empty", "--pages"];
    all.extend(proof.iter().map(String::as_str));
    let whole = concat!(env!("CARGO_TARGET_TMPDIR"), "/hardest-names.pdf");
    all.extend(["--", whole]);
    tool("qpdf", &all);
}

#[test]
fn a_constancia_is_said_in_its_own_gender() {
    let limited = Certificate {
        valid_until: Some("30 de noviembre de 2028".to_owned()),
        given_names: Some("Yenny Paola".to_owned()),
        ..sample()
    };
    for (document, said) in
        [(Document::Curso, "Válido hasta"), (Document::Constancia, "Válida hasta")]
    {
        let path = save(
            &format!("{}-until", document.code()),
            &pdf(&dressed(limited.clone(), document)).unwrap(),
        );
        let Some(text) = words(&path, None) else { return };
        assert_says(&text, &[said]);
    }
}
