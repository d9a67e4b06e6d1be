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
    let digits: String = hash.finalize().iter().take(5).map(|b| format!("{b:02x}")).collect();
    format!("{prefix}{digits}")
}
