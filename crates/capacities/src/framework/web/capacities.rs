//! The form of a capacity, new or known.

use sign_in_model::prelude::*;

use super::{NAME, WORD, alternatives, base, codes, page_of, reason, saved};
use crate::entity::capacity;
use crate::framework::policy::may_edit;
use crate::framework::rules::CapacityText;
use crate::framework::views::CapacityFormPage;
use crate::framework::{commands, queries};
use crate::labels::subjects;

async fn capacity_page(
    desk: &Desk<'_>,
    row: Option<&capacity::Model>,
    form: FormState,
) -> Result<CapacityFormPage, AppError> {
    let names = queries::dimensions(desk.app.db.read()).await?;
    Ok(CapacityFormPage {
        form,
        code: row.map(|row| row.code.clone()),
        base: row.map(|row| row.revision.to_string()).unwrap_or_default(),
        dimensions: names.iter().map(|name| Alternative::new(name, name)).collect(),
        subjects: alternatives(subjects()),
    })
}

fn capacity_text(reader: &mut Reader<'_>, fields: &Fields) -> CapacityText {
    let name = reader.text("nombre", NAME, "Escriba el nombre de la capacidad.");
    let other = reader.optional("otra_dimension", WORD);
    let dimension = match (fields.first("dimension"), other) {
        ("", Some(other)) => other,
        ("", None) => {
            reader.wrong("dimension", "Elija la dimensión, o escriba otra.");
            String::new()
        }
        (chosen, None) => chosen.to_owned(),
        (_, Some(_)) => {
            reader.wrong("otra_dimension", "Elija una dimensión o escriba otra, no las dos.");
            String::new()
        }
    };
    if dimension.chars().count() > WORD {
        reader.wrong("dimension", "Elija una dimensión de la lista.");
    }
    let all = codes(subjects());
    let subject = reader.choice("tema", &all, "Elija el tema de formación.").unwrap_or_default();
    CapacityText {
        name,
        dimension,
        subject: subject.to_owned(),
        retired: reader.ticked("retirada"),
    }
}

#[get("/capacidades/nueva")]
pub async fn new_capacity(desk: Desk<'_>) -> Answer {
    may_edit(desk.actor()?)?;
    desk.show(&capacity_page(&desk, None, FormState::default()).await?)
}

#[post("/capacidades", data = "<fields>")]
pub async fn add_capacity(desk: Desk<'_>, fields: Fields) -> Answer {
    let permit = may_edit(desk.actor()?)?;
    let mut reader = Reader::new(&fields);
    let code = reader.text("codigo", 12, "Escriba el código de la capacidad.").to_uppercase();
    if !code.is_empty() && !is_code(&code) {
        reader.wrong("codigo", "Escriba tres letras sin tilde, un guion y dos cifras: TRI-05.");
    }
    let text = capacity_text(&mut reader, &fields);
    let reason = reason(&mut reader);
    if let Err(form) = reader.finish() {
        return desk.refuse(&capacity_page(&desk, None, form).await?);
    }
    match commands::add_capacity(desk.app, permit, &code, text, &reason).await {
        Ok(()) => desk.done(page_of(&code), "La capacidad quedó en el marco."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&capacity_page(&desk, None, form).await?)
        }
    }
}

/// «TRI-05».
fn is_code(code: &str) -> bool {
    code.split_once('-').is_some_and(|(letters, digits)| {
        letters.len() == 3
            && letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && digits.len() == 2
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[get("/capacidades/<capacity>/edicion")]
pub async fn edit_capacity(desk: Desk<'_>, capacity: &str) -> Answer {
    may_edit(desk.actor()?)?;
    let row = queries::capacity(desk.app.db.read(), capacity).await?;
    let mut form = FormState::default()
        .with("nombre", &row.name)
        .with("dimension", &row.dimension)
        .with("tema", &row.subject);
    if row.retired {
        form = form.with("retirada", "si");
    }
    desk.show(&capacity_page(&desk, Some(&row), form).await?)
}

#[post("/capacidades/<capacity>/edicion", data = "<fields>")]
pub async fn save_capacity(desk: Desk<'_>, capacity: &str, fields: Fields) -> Answer {
    let permit = may_edit(desk.actor()?)?;
    let row = queries::capacity(desk.app.db.read(), capacity).await?;
    let mut reader = Reader::new(&fields);
    let text = capacity_text(&mut reader, &fields);
    let reason = reason(&mut reader);
    if let Err(form) = reader.finish() {
        let mut page = capacity_page(&desk, Some(&row), form).await?;
        // Whoever corrects a field is still looking at the revision they opened.
        fields.first("base").clone_into(&mut page.base);
        return desk.refuse(&page);
    }
    let done = commands::change_capacity(desk.app, permit, &row.code, base(&fields), text, &reason);
    match done.await {
        Ok(changed) => desk.done(page_of(&row.code), saved(changed)),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            let row = queries::capacity(desk.app.db.read(), capacity).await?;
            desk.refuse(&capacity_page(&desk, Some(&row), form).await?)
        }
    }
}
