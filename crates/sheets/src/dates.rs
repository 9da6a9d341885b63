//! Days as workbooks count them.

/// Which number formats show a number as a date or a time.
pub fn is_date_code(code: &str) -> bool {
    let mut quoted = false;
    let mut brackets = 0_u32;
    let mut previous = ' ';
    for c in code.chars() {
        // A letter after a backslash or an underscore is shown or left blank, not a code.
        let literal = matches!(previous, '\\' | '_' | '*');
        previous = if literal { ' ' } else { c };
        match c {
            _ if literal => {}
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            // «[h]» counts hours; «[Red]» is a colour.
            _ if brackets > 0 => {}
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' | 'a' | 'A'
                if is_plain(code) =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// «General», «Estándar» and their like spell letters that mean nothing.
fn is_plain(code: &str) -> bool {
    !code.trim().eq_ignore_ascii_case("general") && !code.contains("General")
}

/// The formats that workbooks do not write down because every program knows them.
pub fn is_known_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// «2026-11-24», or «2026-11-24 08:00»; nothing when the number is no day of any calendar.
pub fn iso(serial: f64, from_1904: bool) -> Option<String> {
    if !serial.is_finite() || !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let mut whole = serial.floor();
    let mut minutes = ((serial - whole) * 1440.0).round() as i64;
    if minutes >= 1440 {
        whole += 1.0;
        minutes = 0;
    }
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let day = whole as i64;
    if day == 0 && !from_1904 {
        return Some(time);
    }
    // Day 1 is 1 January 1900, and day 60 a 29 February that never was.
    let days_from_1970 = match (from_1904, day) {
        (true, _) => day - 24_107,
        (false, 1..=59) => day - 25_568,
        (false, _) => day - 25_569,
    };
    let (year, month, day) = civil(days_from_1970);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(if minutes == 0 { date } else { format!("{date} {time}") })
}

/// The date of a count of days from 1 January 1970 (Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_that_excel_shows() {
        assert_eq!(iso(46_350.0, false).as_deref(), Some("2026-11-24"));
        assert_eq!(iso(46_350.333_333_333, false).as_deref(), Some("2026-11-24 08:00"));
        assert_eq!(iso(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(iso(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(iso(0.5, false).as_deref(), Some("12:00"));
        assert_eq!(iso(44_888.0, true).as_deref(), Some("2026-11-24"));
        assert_eq!(iso(-1.0, false), None);
        assert_eq!(iso(f64::NAN, false), None);
        assert_eq!(iso(1e300, false), None);
    }

    #[test]
    fn formats_tell_dates_from_numbers() {
        for date in
            ["dd/mm/yyyy", "yyyy\\-mm\\-dd", "[$-240A]d\" de \"mmmm", "h:mm", "[$-409]d-mmm"]
        {
            assert!(is_date_code(date), "{date}");
        }
        for number in ["General", "0.00", "#,##0\" días\"", "[Red]0", "0_d", "\\d0", "@"] {
            assert!(!is_date_code(number), "{number}");
        }
        assert!(is_known_date(14) && !is_known_date(4));
    }
}
