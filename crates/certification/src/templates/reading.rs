//! The form of a template: read into data with what is wrong beside each field, and filled from data.

use documents::certificate::Signer;
use documents::template::{
    Blocks, Document, HEADING, MOST_PARAGRAPHS, MOST_SIGNERS, PARAGRAPH, Palette, SENTENCE, TITLE,
    Template, TemplatePart, Wording,
};
use platform::fields::{Alternative, FormState};
use platform::forms::{Fields, Reader};

/// Characters of a signer's name and of their position: what three of them have room for.
const SIGNER: usize = 60;
const NOTE: usize = 200;

/// Returns the name of a repeated field with its position.
fn placed(field: &str, place: usize) -> String {
    format!("{field}[{place}]")
}

/// The field where a part is written.
fn field_of(part: TemplatePart) -> String {
    match part {
        TemplatePart::Title => "titulo".to_owned(),
        TemplatePart::Heading => "encabezado".to_owned(),
        TemplatePart::Opening => "apertura".to_owned(),
        TemplatePart::Deed => "mencion".to_owned(),
        TemplatePart::Paragraph(place) => placed("parrafo", place),
        TemplatePart::Closing => "cierre".to_owned(),
        TemplatePart::Signers => placed("firmante", 0),
    }
}

/// Returns the form filled with a template.
pub(super) fn filled(template: &Template, note: Option<&str>) -> FormState {
    let mut form = FormState::default()
        .with("titulo", template.title.to_string())
        .with("encabezado", template.heading.to_string())
        .with("apertura", template.opening.to_string())
        .with("mencion", template.deed.to_string())
        .with("cierre", template.closing.to_string())
        .with("color", template.palette.code())
        .with_option("nota", note);
    for (place, paragraph) in template.paragraphs.iter().enumerate() {
        form = form.with(&placed("parrafo", place), paragraph.to_string());
    }
    for (name, ticked) in [
        ("datos", template.blocks.facts),
        ("contenido", template.blocks.contents),
        ("capacidades", template.blocks.capacities),
        ("firma_quien_expide", template.issuer_signs),
    ] {
        if ticked {
            form = form.with(name, "si");
        }
    }
    for (place, signer) in template.signers.iter().enumerate() {
        form = form
            .with(&placed("firmante", place), &signer.name)
            .with(&placed("cargo", place), &signer.position)
            .with_option(&placed("dibujo", place), signer.drawing.as_ref());
    }
    form
}

/// A text with its fields. What it should say and does not is said by the template's own rules, once.
fn wording(reader: &mut Reader<'_>, name: &str, most: usize) -> Wording {
    let typed = reader.optional(name, most).unwrap_or_default();
    Wording::read(&typed).unwrap_or_else(|why| {
        reader.wrong(name, why.to_string());
        Wording::default()
    })
}

/// Reads a template of this kind and the note that says why it changed.
///
/// # Errors
/// The form with everything typed and what is wrong beside each field.
pub(super) fn read(
    document: Document,
    fields: &Fields,
    drawings: &[Alternative],
) -> Result<(Template, Option<String>), FormState> {
    let mut reader = Reader::new(fields);
    let title = wording(&mut reader, "titulo", TITLE);
    let heading = wording(&mut reader, "encabezado", HEADING);
    let opening = wording(&mut reader, "apertura", SENTENCE);
    let deed = wording(&mut reader, "mencion", SENTENCE);
    // An empty paragraph is none; the form knows each by the place it was typed in.
    let mut places = Vec::new();
    let mut paragraphs = Vec::new();
    for place in 0..MOST_PARAGRAPHS {
        let name = placed("parrafo", place);
        let paragraph = wording(&mut reader, &name, PARAGRAPH);
        if !paragraph.is_empty() {
            places.push(place);
            paragraphs.push(paragraph);
        }
    }
    let closing = wording(&mut reader, "cierre", SENTENCE);
    let palettes = Palette::ALL.map(|palette| (palette.code(), palette));
    let palette = reader.choice("color", &palettes, "Elija un color.").unwrap_or(Palette::Cobalto);
    let blocks = Blocks {
        facts: reader.ticked("datos"),
        contents: reader.ticked("contenido"),
        capacities: reader.ticked("capacidades"),
    };
    let mut signers = Vec::new();
    for place in 0..MOST_SIGNERS {
        let (name_field, position_field) = (placed("firmante", place), placed("cargo", place));
        let name = reader.optional(&name_field, SIGNER);
        let position = reader.optional(&position_field, SIGNER);
        match (name, position) {
            (Some(name), Some(position)) => {
                let drawing = drawing(&mut reader, fields, &placed("dibujo", place), drawings);
                signers.push(Signer { drawing, ..Signer::new(name, position) });
            }
            (Some(_), None) if !reader.is_wrong(&position_field) => {
                reader.wrong(&position_field, "Escriba el cargo de quien firma.");
            }
            (None, Some(_)) if !reader.is_wrong(&name_field) => {
                reader.wrong(&name_field, "Escriba el nombre de quien firma.");
            }
            _ => {}
        }
    }
    let issuer_signs = reader.ticked("firma_quien_expide");
    let note = reader.optional("nota", NOTE);
    let template = Template {
        title,
        heading,
        opening,
        deed,
        paragraphs,
        closing,
        palette,
        blocks,
        issuer_signs,
        signers,
    };
    for (part, why) in template.faults(document) {
        let part = match part {
            TemplatePart::Paragraph(at) => {
                TemplatePart::Paragraph(places.get(at).copied().unwrap_or(at))
            }
            other => other,
        };
        let name = field_of(part);
        // What could not be read is not empty besides.
        if !reader.is_wrong(&name) {
            reader.wrong(&name, why);
        }
    }
    reader.finish()?;
    Ok((template, note))
}

/// Reads the digest of a stored signature image; `None` means that the signer has none.
fn drawing(
    reader: &mut Reader<'_>,
    fields: &Fields,
    name: &str,
    drawings: &[Alternative],
) -> Option<String> {
    let typed = fields.first(name);
    if typed.is_empty() {
        return None;
    }
    let known = drawings.iter().any(|drawing| drawing.value == typed);
    if !known {
        reader.wrong(name, "Elija una de las firmas guardadas.");
    }
    known.then(|| typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(document: Document, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut form = filled(&Template::usual(document), None);
        for (name, value) in changes {
            form.values.insert((*name).to_owned(), vec![(*value).to_owned()]);
        }
        let form = read(document, &Fields::of_state(&form), &[]).err().unwrap_or_default();
        form.errors.into_iter().map(|error| (error.field, error.text)).collect()
    }

    #[test]
    fn what_is_shown_is_read_back() {
        for document in Document::ALL {
            let template = Template {
                signers: vec![Signer {
                    drawing: Some("abc".to_owned()),
                    ..Signer::new("Ángela Ñuñez", "Rectora")
                }],
                ..Template::usual(document)
            };
            let kept = [Alternative::new("abc", "Ángela Ñuñez")];
            let form = filled(&template, Some("Firma la rectora"));
            let (read, note) = read(document, &Fields::of_state(&form), &kept).expect("is read");
            assert_eq!((read, note.as_deref()), (template, Some("Firma la rectora")));
        }
    }

    #[test]
    fn each_complaint_stands_beside_its_field_and_once() {
        let told = refused(
            Document::Curso,
            &[
                ("titulo", "{nombr}"),
                ("apertura", ""),
                ("parrafo[1]", "{lugar"),
                ("cargo[0]", "Rectora"),
            ],
        );
        let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["titulo", "parrafo[1]", "firmante[0]", "apertura"]);
        assert!(told[0].1.starts_with("No hay un campo «{nombr}». Los campos son: {nombre},"));
        assert_eq!(told[3].1, "Escriba qué va antes del nombre.");
    }

    #[test]
    fn a_document_without_whom_it_is_about_or_who_signs_is_refused() {
        let told = refused(
            Document::Curso,
            &[("mencion", "participó"), ("cierre", "Expedido."), ("firma_quien_expide", "")],
        );
        let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["mencion", "cierre", "firmante[0]"]);
        let told = refused(Document::Constancia, &[("parrafo[1]", "Aprobó {horas} horas.")]);
        assert_eq!(told[0].0, "parrafo[1]");
    }
}
