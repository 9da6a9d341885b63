//! The examples of `docs/interface/marks.md` are what the product does.

use serde_json::{Value, json};

use super::{Phone, send};
use crate::support::class::Class;
use crate::support::world::World;

/// The example with this name.
fn example(name: &str) -> Value {
    let text = include_str!("../../../docs/interface/marks.md");
    let start = format!("```json {name}\n");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no example «{name}»"));
    let (body, _) = rest.split_once("\n```").unwrap();
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of an object's members, also of the first of each list in it.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), shape(value))).collect()
        }
        Value::Array(all) => json!(all.iter().take(1).map(shape).collect::<Vec<_>>()),
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        other => other.clone(),
    }
}

#[rocket::async_test]
async fn the_examples_of_the_document_are_answered_as_it_says() {
    let world = World::new("field document").await;
    let class = Class::running(&world, 1, &[0]).await;
    let body = example("dispositivo").to_string();
    let made = send(&class.facilitator, "/campo/dispositivo", &[], &body).await.expect(201).json();
    assert_eq!(shape(&made), shape(&example("respuesta-dispositivo")));
    let phone = Phone::of(&class.facilitator).await;
    let mut lists = phone.lists().await.expect(200).json();
    // Of this class only one session is told in the document.
    assert_eq!(lists["sessions"][0]["marks"], json!([]));
    lists["sessions"][0]["stage"] = json!("planned");
    assert_eq!(shape(&lists), shape(&example("respuesta-listas")));
    let text = example("lote").to_string();
    let text = text
        .replace("\"session\":\"41\"", &format!("\"session\":\"{}\"", class.sessions[0]))
        .replace("\"person\":\"812\"", &format!("\"person\":\"{}\"", class.people[0]));
    let batch: Value = serde_json::from_str(&text).unwrap();
    let mut answered = phone.batch("un-lote-de-ejemplo", &batch).await.expect(200).json();
    answered["results"][0]["mark"] = json!("5120");
    assert_eq!(answered, example("respuesta-lote"));
    world.finish().await;
}
