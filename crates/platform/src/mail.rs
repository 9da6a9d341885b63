//! What counts as an address of mail, the same for everybody who asks for one.

/// An address that mail can be sent to: one, with a domain that has a dot.
pub fn is_mail(text: &str) -> bool {
    text.len() <= 254
        && text.parse::<lettre::Address>().is_ok_and(|address| address.domain().contains('.'))
}

#[cfg(test)]
mod tests {
    use super::is_mail;

    #[test]
    fn one_address_with_a_domain_is_one() {
        assert!(is_mail("ana.ruiz@alcaldia.gov.co"));
        for bad in ["", "ana", "ana@", "ana@pueblo", "a b@c.co", "ana@x.co, b@x.co"] {
            assert!(!is_mail(bad), "{bad}");
        }
    }
}
