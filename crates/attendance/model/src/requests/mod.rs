//! What learners ask about their attendance (R41): the table of requests, of which other capabilities
//! count those that wait.

pub mod entity;
