//! Addresses of nomination: the entity's list with its states, and one person more.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::queries::{CohortRow, find, municipalities};
use people_model::entity::person::{DocumentType, PersonId};
use people_model::entity::post::Kind;
use platform::numbers::{people, some};
use platform::texts::say;
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;
use territory_model::entity::entity::{self, EntityId};

use super::queries as own;
use super::queries::NominationRow;
use super::views::{NominateNewPage, NominationLine, NominationsPage};
use crate::commands::{self, Employer, NewParticipant, NominationOutcome};
use crate::entity::enrolment::{Origin, Stage};
use crate::persons::lookups::look_up;
use crate::rules::{EnrolmentRefusal, EnrolmentWindow};
use crate::views::standing_tag;
use crate::web::{head, seats_left};
use crate::{forms, policy, queries};

/// People of whom something is said one by one.
const MOST_NOTED: usize = 10;

pub fn routes() -> Vec<Route> {
    routes![list, nominate, new_form, nominate_new]
}

/// The focal point's entities that the cohort reaches.
async fn entities(desk: &Desk<'_>, row: &CohortRow) -> Result<Vec<entity::Model>, AppError> {
    let db = desk.app.db.read();
    let places = municipalities(db, row.cohort.id).await?;
    let ids = desk.actor()?.entities();
    let found = own::entities_in(db, &ids, places.into_iter().map(|place| place.code)).await?;
    if found.is_empty() { Err(AppError::Forbidden) } else { Ok(found) }
}

fn shut(desk: &Desk<'_>, row: &CohortRow) -> Option<EnrolmentRefusal> {
    EnrolmentWindow::of(&row.cohort).may_enrol(Origin::Nomination, desk.app.clock.today()).err()
}

async fn reached(desk: &Desk<'_>, id: CohortId) -> Result<CohortRow, AppError> {
    find(desk.app.db.read(), desk.actor_as(&[Role::FocalPoint])?, id).await
}

async fn list_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    entities: &[entity::Model],
    form: FormState,
) -> Result<NominationsPage, AppError> {
    let db = desk.app.db.read();
    let ids: Vec<i64> = entities.iter().map(|entity| entity.id.0).collect();
    let today = desk.app.clock.today();
    let rows = own::nominated(db, row.cohort.id, &ids, today).await?;
    let present: Vec<PersonId> =
        rows.iter().filter(|row| row.has_word(&ids)).map(|row| row.person).collect();
    let left = own::colleagues(db, &ids, today).await?;
    let (reached, unreachable): (Vec<_>, Vec<_>) = left
        .into_iter()
        .filter(|one| !present.contains(&one.person))
        .partition(|one| one.email.is_some());
    Ok(NominationsPage {
        requirements: queries::requirements(db, &row.cohort).await?.sentences(),
        seats: seats_left(desk, row).await?,
        closed: shut(desk, row).map(|refusal| refusal.sentence()),
        people: reached
            .iter()
            .map(|one| {
                let label = format!("{} ({})", one.name.by_surname(), one.position);
                Alternative::new(one.person, label)
            })
            .collect(),
        unreachable: unreachable.iter().map(|one| one.name.by_surname()).collect(),
        rows: rows.into_iter().map(|one| line(one, row)).collect(),
        add: format!("/cohortes/{}/postulaciones/nueva", row.cohort.id),
        head: head(row),
        form,
    })
}

fn line(row: NominationRow, cohort: &CohortRow) -> NominationLine {
    let note = match (row.until, row.origin) {
        (Some(until), _) if row.stage == Stage::Offered => {
            format!("Responde antes del {}", dates::long_with_time(until))
        }
        (_, Origin::Nomination) => String::new(),
        (_, Origin::SelfService) => "Se inscribió por su cuenta".to_owned(),
        (_, Origin::Coordinator) => "La inscribió la coordinación".to_owned(),
    };
    NominationLine {
        name: row.name.by_surname(),
        tag: standing_tag(row.stage, cohort.cohort.stage),
        note,
    }
}

#[get("/cohortes/<cohort>/postulaciones")]
async fn list(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = reached(&desk, cohort).await?;
    let entities = entities(&desk, &row).await?;
    desk.show(&list_page(&desk, &row, &entities, FormState::default()).await?)
}

#[post("/cohortes/<cohort>/postulaciones", data = "<fields>")]
async fn nominate(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let row = reached(&desk, cohort).await?;
    let entities = entities(&desk, &row).await?;
    let page = list_page(&desk, &row, &entities, fields.state()).await?;
    let all = !fields.first("todas").is_empty();
    let chosen: Vec<PersonId> = page
        .people
        .iter()
        .filter(|one| all || fields.all("persona").contains(&one.value))
        .filter_map(|one| one.value.parse().map(PersonId).ok())
        .collect();
    if chosen.is_empty() {
        let mut page = page;
        page.form.refuse("persona", "Elija al menos una persona.");
        return desk.refuse(&page);
    }
    let ids: Vec<i64> = entities.iter().map(|entity| entity.id.0).collect();
    let colleagues = own::colleagues(desk.app.db.read(), &ids, desk.app.clock.today()).await?;
    let mut became = Vec::new();
    for entity in &entities {
        let of_it: Vec<PersonId> = colleagues
            .iter()
            .filter(|one| one.entity_id == entity.id && chosen.contains(&one.person))
            .map(|one| one.person)
            .collect();
        if of_it.is_empty() {
            continue;
        }
        let permit = policy::may_nominate(desk.actor()?, entity.id, cohort)?;
        match commands::nominate(desk.app, permit, &of_it).await {
            Ok(done) => became.extend(done),
            Err(failure) => {
                let mut page = page;
                page.form.refuse("", failure.refusal()?.sentence());
                return desk.refuse(&page);
            }
        }
    }
    let names = |person: PersonId| {
        let one = colleagues.iter().find(|one| one.person == person);
        one.map(|one| one.name.by_surname()).unwrap_or_default()
    };
    answered(&desk, cohort, &became, names)
}

/// Says what became of those who were put forward; what gives pause is a warning.
fn answered(
    desk: &Desk<'_>,
    cohort: CohortId,
    became: &[(PersonId, NominationOutcome)],
    name: impl Fn(PersonId) -> String,
) -> Answer {
    let outcomes: Vec<&NominationOutcome> = became.iter().map(|(_, outcome)| outcome).collect();
    let mut said = vec![told(&outcomes)];
    let noted: Vec<(PersonId, &[String])> =
        became.iter().filter_map(|(person, outcome)| Some((*person, notes(outcome)?))).collect();
    let to = format!("/cohortes/{cohort}/postulaciones");
    if noted.is_empty() {
        return desk.done(to, said.join(" "));
    }
    said.extend(noted.iter().take(MOST_NOTED).map(|(person, notes)| {
        let facts = [("name", name(*person)), ("notes", notes.join(" "))];
        say("enrolment.nomination_note", &facts)
    }));
    let more = noted.len().saturating_sub(MOST_NOTED);
    if more > 0 {
        let facts = [("people", some(more, "persona", "personas"))];
        said.push(say("enrolment.nomination_more", &facts));
    }
    desk.warned(to, said.join(" "))
}

/// Why somebody was not put forward, or what they are asked about with their seat.
fn notes(outcome: &NominationOutcome) -> Option<&[String]> {
    match outcome {
        NominationOutcome::NotEligible { sentences } => Some(sentences),
        NominationOutcome::Asked { cautions } | NominationOutcome::Waits { cautions } => {
            (!cautions.is_empty()).then_some(cautions)
        }
        _ => None,
    }
}

/// A sentence for each outcome.
fn told(became: &[&NominationOutcome]) -> String {
    let of = |which: fn(&NominationOutcome) -> bool| became.iter().filter(|one| which(one)).count();
    let asked = of(|one| matches!(one, NominationOutcome::Asked { .. }));
    let waits = of(|one| matches!(one, NominationOutcome::Waits { .. }));
    let present = of(|one| matches!(one, NominationOutcome::Present(_)));
    let unreachable = of(|one| *one == NominationOutcome::Unreachable);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut said = Vec::new();
    if asked > 0 {
        said.push(format!(
            "Se {} a {}: {} un correo para aceptar el cupo.",
            if asked == 1 { "postuló" } else { "postularon" },
            people(number(asked)),
            if asked == 1 { "recibe" } else { "reciben" }
        ));
    }
    if waits > 0 {
        said.push(format!("En lista de espera: {}.", people(number(waits))));
    }
    if present > 0 {
        let one = "persona ya tenía inscripción y sigue igual";
        said.push(format!(
            "{}.",
            some(number(present), one, "personas ya tenían inscripción y siguen igual")
        ));
    }
    if unreachable > 0 {
        said.push(format!("Sin correo, sin postular: {}.", people(number(unreachable))));
    }
    let barred = of(|one| matches!(one, NominationOutcome::NotEligible { .. }));
    if barred > 0 {
        said.push(format!("No cumplen lo que pide el curso: {}.", people(number(barred))));
    }
    if became.contains(&&NominationOutcome::Oneself) {
        said.push(EnrolmentRefusal::Oneself.sentence());
    }
    said.join(" ")
}

async fn new_page(
    desk: &Desk<'_>,
    row: &CohortRow,
    entities: &[entity::Model],
    form: FormState,
) -> Result<NominateNewPage, AppError> {
    Ok(NominateNewPage {
        head: head(row),
        form,
        seats: seats_left(desk, row).await?,
        document_types: DocumentType::alternatives(),
        entities: entities.iter().map(|one| Alternative::new(one.id, &one.name)).collect(),
        kinds: Kind::alternatives(),
    })
}

#[get("/cohortes/<cohort>/postulaciones/nueva")]
async fn new_form(desk: Desk<'_>, cohort: CohortId) -> Answer {
    let row = reached(&desk, cohort).await?;
    let entities = entities(&desk, &row).await?;
    if shut(&desk, &row).is_some() {
        return desk.go(format!("/cohortes/{cohort}/postulaciones"));
    }
    desk.show(&new_page(&desk, &row, &entities, FormState::default()).await?)
}

/// The person, who works in one of these entities, in its municipality.
fn read(
    reader: &mut Reader<'_>,
    fields: &Fields,
    entities: &[entity::Model],
) -> Option<(EntityId, NewParticipant)> {
    let person = forms::read_person(reader, true);
    let ids: Vec<String> = entities.iter().map(|entity| entity.id.to_string()).collect();
    let choices: Vec<(&str, &entity::Model)> =
        ids.iter().map(String::as_str).zip(entities).collect();
    let entity = reader.choice("entidad", &choices, "Elija la entidad.");
    let (position, kind) = forms::read_function(reader);
    if fields.first("autorizo").is_empty() {
        reader.wrong("autorizo", "Confirme que la persona lo sabe antes de compartir sus datos.");
    }
    let entity = entity?;
    let participant = NewParticipant {
        person: person?,
        entity: Employer::Known(entity.id),
        position: position?,
        kind: kind?,
        municipality: entity.municipality_code.clone()?,
    };
    Some((entity.id, participant))
}

#[post("/cohortes/<cohort>/postulaciones/nueva", data = "<fields>")]
async fn nominate_new(desk: Desk<'_>, cohort: CohortId, fields: Fields) -> Answer {
    let row = reached(&desk, cohort).await?;
    let entities = entities(&desk, &row).await?;
    let mut reader = Reader::new(&fields);
    let read = read(&mut reader, &fields, &entities);
    let (entity, participant) = match (reader.finish(), read) {
        (Ok(()), Some(read)) => read,
        (refused, _) => {
            let form = refused.err().unwrap_or_else(|| fields.state());
            return desk.refuse(&new_page(&desk, &row, &entities, form).await?);
        }
    };
    let actor = desk.actor()?;
    let permit = policy::may_nominate(actor, entity, cohort)?;
    let one = &participant.person;
    let document = (one.document_type, one.document_number.as_str());
    if let Err(failure) = look_up(desk.app, actor, document, &one.first_surname).await {
        let form = fields.refused(&failure.refusal()?);
        return desk.refuse(&new_page(&desk, &row, &entities, form).await?);
    }
    let name = participant.person.name().full();
    match commands::nominate_new(desk.app, permit, participant).await {
        Ok((person, became)) => answered(&desk, cohort, &[(person, became)], |_| name.clone()),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&new_page(&desk, &row, &entities, form).await?)
        }
    }
}
