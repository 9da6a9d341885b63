//! Whether a PDF is another one with a signature added behind it, and nothing else. Pure: it reads
//! bytes and proves nothing about the certificate of whoever signed.

use data_encoding::HEXLOWER_PERMISSIVE;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// Why an answer is not our document with a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Objection {
    #[error("it does not begin with the document that was sent")]
    Other,
    #[error("what follows the document is no incremental update of it")]
    NoUpdate,
    #[error("there is no PAdES signature in it")]
    Unsigned,
    #[error("no signature covers the whole file")]
    Partial,
    #[error("a signature is not of these bytes")]
    Foreign,
    #[error("it is larger than the document with a signature can be")]
    TooLarge,
}

const BYTE_RANGE: &[u8] = b"/ByteRange";
/// The signature that PAdES asks for (ETSI EN 319 142-1).
const PADES: &[u8] = b"/ETSI.CAdES.detached";
/// The OID of CMS SignedData (1.2.840.113549.1.7.2), as DER writes it.
const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

/// Whether `signed` is `rendered` with an incremental update behind it that holds a signature of the
/// whole file but the signature's own bytes. Further signatures and timestamps may stand beside it, if
/// each is of the bytes that it says.
///
/// # Errors
/// The first thing that is not so.
pub fn judge(rendered: &[u8], signed: &[u8]) -> Result<(), Objection> {
    let tail = signed.strip_prefix(rendered).ok_or(Objection::Other)?;
    is_update(rendered, tail, signed).ok_or(Objection::NoUpdate)?;
    let mut is_whole = false;
    let mut at = 0;
    while let Some(found) = find(&tail[at..], BYTE_RANGE) {
        at += found + BYTE_RANGE.len();
        let end = covered(&tail[at..], rendered.len(), signed)?;
        is_whole |= end == signed.len();
    }
    if find(tail, PADES).is_none() || at == 0 {
        return Err(Objection::Unsigned);
    }
    if is_whole { Ok(()) } else { Err(Objection::Partial) }
}

/// The update begins on a line of its own, ends as a file does, and its table of objects leads back
/// to the document's: a reader that follows the last table sees both.
fn is_update(rendered: &[u8], tail: &[u8], signed: &[u8]) -> Option<()> {
    let is_line_end = |byte: Option<&u8>| matches!(byte, Some(b'\n' | b'\r'));
    if !is_line_end(rendered.last()) && !is_line_end(tail.first()) {
        return None;
    }
    let before = table(rendered)?;
    let last = table(signed)?;
    if last < rendered.len() || last >= signed.len() {
        return None;
    }
    let there = &signed[last..];
    if !there.starts_with(b"xref") && !there.first()?.is_ascii_digit() {
        return None;
    }
    let mut at = 0;
    while let Some(found) = find(&tail[at..], b"/Prev") {
        at += found + 5;
        let mut rest = tail.get(at..)?;
        if number(&mut rest) == Some(before) {
            return Some(());
        }
    }
    None
}

/// Returns the position of a file's last table of objects, as the file says it.
fn table(file: &[u8]) -> Option<usize> {
    let file = file.trim_ascii_end().strip_suffix(b"%%EOF")?.trim_ascii_end();
    let digits = file.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (head, mut at) = file.split_at(file.len() - digits);
    head.trim_ascii_end().ends_with(b"startxref").then_some(())?;
    number(&mut at)
}

/// The end of what a signature covers, whose range is written here. It covers everything from the
/// first byte to the end of a revision, but the hexadecimal text between its two parts, and the
/// digest of what it covers is in it.
fn covered(mut here: &[u8], least: usize, signed: &[u8]) -> Result<usize, Objection> {
    let [from, length, to, rest] = four(&mut here).ok_or(Objection::Unsigned)?;
    let end = to.checked_add(rest).filter(|end| *end <= signed.len());
    let (Some(end), 0) = (end, from) else { return Err(Objection::Partial) };
    if length <= least || to <= length || !signed[..end].trim_ascii_end().ends_with(b"%%EOF") {
        return Err(Objection::Partial);
    }
    let (first, between, second) = (&signed[..length], &signed[length..to], &signed[to..end]);
    let text = between.strip_prefix(b"<").and_then(|text| text.strip_suffix(b">"));
    let der = text.and_then(|text| HEXLOWER_PERMISSIVE.decode(text).ok());
    let der = der.filter(|der| der.first() == Some(&0x30) && find(der, SIGNED_DATA).is_some());
    let der = der.ok_or(Objection::Unsigned)?;
    // As the attribute of a signature, or as what a timestamp speaks of.
    let is_in_it = |digest: &[u8]| find(&der, digest).is_some();
    if is_in_it(&Sha256::new().chain_update(first).chain_update(second).finalize())
        || is_in_it(&Sha384::new().chain_update(first).chain_update(second).finalize())
        || is_in_it(&Sha512::new().chain_update(first).chain_update(second).finalize())
    {
        Ok(end)
    } else {
        Err(Objection::Foreign)
    }
}

/// «[0 50683 54837 543]».
fn four(here: &mut &[u8]) -> Option<[usize; 4]> {
    *here = here.trim_ascii_start().strip_prefix(b"[")?;
    let all = [number(here)?, number(here)?, number(here)?, number(here)?];
    here.trim_ascii_start().starts_with(b"]").then_some(all)
}

/// The number that comes next.
fn number(here: &mut &[u8]) -> Option<usize> {
    let text = here.trim_ascii_start();
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (word, rest) = text.split_at(digits);
    *here = rest;
    std::str::from_utf8(word).ok()?.parse().ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let (first, _) = wanted.split_first()?;
    let mut from = 0;
    loop {
        from += bytes.get(from..)?.iter().position(|byte| byte == first)?;
        if bytes[from..].starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
