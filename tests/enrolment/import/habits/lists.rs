//! Lists made by the habits of offices, with what each of their rows means.

use std::collections::BTreeMap;

use formacion::enrolment::import::columns::{ColumnTarget as T, ColumnTargets};
use formacion::people::entity::post::Kind;

use super::written::{Dressing, written};

/// A stream of choices that is the same on every machine.
pub struct Chance(pub u64);

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
pub const PLACES: [(&str, &str, &str); 4] = [
    ("50325", "Mapiripán", "Meta"),
    ("50577", "Puerto Lleras", "Meta"),
    ("50590", "Puerto Rico", "Meta"),
    ("18592", "Puerto Rico", "Caquetá"),
];

/// The kinds of entity, and what their names begin with.
pub const ENTITIES: [(&str, &str); 4] = [
    ("alcaldia", "Alcaldía de"),
    ("concejo", "Concejo Municipal de"),
    ("personeria", "Personería Municipal de"),
    ("descentralizada_mun", "E.S.E. Hospital de"),
];
/// Letters of ours, and those of another alphabet that look like them.
const ALIKE: [(char, char); 6] =
    [('A', 'А'), ('E', 'Е'), ('O', 'О'), ('a', 'а'), ('e', 'е'), ('o', 'о')];

/// A person as the list means them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    pub document: String,
    pub names: [String; 4],
    pub place: usize,
    pub kind: Kind,
    pub entity_kind: &'static str,
    pub position: &'static str,
    pub mail: Option<String>,
    pub phone: Option<String>,
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
    /// An old column of mails is hidden, and would be read first.
    hides_column: bool,
    /// Neighbours of one municipality share a merged cell.
    merges: bool,
    /// A column of entities, of more kinds than one.
    entities: bool,
    /// Some names have letters of another alphabet.
    alike: bool,
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

/// Every letter that another alphabet has alike is from there.
fn alike(text: &str) -> String {
    let theirs = |c: char| ALIKE.iter().find(|(own, _)| *own == c).map_or(c, |(_, other)| *other);
    text.chars().map(theirs).collect()
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

const MAIL: &str = "Correo electrónico";
const PLACE: &str = "Municipio";

/// What a person says that the columns of a list mean, where the product asks.
fn answered(header: &[String], habits: &Habits) -> ColumnTargets {
    let target = |heading: &str| {
        Some(match heading {
            "No. DE CEDULA" | "Número de documento" | "C.C." | "Identificación" => T::Document,
            "NOMBRES Y APELLIDOS" if habits.names == 0 => T::FullName,
            "NOMBRES Y APELLIDOS" | "Apellidos y nombres" | "Nombre completo" => {
                T::FullNameBySurname
            }
            "Apellidos" => T::Surnames,
            "Nombres" => T::GivenNames,
            "PRIMER APELLIDO" => T::FirstSurname,
            "SEGUNDO APELLIDO" => T::SecondSurname,
            "PRIMER NOMBRE" => T::FirstName,
            "SEGUNDO NOMBRE" => T::SecondName,
            PLACE => T::Municipality,
            "Departamento" => T::Department,
            "Entidad" => T::Entity,
            "Cargo" => T::Position,
            "Tipo de vinculación" => T::Kind,
            MAIL => T::Mail,
            "Celular" => T::Phone,
            _ => return None,
        })
    };
    // The hidden column stands first, and nobody chooses it.
    let shown = (0_u32..).zip(header).skip(if habits.hides_column { 2 } else { 1 });
    ColumnTargets(shown.filter_map(|(column, text)| Some((column, target(text)?))).collect())
}

/// The cells of a person as the office writes them, by heading.
fn cells(chance: &mut Chance, habits: &Habits, who: &Meant) -> Vec<(&'static str, String)> {
    let is_alike = habits.alike && chance.in_hundred(10);
    let [a, b, c, d] = who.names.each_ref().map(|part| {
        let part = letters(part, habits.letters);
        if is_alike { alike(&part) } else { part }
    });
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
        5 => name.to_uppercase(),
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
    if habits.hides_column {
        all.push((MAIL, "viejo@pueblo.gov.co".to_owned()));
    }
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
    all.push((PLACE, place));
    if habits.places == 5 {
        all.push(("Departamento", department.to_uppercase()));
    }
    if habits.entities {
        let begins = ENTITIES.iter().find(|(kind, _)| *kind == who.entity_kind).unwrap().1;
        all.push(("Entidad", letters(&format!("{begins} {name}"), habits.letters)));
    }
    all.extend([
        ("Cargo", who.position.to_owned()),
        ("Tipo de vinculación", kind.to_owned()),
        (MAIL, mail),
        ("Celular", phone),
    ]);
    all
}

/// A list and what each of its rows means.
pub struct List {
    pub bytes: Vec<u8>,
    pub meant: BTreeMap<u32, Meant>,
    /// The row of the headings, and what they mean, as a person says it who is asked.
    pub header: u32,
    pub columns: ColumnTargets,
}

/// How many neighbours share a merged cell.
const SHARING: usize = 3;

pub fn list(chance: &mut Chance, of: usize) -> List {
    let dress = chance.below(6);
    let is_book = dress <= 1;
    let hides = chance.in_hundred(25);
    let habits = Habits {
        titles: chance.below(4),
        names: chance.below(6),
        letters: chance.below(3),
        numbers: chance.below(9),
        places: chance.below(6),
        extra: chance.in_hundred(40),
        notes: chance.in_hundred(50),
        hides,
        hides_column: chance.in_hundred(40) && is_book,
        merges: chance.in_hundred(40) && is_book && !hides,
        entities: chance.in_hundred(40),
        // The western letters know no others, and what was read in the wrong ones is mended as ours.
        alike: chance.in_hundred(40) && !matches!(dress, 3 | 4),
        dress,
    };
    let mut lines: Vec<Vec<String>> = Vec::new();
    for title in ["ALCALDÍA MUNICIPAL - LISTADO DE FUNCIONARIOS", "Fecha: 3 de noviembre", ""]
        .into_iter()
        .take(habits.titles)
    {
        lines.push(vec![title.to_owned()]);
    }
    let mut people: Vec<Meant> = (0..30).map(|n| person(chance, of * 100 + n)).collect();
    let mut shared = 0;
    for (n, who) in people.iter_mut().enumerate() {
        if habits.entities {
            who.entity_kind = ENTITIES[chance.below(ENTITIES.len())].0;
        }
        if n % SHARING == 0 {
            shared = who.place;
        }
        if habits.merges {
            who.place = shared;
        }
    }
    let rows: Vec<_> = people.iter().map(|who| cells(chance, &habits, who)).collect();
    let header: Vec<String> = ["No."]
        .into_iter()
        .chain(rows[0].iter().map(|(heading, _)| *heading))
        .map(str::to_owned)
        .collect();
    if habits.titles == 3 {
        lines.push(["", "DATOS PERSONALES", "", "", "UBICACIÓN"].map(str::to_owned).into());
    }
    let columns = answered(&header, &habits);
    let place = header.iter().position(|heading| heading == PLACE).unwrap();
    lines.push(header);
    let header = u32::try_from(lines.len()).unwrap();
    let mut meant = BTreeMap::new();
    let hidden_column = habits.hides_column.then_some(1);
    let mut dressing = Dressing { hidden_column, ..Dressing::default() };
    for (n, (who, row)) in people.into_iter().zip(rows).enumerate() {
        let number = u32::try_from(lines.len() + 1).unwrap();
        let cells = row.into_iter().map(|(_, text)| text);
        let mut line: Vec<String> = [(n + 1).to_string()].into_iter().chain(cells).collect();
        if habits.merges && n % SHARING > 0 {
            line[place].clear();
        } else if habits.merges {
            let last = number - 2 + u32::try_from(SHARING).unwrap();
            dressing.merged.push((number - 1, last, u16::try_from(place).unwrap()));
        }
        lines.push(line);
        if habits.hides && habits.dress == 0 && n % 10 == 4 {
            dressing.hidden_rows.push(number - 1);
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
    List { bytes: written(&lines, habits.dress, &dressing), meant, header, columns }
}
