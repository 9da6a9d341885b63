//! Which kind of document a person earns.

use courses_model::entity::course::Track;
use documents::template::Document;

use crate::rules::Kind;

/// Returns the kind of document. A constancia has one document for every course (R59), and a course for
/// trainers has one for every type.
pub fn document_of(kind: Kind, offer_type: &str, track: Track) -> Document {
    match (kind, track, offer_type) {
        (Kind::Constancia, ..) => Document::Constancia,
        (_, Track::Formadores, _) => Document::FormacionFormadores,
        (_, _, "diplomado") => Document::Diplomado,
        _ => Document::Curso,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_course_ends_in_its_document() {
        let of = |kind, offer_type| document_of(kind, offer_type, Track::Servidores);
        assert_eq!(of(Kind::Certificado, "curso"), Document::Curso);
        assert_eq!(of(Kind::Certificado, "taller"), Document::Curso);
        assert_eq!(of(Kind::Certificado, "diplomado"), Document::Diplomado);
        assert_eq!(of(Kind::Constancia, "webinar"), Document::Constancia);
        assert_eq!(of(Kind::Constancia, "diplomado"), Document::Constancia);
        let trainers = |kind| document_of(kind, "diplomado", Track::Formadores);
        assert_eq!(trainers(Kind::Certificado), Document::FormacionFormadores);
        assert_eq!(trainers(Kind::Constancia), Document::Constancia);
    }
}
