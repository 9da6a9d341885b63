//! Territory codes in addresses: anything that has not the form of a code names nothing,
//! and looks like any other absent row.

use rocket::request::FromParam;

use platform::ids::NotAnId;

macro_rules! code {
    ($(#[$meta:meta])* $name:ident, $digits:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'a> FromParam<'a> for $name {
            type Error = NotAnId;

            fn from_param(param: &'a str) -> Result<Self, NotAnId> {
                if param.len() == $digits && param.bytes().all(|byte| byte.is_ascii_digit()) {
                    Ok(Self(param.to_owned()))
                } else {
                    Err(NotAnId)
                }
            }
        }
    };
}

code!(
    /// DIVIPOLA code of a department.
    DepartmentCode,
    2
);
code!(
    /// DIVIPOLA code of a municipality.
    MunicipalityCode,
    5
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_of_the_right_length_are_a_code() {
        assert!(DepartmentCode::from_param("05").is_ok());
        assert!(MunicipalityCode::from_param("50325").is_ok());
        for odd in ["", "5", "005", "5a", "\u{0}5", "٥٠", "+5"] {
            assert!(DepartmentCode::from_param(odd).is_err(), "{odd:?}");
        }
        assert!(MunicipalityCode::from_param("5032").is_err());
    }
}
