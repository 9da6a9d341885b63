//! When a letter is tried again and when it is given up (R66), pure.

use chrono::{DateTime, TimeDelta, Utc};

use platform::texts::word;

/// How long a claimed message belongs to the sender that claimed it. When a sender dies, the others
/// may take the message after this time, which is longer than any delivery may take.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// Deliveries tried before a message is given up; with [`wait`] about two days.
pub const ATTEMPTS: i32 = 9;

/// Why a delivery did not happen. Kept as a code: servers quote addresses in their answers,
/// and no address belongs in a log or in `last_error` (P15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The recipient's address is not one.
    Address,
    /// The letter cannot be put in a mail.
    Letter,
    /// The server answered with this code.
    Answer(u16),
    /// The server cannot be reached, or the line was cut.
    Line,
    /// It took too long.
    Timeout,
    /// Its reader asked for no more letters about this.
    Unwanted,
}

impl Trouble {
    /// Trying again cannot help. A refused password (530, 534, 535, 538) speaks of our
    /// settings and not of the letter, so it waits for them to be mended.
    pub fn is_final(self) -> bool {
        match self {
            Self::Address | Self::Letter | Self::Unwanted => true,
            Self::Answer(code) => (500..600).contains(&code) && !is_about_us(code),
            Self::Line | Self::Timeout => false,
        }
    }

    /// The whole server is in trouble, not this letter: the next one would fare no better.
    pub fn stops_the_round(self) -> bool {
        match self {
            Self::Line | Self::Timeout => true,
            Self::Answer(code) => code == 421 || is_about_us(code),
            Self::Address | Self::Letter | Self::Unwanted => false,
        }
    }

    /// What is kept in `last_error`.
    pub fn code(self) -> String {
        match self {
            Self::Address => "address".to_owned(),
            Self::Letter => "letter".to_owned(),
            Self::Answer(code) => format!("smtp {code}"),
            Self::Line => "line".to_owned(),
            Self::Timeout => "timeout".to_owned(),
            Self::Unwanted => "unwanted".to_owned(),
        }
    }
}

fn is_about_us(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}

/// A kept code in words.
pub fn trouble_label(code: &str) -> String {
    match code {
        "address" => "La dirección de correo no es válida".to_owned(),
        "letter" => "El mensaje no se pudo componer".to_owned(),
        "line" => "No hubo comunicación con el servidor de correo".to_owned(),
        "unwanted" => word("notices.unwanted").to_owned(),
        "timeout" => "El servidor de correo tardó demasiado".to_owned(),
        other => match other.strip_prefix("smtp ").and_then(|code| code.parse().ok()) {
            Some(code) if is_about_us(code) => {
                format!("El servidor de correo no aceptó nuestra cuenta ({code})")
            }
            Some(code @ (550 | 551 | 553)) => format!("El destinatario no existe ({code})"),
            Some(code @ (452 | 552)) => format!("El buzón del destinatario está lleno ({code})"),
            Some(code) if code < 500 => {
                format!("El servidor de correo pidió intentar después ({code})")
            }
            Some(code) => format!("El servidor de correo rechazó el mensaje ({code})"),
            None => "Sin motivo conocido".to_owned(),
        },
    }
}

/// What becomes of a message after a delivery that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    RetryAt(DateTime<Utc>),
    GiveUp,
}

/// `attempts` counts the delivery that just failed.
pub fn after(attempts: i32, trouble: Trouble, now: DateTime<Utc>) -> RetryDecision {
    if trouble.is_final() || attempts >= ATTEMPTS {
        RetryDecision::GiveUp
    } else {
        RetryDecision::RetryAt(now + wait(attempts))
    }
}

/// The growing pause after the `attempts`-th delivery.
fn wait(attempts: i32) -> TimeDelta {
    match attempts {
        ..=1 => TimeDelta::minutes(1),
        2 => TimeDelta::minutes(5),
        3 => TimeDelta::minutes(20),
        4 => TimeDelta::hours(1),
        5 => TimeDelta::hours(4),
        6 => TimeDelta::hours(8),
        _ => TimeDelta::hours(16),
    }
}

/// A recipient whose name nobody needs to read: `ana.ruiz@alcaldia.gov.co` is
/// `a…@alcaldia.gov.co`.
pub fn masked_mail(mail: &str) -> String {
    match mail.rsplit_once('@') {
        Some((name, host)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}…@{host}")
        }
        None => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000, 0).expect("a time")
    }

    #[test]
    fn each_failure_waits_longer_and_the_last_gives_up() {
        let mut last = TimeDelta::zero();
        let mut whole = TimeDelta::zero();
        for attempts in 1..ATTEMPTS {
            let RetryDecision::RetryAt(at) = after(attempts, Trouble::Line, now()) else {
                panic!("given up after {attempts}");
            };
            assert!(at - now() >= last);
            last = at - now();
            whole += last;
        }
        assert!(whole > TimeDelta::hours(40), "a lost weekend day is survived");
        assert_eq!(after(ATTEMPTS, Trouble::Line, now()), RetryDecision::GiveUp);
    }

    #[test]
    fn a_refused_recipient_is_final_and_a_refused_password_is_not() {
        assert_eq!(after(1, Trouble::Answer(550), now()), RetryDecision::GiveUp);
        assert_eq!(after(1, Trouble::Address, now()), RetryDecision::GiveUp);
        assert_eq!(after(1, Trouble::Unwanted, now()), RetryDecision::GiveUp);
        assert!(matches!(after(1, Trouble::Answer(451), now()), RetryDecision::RetryAt(_)));
        assert!(matches!(after(1, Trouble::Answer(535), now()), RetryDecision::RetryAt(_)));
    }

    #[test]
    fn every_code_has_its_words_and_none_names_anybody() {
        for trouble in [
            Trouble::Address,
            Trouble::Letter,
            Trouble::Answer(421),
            Trouble::Answer(535),
            Trouble::Answer(550),
            Trouble::Answer(552),
            Trouble::Answer(554),
            Trouble::Line,
            Trouble::Timeout,
            Trouble::Unwanted,
        ] {
            assert_ne!(trouble_label(&trouble.code()), "Sin motivo conocido");
        }
        assert_eq!(masked_mail("ana.ruiz@pueblo.gov.co"), "a…@pueblo.gov.co");
        assert_eq!(masked_mail("nadie"), "…");
    }
}
