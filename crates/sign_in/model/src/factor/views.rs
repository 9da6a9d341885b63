//! How pages say what is owed.

use platform::numbers;

use super::rules::FactorDuty;

/// What is left of the days to set a factor up, in a sentence.
pub fn due_sentence(duty: FactorDuty) -> Option<String> {
    match duty {
        FactorDuty::Due { days: 1 } => Some("Hoy es el último día para configurarlo.".to_owned()),
        FactorDuty::Due { days } => {
            Some(format!("Le quedan {} para configurarlo.", numbers::some(days, "día", "días")))
        }
        FactorDuty::Settled | FactorDuty::Overdue => None,
    }
}
