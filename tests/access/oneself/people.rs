//! Records of persons: reviewed, united, corrected.

use formacion::people::commands::note_review;
use formacion::people::entity::person::PersonId;
use formacion::people::entity::{person_merge, person_request, post};
use formacion::sign_in::actor::Author;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::{Trials, done, says_no};
use crate::people::merge::second_record;
use crate::people::requests::{of_two_units, shared};
use crate::support::people::servant;
use crate::support::world::{Answered, Character, World};

const HERE: &str = "50325";

async fn unite(who: &Character<'_>, one: PersonId, other: PersonId) -> Answered {
    let ours = one.to_string();
    let fields = [
        ("queda", ours.as_str()),
        ("nombre", &ours),
        ("documento", &ours),
        ("correo", &ours),
        ("telefono", &ours),
        ("nota", "Mostró sus dos documentos."),
    ];
    who.post(&format!("/personas/{one}/union/{other}"), &fields).await
}

async fn last_union(world: &World) -> String {
    let rows = person_merge::Entity::find().order_by_desc(person_merge::Column::Id);
    let row = rows.one(world.app.db.read()).await.unwrap().expect("were united");
    format!("/uniones/{}/anulacion", row.id)
}

pub async fn records(trials: &mut Trials) {
    let world = World::new("oneself records").await;
    let mut people = Vec::new();
    for number in 1..9 {
        people.push(servant(&world, number, HERE).await.0);
    }
    let alike = second_record(&world, HERE).await;
    let own = people[1];
    let admin = world.as_administrator().await;
    // Before the account is theirs: afterwards nobody unites an account of staff.
    unite(&admin, own, people[2]).await.expect(303);
    let mine = last_union(&world).await;
    unite(&admin, people[3], people[4]).await.expect(303);
    let theirs = last_union(&world).await;
    for person in [own, people[5]] {
        note_review(&world.app, &Author::system(), person).await.unwrap();
    }
    let me = world.as_coordinator("MET").await;
    me.is_also(own.0).await;

    let settle = async |person: PersonId| {
        me.post(&format!("/personas/{person}/revision"), &[("nota", "Se digitó mal.")]).await
    };
    let (refused, served) = (says_no(&settle(own).await), done(&settle(people[5]).await));
    trials.tried("/personas/<person>/revision", refused, served);

    let (refused, served) =
        (says_no(&me.post(&mine, &[]).await), done(&me.post(&theirs, &[]).await));
    trials.tried("/uniones/<union>/anulacion", refused, served);

    let apart = async |one: PersonId, other: PersonId| {
        me.post(&format!("/personas/{one}/distinta/{other}"), &[]).await
    };
    let refused = says_no(&apart(own, people[6]).await);
    trials.tried(
        "/personas/<person>/distinta/<other>",
        refused,
        done(&apart(people[0], alike).await),
    );

    let refused = says_no(&unite(&me, own, people[6]).await);
    let served = done(&unite(&me, people[5], people[6]).await);
    trials.tried("/personas/<person>/union/<other>", refused, served);

    let name = async |person: PersonId| {
        let fields = [("primer_nombre", "Ana"), ("primer_apellido", "Ñáñez")];
        me.post(&format!("/personas/{person}/nombre"), &fields).await
    };
    let (refused, served) = (says_no(&name(own).await), done(&name(people[7]).await));
    trials.tried("/personas/<person>/nombre", refused, served);

    let document = async |person: PersonId| {
        let fields = [("tipo_documento", "PPT"), ("documento", "99.000.030")];
        me.post(&format!("/personas/{person}/documento"), &fields).await
    };
    let (refused, served) = (says_no(&document(own).await), done(&document(people[7]).await));
    trials.tried("/personas/<person>/documento", refused, served);

    let contacts = async |person: PersonId| {
        let fields = [("correo", "otra@pueblo.example"), ("telefono", ""), ("motivo", "Llamó.")];
        me.post(&format!("/personas/{person}/contacto"), &fields).await
    };
    let (refused, served) = (says_no(&contacts(own).await), done(&contacts(people[7]).await));
    trials.tried("/personas/<person>/contacto", refused, served);

    let declared = post::ActiveModel { is_vouched: Set(false), ..Default::default() };
    post::Entity::update_many().set(declared).exec(world.app.db.writer()).await.unwrap();
    let career = async |person: PersonId| {
        let held = post::Entity::find().filter(post::Column::PersonId.eq(person));
        let held = held.one(world.app.db.read()).await.unwrap().expect("has a post");
        me.post(&format!("/vinculaciones/{}/carrera", held.id), &[]).await
    };
    let (refused, served) = (says_no(&career(own).await), done(&career(people[7]).await));
    trials.tried("/vinculaciones/<post>/carrera", refused, served);
    world.finish().await;
}

/// What another unit asked of a record.
pub async fn requests(trials: &mut Trials) {
    let world = World::new("oneself requests").await;
    let cohorts = of_two_units(&world).await;
    let (own, other) = (shared(&world, 1, cohorts).await, shared(&world, 2, cohorts).await);
    let asks = world.as_coordinator("MET").await;
    let name = [("primer_nombre", "Ana"), ("primer_apellido", "Ñáñez"), ("motivo", "Su cédula")];
    for person in [own, other] {
        asks.post(&format!("/personas/{person}/nombre"), &name).await.expect(303);
    }
    let me = world.as_coordinator("HUI").await;
    me.is_also(own.0).await;
    let decide = async |person: PersonId| {
        let asked = person_request::Entity::find()
            .filter(person_request::Column::PersonId.eq(person))
            .one(world.app.db.read())
            .await
            .unwrap()
            .expect("was asked");
        let decision = [("respuesta", "aceptar"), ("motivo", "Mostró la cédula")];
        me.post(&format!("/solicitudes-de-registro/{}", asked.id), &decision).await
    };
    let (refused, served) = (says_no(&decide(own).await), done(&decide(other).await));
    trials.tried("/solicitudes-de-registro/<asked>", refused, served);
    world.finish().await;
}
