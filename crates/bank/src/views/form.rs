//! Writing a question.

use platform::prelude::*;

use super::crumbs;
use crate::forms::at;
use crate::labels::{self, QuestionKind, SORTS};

/// Which kind a new question is of.
#[derive(Clone, Debug, Serialize, Example)]
pub struct KindPage {
    pub kinds: Vec<KindCard>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct KindCard {
    pub href: String,
    pub label: &'static str,
    pub about: &'static str,
}

impl KindPage {
    pub fn new() -> Self {
        let kinds = SORTS.iter().map(|(_, value, label, about)| KindCard {
            href: format!("/preguntas/nueva?tipo={value}"),
            label,
            about,
        });
        Self { kinds: kinds.collect() }
    }
}

impl Default for KindPage {
    fn default() -> Self {
        Self::new()
    }
}

impl View for KindPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/kind";
    fn title(&self) -> String {
        "Crear una pregunta".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(None, "Crear una pregunta")
    }
}

/// The form of one kind of question.
#[derive(Clone, Debug, Serialize, Example)]
pub struct FormPage {
    pub form: FormState,
    pub heading: String,
    pub lead: &'static str,
    pub action: String,
    pub cancel: String,
    /// Of a question that exists: its code.
    pub code: Option<String>,
    /// The version that the form was made from.
    pub seen: String,
    pub kind: &'static str,
    /// A correction says what it corrects.
    pub needs_note: bool,
    pub capacities: Vec<Alternative>,
    pub difficulties: Vec<Alternative>,
    pub courses: Vec<Alternative>,
    pub truths: Vec<Alternative>,
    pub is_choice: bool,
    pub is_true_false: bool,
    pub is_numeric: bool,
    #[example(!size.truth)]
    pub is_ordering: bool,
    #[example(!size.truth)]
    pub is_matching: bool,
    pub is_short: bool,
    pub is_open: bool,
    /// Its options can be shuffled.
    pub may_fix_order: bool,
    pub rows_legend: &'static str,
    pub rows_hint: &'static str,
    pub rows: Vec<RowFields>,
    pub may_add_rows: bool,
    /// Names of its pictures, as the texts write them.
    pub pictures: Vec<String>,
}

/// One row of fields. No two controls of a page have one label: the number is part of it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RowFields {
    pub number: usize,
    /// Something rare is filled: it is not folded away.
    pub is_open: bool,
}

impl RowFields {
    pub fn new(row: usize, form: &FormState) -> Self {
        let filled = |name: &str| {
            form.first(&at(name, row)).is_some_and(|text| !text.is_empty())
                || form.error(&at(name, row)).is_some()
        };
        Self { number: row + 1, is_open: filled("peso") || filled("retro") }
    }
}

impl FormPage {
    /// The part of the page that follows from the kind.
    pub fn of(sort: QuestionKind, form: FormState, rows: usize) -> Self {
        let (rows_legend, rows_hint) = match sort {
            QuestionKind::Single => {
                ("Opciones", "Marque la correcta. Las filas vacías no cuentan.")
            }
            QuestionKind::Multiple => (
                "Opciones",
                "Marque las correctas: se reparten el 100 %, y las demás lo quitan. Las filas vacías no cuentan.",
            ),
            QuestionKind::Numeric => (
                "Números que se aceptan",
                "Con coma decimal. Un valor con su tolerancia, o un rango desde y hasta.",
            ),
            QuestionKind::Ordering => {
                ("Pasos en su orden correcto", "Quien responde los ve desordenados.")
            }
            QuestionKind::Matching => (
                "Parejas",
                "Una respuesta sin enunciado sobra a propósito: se ofrece y no es de ninguno.",
            ),
            QuestionKind::ShortText => (
                "Respuestas que se aceptan",
                "No importan mayúsculas, tildes ni espacios de más. Un asterisco es cualquier texto: «valoriza*».",
            ),
            QuestionKind::TrueFalse | QuestionKind::Open => ("", ""),
        };
        Self {
            rows: (0..rows).map(|row| RowFields::new(row, &form)).collect(),
            form,
            heading: "Crear una pregunta".into(),
            lead: "Queda en borrador: nadie la responde hasta que la publique.",
            action: "/preguntas".into(),
            cancel: "/preguntas".into(),
            code: None,
            seen: String::new(),
            kind: sort.value(),
            needs_note: false,
            capacities: Vec::new(),
            difficulties: labels::difficulty_choices(),
            courses: Vec::new(),
            truths: vec![Alternative::new("V", "Verdadero"), Alternative::new("F", "Falso")],
            is_choice: matches!(sort, QuestionKind::Single | QuestionKind::Multiple),
            is_true_false: sort == QuestionKind::TrueFalse,
            is_numeric: sort == QuestionKind::Numeric,
            is_ordering: sort == QuestionKind::Ordering,
            is_matching: sort == QuestionKind::Matching,
            is_short: sort == QuestionKind::ShortText,
            is_open: sort == QuestionKind::Open,
            may_fix_order: matches!(
                sort,
                QuestionKind::Single | QuestionKind::Multiple | QuestionKind::Matching
            ),
            rows_legend,
            rows_hint,
            may_add_rows: rows > 0 && rows < questions::MOST_OPTIONS,
            pictures: Vec::new(),
        }
    }
}

impl View for FormPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/form";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        match &self.code {
            Some(code) => crumbs(Some((code, &self.cancel)), "Editar"),
            None => crumbs(None, "Crear una pregunta"),
        }
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
