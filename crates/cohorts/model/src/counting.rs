//! How attendance counts in a cohort (R34): said before it starts, frozen from then on, and printed
//! wherever a percentage is. The arithmetic is attendance's; the words are here, once.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use platform::numbers::some;

use super::entity::cohort;

/// Minutes after the start from which somebody may be late.
pub const LATE_AFTER: RangeInclusive<i32> = 0..=240;
/// Days after a session in which a correction may be asked for.
pub const CORRECTION_DAYS: RangeInclusive<i32> = 0..=60;

/// What a coordination decides about how attendance counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// A person who comes more than this many minutes after the start is late.
    pub late_after_minutes: i32,
    /// Minutes attended over minutes of the sessions, not sessions over sessions. A mark without
    /// minutes counts whole.
    pub partial_hours: bool,
    /// An excuse stays in the denominator, as not attended.
    pub excused_counts: bool,
    /// The same for a dispensation.
    pub dispensed_counts: bool,
    pub correction_days: i32,
}

impl Default for Counting {
    /// The rule of a cohort for which nothing else was decided; the columns have the same defaults.
    fn default() -> Self {
        Self {
            late_after_minutes: 15,
            partial_hours: false,
            excused_counts: true,
            dispensed_counts: false,
            correction_days: 5,
        }
    }
}

impl Counting {
    pub fn is_in_scale(&self) -> bool {
        LATE_AFTER.contains(&self.late_after_minutes)
            && CORRECTION_DAYS.contains(&self.correction_days)
    }
}

impl From<&cohort::Model> for Counting {
    fn from(cohort: &cohort::Model) -> Self {
        Self {
            late_after_minutes: cohort.late_after_minutes,
            partial_hours: cohort.partial_hours,
            excused_counts: cohort.excused_counts,
            dispensed_counts: cohort.dispensed_counts,
            correction_days: cohort.correction_days,
        }
    }
}

/// A cohort's whole rule of attendance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceRule {
    /// Percent.
    pub minimum: i32,
    pub counting: Counting,
}

impl From<&cohort::Model> for AttendanceRule {
    fn from(cohort: &cohort::Model) -> Self {
        Self { minimum: cohort.minimum_attendance, counting: Counting::from(cohort) }
    }
}

impl AttendanceRule {
    /// The rule in one paragraph, as pages, sheets and workbooks print it.
    pub fn sentence(&self) -> String {
        let Self { minimum, counting } = self;
        let share = if counting.partial_hours {
            "minutos asistidos ÷ minutos de las sesiones dictadas; un registro sin minutos cuenta la sesión entera"
        } else {
            "sesiones con «presente» o «tarde» ÷ sesiones dictadas"
        };
        let late = match counting.late_after_minutes {
            0 => "Llega tarde quien entra después de la hora de inicio".to_owned(),
            minutes => format!(
                "Llega tarde quien entra más de {} después del inicio",
                some(minutes, "minuto", "minutos")
            ),
        };
        let kept = |counts| {
            if counts { "cuenta como no asistida" } else { "no entra en la cuenta" }
        };
        let correction = match counting.correction_days {
            0 => "No se reciben solicitudes de corrección".to_owned(),
            days => format!(
                "Una corrección se pide a más tardar {} después de la sesión, o de su cierre si fue después",
                some(days, "día", "días")
            ),
        };
        format!(
            "Mínimo de asistencia: {minimum} %. Asistencia = {share}. {late}. Una sesión con excusa \
             {}; con dispensa, {}; sin registro cuenta como no asistida. Se corta al entero: 79,9 % \
             se muestra 79 %. {correction}.",
            kept(counting.excused_counts),
            kept(counting.dispensed_counts),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_every_part_of_the_rule() {
        let rule = AttendanceRule { minimum: 80, counting: Counting::default() };
        assert_eq!(
            rule.sentence(),
            "Mínimo de asistencia: 80 %. Asistencia = sesiones con «presente» o «tarde» ÷ sesiones \
             dictadas. Llega tarde quien entra más de 15 minutos después del inicio. Una sesión con \
             excusa cuenta como no asistida; con dispensa, no entra en la cuenta; sin registro \
             cuenta como no asistida. Se corta al entero: 79,9 % se muestra 79 %. Una corrección \
             se pide a más tardar 5 días después de la sesión, o de su cierre si fue después."
        );
        let other = Counting {
            late_after_minutes: 0,
            partial_hours: true,
            excused_counts: false,
            dispensed_counts: true,
            correction_days: 0,
        };
        let said = AttendanceRule { minimum: 75, counting: other }.sentence();
        for part in [
            "75 %",
            "minutos asistidos ÷ minutos",
            "después de la hora de inicio",
            "con excusa no entra en la cuenta; con dispensa, cuenta como no asistida",
            "No se reciben solicitudes",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    #[test]
    fn minutes_and_days_have_their_scale() {
        let good = Counting::default();
        assert!(good.is_in_scale());
        for bad in [
            Counting { late_after_minutes: -1, ..good },
            Counting { late_after_minutes: 241, ..good },
            Counting { correction_days: 61, ..good },
        ] {
            assert!(!bad.is_in_scale());
        }
    }
}
