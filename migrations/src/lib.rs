//! The schema, one change per file, named by intent, for SQLite and PostgreSQL alike.
//!
//! Every change runs in a transaction on both databases (SQLite's default is without one). SQLite
//! cannot add a constraint to a table that exists: CHECKs and foreign keys are said when the table
//! is made. The values of enums are not CHECKed here, or every new value would rebuild a table on
//! SQLite: the types in the application's `entity` modules govern them.
//!
//! A file that has been released never changes; add the next one.

use sea_orm_migration::prelude::*;

mod m0001_settings;
mod m0002_territory;
mod m0003_people;
mod m0004_sign_in;
mod m0005_history;
mod m0006_notices;
mod m0007_capacities;
mod m0008_courses;
mod m0009_cohorts;
mod m0010_enrolment;
mod m0011_attendance;
mod m0012_assessment;
mod m0013_certification;
mod m0014_entity_names;
mod m0015_session_cancellation;
mod m0016_document_review;
mod m0017_cohort_templates;
mod m0018_seat_quotas;
mod m0019_enrolment_import;
mod m0020_post_confirmation;
mod m0021_cohort_plan;
mod m0022_seat_offers;
mod m0024_one_person;
mod m0025_session_changes;
mod m0026_calendar_addresses;
mod m0028_nomination;
mod m0029_admission;
mod m0030_import_forecast;
mod m0031_earlier_attribution;
mod m0032_attendance_rule;
mod m0033_field;
mod m0034_codes;
mod m0035_paper;
mod m0036_requests;
mod m0037_marks_after_closing;
mod m0038_session_handover;
mod m0039_people_of_a_place;
mod m0040_walk_ins_on_paper;
mod m0041_questions;
mod m0042_question_imports;
mod m0043_exams;
mod m0045_surveys;
mod m0046_follow_up;
mod m0047_products;
mod m0048_origin_of_grades;
mod m0049_scale_of_a_cohort;
mod m0050_grade_books;
mod m0051_tests_on_paper;
mod m0052_rescoring;
mod m0053_lessons;
mod m0054_appeals;
mod m0055_reopened_grades;
mod m0056_issuer_keys;
mod m0057_certificate_credentials;
mod m0058_document_templates;
mod m0059_signature_drawings;
mod m0060_rule_of_certificates;
mod m0061_certificate_batches;
mod m0062_certificate_review;
mod m0063_document_digest;
mod m0064_validity_of_certificates;
mod m0065_wallet;
mod m0067_signed_documents;
mod m0068_indicator_values;
mod m0069_needs;
mod m0070_installed_capacity;
mod m0071_handovers;
mod m0072_priority_overrides;
mod m0073_report_subscriptions;
mod m0074_framework_revisions;
mod m0075_report_cuts;
mod m0077_cohort_tallies;
mod m0078_counting_indexes;
mod m0079_what_was_known;
mod m0080_marks_by_place;
mod support;

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_settings::Migration),
            Box::new(m0002_territory::Migration),
            Box::new(m0003_people::Migration),
            Box::new(m0004_sign_in::Migration),
            Box::new(m0005_history::Migration),
            Box::new(m0006_notices::Migration),
            Box::new(m0007_capacities::Migration),
            Box::new(m0008_courses::Migration),
            Box::new(m0009_cohorts::Migration),
            Box::new(m0010_enrolment::Migration),
            Box::new(m0011_attendance::Migration),
            Box::new(m0012_assessment::Migration),
            Box::new(m0013_certification::Migration),
            Box::new(m0014_entity_names::Migration),
            Box::new(m0015_session_cancellation::Migration),
            Box::new(m0016_document_review::Migration),
            Box::new(m0017_cohort_templates::Migration),
            Box::new(m0018_seat_quotas::Migration),
            Box::new(m0019_enrolment_import::Migration),
            Box::new(m0020_post_confirmation::Migration),
            Box::new(m0021_cohort_plan::Migration),
            Box::new(m0022_seat_offers::Migration),
            Box::new(m0024_one_person::Migration),
            Box::new(m0025_session_changes::Migration),
            Box::new(m0026_calendar_addresses::Migration),
            Box::new(m0028_nomination::Migration),
            Box::new(m0029_admission::Migration),
            Box::new(m0030_import_forecast::Migration),
            Box::new(m0031_earlier_attribution::Migration),
            Box::new(m0032_attendance_rule::Migration),
            Box::new(m0033_field::Migration),
            Box::new(m0034_codes::Migration),
            Box::new(m0035_paper::Migration),
            Box::new(m0036_requests::Migration),
            Box::new(m0037_marks_after_closing::Migration),
            Box::new(m0038_session_handover::Migration),
            Box::new(m0039_people_of_a_place::Migration),
            Box::new(m0040_walk_ins_on_paper::Migration),
            Box::new(m0041_questions::Migration),
            Box::new(m0042_question_imports::Migration),
            Box::new(m0043_exams::Migration),
            Box::new(m0045_surveys::Migration),
            Box::new(m0046_follow_up::Migration),
            Box::new(m0047_products::Migration),
            Box::new(m0048_origin_of_grades::Migration),
            Box::new(m0049_scale_of_a_cohort::Migration),
            Box::new(m0050_grade_books::Migration),
            Box::new(m0051_tests_on_paper::Migration),
            Box::new(m0052_rescoring::Migration),
            Box::new(m0053_lessons::Migration),
            Box::new(m0054_appeals::Migration),
            Box::new(m0055_reopened_grades::Migration),
            Box::new(m0056_issuer_keys::Migration),
            Box::new(m0057_certificate_credentials::Migration),
            Box::new(m0058_document_templates::Migration),
            Box::new(m0059_signature_drawings::Migration),
            Box::new(m0060_rule_of_certificates::Migration),
            Box::new(m0061_certificate_batches::Migration),
            Box::new(m0062_certificate_review::Migration),
            Box::new(m0063_document_digest::Migration),
            Box::new(m0064_validity_of_certificates::Migration),
            Box::new(m0065_wallet::Migration),
            Box::new(m0067_signed_documents::Migration),
            Box::new(m0068_indicator_values::Migration),
            Box::new(m0069_needs::Migration),
            Box::new(m0070_installed_capacity::Migration),
            Box::new(m0071_handovers::Migration),
            Box::new(m0072_priority_overrides::Migration),
            Box::new(m0073_report_subscriptions::Migration),
            Box::new(m0074_framework_revisions::Migration),
            Box::new(m0075_report_cuts::Migration),
            Box::new(m0077_cohort_tallies::Migration),
            Box::new(m0078_counting_indexes::Migration),
            Box::new(m0079_what_was_known::Migration),
            Box::new(m0080_marks_by_place::Migration),
        ]
    }
}
