//! The venue that the place of a session names; kept beside the session so that others find it.

use sea_orm::entity::prelude::*;

use platform::relations::relations;

use super::session::SessionId;
use super::venue::VenueId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_venue")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: SessionId,
    pub venue_id: VenueId,
}

relations! {
    Session: SessionId => super::session(Id),
    Venue: VenueId => super::venue(Id),
}
