use super::*;
use crate::achievement::{
    AchievementFacts, AchievementType, Alignment, Evidence, Image, LinkedDocument, OPEN_BADGES,
    ResultDescription,
};
use crate::keys::Algorithm;
use chrono::TimeDelta;

const HOUSE: &str = "https://formacion.example";

/// The first is a key of before.
fn key(seed: u8) -> IssuerKey {
    let algorithm = if seed == 1 { Algorithm::EdDsa } else { Algorithm::Es256 };
    IssuerKey::new(algorithm, &[seed; 32], format!("{HOUSE}/emisor/claves/{seed}")).unwrap()
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_796_054_400, 123_000_000).unwrap()
}

fn facts() -> BadgeFacts {
    let capacity = format!("{HOUSE}/capacidades/C1");
    BadgeFacts {
        id: format!("{HOUSE}/verificar/ABC/credencial"),
        subject: "urn:uuid:7b0c5b1e-0000-4000-8000-000000000000".into(),
        issuer: Profile::new(format!("{HOUSE}/emisor"), "Escuela", HOUSE),
        valid_from: now(),
        valid_until: None,
        identifier: vec![
            Identity::name("Luz Marcela Guayacán Ñandú"),
            Identity::email("Luz@Pueblo.example", "sal"),
        ],
        number: "2026-000123".into(),
        starts_at: now() - TimeDelta::days(20),
        ends_at: now() - TimeDelta::days(2),
        result: vec![ResultValue::new(format!("{HOUSE}/emisor/cursos/4#horas"), "40")],
        achievement: Achievement::new(AchievementFacts {
            id: format!("{HOUSE}/emisor/cursos/4"),
            kind: AchievementType::CertificateOfCompletion,
            name: "Gestión tributaria territorial".into(),
            description: "Curso de 40 horas".into(),
            narrative: "Asistir al 80 %".into(),
            image: Image::new(format!("{HOUSE}/emisor/cursos/4/insignia.svg"), "Insignia"),
            creator: Profile::new(format!("{HOUSE}/emisor"), "Escuela", HOUSE),
            tag: vec!["curso".into()],
            credits_available: Some(40),
            result_description: vec![ResultDescription::new(
                format!("{HOUSE}/emisor/cursos/4#horas"),
                "Horas",
                "Hours",
                Some("40".into()),
            )],
            alignment: vec![Alignment::new(
                "Marco de capacidades",
                "C1",
                "Recursos propios",
                capacity,
            )],
        }),
        evidence: vec![Evidence::new(
            format!("{HOUSE}/verificar/ABC"),
            "Verificación",
            "Dice si vale",
        )],
        status: StatusEntry::new(&format!("{HOUSE}/emisor/listas/1"), 94_567),
    }
}

fn keys() -> JwkSet {
    JwkSet { keys: vec![key(1).public(), key(2).public()] }
}

#[test]
fn a_badge_that_was_signed_is_read_back() {
    let badge = Badge::new(facts());
    let text = badge.clone().sign(&key(2)).unwrap();
    let signed = Badge::verify(&text, &keys()).unwrap();
    assert_eq!(signed.claims, badge);
    assert_eq!(signed.kid, key(2).kid());
    assert_eq!(signed.claims.holder(), Some("Luz Marcela Guayacán Ñandú"));
    assert_eq!(signed.claims.credential_status.index(), Ok(94_567));
    assert_eq!(text, badge.sign(&key(2)).unwrap(), "the same words, the same bytes");
}

#[test]
fn hours_are_credits_and_the_page_that_verifies_is_the_evidence() {
    let said = serde_json::to_value(Badge::new(facts())).unwrap();
    assert_eq!(said["credentialSubject"]["achievement"]["creditsAvailable"], 40);
    assert_eq!(said["evidence"][0]["type"][0], "Evidence");
    assert_eq!(said["evidence"][0]["id"], format!("{HOUSE}/verificar/ABC"));
}

/// The form of before, without what was added since.
#[test]
fn a_badge_of_before_is_read_as_it_was_signed() {
    let mut old = serde_json::to_value(Badge::new(facts())).unwrap();
    let members = old.as_object_mut().unwrap();
    members.remove("awardedDate");
    members.remove("credentialSchema");
    members.remove("evidence");
    members["@context"].as_array_mut().unwrap().pop();
    let subject = members["credentialSubject"].as_object_mut().unwrap();
    subject.remove("result");
    let achievement = subject["achievement"].as_object_mut().unwrap();
    for member in ["image", "creator", "tag", "creditsAvailable", "resultDescription"] {
        achievement.remove(member);
    }
    let badge: Badge = serde_json::from_value(old.clone()).unwrap();
    assert_eq!(serde_json::to_value(&badge).unwrap(), old);
    let text = badge.sign(&key(1)).unwrap();
    assert_eq!(Badge::claimed_address(&text).as_deref(), old["id"].as_str());
    assert!(Badge::verify(&text, &keys()).is_ok());
    for strange in ["", "a.b.c", "a.e30.c", &text[..20]] {
        assert_eq!(Badge::claimed_address(strange), None, "{strange}");
    }
}

#[test]
fn a_badge_signed_by_another_key_is_refused() {
    let text = Badge::new(facts()).sign(&key(3)).unwrap();
    assert_eq!(Badge::verify(&text, &keys()).err(), Some(CredentialError::UnknownKey));
    let named_alike = IssuerKey::new(Algorithm::EdDsa, &[3; 32], key(1).kid()).unwrap();
    let text = Badge::new(facts()).sign(&named_alike).unwrap();
    assert_eq!(Badge::verify(&text, &keys()).err(), Some(CredentialError::Signature));
}

#[test]
fn a_retired_key_that_is_still_published_keeps_its_badges_true() {
    let old = Badge::new(facts()).sign(&key(1)).unwrap();
    assert!(Badge::verify(&old, &keys()).is_ok());
    let forgotten = JwkSet { keys: vec![key(2).public()] };
    assert_eq!(Badge::verify(&old, &forgotten).err(), Some(CredentialError::UnknownKey));
}

#[test]
fn claims_that_disagree_with_the_credential_are_refused() {
    let badge = Badge::new(facts());
    let right = |badge: Badge| Claims {
        iss: badge.issuer.id.clone(),
        jti: badge.id.clone(),
        sub: badge.credential_subject.id.clone(),
        nbf: badge.valid_from.timestamp(),
        exp: None,
        badge,
    };
    type Change = fn(&mut Claims);
    let changes: [(&str, Change); 6] = [
        ("iss", |claims| claims.iss.push('/')),
        ("jti", |claims| claims.jti.push('1')),
        ("sub", |claims| claims.sub.push('1')),
        ("nbf", |claims| claims.nbf += 1),
        ("exp", |claims| claims.exp = Some(claims.nbf)),
        ("@context", |claims| claims.badge.context.clear()),
    ];
    for (what, change) in changes {
        let mut claims = right(badge.clone());
        change(&mut claims);
        let text = jws::sign(&key(1), TYP, &claims).unwrap();
        assert_eq!(
            Badge::verify(&text, &keys()).err(),
            Some(CredentialError::Claims(what)),
            "{what}"
        );
    }
}

#[test]
fn a_signed_list_is_no_badge() {
    use crate::status::{Bits, Lifetime, StatusList};
    let lifetime = Lifetime { valid: TimeDelta::days(1), fresh: TimeDelta::seconds(30) };
    let list = StatusList::new("l", "i", now(), lifetime, &Bits::default()).unwrap();
    let text = list.sign(&key(1)).unwrap();
    assert!(matches!(Badge::verify(&text, &keys()), Err(CredentialError::Header(_))));
}

#[test]
fn it_holds_from_its_day_until_its_last() {
    let until = Some(now() + TimeDelta::days(365));
    let badge = Badge::new(BadgeFacts { valid_until: until, ..facts() });
    let read = Badge::verify(&badge.sign(&key(1)).unwrap(), &keys()).unwrap().claims;
    assert_eq!(read.holds_at(now()), Ok(()));
    assert_eq!(read.holds_at(now() - TimeDelta::days(1)), Err(CredentialError::NotYet));
    assert_eq!(read.holds_at(now() + TimeDelta::days(366)), Err(CredentialError::Expired));
}

#[test]
fn a_mail_is_confirmed_by_whoever_knows_it_and_told_to_nobody() {
    let identity = Identity::email("Luz@Pueblo.example", "sal");
    assert!(identity.is_of("luz@pueblo.example "));
    assert!(!identity.is_of("paz@pueblo.example"));
    let written = serde_json::to_string(&identity).unwrap();
    assert!(!written.to_lowercase().contains("pueblo"), "{written}");
}

#[test]
fn a_profile_and_an_achievement_stand_by_themselves_with_their_context() {
    let profile = Profile::new("https://formacion.example/emisor", "Escuela", HOUSE);
    let written = serde_json::to_value(LinkedDocument::new(&profile)).unwrap();
    assert_eq!(written["@context"][1], OPEN_BADGES);
    assert_eq!(written["type"][0], "Profile");
}
