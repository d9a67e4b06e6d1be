//! Offsets in bytes and in code points.

use crate::model::Annotation;

/// The code points before each byte of a text.
#[derive(Clone, Debug)]
pub struct Offsets(Vec<u32>);

impl Offsets {
    /// Counts the code points of `text`.
    pub fn new(text: &str) -> Self {
        // An entry for every byte makes the lookup constant; texts are small beside what the analysis holds.
        let mut at = vec![0u32; text.len() + 1];
        let mut count = 0;
        for (i, c) in text.char_indices() {
            at[i..i + c.len_utf8()].fill(count);
            count += 1;
        }
        at[text.len()] = count;
        Offsets(at)
    }

    /// The offset in code points.
    ///
    /// # Panics
    /// If the byte lies behind the text.
    pub fn codepoint(&self, byte: usize) -> usize {
        self.0[byte] as usize
    }
}

/// Turns all offsets of an annotation from bytes into code points.
pub fn bytes_to_codepoints(annotation: &mut Annotation) {
    let points = Offsets::new(&annotation.text);
    annotation.map_offsets(|byte| points.codepoint(byte));
}

/// Turns all offsets of an annotation from code points into bytes; an offset behind the text is put at its end.
pub fn codepoints_to_bytes(annotation: &mut Annotation) {
    let mut at: Vec<usize> = annotation.text.char_indices().map(|(i, _)| i).collect();
    let end = annotation.text.len();
    at.push(end);
    annotation.map_offsets(|point| at.get(point).copied().unwrap_or(end));
}
