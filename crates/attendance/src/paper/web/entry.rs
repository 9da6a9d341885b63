//! A signed sheet typed by its exceptions, shown row by row, then saved. Works without JavaScript:
//! what is saved is what was shown, or it is shown again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rocket::{get, post};

use cohorts_model::entity::session;
use enrolment_model as enrolment;
use enrolment_model::entity::enrolment::{EnrolmentId, Stage};
use enrolment_model::queries::{RollRow, roll};
use platform::codes::display_code;
use platform::errors::AppError;
use platform::fields::{Alternative, FormState};
use platform::forms::{Fields, Reader};
use platform::numbers::{people, some};
use platform::secrets;
use platform::texts::Refusal;
use sign_in_model::actor::Actor;
use sign_in_model::desk::{Answer, Desk};

use super::{cohort_href, when};
use crate::commands::{NewMark, Seen, Taken};
use crate::entity::attendance_mark::{Method, State};
use crate::labels;
use crate::paper::commands::{self, Entry};
use crate::paper::queries::{self, Listed, Print};
use crate::paper::rules::{self, Guest, Typed, Way};
use crate::paper::views::{EntryPage, GuestReview, PersonLine, Review, ReviewLine, ways};
use crate::policy::may_take;
use crate::queries::{Current, current_marks};
use crate::rules::{AttendanceRefusal, applies, may_mark};

/// The longest reason.
const REASON: usize = 300;
/// The fields that decide what rows get.
const TYPED: [&str; 6] = ["modo", "filas", "tarde", "excusa", "dispensa", "otras"];

/// Everything that an entry is judged by, read once.
struct Ground {
    print: Print,
    listed: Vec<Listed>,
    roll: Vec<RollRow>,
    current: HashMap<EnrolmentId, Current>,
}

impl Ground {
    async fn read(desk: &Desk<'_>, actor: &Actor, code: &str) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let print = queries::print(db, actor, code).await?;
        let listed = queries::listed(db, print.sheet.id).await?;
        let seen = enrolment::policy::scope(actor);
        let roll = roll(db, print.session.cohort_id, seen).await?;
        let current = current_marks(db, print.session.id).await?;
        Ok(Self { print, listed, roll, current })
    }

    fn rows(&self) -> u32 {
        u32::try_from(self.print.sheet.row_count).unwrap_or(1)
    }

    fn numbers(&self) -> BTreeSet<u32> {
        self.listed.iter().filter_map(|one| u32::try_from(one.number).ok()).collect()
    }

    fn closed(&self) -> bool {
        self.print.session.stage == session::Stage::Closed
    }

    /// Why this row of the paper can get nothing.
    fn out(&self, one: &Listed) -> Option<&'static str> {
        if one.stage != Stage::Confirmed {
            Some("ya no está en la cohorte")
        } else if !applies(self.print.session.ends_at, one.since)
            && !self.current.contains_key(&one.enrolment)
        {
            Some("no aplica: tuvo cupo después de esta sesión")
        } else {
            None
        }
    }

    fn page(&self, desk: &Desk<'_>, form: FormState, plan: Option<&Plan>) -> EntryPage {
        let Print { sheet, session, head } = &self.print;
        let blocked =
            may_mark(head.cohort.stage, session.stage, session.starts_at, desk.app.clock.now());
        let rows = self.rows();
        let about = match self.listed.len() {
            0 => format!("En blanco: {}", some(rows, "fila", "filas")),
            all => format!("{} en {}", people(all), some(rows, "fila", "filas")),
        };
        let review = plan.map(|plan| plan.review(&form));
        EntryPage {
            cohort_title: head.title.clone(),
            cohort_href: cohort_href(head),
            sheet_href: format!("/sesiones/{}/planilla", session.id),
            pdf_href: format!("/planillas/{}/pdf", sheet.code),
            code: display_code(&sheet.code),
            position: session.position,
            when: when(session),
            about,
            action: format!("/planillas/{}", sheet.code),
            ways: ways(),
            has_list: !self.listed.is_empty(),
            closed: self.closed(),
            blocked: blocked.err().map(|refusal| refusal.sentence()),
            people: self
                .listed
                .iter()
                .map(|one| PersonLine {
                    number: u32::try_from(one.number).unwrap_or_default(),
                    name: one.name.by_surname(),
                    note: self.out(one).map(str::to_owned),
                })
                .collect(),
            review,
            form,
        }
    }
}

/// A row with somebody in it and what it gets.
struct Step {
    number: u32,
    name: String,
    spoken: String,
    enrolment: EnrolmentId,
    state: State,
    current: Option<Current>,
    /// Nothing is written, and why.
    out: Option<&'static str>,
    /// Found by the name that was typed below the list.
    by_name: bool,
}

impl Step {
    fn same(&self) -> bool {
        self.current.is_some_and(|current| current.state == self.state)
    }

    fn asks(&self) -> bool {
        self.out.is_none() && self.current.is_some() && !self.same()
    }

    fn seen(&self) -> String {
        self.current.map(|current| current.mark.to_string()).unwrap_or_default()
    }
}

/// What a whole sheet does.
struct Plan {
    steps: Vec<Step>,
    guests: Vec<Guest>,
}

fn visto(number: u32) -> String {
    format!("visto[{number}]")
}

fn decide(number: u32) -> String {
    format!("decide[{number}]")
}

impl Plan {
    fn read(ground: &Ground, fields: &Fields) -> Result<Self, FormState> {
        let numbers = ground.numbers();
        let typed = Typed {
            way: Way::from_form(fields.first("modo")),
            rows: fields.first("filas"),
            late: fields.first("tarde"),
            excused: fields.first("excusa"),
            dispensed: fields.first("dispensa"),
        };
        let mut form = fields.state();
        let states = rules::states(&numbers, ground.rows(), &typed).unwrap_or_else(|complaints| {
            for (field, sentence) in complaints {
                form.refuse(field, sentence);
            }
            BTreeMap::new()
        });
        let guests =
            rules::guests(fields.first("otras"), &numbers, ground.rows()).unwrap_or_else(|why| {
                form.refuse("otras", why);
                Vec::new()
            });
        if numbers.is_empty() && guests.is_empty() && !form.has_errors() {
            form.refuse("otras", "Escriba los nombres de quienes firmaron, uno por línea.");
        }
        if form.has_errors() {
            return Err(form);
        }
        let mut steps: Vec<Step> = ground
            .listed
            .iter()
            .filter_map(|one| {
                let number = u32::try_from(one.number).ok()?;
                Some(Step {
                    number,
                    name: one.name.by_surname(),
                    spoken: one.name.full(),
                    enrolment: one.enrolment,
                    state: *states.get(&number)?,
                    current: ground.current.get(&one.enrolment).copied(),
                    out: ground.out(one),
                    by_name: false,
                })
            })
            .collect();
        let guests = place(ground, guests, &mut steps);
        Ok(Self { steps, guests })
    }

    fn review(&self, form: &FormState) -> Review {
        let rows = self.steps.iter().map(|step| {
            let outcome = match (step.out, step.current) {
                (Some(why), _) => format!("{why}: no se registra"),
                (None, None) if step.by_name => "registro nuevo, por su nombre".to_owned(),
                (None, None) => "registro nuevo".to_owned(),
                (None, Some(_)) if step.same() => "ya estaba así".to_owned(),
                (None, Some(current)) => {
                    format!("ya tiene «{}»", labels::label(current.state))
                }
            };
            let choices = step.current.filter(|_| step.asks()).map(|current| {
                vec![
                    Alternative::new("papel", format!("Planilla: {}", labels::label(step.state))),
                    Alternative::new(
                        "registro",
                        format!("Registro: {}", labels::label(current.state)),
                    ),
                ]
            });
            ReviewLine {
                number: step.number,
                name: step.name.clone(),
                tone: labels::tone(step.state),
                state: labels::label(step.state),
                outcome,
                seen_field: visto(step.number),
                seen: step.seen(),
                decide_field: step.asks().then(|| decide(step.number)),
                decide_label: format!("Qué vale para {}", step.spoken),
                choices: choices.unwrap_or_default(),
            }
        });
        let open = |step: &&Step| {
            step.asks() && form.first(&decide(step.number)).unwrap_or_default().is_empty()
        };
        Review {
            fingerprint: form.first("revisado").unwrap_or_default().to_owned(),
            totals: self.totals(),
            rows: rows.collect(),
            asks: self.steps.iter().filter(open).count(),
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

    /// «27 presente, 2 tarde, 5 ausente», and those below the list.
    fn totals(&self) -> String {
        let count = |state| {
            self.steps.iter().filter(|step| step.out.is_none() && step.state == state).count()
        };
        let mut parts: Vec<String> = labels::STATES
            .into_iter()
            .map(|state| (count(state), labels::label(state)))
            .filter(|(count, _)| *count > 0)
            .map(|(count, label)| format!("{label}: {count}"))
            .collect();
        if !self.guests.is_empty() {
            parts.push(format!("Por identificar: {}", self.guests.len()));
        }
        parts.join(" · ")
    }

    /// What is written: all that is new, and of the rest what somebody decided.
    fn marks(&self, fields: &Fields, reason: Option<&String>) -> Result<Vec<NewMark>, FormState> {
        let mut form = fields.state();
        let mut marks = Vec::new();
        for step in self.steps.iter().filter(|step| step.out.is_none() && !step.same()) {
            if step.asks() {
                match fields.first(&decide(step.number)) {
                    "papel" => {}
                    "registro" => continue,
                    _ => {
                        let sentence = format!("Elija qué vale para {}.", step.spoken);
                        form.refuse(&decide(step.number), sentence);
                        continue;
                    }
                }
            }
            let seen = match fields.first(&visto(step.number)).parse() {
                Ok(mark) => Seen::Mark(mark),
                Err(_) => Seen::Nothing,
            };
            let mark = NewMark::new(step.enrolment, step.state);
            marks.push(NewMark { method: Method::Sheet, reason: reason.cloned(), seen, ..mark });
        }
        if form.has_errors() { Err(form) } else { Ok(marks) }
    }
}

/// People below the list who are of the cohort after all, by exactly their name, become rows;
/// answers the others.
fn place(ground: &Ground, guests: Vec<Guest>, steps: &mut Vec<Step>) -> Vec<Guest> {
    let mut others = Vec::new();
    for guest in guests {
        let alike: Vec<&RollRow> = ground
            .roll
            .iter()
            .filter(|row| rules::same_name(&row.name.full(), &guest.name))
            .collect();
        let known = match alike.as_slice() {
            [one] if !steps.iter().any(|step| step.enrolment == one.enrolment) => *one,
            _ => {
                others.push(guest);
                continue;
            }
        };
        let current = ground.current.get(&known.enrolment).copied();
        let late = !applies(ground.print.session.ends_at, known.since) && current.is_none();
        steps.push(Step {
            number: guest.number,
            name: known.name.by_surname(),
            spoken: known.name.full(),
            enrolment: known.enrolment,
            state: State::Present,
            current,
            out: late.then_some("no aplica: tuvo cupo después de esta sesión"),
            by_name: true,
        });
    }
    steps.sort_by_key(|step| step.number);
    others
}

/// What was typed, as a word that the review carries: what is saved is what was shown.
fn fingerprint(fields: &Fields) -> String {
    let typed: Vec<&str> = TYPED.iter().map(|name| fields.first(name)).collect();
    secrets::digest(typed.join("\u{1f}")).chars().take(16).collect()
}

#[get("/planillas/<print>")]
pub async fn show(desk: Desk<'_>, print: &str) -> Answer {
    let actor = desk.actor()?;
    let ground = Ground::read(&desk, actor, print).await?;
    let mut page = ground.page(&desk, FormState::default().with("modo", "menos"), None);
    let Print { session, head, .. } = &ground.print;
    if may_take(actor, &head.access, session.id, session.stage).is_err() {
        page.blocked = Some(AttendanceRefusal::SessionClosed.sentence());
    }
    desk.show(&page)
}

#[post("/planillas/<print>", data = "<fields>")]
pub async fn enter(desk: Desk<'_>, print: &str, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let ground = Ground::read(&desk, actor, print).await?;
    let Print { session, head, sheet } = &ground.print;
    let Ok(permit) = may_take(actor, &head.access, session.id, session.stage) else {
        // Coordination closed the session while its facilitator was typing.
        let form = fields.refused(&AttendanceRefusal::SessionClosed);
        let mut page = ground.page(&desk, form, None);
        page.blocked = Some(AttendanceRefusal::SessionClosed.sentence());
        return desk.refuse(&page);
    };
    let plan = match Plan::read(&ground, &fields) {
        Ok(plan) => plan,
        Err(form) => return desk.refuse(&ground.page(&desk, form, None)),
    };
    let shown = fields.first("revisado") == fingerprint(&fields);
    if fields.first("accion") != "guardar" || !shown {
        return desk.show(&ground.page(
            &desk,
            reviewed(&fields, &plan, fields.state()),
            Some(&plan),
        ));
    }
    let mut reader = Reader::new(&fields);
    let reason = reader.optional("motivo", REASON);
    if ground.closed() && reason.is_none() {
        reader.wrong("motivo", AttendanceRefusal::ReasonMissing.sentence());
    }
    let marks = reader.finish().and_then(|()| plan.marks(&fields, reason.as_ref()));
    let form = match marks {
        Err(form) => form,
        Ok(marks) => {
            let entry = Entry { sheet: sheet.id, marks, guests: plan.guests.clone() };
            match commands::enter(desk.app, permit, entry).await {
                Ok(taken) => return told(&desk, &ground, &plan, &taken),
                Err(failure) => {
                    let form = fields.refused(&failure.refusal()?);
                    // Somebody else wrote in between: what is there now is shown.
                    let ground = Ground::read(&desk, actor, print).await?;
                    return match Plan::read(&ground, &fields) {
                        Ok(plan) => {
                            let form = reviewed(&fields, &plan, form);
                            desk.refuse(&ground.page(&desk, form, Some(&plan)))
                        }
                        Err(form) => desk.refuse(&ground.page(&desk, form, None)),
                    };
                }
            }
        }
    };
    desk.refuse(&ground.page(&desk, reviewed(&fields, &plan, form), Some(&plan)))
}

/// The form of a review: it carries what was typed, and forgets what was decided about a mark that
/// is another one now.
fn reviewed(fields: &Fields, plan: &Plan, mut form: FormState) -> FormState {
    form.values.insert("revisado".to_owned(), vec![fingerprint(fields)]);
    for step in &plan.steps {
        let before = fields.first(&visto(step.number));
        if fields.has(&visto(step.number)) && before != step.seen() {
            form.values.remove(&decide(step.number));
        }
        form.values.remove(&visto(step.number));
    }
    form
}

fn told(desk: &Desk<'_>, ground: &Ground, plan: &Plan, taken: &Taken) -> Answer {
    let mut text = match (taken.first_marks, taken.corrections) {
        (0, 0) => "No había registros nuevos que guardar.".to_owned(),
        (new, 0) => format!("Planilla guardada: {new} con registro nuevo."),
        (0, changed) => format!("Planilla guardada: {changed} con cambio."),
        (new, changed) => {
            format!("Planilla guardada: {new} con registro nuevo y {changed} con cambio.")
        }
    };
    if !plan.guests.is_empty() {
        text.push_str(&format!(
            " Por identificar: {}; vea la planilla de la sesión.",
            plan.guests.len()
        ));
    }
    desk.done(format!("/sesiones/{}/asistencia", ground.print.session.id), text)
}
