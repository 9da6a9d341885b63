//! Addresses of posts.

use people_model::commands::{choose_principal, confirm_post, end_post, vouch_post};
use people_model::entity::person::{self, PersonId};
use people_model::entity::post::{Kind, Model as Post, PostId};
use people_model::policy::{may_attest, may_keep_posts, may_vouch};
use people_model::post_rules::{
    career_awaits, is_held, is_unconfirmed, kind_label, lacks_kind, last_said,
};
use people_model::queries::principal_on;
use people_model::rules::{PersonRefusal, full_name};
use sign_in_model::actor::{Actor, Role};
use sign_in_model::prelude::*;
use territory_model::queries::{departments, entity_name, place, places_in};

use super::super::{policy, queries as persons};
use super::views::{PostFormPage, PostOwner, PostPage, UnconfirmedPostsPage};
use super::{commands, queries};
use crate::forms::{self, Employment, WorkOptions};

pub fn routes() -> Vec<Route> {
    routes![own, list, show, confirm, career, kind, end, principal, new, add, correct_form, correct]
}

/// Who opens the list of posts to confirm.
const KEEPERS: &[Role] = &[Role::NationalAdministrator, Role::Coordinator, Role::FocalPoint];

/// The page of the person who is asking.
#[get("/mis-datos")]
async fn own(desk: Desk<'_>) -> Answer {
    let person = desk.actor()?.person.ok_or(AppError::NotFound)?;
    desk.go(format!("/personas/{person}"))
}

#[get("/vinculaciones?<pagina>")]
async fn list(desk: Desk<'_>, pagina: Option<u64>) -> Answer {
    let actor = desk.actor_as(KEEPERS)?;
    let (rows, pager) = queries::to_confirm(desk.app, actor, pagina).await?;
    desk.show(&UnconfirmedPostsPage { rows, pager })
}

#[get("/vinculaciones/<post>")]
async fn show(desk: Desk<'_>, post: PostId) -> Answer {
    let (post, person) = queries::find(desk.app, desk.actor()?, post).await?;
    desk.show(&page(&desk, &post, &person, FormState::default()).await?)
}

/// Whether the actor opens the page of a person, and not only a post of theirs.
async fn whose(
    desk: &Desk<'_>,
    actor: &Actor,
    person: &person::Model,
) -> Result<PostOwner, AppError> {
    let opens = persons::find(desk.app, actor, person.id).await.is_ok();
    Ok(PostOwner {
        name: full_name(person),
        href: opens.then(|| format!("/personas/{}", person.id)),
        own: actor.person == Some(person.id.0),
    })
}

async fn page(
    desk: &Desk<'_>,
    post: &Post,
    person: &person::Model,
    form: FormState,
) -> Result<PostPage, AppError> {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let today = desk.app.clock.today();
    let entity = entity_name(db, post.entity_id).await?;
    let place = place(db, &post.municipality_code).await?;
    let principal = principal_on(db, person.id, today).await?.is_some_and(|one| one.id == post.id);
    let held = is_held(post, today);
    let access = persons::access(desk.app, actor, person.id).await?;
    let kept = may_keep_posts(actor, access).ok();
    let keeps = kept.is_some();
    let corrects = match &kept {
        Some(permit) => {
            let units = permit.units().as_deref();
            commands::may_correct_there(db, units, &post.municipality_code).await?
        }
        None => false,
    };
    let attests = may_attest(actor, access, post).is_ok();
    let unconfirmed = is_unconfirmed(post, today);
    let mut facts = vec![
        Fact::new("Persona", full_name(person)),
        Fact::new("Entidad", entity),
        Fact::new("Tipo de vinculación", kind_label(post)),
        Fact::new("Municipio", place.map(|place| place.full_name()).unwrap_or_default()),
        Fact::new("Desde", dates::short(post.starts_on)),
        Fact::new("Hasta", post.ends_on.map_or_else(|| "Sigue vigente".to_owned(), dates::short)),
    ];
    if held {
        facts.push(Fact::new("Principal", if principal { "Sí" } else { "No" }));
        // What was added is no confirmation: it may be later than the last one.
        facts.push(match post.confirmed_on {
            Some(on) => Fact::new("Confirmada por última vez", dates::short(on)),
            None => Fact::new("Sin confirmar; último dato", dates::short(last_said(post))),
        });
    }
    Ok(PostPage {
        whose: whose(desk, actor, person).await?,
        position: post.position.clone(),
        facts,
        form,
        path: format!("/vinculaciones/{}", post.id),
        unconfirmed,
        career_awaits: career_awaits(post),
        may_vouch: career_awaits(post) && may_vouch(actor, access, post).is_ok(),
        kinds: match corrects && lacks_kind(post) {
            true => kinds().map(|(code, kind)| Alternative::new(code, kind.label())).collect(),
            false => Vec::new(),
        },
        may_confirm: attests && held,
        may_end: attests && post.ends_on.is_none_or(|end| end >= today),
        may_choose: keeps && held && !principal,
        may_correct: corrects && !queries::is_used(db, post.id).await?,
    })
}

/// Goes back where the person is, or to the list for whoever does not open persons.
async fn back(desk: &Desk<'_>, person: &person::Model, text: &str) -> Answer {
    let whose = whose(desk, desk.actor()?, person).await?;
    desk.done(whose.href.unwrap_or_else(|| "/vinculaciones".to_owned()), text)
}

async fn answer(
    desk: &Desk<'_>,
    (post, person): (&Post, &person::Model),
    done: Result<(), Failure<PersonRefusal>>,
    fields: &Fields,
    text: &str,
) -> Answer {
    match done {
        Ok(()) => back(desk, person, text).await,
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(desk, post, person, form).await?)
        }
    }
}

#[post("/vinculaciones/<post>/confirmacion", data = "<fields>")]
async fn confirm(desk: Desk<'_>, post: PostId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (post, person) = queries::find(desk.app, actor, post).await?;
    let access = persons::access(desk.app, actor, person.id).await?;
    let done = confirm_post(desk.app, may_attest(actor, access, &post)?).await;
    answer(&desk, (&post, &person), done, &fields, "Quedó confirmado: sigue en el cargo.").await
}

/// One press on the waiting list or on the post: from then on the career counts.
#[post("/vinculaciones/<post>/carrera", data = "<fields>")]
async fn career(desk: Desk<'_>, post: PostId, fields: Fields) -> Answer {
    const DONE: &str = "La carrera administrativa quedó confirmada: cuenta en la lista de espera.";
    let actor = desk.actor()?;
    let (post, person) = queries::find(desk.app, actor, post).await?;
    let access = persons::access(desk.app, actor, person.id).await?;
    let done = vouch_post(desk.app, may_vouch(actor, access, &post)?).await;
    match (fields.first("cohorte").parse::<i64>(), &done) {
        (Ok(cohort), Ok(())) => {
            desk.done(format!("/cohortes/{cohort}/inscritos?lista=espera"), DONE)
        }
        _ => answer(&desk, (&post, &person), done, &fields, DONE).await,
    }
}

/// The kinds that somebody says of a post, which are all but «nobody knows».
fn kinds() -> impl Iterator<Item = (&'static str, Kind)> {
    Kind::choices().into_iter().filter(|(_, kind)| *kind != Kind::NoSeSabe)
}

/// Says of which kind a post is that came without it; a career that its person says is declared (R77).
#[post("/vinculaciones/<post>/tipo", data = "<fields>")]
async fn kind(desk: Desk<'_>, post: PostId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (post, person) = queries::find(desk.app, actor, post).await?;
    let permit = may_keep_posts(actor, persons::access(desk.app, actor, person.id).await?)?;
    let mut reader = Reader::new(&fields);
    let all: Vec<(&str, Kind)> = kinds().collect();
    let chosen = reader.choice("tipo_vinculacion", &all, "Elija el tipo de vinculación.");
    let done = match (reader.finish(), chosen) {
        (Ok(()), Some(kind)) => commands::say_kind(desk.app, permit, post.id, kind).await,
        (refused, _) => {
            let form = refused.err().unwrap_or_default();
            return desk.refuse(&page(&desk, &post, &person, form).await?);
        }
    };
    answer(&desk, (&post, &person), done, &fields, "El tipo de vinculación quedó guardado.").await
}

#[post("/vinculaciones/<post>/fin", data = "<fields>")]
async fn end(desk: Desk<'_>, post: PostId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (post, person) = queries::find(desk.app, actor, post).await?;
    let access = persons::access(desk.app, actor, person.id).await?;
    let permit = may_attest(actor, access, &post)?;
    let mut reader = Reader::new(&fields);
    let last = reader.date("hasta", "Escriba el último día en el cargo.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, &post, &person, form).await?);
    }
    let done = end_post(desk.app, permit, last).await;
    answer(&desk, (&post, &person), done, &fields, "La vinculación quedó terminada.").await
}

#[post("/vinculaciones/<post>/principal", data = "<fields>")]
async fn principal(desk: Desk<'_>, post: PostId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (post, person) = queries::find(desk.app, actor, post).await?;
    let permit = may_keep_posts(actor, persons::access(desk.app, actor, person.id).await?)?;
    let mut reader = Reader::new(&fields);
    let from = reader.date("principal_desde", "Escriba desde qué día es la principal.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, &post, &person, form).await?);
    }
    let done = choose_principal(desk.app, permit, post.id, from).await;
    answer(&desk, (&post, &person), done, &fields, "La vinculación quedó como principal.").await
}

/// Which form: for a new post or for one to correct.
enum Purpose<'a> {
    Add,
    Correct(&'a Post),
}

impl Purpose<'_> {
    fn action(&self, person: PersonId) -> String {
        match self {
            Self::Add => format!("/personas/{person}/vinculaciones"),
            Self::Correct(post) => format!("/vinculaciones/{}/correccion", post.id),
        }
    }

    fn here(&self, person: PersonId) -> String {
        match self {
            Self::Add => format!("/personas/{person}/vinculaciones/nueva"),
            Self::Correct(_) => self.action(person),
        }
    }
}

/// The department whose places are offered: the one asked for, or that of a municipality.
async fn options(desk: &Desk<'_>, department: &str) -> Result<WorkOptions, AppError> {
    let db = desk.app.db.read();
    let there = places_in(db, department).await?;
    Ok(WorkOptions::within(db, there).await?)
}

async fn form_page(
    desk: &Desk<'_>,
    person: &person::Model,
    purpose: &Purpose<'_>,
    (department, options): (&str, &WorkOptions),
    form: FormState,
) -> Result<PostFormPage, AppError> {
    let all = departments(desk.app.db.read()).await?;
    Ok(PostFormPage {
        whose: whose(desk, desk.actor()?, person).await?,
        entity_kinds: forms::entity_kinds(desk.app.db.read(), &form).await?,
        form,
        action: purpose.action(person.id),
        here: purpose.here(person.id),
        adding: matches!(purpose, Purpose::Add),
        department_form: FormState::default().with("departamento", department),
        departments: all.into_iter().map(|one| Alternative::new(one.code, one.name)).collect(),
        department: if options.places.is_empty() { String::new() } else { department.to_owned() },
        municipalities: options.municipalities(),
        entities: options.entities(),
        kinds: Kind::alternatives(),
        back: format!("/personas/{}", person.id),
    })
}

fn department_of(municipality: &str) -> &str {
    municipality.get(..2).unwrap_or_default()
}

#[get("/personas/<person>/vinculaciones/nueva?<departamento>")]
async fn new(desk: Desk<'_>, person: PersonId, departamento: Option<&str>) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let person = persons::find(desk.app, actor, person).await?;
    let access = persons::access(desk.app, actor, person.id).await?;
    may_keep_posts(actor, access)?;
    let today = desk.app.clock.today();
    let known = people_model::queries::posts(db, person.id, policy::posts(actor, access), today);
    let known = known.await?;
    let last = known.first().map_or("", |row| department_of(&row.post.municipality_code));
    let department = departamento.unwrap_or(last);
    let options = options(&desk, department).await?;
    let mut form = FormState::default().with("desde", dates::input_date(today));
    // The first one comes first; a further one does when the person says so.
    if !known.iter().any(|row| is_held(&row.post, today)) {
        form = form.with("principal", "si");
    }
    desk.show(&form_page(&desk, &person, &Purpose::Add, (department, &options), form).await?)
}

/// What the form says: the work and its first day.
fn read(
    fields: &Fields,
    options: &WorkOptions,
    is_demo: bool,
) -> Result<(Employment, NaiveDate), FormState> {
    let mut reader = Reader::new(fields);
    let work = forms::read_work(&mut reader, fields, options, is_demo);
    let from = reader.date("desde", "Escriba desde qué día.");
    reader.finish()?;
    work.map(|work| (work, from)).ok_or_else(|| fields.state())
}

#[post("/personas/<person>/vinculaciones", data = "<fields>")]
async fn add(desk: Desk<'_>, person: PersonId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let person = persons::find(desk.app, actor, person).await?;
    let permit = may_keep_posts(actor, persons::access(desk.app, actor, person.id).await?)?;
    let department = fields.first("departamento");
    let options = options(&desk, department).await?;
    let refused = match read(&fields, &options, desk.app.demo) {
        Ok((work, from)) => {
            let is_principal = !fields.first("principal").is_empty();
            match commands::add(desk.app, permit, work, from, is_principal).await {
                Ok(_) => return back(&desk, &person, "La vinculación quedó agregada.").await,
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
        Err(form) => form,
    };
    desk.refuse(&form_page(&desk, &person, &Purpose::Add, (department, &options), refused).await?)
}

#[get("/vinculaciones/<post>/correccion?<departamento>")]
async fn correct_form(desk: Desk<'_>, post: PostId, departamento: Option<&str>) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (post, person) = queries::find(desk.app, actor, post).await?;
    may_keep_posts(actor, persons::access(desk.app, actor, person.id).await?)?;
    if queries::is_used(db, post.id).await? {
        let mut form = FormState::default();
        form.refuse("", platform::texts::Refusal::sentence(&PersonRefusal::PostInUse));
        return desk.refuse(&page(&desk, &post, &person, form).await?);
    }
    let department = departamento.unwrap_or(department_of(&post.municipality_code));
    let options = options(&desk, department).await?;
    let form = FormState::default()
        .with("municipio", &post.municipality_code)
        .with("entidad", post.entity_id)
        .with("cargo", &post.position)
        .with("tipo_vinculacion", post.kind.code())
        .with("desde", dates::input_date(post.starts_on));
    let purpose = Purpose::Correct(&post);
    desk.show(&form_page(&desk, &person, &purpose, (department, &options), form).await?)
}

#[post("/vinculaciones/<post>/correccion", data = "<fields>")]
async fn correct(desk: Desk<'_>, post: PostId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (post, person) = queries::find(desk.app, actor, post).await?;
    let permit = may_keep_posts(actor, persons::access(desk.app, actor, person.id).await?)?;
    let department = fields.first("departamento");
    let options = options(&desk, department).await?;
    let refused = match read(&fields, &options, desk.app.demo) {
        Ok((work, from)) => match commands::correct(desk.app, permit, post.id, work, from).await {
            Ok(()) => return back(&desk, &person, "La vinculación quedó corregida.").await,
            Err(failure) => fields.refused(&failure.refusal()?),
        },
        Err(form) => form,
    };
    let purpose = Purpose::Correct(&post);
    desk.refuse(&form_page(&desk, &person, &purpose, (department, &options), refused).await?)
}
