//! The preview of an import: what would happen to each person of a file; pure. The same result is
//! shown before anything is written and decides what is written (R25), with the rules that hold for
//! one person alone: who may take part (`eligibility`, R22) and who gets a seat (`seating`, R19).

use std::collections::{BTreeSet, HashMap};

use people_model::entity::person::PersonId;
use people_model::rules::{PersonRefusal, masked_document};
use platform::search::fold;
use platform::texts::{Refusal, say, word};

use super::columns::ColumnTarget;
use super::entity::import_row::RowFate;
use super::forecast::Forecast;
use super::known_people::KnownPeople;
use super::reading::{
    FileReading, ImportCandidate, ImportChoice, ProblemLevel, Question, RowProblem,
};
use crate::commands::Employer;
use crate::eligibility::EligibilityRule;
use crate::employers::{NamedBody, named_body};
use crate::entity::enrolment::{Origin, Stage};
use crate::rulebook::{Caution, CautionAnswer, RuleNote};
use crate::rules::{EnrolmentRefusal, landing_stage};
use crate::seating::{SeatGroups, Seating};

/// What the import does with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The document is unknown: the person is registered and enrolled.
    New,
    /// The person is known: enrolled, and not registered again.
    Known(PersonId),
    /// The person is enrolled already, and the row brings a mail or a telephone that the record lacks.
    Completed(PersonId),
    /// Nothing: the person is enrolled already, withdrew, or the row has an error.
    Left,
}

/// What the import would do with the people of a file.
#[derive(Clone, Debug, Default)]
pub struct ImportPreview {
    /// The fate of each candidate, in the order of the reading.
    pub fates: Vec<Fate>,
    /// The same in the words of the list, and whether the person is new.
    pub told: Vec<(RowFate, bool)>,
    pub new_people: usize,
    pub known_people: usize,
    pub already_enrolled: usize,
    /// Of those, and of the known people, how many get a mail or a telephone that they lacked.
    pub completed: usize,
    pub withdrawn: usize,
    /// People who stand in the file with two of their documents.
    pub repeated: u32,
    /// The persons whose document came with another name and waits for no review yet.
    pub strangers: BTreeSet<PersonId>,
    pub forecast: Forecast,
}

/// Previews the import of a file by what is known of its people; errors that only this shows are
/// added to the reading.
pub fn look(
    choice: &ImportChoice,
    reading: &mut FileReading,
    known: &KnownPeople,
    seating: Seating,
) -> ImportPreview {
    let FileReading { candidates, problems, exceptions, .. } = reading;
    let mut sorting = PreviewBuilder {
        choice,
        known,
        exceptions,
        preview: ImportPreview { forecast: Forecast::of(&seating), ..ImportPreview::default() },
        seating,
        problems: Vec::new(),
        seen: HashMap::new(),
        names: HashMap::new(),
    };
    for candidate in candidates {
        let (fate, told) = sorting.fate(candidate);
        sorting.preview.fates.push(fate);
        sorting.preview.told.push((told, fate == Fate::New));
    }
    problems.append(&mut sorting.problems);
    sorting.preview
}

struct PreviewBuilder<'a> {
    choice: &'a ImportChoice,
    known: &'a KnownPeople,
    /// The reasons of exceptions, by the code of the rule.
    exceptions: &'a HashMap<String, String>,
    seating: Seating,
    preview: ImportPreview,
    problems: Vec<RowProblem>,
    /// Known people by now, with their row.
    seen: HashMap<PersonId, u32>,
    /// The last row of each name, folded.
    names: HashMap<String, u32>,
}

impl PreviewBuilder<'_> {
    fn fate(&mut self, candidate: &mut ImportCandidate) -> (Fate, RowFate) {
        let person = self.known.person(candidate).map(|person| person.id);
        if let Some(person) = person {
            if self.known.is_own(person) {
                self.oneself(candidate);
                return (Fate::Left, RowFate::LeftOut);
            }
            if !self.known.agrees(candidate) {
                self.another_name(candidate, person);
                return (Fate::Left, RowFate::Wrong);
            }
            match self.known.stage(person) {
                None => {}
                Some(Stage::Confirmed | Stage::Waiting | Stage::Offered) => {
                    self.preview.already_enrolled += 1;
                    return match self.completes(candidate) {
                        true => (Fate::Completed(person), RowFate::Completed),
                        false => (Fate::Left, RowFate::Already),
                    };
                }
                Some(Stage::Withdrawn) => {
                    self.withdrew(candidate);
                    return (Fate::Left, RowFate::Withdrew);
                }
            }
        }
        if !self.may_take_part(candidate) || !self.knows_entity(candidate) {
            return (Fate::Left, RowFate::Wrong);
        }
        if let Some(other) = person.and_then(|person| self.seen.insert(person, candidate.row)) {
            self.repeats(candidate, other);
            return (Fate::Left, RowFate::Repeated);
        }
        let who = self.belongs(candidate);
        // Nobody who comes this far has a place, so the rule never refuses.
        let seated = landing_stage(None, &mut self.seating, &who) == Ok(Stage::Confirmed);
        self.preview.forecast.add(&who, seated);
        self.preview.forecast.letters += i32::from(self.known.has_mail(candidate));
        let told = if seated { RowFate::Seat } else { RowFate::Waits };
        let name = fold(&candidate.participant.person.name().full());
        let other = self.names.insert(name.clone(), candidate.row);
        match person {
            Some(person) => {
                self.contradicts(candidate, person);
                self.completes(candidate);
                self.preview.known_people += 1;
                (Fate::Known(person), told)
            }
            None => {
                self.tell_namesake(candidate, &name, other);
                self.preview.new_people += 1;
                (Fate::New, told)
            }
        }
    }

    /// Whether the kind of the entity is known: by its name, its record, or an answer. Nobody assumes it.
    fn knows_entity(&mut self, candidate: &ImportCandidate) -> bool {
        let Employer::Named(named) = &candidate.participant.entity else { return true };
        if !named.kind.is_empty() || self.known.entity(candidate).is_some() {
            return true;
        }
        let typed = named.name.clone();
        let (target, what, mend) = match named_body(&typed, None) {
            // An alcaldía, and not by the name of the municipality of the row.
            NamedBody::TownHall => (
                ColumnTarget::Entity,
                say("enrolment.town_hall_elsewhere", &[("name", typed.clone())]),
                word("enrolment.town_hall_elsewhere_mend"),
            ),
            _ => (
                ColumnTarget::EntityKind,
                say("enrolment.entity_kind_unknown", &[("name", typed.clone())]),
                word("enrolment.entity_kind_unknown_mend"),
            ),
        };
        self.say(candidate, ColumnTarget::Entity, ProblemLevel::Error, what, mend);
        self.ask(Question::Spelling { target, typed, suggestion: None });
        false
    }

    fn belongs(&self, candidate: &ImportCandidate) -> SeatGroups {
        let entity_kind = match (self.known.entity_kind(candidate), &candidate.participant.entity) {
            (Some(kind), _) => Some(kind.to_owned()),
            (None, Employer::Named(named)) => Some(named.kind.clone()),
            (None, Employer::Known(_)) => None,
        };
        SeatGroups { municipality: Some(candidate.participant.municipality.clone()), entity_kind }
    }

    fn say(
        &mut self,
        candidate: &ImportCandidate,
        target: ColumnTarget,
        level: ProblemLevel,
        what: String,
        mend: &str,
    ) {
        self.problems.push(RowProblem {
            row: candidate.row,
            column: self.choice.columns.of(target),
            level,
            what,
            mend: mend.to_owned(),
            question: None,
        });
    }

    /// Asks a question with what was said last.
    fn ask(&mut self, question: Question) {
        if let Some(problem) = self.problems.last_mut() {
            problem.question = Some(question);
        }
    }

    /// Asks why a rule is set aside, with the reason that was given by now.
    fn ask_rule(&mut self, code: &'static str) {
        let reason = self.exceptions.get(code).cloned();
        self.ask(Question::Rule { code, reason });
    }

    /// Returns the reason why somebody takes part all the same, when one was given for everything that the rules
    /// say of them (R22, R85).
    fn exception<'n>(&self, notes: impl Iterator<Item = &'n RuleNote>) -> Option<String> {
        let given = notes.map(|note| self.exceptions.get(note.code).map(String::as_str));
        let mut reasons = given.collect::<Option<Vec<&str>>>()?;
        reasons.dedup();
        Some(reasons.join("; ")).filter(|reason| !reason.is_empty())
    }

    /// What the course asks for, and what gives pause, refuse the row until the coordination gives a reason, as
    /// where it adds somebody by hand.
    fn may_take_part(&mut self, candidate: &mut ImportCandidate) -> bool {
        let found = self.known.verdict(candidate);
        let notes = || found.unmet.iter().chain(&found.cautions);
        let column =
            |code: &str| match (EligibilityRule::from_code(code), Caution::from_code(code)) {
                (Some(EligibilityRule::Servant | EligibilityRule::Kind), _) => ColumnTarget::Kind,
                (Some(EligibilityRule::Municipality), _)
                | (_, Some(Caution::OtherMunicipality)) => ColumnTarget::Municipality,
                _ => ColumnTarget::Document,
            };
        candidate.exception = self.exception(notes());
        let exception = candidate.exception.as_deref();
        let refusal = found.settle(Origin::Coordinator, exception, CautionAnswer::Ask).err();
        let (level, mend) = match &refusal {
            Some(_) => (ProblemLevel::Error, word("enrolment.row_unmet").to_owned()),
            None => {
                let reason = exception.unwrap_or_default().to_owned();
                (ProblemLevel::Warning, say("enrolment.row_excepted", &[("reason", reason)]))
            }
        };
        // The first tells all rules at once; each rule asks its own question.
        let mut first = match &refusal {
            Some(refusal @ EnrolmentRefusal::NotEligible { .. }) => Some(refusal.sentence()),
            _ => None,
        };
        for note in notes() {
            let what = first.take().unwrap_or_else(|| note.sentence.clone());
            self.say(candidate, column(note.code), level, what, &mend);
            self.ask_rule(note.code);
        }
        refusal.is_none()
    }

    /// Says which contacts of a known person the row completes and whether there are any.
    fn completes(&mut self, candidate: &ImportCandidate) -> bool {
        let Some(what) = self.known.completes(candidate).and_then(|taken| taken.sentence()) else {
            return false;
        };
        self.preview.completed += 1;
        let mend = "No hay nada que corregir: lo demás de la persona sigue igual.";
        self.say(candidate, ColumnTarget::Mail, ProblemLevel::Warning, what, mend);
        true
    }

    /// Asks what the row means where it differs from the post that the person is known to hold (F26).
    fn contradicts(&mut self, candidate: &ImportCandidate, person: PersonId) {
        // A document is public: it opens no post of somebody of another unit.
        let held = self.known.held(person).next().filter(|_| self.known.is_reached(person));
        let (Some(held), None, None) = (held, self.known.post(candidate), candidate.post) else {
            return;
        };
        let what = format!(
            "La persona figura hoy en «{}» como {}.",
            self.known.entity_name(held.entity_id),
            held.position
        );
        let mend = "¿Cambió de entidad o tiene dos? Respóndalo al revisar la fila; si no, quedará con las dos.";
        self.say(candidate, ColumnTarget::Entity, ProblemLevel::Warning, what, mend);
        self.ask(Question::Post);
    }

    /// Says that somebody has this name with another document: the coordination decides whether it is the same
    /// person.
    fn tell_namesake(&mut self, candidate: &ImportCandidate, name: &str, other: Option<u32>) {
        let participant = &candidate.participant;
        let what = match (self.known.namesake(name), other) {
            (Some((person, entity)), _) => {
                let known = masked_document(person.document_type, &person.document_number);
                let new = &participant.person;
                let own = masked_document(new.document_type, &new.document_number);
                let own_entity = match &participant.entity {
                    Employer::Named(named) => named.name.as_str(),
                    Employer::Known(_) => "",
                };
                let facts = [("known", beside(known, entity)), ("own", beside(own, own_entity))];
                say("enrolment.namesake", &facts)
            }
            (None, Some(row)) => say("enrolment.namesake_in_list", &[("row", row.to_string())]),
            (None, None) => return,
        };
        let mend = word("enrolment.namesake_mend");
        self.say(candidate, ColumnTarget::Document, ProblemLevel::Warning, what, mend);
    }

    /// Notes that a person stands in the file with two of their documents.
    fn repeats(&mut self, candidate: &ImportCandidate, other: u32) {
        self.preview.repeated += 1;
        let what = format!("Es la misma persona de la fila {other}, con otro de sus documentos.");
        let mend = "Se tiene en cuenta una sola vez.";
        self.say(candidate, ColumnTarget::Document, ProblemLevel::Warning, what, mend);
    }

    fn withdrew(&mut self, candidate: &ImportCandidate) {
        self.preview.withdrawn += 1;
        let what = "La persona se retiró de esta cohorte.".to_owned();
        let mend = "No se inscribe de nuevo: si vuelve, agréguela desde la lista de inscritos.";
        self.say(candidate, ColumnTarget::Document, ProblemLevel::Warning, what, mend);
    }

    /// Nobody enrols themselves by a file either; the other rows go on (R80).
    fn oneself(&mut self, candidate: &ImportCandidate) {
        let what = EnrolmentRefusal::Oneself.sentence();
        let mend = "Esta fila se deja; las demás se importan.";
        self.say(candidate, ColumnTarget::Document, ProblemLevel::Warning, what, mend);
    }

    fn another_name(&mut self, candidate: &ImportCandidate, person: PersonId) {
        if !self.known.is_reviewed(person) {
            self.preview.strangers.insert(person);
        }
        let what = PersonRefusal::DocumentOfAnother { person }.sentence();
        let mend = "Compruebe el documento y el nombre. Si el archivo tiene razón, la coordinación lo resuelve en Personas, «por revisar».";
        self.say(candidate, ColumnTarget::Document, ProblemLevel::Error, what, mend);
    }
}

/// «CC 1.***.*67 (Alcaldía de Mapiripán)».
fn beside(document: String, entity: &str) -> String {
    if entity.is_empty() { document } else { format!("{document} ({entity})") }
}
