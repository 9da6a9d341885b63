//! Journeys of people in a real browser. They run in a step of their own.

mod ground;
mod journeys;
mod pages;
