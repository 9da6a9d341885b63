//! The cells of a row before anybody reads them: what a person answered is put in their place, letters become
//! ours, and what is wrong with a cell whatever it is about is told.

use platform::xlsx::looks_like_formula;
use rosters::letters::{self, Strangeness};
use sheets::{Cell, Kind as CellKind, Row};

use super::ProblemLevel;
use super::answers::LEFT_OUT;
use super::reader::RowReader;
use crate::lists::columns::ColumnTarget;
use crate::lists::{places, words};

/// Something strange about the letters of a cell that was read all the same.
pub struct StrangeCell {
    target: ColumnTarget,
    text: String,
    how: Option<Strangeness>,
}

/// A row with what a person answered about it.
pub struct PreparedRow {
    pub row: Row,
    pub strange: Vec<StrangeCell>,
    pub is_left_out: bool,
}

impl RowReader<'_> {
    pub(super) fn prepared(&self, row: &Row) -> PreparedRow {
        let mended = self.mended.get(&row.number).map_or(&[][..], Vec::as_slice);
        let mut cells: Vec<Cell> = Vec::new();
        let mut strange = Vec::new();
        for cell in &row.cells {
            let mut cell = cell.clone();
            if let Some(target) = self.columns.target(cell.column) {
                if mended.iter().any(|(own, _)| *own == target) {
                    continue;
                }
                let (text, how) = letters::ours(&cell.text);
                cell.text = text;
                if how.is_some() || cell.mended {
                    strange.push(StrangeCell { target, text: cell.text.clone(), how });
                }
            }
            cells.push(cell);
        }
        for (target, text) in mended {
            let Some(column) = self.columns.of(*target).filter(|_| !text.is_empty()) else {
                continue;
            };
            let text = (*text).to_owned();
            cells.push(Cell { column, text, kind: CellKind::Text, formula: false, mended: false });
        }
        cells.sort_by_key(|cell| cell.column);
        let mut is_left_out = self.answers.left_out.contains(&row.number);
        let department = cells.iter().find(|cell| {
            self.columns.target(cell.column) == Some(ColumnTarget::Department)
                && !words::is_nothing(&cell.text)
        });
        let department = department.map(|cell| cell.text.clone());
        for cell in &mut cells {
            let Some(target) = self.columns.target(cell.column) else { continue };
            let is_place = target == ColumnTarget::Municipality;
            let answer = match is_place {
                true => {
                    let asked = places::spelling(&cell.text, department.as_deref());
                    self.answers.spelling(target, &asked)
                }
                false => self.answers.spelling(target, &cell.text),
            };
            match answer {
                Some(LEFT_OUT) => is_left_out = true,
                // What is no municipality is asked about again.
                Some(value) if !is_place || self.places.find(value).is_some() => {
                    cell.text = value.to_owned();
                }
                _ => {}
            }
        }
        let asked_when_missing = [ColumnTarget::Municipality, ColumnTarget::Kind];
        is_left_out |= asked_when_missing.iter().any(|target| {
            let is_missing = !cells.iter().any(|cell| {
                self.columns.target(cell.column) == Some(*target) && !words::is_nothing(&cell.text)
            });
            is_missing && self.answers.spelling(*target, "") == Some(LEFT_OUT)
        });
        PreparedRow { row: Row { number: row.number, cells }, strange, is_left_out }
    }

    pub(super) fn tell_strange(&mut self, row: &Row, strange: Vec<StrangeCell>) {
        for StrangeCell { target, text, how } in strange {
            let (level, what, mend) = match how {
                Some(Strangeness::Unreadable) => (
                    ProblemLevel::Error,
                    format!("Hay letras que no se pueden leer: «{text}»."),
                    "Escriba de nuevo el dato.",
                ),
                Some(Strangeness::LookAlike) => (
                    ProblemLevel::Warning,
                    format!("Tenía letras de otro alfabeto: se leyó «{text}»."),
                    "Compruebe que es el dato correcto.",
                ),
                Some(Strangeness::LooseAccent) => (
                    ProblemLevel::Warning,
                    format!("Un acento estaba suelto: se leyó «{text}»."),
                    "Compruebe que es el dato correcto.",
                ),
                None => (
                    ProblemLevel::Warning,
                    format!("Las letras venían dañadas de otro programa: se leyó «{text}»."),
                    "Compruebe que es el dato correcto.",
                ),
            };
            self.say(level, row, target, what, mend);
        }
    }

    /// What is wrong with a cell whatever it is about.
    pub(super) fn look_at_cells(&mut self, row: &Row) {
        for cell in &row.cells {
            let Some(target) = self.columns.target(cell.column) else { continue };
            if cell.kind == CellKind::Error {
                let what = format!("La celda muestra el error «{}» de una fórmula.", cell.text);
                self.wrong(row, target, what, "Escriba el dato en lugar de la fórmula.");
            } else if cell.kind != CellKind::Number
                && looks_like_formula(&cell.text)
                && target != ColumnTarget::Phone
                && !words::is_nothing(&cell.text)
            {
                let what = "El texto comienza como una fórmula.";
                self.wrong(row, target, what, "Escriba solo el dato, sin signos al comienzo.");
            } else if cell.formula {
                let what = "Viene de una fórmula: se tomó lo que mostraba la celda.".to_owned();
                let mend = "Compruebe que es el dato correcto.";
                self.say(ProblemLevel::Warning, row, target, what, mend);
            }
            if let Some(character) = documents::unprintable(&cell.text).filter(|c| *c != '\u{fffd}')
            {
                let what =
                    format!("El carácter «{character}» no se puede imprimir en los documentos.");
                self.wrong(row, target, what, "Quítelo.");
            }
        }
    }
}
