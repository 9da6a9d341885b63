//! How a kind of document is worded and dressed: what an administrator writes, as data.
//!
//! A template is texts with fields, a colour of a fixed palette, which blocks are shown and who signs.
//! It holds no layout: that is ours, alike for the four kinds. On the day of issue it becomes a
//! [`Look`], words that are final, and only that is frozen.

mod usual;
mod wording;

use serde::{Deserialize, Serialize};

use crate::certificate::{Certificate, Signer};

pub use wording::{Field, Wording, WordingError};

/// The documents there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    Curso,
    Diplomado,
    /// Of participation: nothing was passed.
    Constancia,
    FormacionFormadores,
}

impl Document {
    pub const ALL: [Self; 4] =
        [Self::Curso, Self::Diplomado, Self::Constancia, Self::FormacionFormadores];

    pub fn code(self) -> &'static str {
        match self {
            Self::Curso => "curso",
            Self::Diplomado => "diplomado",
            Self::Constancia => "constancia",
            Self::FormacionFormadores => "formacion-formadores",
        }
    }
}

/// The colours of a document, all of them of GOV.CO and readable on white.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Palette {
    Cobalto,
    Marino,
    Verde,
    Grafito,
}

impl Palette {
    pub const ALL: [Self; 4] = [Self::Cobalto, Self::Marino, Self::Verde, Self::Grafito];

    pub fn code(self) -> &'static str {
        match self {
            Self::Cobalto => "cobalto",
            Self::Marino => "marino",
            Self::Verde => "verde",
            Self::Grafito => "grafito",
        }
    }
}

/// Parts that a template may leave out. The number, the code, the note of informal education and who
/// signs are on every document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks {
    /// Hours, modality, dates, place.
    pub facts: bool,
    pub contents: bool,
    pub capacities: bool,
}

/// What an administrator writes for a kind of document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pub title: Wording,
    /// In capitals, above the name.
    pub heading: Wording,
    pub opening: Wording,
    /// Between the name and the course.
    pub deed: Wording,
    /// Under the course. One that names a field with nothing in it is left out.
    pub paragraphs: Vec<Wording>,
    pub closing: Wording,
    pub palette: Palette,
    pub blocks: Blocks,
    /// Whoever issues signs after these.
    pub issuer_signs: bool,
    pub signers: Vec<Signer>,
}

/// The words and the dress of one certificate, final.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub document: Document,
    /// Of the template; 0 is the product's own.
    pub version: u32,
    pub title: String,
    pub heading: String,
    pub opening: String,
    pub deed: String,
    pub paragraphs: Vec<String>,
    pub closing: String,
    pub palette: Palette,
    pub blocks: Blocks,
}

/// Where something of a template is wrong: each has its place in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatePart {
    Title,
    Heading,
    Opening,
    Deed,
    Paragraph(usize),
    Closing,
    Signers,
}

impl TemplatePart {
    /// The sentence that asks for it.
    fn asked(self) -> &'static str {
        match self {
            Self::Title => "Escriba el título.",
            Self::Heading => "Escriba quién certifica.",
            Self::Opening => "Escriba qué va antes del nombre.",
            Self::Deed => "Escriba qué va después del nombre.",
            Self::Paragraph(_) => "Escriba el párrafo.",
            Self::Closing => "Escriba el cierre.",
            Self::Signers => "Firman de una a tres personas.",
        }
    }
}

/// The longest text of each part, in characters as written: all of them at once, with long names and
/// three signers, still stand on one page.
pub const TITLE: usize = 60;
pub const HEADING: usize = 100;
pub const SENTENCE: usize = 120;
pub const PARAGRAPH: usize = 180;
pub const MOST_PARAGRAPHS: usize = 2;
/// Who signs a document: one to three.
pub const MOST_SIGNERS: usize = 3;

impl Template {
    /// What keeps it from being used, each with its part, in words for who writes it.
    pub fn faults(&self, document: Document) -> Vec<(TemplatePart, String)> {
        let mut faults = Vec::new();
        let mut text = |part: TemplatePart, wording: &Wording, most: usize| {
            if wording.is_empty() {
                faults.push((part, part.asked().to_owned()));
            } else if wording.to_string().chars().count() > most {
                faults.push((part, format!("Use máximo {most} caracteres.")));
            } else if document == Document::Constancia && says_passed(wording) {
                let said = "Una constancia dice que la persona participó; no que aprobó.";
                faults.push((part, said.to_owned()));
            }
        };
        text(TemplatePart::Title, &self.title, TITLE);
        text(TemplatePart::Heading, &self.heading, HEADING);
        text(TemplatePart::Opening, &self.opening, SENTENCE);
        text(TemplatePart::Deed, &self.deed, SENTENCE);
        for (place, paragraph) in self.paragraphs.iter().enumerate() {
            text(TemplatePart::Paragraph(place), paragraph, PARAGRAPH);
        }
        text(TemplatePart::Closing, &self.closing, SENTENCE);
        let sentences =
            || [&self.opening, &self.deed, &self.closing].into_iter().chain(&self.paragraphs);
        for (field, part, said) in [
            (
                Field::Document,
                TemplatePart::Deed,
                "El documento de identidad no puede faltar: escriba {documento}.",
            ),
            (
                Field::Date,
                TemplatePart::Closing,
                "La fecha en que se expide no puede faltar: escriba {fecha}.",
            ),
        ] {
            if !sentences().any(|wording| wording.names(field)) {
                faults.push((part, said.to_owned()));
            }
        }
        let signing = self.signers.len() + usize::from(self.issuer_signs);
        if !(1..=MOST_SIGNERS).contains(&signing) {
            faults.push((TemplatePart::Signers, "Firman de una a tres personas.".to_owned()));
        }
        faults
    }

    /// Who signs: those it names, and whoever issues if it says so.
    pub fn signing(&self, issuer: Signer) -> Vec<Signer> {
        let issuer = Some(issuer).filter(|_| self.issuer_signs);
        self.signers.iter().cloned().chain(issuer).collect()
    }

    /// The words of one certificate; nothing is left to fill.
    pub fn look(&self, document: Document, version: u32, certificate: &Certificate) -> Look {
        let paragraphs = self.paragraphs.iter().filter(|wording| !wording.lacks(certificate));
        Look {
            document,
            version,
            title: self.title.fill(certificate),
            heading: self.heading.fill(certificate),
            opening: self.opening.fill(certificate),
            deed: self.deed.fill(certificate),
            paragraphs: paragraphs.map(|wording| wording.fill(certificate)).collect(),
            closing: self.closing.fill(certificate),
            palette: self.palette,
            blocks: self.blocks,
        }
    }
}

/// R59: whoever only took part has passed nothing.
fn says_passed(wording: &Wording) -> bool {
    wording.to_string().to_lowercase().contains("aprob")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::sample;

    #[test]
    fn the_product_has_a_sound_template_of_each_kind() {
        for document in Document::ALL {
            let template = Template::usual(document);
            assert_eq!(template.faults(document), Vec::new(), "{document:?}");
            let text = serde_json::to_string(&template).expect("is written");
            assert_eq!(serde_json::from_str::<Template>(&text).expect("is read"), template);
            let look = template.look(document, 0, &sample());
            assert!(!format!("{look:?}").contains(['¿', '…']), "{look:?}");
        }
    }

    #[test]
    fn a_constancia_never_says_that_somebody_passed() {
        let deed = Wording::read("{documento}, participó y APROBÓ").expect("is read");
        let template = Template { deed, ..Template::usual(Document::Constancia) };
        assert_eq!(template.faults(Document::Curso), Vec::new());
        assert_eq!(
            template.faults(Document::Constancia).first().map(|(part, _)| *part),
            Some(TemplatePart::Deed)
        );
    }

    #[test]
    fn what_every_document_must_say_cannot_be_left_out() {
        let read = |text: &str| Wording::read(text).expect("is read");
        let bare = Template {
            deed: read("participó"),
            closing: read("Expedido."),
            issuer_signs: false,
            paragraphs: vec![Wording::default(), read(&"x".repeat(PARAGRAPH + 1))],
            ..Template::usual(Document::Curso)
        };
        let parts: Vec<TemplatePart> =
            bare.faults(Document::Curso).into_iter().map(|(part, _)| part).collect();
        assert_eq!(
            parts,
            [
                TemplatePart::Paragraph(0),
                TemplatePart::Paragraph(1),
                TemplatePart::Deed,
                TemplatePart::Closing,
                TemplatePart::Signers
            ]
        );
    }

    #[test]
    fn a_paragraph_about_what_is_not_known_is_left_out() {
        let read = |text: &str| Wording::read(text).expect("is read");
        let template = Template {
            paragraphs: vec![read("Se dictó en {lugar}."), read("Con {horas} horas.")],
            ..Template::usual(Document::Curso)
        };
        let nowhere = Certificate { place: String::new(), ..sample() };
        assert_eq!(template.look(Document::Curso, 1, &nowhere).paragraphs, ["Con 40 horas."]);
    }
}
