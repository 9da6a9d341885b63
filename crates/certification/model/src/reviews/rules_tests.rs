//! The rules of reviews as sentences (R55, R56).

use crate::snapshot::samples;

use super::*;

fn certified() -> ReviewFacts {
    ReviewFacts::certified(&samples::snapshot())
}

fn with(change: impl FnOnce(&mut ReviewFacts)) -> ReviewFacts {
    let mut facts = certified();
    change(&mut facts);
    facts
}

#[test]
fn what_did_not_change_has_no_difference_and_no_effect() {
    assert_eq!(differences(&certified(), &certified()), []);
    assert_eq!(effect(&certified(), &certified()), ChangeEffect::None);
}

#[test]
fn a_name_asks_for_another_paper_and_a_figure_that_suffices_does_not() {
    let renamed = with(|facts| facts.full_name = "Luz Marcela Guayacán Ñañez".into());
    assert_eq!(effect(&certified(), &renamed), ChangeEffect::Identity);
    let told = differences(&certified(), &renamed);
    assert_eq!((told.len(), told[0].label), (1, "Nombre"));

    let better = with(|facts| facts.outcome.final_grade = Some(48));
    assert_eq!(effect(&certified(), &better), ChangeEffect::Figures);
    let told = differences(&certified(), &better);
    assert_eq!((told[0].before.as_str(), told[0].now.as_str()), ("4,2", "4,8"));
}

#[test]
fn whoever_no_longer_meets_the_rule_is_told_so_whatever_else_changed() {
    let lost = with(|facts| {
        facts.full_name = "Otra Persona".into();
        facts.outcome.final_grade = Some(28);
        facts.holds = false;
    });
    assert_eq!(effect(&certified(), &lost), ChangeEffect::Lost);
    let labels: Vec<_> =
        differences(&certified(), &lost).into_iter().map(|one| one.label).collect();
    assert_eq!(labels, ["Nombre", "Nota final", "Regla"]);
    assert_eq!(fits(Deed::Replace, ChangeEffect::Lost), Err(CertificationRefusal::RuleLost));
    assert_eq!(fits(Deed::Revoke, ChangeEffect::Lost), Ok(()));
    assert_eq!(fits(Deed::Keep, ChangeEffect::Lost), Ok(()));
    assert_eq!(fits(Deed::Keep, ChangeEffect::None), Err(CertificationRefusal::NothingChanged));
}

#[test]
fn a_change_that_no_label_names_is_still_told() {
    let other = with(|facts| facts.outcome.minimum_attendance = 90);
    assert_eq!(differences(&certified(), &other).len(), 1);
    assert_eq!(effect(&certified(), &other), ChangeEffect::Figures);
}

#[test]
fn a_decision_to_keep_stands_for_what_it_saw_and_for_nothing_else() {
    let cases = [
        (true, None, ReviewStep::Open),
        (true, Some((State::Open, "a")), ReviewStep::Nothing),
        (true, Some((State::Open, "b")), ReviewStep::Tell),
        (true, Some((State::Kept, "a")), ReviewStep::Nothing),
        (true, Some((State::Kept, "b")), ReviewStep::Open),
        (true, Some((State::Settled, "a")), ReviewStep::Open),
        (false, Some((State::Open, "b")), ReviewStep::Settle),
        (false, Some((State::Kept, "b")), ReviewStep::Nothing),
        (false, None, ReviewStep::Nothing),
    ];
    for (differs, last, expected) in cases {
        assert_eq!(step(differs, last, "a"), expected, "{differs} {last:?}");
    }
}

/// Watching a certificate through random changes: there is a review that waits exactly when what is
/// true is neither what was certified nor what was last kept.
#[test]
fn a_review_waits_exactly_while_nobody_decided_on_what_is_true() {
    let mut seed = 7_u64;
    let mut any = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..500 {
        let mut last: Option<(State, String)> = None;
        let mut kept: Option<String> = None;
        for _ in 0..40 {
            let now = any(4).to_string();
            let differs = now != "0";
            match step(differs, last.as_ref().map(|(state, seen)| (*state, seen.as_str())), &now) {
                ReviewStep::Nothing => {}
                ReviewStep::Open | ReviewStep::Tell => last = Some((State::Open, now.clone())),
                ReviewStep::Settle => last = Some((State::Settled, now.clone())),
            }
            let waits = matches!(last, Some((State::Open, _)));
            let expected = differs && kept.as_ref() != Some(&now);
            assert_eq!(waits, expected, "{last:?} {kept:?} {now}");
            if waits && any(3) == 0 {
                last = Some((State::Kept, now.clone()));
                kept = Some(now);
            } else if waits {
                // Another review stands after the one that was kept.
                kept = None;
            } else if matches!(last, Some((State::Settled, _))) {
                kept = None;
            }
        }
    }
}
