//! The templates of the product: what is used until an administrator writes another.

use super::{Blocks, Document, Palette, Template, Wording};

/// Texts of this file are read by a test; one that were not would be left empty.
fn read(text: &str) -> Wording {
    Wording::read(text).unwrap_or_default()
}

impl Template {
    pub fn usual(document: Document) -> Self {
        let (title, deed, palette) = match document {
            Document::Curso => {
                ("Certificado", "{documento}, participó y aprobó el {tipo}", Palette::Cobalto)
            }
            Document::Diplomado => (
                "Certificado de diplomado",
                "{documento}, cursó y aprobó el {tipo}",
                Palette::Marino,
            ),
            Document::Constancia => (
                "Constancia de participación",
                "{documento}, participó en el {tipo}",
                Palette::Grafito,
            ),
            Document::FormacionFormadores => (
                "Certificado de formación a formadores",
                "{documento}, participó y aprobó el {tipo}",
                Palette::Verde,
            ),
        };
        let closing = match document {
            Document::Constancia => "Expedida en {ciudad} el {fecha}.",
            _ => "Expedido en {ciudad} el {fecha}.",
        };
        let paragraphs = match document {
            Document::FormacionFormadores => {
                vec![read("Formación de quienes enseñarán estos contenidos en su territorio.")]
            }
            _ => Vec::new(),
        };
        Self {
            title: read(title),
            heading: read("{entidad}"),
            opening: read("hace constar que"),
            deed: read(deed),
            paragraphs,
            closing: read(closing),
            palette,
            blocks: Blocks { facts: true, contents: true, capacities: true },
            issuer_signs: true,
            signers: Vec::new(),
        }
    }
}
