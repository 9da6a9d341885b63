//! The page with the form: what it chooses from, the names of its fields and what they hold.

use capacities_model::entity::capacity;
use capacities_model::labels::subject_label;
use capacities_model::queries::capacities;
use people_model::entity::post;
use sign_in_model::prelude::*;
use territory_model::queries::catalog;

use crate::commands;
use crate::entity::course::CourseId;
use crate::entity::course_version::{self, CapacityType, CourseLevel, Descriptor, Modality, State};
use crate::labels;
use crate::queries::{self, WholeCourse};
use crate::rules::{self, Content};
use crate::views::{CapacityChoice, CapacityGroup, CourseFormPage};

/// The lists that the form offers to choose from.
pub(super) struct FormLists {
    pub offer_types: Vec<Alternative>,
    pub courses: Vec<(CourseId, String)>,
    pub capacities: Vec<capacity::Model>,
}

impl FormLists {
    /// Reads the lists. A retired capacity is offered only to a course that has it already.
    pub(super) async fn read(
        desk: &Desk<'_>,
        whole: Option<&WholeCourse>,
    ) -> Result<Self, AppError> {
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

pub(super) fn check_name(capacity: &str) -> String {
    format!("capacidad_{capacity}")
}

pub(super) fn level_name(capacity: &str) -> String {
    format!("nivel_{capacity}")
}

pub(super) fn evidence_name(capacity: &str) -> String {
    format!("evidencia_{capacity}")
}

/// The form filled with what a version says.
pub(super) fn filled(content: &Content) -> FormState {
    let mut form = FormState::default()
        .with("nombre", &content.name)
        .with("tipo", &content.offer_type)
        .with("modalidad", content.modality.code())
        .with("horas", content.hours)
        .with("objetivo", &content.objective)
        .with("contenidos", &content.contents)
        .with("nivel", content.level.code())
        .with("tipo_capacidad", content.capacity_type.code())
        .with("descriptor", content.descriptor.code())
        .with("asistencia_minima", content.minimum_attendance)
        .with("parte_horas", content.hours_share)
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
        .with_all("vinculaciones", admission.kinds.iter().map(|kind| kind.code()))
        .with("inasistencia", admission.no_show_months)
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
            .with(&level_name(&target.capacity), target.level.code())
            .with(&evidence_name(&target.capacity), &target.evidence);
    }
    form
}

pub(super) fn new_page(lists: FormLists, form: FormState) -> CourseFormPage {
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

pub(super) fn version_page(
    lists: FormLists,
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

fn page(lists: FormLists, form: FormState) -> CourseFormPage {
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
        modalities: Modality::alternatives(),
        levels: CourseLevel::alternatives(),
        capacity_types: CapacityType::alternatives(),
        descriptors: Descriptor::alternatives(),
        groups,
        kinds: post::Kind::alternatives(),
        no_show: rules::NO_SHOW_MONTHS
            .iter()
            .map(|months| Alternative::new(months, labels::no_show(*months)))
            .collect(),
        courses: lists.courses.iter().map(|(id, name)| Alternative::new(id, name)).collect(),
    }
}
