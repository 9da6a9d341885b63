//! The catalogue: courses, their versions, and the capacities that each version builds (R1). A
//! cohort is an offering of one version and keeps it for ever, so what people enrolled in and
//! what their certificate says stays what it was (R2). The public page of one capacity is here
//! too, because it tells which courses build it.
//!
//! ## Words
//!
//! - **Course**: an entry of the catalogue with a code, a track and a subject.
//! - **Track**: whom a course is for: public servants, or trainers.
//! - **Version**: what is taught and under which rule: name, kind of offer, modality, hours,
//!   contents, objective, minimum attendance, pass mark. It is a draft or published.
//! - **Target**: a capacity that a version builds, with its level and the evidence that is
//!   expected.
//! - **Extras**: what a certificate asks for beside attendance and grade: every product approved,
//!   the satisfaction survey answered, a number of hours attended.
//! - **Admission**: who may take part: kinds of post, public servants only, people of the
//!   cohort's municipalities only, holders of another course's certificate.
//! - **Validity**: the months that a certificate of the version holds; none means for ever.
//!
//! ## Rules
//!
//! - A published version never changes, and neither does a version that a cohort uses (R2).
//! - A version is published with a capacity at least, each with the evidence that is expected,
//!   with an objective and with contents, because a certificate prints them (R1).
//! - Hours stay under 160: the education is informal (Decreto 1075 de 2015, art. 2.6.6.8).
//! - A conversatorio and a webinar end in a constancia and are not graded (R59). A product can
//!   only be asked for where there is a pass mark, and never more hours than the course has.
//! - A certificate holds from 6 to 120 months, or for ever.
//! - Every change locks the course's row first: two people who edit at once make one version
//!   after the other, and never the same number twice.
//! - A change is refused when the course changed since the form was opened; nothing of either is
//!   lost.
//! - Drafts are for those who write them. Everybody else who is signed in reads what is
//!   published.
//! - A new edition of the reference file becomes the next published version of a course that
//!   nobody has edited, and leaves alone one that somebody has.
//!
//! ## A walk: a published course is corrected
//!
//! `POST /cursos/<course>/version`:
//!
//! 1. `web/form` shows the latest version in a form that carries a fingerprint of what it says.
//!    The controls for capacities are grouped by subject; each has its level and its evidence.
//! 2. The handler reads the form into a `rules::Content`. What keeps a version from being saved,
//!    even as a draft, is told beside its field (`rules::faults`).
//! 3. `commands::save_version` locks the course's row, reads the latest version again and
//!    compares the fingerprint. It then asks `rules::edit_of`: a draft that no cohort uses
//!    changes in place; a version that is published or used is followed by a draft with the next
//!    number. Nothing is written if nothing changed.
//! 4. `POST /cursos/<course>/publicacion` publishes. `rules::missing_to_publish` says what the
//!    draft still lacks. From this moment the version is frozen, and cohorts are made from it.
//! 5. Cohorts that run keep the version they were made of. History tells who changed what
//!    version, and the page of the course shows the versions beside one another.

pub use courses_model::*;

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod reference;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
