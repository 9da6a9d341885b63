//! Where things are: departments, municipalities, ESAP's territorial units, public entities, and
//! the closed lists that sources define. The rows come from files of `seed/reference`, each with
//! its source and licence; only entities are added by people. It has no pages of its own:
//! addresses with a department or a municipality are read here and shown by later capabilities.
//!
//! ## Words
//!
//! - **Department**: one of the 33 of DIVIPOLA (Bogotá counts as one), known by two digits.
//! - **Municipality**: a municipality, district or non-municipalised area, known by five digits
//!   as text; the first two are the department's. It may belong to a PDET subregion.
//! - **Territorial unit**: a dirección territorial of ESAP. It owns cohorts and serves
//!   departments.
//! - **Exception**: a municipality that another unit serves than its department's.
//! - **Entity**: a public body or organisation that people work for or represent: an alcaldía, a
//!   gobernación, a hospital.
//! - **Other name**: a row of an entity that was merged into another or was called so before; it leads to
//!   the entity itself, and nothing else names it.
//! - **Catalogue**: a closed list that a source defines, such as `entity_type` or `offer_type`.
//! - **Reference file**: a file of facts that the program carries, with the digest that says
//!   whether its content is loaded.
//!
//! ## Rules
//!
//! - A fact has a source. `seed/reference/SOURCES.toml` names it for every file with the number
//!   of rows, and a file that does not hold that number is refused.
//! - A load is one transaction and may be repeated: content that is loaded already is left alone.
//! - Rows are inserted or overwritten by their official code and never deleted, because other
//!   rows speak of them. Only the pairs of unit and department and the exceptions are replaced
//!   whole.
//! - The seven municipalities of the pilot must be there, by code and name and in the PDET, and
//!   no fewer than 1,122 municipalities remain; otherwise nothing of the load is kept.
//! - The unit that serves a municipality is the one of its exception, or else of its department.
//! - Names repeat between departments, so a municipality is shown with its department.
//! - An entity is told from every other by its municipality and by its name without accents or
//!   capitals; a unique constraint has the last word.
//! - A name that looks like a known one of its municipality (`looks`) is that one. What registrants
//!   and participants type is unreviewed, and offered to nobody else, until staff uses or accepts it.
//! - Whose kind nobody knows is of no kind (`kinds`) until the coordination says it. A merge and a kind that
//!   is said tell the change subscribers of entities in their transaction (`subscribers`).
//! - A NIT is of one entity, and its check digit follows from the others (`nit`).
//! - A code in an address that has not the form of a code names nothing, and looks like any other
//!   absent row (R60).
//! - Wherever the territory is shown, `DIVIPOLA` gives the attribution that its licence asks for.
//!
//! ## A walk: the reference facts are loaded
//!
//! `formacion seed reference`, and the first start of the demonstration:
//!
//! 1. The program asks territory, capacities, courses and surveys for their files, in this order,
//!    because a course names capacities. `reference::load` takes the files of the territory.
//! 2. One transaction begins. A file whose digest stands in `reference_load` is left alone and
//!    reported as unchanged. The municipalities and the PDET fill the same rows, so they are read
//!    together.
//! 3. `ReferenceFile::rows` reads a CSV into typed rows; columns that the type does not name are
//!    for people and are passed by. `upsert` writes the rows in batches that both databases take.
//! 4. Departments come before municipalities, and units before what they serve. Names get their
//!    folded form, by which people search.
//! 5. `ReferenceFile::record` writes the digest, the source, the licence and the number of rows
//!    of each file. At the end the pilot's municipalities are looked for, and the transaction
//!    commits.
//! 6. Entities are not in these files. They come when somebody registers, a list is imported or a
//!    need is stated: `find_or_add_entities` takes the ones that are known by their folded name
//!    and adds the others, with one statement for many.

pub use territory_model::*;

mod capability;
pub mod checks;
pub mod load;

pub use self::capability::CAPABILITY;
