//! Under which licence this instance publishes its open data.

use rocket::figment::Figment;

use platform::texts::word;

/// The setting, as `Rocket.toml` writes it; in the environment it begins with `ROCKET_`.
const SETTING: &str = "open_data_licence";

/// The licence in words; `None` where nobody has decided it.
pub struct DataLicence(Option<String>);

impl DataLicence {
    /// Reads the setting. What is no text is no licence.
    pub fn read(figment: &Figment) -> Self {
        let text = figment.extract_inner::<String>(SETTING).unwrap_or_default();
        Self(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    pub fn text(&self) -> &str {
        self.0.as_deref().unwrap_or_else(|| word("reports.open_licence_unset"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_told_where_one_is_set_and_nothing_else_is() {
        let read = |figment: Figment| DataLicence::read(&figment).0;
        assert_eq!(read(Figment::new()), None);
        assert_eq!(read(Figment::new().merge((SETTING, "  "))), None);
        assert_eq!(read(Figment::new().merge((SETTING, 4))), None);
        let set = Figment::new().merge((SETTING, "CC BY 4.0"));
        assert_eq!(read(set).as_deref(), Some("CC BY 4.0"));
    }
}
