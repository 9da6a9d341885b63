//! What a file is, by how it begins.

use std::fmt;

use image::ImageFormat;
use serde::{Deserialize, Serialize};

/// A file that may become one of ours.
pub(crate) enum Form {
    Pdf,
    Photo(ImageFormat),
}

/// What else people send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stranger {
    Archive,
    Web,
    Heic,
    Tiff,
    Gif,
    Program,
    OldOffice,
    Unknown,
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Archive => "un archivo comprimido (ZIP, Word o Excel)",
            Self::Web => "una página web",
            Self::Heic => "una foto HEIC de iPhone",
            Self::Tiff => "una imagen TIFF",
            Self::Gif => "una imagen GIF",
            Self::Program => "un programa",
            Self::OldOffice => "un documento de Office",
            Self::Unknown => "de un tipo que no se reconoce",
        })
    }
}

/// How far from the start a PDF may say that it is one; printers put words of their own before.
const PDF_START: usize = 1_024;

pub(crate) fn sniff(bytes: &[u8]) -> Result<Form, Stranger> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let after = |from: usize, magic: &[u8]| {
        bytes.get(from..from + magic.len()).is_some_and(|here| here == magic)
    };
    if starts(b"\xFF\xD8\xFF") {
        return Ok(Form::Photo(ImageFormat::Jpeg));
    }
    if starts(b"\x89PNG\r\n\x1A\n") {
        return Ok(Form::Photo(ImageFormat::Png));
    }
    if starts(b"RIFF") && after(8, b"WEBP") {
        return Ok(Form::Photo(ImageFormat::WebP));
    }
    let web = |bytes: &[u8]| {
        let head: Vec<u8> = bytes
            .iter()
            .skip_while(|byte| byte.is_ascii_whitespace() || !byte.is_ascii())
            .take(14)
            .map(u8::to_ascii_lowercase)
            .collect();
        [b"<!doctype".as_slice(), b"<html", b"<script", b"<svg", b"<?xml"]
            .iter()
            .any(|start| head.starts_with(start))
    };
    let stranger = if starts(b"PK\x03\x04")
        || starts(b"PK\x05\x06")
        || starts(b"7z\xBC\xAF")
        || starts(b"Rar!")
        || starts(b"\x1F\x8B")
    {
        Stranger::Archive
    } else if web(bytes) {
        Stranger::Web
    } else if after(4, b"ftypheic")
        || after(4, b"ftypheix")
        || after(4, b"ftypmif1")
        || after(4, b"ftyphevc")
    {
        Stranger::Heic
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Stranger::Tiff
    } else if starts(b"GIF8") {
        Stranger::Gif
    } else if starts(b"MZ") || starts(b"\x7FELF") || starts(b"#!") {
        Stranger::Program
    } else if starts(b"\xD0\xCF\x11\xE0") {
        Stranger::OldOffice
    } else if bytes
        .iter()
        .take(PDF_START)
        .copied()
        .collect::<Vec<_>>()
        .windows(5)
        .any(|w| w == b"%PDF-")
    {
        return Ok(Form::Pdf);
    } else {
        Stranger::Unknown
    };
    Err(stranger)
}
