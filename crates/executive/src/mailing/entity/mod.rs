//! Tables of reports by mail.

pub mod report_subscription;
