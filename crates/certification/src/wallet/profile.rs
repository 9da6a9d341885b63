//! The address by which a certificate is added to a profile on LinkedIn, as LinkedIn documents it
//! («Add to profile»): the person opens it themselves, and nothing goes there before.

use chrono::{Datelike, NaiveDate};
use url::form_urlencoded::Serializer;

const ADDRESS: &str = "https://www.linkedin.com/profile/add";

/// What is added to the profile.
#[derive(Clone, Debug)]
pub struct ProfileEntry<'a> {
    pub course: &'a str,
    /// «Escuela Superior de Administración Pública»
    pub issuer: &'a str,
    pub issued_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    /// The public address that verifies the certificate.
    pub verify_url: &'a str,
    /// «2026-000123»
    pub number: &'a str,
}

/// Every value is encoded by the crate that follows the URL standard.
pub fn address(entry: &ProfileEntry<'_>) -> String {
    let mut query = Serializer::new(String::new());
    query
        .append_pair("startTask", "CERTIFICATION_NAME")
        .append_pair("name", entry.course)
        .append_pair("organizationName", entry.issuer)
        .append_pair("issueYear", &entry.issued_on.year().to_string())
        .append_pair("issueMonth", &entry.issued_on.month().to_string());
    if let Some(day) = entry.expires_on {
        query
            .append_pair("expirationYear", &day.year().to_string())
            .append_pair("expirationMonth", &day.month().to_string());
    }
    query.append_pair("certUrl", entry.verify_url).append_pair("certId", entry.number);
    format!("{ADDRESS}?{}", query.finish())
}

/// The issuer as an organisation is called: «La Escuela…» begins a sentence on the paper.
pub fn organisation(issuer: &str) -> &str {
    issuer.strip_prefix("La ").or_else(|| issuer.strip_prefix("El ")).unwrap_or(issuer)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use url::Url;

    use super::*;

    fn entry(expires_on: Option<NaiveDate>) -> ProfileEntry<'static> {
        ProfileEntry {
            course: "Planeación & Ñ: «agua» 100 % #1 + más=?",
            issuer: "Escuela Superior de Administración Pública",
            issued_on: NaiveDate::from_ymd_opt(2026, 11, 3).unwrap_or_default(),
            expires_on,
            verify_url: "https://formacion.example/verificar/7F3K52QDMAPIRIPANLOBO234XY",
            number: "2026-000123",
        }
    }

    #[test]
    fn what_a_course_is_called_cannot_become_another_parameter() {
        let address = address(&entry(None));
        assert!(address.is_ascii());
        assert!(address.contains("Planeaci%C3%B3n+%26+%C3%91"), "{address}");
        let url = Url::parse(&address).unwrap_or_else(|_| panic!("{address}"));
        assert_eq!(url.origin().ascii_serialization(), "https://www.linkedin.com");
        assert_eq!(url.path(), "/profile/add");
        let pairs: HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(pairs["name"], "Planeación & Ñ: «agua» 100 % #1 + más=?");
        assert_eq!(pairs["issueYear"], "2026");
        assert_eq!(pairs["issueMonth"], "11");
        assert_eq!(pairs["certId"], "2026-000123");
        assert_eq!(
            pairs["certUrl"],
            "https://formacion.example/verificar/7F3K52QDMAPIRIPANLOBO234XY"
        );
        assert_eq!(pairs.len(), 7, "and nothing else: {address}");
    }

    #[test]
    fn it_says_until_when_where_there_is_an_end() {
        let address = address(&entry(NaiveDate::from_ymd_opt(2028, 2, 29)));
        assert!(address.contains("&expirationYear=2028&expirationMonth=2&"), "{address}");
    }

    #[test]
    fn an_organisation_has_no_article() {
        assert_eq!(
            organisation("La Escuela Superior de Administración Pública"),
            "Escuela Superior de Administración Pública"
        );
        assert_eq!(organisation("Universidad"), "Universidad");
    }
}
