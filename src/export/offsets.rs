//! Offsets in bytes and in code points.

use crate::model::Annotation;

/// Turns all offsets of an annotation from bytes into code points.
pub fn bytes_to_codepoints(annotation: &mut Annotation) {
    // One entry a byte border keeps the lookup constant; texts are small beside what the analysis holds.
    let mut at = vec![0u32; annotation.text.len() + 1];
    let mut count = 0;
    for (i, c) in annotation.text.char_indices() {
        for slot in &mut at[i..i + c.len_utf8()] {
            *slot = count;
        }
        count += 1;
    }
    at[annotation.text.len()] = count;
    annotation.map_offsets(|byte| at[byte] as usize);
}

/// Turns all offsets of an annotation from code points into bytes; an offset behind the text is put at its end.
pub fn codepoints_to_bytes(annotation: &mut Annotation) {
    let mut at: Vec<usize> = annotation.text.char_indices().map(|(i, _)| i).collect();
    let end = annotation.text.len();
    at.push(end);
    annotation.map_offsets(|point| at.get(point).copied().unwrap_or(end));
}
