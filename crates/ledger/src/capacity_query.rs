//! The query part of the addresses of installed capacity.

use capacities_model::entity::capacity;
use capacities_model::queries::capacities;
use sign_in_model::prelude::*;

use super::as_of::AsOf;
use super::queries::{self, CountScope, LedgerReach};

/// The day and the capacity that an address asks for. `capacity` is `None` for any.
pub struct CapacityQuery {
    pub as_of: AsOf,
    pub reach: LedgerReach,
    pub framework: Vec<capacity::Model>,
    pub capacity: Option<capacity::Model>,
    /// The form with what was typed, or as it is read.
    pub form: FormState,
    pub is_refused: bool,
}

impl CapacityQuery {
    pub async fn read(desk: &Desk<'_>, fields: &Fields) -> Result<Self, AppError> {
        let db = desk.app.db.read();
        let now = desk.app.clock.now();
        let reach = queries::reach(db).await?;
        let mut framework = capacities(db).await?;
        // What nobody is taught alone comes last.
        framework.sort_by_key(|one| !one.is_taught());
        let code = fields.first("capacidad");
        let capacity = framework.iter().find(|one| one.code == code).cloned();
        if capacity.is_none() && !code.is_empty() {
            return Err(AppError::NotFound);
        }
        let mut reader = Reader::new(fields);
        let as_of = AsOf::read(&mut reader, now, reach.since);
        let refused = reader.finish().err();
        let is_refused = refused.is_some();
        let form = refused.unwrap_or_else(|| {
            FormState::default().with("corte", dates::input_date(as_of.day)).with("capacidad", code)
        });
        Ok(Self { as_of, reach, framework, capacity, form, is_refused })
    }

    pub fn code(&self) -> &str {
        self.capacity.as_ref().map_or("", |one| one.code.as_str())
    }

    pub fn what(&self) -> CountScope<'_> {
        self.capacity.as_ref().map_or(CountScope::Any, |one| CountScope::One(&one.code))
    }

    pub fn alternatives(&self) -> Vec<Alternative> {
        self.framework.iter().map(|one| Alternative::new(&one.code, &one.name)).collect()
    }

    /// The day as an address carries it; today's address stays today's tomorrow.
    pub fn day(&self) -> String {
        if self.as_of.is_open { String::new() } else { dates::input_date(self.as_of.day) }
    }
}
