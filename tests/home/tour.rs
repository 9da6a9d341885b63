//! The tour of the demonstration: each of its ten steps opens, as who it says.

use std::collections::BTreeSet;

use crate::support::world::{Answered, World};

/// A step as its page writes it: the fields of its form, or none where nobody enters, and where it leads.
struct Step {
    fields: Vec<(&'static str, String)>,
    address: String,
}

/// What an attribute that ends in `before` holds.
fn value(text: &str, before: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    rest.split('"').next().map(str::to_owned)
}

fn steps(page: &Answered) -> Vec<Step> {
    let body = page.addresses();
    let list = body.split_once("<ol class=\"tour\">").map_or("", |(_, rest)| rest);
    let list = list.split_once("</ol>").map_or("", |(list, _)| list);
    let step = |item: &str| {
        let fields = ["correo", "contrasena", "destino"]
            .map(|name| Some((name, value(item, &format!("name=\"{name}\" value=\""))?)));
        let fields: Vec<_> = fields.into_iter().flatten().collect();
        let address = match fields.last() {
            Some((_, destination)) => destination.clone(),
            None => value(item, "href=\"").expect("a step leads somewhere"),
        };
        Step { fields, address }
    };
    list.split("<li").skip(1).map(step).collect()
}

#[rocket::async_test]
async fn every_step_of_the_tour_opens_as_its_role() {
    let world = World::demo("home_tour").await;
    let visitor = world.as_anyone();
    let steps = steps(&visitor.get("/").await.expect(200));
    assert_eq!(steps.len(), 10);
    let addresses: BTreeSet<&str> = steps.iter().map(|step| step.address.as_str()).collect();
    assert_eq!(addresses.len(), 10, "two steps lead to one page: {addresses:?}");
    // What a step names is there: only the needs, the first page and the open data are lists.
    let lists: Vec<_> = addresses
        .iter()
        .filter(|path| !path.contains(|sign: char| sign.is_ascii_digit()))
        .collect();
    assert_eq!(lists, [&"/", &"/datos-abiertos", &"/necesidades"]);
    let mut people = BTreeSet::new();
    for Step { fields, address } in &steps {
        let page = if fields.is_empty() {
            visitor.get(address).await
        } else {
            assert_eq!(fields.len(), 3, "the form of {address}");
            people.insert(fields[0].1.as_str());
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
            let entered = visitor.post("/ingresar", &fields).await.expect(303);
            assert_eq!(entered.location.as_deref(), Some(address.as_str()));
            let mut request = world.client.get(address.clone());
            for cookie in &entered.cookies {
                request = request.cookie(cookie.clone());
            }
            visitor.send(request).await
        };
        assert_eq!(page.status, 200, "{address}: {}", page.words());
        assert!(!page.body().contains("name=\"contrasena\""), "{address} asks who comes");
    }
    assert_eq!(people.len(), 4, "a coordination, a facilitator, a servant and a gobernación");
    world.finish().await;
}

#[rocket::async_test]
async fn whoever_entered_by_a_step_finds_the_tour_again() {
    let world = World::demo("home_tour_again").await;
    let coordinator = world.as_account("coordinacion.caqueta@demostracion.example").await;
    let home = coordinator.get("/").await.expect(200);
    assert!(steps(&home).is_empty(), "the first page of a coordination is its own");
    assert!(home.body().contains("href=\"/recorrido\""));
    let tour = coordinator.get("/recorrido").await.expect(200);
    assert_eq!(tour.header("X-Robots-Tag"), Some("noindex"));
    assert_eq!(steps(&tour).len(), 10);
    world.finish().await;
}

#[rocket::async_test]
async fn there_is_no_tour_where_people_are_real() {
    let world = World::new("home_tour_elsewhere").await;
    let visitor = world.as_anyone();
    let home = visitor.get("/").await.expect(200);
    assert!(steps(&home).is_empty());
    assert!(!home.body().contains("/recorrido"));
    visitor.get("/recorrido").await.expect(404);
    world.finish().await;
}
