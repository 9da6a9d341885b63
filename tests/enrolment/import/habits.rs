//! Lists made by the habits of offices, with what they mean known: how much is read right without a hand, how
//! much is asked and mended, and that nothing is read wrong in silence.

mod lists;
mod written;

use std::collections::BTreeMap;

use self::lists::{Chance, ENTITIES, List, Meant, PLACES, list};
use crate::support::figures::figure;
use formacion::enrolment::commands::Employer;
use formacion::enrolment::import::columns::{ColumnTarget as T, ColumnTargets};
use formacion::enrolment::import::file::{inspect, read};
use formacion::enrolment::import::reading::{
    Answers, Defaults, FileReading, ImportCandidate, ImportChoice, ListPlaces,
};
use formacion::people::entity::person::DocumentType;
use formacion::territory::queries::NamedMunicipality;

/// The cohort's municipalities, and all others of the country around them.
fn places() -> ListPlaces {
    let place = |(code, name, department): (&str, &str, &str)| NamedMunicipality {
        code: code.to_owned(),
        name: name.to_owned(),
        department_code: code[..2].to_owned(),
        department: department.to_owned(),
        is_pdet: false,
    };
    let departments = include_str!("../../../seed/reference/departments.csv").lines();
    let departments: BTreeMap<&str, &str> = departments.filter_map(|l| l.split_once(',')).collect();
    let named = |line: &'static str| {
        let cells: Vec<&str> = line.split(',').collect();
        let department = departments[cells[1]].split(',').next().unwrap();
        place((cells[0], cells[2].trim_matches('"'), department))
    };
    let country = include_str!("../../../seed/reference/municipalities.csv").lines().skip(1);
    ListPlaces::new(PLACES.map(place).into(), country.map(named).collect())
}

fn chosen(sheet: u32, header: u32, columns: ColumnTargets) -> ImportChoice {
    ImportChoice {
        sheet,
        header,
        columns,
        defaults: Defaults {
            document_type: Some(DocumentType::Cc),
            municipality: None,
            kind: None,
            alcaldia: true,
        },
        ..ImportChoice::default()
    }
}

/// How a person confirms the columns as they are proposed; `None` when the product has to ask for one.
fn confirmed(bytes: &[u8]) -> Option<ImportChoice> {
    let found = inspect(bytes, None).ok()?;
    let header = found.header?;
    let columns = header.columns;
    let is_whole = columns.of(T::Document).is_some()
        && columns.has_name()
        && columns.of(T::Position).is_some();
    is_whole.then(|| chosen(u32::try_from(found.sheet).unwrap(), header.row, columns))
}

fn says(candidate: &ImportCandidate) -> Meant {
    let one = &candidate.participant;
    let part = |text: Option<&String>| text.cloned().unwrap_or_default();
    let Employer::Named(entity) = &one.entity else { panic!("a list names its entities") };
    Meant {
        document: one.person.document_number.clone(),
        names: [
            one.person.first_name.clone(),
            part(one.person.second_name.as_ref()),
            one.person.first_surname.clone(),
            part(one.person.second_surname.as_ref()),
        ],
        place: PLACES
            .iter()
            .position(|(code, _, _)| *code == one.municipality)
            .unwrap_or(PLACES.len()),
        kind: one.kind,
        entity_kind: ENTITIES
            .into_iter()
            .find(|(kind, _)| *kind == entity.kind)
            .map_or("", |(kind, _)| kind),
        position: ["Técnica", "Auxiliar administrativo", "Secretaria de Hacienda", "Profesional"]
            .into_iter()
            .find(|known| *known == one.position)
            .unwrap_or(""),
        mail: one.person.email.clone(),
        phone: one.person.phone.clone(),
    }
}

#[derive(Debug, Default)]
struct Count {
    right: usize,
    asked: usize,
    silent: Vec<String>,
}

fn compare(meant: &BTreeMap<u32, Meant>, reading: &FileReading, count: &mut Count) -> Vec<u32> {
    let told = |row: u32| reading.problems.iter().any(|problem| problem.row == row);
    let mut open = Vec::new();
    for (row, who) in meant {
        let candidate = reading.candidates.iter().find(|candidate| candidate.row == *row);
        match candidate.map(says) {
            Some(said) if said == *who => count.right += 1,
            _ if told(*row) => {
                count.asked += 1;
                open.push(*row);
            }
            Some(said) => count.silent.push(format!("{row}: {said:?} for {who:?}")),
            None => count.silent.push(format!("{row}: {who:?} is lost")),
        }
    }
    for candidate in reading.candidates.iter().filter(|one| !meant.contains_key(&one.row)) {
        count.silent.push(format!("{}: nobody became {:?}", candidate.row, says(candidate)));
    }
    open
}

/// What a person writes on the page of a row that was not read right.
fn mended(answers: &mut Answers, row: u32, who: &Meant) {
    let texts = [
        (T::DocumentType, "CC".to_owned()),
        (T::Document, who.document.clone()),
        (T::FirstName, who.names[0].clone()),
        (T::SecondName, who.names[1].clone()),
        (T::FirstSurname, who.names[2].clone()),
        (T::SecondSurname, who.names[3].clone()),
        (T::Municipality, PLACES[who.place].0.to_owned()),
        (T::Position, who.position.to_owned()),
        (T::Kind, who.kind.code().to_owned()),
        (T::Mail, who.mail.clone().unwrap_or_default()),
        (T::Phone, who.phone.clone().unwrap_or_default()),
    ];
    for (target, text) in texts {
        answers.mended.insert((row, target), text);
    }
}

#[test]
fn lists_by_habit_are_read_right_or_asked_about_and_never_wrong_in_silence() {
    let mut chance = Chance(20_261_125);
    let places = places();
    let (mut count, mut behind, mut after) = (Count::default(), Count::default(), Count::default());
    let (mut people, mut unread) = (0, 0);
    for of in 0..150 {
        let List { bytes, meant, header, columns } = list(&mut chance, of);
        people += meant.len();
        let proposed = confirmed(&bytes);
        // What was read behind columns that a person had to name was not read without a hand.
        let count = if proposed.is_some() { &mut count } else { &mut behind };
        let choice = proposed.unwrap_or_else(|| {
            unread += meant.len();
            chosen(0, header, columns)
        });
        let mut answers = Answers::default();
        let reading = read(&bytes, (&choice, &answers), &places, true, |_| {}).expect("reads");
        let open = compare(&meant, &reading, count);
        for row in open {
            mended(&mut answers, row, &meant[&row]);
        }
        let reading = read(&bytes, (&choice, &answers), &places, true, |_| {}).expect("reads");
        compare(&meant, &reading, &mut after);
    }
    let share = |part: usize| part as f64 * 100.0 / people as f64;
    let silent: Vec<&String> =
        [&count, &behind, &after].into_iter().flat_map(|one| &one.silent).collect();
    let how = format!(
        "{people} people in 150 lists by habit: {:.1} % right without a hand, {:.1} % asked, {:.1} % behind columns that are asked for, {} wrong in silence; {:.1} % right once the columns were said and the rows mended on the page",
        share(count.right),
        share(count.asked),
        share(unread),
        silent.len(),
        share(after.right),
    );
    let holds = share(count.right) >= 90.0 && silent.is_empty() && after.right == people;
    figure("R86", share(count.right), "% right without a hand", holds, &how);
    assert!(silent.is_empty(), "wrong in silence: {:#?}", &silent[..silent.len().min(5)]);
    assert!(share(count.right) >= 90.0, "{how}");
    assert_eq!(after.right, people, "{how}");
}
