//! The bytes of a list, as the program of an office saves it.

use rust_xlsxwriter::{Format, Workbook};

/// What only a workbook does with its rows, columns and cells, counted from 0.
#[derive(Default)]
pub struct Dressing {
    pub hidden_rows: Vec<u32>,
    pub hidden_column: Option<u16>,
    /// The first and the last row of a merged area, and its column.
    pub merged: Vec<(u32, u32, u16)>,
}

/// In dress 0 and 1 a workbook, in the others a text.
pub fn written(lines: &[Vec<String>], dress: usize, dressing: &Dressing) -> Vec<u8> {
    if dress <= 1 {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet();
        for (row, cells) in (0_u32..).zip(lines) {
            for (column, text) in (0_u16..).zip(cells) {
                match text.parse::<f64>() {
                    Ok(number) if !text.contains('.') && text.len() < 11 => {
                        sheet.write_number(row, column, number).unwrap()
                    }
                    _ => sheet.write_string_with_format(row, column, text, &bold).unwrap(),
                };
            }
        }
        for row in &dressing.hidden_rows {
            sheet.set_row_hidden(*row).unwrap();
        }
        if let Some(column) = dressing.hidden_column {
            sheet.set_column_hidden(column).unwrap();
        }
        for (first, last, column) in dressing.merged.iter().copied() {
            let text = &lines[first as usize][usize::from(column)];
            sheet.merge_range(first, column, last, column, text, &bold).unwrap();
        }
        return book.save_to_buffer().unwrap();
    }
    let between = if dress == 2 { "\t" } else { ";" };
    let texts: Vec<String> = lines.iter().map(|cells| cells.join(between)).collect();
    let text = texts.join("\r\n");
    let western =
        |text: &str| text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect::<Vec<u8>>();
    match dress {
        3 => western(&text),
        // Read in the wrong encoding by a program, and saved again.
        4 => text.bytes().map(char::from).collect::<String>().into_bytes(),
        5 => [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
        _ => text.into_bytes(),
    }
}
