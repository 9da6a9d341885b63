//! A file of values: sent, previewed, imported.

use std::collections::HashMap;
use std::mem;

use chrono::Datelike as _;

use platform::numbers::{grouped, some};
use platform::pager::address;
use platform::previews::{FilePreview, IssueLine};
use platform::texts::{Refusal as _, and, say};
use platform::uploads::Upload;
use sign_in_model::evidence::OF_STAFF;
use sign_in_model::kept_files;
use sign_in_model::prelude::*;

use crate::commands::{self, CheckedIndicatorFile, NewIndicatorFile, PreviewNames};
use crate::entity::indicator_import::{self, DataScale, ImportId, Kind};
use crate::figures::show;
use crate::policy::{self, READERS};
use crate::preview::IndicatorChange;
use crate::queries;
use crate::reading::{EntrySubject, EntryValue, MOST_MB};
use crate::refusals::IndicatorRefusal;
use crate::views::{IndicatorChangeLine, IndicatorCheckPage, IndicatorUploadPage, SheetLink};

const PATH: &str = "/indicadores/importacion";
/// The choice of a file of groups, categories, typologies and population.
const TRAITS: &str = "municipios";
/// Letters of a sheet's name, more than any program allows.
const LONGEST_SHEET: usize = 60;
/// Corrections that the page lists.
const CHANGES: usize = 20;

async fn upload_page(desk: &Desk<'_>, form: FormState) -> Result<IndicatorUploadPage, AppError> {
    let indices = queries::indices(desk.app.db.read()).await?.into_iter();
    let indices: Vec<String> = indices.collect();
    let templates = indices.iter().map(|index| SheetLink {
        href: address(&format!("{PATH}/plantilla"), &[("indice", index)]),
        name: index.clone(),
    });
    let templates = templates.collect();
    let mut kinds: Vec<Alternative> = indices
        .iter()
        .map(|index| Alternative::new(index, format!("Valores de {index}")))
        .collect();
    kinds.push(Alternative::new(TRAITS, "Grupo, categoría, tipología y población"));
    let scales = vec![
        Alternative::new("clara", "El archivo lo deja claro"),
        Alternative::new("cien", "Puntos de 0 a 100"),
        Alternative::new("uno", "Partes de 1 (0,45 es 45)"),
    ];
    let kept = kept_files::note(desk, PATH).await?;
    Ok(IndicatorUploadPage { form, kept, kinds, templates, scales, most: MOST_MB })
}

/// The form; after a file that was looked at it keeps what was said of it, and names another of its sheets.
#[get("/indicadores/importacion?<desde>&<hoja>")]
pub async fn upload_form(desk: Desk<'_>, desde: Option<i64>, hoja: Option<&str>) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    policy::may_send(actor)?;
    let form = match desde {
        Some(id) => {
            let mut import = queries::own_import(desk.app.db.read(), actor, ImportId(id)).await?;
            import.sheet = hoja.map(str::to_owned).or(import.sheet);
            said_of(&import)
        }
        None => FormState::default().with("escala", "clara"),
    };
    desk.show(&upload_page(&desk, form).await?)
}

fn said_of(import: &indicator_import::Model) -> FormState {
    let what = match import.kind {
        Kind::Traits => TRAITS,
        Kind::Values => import.index_name.as_deref().unwrap_or_default(),
    };
    let scale = match import.scale {
        DataScale::Unsaid => "clara",
        DataScale::Hundred => "cien",
        DataScale::One => "uno",
    };
    FormState::default()
        .with("indice", what)
        .with("fuente", import.source.clone())
        .with("publicado", import.published_on.to_string())
        .with("anio", import.year.map(|year| year.to_string()).unwrap_or_default())
        .with_option("hoja", import.sheet.as_deref())
        .with("escala", scale)
}

/// The form without its file, or the form with what is wrong.
fn read_form(fields: &Fields) -> Result<NewIndicatorFile, FormState> {
    let mut reader = Reader::new(fields);
    let what = reader.text("indice", 40, "Elija qué trae el archivo.");
    let source = reader.text("fuente", 120, "Escriba quién publicó los datos.");
    let published_on = reader.date("publicado", "Escriba cuándo se publicaron.");
    let year = (!fields.first("anio").is_empty())
        .then(|| reader.whole("anio", 1900..=2200, "Escriba la vigencia."));
    let sheet = reader.optional("hoja", LONGEST_SHEET);
    let scales = [
        ("", DataScale::Unsaid),
        ("clara", DataScale::Unsaid),
        ("cien", DataScale::Hundred),
        ("uno", DataScale::One),
    ];
    let scale = reader.choice("escala", &scales, "Elija la escala de los datos.");
    reader.finish()?;
    let is_traits = what == TRAITS;
    Ok(NewIndicatorFile {
        name: String::new(),
        bytes: Vec::new(),
        kind: if is_traits { Kind::Traits } else { Kind::Values },
        index: (!is_traits).then_some(what),
        source,
        published_on,
        year,
        sheet,
        scale: scale.unwrap_or(DataScale::Unsaid),
        is_demo: false,
    })
}

#[post("/indicadores/importacion", data = "<upload>")]
pub async fn upload(desk: Desk<'_>, upload: Upload<20>) -> Answer {
    let permit = policy::may_send(desk.actor_as(&READERS)?)?;
    let fields = upload.fields;
    if upload.too_large {
        let refusal = IndicatorRefusal::File(sheets::SheetRefusal::TooLarge);
        return desk.refuse(&upload_page(&desk, fields.refused(&refusal)).await?);
    }
    let mut sent = kept_files::sent(&desk, PATH, upload.file, &fields).await?;
    let form = match (read_form(&fields), &mut sent) {
        (Ok(file), Some(sent)) => {
            let (name, bytes) = (sent.name.clone(), mem::take(&mut sent.bytes));
            // What visitors of the demonstration bring is of the demonstration.
            let mut file = NewIndicatorFile { name, bytes, is_demo: desk.app.demo, ..file };
            match commands::upload(desk.app, permit, &mut file).await {
                Ok(id) => {
                    kept_files::forget(&desk, PATH).await?;
                    return desk.go(format!("{PATH}/{id}"));
                }
                Err(failure) => {
                    sent.bytes = file.bytes;
                    fields.refused(&failure.refusal()?)
                }
            }
        }
        (Err(form), Some(_)) => form,
        (read, None) => {
            let form = read.err().unwrap_or_else(|| fields.state());
            form.refused("archivo", IndicatorRefusal::NoFile.sentence())
        }
    };
    let form = kept_files::keep_sent(&desk, PATH, sent, OF_STAFF, form).await?;
    desk.refuse(&upload_page(&desk, form).await?)
}

/// Shows what importing a file of the actor's own would do now, and what refused it.
async fn show_check(desk: &Desk<'_>, id: ImportId, form: FormState) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let db = desk.app.db.read();
    let import = queries::own_import(db, actor, id).await?;
    match commands::look(db, import, desk.app.clock.today().year()).await {
        Ok(checked) => {
            let names = commands::preview_names(db, &checked, CHANGES).await?;
            let has_errors = form.has_errors();
            let page = check_page(&checked, &names, form);
            if has_errors { desk.refuse(&page) } else { desk.show(&page) }
        }
        Err(failure) => desk.warned(PATH, failure.refusal()?.sentence()),
    }
}

#[get("/indicadores/importacion/<upload>")]
pub async fn check(desk: Desk<'_>, upload: ImportId) -> Answer {
    show_check(&desk, upload, FormState::default()).await
}

#[post("/indicadores/importacion/<upload>")]
pub async fn import(desk: Desk<'_>, upload: ImportId) -> Answer {
    let actor = desk.actor_as(&READERS)?;
    let found = queries::own_import(desk.app.db.read(), actor, upload).await?;
    let permit = policy::may_import(actor, &found)?;
    match commands::import(desk.app, permit).await {
        Ok((added, corrected)) => {
            let added = some(added as i64, "dato nuevo", "datos nuevos");
            let corrected = some(corrected as i64, "corregido", "corregidos");
            desk.done("/indicadores", format!("Se importaron {added} y {corrected}."))
        }
        Err(failure) => {
            let why = failure.refusal()?.sentence();
            show_check(&desk, upload, FormState::default().refused("", why)).await
        }
    }
}

fn check_page(
    checked: &CheckedIndicatorFile,
    names: &PreviewNames,
    form: FormState,
) -> IndicatorCheckPage {
    let (reading, preview) = (&checked.reading, &checked.preview);
    let figure = |count: usize, label: &'static str| {
        Figure::new(grouped(i64::try_from(count).unwrap_or(i64::MAX)), label)
    };
    let steps = preview.steps.len();
    let lines = IssueLine::first(&reading.issues, "Fila");
    let id = checked.import.id.to_string();
    IndicatorCheckPage {
        file: FilePreview {
            form,
            name: checked.import.file_name.clone(),
            figures: vec![
                figure(preview.added(), "nuevos"),
                figure(preview.corrected(), "corregidos"),
                figure(preview.same, "sin cambios"),
                figure(reading.missing as usize, "sin dato"),
                figure(reading.errors, "errores"),
            ],
            summary: if reading.errors > 0 {
                "No se importa nada mientras haya errores. Corrija las filas y suba el archivo de nuevo."
            } else if steps == 0 && preview.same == 0 {
                "El archivo no trae ningún dato de este índice: revise cuál eligió."
            } else if steps == 0 {
                "Todo lo que trae el archivo ya se conoce: no hay nada por importar."
            } else {
                "Nada ha cambiado todavía. Una corrección no borra lo que se publicó antes."
            }
            .to_owned(),
            warns: reading.errors > 0,
            more: reading.errors.saturating_sub(lines.len()),
            lines,
            button: (reading.errors == 0 && steps > 0)
                .then(|| format!("Importar {}", some(steps as i64, "dato", "datos"))),
            action: format!("{PATH}/{}", checked.import.id),
        },
        notes: notes(checked, names),
        changes: preview
            .steps
            .iter()
            .filter_map(|step| change(step, &names.names))
            .take(CHANGES)
            .collect(),
        sheets: reading
            .unread
            .iter()
            .map(|name| SheetLink {
                href: address(PATH, &[("desde", &id), ("hoja", name)]),
                name: name.clone(),
            })
            .collect(),
        again: address(PATH, &[("desde", &id)]),
    }
}

fn change(step: &IndicatorChange, names: &HashMap<String, String>) -> Option<IndicatorChangeLine> {
    let named = |code: &String| match names.get(code) {
        Some(name) => format!("{name} ({code})"),
        None => code.clone(),
    };
    let shown = |value: &EntryValue| match value {
        EntryValue::Figure(value, label) if label.is_empty() => show(*value),
        EntryValue::Figure(value, label) => format!("{} ({label})", show(*value)),
        EntryValue::Text(text) => text.clone(),
    };
    let key = &step.entry.key;
    let subject = match &key.subject {
        EntrySubject::Indicator(code) => named(code),
        EntrySubject::Trait(_, scheme) if !scheme.is_empty() => scheme.clone(),
        EntrySubject::Trait(..) => "Dato del municipio".to_owned(),
    };
    Some(IndicatorChangeLine {
        municipality: named(&key.municipality),
        subject: format!("{subject}, {}", key.year),
        before: shown(step.before.as_ref()?),
        after: shown(&step.entry.value),
    })
}

/// What was completed, passed by or left out, so that nothing happens in silence.
fn notes(checked: &CheckedIndicatorFile, names: &PreviewNames) -> Vec<String> {
    let (reading, ends_demo) = (&checked.reading, checked.preview.ends_demo());
    let rows = |count: u32| some(i64::from(count), "fila", "filas");
    let mut notes = Vec::new();
    let mut note = |count: u32, text: String| {
        if count > 0 {
            notes.push(text);
        }
    };
    note(
        u32::try_from(ends_demo).unwrap_or(u32::MAX),
        format!(
            "{} de demostración: el del archivo pasa a contar y el otro queda como lo que hubo antes.",
            some(
                ends_demo as i64,
                "dato corrige o confirma uno",
                "datos corrigen o confirman otros"
            )
        ),
    );
    note(
        reading.missing,
        format!("{} sin dato: quedan sin valor, no en cero.", rows(reading.missing)),
    );
    note(
        reading.completed,
        format!(
            "{} con el código del municipio sin su cero: se completó (la primera es la fila {}).",
            rows(reading.completed),
            reading.first_completed
        ),
    );
    note(
        reading.repeated,
        format!("{} que repiten otra: cuentan una vez.", rows(reading.repeated)),
    );
    note(
        reading.rounded,
        format!("{} con más de cuatro decimales: se redondean al cuarto.", rows(reading.rounded)),
    );
    note(
        reading.departments,
        format!("{} de departamentos: aquí solo se guardan municipios.", rows(reading.departments)),
    );
    note(
        reading.remarks,
        format!("{} con una nota y sin datos: no se guardan.", rows(reading.remarks)),
    );
    note(
        u32::try_from(reading.unread.len()).unwrap_or(u32::MAX),
        say(
            match reading.unread.len() {
                1 => "indicators.unread_sheet",
                _ => "indicators.unread_sheets",
            },
            &[("names", and(&reading.unread))],
        ),
    );
    let chosen = checked.import.index_name.as_deref().unwrap_or_default();
    for (index, codes) in &names.elsewhere {
        let codes: Vec<&str> = codes.iter().take(8).map(String::as_str).collect();
        let text = match codes.as_slice() {
            [one] => format!("{one} es de {index} y usted eligió {chosen}."),
            more => format!("{} son de {index} y usted eligió {chosen}.", and(more)),
        };
        note(1, text);
    }
    let passed: u32 = reading.unknown.values().sum();
    let codes: Vec<&str> = reading.unknown.keys().take(8).map(String::as_str).collect();
    note(
        passed,
        format!(
            "{} de indicadores que ninguna capacidad usa: no se guardan ({}).",
            rows(passed),
            codes.join(", ")
        ),
    );
    notes
}
