//! The form of a course: making one, changing its draft, preparing its next version.

use rocket::{Route, get, post, routes};

use capacities_model::entity::capacity;
use capacities_model::labels::subject_label;
use capacities_model::queries::capacities;
use people_model::labels::{KINDS, kind_code};
use platform::errors::AppError;
use platform::fields::{Alternative, FormState};
use platform::forms::{Fields, Reader};
use platform::numbers;
use platform::texts::Refusal;
use sign_in_model::desk::{Answer, Desk};
use territory_model::queries::catalog;

use super::super::commands::{self, NewCourse, Saved};
use super::super::entity::course::CourseId;
use super::super::entity::course_version::{self, State};
use super::super::extras::Extras;
use super::super::queries::{self, WholeCourse};
use super::super::rules::{self, Admission, Content, CourseRefusal, Target};
use super::super::views::{CapacityChoice, CapacityGroup, CourseFormPage};
use super::super::{labels, policy};

pub fn routes() -> Vec<Route> {
    routes![new_form, create, version_form, save]
}

/// What the form chooses from.
struct Lists {
    offer_types: Vec<Alternative>,
    courses: Vec<(CourseId, String)>,
    capacities: Vec<capacity::Model>,
}

impl Lists {
    /// A retired capacity is there for the course that has it.
    async fn read(desk: &Desk<'_>, whole: Option<&WholeCourse>) -> Result<Self, AppError> {
        let last = whole.and_then(|whole| whole.versions.last());
        let targets = last.map_or(&[][..], |(_, content)| &content.targets);
        let has = |code: &str| targets.iter().any(|target| target.capacity == code);
        let db = desk.app.db.read();
        Ok(Self {
            offer_types: catalog(db, "offer_type").await?,
            courses: queries::choices(db).await?,
            capacities: capacities(db)
                .await?
                .into_iter()
                .filter(|capacity| !capacity.retired || has(&capacity.code))
                .collect(),
        })
    }
}

#[get("/cursos/nuevo")]
async fn new_form(desk: Desk<'_>) -> Answer {
    policy::may_create(desk.actor()?)?;
    let lists = Lists::read(&desk, None).await?;
    let form = FormState::default().with("asistencia_minima", 80);
    desk.show(&new_page(lists, form))
}

#[post("/cursos", data = "<fields>")]
async fn create(desk: Desk<'_>, fields: Fields) -> Answer {
    let permit = policy::may_create(desk.actor()?)?;
    let lists = Lists::read(&desk, None).await?;
    let mut reader = Reader::new(&fields);
    let code = read_code(&mut reader);
    let subjects = labels::subjects();
    let subjects: Vec<(&str, &str)> =
        subjects.iter().map(|subject| (subject.value.as_str(), subject.value.as_str())).collect();
    let subject = reader.choice("tema", &subjects, "Elija el tema.").unwrap_or_default();
    let track = labels::track_of(subject);
    let content = read_content(&mut reader, &fields, &lists);
    let (content, track) = match (reader.finish(), content, track) {
        (Ok(()), Some(content), Some(track)) => (content, track),
        (checked, ..) => {
            let form = checked.err().unwrap_or_else(|| fields.state());
            return desk.refuse(&new_page(lists, form));
        }
    };
    let new = NewCourse { code, subject: subject.to_owned(), track, content };
    match commands::create(desk.app, permit, new).await {
        Ok(course) => desk.done(
            format!("/cursos/{course}"),
            "El curso quedó guardado en borrador. Revíselo y publíquelo.",
        ),
        Err(failure) => {
            let form = refused(&fields, &failure.refusal()?);
            desk.refuse(&new_page(lists, form))
        }
    }
}

#[get("/cursos/<course>/version")]
async fn version_form(desk: Desk<'_>, course: CourseId) -> Answer {
    let actor = desk.actor()?;
    let whole = queries::find(desk.app.db.read(), actor, course).await?;
    policy::may_edit(actor, course)?;
    let lists = Lists::read(&desk, Some(&whole)).await?;
    let form = match whole.versions.last() {
        Some((_, content)) => filled(content),
        None => FormState::default(),
    };
    desk.show(&version_page(lists, &whole, form)?)
}

#[post("/cursos/<course>/version", data = "<fields>")]
async fn save(desk: Desk<'_>, course: CourseId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let whole = queries::find(desk.app.db.read(), actor, course).await?;
    let permit = policy::may_edit(actor, course)?;
    let lists = Lists::read(&desk, Some(&whole)).await?;
    let mut reader = Reader::new(&fields);
    let content = read_content(&mut reader, &fields, &lists);
    let content = match (reader.finish(), content) {
        (Ok(()), Some(content)) => content,
        (checked, _) => {
            let form = checked.err().unwrap_or_else(|| fields.state());
            let mut page = version_page(lists, &whole, form)?;
            // Somebody who corrects a field is still looking at the version they opened.
            fields.first("base").clone_into(&mut page.base);
            return desk.refuse(&page);
        }
    };
    let back = format!("/cursos/{course}");
    match commands::save_version(desk.app, permit, Some(fields.first("base")), content).await {
        Ok(Saved::Nothing) => desk.done(back, "No había cambios por guardar."),
        Ok(Saved::Draft(number)) => {
            desk.done(back, format!("El borrador de la versión {number} quedó guardado."))
        }
        Ok(Saved::NextVersion(number)) => desk.done(
            back,
            format!(
                "La versión {number} quedó en borrador. Las cohortes programadas conservan la suya."
            ),
        ),
        Err(failure) => {
            let form = refused(&fields, &failure.refusal()?);
            desk.refuse(&version_page(lists, &whole, form)?)
        }
    }
}

/// What was typed, with the refusal beside its field; evidence has a field for each capacity.
fn refused(fields: &Fields, refusal: &CourseRefusal) -> FormState {
    match refusal {
        CourseRefusal::NoEvidence { capacity } => {
            fields.state().refused(&evidence_name(capacity), refusal.sentence())
        }
        _ => fields.refused(refusal),
    }
}

fn check_name(capacity: &str) -> String {
    format!("capacidad_{capacity}")
}

fn level_name(capacity: &str) -> String {
    format!("nivel_{capacity}")
}

fn evidence_name(capacity: &str) -> String {
    format!("evidencia_{capacity}")
}

fn read_code(reader: &mut Reader<'_>) -> String {
    let code = reader.text("codigo", 20, "Escriba el código del curso.").to_uppercase();
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let proper = code.starts_with(|c: char| c.is_ascii_alphanumeric()) && code.chars().all(plain);
    if !code.is_empty() && !proper {
        reader.wrong("codigo", "Use letras sin tilde, números y guiones, por ejemplo SP-TRI.");
    }
    code
}

/// Reads everything a version says; the reader holds what is wrong when there is something.
fn read_content(reader: &mut Reader<'_>, fields: &Fields, lists: &Lists) -> Option<Content> {
    let name = reader.text("nombre", 160, "Escriba el nombre del curso.");
    let offers = lists.offer_types.iter();
    let offers: Vec<(&str, &str)> =
        offers.map(|offer| (offer.value.as_str(), offer.value.as_str())).collect();
    let offer_type = reader.choice("tipo", &offers, "Elija el tipo de oferta.");
    let modality =
        reader.choice("modalidad", &labels::values(&labels::MODALITIES), "Elija la modalidad.");
    let hours = reader.whole("horas", 1..=rules::LONGEST, "Escriba las horas del curso.");
    let objective = reader.optional("objetivo", 1_000).unwrap_or_default();
    let contents = reader.optional("contenidos", 6_000).unwrap_or_default();
    let level =
        reader.choice("nivel", &labels::values(&labels::LEVELS), "Elija el nivel de la capacidad.");
    let capacity_type = reader.choice(
        "tipo_capacidad",
        &labels::values(&labels::CAPACITY_TYPES),
        "Elija el tipo de capacidad.",
    );
    let descriptor =
        reader.choice("descriptor", &labels::values(&labels::DESCRIPTORS), "Elija el descriptor.");
    let minimum_attendance = reader.whole(
        "asistencia_minima",
        rules::MINIMUM_ATTENDANCE,
        "Escriba la asistencia mínima.",
    );
    let pass_mark =
        reader.tenths("nota_minima", 0..=rules::HIGHEST_GRADE, "Escriba la nota mínima.");
    let extras = Extras {
        product: reader.ticked("pide_producto"),
        survey: reader.ticked("pide_encuesta"),
        minimum_hours: (!fields.first("horas_minimas").trim().is_empty()).then(|| {
            reader.whole("horas_minimas", 1..=rules::LONGEST, "Escriba las horas de asistencia.")
        }),
    };
    let certificate_months = (!fields.first("vigencia_meses").trim().is_empty()).then(|| {
        reader.whole(
            "vigencia_meses",
            rules::CERTIFICATE_MONTHS,
            "Escriba los meses de vigencia del certificado.",
        )
    });
    let admission = read_admission(reader, fields, lists);
    let mut targets = Vec::new();
    for capacity in &lists.capacities {
        let evidence_field = evidence_name(&capacity.code);
        let evidence = reader.optional(&evidence_field, 300).unwrap_or_default();
        if reader.ticked(&check_name(&capacity.code)) {
            let own = match fields.first(&level_name(&capacity.code)) {
                "" => level,
                _ => reader.choice(
                    &level_name(&capacity.code),
                    &labels::values(&labels::LEVELS),
                    &format!("Elija el nivel de la capacidad {}.", capacity.code),
                ),
            };
            if let Some(level) = own {
                targets.push(Target { capacity: capacity.code.clone(), level, evidence });
            }
        } else if !evidence.is_empty() {
            reader.wrong(
                &evidence_field,
                format!("Marque la capacidad {} o borre su evidencia.", capacity.code),
            );
        }
    }
    let content = Content {
        name,
        offer_type: offer_type?.to_owned(),
        modality: modality?,
        hours,
        contents: rules::lines(&contents),
        objective,
        level: level?,
        capacity_type: capacity_type?,
        descriptor: descriptor?,
        minimum_attendance,
        pass_mark,
        extras,
        certificate_months,
        admission,
        targets,
    };
    for refusal in rules::faults(&content) {
        let field = refusal.field().unwrap_or_default();
        if !reader.is_wrong(field) {
            reader.wrong(field, refusal.sentence());
        }
    }
    Some(content)
}

fn read_admission(reader: &mut Reader<'_>, fields: &Fields, lists: &Lists) -> Admission {
    let ids: Vec<(String, CourseId)> =
        lists.courses.iter().map(|(id, _)| (id.to_string(), *id)).collect();
    let ids: Vec<(&str, CourseId)> = ids.iter().map(|(text, id)| (text.as_str(), *id)).collect();
    let prerequisite = match fields.first("requisito") {
        "" => None,
        _ => reader.choice("requisito", &ids, "Elija otro curso de la lista."),
    };
    let chosen = fields.all("vinculaciones");
    Admission {
        kinds: KINDS
            .iter()
            .filter(|(code, _, _)| chosen.iter().any(|one| one == code))
            .map(|(_, kind, _)| *kind)
            .collect(),
        servants_only: reader.ticked("solo_servidores"),
        own_municipalities: reader.ticked("solo_municipios"),
        prerequisite,
    }
}

/// The form filled with what a version says.
fn filled(content: &Content) -> FormState {
    let mut form = FormState::default()
        .with("nombre", &content.name)
        .with("tipo", &content.offer_type)
        .with("modalidad", labels::code(&labels::MODALITIES, content.modality))
        .with("horas", content.hours)
        .with("objetivo", &content.objective)
        .with("contenidos", &content.contents)
        .with("nivel", labels::code(&labels::LEVELS, content.level))
        .with("tipo_capacidad", labels::code(&labels::CAPACITY_TYPES, content.capacity_type))
        .with("descriptor", labels::code(&labels::DESCRIPTORS, content.descriptor))
        .with("asistencia_minima", content.minimum_attendance)
        .with_option("nota_minima", content.pass_mark.map(numbers::tenths));
    let extras = content.extras;
    form = form
        .with_option("horas_minimas", extras.minimum_hours)
        .with_option("vigencia_meses", content.certificate_months);
    for (name, asked) in [("pide_producto", extras.product), ("pide_encuesta", extras.survey)] {
        if asked {
            form = form.with(name, "si");
        }
    }
    let admission = &content.admission;
    form = form
        .with_all("vinculaciones", admission.kinds.iter().map(|kind| kind_code(*kind)))
        .with_option("requisito", admission.prerequisite);
    if admission.servants_only {
        form = form.with("solo_servidores", "si");
    }
    if admission.own_municipalities {
        form = form.with("solo_municipios", "si");
    }
    for target in &content.targets {
        form = form
            .with(&check_name(&target.capacity), "si")
            .with(&level_name(&target.capacity), labels::code(&labels::LEVELS, target.level))
            .with(&evidence_name(&target.capacity), &target.evidence);
    }
    form
}

fn new_page(lists: Lists, form: FormState) -> CourseFormPage {
    CourseFormPage {
        heading: "Crear un curso".into(),
        lead: "Quedará en borrador: podrá revisarlo y completarlo antes de publicarlo.".into(),
        course_name: None,
        action: "/cursos".into(),
        cancel: "/cursos".into(),
        base: String::new(),
        ..page(lists, form)
    }
}

fn version_page(
    lists: Lists,
    whole: &WholeCourse,
    form: FormState,
) -> Result<CourseFormPage, AppError> {
    let (last, content): &(course_version::Model, Content) =
        whole.versions.last().ok_or(AppError::NotFound)?;
    let course = whole.course.id;
    let (heading, lead) = match last.state {
        State::Draft => (
            format!("Editar el borrador de la versión {}", last.number),
            "Nadie usa todavía esta versión. Publíquela cuando esté completa.".to_owned(),
        ),
        State::Published => (
            format!("Preparar la versión {}", last.number + 1),
            format!(
                "La versión {} está publicada y no cambia: sus cohortes la conservan. Lo que guarde será el borrador de la versión {}.",
                last.number,
                last.number + 1
            ),
        ),
    };
    Ok(CourseFormPage {
        heading,
        lead,
        course_name: Some(last.name.clone()),
        action: format!("/cursos/{course}/version"),
        cancel: format!("/cursos/{course}"),
        base: commands::fingerprint(last.number, content),
        ..page(lists, form)
    })
}

fn page(lists: Lists, form: FormState) -> CourseFormPage {
    let mut groups: Vec<CapacityGroup> = Vec::new();
    for capacity in lists.capacities {
        let title = subject_label(&capacity.subject).to_owned();
        let choice = CapacityChoice {
            check: check_name(&capacity.code),
            level: level_name(&capacity.code),
            evidence: evidence_name(&capacity.code),
            label: capacity.name,
            code: capacity.code,
        };
        let chosen = form.first(&choice.check).is_some();
        let wrong = [&choice.check, &choice.level, &choice.evidence]
            .iter()
            .any(|name| form.error(name).is_some());
        let at = match groups.iter().position(|group| group.title == title) {
            Some(at) => at,
            None => {
                groups.push(CapacityGroup {
                    title,
                    open: false,
                    chosen: 0,
                    capacities: Vec::new(),
                });
                groups.len() - 1
            }
        };
        if let Some(group) = groups.get_mut(at) {
            group.open |= chosen || wrong;
            group.chosen += usize::from(chosen);
            group.capacities.push(choice);
        }
    }
    // Capacities of every subject are indices of the whole programme: rarely what a course targets.
    groups.sort_by_key(|group| group.title == subject_label("transversal"));
    CourseFormPage {
        form,
        heading: String::new(),
        lead: String::new(),
        course_name: None,
        action: String::new(),
        cancel: String::new(),
        base: String::new(),
        subjects: labels::subjects(),
        offer_types: lists.offer_types,
        modalities: labels::alternatives(&labels::MODALITIES),
        levels: labels::alternatives(&labels::LEVELS),
        capacity_types: labels::alternatives(&labels::CAPACITY_TYPES),
        descriptors: labels::alternatives(&labels::DESCRIPTORS),
        groups,
        kinds: labels::alternatives(&KINDS),
        courses: lists.courses.iter().map(|(id, name)| Alternative::new(id, name)).collect(),
    }
}
