use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, WrongSetting> {
    let mut figment = Figment::from(house());
    for (key, value) in pairs {
        figment = figment.merge((*key, *value));
    }
    Config::read(&figment)
}

#[test]
fn nothing_set_means_an_embedded_database_on_this_machine() {
    let config = read(&[]).expect("defaults are valid");
    assert_eq!(config.database_url, "sqlite://formacion.sqlite");
    assert_eq!(config.public_url, "http://127.0.0.1:8000");
    assert!(!config.https());
    let nothing = ExplicitSettings { database_url: false, public_url: false, mail_from: false };
    assert_eq!(config.written, nothing);
    assert!(config.require_public_url().is_err() && config.require_mail().is_err());
}

#[test]
fn who_answers_for_personal_data_is_named_whole_or_not_at_all() {
    let whole = [
        ("controller_name", "Escuela Superior"),
        ("controller_nit", "900.000.000-1"),
        ("controller_address", "Calle 44, Bogotá"),
        ("controller_mail", "datos@escuela.example"),
    ];
    let controller = read(&whole).expect("is whole").controller.expect("is there");
    assert_eq!(controller.nit, "900.000.000-1");
    assert_eq!(read(&[]).expect("defaults are valid").controller, None);
    for (missing, _) in whole {
        let some: Vec<_> = whole.into_iter().filter(|(key, _)| *key != missing).collect();
        let error = read(&some).expect_err(missing).to_string();
        assert!(error.starts_with(&missing.to_uppercase()), "{error}");
    }
    let mut wrong = whole;
    wrong[3].1 = "nadie";
    assert!(read(&wrong).expect_err("no mail").to_string().starts_with("CONTROLLER_MAIL"));
}

#[test]
fn each_wrong_setting_is_named_in_one_sentence() {
    for (key, value) in [
        ("database_url", "mysql://x"),
        ("public_url", "formacion.gov.co"),
        ("public_url", "https://formacion.gov.co/app"),
        ("smtp_url", "correo"),
        ("mail_from", "nadie"),
        ("first_link_days", "0"),
        ("first_link_days", "61"),
    ] {
        let error = read(&[(key, value)]).expect_err(value).to_string();
        assert!(error.starts_with(&key.to_uppercase()), "{error}");
    }
    for (key, value) in
        [("address", "localhost"), ("workers", "abc"), ("port", "mil"), ("log_level", "mucho")]
    {
        let error = read(&[(key, value)]).expect_err(value).to_string();
        assert!(error.starts_with(&format!("ROCKET_{}", key.to_uppercase())), "{error}");
        assert!(error.contains(&format!("«{value}»")), "{error}");
    }
}

#[test]
fn what_mail_servers_are_told_is_never_suggested_in_the_open() {
    let error = read(&[("smtp_url", "correo")]).expect_err("no server").to_string();
    assert!(error.contains("smtps://") && error.contains("?tls=required"), "{error}");
}

#[test]
fn listening_everywhere_needs_the_address_that_people_type() {
    for everywhere in ["0.0.0.0", "::"] {
        let error = read(&[("address", everywhere)]).expect_err(everywhere).to_string();
        assert!(error.starts_with("Falta PUBLIC_URL"), "{error}");
        let url = ("public_url", "http://192.168.1.20:8000");
        assert!(read(&[("address", everywhere), url]).is_ok());
    }
    let config = read(&[("address", "::1")]).expect("one place");
    assert_eq!(config.public_url, "http://[::1]:8000");
}

#[test]
fn no_header_disguises_an_address_unless_it_is_named() {
    let figment = Figment::from(house());
    assert_eq!(rocket::Config::try_from(&figment).expect("valid").ip_header, None);
    let behind = figment.merge(("ip_header", "X-Real-IP"));
    assert!(rocket::Config::try_from(&behind).expect("valid").ip_header.is_some());
}
