//! The tables of `calendars`: one file a table, named as the table.

pub mod calendar_address;
