//! Reads the form of a course field by field into what a version says.

use people_model::entity::post;
use platform::forms::{Fields, Reader};
use platform::texts::Refusal as _;

use super::page::{FormLists, check_name, evidence_name, level_name};
use crate::entity::course::CourseId;
use crate::entity::course_version::{CapacityType, CourseLevel, Descriptor, Modality};
use crate::extras::Extras;
use crate::rules::{self, Admission, Content, CourseTarget};

pub(super) fn read_code(reader: &mut Reader<'_>) -> String {
    let code = reader.text("codigo", 20, "Escriba el código del curso.").to_uppercase();
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let proper = code.starts_with(|c: char| c.is_ascii_alphanumeric()) && code.chars().all(plain);
    if !code.is_empty() && !proper {
        reader.wrong("codigo", "Use letras sin tilde, números y guiones, por ejemplo SP-TRI.");
    }
    code
}

/// Reads everything a version says; the reader holds what is wrong when there is something.
pub(super) fn read_content(
    reader: &mut Reader<'_>,
    fields: &Fields,
    lists: &FormLists,
) -> Option<Content> {
    let name = reader.text("nombre", 160, "Escriba el nombre del curso.");
    let offers = lists.offer_types.iter();
    let offers: Vec<(&str, &str)> =
        offers.map(|offer| (offer.value.as_str(), offer.value.as_str())).collect();
    let offer_type = reader.choice("tipo", &offers, "Elija el tipo de oferta.");
    let modality = reader.choice("modalidad", &Modality::choices(), "Elija la modalidad.");
    let hours = reader.whole("horas", 1..=rules::LONGEST, "Escriba las horas del curso.");
    let objective = reader.optional("objetivo", 1_000).unwrap_or_default();
    let contents = reader.optional("contenidos", 6_000).unwrap_or_default();
    let level = reader.choice("nivel", &CourseLevel::choices(), "Elija el nivel de la capacidad.");
    let capacity_type =
        reader.choice("tipo_capacidad", &CapacityType::choices(), "Elija el tipo de capacidad.");
    let descriptor = reader.choice("descriptor", &Descriptor::choices(), "Elija el descriptor.");
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
    // A form from before this was asked says the usual.
    let hours_share = match fields.first("parte_horas").trim() {
        "" => rules::USUAL_SHARE,
        _ => reader.whole(
            "parte_horas",
            rules::HOURS_SHARE,
            "Escriba la parte de las horas que deben sumar las sesiones.",
        ),
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
                    &CourseLevel::choices(),
                    &format!("Elija el nivel de la capacidad {}.", capacity.code),
                ),
            };
            if let Some(level) = own {
                targets.push(CourseTarget { capacity: capacity.code.clone(), level, evidence });
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
        hours_share,
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

fn read_admission(reader: &mut Reader<'_>, fields: &Fields, lists: &FormLists) -> Admission {
    let ids: Vec<(String, CourseId)> =
        lists.courses.iter().map(|(id, _)| (id.to_string(), *id)).collect();
    let ids: Vec<(&str, CourseId)> = ids.iter().map(|(text, id)| (text.as_str(), *id)).collect();
    let prerequisite = match fields.first("requisito") {
        "" => None,
        _ => reader.choice("requisito", &ids, "Elija otro curso de la lista."),
    };
    let months = rules::NO_SHOW_MONTHS.map(|months| (months.to_string(), months));
    let months = months.each_ref().map(|(text, months)| (text.as_str(), *months));
    // A form from before this was asked says that nothing follows.
    let no_show_months = match fields.first("inasistencia") {
        "" => 0,
        _ => reader.choice("inasistencia", &months, "Elija una opción de la lista.").unwrap_or(0),
    };
    let chosen = fields.all("vinculaciones");
    Admission {
        kinds: post::Kind::ALL
            .into_iter()
            .filter(|kind| chosen.iter().any(|one| one == kind.code()))
            .collect(),
        servants_only: reader.ticked("solo_servidores"),
        own_municipalities: reader.ticked("solo_municipios"),
        no_show_months,
        prerequisite,
    }
}
