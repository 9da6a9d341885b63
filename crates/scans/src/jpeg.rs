//! A JPEG inside a PDF keeps its picture and loses its words: where, when and with which phone it
//! was taken, thumbnails, comments, and whatever follows its end.

/// The segments that the picture needs; `None` when it is not whole.
pub(crate) fn without_words(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2).filter(|start| *start == [0xFF, 0xD8])?.to_vec();
    let mut at = 2;
    loop {
        // Any number of FF may stand before a marker.
        while *bytes.get(at)? == 0xFF && *bytes.get(at + 1)? == 0xFF {
            at += 1;
        }
        let &[0xFF, marker, high, low] = bytes.get(at..at + 4)? else { return None };
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
        let segment = bytes.get(at..end)?;
        if keeps(marker, segment) {
            out.extend_from_slice(segment);
        }
        at = end;
        if marker == 0xDA {
            break;
        }
    }
    // Inside the picture FF D9 is only ever its end.
    let rest = bytes.get(at..)?;
    let length =
        rest.windows(2).position(|pair| pair == [0xFF, 0xD9]).map_or(rest.len(), |n| n + 2);
    out.extend_from_slice(&rest[..length]);
    Some(out)
}

/// Of the application segments: JFIF, Adobe's (how colours are meant) and colour profiles.
fn keeps(marker: u8, segment: &[u8]) -> bool {
    match marker {
        0xE0 | 0xEE => true,
        0xE2 => segment.get(4..).is_some_and(|body| body.starts_with(b"ICC_PROFILE\0")),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// The boxes of a JPEG 2000 without those that hold words.
pub(crate) fn boxes_without_words(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(&[0xFF, 0x4F]) {
        // Only the picture, without boxes.
        return Some(bytes.to_vec());
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let head = bytes.get(at..at + 8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = match length {
            0 => bytes.len(),
            // Longer than four gigabytes: not in ten megabytes.
            1..8 => return None,
            some => at.checked_add(some).filter(|end| *end <= bytes.len())?,
        };
        if !matches!(&head[4..], b"xml " | b"uuid" | b"uinf" | b"asoc") {
            out.extend_from_slice(&bytes[at..end]);
        }
        at = end;
    }
    Some(out)
}
