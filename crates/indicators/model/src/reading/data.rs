//! What a row says: a figure within its indicator's range, or a word; pure.

use platform::search::fold;
use sheets::{Kind as Cell, Row};

use super::{EntryKey, EntryValue, LONGEST_TEXT, SheetReader};
use crate::columns::ColumnTopic;
use crate::entity::indicator_import::DataScale;
use crate::entity::municipality_trait::Kind as Trait;
use crate::figures::{Datum, PublishedFigure, read as read_figure, show};

impl SheetReader<'_> {
    pub(super) fn figure(&mut self, row: &Row, code: String, key: &EntryKey) -> Option<EntryValue> {
        let cell = self.reading.columns.at(ColumnTopic::Datum).and_then(|column| row.cell(column));
        let (text, kind) = cell.map_or(("", Cell::Text), |cell| (cell.text.as_str(), cell.kind));
        let figure = match (kind, read_figure(text, kind == Cell::Number)) {
            (Cell::Error, _) => {
                self.wrong(row, ColumnTopic::Datum, format!("La celda tiene un error: {text}."));
                return None;
            }
            (_, Datum::Missing) => {
                self.reading.missing += 1;
                return None;
            }
            (_, Datum::NoFigure) => {
                let short: String = text.chars().take(LONGEST_TEXT).collect();
                self.wrong(row, ColumnTopic::Datum, format!("«{short}» no es un número."));
                return None;
            }
            (_, Datum::Figure(figure)) => figure,
        };
        self.reading.rounded += u32::from(figure.is_rounded);
        let value = self.scaled(row, &code, figure, key)?;
        let label: String = self.text(row, ColumnTopic::Label).chars().take(LONGEST_TEXT).collect();
        Some(EntryValue::Figure(value, label))
    }

    /// The figure on the indicator's own scale and within its range.
    fn scaled(
        &mut self,
        row: &Row,
        code: &str,
        figure: PublishedFigure,
        key: &EntryKey,
    ) -> Option<i64> {
        let indicator = self.context.indicators.get(code)?;
        let context = self.context;
        let value =
            if indicator.is_of_hundred && context.scale == DataScale::One && !figure.is_percent {
                figure.value.saturating_mul(100)
            } else {
                figure.value
            };
        if !indicator.range.holds(value) {
            let shown = show(figure.value);
            let told = match context.scale {
                DataScale::One if indicator.is_of_hundred => {
                    format!("{shown} está fuera del rango: usted dijo que los datos van de 0 a 1.")
                }
                _ => format!("{shown} está fuera del rango de {code}: {}.", indicator.range_text),
            };
            self.wrong(row, ColumnTopic::Datum, told);
            return None;
        }
        self.doubts.note(row.number, figure, indicator.is_of_hundred, key);
        Some(value)
    }

    pub(super) fn trait_value(&mut self, row: &Row, kind: Trait) -> Option<EntryValue> {
        let text = self.text(row, ColumnTopic::Datum);
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
            self.wrong(row, ColumnTopic::Datum, told);
        }
        value.map(EntryValue::Text)
    }
}
