//! Addresses of requests about records.

use rocket::{Route, State, get, post, routes};

use people_model::commands::RecordChange;
use people_model::entity::person::{self, DocumentType, PersonId};
use people_model::entity::person_request::{self, PersonRequestId, RequestKind};
use people_model::policy::may_decide;
use people_model::queries::person;
use people_model::references::PersonReferences;
use people_model::rules::{NameParts, document_label, full_name};
use sign_in_model::prelude::*;

use super::views::{RecordRequestPage, RecordRequestsPage, RequestLine};
use super::{commands, queries};
use crate::persons::policy::REVIEWERS;

pub fn routes() -> Vec<Route> {
    routes![list, show, answer]
}

const LONGEST_REASON: usize = 500;

fn label(person: &person::Model) -> String {
    let document = document_label(person.document_type, &person.document_number);
    format!("{}, {document}", full_name(person))
}

/// «Corregir el nombre».
fn title(request: &person_request::Model) -> String {
    let mut letters = request.kind.label().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[get("/solicitudes-de-registro?<pagina>")]
async fn list(desk: Desk<'_>, pagina: Option<u64>) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let (rows, pager) = queries::waiting(desk.app, actor, pagina).await?;
    let line = |(request, person): (person_request::Model, Option<person::Model>)| {
        let person = person?;
        Some(RequestLine {
            name: NameParts::of(&person).by_surname(),
            document: document_label(person.document_type, &person.document_number),
            what: request.kind.label(),
            asked: dates::short(dates::bogota_date(request.asked_at)),
            href: format!("/solicitudes-de-registro/{}", request.id),
            own: request.asked_by == actor.account,
        })
    };
    desk.show(&RecordRequestsPage { rows: rows.into_iter().filter_map(line).collect(), pager })
}

/// What would change, in words.
async fn change(desk: &Desk<'_>, request: &person_request::Model) -> Result<Fact, AppError> {
    Ok(match RecordChange::read(request)? {
        RecordChange::Merge { absorbed, names, document } => {
            let absorbed = person(desk.app.db.read(), PersonId(absorbed)).await?;
            let takes = match (names, document) {
                (false, false) => "",
                (true, false) => ". Queda el nombre de este",
                (false, true) => ". Queda el documento de este",
                (true, true) => ". Quedan el nombre y el documento de este",
            };
            Fact::new("Registro que se une", format!("{}{takes}", label(&absorbed)))
        }
        RecordChange::Name(name) => {
            let parts = [
                Some(name.first_name),
                name.second_name,
                Some(name.first_surname),
                name.second_surname,
            ];
            let full: Vec<String> = parts.into_iter().flatten().collect();
            Fact::new("Nombre nuevo", full.join(" "))
        }
        RecordChange::Document(code, number) => {
            let kind = DocumentType::from_code(&code).ok_or(AppError::NotFound)?;
            Fact::new("Documento nuevo", document_label(kind, &number))
        }
        RecordChange::Contacts(new) => {
            let new = both(new.email.as_deref(), new.phone.as_deref());
            Fact::new("Correo y teléfono nuevos", new)
        }
    })
}

/// «ana@pueblo.example, 3000000000».
fn both(email: Option<&str>, phone: Option<&str>) -> String {
    match (email, phone) {
        (None, None) => "Sin correo ni teléfono".to_owned(),
        (email, phone) => email.into_iter().chain(phone).collect::<Vec<_>>().join(", "),
    }
}

async fn page(
    desk: &Desk<'_>,
    request: &person_request::Model,
    form: FormState,
) -> Result<RecordRequestPage, AppError> {
    let actor = desk.actor()?;
    let about = person(desk.app.db.read(), request.person_id).await?;
    let asked = dates::short_with_time(request.asked_at);
    let mut facts = vec![
        Fact::new("Registro", label(&about)),
        change(desk, request).await?,
        Fact::new("Motivo", request.reason.clone()),
        Fact::new(
            "Pidió",
            format!("{}, {asked}", queries::name_of(desk.app, request.asked_by).await?),
        ),
    ];
    if request.kind == RequestKind::Contacts {
        let today = both(about.email.as_deref(), about.phone.as_deref());
        facts.insert(1, Fact::new("Correo y teléfono de hoy", today));
    }
    if let (Some(at), Some(by)) = (request.decided_at, request.decided_by) {
        let word = if request.is_granted == Some(true) { "Aceptada" } else { "Negada" };
        facts.push(Fact::new("Decisión", format!("{word}, {}", dates::short_with_time(at))));
        facts.push(Fact::new("Decidió", queries::name_of(desk.app, by).await?));
        facts.push(Fact::new("Por qué", request.decision.clone().unwrap_or_default()));
    }
    let access = queries::access_of_others(desk.app, actor, request).await?;
    let open = request.decided_at.is_none();
    let may_decide = open && may_decide(actor, &access, request).is_ok();
    let waits = match open && !may_decide {
        true => {
            "La decide otra territorial en la que participa la persona, o la administración nacional."
        }
        false => "",
    };
    Ok(RecordRequestPage {
        form,
        title: title(request),
        facts,
        path: format!("/solicitudes-de-registro/{}", request.id),
        may_decide,
        waits: waits.to_owned(),
        answers: vec![
            Alternative::new("aceptar", "Aceptar y hacer el cambio"),
            Alternative::new("negar", "Negar"),
        ],
    })
}

#[get("/solicitudes-de-registro/<asked>")]
async fn show(desk: Desk<'_>, asked: PersonRequestId) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let request = queries::find(desk.app, actor, asked).await?;
    desk.show(&page(&desk, &request, FormState::default()).await?)
}

#[post("/solicitudes-de-registro/<asked>", data = "<fields>")]
async fn answer(
    desk: Desk<'_>,
    references: &State<PersonReferences>,
    asked: PersonRequestId,
    fields: Fields,
) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let request = queries::find(desk.app, actor, asked).await?;
    let access = queries::access_of_others(desk.app, actor, &request).await?;
    let permit = may_decide(actor, &access, &request)?;
    let mut reader = Reader::new(&fields);
    let answers = [("aceptar", true), ("negar", false)];
    let granted = reader.choice("respuesta", &answers, "Elija si acepta o niega la solicitud.");
    let reason = reader.text("motivo", LONGEST_REASON, "Escriba por qué decide así.");
    let refused = match (reader.finish(), granted) {
        (Ok(()), Some(granted)) => {
            match commands::answer(desk.app, references, permit, granted, &reason).await {
                Ok(()) => {
                    let text = match granted {
                        true => "El cambio quedó hecho, y la persona recibe un correo.",
                        false => "La solicitud quedó negada.",
                    };
                    return desk.done("/solicitudes-de-registro", text);
                }
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
        (Err(form), _) => form,
        (Ok(()), None) => fields.state(),
    };
    desk.refuse(&page(&desk, &request, refused).await?)
}
