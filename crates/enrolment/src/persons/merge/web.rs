//! Addresses of the queue of possible duplicates, of merges and of changed documents.

use rocket::{Route, State, get, post, routes};
use sea_orm::EntityTrait;

use people_model::commands::{
    MergeChoice, RecordChange, change_document, keep_apart, merge, undo_merge,
};
use people_model::entity::person::{self, DocumentType, PersonId};
use people_model::entity::person_merge::{self, PersonMergeId};
use people_model::policy::{
    MergePersons, PersonAccess, may_ask, may_change_document, may_keep_apart, may_merge, may_undo,
};
use people_model::references::PersonReferences;
use people_model::rules::{document_label, full_name};
use platform::numbers::{grouped, some};
use sign_in_model::actor::Actor;
use sign_in_model::entity::account;
use sign_in_model::prelude::*;

use super::super::policy::REVIEWERS;
use super::super::queries as persons;
use super::queries;
use super::views::{
    ChangeDocumentPage, DuplicatePairLine, DuplicateQueuePage, MergeFormPage, MergePage, MergeSide,
    StoryRow,
};
use crate::forms;
use crate::persons::requests::{self, ChangeWay};

pub fn routes() -> Vec<Route> {
    routes![queue, compare, unite, apart, show, undo, document_form, document]
}

const LONGEST_NOTE: usize = 500;

fn whole(person: &person::Model) -> String {
    document_label(person.document_type, &person.document_number)
}

#[get("/personas/revision?<pagina>")]
async fn queue(desk: Desk<'_>, pagina: Option<u64>) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let counts = persons::to_review(desk.app, actor).await?;
    let (pairs, pager) = queries::pairs(desk.app, actor, pagina).await?;
    let rows = pairs.into_iter().map(|pair| DuplicatePairLine {
        one: full_name(&pair.one),
        one_document: whole(&pair.one),
        other: full_name(&pair.other),
        other_document: whole(&pair.other),
        likeness: pair.row.likeness.label(),
        noted: dates::short(dates::bogota_date(pair.row.noted_at)),
        href: format!("/personas/{}/union/{}", pair.one.id, pair.other.id),
    });
    desk.show(&DuplicateQueuePage {
        documents: some(counts.documents, "documento", "documentos"),
        entities: some(counts.entities, "entidad", "entidades"),
        requests: some(counts.requests, "solicitud", "solicitudes"),
        rows: rows.collect(),
        pager,
    })
}

fn side(person: &person::Model) -> MergeSide {
    let or = |value: &Option<String>, none: &str| value.clone().unwrap_or_else(|| none.to_owned());
    MergeSide {
        id: person.id.0,
        name: full_name(person),
        href: format!("/personas/{}", person.id),
        facts: vec![
            Fact::new("Documento", whole(person)),
            Fact::new("Correo", or(&person.email, "Sin correo")),
            Fact::new("Teléfono", or(&person.phone, "Sin teléfono")),
            Fact::new("Registro", dates::short(dates::bogota_date(person.created_at))),
        ],
    }
}

async fn both(
    desk: &Desk<'_>,
    one: PersonId,
    other: PersonId,
) -> Result<(person::Model, person::Model), AppError> {
    let actor = desk.actor_as(REVIEWERS)?;
    let first = persons::find(desk.app, actor, one).await?;
    Ok((first, persons::find(desk.app, actor, other).await?))
}

/// What the actor is to both, in the order given.
async fn access_to_both(
    desk: &Desk<'_>,
    (one, other): (&person::Model, &person::Model),
) -> Result<(PersonAccess, PersonAccess), AppError> {
    let actor = desk.actor()?;
    let first = persons::access(desk.app, actor, one.id).await?;
    Ok((first, persons::access(desk.app, actor, other.id).await?))
}

fn merge_way(
    actor: &Actor,
    survivor: PersonAccess,
    absorbed: PersonAccess,
) -> Result<ChangeWay<MergePersons>, AppError> {
    let ask = || may_ask(actor, &[survivor, absorbed]);
    Ok(ChangeWay::of(may_merge(actor, survivor, absorbed), ask)?)
}

async fn merge_form_page(
    desk: &Desk<'_>,
    references: &PersonReferences,
    (one, other, asks): (&person::Model, &person::Model, bool),
    form: FormState,
) -> Result<MergeFormPage, AppError> {
    let db = desk.app.db.read();
    let ours = references.story(db, one.id).await?;
    let theirs = references.story(db, other.id).await?;
    let stories = ours.into_iter().zip(theirs).map(|(ours, theirs)| StoryRow {
        title: ours.title,
        one: ours.lines,
        other: theirs.lines,
    });
    let choice = |label: &dyn Fn(&person::Model) -> String| {
        vec![Alternative::new(one.id, label(one)), Alternative::new(other.id, label(other))]
    };
    let pair = format!("{}/{{}}/{}", one.id, other.id);
    Ok(MergeFormPage {
        asks,
        stories: stories.collect(),
        form,
        path: format!("/personas/{}", pair.replace("{}", "union")),
        apart: format!("/personas/{}", pair.replace("{}", "distinta")),
        records: choice(&|person| {
            let day = dates::short(dates::bogota_date(person.created_at));
            format!("{}, {}, del {day}", full_name(person), whole(person))
        }),
        names: choice(&full_name),
        documents: choice(&whole),
        one: side(one),
        other: side(other),
    })
}

#[get("/personas/<person>/union/<other>")]
async fn compare(
    desk: Desk<'_>,
    references: &State<PersonReferences>,
    person: PersonId,
    other: PersonId,
) -> Answer {
    let (one, other) = both(&desk, person, other).await?;
    let (ours, theirs) = access_to_both(&desk, (&one, &other)).await?;
    let asks = merge_way(desk.actor()?, ours, theirs)?.asks();
    let form =
        FormState::default().with("queda", one.id).with("nombre", one.id).with("documento", one.id);
    desk.show(&merge_form_page(&desk, references, (&one, &other, asks), form).await?)
}

#[post("/personas/<person>/union/<other>", data = "<fields>")]
async fn unite(
    desk: Desk<'_>,
    references: &State<PersonReferences>,
    person: PersonId,
    other: PersonId,
    fields: Fields,
) -> Answer {
    let (one, other) = both(&desk, person, other).await?;
    let actor = desk.actor()?;
    let (ours, theirs) = access_to_both(&desk, (&one, &other)).await?;
    let asks = merge_way(actor, ours, theirs)?.asks();
    let mut reader = Reader::new(&fields);
    let (first, second) = (one.id.to_string(), other.id.to_string());
    let of = [(first.as_str(), one.id), (second.as_str(), other.id)];
    let stays = reader.choice("queda", &of, "Elija el registro que queda.");
    let names = reader.choice("nombre", &of, "Elija el nombre que queda.");
    let documents = reader.choice("documento", &of, "Elija el documento que queda.");
    let note = reader.text("nota", LONGEST_NOTE, "Escriba cómo comprobó que es la misma persona.");
    let refused = match reader.finish() {
        Err(form) => form,
        Ok(()) => {
            let stays = stays.unwrap_or(one.id);
            let (survivor, absorbed) =
                if stays == one.id { (ours, theirs) } else { (theirs, ours) };
            let choice =
                MergeChoice { names: names != Some(stays), document: documents != Some(stays) };
            let back = format!("/personas/{stays}");
            let done = match merge_way(actor, survivor, absorbed)? {
                ChangeWay::AtOnce(permit) => {
                    merge(desk.app, references, permit, choice, &note).await.map(|_| {
                        let text = "Los dos registros quedaron unidos. La unión se puede deshacer.";
                        desk.done(back, text)
                    })
                }
                ChangeWay::Asked(permit) => {
                    let MergeChoice { names, document } = choice;
                    let absorbed = absorbed.person.0;
                    let change = RecordChange::Merge { absorbed, names, document };
                    requests::send(&desk, permit, change, &note, back).await
                }
            };
            match done {
                Ok(answer) => return answer,
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
    };
    desk.refuse(&merge_form_page(&desk, references, (&one, &other, asks), refused).await?)
}

#[post("/personas/<person>/distinta/<other>")]
async fn apart(desk: Desk<'_>, person: PersonId, other: PersonId) -> Answer {
    let (one, other) = both(&desk, person, other).await?;
    let (ours, theirs) = access_to_both(&desk, (&one, &other)).await?;
    let permit = may_keep_apart(desk.actor()?, ours, theirs)?;
    match keep_apart(desk.app, permit).await {
        Ok(()) => desk.done("/personas/revision", "Quedó anotado: no son la misma persona."),
        Err(failure) => failure.refusal().and_then(|_| Err(AppError::NotFound)),
    }
}

async fn merge_page(
    desk: &Desk<'_>,
    references: &PersonReferences,
    (merge, survivor, absorbed): &(person_merge::Model, person::Model, person::Model),
    form: FormState,
) -> Result<MergePage, AppError> {
    let db = desk.app.db.read();
    let mut facts = vec![
        Fact::new("Quedó", format!("{}, {}", full_name(survivor), whole(survivor))),
        Fact::new("Se unió", format!("{}, {}", full_name(absorbed), whole(absorbed))),
        Fact::new("Cuándo", dates::short_with_time(merge.merged_at)),
    ];
    if let Some(id) = merge.merged_by
        && let Some(account) = account::Entity::find_by_id(id).one(db).await?
    {
        facts.push(Fact::new("Quién", account.display_name));
    }
    facts.push(Fact::new("Cómo se comprobó", merge.note.clone()));
    let moved = queries::moved(db, references, merge).await?;
    let moved: Vec<String> =
        moved.into_iter().map(|(label, rows)| format!("{label}: {}", grouped(rows))).collect();
    if !moved.is_empty() {
        facts.push(Fact::new("Pasó al registro que quedó", moved.join("; ")));
    }
    if let Some(at) = merge.undone_at {
        facts.push(Fact::new("Se deshizo", dates::short_with_time(at)));
    }
    let actor = desk.actor()?;
    let access = persons::access(desk.app, actor, survivor.id).await?;
    Ok(MergePage {
        form,
        facts,
        survivor: format!("/personas/{}", survivor.id),
        survivor_name: full_name(survivor),
        path: format!("/uniones/{}/anulacion", merge.id),
        may_undo: merge.undone_at.is_none() && may_undo(actor, access, merge).is_ok(),
    })
}

#[get("/uniones/<union>")]
async fn show(
    desk: Desk<'_>,
    references: &State<PersonReferences>,
    union: PersonMergeId,
) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let found = queries::find_merge(desk.app, actor, union).await?;
    desk.show(&merge_page(&desk, references, &found, FormState::default()).await?)
}

#[post("/uniones/<union>/anulacion", data = "<fields>")]
async fn undo(
    desk: Desk<'_>,
    references: &State<PersonReferences>,
    union: PersonMergeId,
    fields: Fields,
) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let found = queries::find_merge(desk.app, actor, union).await?;
    let access = persons::access(desk.app, actor, found.1.id).await?;
    let permit = may_undo(actor, access, &found.0)?;
    match undo_merge(desk.app, references, permit).await {
        Ok(()) => desk.done(
            format!("/personas/{}", found.1.id),
            "La unión se deshizo: cada registro quedó como estaba.",
        ),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&merge_page(&desk, references, &found, form).await?)
        }
    }
}

fn document_page(person: &person::Model, asks: bool, form: FormState) -> ChangeDocumentPage {
    ChangeDocumentPage {
        asks,
        form,
        name: full_name(person),
        document: whole(person),
        person: format!("/personas/{}", person.id),
        document_types: DocumentType::alternatives(),
    }
}

#[get("/personas/<person>/documento")]
async fn document_form(desk: Desk<'_>, person: PersonId) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let person = persons::find(desk.app, actor, person).await?;
    let asks = ChangeWay::for_one(&desk, actor, person.id, may_change_document).await?.asks();
    desk.show(&document_page(&person, asks, FormState::default()))
}

#[post("/personas/<person>/documento", data = "<fields>")]
async fn document(desk: Desk<'_>, person: PersonId, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let person = persons::find(desk.app, actor, person).await?;
    let way = ChangeWay::for_one(&desk, actor, person.id, may_change_document).await?;
    let asks = way.asks();
    let mut reader = Reader::new(&fields);
    let read = forms::read_document(&mut reader);
    let reason = way.reason(&mut reader);
    let back = format!("/personas/{}", person.id);
    let refused = match (reader.finish(), read) {
        (Ok(()), Some((kind, number))) => {
            let done = match way {
                ChangeWay::AtOnce(permit) => {
                    change_document(desk.app, permit, kind, &number).await.map(|()| {
                        let text =
                            "El documento cambió. El anterior también encuentra a la persona.";
                        desk.done(back, text)
                    })
                }
                ChangeWay::Asked(permit) => {
                    let change = RecordChange::Document(kind.code().to_owned(), number);
                    requests::send(&desk, permit, change, &reason, back).await
                }
            };
            match done {
                Ok(answer) => return answer,
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
        (Err(form), _) => form,
        (Ok(()), None) => fields.state(),
    };
    desk.refuse(&document_page(&person, asks, refused))
}
