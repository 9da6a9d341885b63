//! The words of templates.

use documents::template::{Document, Palette};
use platform::fields::Alternative;

pub fn document(document: Document) -> &'static str {
    match document {
        Document::Curso => "Certificado de curso",
        Document::Diplomado => "Certificado de diplomado",
        Document::Constancia => "Constancia de participación",
        Document::FormacionFormadores => "Certificado de formación a formadores",
    }
}

/// Says for whom the document is issued.
pub fn about(document: Document) -> &'static str {
    match document {
        Document::Curso => "Para quien aprueba un curso, un seminario, un taller o un encuentro.",
        Document::Diplomado => "Para quien aprueba un diplomado.",
        Document::Constancia => {
            "Para quien participa donde nada se aprueba: conversatorios, seminarios web y lo que no se califica."
        }
        Document::FormacionFormadores => {
            "Para quien aprueba un curso de la ruta de formación a formadores, cualquiera que sea su tipo."
        }
    }
}

/// The document that an address names.
pub fn of_code(code: &str) -> Option<Document> {
    Document::ALL.into_iter().find(|document| document.code() == code)
}

pub fn palette(palette: Palette) -> &'static str {
    match palette {
        Palette::Cobalto => "Azul cobalto",
        Palette::Marino => "Azul marino",
        Palette::Verde => "Verde",
        Palette::Grafito => "Gris grafito",
    }
}

pub fn palettes() -> Vec<Alternative> {
    Palette::ALL.map(|one| Alternative::new(one.code(), palette(one))).to_vec()
}
