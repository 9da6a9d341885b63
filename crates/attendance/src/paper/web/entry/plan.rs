//! What each row of a typed sheet gets, shown for review and then written.

use std::collections::BTreeMap;

use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::RollRow;
use platform::fields::{Alternative, FormState};
use platform::forms::Fields;

use super::data::{EntryData, OWN};
use crate::commands::{MarkPrecondition, NewMark};
use crate::entity::attendance_mark::{Method, State};
use crate::paper::rules::{self, EntryMode, Guest, SheetInput};
use crate::paper::views::{EntryReview, GuestReview, ReviewLine};
use crate::queries::CurrentMark;
use crate::rules::applies;

/// A row of the paper with a person in it, and the state that the person gets.
pub(super) struct PlanRow {
    pub number: u32,
    name: String,
    spoken: String,
    enrolment: EnrolmentId,
    state: State,
    current: Option<CurrentMark>,
    /// Why nothing is written; `None` means that the row counts.
    out: Option<&'static str>,
    /// Found by the name that was typed below the list.
    by_name: bool,
}

impl PlanRow {
    fn same(&self) -> bool {
        self.current.is_some_and(|current| current.state == self.state)
    }

    fn asks(&self) -> bool {
        self.out.is_none() && self.current.is_some() && !self.same()
    }

    pub fn seen(&self) -> String {
        self.current.map(|current| current.mark.to_string()).unwrap_or_default()
    }
}

/// What entering a whole sheet will write.
pub(super) struct EntryPlan {
    pub rows: Vec<PlanRow>,
    pub guests: Vec<Guest>,
}

pub(super) fn visto(number: u32) -> String {
    format!("visto[{number}]")
}

pub(super) fn decide(number: u32) -> String {
    format!("decide[{number}]")
}

impl EntryPlan {
    pub fn read(data: &EntryData, fields: &Fields) -> Result<Self, FormState> {
        let numbers = data.numbers();
        let typed = SheetInput {
            way: EntryMode::from_form(fields.first("modo")),
            rows: fields.first("filas"),
            late: fields.first("tarde"),
            excused: fields.first("excusa"),
            dispensed: fields.first("dispensa"),
        };
        let mut form = fields.state();
        let states = rules::states(&numbers, data.rows(), &typed).unwrap_or_else(|complaints| {
            for (field, sentence) in complaints {
                form.refuse(field, sentence);
            }
            BTreeMap::new()
        });
        let guests =
            rules::guests(fields.first("otras"), &numbers, data.rows()).unwrap_or_else(|why| {
                form.refuse("otras", why);
                Vec::new()
            });
        if numbers.is_empty() && guests.is_empty() && !form.has_errors() {
            form.refuse("otras", "Escriba los nombres de quienes firmaron, uno por línea.");
        }
        if form.has_errors() {
            return Err(form);
        }
        let mut rows: Vec<PlanRow> = data
            .listed
            .iter()
            .filter_map(|one| {
                let number = u32::try_from(one.number).ok()?;
                let known = data.known(one);
                Some(PlanRow {
                    number,
                    name: known.map_or_else(|| one.name.by_surname(), RollRow::listed_name),
                    spoken: known.map_or_else(|| one.name.full(), RollRow::spoken_name),
                    enrolment: one.enrolment,
                    state: *states.get(&number)?,
                    current: data.current.get(&one.enrolment).copied(),
                    out: data.out(one),
                    by_name: false,
                })
            })
            .collect();
        let guests = identify(data, guests, &mut rows);
        Ok(Self { rows, guests })
    }

    pub fn review(&self, form: &FormState) -> EntryReview {
        let rows = self.rows.iter().map(|row| {
            let outcome = match (row.out, row.current) {
                (Some(why), _) => format!("{why}: no se registra"),
                (None, None) if row.by_name => "registro nuevo, por su nombre".to_owned(),
                (None, None) => "registro nuevo".to_owned(),
                (None, Some(_)) if row.same() => "ya estaba así".to_owned(),
                (None, Some(current)) => {
                    format!("ya tiene «{}»", current.state.label())
                }
            };
            let choices = row.current.filter(|_| row.asks()).map(|current| {
                vec![
                    Alternative::new("papel", format!("Planilla: {}", row.state.label())),
                    Alternative::new("registro", format!("Registro: {}", current.state.label())),
                ]
            });
            ReviewLine {
                number: row.number,
                name: row.name.clone(),
                tone: row.state.code(),
                state: row.state.label(),
                outcome,
                seen_field: visto(row.number),
                seen: row.seen(),
                decide_field: row.asks().then(|| decide(row.number)),
                decide_label: format!("Qué vale para {}", row.spoken),
                choices: choices.unwrap_or_default(),
            }
        });
        let open = |row: &&PlanRow| {
            row.asks() && form.first(&decide(row.number)).unwrap_or_default().is_empty()
        };
        EntryReview {
            fingerprint: form.first("revisado").unwrap_or_default().to_owned(),
            totals: self.totals(),
            rows: rows.collect(),
            asks: self.rows.iter().filter(open).count(),
            guests: self
                .guests
                .iter()
                .map(|guest| GuestReview {
                    number: guest.number,
                    name: guest.name.clone(),
                    outcome: "no está en la lista: queda por identificar".into(),
                })
                .collect(),
        }
    }

    /// Chooses the paper for every row that asks.
    pub fn choose_paper(&self, form: &mut FormState) {
        for row in self.rows.iter().filter(|row| row.asks()) {
            form.values.insert(decide(row.number), vec!["papel".to_owned()]);
        }
    }

    /// «Presente: 27 · Tarde: 2 · Ausente: 5», and the guests who are still to be identified.
    fn totals(&self) -> String {
        let count =
            |state| self.rows.iter().filter(|row| row.out.is_none() && row.state == state).count();
        let mut parts: Vec<String> = State::ALL
            .into_iter()
            .map(|state| (count(state), state.label()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, label)| format!("{label}: {count}"))
            .collect();
        if !self.guests.is_empty() {
            parts.push(format!("Por identificar: {}", self.guests.len()));
        }
        parts.join(" · ")
    }

    /// Returns the marks to write: all new ones, and of the others those for which the paper was chosen.
    pub fn marks(
        &self,
        fields: &Fields,
        reason: Option<&String>,
    ) -> Result<Vec<NewMark>, FormState> {
        let mut form = fields.state();
        let mut marks = Vec::new();
        for row in self.rows.iter().filter(|row| row.out.is_none() && !row.same()) {
            if row.asks() {
                match fields.first(&decide(row.number)) {
                    "papel" => {}
                    "registro" => continue,
                    _ => {
                        let sentence = format!("Elija qué vale para {}.", row.spoken);
                        form.refuse(&decide(row.number), sentence);
                        continue;
                    }
                }
            }
            let seen = match fields.first(&visto(row.number)).parse() {
                Ok(mark) => MarkPrecondition::Mark(mark),
                Err(_) => MarkPrecondition::Nothing,
            };
            let mark = NewMark::new(row.enrolment, row.state);
            marks.push(NewMark { method: Method::Sheet, reason: reason.cloned(), seen, ..mark });
        }
        if form.has_errors() { Err(form) } else { Ok(marks) }
    }
}

/// Turns guests who are in the cohort after all, by exactly their name, into rows. Returns the other
/// guests.
fn identify(data: &EntryData, guests: Vec<Guest>, rows: &mut Vec<PlanRow>) -> Vec<Guest> {
    let mut others = Vec::new();
    for guest in guests {
        let alike: Vec<&RollRow> = data
            .roll
            .iter()
            .filter(|row| rules::same_name(&row.name.full(), &guest.name))
            .collect();
        let known = match alike.as_slice() {
            [one] if !rows.iter().any(|row| row.enrolment == one.enrolment) => *one,
            _ => {
                others.push(guest);
                continue;
            }
        };
        let current = data.current.get(&known.enrolment).copied();
        let late = !applies(data.print.session.ends_at, known.since) && current.is_none();
        rows.push(PlanRow {
            number: guest.number,
            name: known.listed_name(),
            spoken: known.spoken_name(),
            enrolment: known.enrolment,
            state: State::Present,
            current,
            out: match data.is_own(known.enrolment) {
                true => Some(OWN),
                false => late.then_some("no aplica: tuvo cupo después de esta sesión"),
            },
            by_name: true,
        });
    }
    rows.sort_by_key(|row| row.number);
    others
}
