//! Files made by hand, with everything that the check reads and nothing else.

use data_encoding::HEXLOWER;

use super::*;

const RENDERED: &str = "%PDF-1.7\nxref\n0 1\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF";
/// Bytes of the hexadecimal text of a signature.
const ROOM: usize = 300;

/// A file and a signature behind it whose digest is of `covered`, or of what it says.
fn signed(before: &str, update: &str, covered: Option<&[u8]>) -> Vec<u8> {
    let head = format!("{before}\n7 0 obj\n<</Type /Sig /SubFilter {update}\n/Contents ");
    let to = head.len() + ROOM + 2;
    let table = to + 43;
    let prev = 9;
    let rest =
        format!(">>\nendobj\nxref\n7 1\ntrailer\n<</Prev {prev}>>\nstartxref\n{table:08}\n%%EOF\n");
    // The range is as wide as its widest self.
    let range = |rest: usize| format!("\n/ByteRange [0 {} {to} {rest:>8}]", head.len());
    let length = range(0).len() + rest.len();
    let rest = rest.replace(&format!("{table:08}"), &format!("{:08}", to + range(0).len() + 10));
    let rest = range(length) + &rest;
    let all = [head.as_bytes(), rest.as_bytes()].concat();
    let digest = Sha256::digest(covered.unwrap_or(&all));
    let der = [&[0x30, 0x82], SIGNED_DATA, &digest].concat();
    let text = HEXLOWER.encode(&der);
    format!("{head}<{text:0<ROOM$}>{rest}").into_bytes()
}

fn good() -> Vec<u8> {
    signed(RENDERED, "/ETSI.CAdES.detached", None)
}

fn judged(file: &[u8]) -> Result<(), Objection> {
    judge(RENDERED.as_bytes(), file)
}

fn changed(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(good()).expect("is text");
    assert!(text.contains(from), "{from} in {text}");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn a_document_with_a_signature_behind_it_is_taken() {
    assert_eq!(judged(&good()), Ok(()));
}

#[test]
fn anything_else_than_the_document_and_an_update_of_it_is_refused() {
    for (file, why) in [
        (b"<html>".to_vec(), Objection::Other),
        (Vec::new(), Objection::Other),
        (RENDERED.into(), Objection::NoUpdate),
        (format!("{RENDERED}\n% signed, believe me\n%%EOF").into_bytes(), Objection::NoUpdate),
        // Another document, as long as ours.
        (changed("PDF-1.7", "PDF-1.6"), Objection::Other),
        // Readers would not find the way back to the document.
        (changed("/Prev 9", "/Prev 8"), Objection::NoUpdate),
        (changed("%%EOF\n7 0 obj", "%%EOF7 0 obj "), Objection::NoUpdate),
    ] {
        assert_eq!(judged(&file), Err(why), "{}", String::from_utf8_lossy(&file));
    }
}

#[test]
fn a_signature_that_is_none_or_of_other_bytes_is_refused() {
    let other = signed(RENDERED, "/ETSI.CAdES.detached", Some(b"other bytes"));
    assert_eq!(judged(&other), Err(Objection::Foreign));
    let of_itself = signed(RENDERED, "/adbe.x509.rsa_sha1", None);
    assert_eq!(judged(&of_itself), Err(Objection::Unsigned));
    assert_eq!(judged(&changed("/ByteRange", "/ByteRagne")), Err(Objection::Unsigned));
    assert_eq!(judged(&changed("<3082", "<3182")), Err(Objection::Unsigned));
    assert_eq!(judged(&changed("<30", "(30")), Err(Objection::Unsigned));
}

#[test]
fn a_signature_of_a_part_of_the_file_is_refused() {
    assert_eq!(judged(&changed("[0 ", "[1 ")), Err(Objection::Partial));
    // Something was added after it was signed.
    let longer = [good(), b"8 0 obj\n(more)\nendobj\n".to_vec()].concat();
    assert_eq!(judged(&longer), Err(Objection::NoUpdate));
    let text = String::from_utf8(good()).expect("is text");
    let table = text.find("xref\n7 1").expect("a table");
    let longer =
        format!("{text}xref\n8 1\ntrailer\n<</Prev {table}>>\nstartxref\n{}\n%%EOF\n", text.len());
    assert_eq!(judged(longer.as_bytes()), Err(Objection::Partial));
}

#[test]
fn every_changed_byte_is_noticed_or_lies_in_the_room_of_the_signature() {
    let whole = good();
    let room = find(&whole, b"<3082").expect("the signature")..;
    let room = room.start..room.start + ROOM + 2;
    for at in 0..whole.len() {
        let mut file = whole.clone();
        file[at] ^= 1;
        assert!(room.contains(&at) || judged(&file).is_err(), "byte {at}");
    }
}
