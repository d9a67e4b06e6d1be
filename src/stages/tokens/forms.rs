//! The lexicon of open classes: which nouns, adjectives, adverbs and names a form may be.
//!
//! With it a word that is only ever a verb form is known as such, which a lexicon of verbs alone cannot tell;
//! a tagger gains most from a lexicon where it has not seen the word (Denis and Sagot 2012).
//! The forms themselves are not kept: a hash table of fingerprints is used as it lies in the file, so that nothing is parsed at start.
//! About one unknown word in 50 000 is taken for a known one.

use std::borrow::Cow;

use super::tagger::hash;

const MAGIC: &[u8; 8] = b"srclex01";
const HEAD: usize = 12;
const SLOT: usize = 4; // fingerprint and kinds, two bytes each

/// What a form may be, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormKinds(pub u16);

impl FormKinds {
    /// Common noun.
    pub const NOUN: FormKinds = FormKinds(1);
    /// Adjective.
    pub const ADJECTIVE: FormKinds = FormKinds(1 << 1);
    /// Adverb.
    pub const ADVERB: FormKinds = FormKinds(1 << 2);
    /// Name of a person, place or the like.
    pub const NAME: FormKinds = FormKinds(1 << 3);
    /// Noun with a capital (*Allemagne*, *Français*).
    pub const CAPITAL_NOUN: FormKinds = FormKinds(1 << 4);
    /// Another part of speech.
    pub const OTHER: FormKinds = FormKinds(1 << 5);
    /// Masculine.
    pub const MASCULINE: FormKinds = FormKinds(1 << 6);
    /// Feminine.
    pub const FEMININE: FormKinds = FormKinds(1 << 7);
    /// Singular.
    pub const SINGULAR: FormKinds = FormKinds(1 << 8);
    /// Plural.
    pub const PLURAL: FormKinds = FormKinds(1 << 9);

    /// Both together.
    pub const fn with(self, other: FormKinds) -> FormKinds {
        FormKinds(self.0 | other.0)
    }

    /// Whether one of the kinds is among these.
    pub const fn meets(self, other: FormKinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Gender and number as four bits.
    pub const fn agreement(self) -> u32 {
        (self.0 >> 6) as u32 & 15
    }

    /// Whether it says what part of speech the form is.
    pub const fn is_told(self) -> bool {
        self.0 & 0x3f != 0
    }
}

/// The forms of a language with their kinds.
#[derive(Clone, Debug)]
pub struct FormTable {
    bytes: Cow<'static, [u8]>,
    mask: u32,
}

impl FormTable {
    /// Takes the table as it lies in a file.
    ///
    /// # Errors
    /// If the bytes are no table of this version.
    pub fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<FormTable, String> {
        let head = bytes.get(..HEAD).ok_or("too short for a lexicon")?;
        if &head[..8] != MAGIC {
            return Err("no lexicon of this version".to_owned());
        }
        let slots = u32::from_le_bytes([head[8], head[9], head[10], head[11]]);
        if !slots.is_power_of_two() || bytes.len() != HEAD + slots as usize * SLOT {
            return Err("damaged lexicon".to_owned());
        }
        // A full table would be searched without end.
        if !bytes[HEAD..].chunks_exact(SLOT).any(|s| s[2..] == [0, 0]) {
            return Err("damaged lexicon: no empty slot".to_owned());
        }
        Ok(FormTable { bytes, mask: slots - 1 })
    }

    /// What a folded word may be; nothing if it is not in the lexicon.
    pub fn kinds(&self, folded: &str) -> FormKinds {
        self.find(hash(folded.as_bytes()))
    }

    /// What the word with that hash may be.
    pub(super) fn find(&self, word: u32) -> FormKinds {
        let (mut slot, print) = place(word, self.mask);
        loop {
            let at = HEAD + slot as usize * SLOT;
            let [a, b, c, d] = self.bytes[at..at + SLOT] else { return FormKinds::default() };
            let kinds = u16::from_le_bytes([c, d]);
            if kinds == 0 || u16::from_le_bytes([a, b]) == print {
                return FormKinds(kinds);
            }
            slot = (slot + 1) & self.mask;
        }
    }

    /// Lays folded forms with their kinds into a table, as it lies in a file.
    /// Forms that cannot be told apart share their kinds; the same forms in any order give the same bytes.
    pub fn pack<'a>(forms: impl IntoIterator<Item = (&'a str, FormKinds)>) -> Vec<u8> {
        let mut hashed: Vec<(u32, u16)> = forms
            .into_iter()
            .filter(|(_, k)| k.is_told())
            .map(|(f, k)| (hash(f.as_bytes()), k.0))
            .collect();
        hashed.sort_unstable();
        let slots = (hashed.len() * 5 / 4 + 1).next_power_of_two() as u32;
        let mut table = vec![0u8; slots as usize * SLOT];
        for (word, kinds) in hashed {
            let (mut slot, print) = place(word, slots - 1);
            loop {
                let cell = &mut table[slot as usize * SLOT..][..SLOT];
                let there = u16::from_le_bytes([cell[2], cell[3]]);
                if there == 0 || u16::from_le_bytes([cell[0], cell[1]]) == print {
                    cell[..2].copy_from_slice(&print.to_le_bytes());
                    cell[2..].copy_from_slice(&(there | kinds).to_le_bytes());
                    break;
                }
                slot = (slot + 1) & (slots - 1);
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(slots.to_le_bytes());
        bytes.extend(table);
        bytes
    }
}

/// Where the search for a word starts, and the word's fingerprint.
fn place(word: u32, mask: u32) -> (u32, u16) {
    // The low bits of the hash alone are too alike for words that differ in their last letter.
    let mixed = (word ^ (word >> 15)).wrapping_mul(0x2c1b_3c6d);
    ((mixed ^ (mixed >> 16)) & mask, (mixed >> 16) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_form_is_found_with_all_its_kinds() {
        let noun = FormKinds::NOUN.with(FormKinds::FEMININE);
        let bytes = FormTable::pack([
            ("blib", noun),
            ("blob", FormKinds::ADJECTIVE),
            ("blob", FormKinds::NOUN),
        ]);
        let table = FormTable::from_bytes(bytes.into()).unwrap();
        assert_eq!(table.kinds("blib"), noun);
        assert_eq!(table.kinds("blob"), FormKinds::ADJECTIVE.with(FormKinds::NOUN));
        assert_eq!(table.kinds("zorb"), FormKinds::default());
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let bytes = FormTable::pack([("blib", FormKinds::NOUN)]);
        assert!(FormTable::from_bytes(bytes[..bytes.len() - 1].to_vec().into()).is_err());
        let mut full = bytes;
        full[HEAD..].fill(1);
        assert!(FormTable::from_bytes(full.into()).is_err());
    }
}
