//! Attendance: lists, paper, telephones, codes, requests.

use chrono::TimeDelta;
use formacion::attendance::entity::attendance_mark::State;
use formacion::attendance::entity::walk_in;
use formacion::attendance::field::entity::field_arrival;
use formacion::attendance::queries::current_marks;
use formacion::enrolment::entity::enrolment;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;

use super::{Trials, done, person_of, says_no};
use crate::attendance::codes::{open, shown};
use crate::attendance::field::{Phone, batch, key, moment, outcomes};
use crate::attendance::paper::{printed, review, save};
use crate::support::class::{Class, pairs};
use crate::support::world::World;

async fn state(world: &World, class: &Class<'_>, session: usize, person: usize) -> Option<State> {
    let marks = current_marks(world.app.db.read(), class.sessions[session]).await.unwrap();
    marks.get(&class.people[person]).map(|mark| mark.state)
}

pub async fn marks(trials: &mut Trials) {
    let world = World::new("oneself marks").await;
    let class = Class::running(&world, 3, &[-3, -2, -1, 0]).await;
    let me = &class.coordinator;
    me.is_also(person_of(&world, class.people[0]).await.0).await;

    let both = class.estados(&[(0, "presente"), (1, "presente")]);
    let page = me.submit(&class.roll_call(0), &pairs(&both)).await.expect(200);
    page.expect_text("Nadie registra su propia asistencia").expect_text("Es usted");
    let (own, other) = (state(&world, &class, 0, 0).await, state(&world, &class, 0, 1).await);
    trials.tried("/sesiones/<session>/asistencia", own.is_none(), other == Some(State::Present));

    let path = printed(&class, 1).await;
    let typed = vec![("modo", "menos")];
    let page = review(me, &path, &typed).await.expect(200).body();
    assert!(page.contains("es usted"), "said beside the row");
    save(me, &path, &typed, &page, &vec![]).await.expect(303);
    let (own, other) = (state(&world, &class, 1, 0).await, state(&world, &class, 1, 1).await);
    trials.tried("/planillas/<print>", own.is_none(), other == Some(State::Present));

    class.mark(2, &[(2, "presente")]).await;
    let mut closing = class.estados(&[(0, "presente"), (1, "ausente")]);
    let names = format!("{},{}", class.people[0], class.people[1]);
    closing.push(("sin_registro".to_owned(), names));
    me.post(&class.closing(2), &pairs(&closing)).await.expect(303);
    let (own, other) = (state(&world, &class, 2, 0).await, state(&world, &class, 2, 1).await);
    trials.tried("/sesiones/<session>/cierre", own.is_none(), other == Some(State::Absent));

    let since = format!("/cohortes/{}/desde-cuando", class.cohort);
    let (own, other) = (class.people[0].to_string(), class.people[2].to_string());
    let first = class.sessions[0].to_string();
    let said = [
        ("persona", own.as_str()),
        ("persona", other.as_str()),
        ("desde", &first),
        ("asistio", &first),
        ("motivo", "Vino desde el principio"),
    ];
    let page = me.submit(&since, &said).await.expect(200);
    page.expect_text("Nadie registra su propia asistencia");
    let counted = async |person: usize| {
        let place = enrolment::Entity::find_by_id(class.people[person]);
        let place = place.one(world.app.db.read()).await.unwrap().unwrap();
        place.counts_since.is_some()
    };
    let refused = !counted(0).await && state(&world, &class, 0, 0).await.is_none();
    trials.tried("/cohortes/<cohort>/desde-cuando", refused, counted(2).await);

    let now = current_marks(world.app.db.read(), class.sessions[0]).await.unwrap();
    let seen = now[&class.people[2]].mark;
    let marks = format!("{first}:{own}:presente:,{first}:{other}:tarde:{seen}");
    let file = format!("{}/archivo/registros", class.grid());
    let sent = [("registros", marks.as_str()), ("motivo", "Lista en Excel")];
    me.submit(&file, &sent).await.expect_text("Nadie registra su propia asistencia");
    let (mine, theirs) = (state(&world, &class, 0, 0).await, state(&world, &class, 0, 2).await);
    let saved = theirs == Some(State::Late);
    trials.tried("/cohortes/<cohort>/asistencia/archivo/registros", mine.is_none(), saved);

    requests(trials, &world, &class).await;
    telephone(trials, &world, &class).await;
    codes(trials, &world, &class).await;
    world.finish().await;
}

async fn requests(trials: &mut Trials, world: &World, class: &Class<'_>) {
    class.mark(0, &[(0, "ausente")]).await;
    let asking = |person: usize| {
        format!("/inscripciones/{}/asistencia/{}", class.people[person], class.sessions[0])
    };
    let me = &class.coordinator;
    let why = [("estado", "tarde"), ("texto", "Firmé la planilla")];
    let mine = me.send_parts(&asking(0), &why, None).await.expect(303).location.unwrap();
    let learner = class.learner(1).await;
    let theirs = learner.send_parts(&asking(1), &why, None).await.expect(303).location.unwrap();
    let yes = [("accion", "aceptar"), ("estado", "tarde")];
    let own = me.post(&mine, &yes).await;
    let refused = says_no(&own) && state(world, class, 0, 0).await == Some(State::Absent);
    trials.tried("/solicitudes/<request>", refused, done(&me.post(&theirs, &yes).await));
}

async fn telephone(trials: &mut Trials, world: &World, class: &Class<'_>) {
    let me = &class.coordinator;
    let phone = Phone::of(me).await;
    let sent = vec![phone.mark(class, 3, 0, "present"), phone.mark(class, 3, 1, "present")];
    let results = phone.marks(sent).await;
    let outcomes = outcomes(&results);
    trials.tried("/campo/marcas", outcomes[0] == "review", outcomes[1] == "applied");

    // Somebody else's waits too, made on another day by the telephone's clock.
    let mut old = phone.mark(class, 3, 2, "present");
    old["at"] = json!(moment(world.app.clock.now() - TimeDelta::days(1)));
    phone.marks(vec![old]).await;
    let arrivals = field_arrival::Entity::find().all(world.app.db.read()).await.unwrap();
    let waiting = arrivals.iter().filter(|one| one.mark_id.is_none());
    let mut fields: Vec<(String, String)> =
        waiting.map(|one| (format!("decision[{}]", one.id), "tomar".to_owned())).collect();
    assert_eq!(fields.len(), 2);
    fields.push(("motivo".to_owned(), "Los vi".to_owned()));
    let review = format!("/cohortes/{}/por-revisar", class.cohort);
    me.submit(&review, &pairs(&fields)).await.expect_text("Nadie registra su propia asistencia");
    let (own, other) = (state(world, class, 3, 0).await, state(world, class, 3, 2).await);
    trials.tried("/cohortes/<cohort>/por-revisar", own.is_none(), other == Some(State::Present));

    let mut came = batch(world.app.clock.now(), vec![]);
    came["walk_ins"] = json!([
        phone.walk_in(class, 3, "Alguien que vino"),
        phone.walk_in(class, 3, "Alguien más"),
    ]);
    phone.batch(&key("lote"), &came).await.expect(200);
    let all = walk_in::Entity::find().order_by_asc(walk_in::Column::Id);
    let all = all.all(world.app.db.read()).await.unwrap();
    let matched = async |walk_in: &walk_in::Model, person: usize| {
        let field = format!("persona[{}]", walk_in.id);
        let place = class.people[person].to_string();
        me.post(&format!("{review}/llegadas/{}", walk_in.id), &[(&field, &place)]).await
    };
    let own = matched(&all[0], 0).await;
    let refused = says_no(&own) && state(world, class, 3, 0).await.is_none();
    let served = done(&matched(&all[1], 2).await);
    trials.tried("/cohortes/<cohort>/por-revisar/llegadas/<walk_in>", refused, served);
}

async fn codes(trials: &mut Trials, world: &World, class: &Class<'_>) {
    let me = &class.coordinator;
    let screen = format!("/sesiones/{}/codigo", class.sessions[3]);
    me.post(&screen, &[]).await.expect(303);
    let typed = async || me.post("/llegada", &[("codigo", &shown(class, 3).await)]).await;
    let own = typed().await;
    let refused = says_no(&own) && state(world, class, 3, 0).await.is_none();
    // The same actor, before a screen that is somebody else's.
    me.post(&format!("{screen}/cierre"), &[]).await.expect(303);
    open(class, 3).await;
    let served = done(&typed().await) && state(world, class, 3, 0).await.is_some();
    trials.tried("/llegada", refused, served);
}
