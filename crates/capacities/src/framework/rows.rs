//! Texts of the framework as rows of their tables.

use sea_orm::Set;

use super::rules::{CapacityText, IndicatorText};
use crate::entity::{capacity, capacity_indicator};

impl CapacityText {
    /// The first row of a capacity that says this.
    pub fn row(self, code: String) -> capacity::ActiveModel {
        let mut row =
            capacity::ActiveModel { code: Set(code), revision: Set(1), ..Default::default() };
        self.said_by(&mut row);
        row
    }

    /// Writes all of it into a row.
    pub fn said_by(self, row: &mut capacity::ActiveModel) {
        row.name = Set(self.name);
        row.dimension = Set(self.dimension);
        row.subject = Set(self.subject);
        row.retired = Set(self.retired);
    }
}

impl IndicatorText {
    /// The first row of an indicator that says this.
    pub fn row(
        self,
        capacity: String,
        index: String,
        code: String,
    ) -> capacity_indicator::ActiveModel {
        let mut row = capacity_indicator::ActiveModel {
            capacity_code: Set(capacity),
            index_name: Set(index),
            indicator_code: Set(code),
            revision: Set(1),
            ..Default::default()
        };
        self.said_by(&mut row);
        row
    }

    /// Writes all of it into a row.
    pub fn said_by(self, row: &mut capacity_indicator::ActiveModel) {
        row.name = Set(self.name);
        row.unit = Set(self.unit);
        row.range_text = Set(self.range_text);
        row.direction = Set(self.direction);
        row.periodicity = Set(self.periodicity);
        row.source_owner = Set(self.source_owner);
        row.certainty = Set(self.certainty);
        row.evidence = Set(self.evidence);
        row.note = Set(self.note);
        row.link_certainty = Set(self.link_certainty);
        row.link_source = Set(self.link_source);
        row.retired = Set(self.retired);
    }
}
