//! What `notices` declares to the assembly.

use capability::Capability;

pub const CAPABILITY: Capability = Capability {
    workers: |app| {
        let mail = super::worker::worker(app).map_err(|error| error.to_string())?;
        Ok(mail.into_iter().collect())
    },
    ..Capability::named("notices")
};
