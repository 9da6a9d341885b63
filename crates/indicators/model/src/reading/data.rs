//! What a row says: a figure within its indicator's range, or a word; pure.

use platform::search::fold;
use sheets::{Kind as Cell, Row};

use super::{Key, LONGEST_TEXT, Reader, Value};
use crate::columns::Target;
use crate::entity::indicator_import::Scale;
use crate::entity::municipality_trait::Kind as Trait;
use crate::figures::{Datum, Figure, read as read_figure, show};

impl Reader<'_> {
    pub(super) fn figure(&mut self, row: &Row, code: String, key: &Key) -> Option<Value> {
        let cell = self.reading.columns.at(Target::Datum).and_then(|column| row.cell(column));
        let (text, kind) = cell.map_or(("", Cell::Text), |cell| (cell.text.as_str(), cell.kind));
        let figure = match (kind, read_figure(text, kind == Cell::Number)) {
            (Cell::Error, _) => {
                self.wrong(row, Target::Datum, format!("La celda tiene un error: {text}."));
                return None;
            }
            (_, Datum::Missing) => {
                self.reading.missing += 1;
                return None;
            }
            (_, Datum::NoFigure) => {
                let short: String = text.chars().take(LONGEST_TEXT).collect();
                self.wrong(row, Target::Datum, format!("«{short}» no es un número."));
                return None;
            }
            (_, Datum::Figure(figure)) => figure,
        };
        self.reading.rounded += u32::from(figure.is_rounded);
        let value = self.scaled(row, &code, figure, key)?;
        let label: String = self.text(row, Target::Label).chars().take(LONGEST_TEXT).collect();
        Some(Value::Figure(value, label))
    }

    /// The figure on the indicator's own scale and within its range.
    fn scaled(&mut self, row: &Row, code: &str, figure: Figure, key: &Key) -> Option<i64> {
        let indicator = self.asked.indicators.get(code)?;
        let asked = self.asked;
        let value = if indicator.is_of_hundred && asked.scale == Scale::One && !figure.is_percent {
            figure.value.saturating_mul(100)
        } else {
            figure.value
        };
        if !indicator.range.holds(value) {
            let shown = show(figure.value);
            let told = match asked.scale {
                Scale::One if indicator.is_of_hundred => {
                    format!("{shown} está fuera del rango: usted dijo que los datos van de 0 a 1.")
                }
                _ => format!("{shown} está fuera del rango de {code}: {}.", indicator.range_text),
            };
            self.wrong(row, Target::Datum, told);
            return None;
        }
        self.doubts.note(row.number, figure, indicator.is_of_hundred, key);
        Some(value)
    }

    pub(super) fn trait_value(&mut self, row: &Row, kind: Trait) -> Option<Value> {
        let text = self.text(row, Target::Datum);
        if matches!(read_figure(text, false), Datum::Missing) {
            self.reading.missing += 1;
            return None;
        }
        let value = match kind {
            Trait::Group | Trait::Typology => {
                (text.chars().count() <= LONGEST_TEXT).then(|| text.to_owned())
            }
            Trait::Category => match fold(text).as_str() {
                "especial" | "esp" => Some("ESP".to_owned()),
                one @ ("1" | "2" | "3" | "4" | "5" | "6") => Some(one.to_owned()),
                _ => None,
            },
            Trait::Population => {
                let plain = text.replace('.', "");
                let people = plain.parse::<u32>().ok().filter(|people| *people <= 20_000_000);
                let is_whole = text == plain || platform::numbers::parse_whole(text).is_some();
                people.filter(|_| is_whole).map(|people| people.to_string())
            }
        };
        if value.is_none() {
            let told = match kind {
                Trait::Group | Trait::Typology => format!("Use máximo {LONGEST_TEXT} caracteres."),
                Trait::Category => "La categoría es especial o de 1 a 6.".to_owned(),
                Trait::Population => "La población es un número entero de personas.".to_owned(),
            };
            self.wrong(row, Target::Datum, told);
        }
        value.map(Value::Text)
    }
}
