//! The demo files agree with each other, with the reference files, and with any day of loading.

use std::collections::BTreeSet;

use super::reference_tests::{catalogue, column, courses};
use super::script::{Cohort, Enrolment, Script, day};
use super::script_days_tests::first_loading;

pub(super) fn script() -> Script {
    Script::load().unwrap()
}

fn unique<'a>(what: &str, values: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for value in values {
        assert!(seen.insert(value), "{what} «{value}» appears twice");
    }
}

pub(super) fn is_graded(cohort: &Cohort) -> bool {
    courses()[&cohort.course].contains_key("pass_mark")
}

#[test]
fn every_stage_both_departments_and_all_five_subjects_for_servants_are_shown() {
    let script = script();
    let count = |stage: &str| script.programme.cohorts.iter().filter(|c| c.stage == stage).count();
    assert!(script.programme.cohorts.len() >= 12);
    for (stage, least) in [
        ("draft", 1),
        ("tentative", 1),
        ("confirmed", 1),
        ("running", 3),
        ("closed", 4),
        ("cancelled", 1),
    ] {
        assert!(count(stage) >= least, "{} {stage} cohorts", count(stage));
    }
    let given: BTreeSet<&str> =
        script.programme.cohorts.iter().map(|c| c.course.as_str()).collect();
    for course in ["SP-PLA", "SP-PRO", "SP-PRE", "SP-TRI", "SP-REN", "SP-CNV"] {
        assert!(given.contains(course), "no cohort of {course}");
    }
    assert!(given.iter().filter(|course| course.starts_with("FF-")).count() >= 2);
    for unit in ["HUI", "MET"] {
        assert!(script.programme.cohorts.iter().any(|c| c.unit == unit));
    }
}

#[test]
fn every_code_of_the_demo_exists() {
    let script = script();
    let municipalities = column(include_str!("../../../seed/reference/municipalities.csv"), "code");
    let departments = column(include_str!("../../../seed/reference/departments.csv"), "code");
    let units = column(include_str!("../../../seed/reference/territorial_units.csv"), "code");
    let (entity_types, kinds) = (catalogue("entity_type"), catalogue("vinculacion"));
    let documents = catalogue("document_type");
    let entities: BTreeSet<&str> =
        script.programme.entities.iter().map(|e| e.key.as_str()).collect();
    let people: BTreeSet<&str> = script.people.iter().map(|p| p.document_number.as_str()).collect();
    let cohorts: BTreeSet<&str> =
        script.programme.cohorts.iter().map(|c| c.code.as_str()).collect();
    for entity in &script.programme.entities {
        assert!(municipalities.contains(&entity.municipality), "{entity:?}");
        assert!(departments.contains(entity.department()), "{entity:?}");
        assert!(entity_types.contains(&entity.kind), "{entity:?}");
    }
    for person in &script.people {
        assert!(documents.contains(&person.document_type), "{person:?}");
        assert!(entities.contains(person.entity.as_str()), "{person:?}");
        assert!(kinds.contains(&person.kind), "{person:?}");
        assert!(municipalities.contains(&person.municipality), "{person:?}");
    }
    for post in &script.posts {
        assert!(people.contains(post.document_number.as_str()), "{post:?}");
        assert!(entities.contains(post.entity.as_str()), "{post:?}");
        assert!(kinds.contains(&post.kind), "{post:?}");
        assert!(municipalities.contains(&post.municipality), "{post:?}");
    }
    for account in &script.programme.accounts {
        assert!(account.unit.as_ref().is_none_or(|unit| units.contains(unit)), "{account:?}");
        assert!(
            account.department.as_ref().is_none_or(|code| departments.contains(code)),
            "{account:?}"
        );
        assert!(account.entity.as_deref().is_none_or(|key| entities.contains(key)), "{account:?}");
        assert!(
            account.person.as_deref().is_none_or(|number| people.contains(number)),
            "{account:?}"
        );
    }
    for cohort in &script.programme.cohorts {
        assert!(courses().contains_key(&cohort.course), "{cohort:?}");
        assert!(units.contains(&cohort.unit), "{cohort:?}");
        assert!(
            cohort.municipalities.iter().all(|code| municipalities.contains(code)),
            "{cohort:?}"
        );
        let teacher =
            script.programme.accounts.iter().find(|account| account.key == cohort.facilitator);
        assert_eq!(teacher.map(|account| account.role.as_str()), Some("facilitator"), "{cohort:?}");
        assert_eq!(
            teacher.and_then(|account| account.unit.as_ref()),
            Some(&cohort.unit),
            "{cohort:?}"
        );
    }
    for contact in &script.programme.contacts {
        assert!(units.contains(&contact.unit), "{contact:?}");
        assert!(contact.email.ends_with("@demostracion.example"), "{contact:?}");
    }
    for venue in &script.programme.venues {
        assert!(units.contains(&venue.unit), "{venue:?}");
        assert!(municipalities.contains(&venue.municipality), "{venue:?}");
    }
    for enrolment in &script.enrolments {
        assert!(cohorts.contains(enrolment.cohort.as_str()), "{enrolment:?}");
        assert!(people.contains(enrolment.document_number.as_str()), "{enrolment:?}");
    }
}

#[test]
fn what_people_do_beside_is_done_by_accounts_of_the_script_in_its_cohorts() {
    let script = script();
    let deeds = &script.programme.deeds;
    let accounts: BTreeSet<&str> =
        script.programme.accounts.iter().map(|one| one.key.as_str()).collect();
    let people: BTreeSet<&str> = script.people.iter().map(|p| p.document_number.as_str()).collect();
    let within = |code: &str, account: Option<&str>| {
        let cohort = script.programme.cohorts.iter().find(|cohort| cohort.code == code);
        let cohort = cohort.unwrap_or_else(|| panic!("no cohort {code}"));
        let Some(key) = account else { return };
        let account = script.programme.accounts.iter().find(|one| one.key == key).unwrap();
        let mut places = script.enrolments_of(cohort);
        let is_here = places.any(|place| Some(&place.document_number) == account.person.as_ref());
        assert!(is_here, "{key} has no place in {code}");
    };
    deeds.tests.iter().for_each(|one| within(&one.cohort, Some(&one.account)));
    deeds.products.iter().for_each(|one| within(&one.cohort, Some(&one.account)));
    deeds.appeals.iter().for_each(|one| within(&one.cohort, Some(&one.account)));
    deeds.lessons.iter().for_each(|one| within(&one.cohort, None));
    let deciders = deeds.targets.iter().map(|one| &one.by);
    let deciders = deciders.chain(deeds.overrides.iter().map(|one| &one.by));
    for by in deciders.chain(deeds.subscriptions.iter().map(|one| &one.by)) {
        assert!(accounts.contains(by.as_str()), "{by}");
    }
    for merge in &deeds.merges {
        assert!(people.contains(merge.survivor.as_str()), "{merge:?}");
        assert!(people.contains(merge.absorbed.as_str()), "{merge:?}");
    }
    for code in &deeds.codes {
        let place = script
            .enrolments
            .iter()
            .find(|place| place.cohort == code.cohort && place.document_number == code.document);
        let states = place.unwrap_or_else(|| panic!("no place for {code:?}")).states();
        assert_eq!(states[code.session - 1], "absent", "{code:?}");
    }
    // A test is open today, with an attempt left.
    assert!(deeds.tests.iter().any(|one| one.opens < 0 && one.closes > 0 && one.attempts > 1));
}

#[test]
fn a_cohort_with_sessions_to_come_meets_in_each_hall_and_fits() {
    let script = script();
    assert!(script.programme.venues.len() >= 2);
    for venue in &script.programme.venues {
        let named = format!("{}, ", venue.name);
        let there: Vec<&Cohort> = script
            .programme
            .cohorts
            .iter()
            .filter(|cohort| cohort.place.starts_with(&named))
            .filter(|cohort| cohort.municipalities.contains(&venue.municipality))
            .collect();
        let comes = |cohort: &&Cohort| cohort.days.iter().any(|day| *day > 0);
        assert!(there.iter().any(comes), "{venue:?}");
        assert!(there.iter().all(|cohort| cohort.seats <= venue.capacity), "{venue:?}");
    }
}

#[test]
fn people_are_many_plainly_invented_and_none_of_them_twice() {
    let script = script();
    // Two of them are registered twice, with a number typed wrong (R27).
    assert_eq!(script.people.len(), 250);
    unique("document", script.people.iter().map(|p| p.document_number.as_str()));
    let mails = script.people.iter().filter_map(|p| p.email.as_deref());
    unique("e-mail", mails);
    unique("account", script.programme.accounts.iter().map(|a| a.email.as_str()));
    unique("account key", script.programme.accounts.iter().map(|a| a.key.as_str()));
    unique("cohort", script.programme.cohorts.iter().map(|c| c.code.as_str()));
    let every_mail = script.people.iter().filter_map(|p| p.email.as_deref());
    for mail in every_mail.chain(script.programme.accounts.iter().map(|a| a.email.as_str())) {
        assert!(mail.ends_with("@demostracion.example"), "{mail} might be somebody's");
        assert_eq!(mail, mail.to_lowercase());
    }
    for person in &script.people {
        let unreal = match person.document_type.as_str() {
            "CC" => person.document_number.starts_with("9000000"),
            "CE" => person.document_number.starts_with("DEMO"),
            "PPT" => person.document_number.starts_with("99000"),
            _ => false,
        };
        assert!(unreal, "{person:?} might be real");
    }
}

#[test]
fn each_role_has_an_account_with_the_scope_it_needs() {
    let script = script();
    let mut seen = BTreeSet::new();
    for account in &script.programme.accounts {
        seen.insert(account.role.as_str());
        let scoped = match account.role.as_str() {
            "national_administrator" => true,
            "coordinator" | "director" | "facilitator" => account.unit.is_some(),
            "gobernacion" => account.department.is_some(),
            "focal_point" => account.entity.is_some(),
            "participant" => account.person.is_some(),
            _ => false,
        };
        assert!(scoped, "{account:?}");
    }
    assert_eq!(seen.len(), 7);
    for account in script.programme.accounts.iter().filter(|account| account.person.is_some()) {
        let person =
            script.people.iter().find(|p| Some(&p.document_number) == account.person.as_ref());
        let person = person.unwrap();
        assert!(account.display_name.starts_with(&person.first_name), "{account:?} is {person:?}");
        assert!(account.display_name.contains(&person.first_surname), "{account:?} is {person:?}");
    }
}

#[test]
fn those_who_enrol_do_it_once_may_and_have_a_mark_for_every_session_given() {
    let script = script();
    let mut full = 0;
    for cohort in &script.programme.cohorts {
        let arrivals: Vec<_> = script.enrolments_of(cohort).collect();
        unique(&cohort.code, arrivals.iter().map(|e| e.document_number.as_str()));
        assert_eq!(cohort.stage == "draft", arrivals.is_empty(), "{}", cohort.code);
        full += usize::from(i32::try_from(arrivals.len()).unwrap() > cohort.seats);
        let given = match cohort.stage.as_str() {
            "running" | "closed" => cohort.sessions_given(),
            _ => 0,
        };
        for arrival in arrivals {
            let expected = arrival.withdraws_after.unwrap_or(given);
            assert_eq!(arrival.states().len(), expected, "{arrival:?}");
            assert!(
                ["self_service", "coordinator"].contains(&arrival.origin.as_str()),
                "{arrival:?}"
            );
            for activity in &script.programme.activities {
                let grade = arrival.grade(&activity.kind);
                assert!(grade.is_none_or(|tenths| (0..=50).contains(&tenths)), "{arrival:?}");
                assert!(grade.is_none() || is_graded(cohort), "{arrival:?}");
            }
            let person = script
                .people
                .iter()
                .find(|p| p.document_number == arrival.document_number)
                .unwrap();
            assert!(person.email.is_some() || arrival.origin == "coordinator", "{arrival:?}");
            let opened = day(first_loading(), cohort.open_day);
            assert!(
                person.starts_on < opened,
                "{person:?} had no post yet when {} opened",
                cohort.code
            );
            let left = person.ends_day.unwrap_or(i64::MAX);
            assert!(
                left > cohort.days[cohort.days.len() - 1],
                "{person:?} had left before {}",
                cohort.code
            );
        }
    }
    assert_eq!(full, 1, "one cohort has a waiting list");
}

/// R83: the demonstration certifies what it teaches, and shows what happens where that is less.
#[test]
fn sessions_add_up_to_what_courses_ask_for_but_where_two_people_say_why() {
    let script = script();
    let known = |key: &str| {
        let account = script.programme.accounts.iter().find(|account| account.key == key);
        account.is_some_and(|account| account.person.is_some())
    };
    let mut short = 0;
    for cohort in script.programme.cohorts.iter().filter(|cohort| cohort.stage != "cancelled") {
        let hours = courses()[&cohort.course]["hours"].as_integer().unwrap();
        let taught =
            (cohort.to - cohort.from).num_minutes() * i64::try_from(cohort.days.len()).unwrap();
        let is_short = taught * 100 < hours * 60 * 80;
        assert_eq!(is_short, cohort.short.is_some(), "{}: {taught} minutes", cohort.code);
        if is_short {
            short += 1;
            assert_eq!((cohort.stage.as_str(), cohort.unit.as_str()), ("closed", "HUI"));
            assert!(known("nacional") && known("coordinadora-huila"), "both are somebody");
        }
    }
    assert_eq!(short, 1);
}

#[test]
fn seats_are_kept_for_a_place_of_the_cohort_and_given_back_where_somebody_waits() {
    let script = script();
    for cohort in &script.programme.cohorts {
        let here: Vec<&Enrolment> =
            script.enrolments.iter().filter(|one| one.cohort == cohort.code).collect();
        if let Some(reserved) = &cohort.reserved {
            assert!(cohort.municipalities.contains(&reserved.municipality), "{}", cohort.code);
            assert!((1..=cohort.seats).contains(&reserved.seats), "{}", cohort.code);
            assert!(reserved.release_day > 0 && reserved.release_day <= cohort.close_day);
        }
        if let Some(document) = &cohort.left_yesterday {
            let seats = usize::try_from(cohort.seats).expect("some");
            let place = here.iter().position(|one| one.document_number == *document);
            assert!(place.expect("is enrolled") < seats && here.len() > seats, "{}", cohort.code);
        }
    }
    let any = |shown: fn(&Cohort) -> bool| script.programme.cohorts.iter().any(shown);
    assert!(
        any(|cohort| cohort.reserved.is_some()) && any(|cohort| cohort.left_yesterday.is_some())
    );
}

#[test]
fn whoever_loses_a_certificate_had_earned_it() {
    let script = script();
    let cohort = script.programme.cohorts.iter().find(|cohort| cohort.revoke.is_some()).unwrap();
    let document = cohort.revoke.as_ref().map(|revoke| revoke.document.as_str());
    let enrolment =
        script.enrolments_of(cohort).find(|e| Some(e.document_number.as_str()) == document);
    let enrolment = enrolment.unwrap();
    assert!(enrolment.states().iter().all(|state| ["present", "late"].contains(state)));
    let weighed: i32 = script
        .programme
        .activities
        .iter()
        .map(|a| a.weight * enrolment.grade(&a.kind).unwrap())
        .sum();
    assert!(weighed / 100 >= 30);
    assert_eq!(script.programme.activities.iter().map(|a| a.weight).sum::<i32>(), 100);
}
