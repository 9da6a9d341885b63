//! The words people read for what a course is, and the codes that forms send: one place for both.

use capacities_model::labels::{SERVANT_SUBJECTS, TRAINER_SUBJECTS};
use platform::fields::Alternative;
use platform::numbers::some;

use super::entity::course::Track;
use super::entity::course_version::{CapacityType, CourseLevel, Descriptor, Modality, State};

/// Code, value and label of each member of a closed list.
pub type Words<T> = [(&'static str, T, &'static str)];

pub const MODALITIES: [(&str, Modality, &str); 3] = [
    ("presencial", Modality::Presencial, "Presencial"),
    ("virtual", Modality::Virtual, "Virtual"),
    ("mixta", Modality::Mixta, "Mixta"),
];

pub const LEVELS: [(&str, CourseLevel, &str); 3] = [
    ("humano", CourseLevel::Humano, "Humano"),
    ("institucional", CourseLevel::Institucional, "Institucional"),
    ("gerencial", CourseLevel::Gerencial, "Gerencial"),
];

pub const CAPACITY_TYPES: [(&str, CapacityType, &str); 3] = [
    ("institucional", CapacityType::Institucional, "Institucional"),
    ("sectorial", CapacityType::Sectorial, "Sectorial"),
    ("poblacional", CapacityType::Poblacional, "Poblacional"),
];

pub const DESCRIPTORS: [(&str, Descriptor, &str); 3] = [
    ("funcional", Descriptor::Funcional, "Funcional"),
    ("sectorial", Descriptor::Sectorial, "Sectorial"),
    ("poblacional", Descriptor::Poblacional, "Poblacional"),
];

/// The label of a member.
pub fn label<T: PartialEq>(words: &Words<T>, value: T) -> &'static str {
    let found = words.iter().find(|(_, known, _)| *known == value);
    found.map_or("", |(_, _, label)| label)
}

/// The code of a member.
pub fn code<T: PartialEq>(words: &Words<T>, value: T) -> &'static str {
    let found = words.iter().find(|(_, known, _)| *known == value);
    found.map_or("", |(code, _, _)| code)
}

/// The list for a form's control.
pub fn alternatives<T>(words: &Words<T>) -> Vec<Alternative> {
    let each = words.iter();
    each.map(|(code, _, label)| Alternative::new(code, *label)).collect()
}

/// The list for reading what a form sent.
pub fn values<T: Copy>(words: &Words<T>) -> Vec<(&'static str, T)> {
    words.iter().map(|(code, value, _)| (*code, *value)).collect()
}

pub fn modality(modality: Modality) -> &'static str {
    label(&MODALITIES, modality)
}

/// How long a certificate holds, of months.
pub fn validity(months: Option<i32>) -> String {
    match months {
        None => "No vence".to_owned(),
        Some(months) if months % 12 == 0 => some(months / 12, "año", "años"),
        Some(months) => some(months, "mes", "meses"),
    }
}

pub fn level(level: CourseLevel) -> &'static str {
    label(&LEVELS, level)
}

/// Returns the label of the audience that the course is made for.
pub fn track(track: Track) -> &'static str {
    match track {
        Track::Servidores => "Servidores públicos",
        Track::Formadores => "Formación a formadores",
    }
}

/// The track that a subject belongs to; none when it is no subject of courses.
pub fn track_of(subject: &str) -> Option<Track> {
    let within = |subjects: &[(&str, &str)]| subjects.iter().any(|(code, _)| *code == subject);
    if within(&SERVANT_SUBJECTS) {
        Some(Track::Servidores)
    } else if within(&TRAINER_SUBJECTS) {
        Some(Track::Formadores)
    } else {
        None
    }
}

/// The nine subjects, grouped by track.
pub fn subjects() -> Vec<Alternative> {
    let of = |subjects: &[(&'static str, &'static str)], of: Track| -> Vec<Alternative> {
        let each = subjects.iter();
        each.map(|(code, label)| Alternative::new(code, *label).within(track(of))).collect()
    };
    let mut all = of(&SERVANT_SUBJECTS, Track::Servidores);
    all.extend(of(&TRAINER_SUBJECTS, Track::Formadores));
    all
}

/// A version's state on the page.
pub fn state(state: State) -> &'static str {
    match state {
        State::Draft => "Borrador",
        State::Published => "Publicada",
    }
}

/// A version's state as a tag's code.
pub fn state_code(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Published => "published",
    }
}
