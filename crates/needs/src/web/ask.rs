//! Saying what a municipality needs.

use capacities_model::entity::capacity;
use capacities_model::queries::capacities;
use platform::texts::Refusal as _;
use sign_in_model::actor::{Actor, Role};
use sign_in_model::prelude::*;
use territory_model::entity::entity::EntityId;
use territory_model::kinds;
use territory_model::queries::{NamedMunicipality, entities_in};

use crate::commands::{self, NewNeed, RequestingBody};
use crate::entity::need::{self, NeedId};
use crate::policy::{STATERS, may_state};
use crate::queries;
use crate::rules::{MOST_PEOPLE, NeedRefusal};
use crate::views::{NeedFormPage, WaitingLine};

const LONGEST_NOTE: usize = 1_000;
/// The value that chooses the alcaldía of the municipality where no entity of that kind is known yet.
const TOWN_HALL: &str = "alcaldia";
/// With fewer municipalities than this, all of the departments are offered at once.
const FEW: usize = 1;

fn empty(form: FormState) -> NeedFormPage {
    NeedFormPage {
        form,
        place: None,
        code: String::new(),
        departments: Vec::new(),
        places: Vec::new(),
        entities: Vec::new(),
        capacities: Vec::new(),
        waiting: Vec::new(),
        seen: String::new(),
        alike: Vec::new(),
    }
}

fn line(need: &need::Model, framework: &[capacity::Model]) -> WaitingLine {
    let capacity = framework.iter().find(|one| one.code == need.capacity_code);
    let name = capacity.map_or(need.capacity_code.as_str(), |one| one.name.as_str());
    WaitingLine {
        href: format!("/necesidades/{}", need.id),
        text: format!("{}: {name}", numbers::people(need.people)),
        deadline: dates::short(need.deadline_on),
    }
}

/// What the form of a municipality offers to this actor for choice.
struct NeedFormChoices {
    place: NamedMunicipality,
    entities: Vec<Alternative>,
    framework: Vec<capacity::Model>,
    waiting: Vec<need::Model>,
}

impl NeedFormChoices {
    async fn of(
        desk: &Desk<'_>,
        actor: &Actor,
        place: NamedMunicipality,
    ) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let mut known = entities_in(db, &place.code).await?;
        // A focal point speaks for their own body, unless they answer for the territory too.
        let speaks_for_one = !actor.is_administrator()
            && !actor.has(Role::Coordinator)
            && !actor.has(Role::Gobernacion);
        if speaks_for_one {
            let own = actor.entities();
            known.retain(|one| own.contains(&one.id.0));
        }
        let has_hall = known.iter().any(|one| one.kind == kinds::TOWN_HALL);
        let mut entities: Vec<Alternative> =
            known.iter().map(|one| Alternative::new(one.id, &one.name)).collect();
        if !has_hall && !speaks_for_one {
            let name = format!("Alcaldía de {}", place.name);
            entities.push(Alternative::new(TOWN_HALL, name));
        }
        Ok(Self {
            entities,
            framework: capacities(db).await?,
            waiting: queries::alike(db, &place.code, (None, None)).await?,
            place,
        })
    }

    fn page(&self, form: FormState, alike: &[NeedId]) -> NeedFormPage {
        let current = self.framework.iter().filter(|one| !one.retired);
        let lines = |pick: &dyn Fn(&need::Model) -> bool| {
            self.waiting
                .iter()
                .filter(|one| pick(one))
                .map(|one| line(one, &self.framework))
                .collect()
        };
        let mut form = form;
        if let (None, [only]) = (form.first("entidad"), self.entities.as_slice()) {
            form = form.with("entidad", &only.value);
        }
        let seen: Vec<String> = alike.iter().map(ToString::to_string).collect();
        NeedFormPage {
            place: Some(self.place.full_name()),
            code: self.place.code.clone(),
            entities: self.entities.clone(),
            capacities: current.map(|one| Alternative::new(&one.code, &one.name)).collect(),
            waiting: lines(&|one| !alike.contains(&one.id)),
            alike: lines(&|one| alike.contains(&one.id)),
            seen: seen.join(","),
            ..empty(form)
        }
    }
}

/// Where: the municipality of the address, the only one, or a question.
#[get("/necesidades/nueva")]
pub async fn form(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&STATERS)?;
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let code = fields.first("municipio");
    if !code.is_empty() {
        let place = queries::place(db, actor, code).await?.ok_or(AppError::NotFound)?;
        may_state(actor, &place.code)?;
        let choices = NeedFormChoices::of(&desk, actor, place).await?;
        let capacity = fields.first("capacidad");
        return desk.show(&choices.page(FormState::default().with("capacidad", capacity), &[]));
    }
    let departments = queries::departments(db, actor).await?;
    let asked = fields.first("departamento");
    let chosen = match asked {
        "" if departments.len() <= FEW => departments.first(),
        "" => None,
        code => Some(departments.iter().find(|(one, _)| one == code).ok_or(AppError::NotFound)?),
    };
    let places = match chosen {
        Some((department, _)) => queries::places_of(db, actor, department).await?,
        None => Vec::new(),
    };
    if let [only] = places.as_slice() {
        let choices = NeedFormChoices::of(&desk, actor, only.clone()).await?;
        return desk.show(&choices.page(FormState::default(), &[]));
    }
    let form = fields.state().with_option("departamento", chosen.map(|(code, _)| code));
    desk.show(&NeedFormPage {
        departments: departments.iter().map(|(code, name)| Alternative::new(code, name)).collect(),
        places: places.iter().map(|place| Alternative::new(&place.code, &place.name)).collect(),
        ..empty(form)
    })
}

#[post("/necesidades", data = "<fields>")]
pub async fn state(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor_as(&STATERS)?;
    let db = desk.app.db.read();
    let code = fields.first("municipio");
    let place = queries::place(db, actor, code).await?.ok_or(AppError::NotFound)?;
    let permit = may_state(actor, &place.code)?;
    let choices = NeedFormChoices::of(&desk, actor, place).await?;
    let new = match read(&choices, &fields) {
        Ok(new) => new,
        Err(form) => return desk.refuse(&choices.page(form, &seen(&fields))),
    };
    match commands::state_need(desk.app, permit, new).await {
        Ok(id) => desk.done(format!("/necesidades/{id}"), "La necesidad quedó registrada."),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let alike = match &refusal {
                NeedRefusal::Similar { needs } => needs.clone(),
                _ => seen(&fields),
            };
            desk.refuse(&choices.page(fields.refused(&refusal), &alike))
        }
    }
}

/// Returns the ids of the needs alike that the form showed.
fn seen(fields: &Fields) -> Vec<NeedId> {
    fields.first("vistas").split(',').filter_map(|id| id.parse().ok()).take(100).collect()
}

fn read(choices: &NeedFormChoices, fields: &Fields) -> Result<NewNeed, FormState> {
    let mut reader = Reader::new(fields);
    let chosen = fields.first("entidad");
    let offered = choices.entities.iter().any(|one| one.value == chosen);
    let body = match (offered, chosen) {
        (true, TOWN_HALL) => Some(RequestingBody::TownHall),
        (true, id) => id.parse::<EntityId>().ok().map(RequestingBody::Known),
        (false, _) => None,
    };
    if body.is_none() {
        reader.wrong("entidad", "Elija la entidad que la pide.");
    }
    let capacity = fields.first("capacidad");
    let known = choices.framework.iter().find(|one| one.code == capacity);
    match known {
        None => reader.wrong("capacidad", "Elija la capacidad de la lista."),
        Some(one) if one.retired => {
            reader.wrong("capacidad", NeedRefusal::CapacityRetired.sentence());
        }
        Some(_) => {}
    }
    let sentence = NeedRefusal::PeopleOutOfRange.sentence();
    let people = reader.whole("personas", 1..=MOST_PEOPLE, &sentence);
    let deadline = reader.date("limite", "Escriba hasta cuándo sirve.");
    let note = reader.optional("nota", LONGEST_NOTE);
    reader.finish()?;
    Ok(NewNeed {
        // The reader refused above when there is none.
        body: body.unwrap_or(RequestingBody::TownHall),
        capacity: capacity.to_owned(),
        people,
        deadline,
        note,
        seen: seen(fields),
    })
}
