//! A QR code as an SVG of one path: vector, so that it prints sharply at any size.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

use crate::DocumentError;

/// The quiet zone the standard asks for, in modules.
const QUIET: usize = 4;

/// The SVG of the QR code of `content`, black on white with its quiet zone.
pub fn svg(content: &str) -> Result<String, DocumentError> {
    let code = QRBuilder::new(content).ecl(ECL::M).build().map_err(|why| {
        DocumentError::Invalid { field: "verify_url".to_owned(), reason: why.to_string() }
    })?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            // Neighbours on a row are one rectangle: smaller, and no hairlines between modules.
            let run = (x..code.size).take_while(|&x| code[y][x].value()).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_path_inside_its_quiet_zone() {
        let svg = svg("https://example.org/verificar/7F3K-92QD").unwrap();
        assert_eq!(svg.matches("<path").count(), 2);
        assert!(svg.contains("M4 4h7v1h-7z"), "{svg}");
    }

    #[test]
    fn a_text_longer_than_any_code_is_refused() {
        assert!(svg(&"x".repeat(5_000)).is_err());
    }
}
