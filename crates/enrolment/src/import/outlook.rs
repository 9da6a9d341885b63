//! What would happen to each person of a file; pure. The same answer is shown before anything is
//! written and decides what is written (R25), with the rules that hold for one person alone: who
//! may take part (`eligibility`, R22) and who gets a seat (`seating`, R19).

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use people_model::entity::person::PersonId;
use people_model::rules::PersonRefusal;
use platform::texts::Refusal;

use super::columns::Target;
use super::known::Known;
use super::reading::{Candidate, Choice, Level, Problem, Reading};
use crate::commands::WorksAt;
use crate::eligibility::Rule;
use crate::entity::enrolment::Stage;
use crate::entity::seat_quota::Kind;
use crate::rules::place;
use crate::seating::{Belongs, Seating};

/// What happens to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nobody has the document: registered and enrolled.
    New,
    /// Enrolled, and not registered again.
    Known(PersonId),
    /// Nothing: they have their place, withdrew, or something is wrong with the row.
    Left,
}

/// What would happen to the people of a file.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// In the order of the reading's candidates.
    pub fates: Vec<Fate>,
    pub new_people: usize,
    pub known_people: usize,
    pub already_enrolled: usize,
    pub withdrawn: usize,
    /// People who stand in the file with two of their documents.
    pub repeated: u32,
    /// Whose document came with another name and nobody has been asked to look yet.
    pub strangers: BTreeSet<PersonId>,
    pub forecast: Forecast,
}

/// Who would get a seat if the file were imported now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// Seats that are free before.
    pub free: i32,
    pub seated: i32,
    pub waiting: i32,
    /// The groups for which the cohort keeps seats; somebody may be of two.
    pub groups: Vec<GroupForecast>,
    /// Who is of none of them.
    pub others: People,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupForecast {
    pub kind: Kind,
    pub key: String,
    pub people: People,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub seated: i32,
    pub waiting: i32,
}

impl People {
    fn add(&mut self, seated: bool) {
        *if seated { &mut self.seated } else { &mut self.waiting } += 1;
    }
}

impl Forecast {
    fn of(seating: &Seating) -> Self {
        let groups = seating.reserves().iter().map(|(reserve, _)| GroupForecast {
            kind: reserve.kind,
            key: reserve.key.clone(),
            people: People::default(),
        });
        Self { free: seating.free(), groups: groups.collect(), ..Self::default() }
    }

    fn add(&mut self, who: &Belongs, seated: bool) {
        *if seated { &mut self.seated } else { &mut self.waiting } += 1;
        let mut of_none = true;
        for group in &mut self.groups {
            let own = match group.kind {
                Kind::Municipality => &who.municipality,
                Kind::EntityKind => &who.entity_kind,
            };
            if own.as_ref() == Some(&group.key) {
                group.people.add(seated);
                of_none = false;
            }
        }
        if of_none {
            self.others.add(seated);
        }
    }
}

/// Sorts the people of a file by what is known of them; what is wrong is added to the reading.
pub fn look(choice: &Choice, reading: &mut Reading, known: &Known, seating: Seating) -> Outlook {
    let mut sorting = Sorting {
        choice,
        known,
        outlook: Outlook { forecast: Forecast::of(&seating), ..Outlook::default() },
        seating,
        problems: Vec::new(),
        seen: HashMap::new(),
    };
    for candidate in &reading.candidates {
        let fate = sorting.fate(candidate);
        sorting.outlook.fates.push(fate);
    }
    reading.problems.append(&mut sorting.problems);
    sorting.outlook
}

struct Sorting<'a> {
    choice: &'a Choice,
    known: &'a Known,
    seating: Seating,
    outlook: Outlook,
    problems: Vec<Problem>,
    /// Known people by now, with their row.
    seen: HashMap<PersonId, u32>,
}

impl Sorting<'_> {
    fn fate(&mut self, candidate: &Candidate) -> Fate {
        let person = self.known.person(candidate).map(|person| person.id);
        if let Some(person) = person {
            if !self.known.agrees(candidate) {
                self.another_name(candidate, person);
                return Fate::Left;
            }
            match self.known.stage(person) {
                None => {}
                Some(Stage::Confirmed | Stage::Waiting | Stage::Offered) => {
                    self.outlook.already_enrolled += 1;
                    return Fate::Left;
                }
                Some(Stage::Withdrawn) => {
                    self.withdrew(candidate);
                    return Fate::Left;
                }
            }
        }
        if !self.may_take_part(candidate) {
            return Fate::Left;
        }
        if let Some(other) = person.and_then(|person| self.seen.insert(person, candidate.row)) {
            self.repeats(candidate, other);
            return Fate::Left;
        }
        let who = self.belongs(candidate);
        // Nobody who comes this far has a place, so the rule never refuses.
        let seated = place(None, &mut self.seating, &who) == Ok(Stage::Confirmed);
        self.outlook.forecast.add(&who, seated);
        match person {
            Some(person) => {
                self.outlook.known_people += 1;
                Fate::Known(person)
            }
            None => {
                self.outlook.new_people += 1;
                Fate::New
            }
        }
    }

    fn belongs(&self, candidate: &Candidate) -> Belongs {
        let entity_kind = match (self.known.entity(candidate), &candidate.participant.entity) {
            (Some(entity), _) => Some(entity.kind.clone()),
            (None, WorksAt::Named(named)) => Some(named.kind.clone()),
            (None, WorksAt::Known(_)) => None,
        };
        Belongs { municipality: Some(candidate.participant.municipality.clone()), entity_kind }
    }

    fn say(
        &mut self,
        candidate: &Candidate,
        target: Target,
        level: Level,
        what: String,
        mend: &str,
    ) {
        self.problems.push(Problem {
            row: candidate.row,
            column: self.choice.columns.of(target),
            level,
            what,
            mend: mend.to_owned(),
        });
    }

    fn may_take_part(&mut self, candidate: &Candidate) -> bool {
        let (asked, answers) = self.known.eligibility(candidate);
        let Some(refusal) = asked.refusal(&answers) else { return true };
        let target = match asked.unmet(&answers).first() {
            Some(Rule::Servant | Rule::Kind) => Target::Kind,
            Some(Rule::Municipality) => Target::Municipality,
            Some(Rule::Prerequisite) | None => Target::Document,
        };
        let mend = "Quite la fila. Si la coordinación hace una excepción, agregue a la persona desde la lista de inscritos, con el motivo.";
        self.say(candidate, target, Level::Error, refusal.sentence(), mend);
        false
    }

    /// Somebody stands in the file with two of their documents.
    fn repeats(&mut self, candidate: &Candidate, other: u32) {
        self.outlook.repeated += 1;
        let what = format!("Es la misma persona de la fila {other}, con otro de sus documentos.");
        let mend = "Se tiene en cuenta una sola vez.";
        self.say(candidate, Target::Document, Level::Warning, what, mend);
    }

    fn withdrew(&mut self, candidate: &Candidate) {
        self.outlook.withdrawn += 1;
        let what = "La persona se retiró de esta cohorte.".to_owned();
        let mend = "No se inscribe de nuevo: si vuelve, agréguela desde la lista de inscritos.";
        self.say(candidate, Target::Document, Level::Warning, what, mend);
    }

    fn another_name(&mut self, candidate: &Candidate, person: PersonId) {
        if !self.known.is_reviewed(person) {
            self.outlook.strangers.insert(person);
        }
        let what = PersonRefusal::DocumentOfAnother { person }.sentence();
        let mend = "Compruebe el documento y el nombre. Si el archivo tiene razón, la coordinación lo resuelve en Personas, «por revisar».";
        self.say(candidate, Target::Document, Level::Error, what, mend);
    }
}
