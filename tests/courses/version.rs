//! Versions: a draft changes in place, what is published or used never changes (R2).

use formacion::cohorts::entity::cohort;
use formacion::courses::commands::{SaveOutcome, save_version};
use formacion::courses::entity::course_version::State;
use formacion::courses::policy;
use formacion::courses::queries::contents_of;
use rocket::tokio;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use super::{base_of, course, form, form_with};
use crate::support::world::World;

#[rocket::async_test]
async fn editing_a_published_version_makes_the_next_one_as_a_draft() {
    let world = World::new("next version").await;
    let coordinator = world.as_coordinator("MET").await;
    let (id, before) = course(&world, "SP-TRI").await.unwrap();
    let path = format!("/cursos/{id}/version");
    let page = coordinator
        .get(&path)
        .await
        .expect(200)
        .expect_text("Preparar la versión 2")
        .expect_text("La versión 1 está publicada y no cambia");
    let base = base_of(&page.body());
    let mut fields = form();
    fields.push(("base", &base));
    coordinator
        .submit(&path, &fields)
        .await
        .expect(200)
        .expect_text("La versión 2 quedó en borrador");
    let (_, after) = course(&world, "SP-TRI").await.unwrap();
    assert_eq!(after[0], before[0], "the published version did not change");
    assert_eq!((after[1].number, after[1].state), (2, State::Draft));
    assert_eq!(after[1].name, "Catastro multipropósito");

    // The draft changes in place.
    let page =
        coordinator.get(&path).await.expect(200).expect_text("Editar el borrador de la versión 2");
    let base = base_of(&page.body());
    let mut fields = form_with(&[("horas", "30")]);
    fields.push(("base", &base));
    coordinator.post(&path, &fields).await.expect(303);
    let (_, after) = course(&world, "SP-TRI").await.unwrap();
    assert_eq!(after.len(), 2);
    assert_eq!(after[1].hours, 30);
    coordinator
        .get(&format!("/cursos/{id}?version=1"))
        .await
        .expect(200)
        .expect_text("Gestión tributaria territorial");
    coordinator.get(&format!("/cursos/{id}?version=9")).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn saving_without_a_change_makes_no_version() {
    let world = World::new("no change").await;
    let administrator = world.as_administrator().await;
    let (id, _) = course(&world, "SP-REN").await.unwrap();
    let actor = administrator.actor().await;
    let content = contents_of(world.app.db.read(), id).await.unwrap().pop().unwrap();
    let permit = policy::may_edit(&actor, id).unwrap();
    let saved = save_version(&world.app, permit, None, content.1).await.unwrap();
    assert_eq!(saved, SaveOutcome::Nothing);
    assert_eq!(course(&world, "SP-REN").await.unwrap().1.len(), 1);
    world.finish().await;
}

#[rocket::async_test]
async fn a_draft_that_a_cohort_uses_does_not_change_either() {
    let world = World::new("used draft").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.post("/cursos", &form()).await.expect(303);
    let (id, before) = course(&world, "SP-CAT").await.unwrap();
    // No command makes such a cohort; the rule holds whatever wrote the row.
    let tx = world.app.db.begin().await.unwrap();
    let today = world.app.clock.today();
    let row = cohort::ActiveModel {
        course_version_id: Set(before[0].id),
        unit_code: Set("MET".into()),
        public_code: Set("ABC".into()),
        name: Set("Cohorte".into()),
        search_name: Set("cohorte".into()),
        stage: Set(cohort::Stage::Draft),
        seats: Set(30),
        starts_on: Set(today),
        ends_on: Set(today),
        minimum_attendance: Set(80),
        pass_mark: Set(Some(30)),
        place_text: Set(String::new()),
        created_at: Set(world.app.clock.now()),
        is_demo: Set(false),
        ..Default::default()
    };
    let row = row.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/cursos/{id}/version");
    let base = base_of(&coordinator.get(&path).await.expect(200).body());
    let mut fields = form_with(&[("horas", "30")]);
    fields.push(("base", &base));
    coordinator.post(&path, &fields).await.expect(303);
    let (_, after) = course(&world, "SP-CAT").await.unwrap();
    assert_eq!(after[0], before[0]);
    assert_eq!((after[1].number, after[1].hours), (2, 30));
    let tx = world.app.db.begin().await.unwrap();
    cohort::Entity::delete_by_id(row.id).exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
    world.finish().await;
}

#[rocket::async_test]
async fn somebody_who_edits_an_older_page_is_told_and_loses_nothing() {
    let world = World::new("changed meanwhile").await;
    let coordinator = world.as_coordinator("MET").await;
    let (id, _) = course(&world, "SP-PRE").await.unwrap();
    let path = format!("/cursos/{id}/version");
    let base = base_of(&coordinator.get(&path).await.expect(200).body());
    let mut first = form();
    first.push(("base", &base));
    coordinator.post(&path, &first).await.expect(303);
    let mut second = form_with(&[("objetivo", "Otro objetivo, escrito a la vez")]);
    second.push(("base", &base));
    let told = world
        .as_administrator()
        .await
        .post(&path, &second)
        .await
        .expect(422)
        .expect_text("Otra persona cambió este curso")
        .expect_text("Otro objetivo, escrito a la vez");
    // Having seen it, the person saves again.
    let base = base_of(&told.body());
    second.retain(|(name, _)| *name != "base");
    second.push(("base", &base));
    coordinator.post(&path, &second).await.expect(303);
    assert_eq!(course(&world, "SP-PRE").await.unwrap().1.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn two_edits_at_once_never_make_the_same_version_twice() {
    let world = World::new("version race").await;
    let administrator = world.as_administrator().await;
    let (id, _) = course(&world, "SP-PLA").await.unwrap();
    let actor = administrator.actor().await;
    let content = contents_of(world.app.db.read(), id).await.unwrap().pop().unwrap();
    let edit = |hours: i32| {
        let mut content = content.1.clone();
        content.hours = hours;
        let permit = policy::may_edit(&actor, id).unwrap();
        save_version(&world.app, permit, None, content)
    };
    let (one, other) = tokio::join!(edit(50), edit(60));
    let saved = [one.unwrap(), other.unwrap()];
    assert!(saved.contains(&SaveOutcome::NextVersion(2)), "{saved:?}");
    assert!(saved.contains(&SaveOutcome::Draft(2)), "{saved:?}");
    assert_eq!(course(&world, "SP-PLA").await.unwrap().1.len(), 2);
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_else_edits_and_drafts_are_not_theirs_to_read() {
    let world = World::new("edit denied").await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator.post("/cursos", &form()).await.expect(303);
    let (draft, _) = course(&world, "SP-CAT").await.unwrap();
    let (published, _) = course(&world, "SP-TRI").await.unwrap();
    let facilitator = world.as_facilitator("Ana").await;
    facilitator.get(&format!("/cursos/{draft}")).await.expect(404);
    facilitator
        .get(&format!("/cursos/{published}"))
        .await
        .expect(200)
        .expect_no_text("Preparar la versión");
    let path = format!("/cursos/{published}/version");
    facilitator.get(&path).await.expect(403);
    facilitator.post(&path, &form()).await.expect(403);
    let absent = format!("/cursos/{draft}/version");
    facilitator.get(&absent).await.expect(404);
    coordinator.get("/cursos/999999").await.expect(404);
    coordinator.get("/cursos/uno").await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn who_may_take_part_is_a_rule_of_the_version() {
    let world = World::new("admission").await;
    let staff = world.as_coordinator("MET").await;
    let mut form = form();
    form.extend([
        ("solo_servidores", "si"),
        ("vinculaciones", "carrera"),
        ("vinculaciones", "lnr"),
    ]);
    staff.post("/cursos", &form).await.expect(303);
    let (id, versions) = course(&world, "SP-CAT").await.expect("is kept");
    assert!(versions[0].servants_only && !versions[0].own_municipalities);
    assert_eq!(versions[0].admitted_kinds, "carrera,lnr");
    let page = staff.get(&format!("/cursos/{id}/version")).await.expect(200);
    assert!(page.body().contains("value=\"carrera\" checked"));
    form.push(("requisito", "987654"));
    let wrong = [("base", base_of(&page.body()).leak() as &'static str)];
    form.extend(wrong);
    let refused = staff.post(&format!("/cursos/{id}/version"), &form).await.expect(422);
    refused.expect_text("Elija otro curso de la lista.");
    world.finish().await;
}
