//! The public catalogue.

use rocket::http::ContentType;

use capacities_model::labels::subject_label;
use cohorts_model::calendar::{Links, file_of};
use cohorts_model::policy::{READERS, runs};
use cohorts_model::queries::{self, CatalogueFilter, CohortRow};
use cohorts_model::rules;
use cohorts_model::views::named;
use courses_model as courses;
use courses_model::entity::course_version::Modality;
use people_model::entity::person::PersonId;
use platform::texts::capitalised;
use platform::{dates, numbers, pager};
use sign_in_model::actor::Role;
use sign_in_model::desk::{Answer, Desk, FileReply, Reply};
use sign_in_model::prelude::*;
use territory_model::queries::{NamedMunicipality, catalog};
use territory_model::{self as territory, labels};

use super::views::{
    CatalogueCard, CatalogueCohortPage, CataloguePage, EnrolButton, SeatsLeft, seats_left,
};
use crate::entity::enrolment::{Origin, Stage};
use crate::entity::seat_quota::{self, Kind};
use crate::queries::{self as admission, RosterCounts, all_counts, counts_of, quotas};
use crate::rules::{EnrolmentRefusal, EnrolmentWindow};
use crate::views::SessionLine;

const FILTERS: [&str; 6] = ["q", "tema", "departamento", "modalidad", "desde", "hasta"];

pub fn routes() -> Vec<Route> {
    routes![offer, offered, calendar]
}

#[get("/oferta")]
async fn offer(desk: Desk<'_>) -> Answer {
    let db = desk.app.db.read();
    let fields = Fields::of_address(desk.request());
    let subjects = courses::labels::subjects();
    let departments = territory::queries::departments(db).await?;
    let mut reader = Reader::new(&fields);
    let text = reader.optional("q", 100).unwrap_or_default();
    let known = |name: &str, known: &dyn Fn(&str) -> bool| {
        let typed = fields.first(name);
        (!typed.is_empty()).then(|| (typed.to_owned(), known(typed)))
    };
    let mut chosen = |name: &'static str, is_known: &dyn Fn(&str) -> bool| {
        let (value, exists) = known(name, is_known)?;
        if !exists {
            reader.wrong(name, "Elija una opción de la lista.");
        }
        exists.then_some(value)
    };
    let subject = chosen("tema", &|code| subjects.iter().any(|s| s.value == code));
    let department = chosen("departamento", &|code| departments.iter().any(|d| d.code == code));
    let modality = chosen("modalidad", &|code| Modality::from_code(code).is_some());
    let modality = modality.as_deref().and_then(Modality::from_code);
    let (from, to) = (reader.date_or_none("desde"), reader.date_or_none("hasta"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        reader.wrong("hasta", "Esta fecha es anterior a la primera.");
    }
    let filter = match reader.finish() {
        Ok(()) => fields.state(),
        Err(form) => form,
    };
    let narrowing = CatalogueFilter { text, subject, department, modality, from, to };
    let pairs: Vec<(&str, &str)> = FILTERS.iter().map(|name| (*name, fields.first(name))).collect();
    let (rows, pager) = queries::on_offer(
        db,
        &narrowing,
        desk.app.clock.today(),
        fields.first("pagina").parse().ok(),
        &pager::address("/oferta", &pairs),
    )
    .await?;
    let places = queries::municipalities_of(db, rows.iter().map(|row| row.id)).await?;
    let counts = counts_of(db, rows.iter().map(|row| row.id)).await?;
    // Only departments that find something are offered, and the one that was asked for.
    let found = queries::departments_on_offer(db, desk.app.clock.today()).await?;
    let is_offered = |code: &String| found.contains(code) || fields.first("departamento") == code;
    let departments = departments.iter().filter(|one| is_offered(&one.code));
    let page = CataloguePage {
        narrowed: pairs.iter().any(|(_, value)| !value.is_empty()),
        subjects,
        departments: departments.map(|d| Alternative::new(&d.code, &d.name)).collect(),
        modalities: Modality::alternatives(),
        cards: rows
            .into_iter()
            .map(|row| {
                let confirmed = counts.get(&row.id).map_or(0, RosterCounts::seated);
                let places = places.get(&row.id).map(Vec::as_slice).unwrap_or_default();
                CatalogueCard::new(row, confirmed, places)
            })
            .collect(),
        pager,
        filter,
    };
    // Filters that are wrong are shown with what is wrong.
    if page.filter.has_errors() { desk.refuse(&page) } else { desk.show(&page) }
}

#[get("/oferta/<code>")]
async fn offered(desk: Desk<'_>, code: &str) -> Answer {
    let db = desk.app.db.read();
    let row = queries::find_public(db, code).await?;
    let places = queries::municipalities(db, row.cohort.id).await?;
    let sessions = queries::sessions(db, row.cohort.id).await?;
    let capacities = queries::capacities(db, row.version.id).await?;
    let today = desk.app.clock.today();
    let shut = EnrolmentWindow::of(&row.cohort).may_enrol(Origin::SelfService, today).err();
    let seats = match shut {
        None => seats_left(row.cohort.seats, all_counts(db, row.cohort.id).await?.seated()),
        Some(_) => numbers::grouped(row.cohort.seats.into()),
    };
    let requirements = admission::requirements(db, &row.cohort).await?.sentences();
    let mut facts = facts(&row, seats, named(&places, usize::MAX));
    let quotas = quotas(db, row.cohort.id).await?;
    if !quotas.is_empty() {
        let kinds = catalog(db, "entity_type").await?;
        facts.insert(3, Fact::new("Cupos reservados", reserved(&quotas, &kinds, &places)));
    }
    facts.extend(row.contact.as_ref().map(|contact| Fact::new("Preguntas", contact)));
    let work = work(&desk, &row).await?;
    let own = own(&desk, &row).await?;
    let is_focal_point = desk.visitor().is_some_and(|actor| !actor.entities().is_empty());
    let nominate = (is_focal_point && work.is_some())
        .then(|| format!("/cohortes/{}/postulaciones", row.cohort.id));
    let page = CatalogueCohortPage {
        nominate,
        course: row.version.name.clone(),
        name: row.cohort.name.clone(),
        tag: row.cohort.stage.into(),
        objective: row.version.objective.clone(),
        facts,
        requirements,
        contents: row.version.contents.lines().map(str::to_owned).collect(),
        capacities: capacities
            .into_iter()
            .map(|(name, evidence)| SeatsLeft { name, evidence: lowered(&evidence) })
            .collect(),
        sessions: sessions
            .iter()
            .map(|one| SessionLine::new(one, &row.cohort, false, desk.app.clock.now()))
            .collect(),
        calendar: format!("/oferta/{}/calendario", row.cohort.public_code),
        rule: row.rule(),
        enrol: if shut.is_none() && own.is_none() { enrol(&desk, code) } else { None },
        own,
        closed: shut.map(|refusal| closed(&row, &refusal)),
        work,
    };
    desk.show(&page)
}

fn facts(row: &CohortRow, seats: String, municipalities: String) -> Vec<Fact> {
    let cohort = &row.cohort;
    vec![
        Fact::new("Fechas", capitalised(&dates::period(cohort.starts_on, cohort.ends_on))),
        Fact::new(
            "Inscripciones hasta",
            dates::long(rules::enrolment_deadline(cohort.enrolment_closes_on, cohort.starts_on)),
        ),
        Fact::new("Cupos", seats),
        Fact::new("Intensidad", format!("{} horas", row.version.hours)),
        Fact::new("Modalidad", row.version.modality.label()),
        Fact::new("Lugar", &cohort.place_text),
        Fact::new("Municipios", municipalities),
        Fact::new("Tema", subject_label(&row.course.subject)),
        Fact::new("Ofrece", labels::unit(&row.unit_name)),
    ]
}

/// «10 para Mapiripán (Meta), 5 para Alcaldía»: the seats that are kept for some.
fn reserved(
    quotas: &[seat_quota::Model],
    kinds: &[Alternative],
    places: &[NamedMunicipality],
) -> String {
    let told = quotas.iter().map(|quota| {
        let place =
            places.iter().find(|place| place.code == quota.key).map(NamedMunicipality::full_name);
        let kind = || kinds.iter().find(|kind| kind.value == quota.key).map(|kind| &kind.label);
        let group = match quota.kind {
            Kind::Municipality => place,
            Kind::EntityKind => kind().cloned(),
        };
        let seats = numbers::grouped(quota.seats.into());
        format!("{seats} para {}", group.unwrap_or_else(|| quota.key.clone()))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The page of the place that the reader has or waits for.
async fn own(desk: &Desk<'_>, row: &CohortRow) -> Result<Option<String>, AppError> {
    let Some(person) = desk.visitor().and_then(|actor| actor.person) else {
        return Ok(None);
    };
    let db = desk.app.db.read();
    let place = admission::of_person(db, row.cohort.id, PersonId(person)).await?;
    let place = place.filter(|place| place.stage != Stage::Withdrawn);
    Ok(place.map(|place| format!("/inscripciones/{}", place.id)))
}

/// The ways in: for visitors, and for accounts that belong to a person. Whoever works with
/// cohorts and is no participant has nothing to enrol.
fn enrol(desk: &Desk<'_>, code: &str) -> Option<EnrolButton> {
    let enrol = format!("/oferta/{code}/inscripcion");
    let signed_in = match desk.visitor() {
        None => false,
        Some(actor) if actor.person.is_some() || actor.has(Role::Participant) => true,
        Some(_) => return None,
    };
    Some(EnrolButton {
        signed_in,
        sign_in: pager::address("/ingresar", &[("destino", &enrol)]),
        enrol,
        register: format!("/oferta/{code}/registro"),
    })
}

/// Why nobody enrols by themselves today; a cancelled cohort says its own reason too.
fn closed(row: &CohortRow, refusal: &EnrolmentRefusal) -> String {
    match &row.cohort.cancellation_reason {
        Some(reason) if *refusal == EnrolmentRefusal::CohortCancelled => {
            format!("{} {reason}", refusal.sentence())
        }
        _ => refusal.sentence(),
    }
}

/// The page for whoever runs the cohort or teaches in it.
async fn work(desk: &Desk<'_>, row: &CohortRow) -> Result<Option<String>, AppError> {
    let Some(actor) = desk.visitor() else {
        return Ok(None);
    };
    if !actor.has_any(&READERS) {
        return Ok(None);
    }
    let sees = runs(actor, &row.facts())
        || queries::sees(desk.app.db.read(), actor, row.cohort.id).await?;
    Ok(sees.then(|| format!("/cohortes/{}", row.cohort.id)))
}

/// «Lista de chequeo» within a sentence; acronyms keep their capitals.
fn lowered(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The sessions for anybody's calendar, without the links that let people in.
#[get("/oferta/<code>/calendario")]
async fn calendar(desk: Desk<'_>, code: &str) -> Answer {
    let db = desk.app.db.read();
    let row = queries::find_public(db, code).await?;
    let sessions = queries::sessions(db, row.cohort.id).await?;
    let file = file_of(desk.app, &row, &sessions, Links::Hidden);
    Ok(Reply::File(FileReply {
        name: "sesiones.ics".to_owned(),
        content_type: ContentType::new("text", "calendar").with_params(("charset", "utf-8")),
        bytes: file.into_bytes(),
        inline: false,
    }))
}
