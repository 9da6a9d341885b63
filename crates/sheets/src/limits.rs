//! How much of a file is read.

/// The limits of one reading. The default ones keep a reading below 64 MB and two seconds.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of the file as it came.
    pub bytes: usize,
    /// Entries of the archive.
    pub parts: usize,
    /// Unpacked, of one sheet.
    pub sheet_bytes: u64,
    /// Unpacked, of the texts that the cells share.
    pub texts_bytes: u64,
    /// Unpacked, of any other part that is read (the workbook's list of sheets, its formats).
    pub part_bytes: u64,
    /// With anything in them; empty ones cost nothing but the bytes they are written with.
    pub rows: u32,
    /// The last column that may hold anything.
    pub columns: u32,
    /// Characters of one cell.
    pub cell: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 5 * 1024 * 1024,
            parts: 2_000,
            sheet_bytes: 28 * 1024 * 1024,
            texts_bytes: 12 * 1024 * 1024,
            part_bytes: 4 * 1024 * 1024,
            rows: 5_200,
            columns: 200,
            cell: 4_000,
        }
    }
}
