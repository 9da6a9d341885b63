//! A PDF: only its pages go into ours, and of each page only what is seen.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream, dictionary};

use crate::{CleanFile, Kind, MOST_PAGES, ScanRefusal, jpeg};

/// What one stream of the file's own structure may grow to.
const GROWN: usize = 32 * 1024 * 1024;
/// Parents of a page, and pages within pages.
const DEEP: usize = 64;

/// What a page is made of; the rest (actions, thumbnails, structure, times) stays behind.
const OF_A_PAGE: [&[u8]; 5] = [b"Contents", b"Rotate", b"UserUnit", b"Group", b"MediaBox"];
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// Marks that people draw on a scan are part of what is seen; what they lead to or carry is not.
const DRAWN: [&[u8]; 13] = [
    b"Ink",
    b"Stamp",
    b"FreeText",
    b"Square",
    b"Circle",
    b"Line",
    b"PolyLine",
    b"Polygon",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
    b"Widget",
];
const OF_A_MARK: [&[u8]; 8] = [b"Subtype", b"Rect", b"AP", b"AS", b"F", b"OC", b"Border", b"CA"];

/// Words, scripts, attachments and doors to elsewhere, wherever they hang.
const NEVER: [&[u8]; 22] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"JS",
    b"JavaScript",
    b"AA",
    b"OpenAction",
    b"A",
    b"AF",
    b"EF",
    b"EmbeddedFiles",
    b"OPI",
    b"Ref",
    b"PS",
    b"Measure",
    b"PtData",
    b"Alternates",
    b"StructParent",
    b"StructParents",
    b"XFA",
    b"RichMediaContent",
    b"URI",
];

pub(crate) fn clean(bytes: &[u8]) -> Result<CleanFile, ScanRefusal> {
    let options = LoadOptions::with_max_decompressed_size(GROWN);
    let mut document =
        Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword => ScanRefusal::Locked,
            _ => ScanRefusal::BrokenPdf,
        })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(ScanRefusal::Locked);
    }
    let found = pages(&document)?;
    if found.is_empty() {
        return Err(ScanRefusal::NoPages);
    }
    let layers =
        document.catalog().ok().and_then(|catalog| catalog.get(b"OCProperties").ok()).cloned();
    let marks: Vec<Vec<Object>> = found.iter().map(|page| drawn(&document, page)).collect();
    let root = document.new_object_id();
    let mut kids = Vec::with_capacity(found.len());
    for (page, marks) in found.iter().zip(marks) {
        let mut ours = dictionary! { "Type" => "Page", "Parent" => root };
        for (key, value) in page.iter() {
            ours.set(key.clone(), value.clone());
        }
        if marks.is_empty() {
            ours.remove(b"Annots");
        } else {
            ours.set("Annots", marks);
        }
        kids.push(Object::Reference(document.add_object(ours)));
    }
    let count = found.len();
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count as i64 };
    document.objects.insert(root, Object::Dictionary(tree));
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => root };
    if let Some(layers) = layers {
        catalog.set("OCProperties", layers);
    }
    let catalog = document.add_object(catalog);
    document.trailer = dictionary! { "Root" => catalog };
    document.version = "1.7".to_owned();
    document.prune_objects();
    for object in document.objects.values_mut() {
        scrub(object)?;
    }
    // What only hung on something that is gone now.
    document.prune_objects();
    document.renumber_objects();
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| ScanRefusal::BrokenPdf)?;
    let pages = u32::try_from(count).unwrap_or(u32::MAX);
    Ok(CleanFile { kind: Kind::Pdf, bytes: out, pages })
}

/// The pages in their order, each with what it inherits. Walked here, with bounds: a tree that
/// bites its tail has no end.
fn pages(document: &Document) -> Result<Vec<Dictionary>, ScanRefusal> {
    let catalog = document.catalog().map_err(|_| ScanRefusal::BrokenPdf)?;
    let root =
        catalog.get(b"Pages").and_then(Object::as_reference).map_err(|_| ScanRefusal::NoPages)?;
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<(ObjectId, Dictionary, usize)> = vec![(root, Dictionary::new(), 0)];
    while let Some((id, above, depth)) = waiting.pop() {
        if !seen.insert(id) || depth > DEEP {
            return Err(ScanRefusal::BrokenPdf);
        }
        let Ok(node) = document.get_dictionary(id) else { continue };
        let mut here = above;
        for key in INHERITED {
            if let Ok(value) = node.get(key) {
                here.set(key, value.clone());
            }
        }
        match node.get_deref(b"Kids", document).and_then(Object::as_array) {
            Ok(kids) => {
                let kids = kids.iter().rev().filter_map(|kid| kid.as_reference().ok());
                waiting.extend(kids.map(|kid| (kid, here.clone(), depth + 1)));
            }
            Err(_) => {
                for key in OF_A_PAGE.into_iter().chain([b"Annots".as_slice()]) {
                    if let Ok(value) = node.get(key) {
                        here.set(key, value.clone());
                    }
                }
                found.push(here);
                if found.len() > MOST_PAGES {
                    return Err(ScanRefusal::TooManyPages);
                }
            }
        }
    }
    Ok(found)
}

/// The marks of a page that show something, without what they do.
fn drawn(document: &Document, page: &Dictionary) -> Vec<Object> {
    let Ok(all) = page.get_deref(b"Annots", document).and_then(Object::as_array) else {
        return Vec::new();
    };
    let read = |mark: &Object| -> Option<Object> {
        let (_, mark) = document.dereference(mark).ok()?;
        let mark = mark.as_dict().ok()?;
        let kind = mark.get(b"Subtype").and_then(Object::as_name).ok()?;
        if !DRAWN.contains(&kind) || !mark.has(b"AP") {
            return None;
        }
        let mut ours = dictionary! { "Type" => "Annot" };
        for key in OF_A_MARK {
            if let Ok(value) = mark.get(key) {
                ours.set(key, value.clone());
            }
        }
        Some(Object::Dictionary(ours))
    };
    all.iter().filter_map(read).collect()
}

fn scrub(object: &mut Object) -> Result<(), ScanRefusal> {
    match object {
        Object::Dictionary(dictionary) => scrub_dictionary(dictionary),
        Object::Array(items) => items.iter_mut().try_for_each(scrub),
        Object::Stream(stream) => {
            strip(&mut stream.dict);
            scrub_dictionary(&mut stream.dict)?;
            scrub_picture(stream)
        }
        _ => Ok(()),
    }
}

fn scrub_dictionary(dictionary: &mut Dictionary) -> Result<(), ScanRefusal> {
    // A list of names (fonts, pictures) has no type, and there «A» is only somebody's font.
    if dictionary.has(b"Type") || dictionary.has(b"Subtype") || dictionary.has(b"S") {
        strip(dictionary);
    }
    dictionary.iter_mut().try_for_each(|(_, value)| scrub(value))
}

fn strip(dictionary: &mut Dictionary) {
    for key in NEVER {
        dictionary.remove(key);
    }
}

/// Pictures that came from a camera carry its words with them.
fn scrub_picture(stream: &mut Stream) -> Result<(), ScanRefusal> {
    let filters = stream.filters().map(|all| all.into_iter().map(<[u8]>::to_vec).collect());
    let filters: Vec<Vec<u8>> = filters.unwrap_or_default();
    let clean = match filters.iter().map(Vec::as_slice).collect::<Vec<_>>().as_slice() {
        [b"DCTDecode"] => jpeg::without_words(&stream.content),
        [b"JPXDecode"] => jpeg::boxes_without_words(&stream.content),
        // Packed twice: nothing that a scanner makes, and nothing that can be looked into.
        [.., b"DCTDecode" | b"JPXDecode"] => None,
        _ => return Ok(()),
    };
    stream.set_content(clean.ok_or(ScanRefusal::BrokenPdf)?);
    Ok(())
}
