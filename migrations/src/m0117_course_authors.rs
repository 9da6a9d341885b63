//! Who wrote a version of a course last, so that somebody else publishes it where other units teach it (L19).

use sea_orm_migration::schema::big_integer_null;

use crate::support::{Step, add_column, drop_column};

pub fn up() -> Vec<Step> {
    // Versions of before have none: nobody is kept from publishing them.
    vec![add_column("course_version", big_integer_null("author_account_id"))]
}

pub fn down() -> Vec<Step> {
    vec![drop_column("course_version", "author_account_id")]
}
