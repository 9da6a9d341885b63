//! A drawn signature: a small picture that keeps what is seen through it, or the lines of a drawing.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use usvg::{ImageHrefResolver, Node, Options, Tree, WriteOptions};

use crate::sniff;

/// The largest file that is looked at.
pub const MOST_DRAWING_BYTES: usize = 2 * 1024 * 1024;
/// No side is longer: on paper it is a finger wide.
const LONGEST: u32 = 900;
const SIDE: u32 = 6_000;
const MEMORY: u64 = 200 * 1024 * 1024;
/// Of the drawing as it is written anew.
const MOST_SVG: usize = 300 * 1024;

/// A signature of ours, made from a stranger's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// `image/png` or `image/svg+xml`.
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Why it is not kept, in words for the person who sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawingRefusal {
    #[error("El archivo está vacío.")]
    Empty,
    #[error("El archivo pesa más de 2 MB. Recorte la firma y envíela más pequeña.")]
    TooLarge,
    #[error("Envíe la firma como imagen PNG, JPEG o SVG.")]
    NotAPicture,
    #[error("La imagen está dañada o incompleta. Expórtela de nuevo.")]
    Broken,
    #[error("La imagen es demasiado grande: máximo 6.000 puntos por lado.")]
    TooManyPixels,
    #[error("El SVG no dibuja ningún trazo: conviértalo en trazos y expórtelo de nuevo.")]
    NothingDrawn,
    #[error("El SVG es demasiado complejo: expórtelo como trazos simples.")]
    TooComplex,
}

/// Looks at a file and makes a drawing of ours of it: pixels written anew, or the lines alone, without
/// scripts, texts, pictures or addresses.
///
/// # Errors
/// Why it is not kept.
pub fn signature(bytes: &[u8]) -> Result<Drawing, DrawingRefusal> {
    if bytes.is_empty() {
        return Err(DrawingRefusal::Empty);
    }
    if bytes.len() > MOST_DRAWING_BYTES {
        return Err(DrawingRefusal::TooLarge);
    }
    match sniff::sniff(bytes) {
        Ok(sniff::Form::Photo(format)) => picture(bytes, format),
        Err(sniff::Stranger::Web) => lines(bytes),
        _ => Err(DrawingRefusal::NotAPicture),
    }
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Drawing, DrawingRefusal> {
    let refused = |error| match error {
        image::ImageError::Limits(_) => DrawingRefusal::TooManyPixels,
        _ => DrawingRefusal::Broken,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(held);
    if picture.width().max(picture.height()) > LONGEST {
        picture = picture.thumbnail(LONGEST, LONGEST);
    }
    // Eight bits a channel and nothing beside the pixels.
    let picture = DynamicImage::ImageRgba8(picture.into_rgba8());
    let mut written = Cursor::new(Vec::new());
    picture.write_to(&mut written, ImageFormat::Png).map_err(|_| DrawingRefusal::Broken)?;
    Ok(Drawing { content_type: "image/png", bytes: written.into_inner() })
}

fn lines(bytes: &[u8]) -> Result<Drawing, DrawingRefusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| DrawingRefusal::Broken)?;
    let small = text.to_ascii_lowercase();
    if !small.contains("<svg") {
        return Err(DrawingRefusal::NotAPicture);
    }
    // Repetitions within repetitions and entities grow without end; a signature has none.
    if ["<use", "<!entity", "<pattern", "<filter", "<mask"].iter().any(|tag| small.contains(tag)) {
        return Err(DrawingRefusal::TooComplex);
    }
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(text, &options).map_err(|_| DrawingRefusal::Broken)?;
    let drawn = tree.root().children().iter().any(draws);
    if !drawn {
        return Err(DrawingRefusal::NothingDrawn);
    }
    let written = tree.to_string(&WriteOptions::default());
    if written.len() > MOST_SVG {
        return Err(DrawingRefusal::TooComplex);
    }
    Ok(Drawing { content_type: "image/svg+xml", bytes: written.into_bytes() })
}

fn draws(node: &Node) -> bool {
    match node {
        Node::Path(_) => true,
        Node::Group(group) => group.children().iter().any(draws),
        Node::Image(_) | Node::Text(_) => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = image::RgbaImage::from_fn(width, height, |x, _| {
            image::Rgba([0, 0, 0, if x % 2 == 0 { 255 } else { 0 }])
        });
        let mut written = Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(picture).write_to(&mut written, ImageFormat::Png).unwrap();
        written.into_inner()
    }

    #[test]
    fn a_picture_keeps_what_is_seen_through_it_and_no_more_than_it_needs() {
        let mut file = png(1_800, 600);
        file.extend_from_slice(b"<script>alert(1)</script>");
        let drawing = signature(&file).unwrap();
        assert_eq!(drawing.content_type, "image/png");
        let read = image::load_from_memory(&drawing.bytes).unwrap();
        assert_eq!((read.width(), read.height()), (900, 300));
        assert!(read.color().has_alpha());
        assert!(!drawing.bytes.windows(7).any(|part| part == b"<script"));
        assert_eq!(signature(&png(7_000, 2)), Err(DrawingRefusal::TooManyPixels));
    }

    #[test]
    fn a_drawing_keeps_its_lines_alone() {
        let svg = r##"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" onload="alert(1)">
            <script>alert(2)</script><style>@import url(https://example.org/x.css)</style>
            <image href="file:///etc/passwd" width="9" height="9"/>
            <a href="javascript:alert(3)"><path d="M1 1L80 20" stroke="#123456" fill="none"/></a>
            <text>firma</text></svg>"##;
        let drawing = signature(svg.as_bytes()).unwrap();
        let text = String::from_utf8(drawing.bytes).unwrap();
        assert!(text.contains("<path") && text.contains("#123456"), "{text}");
        for gone in ["script", "onload", "alert", "example.org", "passwd", "<image", "firma"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        let again = signature(text.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(again.bytes).unwrap(), text, "ours stays ours");
    }

    #[test]
    fn what_is_no_signature_is_refused_in_words() {
        let svg = |inside: &str| {
            format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>"#)
        };
        for (bytes, refusal) in [
            (Vec::new(), DrawingRefusal::Empty),
            (vec![0; MOST_DRAWING_BYTES + 1], DrawingRefusal::TooLarge),
            (b"%PDF-1.7".to_vec(), DrawingRefusal::NotAPicture),
            (b"<html><p>firma</p></html>".to_vec(), DrawingRefusal::NotAPicture),
            (png(9, 9)[..60].to_vec(), DrawingRefusal::Broken),
            (svg("<text>firma</text>").into_bytes(), DrawingRefusal::NothingDrawn),
            (svg("<g id='a'/><use href='#a'/>").into_bytes(), DrawingRefusal::TooComplex),
            (svg("<path d=").into_bytes(), DrawingRefusal::Broken),
        ] {
            assert_eq!(signature(&bytes), Err(refusal));
        }
    }
}
