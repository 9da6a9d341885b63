//! Home pages: what needs doing now, per role, with numbers that open their list.
