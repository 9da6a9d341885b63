//! Addresses of persons. A document number never travels in an address or a log: searching by
//! it is a POST whose answer is the page itself.

use rocket::{Route, get, post, routes};

use super::policy::{self, SEARCHERS};
use super::queries;
use super::views::{ListPage, PersonLine, PersonPage, PostLine};
use crate::enrolment::forms;
use crate::enrolment::queries::of_one;
use crate::enrolment::views::Fact;
use crate::enrolment::web::line;
use crate::people::entity::person::{self, PersonId};
use crate::people::labels::kind_label;
use crate::people::policy::sees_documents;
use crate::people::queries::{PostRow, last_consent, posts};
use crate::people::rules::{document_label, full_name, masked_document};
use crate::platform::dates;
use crate::platform::fields::FormState;
use crate::platform::forms::{Fields, Reader};
use crate::platform::pager::{Pager, address};
use crate::sign_in::actor::Actor;
use crate::sign_in::desk::{Answer, Desk};

pub fn routes() -> Vec<Route> {
    routes![list, look_up, show]
}

fn person_line(actor: &Actor, person: &person::Model) -> PersonLine {
    PersonLine {
        name: full_name(person),
        href: format!("/personas/{}", person.id),
        document: document(actor, person),
    }
}

fn document(actor: &Actor, person: &person::Model) -> String {
    if sees_documents(actor) || actor.person == Some(person.id.0) {
        document_label(person.document_type, &person.document_number)
    } else {
        masked_document(person.document_type, &person.document_number)
    }
}

const NOBODY: &str = "Revise la ortografía o busque con menos palabras. Solo aparecen las personas de su territorio o de sus cohortes.";

#[get("/personas?<q>&<pagina>")]
async fn list(desk: Desk<'_>, q: Option<&str>, pagina: Option<u64>) -> Answer {
    let actor = desk.actor_as(SEARCHERS)?;
    let text = q.unwrap_or_default();
    let here = address("/personas", &[("q", text)]);
    let (rows, pager) = queries::search(desk.app.db.read(), actor, text, pagina, &here).await?;
    desk.show(&ListPage {
        filter: FormState::default().with("q", text),
        searching: !text.is_empty(),
        form: FormState::default(),
        may_look_up: sees_documents(actor),
        looked_up: false,
        document_types: forms::document_types(),
        caption: "Personas, por nombre",
        empty: NOBODY,
        rows: rows.iter().map(|person| person_line(actor, person)).collect(),
        pager,
    })
}

#[post("/personas/busqueda", data = "<fields>")]
async fn look_up(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor_as(&SEARCHERS[..2])?;
    let mut reader = Reader::new(&fields);
    let document = forms::read_document(&mut reader, &fields);
    let refused = reader.finish().err();
    let found = match document.filter(|_| refused.is_none()) {
        Some((kind, number)) => {
            queries::by_document(desk.app.db.read(), actor, kind, &number).await?
        }
        None => None,
    };
    let is_wrong = refused.is_some();
    let rows: Vec<PersonLine> = found.iter().map(|person| person_line(actor, person)).collect();
    let page = ListPage {
        filter: FormState::default(),
        searching: true,
        form: refused.unwrap_or_else(|| fields.state()),
        may_look_up: true,
        looked_up: true,
        document_types: forms::document_types(),
        caption: "La persona de ese documento",
        empty: "Nadie de su territorio ni de sus cohortes tiene ese documento.",
        pager: Pager::new(None, rows.len() as u64, "/personas"),
        rows,
    };
    if is_wrong { desk.refuse(&page) } else { desk.show(&page) }
}

fn post_line(row: PostRow) -> PostLine {
    PostLine {
        entity: row.entity,
        kind: kind_label(row.post.kind),
        municipality: row.municipality,
        from: dates::short(row.post.starts_on),
        to: row.post.ends_on.map_or_else(|| "hoy".to_owned(), dates::short),
        principal: row.post.is_principal,
        position: row.post.position,
    }
}

#[get("/personas/<person>")]
async fn show(desk: Desk<'_>, person: PersonId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let person = queries::find(db, actor, person).await?;
    let own = actor.person == Some(person.id.0);
    let whole = own || sees_documents(actor);
    let mut facts = vec![Fact::new("Documento", document(actor, &person))];
    if whole {
        facts.push(Fact::new(
            "Correo",
            person.email.clone().unwrap_or_else(|| "Sin correo".to_owned()),
        ));
        facts.push(Fact::new(
            "Teléfono",
            person.phone.clone().unwrap_or_else(|| "Sin teléfono".to_owned()),
        ));
        let consent = last_consent(db, person.id).await?;
        let consent = consent.map_or_else(
            || "No hay constancia".to_owned(),
            |given| {
                let day = dates::short(dates::bogota_date(given.given_at));
                format!("{day}, versión {}, {}", given.version, given.channel)
            },
        );
        facts.push(Fact::new("Autorización de datos", consent));
    }
    let reviews = if whole && !own {
        let days = queries::reviews(db, person.id).await?;
        let mut days: Vec<String> =
            days.into_iter().map(|at| dates::short(dates::bogota_date(at))).collect();
        days.dedup();
        days.join(", ")
    } else {
        String::new()
    };
    let posts = posts(db, person.id, policy::posts(actor, person.id)).await?;
    let enrolments = of_one(db, person.id, Some(actor)).await?;
    desk.show(&PersonPage {
        name: full_name(&person),
        facts,
        reviews,
        posts: posts.into_iter().map(post_line).collect(),
        no_posts: if whole {
            "No tiene vinculaciones registradas."
        } else {
            "No tiene vinculaciones que usted pueda ver."
        },
        enrolments: enrolments.into_iter().map(line).collect(),
        own,
    })
}
