//! What only all rows together tell: data of 0 to 1 among data of 0 to 100, and points that may be
//! of thousands. They are told row by row, and whoever imports says which it is; pure.

use std::collections::BTreeMap;

use super::{EntryKey, EntrySubject, IndicatorReading, SheetContext};
use crate::columns::ColumnTopic;
use crate::entity::indicator_import::DataScale;
use crate::figures::{PublishedFigure, UNIT};

/// Data of one indicator and year.
#[derive(Default)]
struct DataColumn {
    /// Rows with data over zero and up to one.
    small: Vec<u32>,
    has_large: bool,
}

#[derive(Default)]
pub struct Doubts {
    columns: BTreeMap<(String, i32), DataColumn>,
    has_comma: bool,
    doubtful: Vec<u32>,
}

impl Doubts {
    pub fn note(&mut self, row: u32, figure: PublishedFigure, is_of_hundred: bool, key: &EntryKey) {
        self.has_comma |= figure.has_comma;
        if figure.is_doubtful {
            self.doubtful.push(row);
        }
        let EntrySubject::Indicator(code) = &key.subject else { return };
        if !is_of_hundred || figure.is_percent || figure.value == 0 {
            return;
        }
        let column = self.columns.entry((code.clone(), key.year)).or_default();
        if figure.value.abs() <= UNIT {
            column.small.push(row);
        } else {
            column.has_large = true;
        }
    }

    pub fn settle(self, context: &SheetContext, reading: &mut IndicatorReading) {
        let at = reading.columns.at(ColumnTopic::Datum);
        // In a file whose decimals have a point, «45.125» is one like the others.
        if self.has_comma {
            for row in self.doubtful {
                reading.wrong(row, at, "El punto puede ser de miles o de decimales: en este archivo los decimales van con coma. Escriba el dato sin punto.");
            }
        }
        if context.scale != DataScale::Unsaid {
            return;
        }
        for ((code, year), column) in self.columns {
            let told = if column.has_large {
                format!(
                    "En {code} de {year} hay datos de 0 a 1 junto a datos de 0 a 100. Si todos son de 0 a 100, dígalo al subir el archivo; si no, corrija las filas."
                )
            } else {
                format!(
                    "Todos los datos de {code} de {year} van de 0 a 1. Diga al subir el archivo si son partes de 1 o puntos de 0 a 100."
                )
            };
            for row in column.small {
                reading.wrong(row, at, told.clone());
            }
        }
    }
}
