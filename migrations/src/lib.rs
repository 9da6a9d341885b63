//! The schema, one change per file, named by intent, for SQLite and PostgreSQL alike.
//!
//! Every change runs in a transaction on both databases (SQLite's default is without one). SQLite
//! cannot add a constraint to a table that exists: CHECKs and foreign keys are said when the table
//! is made. The values of enums are not CHECKed here, or every new value would rebuild a table on
//! SQLite: the types in the application's `entity` modules govern them.
//!
//! A file has two functions, `up` and `down`, that return the steps of the change and of taking it
//! back. Tables and statements are built in plain functions, and a single async function runs them:
//! of every statement that an async function holds while it waits, the compiler proves that it may
//! move to another thread, and for tables this takes most of a minute. A file whose steps depend on
//! the database, or on the rows in it, implements `MigrationTrait` itself.
//!
//! A file that has been released never changes what it does; add the next one.

use sea_orm_migration::prelude::*;

use crate::support::Migration;

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
mod m0085_registrations;
mod m0086_self_declared;
mod m0090_second_factor;
mod m0095_known_devices;
mod m0096_password_requests;
mod m0099_contact_changes;
mod m0100_proven_accounts;
mod m0101_vouched_posts;
mod m0102_reviewed_entities;
mod m0103_accepted_places;
mod m0104_person_requests;
mod m0111_second_person;
mod m0112_marks_by_link;
mod m0115_attempt_budgets;
mod m0116_files_of_a_day;
mod m0117_course_authors;
mod m0118_posts_of_places;
mod m0130_second_deeds;
mod m0131_marks_of_nobody;
mod m0132_phones_that_send;
mod m0133_import_rows;
mod m0134_import_answers;
mod m0135_days_of_sessions;
mod m0136_where_it_is_taught;
mod m0137_hours_that_were_taught;
mod m0140_reopened_attendance;
mod m0141_counting_since;
mod m0142_minimum_evidence;
mod m0143_declined_offers;
mod m0145_numbers_of_the_country;
mod m0147_months_of_cohorts;
mod m0148_posts_of_earlier_attributions;
mod m0149_venues;
mod m0151_keys_on_p256;
mod m0155_kept_files;
mod m0156_sheet_of_indicators;
mod m0157_seats_nobody_used;
mod m0158_letters_by_address;
mod m0160_other_names_of_entities;
mod m0165_deputies;
mod m0166_contacts_of_units;
mod m0167_letters_of_cohorts;
mod m0168_names_in_calendars;
mod m0169_letters_nobody_need_receive;
mod support;

/// Every change of the schema, the oldest first.
pub struct Migrator;

/// Makes the migration whose steps a module returns, under the name of the module.
macro_rules! migration {
    ($module:ident) => {
        Box::new(Migration { name: stringify!($module), up: $module::up, down: $module::down })
    };
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            migration!(m0001_settings),
            migration!(m0002_territory),
            migration!(m0003_people),
            migration!(m0004_sign_in),
            migration!(m0005_history),
            migration!(m0006_notices),
            migration!(m0007_capacities),
            migration!(m0008_courses),
            migration!(m0009_cohorts),
            migration!(m0010_enrolment),
            migration!(m0011_attendance),
            migration!(m0012_assessment),
            migration!(m0013_certification),
            migration!(m0014_entity_names),
            Box::new(m0015_session_cancellation::Migration),
            migration!(m0016_document_review),
            migration!(m0017_cohort_templates),
            migration!(m0018_seat_quotas),
            migration!(m0019_enrolment_import),
            migration!(m0020_post_confirmation),
            migration!(m0021_cohort_plan),
            migration!(m0022_seat_offers),
            Box::new(m0024_one_person::Migration),
            migration!(m0025_session_changes),
            migration!(m0026_calendar_addresses),
            migration!(m0028_nomination),
            migration!(m0029_admission),
            migration!(m0030_import_forecast),
            migration!(m0031_earlier_attribution),
            migration!(m0032_attendance_rule),
            migration!(m0033_field),
            migration!(m0034_codes),
            migration!(m0035_paper),
            migration!(m0036_requests),
            migration!(m0037_marks_after_closing),
            migration!(m0038_session_handover),
            migration!(m0039_people_of_a_place),
            migration!(m0040_walk_ins_on_paper),
            migration!(m0041_questions),
            migration!(m0042_question_imports),
            migration!(m0043_exams),
            migration!(m0045_surveys),
            migration!(m0046_follow_up),
            migration!(m0047_products),
            migration!(m0048_origin_of_grades),
            Box::new(m0049_scale_of_a_cohort::Migration),
            migration!(m0050_grade_books),
            migration!(m0051_tests_on_paper),
            migration!(m0052_rescoring),
            migration!(m0053_lessons),
            migration!(m0054_appeals),
            migration!(m0055_reopened_grades),
            migration!(m0056_issuer_keys),
            migration!(m0057_certificate_credentials),
            migration!(m0058_document_templates),
            migration!(m0059_signature_drawings),
            migration!(m0060_rule_of_certificates),
            migration!(m0061_certificate_batches),
            migration!(m0062_certificate_review),
            migration!(m0063_document_digest),
            migration!(m0064_validity_of_certificates),
            migration!(m0065_wallet),
            migration!(m0067_signed_documents),
            migration!(m0068_indicator_values),
            migration!(m0069_needs),
            migration!(m0070_installed_capacity),
            migration!(m0071_handovers),
            migration!(m0072_priority_overrides),
            migration!(m0073_report_subscriptions),
            migration!(m0074_framework_revisions),
            migration!(m0075_report_cuts),
            migration!(m0077_cohort_tallies),
            migration!(m0078_counting_indexes),
            migration!(m0079_what_was_known),
            migration!(m0080_marks_by_place),
            migration!(m0085_registrations),
            migration!(m0086_self_declared),
            migration!(m0115_attempt_budgets),
            migration!(m0116_files_of_a_day),
            migration!(m0099_contact_changes),
            migration!(m0100_proven_accounts),
            migration!(m0101_vouched_posts),
            migration!(m0102_reviewed_entities),
            migration!(m0103_accepted_places),
            migration!(m0104_person_requests),
            migration!(m0090_second_factor),
            migration!(m0095_known_devices),
            migration!(m0096_password_requests),
            migration!(m0111_second_person),
            migration!(m0112_marks_by_link),
            migration!(m0117_course_authors),
            migration!(m0118_posts_of_places),
            migration!(m0130_second_deeds),
            Box::new(m0131_marks_of_nobody::Migration),
            migration!(m0132_phones_that_send),
            migration!(m0147_months_of_cohorts),
            migration!(m0148_posts_of_earlier_attributions),
            migration!(m0151_keys_on_p256),
            migration!(m0145_numbers_of_the_country),
            migration!(m0143_declined_offers),
            migration!(m0149_venues),
            Box::new(m0135_days_of_sessions::Migration),
            migration!(m0136_where_it_is_taught),
            migration!(m0137_hours_that_were_taught),
            migration!(m0140_reopened_attendance),
            migration!(m0141_counting_since),
            migration!(m0142_minimum_evidence),
            migration!(m0133_import_rows),
            migration!(m0134_import_answers),
            migration!(m0155_kept_files),
            migration!(m0156_sheet_of_indicators),
            migration!(m0157_seats_nobody_used),
            migration!(m0158_letters_by_address),
            migration!(m0160_other_names_of_entities),
            migration!(m0165_deputies),
            migration!(m0166_contacts_of_units),
            migration!(m0167_letters_of_cohorts),
            migration!(m0168_names_in_calendars),
            migration!(m0169_letters_nobody_need_receive),
        ]
    }
}
