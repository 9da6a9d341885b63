//! The fields that say how attendance counts, the same in the builder and in a cohort's data.

use platform::fields::FormState;
use platform::forms::{Fields, Reader};

use crate::counting::{CORRECTION_DAYS, Counting, LATE_AFTER};
use crate::views::{KEPT, SHARES};

const LATE: &str = "tarde_desde";
const SHARE: &str = "asistencia_por";
const EXCUSED: &str = "excusas";
const DISPENSED: &str = "dispensas";
const DAYS: &str = "correccion_dias";
/// The names of the fields.
pub const NAMES: [&str; 5] = [LATE, SHARE, EXCUSED, DISPENSED, DAYS];

fn word(list: [(&'static str, &'static str, bool); 2], answer: bool) -> &'static str {
    list.into_iter().find(|(_, _, means)| *means == answer).map_or("", |(word, _, _)| word)
}

/// The form with how it counts, where nothing was typed yet.
pub fn filled(mut form: FormState, counting: Counting) -> FormState {
    for (name, value) in [
        (LATE, counting.late_after_minutes.to_string()),
        (SHARE, word(SHARES, counting.partial_hours).to_owned()),
        (EXCUSED, word(KEPT, counting.excused_counts).to_owned()),
        (DISPENSED, word(KEPT, counting.dispensed_counts).to_owned()),
        (DAYS, counting.correction_days.to_string()),
    ] {
        form.values.entry(name.to_owned()).or_insert_with(|| vec![value]);
    }
    form
}

/// Reads the rule of counting from the form. A field that the form did not have keeps its old
/// value.
pub fn read(reader: &mut Reader<'_>, fields: &Fields, old: Counting) -> Counting {
    let mut whole = |name, range, missing, old| {
        if fields.has(name) { reader.whole(name, range, missing) } else { old }
    };
    let late_after_minutes =
        whole(LATE, LATE_AFTER, "Escriba desde cuántos minutos es tarde.", old.late_after_minutes);
    let correction_days = whole(
        DAYS,
        CORRECTION_DAYS,
        "Escriba cuántos días hay para pedir una corrección.",
        old.correction_days,
    );
    let mut chosen = |name, list: [(&str, &str, bool); 2], old| {
        if !fields.has(name) {
            return old;
        }
        let answers = list.map(|(word, _, means)| (word, means));
        reader.choice(name, &answers, "Elija una opción de la lista.").unwrap_or(old)
    };
    Counting {
        late_after_minutes,
        partial_hours: chosen(SHARE, SHARES, old.partial_hours),
        excused_counts: chosen(EXCUSED, KEPT, old.excused_counts),
        dispensed_counts: chosen(DISPENSED, KEPT, old.dispensed_counts),
        correction_days,
    }
}
