//! Addresses of persons. A document number never travels in an address or a log: searching by
//! it is a POST whose answer is the page itself.

use people_model::commands::settle_review;
use people_model::entity::person::{self, DocumentType, PersonId};
use people_model::entity::{consent, person_document, person_merge};
use people_model::policy::{PersonAccess, may_ask, may_keep_posts, may_settle_review};
use people_model::post_rules::{is_held, is_unconfirmed, kind_label, lacks_kind};
use people_model::queries::{
    PostRow, earlier_documents, last_consent, merges, posts, reviews, survivor_of,
};
use people_model::rules::{NameParts, document_label, full_name, masked_document};
use platform::pager::{Pager, address};
use platform::pages::{Crumb, Fact, Moment};
use platform::{blocking, xlsx};
use sign_in_model::desk::FileReply;
use sign_in_model::prelude::*;
use sign_in_model::queries::{ContactLine, Whose, contact_changes};
use territory_model::queries::NamedMunicipality;

use super::certificates;
use super::policy::{self, REVIEWERS, SEARCHERS};
use super::queries::{self, PersonSearch};
use super::sheet;
use super::views::{MergeLine, PersonLine, PersonListPage, PersonPage, PostLine};
use crate::forms;
use crate::queries::of_one;
use crate::roster::documents_typed;
use crate::views::OwnLine;

pub fn routes() -> Vec<Route> {
    routes![list, workbook, look_up, show, settle]
}

/// Lists people whom the actor sees, each with the document whole or masked as it is seen.
async fn person_lines(
    desk: &Desk<'_>,
    actor: &Actor,
    people: &[person::Model],
) -> Result<Vec<PersonLine>, AppError> {
    let reached = queries::reached(desk.app, actor, people.iter().map(|one| one.id)).await?;
    let line = |person: &person::Model| {
        let none = PersonAccess { person: person.id, coordinated: false, alone: false };
        let access = reached.get(&person.id).copied().unwrap_or(none);
        PersonLine {
            name: NameParts::of(person).by_surname(),
            href: format!("/personas/{}", person.id),
            document: document(actor, access, person),
        }
    };
    Ok(people.iter().map(line).collect())
}

fn document(actor: &Actor, access: PersonAccess, person: &person::Model) -> String {
    if access.is_whole(actor) {
        document_label(person.document_type, &person.document_number)
    } else {
        masked_document(person.document_type, &person.document_number)
    }
}

const NO_PERSONS: &str = "No hay personas con esa búsqueda";
const NOTHING_TO_REVIEW: &str = "No hay documentos por revisar";
const REVIEWED: &str = "Aquí aparecen las personas cuyo documento alguien escribió con otro nombre, hasta que usted lo revise.";
const NOBODY: &str = "Revise la ortografía o busque con menos palabras. Solo aparecen las personas de su territorio o de sus cohortes.";

#[get("/personas?<q>&<municipio>&<revisar>&<pagina>")]
async fn list(
    desk: Desk<'_>,
    q: Option<&str>,
    municipio: Option<&str>,
    revisar: Option<&str>,
    pagina: Option<u64>,
) -> Answer {
    let actor = desk.actor_as(SEARCHERS)?;
    let db = desk.app.db.read();
    let text = q.unwrap_or_default();
    let reviewing = revisar == Some("1") && actor.has_any(REVIEWERS);
    let places = queries::municipalities(db, actor).await?;
    let code = municipio.filter(|code| places.iter().any(|place| place.code == *code));
    let review = if reviewing { "1" } else { "" };
    let filters = [("q", text), ("municipio", code.unwrap_or_default()), ("revisar", review)];
    let here = address("/personas", &filters);
    let sought = PersonSearch { text, municipality: code, only_to_review: reviewing };
    let (rows, pager) = queries::search(desk.app, actor, sought, pagina, &here).await?;
    let (caption, empty_title, empty) = if reviewing {
        ("Personas cuyo documento llegó con otro nombre", NOTHING_TO_REVIEW, REVIEWED)
    } else {
        ("Personas, por apellido", NO_PERSONS, NOBODY)
    };
    desk.show(&PersonListPage {
        filter: FormState::default().with("q", text).with_option("municipio", code),
        searching: !text.is_empty() || code.is_some(),
        municipalities: places.iter().map(NamedMunicipality::alternative).collect(),
        reviewing,
        form: FormState::default(),
        may_look_up: actor.has_any(REVIEWERS),
        looked_up: false,
        unanswered: false,
        to_review: to_review(&desk, actor).await?,
        document_types: DocumentType::alternatives(),
        caption,
        empty_title,
        empty,
        workbook: address("/personas/xlsx", &filters),
        rows: person_lines(&desk, actor, &rows).await?,
        pager,
    })
}

#[get("/personas/xlsx?<q>&<municipio>&<revisar>")]
async fn workbook(
    desk: Desk<'_>,
    q: Option<&str>,
    municipio: Option<&str>,
    revisar: Option<&str>,
) -> Answer {
    let actor = desk.actor_as(SEARCHERS)?;
    let places = queries::municipalities(desk.app.db.read(), actor).await?;
    let code = municipio.filter(|code| places.iter().any(|place| place.code == *code));
    let only_to_review = revisar == Some("1") && actor.has_any(REVIEWERS);
    let sought = PersonSearch { text: q.unwrap_or_default(), municipality: code, only_to_review };
    let rows = queries::search_whole(desk.app, actor, sought).await?;
    let lines = person_lines(&desk, actor, &rows).await?.into_iter();
    let people: Vec<_> = lines.map(|line| (line.name, line.document)).collect();
    let about = (desk.app.clock.now(), desk.app.demo);
    let bytes = blocking::run(move || sheet::workbook(&people, about)).await??;
    let (name, content_type) = ("personas.xlsx".to_owned(), xlsx::content_type());
    desk.file(FileReply { name, content_type, bytes, inline: false })
}

/// Looks for a document, by its type and number or in the box of the list. Words go back to the list, whose
/// address holds them.
#[post("/personas/busqueda", data = "<fields>")]
async fn look_up(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let typed = documents_typed(fields.first("q"));
    if typed.is_none() && fields.has("q") {
        let filters = ["q", "municipio", "revisar"].map(|name| (name, fields.first(name)));
        return desk.go(address("/personas", &filters));
    }
    let mut reader = Reader::new(&fields);
    let documents = match typed {
        Some(documents) => documents,
        None => forms::read_document(&mut reader).into_iter().collect(),
    };
    let refused = reader.finish().err();
    let is_wrong = refused.is_some();
    let found = queries::by_documents(desk.app, actor, &documents).await?;
    let rows = person_lines(&desk, actor, &found).await?;
    let page = PersonListPage {
        filter: FormState::default(),
        municipalities: queries::municipalities(desk.app.db.read(), actor)
            .await?
            .iter()
            .map(NamedMunicipality::alternative)
            .collect(),
        searching: true,
        reviewing: false,
        form: refused.unwrap_or_else(|| fields.state()),
        may_look_up: true,
        looked_up: !fields.has("q"),
        unanswered: is_wrong,
        to_review: to_review(&desk, actor).await?,
        document_types: DocumentType::alternatives(),
        caption: "La persona de ese documento",
        empty_title: NO_PERSONS,
        empty: "Nadie de su territorio ni de sus cohortes tiene ese documento. Si es de otra territorial, agréguela desde «Inscritos» de su cohorte.",
        workbook: String::new(),
        pager: Pager::new(None, rows.len() as u64, "/personas"),
        rows,
    };
    if is_wrong { desk.refuse(&page) } else { desk.show(&page) }
}

/// How much waits to be looked at, for those who do.
async fn to_review(desk: &Desk<'_>, actor: &Actor) -> Result<String, AppError> {
    Ok(match actor.has_any(REVIEWERS) {
        true => numbers::grouped(queries::to_review(desk.app, actor).await?.all()),
        false => String::new(),
    })
}

fn post_line(row: PostRow, today: NaiveDate) -> PostLine {
    PostLine {
        unconfirmed: is_unconfirmed(&row.post, today),
        href: format!("/vinculaciones/{}", row.post.id),
        entity: row.entity,
        kind: kind_label(&row.post),
        municipality: row.municipality,
        from: dates::short(row.post.starts_on),
        to: row.post.ends_on.map_or_else(|| "hoy".to_owned(), dates::short),
        principal: row.is_principal,
        position: row.post.position,
    }
}

#[get("/personas/<person>")]
async fn show(desk: Desk<'_>, person: PersonId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    // A record that another one took in leads to it, for those who see that one.
    let survivor = survivor_of(db, person).await?;
    let found = queries::find(desk.app, actor, survivor.unwrap_or(person)).await?;
    if survivor.is_some() {
        return desk.go(format!("/personas/{}", found.id));
    }
    let person = found;
    desk.show(&person_page(&desk, &person, FormState::default()).await?)
}

async fn person_page(
    desk: &Desk<'_>,
    person: &person::Model,
    form: FormState,
) -> Result<PersonPage, AppError> {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let own = actor.person == Some(person.id.0);
    let access = queries::access(desk.app, actor, person.id).await?;
    let whole = access.is_whole(actor);
    let mut facts = vec![Fact::new("Documento", document(actor, access, person))];
    if whole {
        let earlier = earlier_documents(db, person.id).await?;
        if !earlier.is_empty() {
            let label = |old: &person_document::Model| {
                document_label(old.document_type, &old.document_number)
            };
            let all: Vec<String> = earlier.iter().map(label).collect();
            facts.push(Fact::new("Antes", all.join(", ")));
        }
        facts.extend(contact(person, last_consent(db, person.id).await?));
    }
    let mut settled = Vec::new();
    let mut noted = Vec::new();
    if may_settle_review(actor, access).is_ok() {
        for (review, who) in reviews(db, person.id).await? {
            match (review.settled_at, review.note) {
                (Some(at), Some(note)) => settled.push(Moment {
                    when: dates::short_with_time(at),
                    text: note,
                    who: who.map(|account| account.display_name),
                }),
                _ => noted.push(dates::short(dates::bogota_date(review.noted_at))),
            }
        }
    }
    noted.dedup();
    let today = desk.app.clock.today();
    let posts = posts(db, person.id, policy::posts(actor, access), today).await?;
    let asked =
        posts.iter().filter(|row| own && lacks_kind(&row.post) && is_held(&row.post, today));
    let kindless = asked.map(|row| {
        let label = format!("{}, {}", row.post.position, row.entity);
        Crumb::to(label, format!("/vinculaciones/{}", row.post.id))
    });
    let kindless = kindless.collect();
    let keeps = may_keep_posts(actor, access).is_ok();
    let merges = if may_ask(actor, &[access]).is_ok() {
        merges(db, person.id).await?.into_iter().map(merge_line).collect()
    } else {
        Vec::new()
    };
    // At once, or by asking: the form says which.
    let decides = may_ask(actor, &[access]).is_ok();
    let contact_changes = if own || decides {
        contact_changes(db, Whose::Person(person.id.0))
            .await?
            .into_iter()
            .map(ContactLine::moment)
            .collect()
    } else {
        Vec::new()
    };
    let waiting = match decides {
        true => queries::requests_about(desk.app, actor, person.id).await?,
        false => Vec::new(),
    };
    let enrolments = of_one(db, person.id, Some(actor)).await?;
    let certificates = certificates::of(desk, person.id).await?;
    Ok(PersonPage {
        name: full_name(person),
        facts,
        form,
        reviews: noted.join(", "),
        requests: waiting
            .into_iter()
            .map(|request| {
                let href = format!("/solicitudes-de-registro/{}", request.id);
                Crumb::to(request.kind.label(), href)
            })
            .collect(),
        settle: format!("/personas/{}/revision", person.id),
        settled,
        kindless,
        posts: posts.into_iter().map(|row| post_line(row, today)).collect(),
        change_document: decides.then(|| format!("/personas/{}/documento", person.id)),
        correct_name: decides.then(|| format!("/personas/{}/nombre", person.id)),
        correct_contacts: decides.then(|| format!("/personas/{}/contacto", person.id)),
        contact_changes,
        unions: merges,
        add_post: keeps.then(|| format!("/personas/{}/vinculaciones/nueva", person.id)),
        no_posts: if whole {
            "No tiene vinculaciones registradas."
        } else {
            "No tiene vinculaciones que usted pueda ver."
        },
        enrolments: enrolments.into_iter().map(OwnLine::from).collect(),
        certificates,
        own,
    })
}

fn merge_line((merge, absorbed): (person_merge::Model, Option<person::Model>)) -> MergeLine {
    let name = |one: person::Model| {
        format!("{}, {}", full_name(&one), document_label(one.document_type, &one.document_number))
    };
    MergeLine {
        href: format!("/uniones/{}", merge.id),
        name: absorbed.map(name).unwrap_or_default(),
        when: dates::short(dates::bogota_date(merge.merged_at)),
        undone: merge.undone_at.is_some(),
    }
}

/// How to reach the person, and what they authorised.
fn contact(person: &person::Model, consent: Option<consent::Model>) -> [Fact; 3] {
    let consent = consent.map_or_else(
        || "No hay constancia".to_owned(),
        |given| {
            let day = dates::short(dates::bogota_date(given.given_at));
            format!("{day}, versión {}, {}", given.version, given.channel)
        },
    );
    let or = |value: &Option<String>, none: &str| value.clone().unwrap_or_else(|| none.to_owned());
    [
        Fact::new("Correo", or(&person.email, "Sin correo")),
        Fact::new("Teléfono", or(&person.phone, "Sin teléfono")),
        Fact::new("Autorización de datos", consent),
    ]
}

const LONGEST_NOTE: usize = 500;

#[post("/personas/<person>/revision", data = "<fields>")]
async fn settle(desk: Desk<'_>, person: PersonId, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let person = queries::find(desk.app, actor, person).await?;
    let access = queries::access(desk.app, actor, person.id).await?;
    let permit = may_settle_review(actor, access)?;
    let mut reader = Reader::new(&fields);
    let note = reader.text("nota", LONGEST_NOTE, "Escriba qué revisó.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&person_page(&desk, &person, form).await?);
    }
    match settle_review(desk.app, permit, &note).await {
        Ok(()) => desk.done(format!("/personas/{}", person.id), "El documento quedó revisado."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&person_page(&desk, &person, form).await?)
        }
    }
}
