//! Certificates of oneself, roles, and who stands in.

use formacion::accounts::deputies::entity::deputy;
use formacion::certification::batches::worker::work;
use formacion::certification::reviews::watch;
use formacion::platform::dates;
use formacion::sign_in::actor::Role;
use formacion::sign_in::entity::account::AccountId;
use formacion::sign_in::entity::{role_grant, second_factor};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::{Trials, done, says_no};
use crate::certification::reviews::{regrade, shown};
use crate::certification::seconds::somebody;
use crate::certification::{PASSED, closed};
use crate::support::fixtures::day;
use crate::support::world::{Character, World, grant};

pub async fn certificates(trials: &mut Trials) {
    let world = World::new("oneself certificates").await;
    let class = closed(&world, 0, &[PASSED, PASSED, PASSED]).await;
    // Somebody else taught and graded the class.
    let me = world.as_colleague("MET").await;
    me.is_also(class.people[0].0).await;
    // The button offers what the reader may do.
    let page = me.get(&class.path()).await.expect(200);
    page.expect_text("Expedir 2 certificados")
        .expect_text("Nadie expide ni decide sobre su propio certificado");
    me.post(&class.path(), &[]).await.expect(303);
    work(&world.app).await.unwrap();
    let holders = async || {
        let all = class.certificates(&world).await;
        all.into_iter().map(|one| one.person_id).collect::<Vec<_>>()
    };
    let made = holders().await;
    let refused = !made.contains(&class.people[0]);
    trials.tried("/cohortes/<cohort>/certificados", refused, made.len() == 2);

    // Of staff of the unit: one asks and another confirms.
    let place = class.enrolments[0].to_string();
    let mine = [("inscripcion", place.as_str())];
    let two = [world.as_administrator().await, world.as_coordinator("MET").await];
    for (number, who) in two.iter().enumerate() {
        somebody(&world, who, number).await;
        who.post(&class.path(), &mine).await.expect(303);
        work(&world.app).await.unwrap();
    }
    let all = class.certificates(&world).await;
    let of = |person: usize| {
        all.iter().find(|one| one.person_id == class.people[person]).expect("was issued")
    };
    // The grades change, so that somebody decides what becomes of the certificates.
    let admin = world.as_administrator().await;
    for person in 0..2 {
        regrade(&world, &admin, &class, person, "2,0").await;
    }
    watch::round(&world.app).await.unwrap();
    let changes = format!("{}/cambios", class.path());
    let boxes = shown(&me.get(&changes).await.expect(200).body());
    assert_eq!(boxes.len(), 2);
    let mut fields: Vec<(&str, &str)> = boxes.iter().map(|one| ("certificado", &**one)).collect();
    fields.extend([("hacer", "mantener"), ("motivo", "El acta del comité lo decidió así.")]);
    me.post(&format!("{changes}/hechos"), &fields).await;
    let left = shown(&me.get(&changes).await.expect(200).body());
    let is_own = |one: &String| one.starts_with(&format!("{}", of(0).id));
    let served = left.len() == 1;
    trials.tried("/cohortes/<cohort>/certificados/cambios/hechos", left.iter().any(is_own), served);

    let revoke = async |person: usize| {
        let why = [("motivo", "No cumplió la asistencia que dice."), ("confirma", "si")];
        me.post(&format!("/certificados/{}/revocacion", of(person).id), &why).await
    };
    let (refused, served) = (says_no(&revoke(0).await), done(&revoke(2).await));
    trials.tried("/certificados/<certificate>/revocacion", refused, served);
    world.finish().await;
}

pub async fn accounts(trials: &mut Trials) {
    let world = World::new("oneself accounts").await;
    let me = world.as_administrator().await;
    let other = world.as_coordinator("MET").await;
    let at = |account: AccountId| format!("/cuentas/{account}");

    let give = async |account: AccountId| {
        let role = [("rol", "facilitator")];
        me.post(&format!("{}/roles", at(account)), &role).await
    };
    let refused = says_no(&give(me.account()).await);
    trials.tried("/cuentas/<account>/roles", refused, done(&give(other.account()).await));

    let take = async |account: AccountId| {
        let held = role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(account));
        let held = held.one(world.app.db.read()).await.unwrap().expect("has a role");
        me.post(&format!("{}/roles/{}/retiro", at(account), held.id), &[]).await
    };
    let refused = says_no(&take(me.account()).await);
    trials.tried(
        "/cuentas/<account>/roles/<grant>/retiro",
        refused,
        done(&take(other.account()).await),
    );

    let mail = async |account: AccountId| {
        let fields = [("correo", "otra@demostracion.example"), ("motivo", "Cambió de entidad.")];
        me.post(&format!("{}/correo", at(account)), &fields).await
    };
    let refused = says_no(&mail(me.account()).await);
    trials.tried("/cuentas/<account>/correo", refused, done(&mail(other.account()).await));

    for account in [me.account(), other.account()] {
        let factor = second_factor::ActiveModel {
            account_id: Set(account),
            sealed: Set(Vec::new()),
            last_step: Set(0),
            created_at: Set(world.app.clock.now()),
            ..Default::default()
        };
        second_factor::Entity::insert(factor).exec(world.app.db.writer()).await.unwrap();
    }
    let reset = async |account: AccountId| {
        let why = [("motivo", "Perdió el teléfono.")];
        me.post(&format!("{}/segundo-factor/retiro", at(account)), &why).await
    };
    let refused = says_no(&reset(me.account()).await);
    trials.tried(
        "/cuentas/<account>/segundo-factor/retiro",
        refused,
        done(&reset(other.account()).await),
    );
    second_factor::Entity::delete_many().exec(world.app.db.writer()).await.unwrap();

    let tie = async |account: AccountId| {
        let person = [
            ("tipo_documento", "CC"),
            ("documento", "9300000020"),
            ("primer_nombre", "Rosa"),
            ("primer_apellido", "Yopo"),
        ];
        me.post(&format!("{}/persona", at(account)), &person).await
    };
    let refused = says_no(&tie(me.account()).await);
    trials.tried("/cuentas/<account>/persona", refused, done(&tie(other.account()).await));

    let suspend =
        async |account: AccountId| me.post(&format!("{}/suspension", at(account)), &[]).await;
    let refused = says_no(&suspend(me.account()).await);
    trials.tried("/cuentas/<account>/suspension", refused, done(&suspend(other.account()).await));
    world.finish().await;
}

pub async fn deputies(trials: &mut Trials) {
    let world = World::new("oneself deputies").await;
    // A coordinator who facilitates for the same unit too.
    let both = vec![
        grant(Role::Coordinator, Some("MET"), None, None),
        grant(Role::Facilitator, Some("MET"), None, None),
    ];
    let me = world.as_holder("con dos", both).await;
    let colleague = world.as_coordinator("MET").await;
    let other =
        world.as_holder("suplente", vec![grant(Role::Facilitator, Some("MET"), None, None)]).await;
    for (number, who) in [&me, &colleague, &other].into_iter().enumerate() {
        somebody(&world, who, number).await;
    }
    let today = dates::input_date(day(&world, 0));
    let name = async |by: &Character<'_>, account: AccountId| {
        let account = account.to_string();
        let fields = [("cuenta", &*account), ("desde", &*today), ("hasta", &*today)];
        by.post("/encargos", &fields).await
    };
    let refused = says_no(&name(&me, me.account()).await);
    let last = async || {
        let found = deputy::Entity::find().order_by_desc(deputy::Column::Id);
        found.one(world.app.db.read()).await.unwrap().expect("somebody was named").id
    };
    // Somebody else names me: I do not agree to it.
    name(&colleague, me.account()).await;
    let mine = format!("/encargos/{}", last().await);
    let unagreed = says_no(&me.post(&format!("{mine}/confirmacion"), &[]).await);
    colleague.post(&format!("{mine}/fin"), &[]).await.expect(303);
    let named = done(&name(&me, other.account()).await);
    trials.tried("/encargos", refused, named);
    me.post(&format!("/encargos/{}/fin", last().await), &[]).await.expect(303);
    name(&colleague, other.account()).await;
    let theirs = format!("/encargos/{}/confirmacion", last().await);
    let agreed = done(&me.post(&theirs, &[]).await);
    trials.tried("/encargos/<deputy>/confirmacion", unagreed, agreed);
    world.finish().await;
}
