//! Every kind of document before an independent judge: PDF/A and PDF/UA as others read the standards,
//! not as the library that writes them does. `tests/run` installs it; without it nothing is judged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use documents::certificate::{
    Attachment, Certificate, Enclosures, pdf, pdf_with, sample, sample_constancia, sample_demo,
    sample_long_contents, sample_long_names, sample_of,
};
use documents::template::{Document, Palette, Template};
use documents::{exam, report, sheet};
use reading::{missing, objection, save};

/// A verdict on one file by one standard.
struct Verdict {
    rules: usize,
    failed: usize,
    which: String,
}

/// What the judge says of each file by each standard; `None` where it is not installed.
fn judged(files: &[(&str, PathBuf)]) -> Option<Vec<Verdict>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judge");
    let python = format!("{folder}/.venv/bin/python");
    let asked = Command::new(python)
        .arg(format!("{folder}/judge.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match asked {
        Ok(child) => child,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            missing("page-validation");
            return None;
        }
        Err(why) => panic!("{why}"),
    };
    let list: String =
        files.iter().map(|(profile, path)| format!("{profile}\t{}\n", path.display())).collect();
    child.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
    let said = child.wait_with_output().unwrap();
    assert!(said.status.success(), "the judge broke");
    let verdicts: Vec<_> = String::from_utf8(said.stdout)
        .unwrap()
        .lines()
        .map(|line| {
            let mut parts = line.splitn(3, '\t');
            let mut number = || parts.next().unwrap().parse().unwrap();
            let (rules, failed) = (number(), number());
            Verdict { rules, failed, which: parts.next().unwrap_or_default().to_owned() }
        })
        .collect();
    assert_eq!(verdicts.len(), files.len());
    Some(verdicts)
}

fn dressed(certificate: Certificate, document: Document) -> Certificate {
    let look = Template::usual(document).look(document, 0, &certificate);
    Certificate { look: Some(look), ..certificate }
}

const CREDENTIAL: Attachment<'static> = Attachment {
    name: "credencial.jwt",
    mime_type: "application/vc+jwt",
    description: "Credencial Open Badges 3.0 firmada",
    bytes: b"eyJhbGciOiJFZERTQSJ9.eyJ2YyI6MX0.c2ln",
};
const DRAWN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1L8 8" stroke="#12204A"/></svg>"##;

/// Everything that the product prints, with the part of PDF/A that it says of itself.
fn everything() -> Vec<(&'static str, String, Vec<u8>)> {
    let map = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/map.png")).unwrap();
    let drawings = [("svg".to_owned(), DRAWN.into()), ("png".to_owned(), map.clone())];
    let bare = Enclosures { drawings: &drawings, attachment: None };
    let full = Enclosures { attachment: Some(CREDENTIAL), ..bare };
    let mut all = Vec::new();
    let firsts =
        [sample(), sample_constancia(), sample_demo(), sample_long_contents(), sample_long_names()];
    for (n, certificate) in firsts.into_iter().enumerate() {
        all.push(("2a", format!("first-{n}"), pdf(&certificate).unwrap()));
        for document in Document::ALL {
            let mut certificate = dressed(certificate.clone(), document);
            for (signer, digest) in certificate.signers.iter_mut().zip(["svg", "png", "svg"]) {
                signer.drawing = Some(digest.to_owned());
            }
            certificate.valid_until = (n % 2 == 0).then(|| "30 de noviembre de 2028".to_owned());
            let name = format!("{}-{n}", document.code());
            all.push(("2a", name.clone(), pdf_with(&certificate, bare).unwrap()));
            all.push(("3a", name + "-attached", pdf_with(&certificate, full).unwrap()));
        }
    }
    for palette in Palette::ALL {
        let template = Template { palette, ..Template::usual(Document::Curso) };
        let certificate = sample_of(Document::Curso, &template, 1);
        all.push(("2a", format!("palette-{}", palette.code()), pdf(&certificate).unwrap()));
    }
    all.push(("2a", "sheet".to_owned(), sheet::pdf(&sheet::sample(32)).unwrap()));
    all.push(("2a", "report".to_owned(), report::pdf(&report::sample(40)).unwrap()));
    let booklet = exam::booklet(exam::sample_booklet(map)).unwrap();
    all.push(("2a", "booklet".to_owned(), booklet));
    all.push(("2a", "answers".to_owned(), exam::answers(exam::sample_answers(6, 0)).unwrap()));
    all.push(("2a", "key".to_owned(), exam::key(exam::sample_key()).unwrap()));
    all
}

#[test]
fn an_independent_judge_finds_no_fault_in_any_document() {
    let all = everything();
    let mut files = Vec::new();
    for (part, name, bytes) in &all {
        let path = save(&format!("judged-{name}"), bytes);
        files.extend([(*part, path.clone()), ("ua1", path)]);
    }
    let Some(verdicts) = judged(&files) else { return };
    let (mut failures, mut objections) = (0, 0);
    for ((standard, path), verdict) in files.iter().zip(&verdicts) {
        assert!(verdict.rules > 50, "the judge looked at {} rules", verdict.rules);
        if verdict.failed > 0
            && objection::is_carriage_return(&std::fs::read(path).unwrap(), &verdict.which)
        {
            objections += 1;
        } else if verdict.failed > 0 {
            println!("{standard} {}: {}", path.display(), verdict.which);
            failures += 1;
        }
    }
    let held = broken_ones_are_refused(&all);
    let how = format!(
        "documents judged by page-validation 0.11 for PDF/A-2a or 3a and PDF/UA-1; {failures} failures \
         ({objections} objections to a stream whose last byte is a carriage return); {held} broken \
         ones refused"
    );
    figure("P8", all.len(), "documents", failures == 0, &how);
    assert_eq!(failures, 0);
}

/// The negative control: the same judge refuses files with one thing broken, of the same length so
/// that nothing else is.
fn broken_ones_are_refused(all: &[(&str, String, Vec<u8>)]) -> usize {
    let whole = |name: &str| &all.iter().find(|(_, known, _)| known == name).unwrap().2;
    let (plain, attached) = (whole("curso-0"), whole("curso-0-attached"));
    let broken = [
        ("ua1", "no language", plain, "/Lang(es-CO)", "/Lxng(es-CO)"),
        ("2a", "no mark of tags", plain, "/Marked true", "/Marked nope"),
        ("ua1", "no tree of tags", plain, "/StructTreeRoot", "/StructTreeXxxx"),
        ("2a", "another part", plain, "<pdfaid:part>2<", "<pdfaid:part>7<"),
        (
            "2a",
            "no word of the standard",
            plain,
            "<pdfaid:conformance>A<",
            "<pdfaid:conformance>Z<",
        ),
        ("ua1", "no word of the other", plain, "<pdfuaid:part>1<", "<pdfuaid:part>8<"),
        ("2a", "a font that is not inside", plain, "/FontFile3", "/FontFileX"),
        ("3a", "no relation of the file", attached, "/AFRelationship", "/AFRelationshiX"),
        ("ua1", "a picture without words", plain, "/Alt<FEFF", "/Xlt<FEFF"),
    ];
    let mut files = Vec::new();
    let mut names = Vec::new();
    for (standard, name, bytes, from, to) in broken {
        assert_eq!(from.len(), to.len());
        let bytes = replaced(bytes, from.as_bytes(), to.as_bytes());
        files.push((standard, save(&format!("broken-{}", name.replace(' ', "-")), &bytes)));
        names.push(name);
    }
    // A file with an attachment is no PDF/A-2.
    files.push(("2a", save("broken-attached", attached)));
    names.push("an attachment in part 2");
    let verdicts = judged(&files).unwrap();
    for (name, verdict) in names.iter().zip(&verdicts) {
        assert!(verdict.failed > 0, "«{name}» was let through");
    }
    names.len()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let places: Vec<_> =
        (0..bytes.len() - from.len()).filter(|&at| bytes[at..].starts_with(from)).collect();
    assert!(!places.is_empty(), "{} is not in the file", String::from_utf8_lossy(from));
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// As the figures of the suite are written, so that a run joins them all.
fn figure(id: &str, value: usize, unit: &str, holds: bool, how: &str) {
    println!("figure {id}: {value} {unit}, holds: {holds} — {how}");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("figures");
    let record = serde_json::json!({
        "id": id, "database": "none", "value": value, "unit": unit, "holds": holds, "how": how,
    });
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{id}-documents.json")), record.to_string()).unwrap();
}
