//! The certificate judged from outside: as bytes, and by the tools that read PDF.
//!
//! The files stay in the target's temporary folder, for whoever wants to look at them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use std::path::{Path, PathBuf};

use documents::certificate::{
    Certificate, Signer, pdf, sample, sample_constancia, sample_demo, sample_long_contents,
    sample_long_names,
};
use documents::{DocumentError, unprintable};
use reading::tool;

fn save(name: &str, certificate: &Certificate) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("certificate-{name}.pdf"));
    std::fs::write(&path, pdf(certificate).expect("the certificate is made")).unwrap();
    path
}

/// The words of the file on one line, without the points where long ones may break.
fn words(path: &Path, page: Option<&str>) -> Option<String> {
    let path = path.to_str().unwrap();
    let text = match page {
        Some(page) => tool("pdftotext", &["-f", page, "-l", page, path, "-"]),
        None => tool("pdftotext", &[path, "-"]),
    }?;
    Some(text.replace('\u{200B}', "").split_whitespace().collect::<Vec<_>>().join(" "))
}

fn pages(path: &Path) -> Option<usize> {
    tool("qpdf", &["--show-npages", path.to_str().unwrap()]).map(|n| n.trim().parse().unwrap())
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
}

#[test]
fn the_same_certificate_is_the_same_bytes() {
    for certificate in [sample(), sample_long_contents(), sample_demo()] {
        assert_eq!(pdf(&certificate).unwrap(), pdf(&certificate).unwrap());
    }
    let other = Certificate { number: "2026-000124".to_owned(), ..sample() };
    assert_ne!(pdf(&sample()).unwrap(), pdf(&other).unwrap());
}

#[test]
fn the_file_declares_the_standards_its_language_and_its_title() {
    let bytes = pdf(&sample()).unwrap();
    let raw = String::from_utf8_lossy(&bytes);
    assert_says(
        &raw,
        &["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"],
    );
    assert_says(&raw, &["<pdfuaid:part>1</pdfuaid:part>", "/Lang(es-CO)", "2026-11-30T"]);
    assert_says(&raw, &["/URI(https://formacion.example.org/verificar/7F3K-92QD-8M4T-XW6P)"]);
    assert_says(&raw, &["Certificado N.º 2026-000123 – Yenny Paola Muñoz Cañón"]);
}

#[test]
fn every_sample_is_a_sound_file_of_the_pages_it_should_have() {
    let samples = [
        ("normal", sample(), 1),
        ("long-names", sample_long_names(), 1),
        ("long-contents", sample_long_contents(), 2),
        ("constancia", sample_constancia(), 1),
        ("demo", sample_demo(), 1),
    ];
    for (name, certificate, expected) in samples {
        let path = save(name, &certificate);
        tool("qpdf", &["--check", path.to_str().unwrap()]);
        if let Some(pages) = pages(&path) {
            assert_eq!(pages, expected, "{name}");
        }
    }
}

#[test]
fn it_says_all_that_a_certificate_of_informal_education_must_say() {
    let Some(text) = words(&save("says", &sample()), None) else {
        return;
    };
    assert_says(
        &text,
        &[
            "CERTIFICADO",
            "LA ESCUELA SUPERIOR DE ADMINISTRACIÓN PÚBLICA",
            "hace constar que",
            "Yenny Paola Muñoz Cañón",
            "C. C. 1.234.567, participó y aprobó el curso",
            "«Gestión tributaria territorial»",
            "40 horas",
            "mixta",
            "Del 3 al 27 de noviembre de 2026",
            "Mapiripán (Meta)",
            "Impuesto predial y actualización catastral",
            "Movilización de recursos propios",
            "no conduce a título ni a certificado de aptitud ocupacional",
            "Expedido en Villavicencio el 30 de noviembre de 2026.",
            "Carlos Andrés Peña Ruiz",
            "Coordinadora académica",
            "N.º 2026-000123",
            "7F3K-92QD-8M4T-XW6P",
            "formacion.example.org/",
        ],
    );
    assert!(!text.contains("DEMOSTRACIÓN"));
}

#[test]
fn a_constancia_says_participation_and_never_approval() {
    let Some(text) = words(&save("constancia-says", &sample_constancia()), None) else {
        return;
    };
    assert_says(
        &text,
        &["CONSTANCIA", "José Ñame", "participó en el taller", "8 horas", "Expedida en"],
    );
    assert!(!text.contains("aprobó"));
    let approved = Certificate { approved: true, ..sample_constancia() };
    assert!(!words(&save("constancia-approved", &approved), None).unwrap().contains("aprobó"));
}

#[test]
fn a_demonstration_says_so_on_every_page() {
    let certificate = Certificate { demo: true, ..sample_long_contents() };
    let path = save("demo-long", &certificate);
    for page in ["1", "2"] {
        let Some(text) = words(&path, Some(page)) else {
            return;
        };
        assert_says(&text, &["DEMOSTRACIÓN, sin validez"]);
    }
}

#[test]
fn contents_too_long_for_the_front_go_to_the_back_whole() {
    let path = save("back", &sample_long_contents());
    let (Some(front), Some(back)) = (words(&path, Some("1")), words(&path, Some("2"))) else {
        return;
    };
    assert_says(&front, &["Al respaldo", "Lucía Quiñones Ávila", "7F3K-92QD-8M4T-XW6P"]);
    assert_says(&back, &["Contenido del curso", "N.º 2026-000123 · Yenny Paola Muñoz Cañón"]);
    for line in &sample_long_contents().contents {
        assert_says(&back, &[line]);
    }
}

#[test]
fn contents_of_three_hundred_lines_flow_on_without_losing_one() {
    let contents: Vec<_> = (0..300).map(|n| format!("Tema número {n} del programa")).collect();
    let path = save("flows", &Certificate { contents: contents.clone(), ..sample() });
    let Some(text) = words(&path, None) else {
        return;
    };
    assert!(pages(&path).is_none_or(|pages| pages > 2));
    for line in &contents {
        assert_says(&text, &[line]);
    }
}

#[test]
fn what_people_type_is_never_code() {
    let hostile = [
        r##"#panic("x")"##,
        "*bold* _it_ `raw` $x$ @ref <label> = Heading",
        r#""\\"#,
        r##"") #read("/etc/passwd") ("##,
        r##"]#panic()["##,
        "\\u{41} ~ --- // comment /* */",
        "https://example.org",
        "- list + enum / term: x",
        "{{name}} <b>x</b> &amp;",
    ];
    for (n, text) in hostile.into_iter().enumerate() {
        let certificate = Certificate {
            full_name: text.to_owned(),
            course_name: text.to_owned(),
            issuer: text.to_owned(),
            contents: vec![text.to_owned(); 5],
            capacities: vec![text.to_owned()],
            signers: vec![Signer::new(text, text)],
            ..sample()
        };
        let path = save(&format!("hostile-{n}"), &certificate);
        let Some(found) = words(&path, None) else {
            return;
        };
        let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(found.matches(&expected).count() >= 5, "{expected}: {found}");
    }
}

#[test]
fn a_word_wider_than_the_page_breaks_and_stays_whole_to_a_reader() {
    let long = "Ñ".repeat(120);
    let certificate = Certificate {
        full_name: long.clone(),
        course_name: long.clone(),
        place: long.clone(),
        contents: vec![long.clone(); 3],
        ..sample()
    };
    let path = save("wide-word", &certificate);
    let Some(text) = words(&path, None) else {
        return;
    };
    assert!(text.replace(' ', "").contains(&long), "{text}");
}

#[test]
fn what_the_fonts_do_not_have_is_refused_by_name_and_never_printed_as_a_box() {
    let certificate = Certificate { full_name: "Ana 😀 Ruiz".to_owned(), ..sample() };
    let error = pdf(&certificate).unwrap_err();
    assert!(
        matches!(&error, DocumentError::Unprintable { field, character: '😀' } if field == "full_name")
    );
    assert_eq!(error.to_string(), "«full_name»: el carácter «😀» no se puede imprimir");
    assert_eq!(unprintable("Ñáñez Güiza"), None);
    let invisible = Certificate { full_name: "Ana\u{202E}\tRuiz\u{0}\n".to_owned(), ..sample() };
    let Some(text) = words(&save("invisible", &invisible), None) else {
        return;
    };
    assert_says(&text, &["Ana Ruiz"]);
}

#[test]
fn decomposed_accents_are_printed() {
    let certificate = Certificate { full_name: "Mun\u{303}oz Pe\u{301}rez".to_owned(), ..sample() };
    assert!(pdf(&certificate).is_ok());
}

#[test]
fn data_that_make_no_certificate_are_refused() {
    let refused = [
        Certificate { signers: Vec::new(), ..sample() },
        Certificate { signers: vec![sample().signers.remove(0); 4], ..sample() },
        Certificate { full_name: "  ".to_owned(), ..sample() },
        Certificate { verify_url: "javascript:alert(1)".to_owned(), ..sample() },
        Certificate { verify_url: format!("https://x.org/{}", "y".repeat(5_000)), ..sample() },
    ];
    for certificate in refused {
        assert!(matches!(pdf(&certificate), Err(DocumentError::Invalid { .. })));
    }
}

/// Kilobytes in memory, where the system tells.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_long_run_of_certificates_does_not_fill_the_memory() {
    let make = |n: usize| {
        let name = format!("Persona Número {n}");
        pdf(&Certificate { full_name: name, number: format!("2026-{n:06}"), ..sample() }).unwrap()
    };
    (0..12).for_each(|n| drop(make(n)));
    let before = resident();
    let start = std::time::Instant::now();
    (12..52).for_each(|n| drop(make(n)));
    println!("{:?} a certificate", start.elapsed() / 40);
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("{before} kB, then {after} kB");
        // Without eviction these forty take 130 MB; the tests beside this one take some 30.
        assert!(after < before + 80_000, "{before} kB grew to {after} kB");
    }
}
