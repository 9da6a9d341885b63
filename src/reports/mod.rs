//! The department's attendance report: one set of figures for page, XLSX and CSV.
