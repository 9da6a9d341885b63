//! What a certificate asks for beside attendance and grade (R51), and how pages say it. A version
//! decides it and every cohort keeps its own copy; whether somebody has it, certification judges.

use serde::Serialize;

use platform::numbers::some;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Extras {
    /// Every product of the cohort is made, and graded at the pass mark or above it.
    pub product: bool,
    /// The satisfaction survey is answered: whether, and never what.
    pub survey: bool,
    /// Hours of sessions attended, at least.
    pub minimum_hours: Option<i32>,
}

impl Extras {
    /// Each in words, in the order in which pages list them; `mark` is the pass mark on the reader's
    /// scale.
    pub fn words(&self, mark: Option<&str>) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(hours) = self.minimum_hours {
            words.push(format!("{} de asistencia como mínimo", some(hours, "hora", "horas")));
        }
        if let (true, Some(mark)) = (self.product, mark) {
            words.push(format!("cada producto con nota de {mark} o más"));
        }
        if self.survey {
            words.push("la encuesta de satisfacción respondida, que es anónima".to_owned());
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_said_in_words() {
        assert!(Extras::default().words(Some("3,0")).is_empty());
        let all = Extras { product: true, survey: true, minimum_hours: Some(1) };
        assert_eq!(
            all.words(Some("3,0")),
            [
                "1 hora de asistencia como mínimo",
                "cada producto con nota de 3,0 o más",
                "la encuesta de satisfacción respondida, que es anónima",
            ]
        );
        let hours = Extras { minimum_hours: Some(32), ..Extras::default() };
        assert_eq!(hours.words(None), ["32 horas de asistencia como mínimo"]);
    }
}
