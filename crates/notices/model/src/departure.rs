//! What a page says of the letters that a change sends, before it is made: how many leave, and when.

use platform::numbers::some;
use platform::texts::say;

/// When letters leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    Now,
    /// When nothing changed for a while, so that several changes are one letter.
    WhenQuiet,
}

impl Departure {
    /// «35 correos saldrán ahora, uno a cada persona; …». The number comes from the function that will send.
    pub fn sentence(self, letters: impl TryInto<i64>) -> String {
        let letters = some(letters, "correo saldrá", "correos saldrán");
        let code = match self {
            Self::Now => "notices.letters_now",
            Self::WhenQuiet => "notices.letters_when_quiet",
        };
        say(code, &[("letters", letters)])
    }
}
