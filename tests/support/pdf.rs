//! What a document of the product would do when it is opened.

use std::process::Command;

use super::judges;
use super::world::ORIGIN;

/// Where the samples of documents say that they are.
const SAMPLE: &str = "https://formacion.example.org/";

/// Whether these bytes are a PDF.
pub fn is_document(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// What a document runs, and the addresses that it leads to outside of the product.
pub fn runs(pdf: &[u8]) -> impl Iterator<Item = String> + use<> {
    let raw = flat(pdf);
    let code = ["/JavaScript", "/JS ", "/Launch"].into_iter().filter(|spoor| raw.contains(spoor));
    let mut wrong: Vec<String> = code.map(|spoor| format!("{spoor} in a document")).collect();
    let addresses = raw.split("/URI (").skip(1).filter_map(|rest| rest.split(')').next());
    let own = |address: &str| address.starts_with(ORIGIN) || address.starts_with(SAMPLE);
    let foreign = addresses.filter(|address| !own(address));
    wrong.extend(foreign.map(|address| format!("a document leads to {address}")));
    wrong.into_iter()
}

/// The document with everything that is compressed laid open, where another program is there to do it.
fn flat(pdf: &[u8]) -> String {
    let name = formacion::platform::secrets::short_id();
    let file = super::figures::target().join(format!("flat-{name}.pdf"));
    std::fs::write(&file, pdf).unwrap();
    let said = Command::new("qpdf")
        .args(["--qdf", "--object-streams=disable"])
        .arg(&file)
        .arg("-")
        .output();
    std::fs::remove_file(&file).unwrap();
    let said = said.inspect_err(|_| judges::missing("qpdf")).map(|said| said.stdout);
    String::from_utf8_lossy(&said.unwrap_or_else(|_| pdf.to_vec())).into_owned()
}

/// The words of a PDF; `None` without the tool that reads it, where it may be missing.
pub fn words(bytes: &[u8]) -> Option<String> {
    let path = super::figures::target()
        .join(format!("words-{}.pdf", formacion::platform::secrets::short_id()));
    std::fs::write(&path, bytes).unwrap();
    let said = Command::new("pdftotext").arg(&path).arg("-").output();
    let _ = std::fs::remove_file(path);
    let said = said.inspect_err(|_| judges::missing("pdftotext")).ok()?;
    let text = String::from_utf8_lossy(&said.stdout).replace('\u{200B}', "");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
