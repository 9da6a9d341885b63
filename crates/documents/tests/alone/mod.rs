//! The least that typst needs to lay out a certificate: what the product is measured beside. `benches`
//! reads this file too.

use std::path::Path;

use documents::certificate::Certificate;
use documents::qr;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration as TypstDuration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub struct Alone {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    data: (FileId, Bytes),
}

fn id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

impl Alone {
    /// `folder` is where this crate lies, with its fonts.
    pub fn new(folder: &Path) -> Self {
        let fonts: Vec<Font> = ["Regular", "Italic", "Semibold"]
            .iter()
            .map(|face| folder.join(format!("fonts/LibertinusSerif-{face}.otf")))
            .flat_map(|path| Font::iter(Bytes::new(std::fs::read(path).unwrap())))
            .collect();
        let layout = folder.join("../../templates/documents/certificate_2.typ");
        Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(fonts.iter())),
            fonts,
            main: Source::new(id("/main.typ"), std::fs::read_to_string(layout).unwrap()),
            data: (id("/data.json"), Bytes::new(Vec::new())),
        }
    }

    pub fn pdf(&mut self, data: Vec<u8>) -> Vec<u8> {
        self.data.1 = Bytes::new(data);
        let document = typst::compile::<PagedDocument>(self).output.unwrap();
        let bytes = typst_pdf::pdf(&document, &PdfOptions::default()).unwrap();
        typst::comemo::evict(1);
        bytes
    }
}

impl World for Alone {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.main.clone())
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<TypstDuration>) -> Option<Datetime> {
        None
    }
}

/// The data as the layout reads it, made before the clock starts.
pub fn data(certificate: &Certificate) -> Vec<u8> {
    let mut value = serde_json::to_value(certificate).unwrap();
    value["machine"] = serde_json::json!({
        "verify_url": certificate.verify_url,
        "qr_svg": qr::svg(&certificate.verify_url).unwrap(),
        "drawings": certificate.signers.iter().map(|_| None::<u8>).collect::<Vec<_>>(),
        "attachment": null,
    });
    serde_json::to_vec(&value).unwrap()
}
