//! What a row is about; pure.

use platform::search::fold;
use sheets::Row;

use super::{EntrySubject, LONGEST_TEXT, SheetReader};
use crate::columns::ColumnTopic;
use crate::entity::indicator_import::Kind;
use crate::entity::municipality_trait::Kind as Trait;

impl SheetReader<'_> {
    pub(super) fn subject(&mut self, row: &Row) -> Option<EntrySubject> {
        match self.context.kind {
            Kind::Values => self.indicator(row).map(EntrySubject::Indicator),
            Kind::Traits => self.trait_of(row),
        }
    }

    /// The code of an indicator that a capacity has; others are passed by.
    fn indicator(&mut self, row: &Row) -> Option<String> {
        let whole = self.text(row, ColumnTopic::Indicator);
        let code = if self.reading.columns.at(ColumnTopic::Indicator).is_some() {
            whole.to_uppercase()
        } else {
            let part = |target, width: usize| format!("{:0>width$}", self.text(row, target));
            let (category, rest) =
                (part(ColumnTopic::Category, 2), part(ColumnTopic::Subcategory, 3));
            format!("{category}{rest}{}", part(ColumnTopic::Variable, 4))
        };
        if code.is_empty() {
            self.wrong(row, ColumnTopic::Indicator, "La fila no dice el código del indicador.");
            return None;
        }
        // A spreadsheet takes the zero of a number's beginning.
        let padded = format!("0{code}");
        if let Some(known) = [code.clone(), padded]
            .into_iter()
            .find(|code| self.context.indicators.contains_key(code))
        {
            return Some(known);
        }
        let short: String = code.chars().take(LONGEST_TEXT).collect();
        // A file of nothing but codes that nobody knows does not fill the memory.
        if self.reading.unknown.contains_key(&short) || self.reading.unknown.len() < 1_000 {
            *self.reading.unknown.entry(short).or_default() += 1;
        }
        None
    }

    fn trait_of(&mut self, row: &Row) -> Option<EntrySubject> {
        let scheme = self.text(row, ColumnTopic::Scheme).to_owned();
        let kind = match fold(self.text(row, ColumnTopic::Trait)).as_str() {
            "grupo" | "grupo de comparacion" => Trait::Group,
            "" if !scheme.is_empty() => Trait::Group,
            "categoria" => Trait::Category,
            "tipologia" => Trait::Typology,
            "poblacion" => Trait::Population,
            _ => {
                let told = "Escriba el tipo: grupo, categoría, tipología o población.";
                self.wrong(row, ColumnTopic::Trait, told);
                return None;
            }
        };
        if kind != Trait::Group {
            return Some(EntrySubject::Trait(kind, String::new()));
        }
        if scheme.is_empty() || scheme.chars().count() > LONGEST_TEXT {
            let told = "Un grupo de comparación dice su esquema, como «MDM G1–G5».";
            self.wrong(row, ColumnTopic::Scheme, told);
            return None;
        }
        Some(EntrySubject::Trait(kind, scheme))
    }
}
