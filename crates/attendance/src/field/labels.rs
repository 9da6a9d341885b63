//! What is said about marks that came from telephones.

use chrono::TimeDelta;

use platform::numbers;

/// «12 minutos adelantado», or nothing when it hardly matters.
pub fn skew(ahead: TimeDelta) -> Option<String> {
    let minutes = ahead.num_minutes().unsigned_abs();
    let amount = match minutes {
        0..=1 => return None,
        2..=120 => format!("{minutes} minutos"),
        121..=2_880 => format!("{} horas", minutes / 60),
        _ => numbers::some(usize::try_from(minutes / 1_440).unwrap_or(usize::MAX), "día", "días"),
    };
    let way = if ahead > TimeDelta::zero() { "adelantado" } else { "atrasado" };
    Some(format!("reloj {way} {amount}"))
}

#[cfg(test)]
mod tests {
    use super::skew;
    use chrono::TimeDelta;

    #[test]
    fn a_clock_is_told_by_how_far_it_is_off() {
        assert_eq!(skew(TimeDelta::seconds(100)), None);
        assert_eq!(skew(TimeDelta::minutes(-12)).as_deref(), Some("reloj atrasado 12 minutos"));
        assert_eq!(skew(TimeDelta::hours(5)).as_deref(), Some("reloj adelantado 5 horas"));
        assert_eq!(skew(TimeDelta::days(3)).as_deref(), Some("reloj adelantado 3 días"));
    }
}
