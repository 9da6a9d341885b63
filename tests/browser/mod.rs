//! Journeys of people in a real browser. They run in a step of their own.

mod axe;
mod ground;
mod journeys;
