//! Of whom an account is, is said once, and what an administrator does is told to the others (R80).

use formacion::notices::entity::outbox_message;
use formacion::people::entity::person;
use formacion::sign_in::entity::{account, second_factor};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use crate::sign_in::told;
use crate::support::people::people;
use crate::support::world::{Character, World};

const INVENTED: [(&str, &str); 4] = [
    ("tipo_documento", "CC"),
    ("documento", "9.300.000.077"),
    ("primer_nombre", "Nadie"),
    ("primer_apellido", "Inventado"),
];

async fn administrator<'w>(world: &'w World, by: &Character<'_>, number: &str) -> Character<'w> {
    let mail = format!("administra{number}@pueblo.example");
    let document = format!("9.300.000.10{number}");
    let fields = [
        ("tipo_documento", "CC"),
        ("documento", &*document),
        ("primer_nombre", "Otra"),
        ("primer_apellido", "Administradora"),
        ("correo", &*mail),
        ("rol", "national_administrator"),
    ];
    by.post("/cuentas", &fields).await.expect(303);
    world.as_account(&mail).await
}

async fn to(world: &World, kind: &str, who: &Character<'_>) -> Vec<outbox_message::Model> {
    let all = told(world, kind).await;
    all.into_iter().filter(|one| one.account_id == Some(who.account().0)).collect()
}

#[rocket::async_test]
async fn an_account_that_is_somebody_s_becomes_nobody_else_s() {
    let world = World::new("tied once").await;
    let administrator = world.as_administrator().await;
    let own = people(&world, 0..1, false).await[0];
    let coordinator = world.as_coordinator("MET").await;
    coordinator.is_also(own.0).await;
    let page = format!("/cuentas/{}", coordinator.account());
    let shown = administrator.get(&page).await.expect(200);
    let shown = shown.expect_text("ya es de una persona").expect_no_text("Guardar la persona");
    assert!(shown.body().contains(&format!("/personas/{own}")), "the way to correct the record");
    let before = person::Entity::find().count(world.app.db.read()).await.unwrap();
    let refused = administrator.post(&format!("{page}/persona"), &INVENTED).await.expect(422);
    refused.expect_text("Esta cuenta ya es de una persona");
    let row = account::Entity::find_by_id(coordinator.account()).one(world.app.db.read()).await;
    assert_eq!(row.unwrap().unwrap().person_id, Some(own.0));
    let after = person::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(before, after, "nobody was made up");
    assert!(told(&world, "sign_in/tie_notice").await.is_empty());
    world.finish().await;
}

#[rocket::async_test]
async fn the_owner_and_the_other_administrators_are_told() {
    const OTHERS: &str = "sign_in/administration_notice";
    let world = World::new("told to others").await;
    let one = world.as_administrator().await;
    let two = administrator(&world, &one, "2").await;
    assert!(told(&world, OTHERS).await.is_empty(), "there was nobody else");
    let three = administrator(&world, &one, "3").await;
    let letters = to(&world, OTHERS, &two).await;
    assert_eq!(letters.len(), 1, "another account administers");
    assert_eq!(letters[0].subject, "Hay otra cuenta de administración nacional");

    // A tie of somebody of staff.
    let coordinator = world.as_coordinator("MET").await;
    let page = format!("/cuentas/{}", coordinator.account());
    one.post(&format!("{page}/persona"), &INVENTED).await.expect(303);
    let own = to(&world, "sign_in/tie_notice", &coordinator).await;
    assert_eq!(own.len(), 1);
    assert!(!own[0].text_body.contains("9300000077"), "no document travels");
    for other in [&two, &three] {
        let letter = to(&world, OTHERS, other).await.pop().unwrap();
        assert_eq!(letter.subject, "Una cuenta quedó unida a una persona");
    }

    // A second factor that was taken away.
    let factor = second_factor::ActiveModel {
        account_id: Set(coordinator.account()),
        sealed: Set(vec![0; 48]),
        last_step: Set(0),
        created_at: Set(world.app.clock.now()),
        ..Default::default()
    };
    factor.insert(world.app.db.writer()).await.unwrap();
    let path = format!("{page}/segundo-factor/retiro");
    two.post(&path, &[("motivo", "Perdió el teléfono")]).await.expect(303);
    let letter = to(&world, OTHERS, &three).await.pop().unwrap();
    assert_eq!(letter.subject, "Se retiró el segundo factor de una cuenta");
    assert!(letter.text_body.contains("Otra Administradora retiró"), "{}", letter.text_body);
    assert!(!to(&world, OTHERS, &one).await.is_empty(), "the first one too");

    // A role of administration, but no other role, and nobody is told of what they did themselves.
    let counts = async || {
        let all = outbox_message::Entity::find().filter(outbox_message::Column::Kind.eq(OTHERS));
        all.count(world.app.db.read()).await.unwrap()
    };
    let before = counts().await;
    let roles = format!("{page}/roles");
    three.post(&roles, &[("rol", "gobernacion"), ("departamento", "50")]).await.expect(303);
    assert_eq!(counts().await, before);
    let own = to(&world, OTHERS, &three).await.len();
    three.post(&roles, &[("rol", "national_administrator")]).await.expect(303);
    assert_eq!(counts().await, before + 2);
    assert_eq!(to(&world, OTHERS, &three).await.len(), own);
    world.finish().await;
}
