//! Ids that are hashes of spans, so that a decision about a result survives a new version of the program.

use sha2::{Digest, Sha256};

use super::Span;

/// `prefix` and ten hexadecimal digits of the SHA-256 of the spans (bytes of the text) and a salt.
pub fn hash_id(prefix: &str, groups: &[&[Span]], salt: usize) -> String {
    let mut hash = Sha256::new();
    for group in groups {
        for s in *group {
            hash.update((s.start as u64).to_le_bytes());
            hash.update((s.end as u64).to_le_bytes());
        }
        hash.update([0xff]);
    }
    hash.update((salt as u64).to_le_bytes());
    let mut id = String::with_capacity(prefix.len() + 10);
    id.push_str(prefix);
    push_hex(&mut id, &hash.finalize()[..5]);
    id
}

/// Appends bytes as hexadecimal digits.
pub fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}
