//! Certificates of oneself, and roles.

use formacion::certification::batches::worker::work;
use formacion::certification::reviews::watch;
use formacion::sign_in::entity::account::AccountId;
use formacion::sign_in::entity::{role_grant, second_factor};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{Trials, done, says_no};
use crate::certification::reviews::{regrade, shown};
use crate::certification::seconds::somebody;
use crate::certification::{PASSED, closed};
use crate::support::world::World;

pub async fn certificates(trials: &mut Trials) {
    let world = World::new("oneself certificates").await;
    let class = closed(&world, 0, &[PASSED, PASSED, PASSED]).await;
    // Somebody else taught and graded the class.
    let me = world.as_colleague("MET").await;
    me.is_also(class.people[0].0).await;
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
