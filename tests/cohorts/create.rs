//! A coordinator makes a draft and changes it; what is typed wrong is told beside its field.

use super::{draft, post, typed};
use crate::support::class::hidden;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::world::World;
use formacion::cohorts::entity::cohort::Stage;

#[rocket::async_test]
async fn a_coordinator_makes_a_draft_that_copies_the_rule_of_its_version() {
    let world = World::new("new cohort").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .get(&address)
        .await
        .expect(200)
        .expect_text("cohorte Meta 2027-1")
        .expect_text("Borrador")
        .expect_text("Mapiripán (Meta)")
        .expect_text("asistir al menos al 80 % y obtener una nota final de 3,0 o más")
        .expect_text("programar al menos una sesión");
    coordinator
        .get("/cohortes?q=MAPIRIPAN+tributaria")
        .await
        .expect(200)
        .expect_text("Meta 2027-1");
    coordinator.get("/cohortes?q=100%25").await.expect(200).expect_text("Ninguna cohorte coincide");
    world.finish().await;
}

#[rocket::async_test]
async fn what_is_typed_wrong_is_told_beside_its_field_and_stays() {
    let world = World::new("bad cohort").await;
    let coordinator = world.as_coordinator("MET").await;
    let long = "a".repeat(10_000);
    for (field, value, sentence) in [
        ("empieza", "31/11/2026", "La fecha «31/11/2026» no existe"),
        ("empieza", "2999-12-31", "Escriba una fecha entre el 01/01/1900 y el 31/12/2200"),
        ("termina", "2027-01-15", "La fecha final es anterior a la inicial."),
        ("cierra", "2027-04-01", "a más tardar el día en que termina"),
        ("cupos", "0", "Escriba los cupos: un número entero entre 1 y 1.000."),
        ("cupos", "muchos", "Escriba los cupos: un número entero entre 1 y 1.000."),
        ("cupos", "99999999999", "Escriba los cupos: un número entero entre 1 y 1.000."),
        ("nombre", "", "Escriba el nombre de la cohorte."),
        ("nombre", &long, "Use máximo 80 caracteres."),
        ("lugar", "", "Escriba el lugar de la cohorte."),
        ("version", "", "Elija un curso de la lista."),
        ("version", "999999", "Elija un curso con una versión publicada."),
        ("municipios", "99998", "El municipio «99998» no existe"),
        ("municipios", &long, "no existe en la DIVIPOLA"),
        ("municipios", "18592", "Puerto Rico no pertenece a la dirección territorial"),
    ] {
        let fields = typed(&world, &[(field, value.to_owned())]).await;
        let answered = post(&coordinator, "/cohortes", &fields).await.expect(422);
        let answered = answered.expect_text(sentence);
        let body = answered.body();
        assert!(body.contains("<title>Error: "), "{field}");
        assert!(
            body.contains(&format!("href=\"#{field}\"")),
            "{field}={value:.20}: the summary does not lead to it"
        );
        assert!(body.contains("Casa de la cultura") || field == "lugar");
    }
    coordinator.get("/cohortes").await.expect_text("Todavía no hay cohortes");
    world.finish().await;
}

#[rocket::async_test]
async fn html_in_a_name_is_shown_and_never_run() {
    let world = World::new("html name").await;
    let name = "<script>alert('x')</script> & \"Meta\"".to_owned();
    let address = draft(&world, &[("nombre", name.clone())]).await;
    let coordinator = world.as_coordinator("MET").await;
    for page in [address.as_str(), "/cohortes", &format!("{address}/datos")] {
        let answered = coordinator.get(page).await.expect(200);
        assert!(!answered.body().contains("<script>"), "{page}");
    }
    coordinator.get(&address).await.expect_text(&name);
    world.finish().await;
}

#[rocket::async_test]
async fn an_administrator_chooses_the_unit_first_and_a_coordinator_has_only_their_own() {
    let world = World::new("unit").await;
    let administrator = world.as_administrator().await;
    administrator
        .get("/cohortes/nueva")
        .await
        .expect(200)
        .expect_text("¿Qué dirección territorial la ofrece?");
    administrator
        .get("/cohortes/nueva?unidad=HUI")
        .await
        .expect(200)
        .expect_text("Belén de los Andaquíes");
    administrator.get("/cohortes/nueva?unidad=XXX").await.expect(422);
    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .get("/cohortes/nueva")
        .await
        .expect(200)
        .expect_text("Mapiripán")
        .expect_no_text("Belén de los Andaquíes");
    let fields = typed(&world, &[("unidad", "HUI".to_owned())]).await;
    post(&coordinator, "/cohortes", &fields).await.expect(403);
    let fields = typed(&world, &[("unidad", "XXX".to_owned())]).await;
    post(&coordinator, "/cohortes", &fields).await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn another_units_cohort_looks_absent_and_other_roles_see_what_is_theirs() {
    let world = World::new("scope").await;
    let id = cohort(&world, CohortPlan { stage: Stage::Draft, ..CohortPlan::default() }).await;
    let stranger = world.as_coordinator("HUI").await;
    for page in ["", "/datos", "/sesiones/nueva", "/cancelacion"] {
        let foreign = stranger.get(&format!("/cohortes/{id}{page}")).await.expect(404);
        let absent = stranger.get(&format!("/cohortes/99999{page}")).await.expect(404);
        assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    }
    for verb in ["publicacion", "confirmacion", "inicio", "cierre", "datos"] {
        stranger.post(&format!("/cohortes/{id}/{verb}"), &[]).await.expect(404);
    }
    stranger.get("/cohortes").await.expect_no_text("Meta 2026-2");

    // A draft is nobody else's business; the facilitator of its sessions reads it.
    let page = format!("/cohortes/{id}");
    world.as_gobernacion("50").await.get(&page).await.expect(404);
    world.as_facilitator("ana").await.get(&page).await.expect(200);
    world.as_facilitator("otra").await.get(&page).await.expect(404);
    world.as_facilitator("ana").await.get(&format!("{page}/datos")).await.expect(403);

    let coordinator = world.as_coordinator("MET").await;
    coordinator.post(&format!("{page}/publicacion"), &[]).await.expect(303);
    world
        .as_gobernacion("50")
        .await
        .get(&page)
        .await
        .expect(200)
        .expect_no_text("Cambiar los datos")
        .expect_no_text("Confirmar que se dicta");
    world.as_gobernacion("18").await.get(&page).await.expect(404);
    world.as_gobernacion("50").await.post(&format!("{page}/cierre"), &[]).await.expect(403);
    world.as_anyone().get(&page).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn data_change_until_the_start_and_the_rule_is_frozen_from_it() {
    let world = World::new("edit").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    coordinator
        .get(&format!("{address}/datos"))
        .await
        .expect(200)
        .expect_text("Regla del certificado");
    let rule = |attendance: &str, mark: &str| {
        vec![("asistencia_minima", attendance.to_owned()), ("nota_minima", mark.to_owned())]
    };
    let mut fields = typed(&world, &[("nombre", "Meta sur".to_owned())]).await;
    fields.extend(rule("75", "3,5"));
    let path = format!("{address}/datos");
    post(&coordinator, &path, &fields).await.expect(303);
    coordinator
        .get(&address)
        .await
        .expect_text("Meta sur")
        .expect_text("al menos al 75 % y obtener una nota final de 3,5");
    let mut fields = typed(&world, &[("nombre", "Meta sur".to_owned())]).await;
    fields.extend(rule("75", "3,5"));
    fields.extend([
        ("asistencia_por", "minutos".to_owned()),
        ("tarde_desde", "10".to_owned()),
        ("excusas", "no_cuentan".to_owned()),
        ("dispensas", "cuentan".to_owned()),
        ("correccion_dias", "0".to_owned()),
    ]);
    post(&coordinator, &path, &fields).await.expect(303);
    coordinator
        .get(&address)
        .await
        .expect_text("minutos asistidos ÷ minutos de las sesiones dictadas")
        .expect_text("más de 10 minutos después del inicio")
        .expect_text("Una sesión con excusa no entra en la cuenta");
    let history = coordinator.get(&format!("{address}/historia")).await.expect(200);
    history.expect_text("cómo cuenta la asistencia");
    // A copy counts the same way.
    let copy = coordinator.get(&format!("{address}/copia")).await.expect(200).body();
    assert!(copy.contains("value=\"minutos\" selected"));
    assert!(copy.contains("value=\"10\""));
    for (name, value) in [
        ("tarde_desde", "241"),
        ("tarde_desde", ""),
        ("correccion_dias", "-1"),
        ("asistencia_por", "horas"),
        ("excusas", "a veces"),
    ] {
        let mut fields = typed(&world, &[]).await;
        fields.extend(rule("75", "3,5"));
        fields.push((name, value.to_owned()));
        post(&coordinator, &path, &fields).await.expect(422);
    }
    for (attendance, mark) in
        [("101", "3,0"), ("", "3,0"), ("80", "5,1"), ("80", ""), ("80", "3,55")]
    {
        let mut fields = typed(&world, &[]).await;
        fields.extend(rule(attendance, mark));
        post(&coordinator, &path, &fields).await.expect(422);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_running_cohort_keeps_its_rule_and_a_published_one_its_seats() {
    let world = World::new("frozen").await;
    let id =
        cohort(&world, CohortPlan { first_day: 0, stage: Stage::Running, ..CohortPlan::default() })
            .await;
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("/cohortes/{id}/datos");
    coordinator
        .get(&path)
        .await
        .expect(200)
        .expect_text("Ya no cambia")
        .expect_text("Los cupos se cambian aparte");
    let row = formacion::cohorts::queries::get(world.app.db.read(), id).await.unwrap();
    let (starts, ends) = (row.cohort.starts_on.to_string(), row.cohort.ends_on.to_string());
    let mut fields = typed(
        &world,
        &[("empieza", starts.clone()), ("termina", ends.clone()), ("cierra", String::new())],
    )
    .await;
    fields.push(("asistencia_minima", "10".to_owned()));
    fields.push(("nota_minima", "0,0".to_owned()));
    // A form that was opened before the start is told, not passed over.
    post(&coordinator, &path, &fields).await.expect(422).expect_text("quedó fija");
    for name in ["asistencia_minima", "nota_minima"] {
        fields.retain(|(field, _)| *field != name);
    }
    fields.push(("asistencia_minima", "80".to_owned()));
    fields.push(("nota_minima", "3,0".to_owned()));
    let mut by_minutes = fields.clone();
    by_minutes.push(("asistencia_por", "minutos".to_owned()));
    post(&coordinator, &path, &by_minutes).await.expect(422).expect_text("quedó fija");
    post(&coordinator, &path, &fields).await.expect(303);
    let row = formacion::cohorts::queries::get(world.app.db.read(), id).await.unwrap();
    assert!(!row.cohort.partial_hours);
    assert_eq!(row.cohort.minimum_attendance, 80);
    assert_eq!(row.cohort.pass_mark, Some(30));
    assert_eq!(row.cohort.seats, 30);
    // The days are those of the sessions, whatever an old form says.
    let fields = typed(
        &world,
        &[("empieza", starts.clone()), ("termina", starts), ("cierra", String::new())],
    )
    .await;
    post(&coordinator, &path, &fields).await.expect(303);
    let row = formacion::cohorts::queries::get(world.app.db.read(), id).await.unwrap();
    assert_eq!(row.cohort.ends_on.to_string(), ends);
    let fields = typed(
        &world,
        &[("empieza", ends.clone()), ("termina", ends.clone()), ("municipios", String::new())],
    )
    .await;
    let without: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "municipios").collect();
    post(&coordinator, &path, &without).await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn history_keeps_the_old_and_the_new_of_what_changed_and_nothing_else() {
    use formacion::history::entity::history_event;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let world = World::new("save told").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("{address}/datos");
    let rule = [("asistencia_minima", "80".to_owned()), ("nota_minima", "3,0".to_owned())];
    let mut fields =
        typed(&world, &[("cupos", "20".to_owned()), ("empieza", "2027-02-03".to_owned())]).await;
    fields.retain(|(_, value)| value != "50577");
    fields.extend(rule.clone());
    post(&coordinator, &path, &fields).await.expect(303);
    // Once more as it is.
    post(&coordinator, &path, &fields).await.expect(303);
    let told: Vec<serde_json::Value> = history_event::Entity::find()
        .filter(history_event::Column::Action.eq("cohorts.save"))
        .all(world.app.db.read())
        .await
        .unwrap()
        .iter()
        .map(|event| serde_json::from_str(&event.detail).unwrap())
        .collect();
    let changed = serde_json::json!({
        "seats": [35, 20],
        "starts_on": ["2027-02-01", "2027-02-03"],
        "municipalities": [["50325", "50577"], ["50325"]],
    });
    assert_eq!(told, [changed, serde_json::json!({})]);
    coordinator
        .get(&format!("{address}/historia"))
        .await
        .expect_text("Cambiaron los datos de la cohorte: primer día, cupos, municipios.");
    world.finish().await;
}

#[rocket::async_test]
async fn a_municipality_that_is_added_later_is_told_of_the_same_subject() {
    let world = World::new("same subject later").await;
    cohort(&world, CohortPlan { name: "Meta vecina", ..CohortPlan::default() }).await;
    let address = draft(&world, &[("municipios", "50450".to_owned())]).await;
    let coordinator = world.as_coordinator("MET").await;
    let save = async |more: &[(&'static str, String)]| {
        let mut fields = typed(&world, more).await;
        fields.push(("asistencia_minima", "80".to_owned()));
        fields.push(("nota_minima", "3,0".to_owned()));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        coordinator.submit(&format!("{address}/datos"), &fields).await.expect(200)
    };
    let first = save(&[]).await;
    first.expect_text("este tema en la cohorte Meta vecina").expect_text("Mapiripán");
    // Nothing new is told twice.
    save(&[]).await.expect_no_text("Meta vecina");
    world.finish().await;
}

#[rocket::async_test]
async fn two_who_change_a_cohort_at_once_learn_of_each_other() {
    let world = World::new("save twice").await;
    let address = draft(&world, &[]).await;
    let coordinator = world.as_coordinator("MET").await;
    let path = format!("{address}/datos");
    let rule = [("asistencia_minima", "80".to_owned()), ("nota_minima", "3,0".to_owned())];
    let seen = hidden(&coordinator.get(&path).await.body(), "visto");
    let form = async |seats: &str, seen: &str| {
        let mut fields = typed(&world, &[("cupos", seats.to_owned())]).await;
        fields.extend(rule.clone());
        fields.push(("visto", seen.to_owned()));
        fields
    };
    post(&coordinator, &path, &form("20", &seen).await).await.expect(303);
    let told = post(&coordinator, &path, &form("30", &seen).await).await.expect(422);
    let body = told.body();
    told.expect_text("Entretanto otra persona guardó cambios en esta cohorte");
    assert!(body.contains("value=\"30\""), "what was typed stays");
    // Saving again is a decision.
    post(&coordinator, &path, &form("30", &hidden(&body, "visto")).await).await.expect(303);
    coordinator.get(&address).await.expect_text("30");
    world.finish().await;
}

#[rocket::async_test]
async fn the_list_is_narrowed_to_one_territorial_unit() {
    let world = World::new("unit filter").await;
    cohort(&world, CohortPlan { name: "Meta sur", ..CohortPlan::default() }).await;
    let other = CohortPlan {
        unit: "HUI",
        name: "Caquetá norte",
        municipalities: vec!["18592"],
        facilitator: "beto",
        ..CohortPlan::default()
    };
    cohort(&world, other).await;
    let administrator = world.as_administrator().await;
    let all = administrator.get("/cohortes").await.expect(200);
    all.expect_text("Meta sur").expect_text("Caquetá norte");
    let one = administrator.get("/cohortes?unidad=HUI").await.expect(200);
    one.expect_text("Caquetá norte").expect_no_text("Meta sur");
    let none = administrator.get("/cohortes?unidad=NADA").await.expect(422);
    none.expect_text("Elija una dirección territorial de la lista");
    // Who has one unit only sees it whatever the address says.
    let meta = world.as_coordinator("MET").await.get("/cohortes?unidad=HUI").await.expect(200);
    meta.expect_text("Meta sur").expect_no_text("Caquetá norte");
    administrator
        .get("/")
        .await
        .expect(200)
        .body()
        .contains("/cohortes?unidad&#x3D;HUI")
        .then_some(())
        .expect("each unit opens its own cohorts");
    world.finish().await;
}
