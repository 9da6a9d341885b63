//! Letters by their address, the last first: a roster says to whom the last one did not arrive.

use crate::support::{Step, drop_index, index};

pub fn up() -> Vec<Step> {
    vec![index("outbox_message", &["recipient_email", "id"])]
}

pub fn down() -> Vec<Step> {
    vec![drop_index("outbox_message", "ix_outbox_message_recipient_email_id")]
}
