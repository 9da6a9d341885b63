//! Places in a cohort: given, moved, put forward, imported.

use formacion::cohorts::entity::cohort::{CohortId, Stage as CohortStage};
use formacion::enrolment::commands::{NewEnrolment, enrol};
use formacion::enrolment::entity::enrolment::{EnrolmentId, Stage};
use formacion::enrolment::entity::seat_quota;
use formacion::people::entity::person::{self, PersonId};
use formacion::people::entity::post;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Trials, done, says_no};
use crate::enrolment::import::{confirmed, csv, person as row, sent};
use crate::enrolment::{asks, enrolled, places};
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::{document, post as new_post, servant};
use crate::support::world::World;

const HERE: &str = "50325";

async fn offered(world: &World, name: &'static str, seats: i32) -> CohortId {
    let stage = CohortStage::Confirmed;
    cohort(world, CohortPlan { name, facilitator: name, seats, stage, ..CohortPlan::default() })
        .await
}

async fn stage(world: &World, cohort: CohortId, person: PersonId) -> Option<Stage> {
    let rows = places(world, cohort).await;
    rows.iter().find(|row| row.person_id == person).map(|row| row.stage)
}

pub async fn given(trials: &mut Trials) {
    let world = World::new("oneself places").await;
    let mut people = Vec::new();
    for number in 0..4 {
        people.push(servant(&world, number, HERE).await);
    }
    let me = world.as_coordinator("MET").await;
    me.is_also(people[0].0.0).await;

    let open = offered(&world, "Abierta", 10).await;
    let add = async |number: usize| {
        let number = document(number);
        let known =
            [("paso", "confirmar"), ("tipo_documento", "CC"), ("documento", number.as_str())];
        me.post(&format!("/cohortes/{open}/inscritos/nuevo"), &known).await
    };
    let refused = says_no(&add(0).await) && stage(&world, open, people[0].0).await.is_none();
    trials.tried("/cohortes/<cohort>/inscritos/nuevo", refused, done(&add(1).await));

    // Whoever waits for a seat moves none of that cohort.
    let full = offered(&world, "Llena", 1).await;
    let with = NewEnrolment { post: Some(people[1].1), ..NewEnrolment::default() };
    let seated = enrol(&world.app, asks(full, people[1].0), with).await.expect("gets a place");
    enrolled(&world, full, people[0].0).await;
    assert_eq!(stage(&world, full, people[0].0).await, Some(Stage::Waiting));
    let theirs = enrolled(&world, open, people[2].0).await;

    let seats = async |cohort: CohortId| {
        me.post(&format!("/cohortes/{cohort}/cupos"), &[("cupos", "12"), ("plazo", "48")]).await
    };
    let (refused, served) = (says_no(&seats(full).await), done(&seats(open).await));
    trials.tried("/cohortes/<cohort>/cupos", refused, served);

    let admin = world.as_administrator().await;
    let kept = [("cupos[m-50325]", "1")];
    let reserve =
        async |cohort: CohortId| me.post(&format!("/cohortes/{cohort}/reservas"), &kept).await;
    let (refused, served) = (says_no(&reserve(full).await), done(&reserve(open).await));
    trials.tried("/cohortes/<cohort>/reservas", refused, served);
    admin.post(&format!("/cohortes/{full}/reservas"), &kept).await.expect(303);

    let release = async |cohort: CohortId| {
        let quotas = seat_quota::Entity::find().filter(seat_quota::Column::CohortId.eq(cohort));
        let find = async || quotas.clone().one(world.app.db.read()).await.unwrap().unwrap();
        let id = find().await.id.to_string();
        me.post(&format!("/cohortes/{cohort}/reservas/liberacion"), &[("reserva", &id)]).await;
        find().await.released_at.is_some()
    };
    let (kept, released) = (!release(full).await, release(open).await);
    trials.tried("/cohortes/<cohort>/reservas/liberacion", kept, released);

    let withdraw = async |place: EnrolmentId| {
        let why = [("motivo", "Se trasladó"), ("confirma", "si")];
        me.post(&format!("/inscripciones/{place}/retiro"), &why).await
    };
    let refused = says_no(&withdraw(seated.enrolment).await)
        && stage(&world, full, people[0].0).await == Some(Stage::Waiting);
    let served = done(&withdraw(theirs.enrolment).await);
    trials.tried("/inscripciones/<enrolment>/retiro", refused, served);

    let another = enrolled(&world, open, people[3].0).await;
    let several = async |cohort: CohortId, place: EnrolmentId| {
        let place = place.to_string();
        let chosen = [("inscripcion", place.as_str()), ("motivo", "Se trasladaron")];
        me.post(&format!("/cohortes/{cohort}/inscritos/retiro"), &chosen).await
    };
    let refused = says_no(&several(full, seated.enrolment).await)
        && stage(&world, full, people[0].0).await == Some(Stage::Waiting);
    let served = done(&several(open, another.enrolment).await)
        && stage(&world, open, people[3].0).await == Some(Stage::Withdrawn);
    trials.tried("/cohortes/<cohort>/inscritos/retiro", refused, served);

    let moved = offered(&world, "Otra", 10).await;
    let attribute = async |(person, post): (PersonId, post::PostId)| {
        let with = NewEnrolment { post: Some(post), ..NewEnrolment::default() };
        let placed = enrol(&world.app, asks(moved, person), with).await.expect("gets a place");
        let to = new_post(&world, person, "50577", false).await.to_string();
        let fields = [("vinculacion", to.as_str()), ("motivo", "Se trasladó en noviembre")];
        me.post(&format!("/inscripciones/{}/municipio", placed.enrolment), &fields).await
    };
    let (refused, served) =
        (says_no(&attribute(people[0]).await), done(&attribute(people[3]).await));
    trials.tried("/inscripciones/<enrolment>/municipio", refused, served);
    world.finish().await;
}

pub async fn nominated(trials: &mut Trials) {
    let world = World::new("oneself nominations").await;
    let (own, held) = servant(&world, 0, HERE).await;
    let (other, _) = servant(&world, 1, HERE).await;
    let db = world.app.db.read();
    let entity = post::Entity::find_by_id(held).one(db).await.unwrap().unwrap().entity_id;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let me = world.as_focal_point(entity.0).await;
    me.is_also(own.0).await;
    let path = format!("/cohortes/{cohort}/postulaciones");
    let page = me.submit(&path, &[("todas", "si")]).await.expect(200);
    page.expect_text("Nadie se inscribe ni se postula a sí mismo");
    let (mine, theirs) = (stage(&world, cohort, own).await, stage(&world, cohort, other).await);
    trials.tried(
        "/cohortes/<cohort>/postulaciones",
        mine.is_none(),
        theirs == Some(Stage::Offered),
    );

    let entity = entity.to_string();
    let known = person::Entity::find_by_id(own).one(db).await.unwrap().unwrap();
    let new = async |number: &str, name: &str, surname: &str| {
        let fields = [
            ("tipo_documento", "CC"),
            ("documento", number),
            ("primer_nombre", name),
            ("primer_apellido", surname),
            ("segundo_apellido", known.second_surname.as_deref().unwrap_or_default()),
            ("correo", "alguien@pueblo.example"),
            ("entidad", entity.as_str()),
            ("cargo", "Tesorera"),
            ("tipo_vinculacion", "carrera"),
            ("autorizo", "si"),
        ];
        me.post(&format!("{path}/nueva"), &fields).await
    };
    new(&known.document_number, &known.first_name, &known.first_surname).await;
    let refused = stage(&world, cohort, own).await.is_none();
    let served = done(&new("9000000004", "Luz", "Guayacán").await);
    trials.tried("/cohortes/<cohort>/postulaciones/nueva", refused, served);
    world.finish().await;
}

pub async fn imported(trials: &mut Trials) {
    let world = World::new("oneself import").await;
    let first = offered(&world, "Primera", 30).await;
    let admin = world.as_administrator().await;
    crate::enrolment::import::imported(&admin, first, &[row(0)]).await;
    formacion::enrolment::import::worker::work(&world.app).await.unwrap();
    let own = places(&world, first).await[0].person_id;
    let me = world.as_coordinator("MET").await;
    // Whoever was imported has an account already, which becomes this one.
    free(&world, own).await;
    me.is_also(own.0).await;

    let second = offered(&world, "Segunda", 30).await;
    let address = sent(&me, second, "lista.csv", &csv(&[row(0), row(1)])).await;
    confirmed(&me, &address, "1").await;
    formacion::enrolment::import::worker::work(&world.app).await.unwrap();
    me.get(&address).await.expect(200).expect_text("Nadie se inscribe ni se postula");
    me.post(&format!("{address}/confirmacion"), &[]).await.expect(303);
    formacion::enrolment::import::worker::work(&world.app).await.unwrap();
    let rows = places(&world, second).await;
    let refused = rows.iter().all(|row| row.person_id != own);
    trials.tried("/importaciones/<import>/confirmacion", refused, rows.len() == 1);
    world.finish().await;
}

/// Takes the account of a person away from them.
async fn free(world: &World, person: PersonId) {
    use formacion::sign_in::entity::account::{Column, Entity};
    use sea_orm::sea_query::Expr;
    Entity::update_many()
        .col_expr(Column::PersonId, Expr::value(Option::<i64>::None))
        .filter(Column::PersonId.eq(person.0))
        .exec(world.app.db.writer())
        .await
        .unwrap();
}
