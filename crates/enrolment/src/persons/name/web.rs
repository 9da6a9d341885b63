//! Addresses of a name's correction.

use people_model::commands::{RecordChange, correct_name};
use people_model::entity::person::{self, PersonId};
use people_model::policy::may_correct_name;
use people_model::rules::{document_label, full_name};
use sign_in_model::prelude::*;

use super::views::NamePage;
use crate::forms;
use crate::persons::policy::REVIEWERS;
use crate::persons::queries as persons;
use crate::persons::requests::{self, ChangeWay};

pub fn routes() -> Vec<Route> {
    routes![form, correct]
}

fn page(person: &person::Model, asks: bool, form: FormState) -> NamePage {
    NamePage {
        asks,
        form,
        name: full_name(person),
        document: document_label(person.document_type, &person.document_number),
        person: format!("/personas/{}", person.id),
    }
}

#[get("/personas/<person>/nombre")]
async fn form(desk: Desk<'_>, person: PersonId) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let person = persons::find(desk.app, actor, person).await?;
    let asks = ChangeWay::for_one(&desk, actor, person.id, may_correct_name).await?.asks();
    let form = FormState::default()
        .with("primer_nombre", &person.first_name)
        .with("segundo_nombre", person.second_name.as_deref().unwrap_or_default())
        .with("primer_apellido", &person.first_surname)
        .with("segundo_apellido", person.second_surname.as_deref().unwrap_or_default());
    desk.show(&page(&person, asks, form))
}

#[post("/personas/<person>/nombre", data = "<fields>")]
async fn correct(desk: Desk<'_>, person: PersonId, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let person = persons::find(desk.app, actor, person).await?;
    let way = ChangeWay::for_one(&desk, actor, person.id, may_correct_name).await?;
    let asks = way.asks();
    let mut reader = Reader::new(&fields);
    let name = forms::read_name(&mut reader);
    let reason = way.reason(&mut reader);
    let back = format!("/personas/{}", person.id);
    let refused = match (reader.finish(), name) {
        (Ok(()), Some(name)) => {
            let done = match way {
                ChangeWay::AtOnce(permit) => correct_name(desk.app, permit, name)
                    .await
                    .map(|()| desk.done(back, "El nombre quedó corregido. Los certificados expedidos quedan para revisar.")),
                ChangeWay::Asked(permit) => {
                    requests::send(&desk, permit, RecordChange::Name(name), &reason, back).await
                }
            };
            match done {
                Ok(answer) => return answer,
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
        (Err(form), _) => form,
        (Ok(()), None) => fields.state(),
    };
    desk.refuse(&page(&person, asks, refused))
}
