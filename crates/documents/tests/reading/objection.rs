//! The one objection of the judge of PDF/A that is the judge's own fault.

/// Whether the judge only objects to compressed bytes that happen to end in a carriage return. Before
/// the line feed that ends every stream it takes both for the end of the line and counts one byte less.
/// So it is only where every stream of the file is as long as it says.
pub fn is_carriage_return(file: &[u8], rules: &str) -> bool {
    let Some((_, "STREAM-LENGTH-001")) = rules.split_once('-') else { return false };
    let mut at = 0;
    while let Some(found) = find(&file[at..], b"/Length ") {
        let length = at + found + 8;
        let digits: String = file[length..]
            .iter()
            .map(|&byte| byte as char)
            .take_while(char::is_ascii_digit)
            .collect();
        let (Ok(bytes), Some(start)) =
            (digits.parse::<usize>(), find(&file[length..], b"stream\n"))
        else {
            return false;
        };
        at = length + start + 7 + bytes;
        if !file.get(at..).is_some_and(|rest| rest.starts_with(b"\nendstream")) {
            return false;
        }
    }
    at > 0
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
