//! Lists made by the habits of offices, with what they mean known: how much is read right without a hand, how
//! much is asked and mended, and that nothing is read wrong in silence.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Workbook};

use crate::support::figures::figure;
use formacion::enrolment::commands::Employer;
use formacion::enrolment::import::columns::ColumnTarget as T;
use formacion::enrolment::import::file::{inspect, read};
use formacion::enrolment::import::reading::{
    Answers, Defaults, FileReading, ImportCandidate, ImportChoice, ListPlaces,
};
use formacion::people::entity::person::DocumentType;
use formacion::people::entity::post::Kind;
use formacion::territory::queries::NamedMunicipality;

/// A stream of choices that is the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn in_hundred(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

const GIVEN: [&str; 16] = [
    "Ana", "Luz", "José", "Pedro", "Carmen", "Olga", "Darío", "Ruth", "María", "Carlos", "Andrés",
    "Gloria", "Nubia", "Óscar", "Héctor", "Inés",
];
const FAMILY: [&str; 14] = [
    "Arrayán",
    "Balso",
    "Cedro",
    "Drago",
    "Espino",
    "Guayacán",
    "Iraca",
    "Laurel",
    "Moriche",
    "Ñandú",
    "Peña",
    "de la Hoz",
    "del Río",
    "Núñez",
];
const PLACES: [(&str, &str, &str); 4] = [
    ("50325", "Mapiripán", "Meta"),
    ("50577", "Puerto Lleras", "Meta"),
    ("50590", "Puerto Rico", "Meta"),
    ("18592", "Puerto Rico", "Caquetá"),
];

/// A person as the list means them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Meant {
    document: String,
    names: [String; 4],
    place: usize,
    kind: Kind,
    entity_kind: &'static str,
    position: &'static str,
    mail: Option<String>,
    phone: Option<String>,
}

/// The habits of one office; each list has some.
struct Habits {
    titles: usize,
    /// 0 names first, 1 surnames first, 2 surnames first under the other heading, 3 in two columns, 4 in four,
    /// 5 with a comma.
    names: usize,
    letters: usize,
    numbers: usize,
    places: usize,
    extra: bool,
    notes: bool,
    hides: bool,
    dress: usize,
}

fn person(chance: &mut Chance, n: usize) -> Meant {
    // One in ten has three names in all, which no rule takes apart for certain.
    let (given, family) = match chance.below(10) {
        0 => (true, false),
        1 | 2 => (false, false),
        _ => (true, true),
    };
    let kinds = [Kind::Carrera, Kind::Provisional, Kind::Lnr, Kind::Contratista];
    let text = |is: bool, text: &str| if is { text.to_owned() } else { String::new() };
    Meant {
        document: (21_000_000 + n * 7_919 + chance.below(1_000) * 1_000_003).to_string(),
        names: [
            chance.one(&GIVEN).to_owned(),
            text(given, chance.one(&GIVEN)),
            chance.one(&FAMILY).to_owned(),
            text(family, chance.one(&FAMILY)),
        ],
        place: chance.below(PLACES.len()),
        kind: kinds[chance.below(4)],
        entity_kind: "alcaldia",
        position: chance.one(&[
            "Técnica",
            "Auxiliar administrativo",
            "Secretaria de Hacienda",
            "Profesional",
        ]),
        mail: chance.in_hundred(80).then(|| format!("persona.{n}@pueblo.gov.co")),
        phone: chance.in_hundred(80).then(|| (3_100_000_000_u64 + n as u64 * 1_009).to_string()),
    }
}

fn letters(text: &str, how: usize) -> String {
    match how {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => text.to_owned(),
    }
}

fn grouped(number: &str, by: &str) -> String {
    let mut out = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && (number.len() - at).is_multiple_of(3) {
            out.push_str(by);
        }
        out.push(digit);
    }
    out
}

/// The cells of a person as the office writes them, by heading.
fn cells(chance: &mut Chance, habits: &Habits, who: &Meant) -> Vec<(&'static str, String)> {
    let [a, b, c, d] = who.names.each_ref().map(|part| letters(part, habits.letters));
    let joined = |parts: [&String; 2]| format!("{} {}", parts[0], parts[1]).trim().to_owned();
    let (given, family) = (joined([&a, &b]), joined([&c, &d]));
    let number = &who.document;
    let document = match habits.numbers {
        0 => number.clone(),
        1 => grouped(number, "."),
        2 => format!("{number}.0"),
        3 => format!("{},00", grouped(number, ".")),
        4 => format!("C.C. {}", grouped(number, ".")),
        5 => format!("{number} CC"),
        6 => format!("{} de Villavicencio", grouped(number, ".")),
        7 => grouped(number, "´"),
        _ => grouped(number, ","),
    };
    // A zero that somebody typed as a letter, and a cell that was left empty.
    let document = match chance.below(60) {
        0 => document.replacen('0', "O", 1),
        1 => String::new(),
        _ => document,
    };
    let (code, name, department) = PLACES[who.place];
    let alone = PLACES.iter().filter(|(_, other, _)| *other == name).count() == 1;
    let place = match habits.places {
        0 => code.to_owned(),
        1 => format!("{code}.0"),
        2 => format!("{code} - {name}"),
        3 => format!("{name} ({department})").to_uppercase(),
        _ if alone || chance.in_hundred(20) => name.to_uppercase(),
        _ => format!("{name} - {department}"),
    };
    let kind = match who.kind {
        Kind::Carrera => chance.one(&["CARRERA", "Carrera administrativa", "En propiedad"]),
        Kind::Provisional => {
            chance.one(&["PROVISIONAL", "Nombramiento provisional", "provisionalidad"])
        }
        Kind::Lnr => chance.one(&["LNR", "Libre nombramiento y remoción", "L.N.R."]),
        _ => chance.one(&["OPS", "Contrato de prestación de servicios", "CONTRATISTA"]),
    };
    let phone = who.phone.as_deref().map_or(String::new(), |phone| match chance.below(5) {
        0 => phone.to_owned(),
        1 => format!("{} {} {}", &phone[..3], &phone[3..6], &phone[6..]),
        2 => format!("{phone}.0"),
        3 => format!("Cel. {phone} (casa)"),
        _ => format!("6081234567 / {phone}"),
    });
    let mail = who.mail.clone().unwrap_or_else(|| chance.one(&["NO TIENE", "", "N/A"]).to_owned());
    let mut all = Vec::new();
    if habits.extra {
        all.push(("Correo del jefe inmediato", "jefe@pueblo.gov.co".to_owned()));
        all.push(("Teléfono fijo", "6086543210".to_owned()));
    }
    all.push((
        ["No. DE CEDULA", "Número de documento", "C.C.", "Identificación"][habits.titles % 4],
        document,
    ));
    match habits.names {
        0 => all.push(("NOMBRES Y APELLIDOS", format!("{given} {family}"))),
        1 => all.push(("Apellidos y nombres", format!("{family} {given}"))),
        2 => all.push(("NOMBRES Y APELLIDOS", format!("{family} {given}"))),
        3 => all.extend([("Apellidos", family), ("Nombres", given)]),
        4 => all.extend([
            ("PRIMER APELLIDO", c),
            ("SEGUNDO APELLIDO", d),
            ("PRIMER NOMBRE", a),
            ("SEGUNDO NOMBRE", b),
        ]),
        _ => all.push(("Nombre completo", format!("{family}, {given}"))),
    }
    all.extend([
        ("Municipio", place),
        ("Cargo", who.position.to_owned()),
        ("Tipo de vinculación", kind.to_owned()),
        ("Correo electrónico", mail),
        ("Celular", phone),
    ]);
    all
}

/// A list and what each of its rows means.
struct List {
    bytes: Vec<u8>,
    meant: BTreeMap<u32, Meant>,
}

fn list(chance: &mut Chance, of: usize) -> List {
    let habits = Habits {
        titles: chance.below(4),
        names: chance.below(6),
        letters: chance.below(3),
        numbers: chance.below(9),
        places: chance.below(5),
        extra: chance.in_hundred(40),
        notes: chance.in_hundred(50),
        hides: chance.in_hundred(25),
        dress: chance.below(6),
    };
    let mut lines: Vec<Vec<String>> = Vec::new();
    for title in ["ALCALDÍA MUNICIPAL - LISTADO DE FUNCIONARIOS", "Fecha: 3 de noviembre", ""]
        .into_iter()
        .take(habits.titles)
    {
        lines.push(vec![title.to_owned()]);
    }
    let people: Vec<Meant> = (0..30).map(|n| person(chance, of * 100 + n)).collect();
    let rows: Vec<_> = people.iter().map(|who| cells(chance, &habits, who)).collect();
    let header: Vec<String> = ["No."]
        .into_iter()
        .chain(rows[0].iter().map(|(heading, _)| *heading))
        .map(str::to_owned)
        .collect();
    if habits.titles == 3 {
        lines.push(["", "DATOS PERSONALES", "", "", "UBICACIÓN"].map(str::to_owned).into());
    }
    lines.push(header);
    let mut meant = BTreeMap::new();
    let mut hidden = Vec::new();
    for (n, (who, row)) in people.into_iter().zip(rows).enumerate() {
        let number = u32::try_from(lines.len() + 1).unwrap();
        let cells = row.into_iter().map(|(_, text)| text);
        lines.push([(n + 1).to_string()].into_iter().chain(cells).collect());
        if habits.hides && habits.dress == 0 && n % 10 == 4 {
            hidden.push(number);
        } else {
            meant.insert(number, who);
        }
    }
    if habits.notes {
        lines.push(vec!["31".to_owned()]);
        lines.push(vec![String::new(), "TOTAL: 30 FUNCIONARIOS".to_owned()]);
        lines.push(vec![String::new()]);
        lines.push(vec!["Elaboró: Talento Humano".to_owned()]);
        lines.push(vec![String::new(), "Vo. Bo. Secretaría General".to_owned()]);
    }
    List { bytes: written(&lines, habits.dress, &hidden), meant }
}

fn written(lines: &[Vec<String>], dress: usize, hidden: &[u32]) -> Vec<u8> {
    if dress <= 1 {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet();
        for (row, cells) in (0_u32..).zip(lines) {
            for (column, text) in (0_u16..).zip(cells) {
                match text.parse::<f64>() {
                    Ok(number) if !text.contains('.') && text.len() < 11 => {
                        sheet.write_number(row, column, number).unwrap()
                    }
                    _ => sheet.write_string_with_format(row, column, text, &bold).unwrap(),
                };
            }
        }
        for row in hidden {
            sheet.set_row_hidden(row - 1).unwrap();
        }
        return book.save_to_buffer().unwrap();
    }
    let between = if dress == 2 { "\t" } else { ";" };
    let texts: Vec<String> = lines.iter().map(|cells| cells.join(between)).collect();
    let text = texts.join("\r\n");
    let western =
        |text: &str| text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect::<Vec<u8>>();
    match dress {
        3 => western(&text),
        // Read in the wrong encoding by a program, and saved again.
        4 => text.bytes().map(char::from).collect::<String>().into_bytes(),
        5 => [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
        _ => text.into_bytes(),
    }
}

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

/// How a person confirms the columns as they are proposed; `None` when the product has to ask for one.
fn confirmed(bytes: &[u8]) -> Option<ImportChoice> {
    let found = inspect(bytes, None).ok()?;
    let header = found.header?;
    let columns = header.columns;
    let is_whole = columns.of(T::Document).is_some()
        && columns.has_name()
        && columns.of(T::Position).is_some();
    is_whole.then(|| ImportChoice {
        sheet: u32::try_from(found.sheet).unwrap(),
        header: header.row,
        columns,
        defaults: Defaults {
            document_type: Some(DocumentType::Cc),
            municipality: None,
            kind: None,
            alcaldia: true,
        },
        ..ImportChoice::default()
    })
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
        entity_kind: if entity.kind == "alcaldia" { "alcaldia" } else { "" },
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
    let (mut count, mut after) = (Count::default(), Count::default());
    let (mut people, mut unread) = (0, 0);
    for of in 0..150 {
        let List { bytes, meant } = list(&mut chance, of);
        people += meant.len();
        let Some(choice) = confirmed(&bytes) else {
            unread += meant.len();
            continue;
        };
        let mut answers = Answers::default();
        let reading = read(&bytes, (&choice, &answers), &places, true, |_| {}).expect("reads");
        let open = compare(&meant, &reading, &mut count);
        for row in open {
            mended(&mut answers, row, &meant[&row]);
        }
        let reading = read(&bytes, (&choice, &answers), &places, true, |_| {}).expect("reads");
        compare(&meant, &reading, &mut after);
    }
    let share = |part: usize| part as f64 * 100.0 / people as f64;
    let how = format!(
        "{people} people in 150 lists by habit: {:.1} % right without a hand, {:.1} % asked, {:.1} % behind columns that are asked for, {} wrong in silence; {:.1} % right once mended on the page",
        share(count.right),
        share(count.asked),
        share(unread),
        count.silent.len(),
        share(after.right),
    );
    let holds = share(count.right) >= 90.0 && count.silent.is_empty();
    figure("R86", share(count.right), "% right without a hand", holds, &how);
    let some: Vec<&String> = count.silent.iter().take(5).collect();
    assert!(count.silent.is_empty(), "wrong in silence: {some:#?}");
    assert!(share(count.right) >= 90.0, "{how}");
    assert_eq!(after.right + unread, people, "{how}: {:?}", after.silent.first());
}
