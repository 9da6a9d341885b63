//! Tests answered on the page.

mod answer;
mod build;
mod gain;
mod grade;
mod grid;
mod kill;
mod paper;
mod rescore;
mod statistics;
mod time;
