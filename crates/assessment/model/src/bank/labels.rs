//! Kinds, states and difficulties of questions as pages and forms write them.

use platform::fields::Alternative;
use questions::draw::Difficulty as Drawn;
use questions::{Kind, Question};

use super::entity::question::{Difficulty, State};

/// A kind of question, without what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuestionKind {
    Single,
    Multiple,
    TrueFalse,
    Numeric,
    Ordering,
    Matching,
    ShortText,
    Open,
}

/// Every kind, in the order in which a form offers them: value, label, what it is for.
pub const SORTS: [(QuestionKind, &str, &str, &str); 8] = [
    (QuestionKind::Single, "unica", "Opción única", "Se marca una opción"),
    (QuestionKind::Multiple, "multiple", "Opción múltiple", "Se marcan las que sean correctas"),
    (
        QuestionKind::TrueFalse,
        "verdadero-falso",
        "Verdadero o falso",
        "Una afirmación que se juzga",
    ),
    (QuestionKind::Numeric, "numerica", "Numérica", "Se escribe un número, con tolerancia o rango"),
    (QuestionKind::Ordering, "ordenar", "Ordenar", "Se da a cada paso su lugar"),
    (QuestionKind::Matching, "emparejar", "Emparejar", "A cada enunciado se le elige su respuesta"),
    (QuestionKind::ShortText, "texto-corto", "Texto corto", "Unas palabras, entre las aceptadas"),
    (QuestionKind::Open, "abierta", "Abierta", "La califica una persona con una rúbrica"),
];

impl QuestionKind {
    pub fn of(question: &Question) -> Self {
        match question.kind() {
            Kind::Single(_) => Self::Single,
            Kind::Multiple(_) => Self::Multiple,
            Kind::TrueFalse { .. } => Self::TrueFalse,
            Kind::Numeric { .. } => Self::Numeric,
            Kind::Ordering(_) => Self::Ordering,
            Kind::Matching(_) => Self::Matching,
            Kind::ShortText(_) => Self::ShortText,
            Kind::Open => Self::Open,
        }
    }

    fn row(self) -> Option<&'static (Self, &'static str, &'static str, &'static str)> {
        SORTS.iter().find(|(sort, ..)| *sort == self)
    }

    /// The value that a form and a sheet hold.
    pub fn value(self) -> &'static str {
        self.row().map_or("", |(_, value, ..)| value)
    }

    /// «Opción única».
    pub fn label(self) -> &'static str {
        self.row().map_or("", |(_, _, label, _)| label)
    }

    /// Reads a form's value.
    pub fn from_form(value: &str) -> Option<Self> {
        SORTS.iter().find(|(_, known, ..)| *known == value).map(|(sort, ..)| *sort)
    }
}

/// The value that a filter sends.
pub fn state_value(state: State) -> &'static str {
    match state {
        State::Draft => "borrador",
        State::Published => "publicada",
        State::Retired => "retirada",
    }
}

/// The colour of its tag.
pub fn tone(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Published => "published",
        State::Retired => "revoked",
    }
}

/// The value that a form sends.
pub fn difficulty_value(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "facil",
        Difficulty::Medium => "media",
        Difficulty::Hard => "dificil",
    }
}

/// Reads a word of a form, of a sheet or of a file's tag.
pub fn read_difficulty(word: &str) -> Option<Difficulty> {
    Drawn::named(word).map(Difficulty::from)
}

pub fn read_state(word: &str) -> Option<State> {
    State::ALL.into_iter().find(|one| state_value(*one) == word)
}

pub fn state_choices() -> Vec<Alternative> {
    State::ALL.map(|one| Alternative::new(state_value(one), one.label())).into()
}

pub fn difficulty_choices() -> Vec<Alternative> {
    Difficulty::ALL.map(|one| Alternative::new(difficulty_value(one), one.label())).into()
}
