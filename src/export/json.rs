//! JSON of plain data, byte for byte as `serde_json` writes it and in fewer steps: names of fields are known to need no escapes,
//! and most of an annotation is names of fields.
//!
//! Shapes that the model has none of are refused; whoever writes them asks `serde_json`.

use std::fmt;

use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    Serializer,
};

/// The JSON of a value, with room for so many bytes at first.
///
/// # Errors
/// If it has a shape that is not written here.
pub fn to_vec<T: Serialize + ?Sized>(value: &T, room: usize) -> Result<Vec<u8>, Unknown> {
    let mut writer = Writer { out: Vec::with_capacity(room) };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// A shape that is not written here.
#[derive(Debug)]
pub struct Unknown;

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a shape that the writer of JSON does not know")
    }
}

impl std::error::Error for Unknown {}

impl serde::ser::Error for Unknown {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unknown
    }
}

struct Writer {
    out: Vec<u8>,
}

impl Writer {
    fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(at) = next_escape(bytes, from) {
            self.put(&bytes[from..at]);
            self.escape(bytes[at]);
            from = at + 1;
        }
        self.put(&bytes[from..]);
        self.out.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        match byte {
            b'"' => self.put(b"\\\""),
            b'\\' => self.put(b"\\\\"),
            b'\n' => self.put(b"\\n"),
            b'\t' => self.put(b"\\t"),
            b'\r' => self.put(b"\\r"),
            0x08 => self.put(b"\\b"),
            0x0c => self.put(b"\\f"),
            _ => {
                let digits = [byte >> 4, byte & 15].map(|d| DIGITS[usize::from(d)]);
                self.put(b"\\u00");
                self.put(&digits);
            }
        }
    }

    fn number(&mut self, mut number: u64) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.put(&digits[at..]);
    }

    /// What `serde_json` makes of it.
    fn theirs<T: Serialize>(&mut self, value: T) -> Result<(), Unknown> {
        serde_json::to_writer(&mut self.out, &value).map_err(Unknown::custom)
    }
}

/// The place of the next byte that must be escaped: a mark, a backslash or a control character.
fn next_escape(bytes: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 128;
    // The high bits of the bytes that are smaller than a bound up to 128.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGH;
    let must = |b: u8| b < 0x20 || matches!(b, b'"' | b'\\');
    let rest = &bytes[from..];
    let (words, _) = rest.as_chunks::<8>();
    // A borrow may flag a byte above a true hit, never one below the first.
    let hit = words.iter().position(|word| {
        let word = u64::from_le_bytes(*word);
        let (mark, slash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
        below(word, 0x20) | below(mark, 1) | below(slash, 1) != 0
    });
    let start = hit.map_or(words.len() * 8, |w| w * 8);
    rest[start..].iter().position(|&b| must(b)).map(|i| from + start + i)
}

/// A list, a table or a structure that is being written, and whether anything stands in it.
struct Items<'w> {
    writer: &'w mut Writer,
    begun: bool,
}

impl<'w> Items<'w> {
    fn open(writer: &'w mut Writer, mark: u8) -> Self {
        writer.out.push(mark);
        Items { writer, begun: false }
    }

    fn next(&mut self) {
        if self.begun {
            self.writer.out.push(b',');
        }
        self.begun = true;
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
        self.next();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unknown> {
        self.writer.out.push(b']');
        Ok(())
    }
}

impl SerializeTuple for Items<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unknown> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unknown> {
        self.next();
        let at = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        self.writer.out.get(at).filter(|b| **b == b'"').map(|_| ()).ok_or(Unknown)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unknown> {
        self.writer.out.push(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unknown> {
        self.writer.out.push(b'}');
        Ok(())
    }
}

impl SerializeStruct for Items<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unknown> {
        debug_assert!(next_escape(key.as_bytes(), 0).is_none(), "{key}");
        self.next();
        self.writer.out.reserve(key.len() + 3);
        self.writer.out.push(b'"');
        self.writer.put(key.as_bytes());
        self.writer.put(b"\":");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unknown> {
        self.writer.out.push(b'}');
        Ok(())
    }
}

macro_rules! numbers {
    ($($name:ident: $type:ty,)*) => {
        $(fn $name(self, v: $type) -> Result<(), Unknown> {
            self.number(u64::from(v));
            Ok(())
        })*
    };
}

macro_rules! theirs {
    ($($name:ident: $type:ty,)*) => {
        $(fn $name(self, v: $type) -> Result<(), Unknown> {
            self.theirs(v)
        })*
    };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unknown;
    type SerializeSeq = Items<'w>;
    type SerializeTuple = Items<'w>;
    type SerializeMap = Items<'w>;
    type SerializeStruct = Items<'w>;
    type SerializeTupleStruct = Impossible<(), Unknown>;
    type SerializeTupleVariant = Impossible<(), Unknown>;
    type SerializeStructVariant = Impossible<(), Unknown>;

    numbers! { serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, }

    theirs! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_f32: f32,
        serialize_f64: f64, serialize_char: char,
    }

    fn serialize_bool(self, v: bool) -> Result<(), Unknown> {
        self.put(if v { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_str(self, v: &str) -> Result<(), Unknown> {
        self.text(v);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unknown> {
        Err(Unknown)
    }

    fn serialize_none(self) -> Result<(), Unknown> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unknown> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unknown> {
        self.put(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unknown> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unknown> {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unknown> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unknown> {
        Err(Unknown)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w>, Unknown> {
        Ok(Items::open(self, b'['))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'w>, Unknown> {
        Ok(Items::open(self, b'['))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unknown> {
        Err(Unknown)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unknown> {
        Err(Unknown)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'w>, Unknown> {
        Ok(Items::open(self, b'{'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'w>, Unknown> {
        Ok(Items::open(self, b'{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unknown> {
        Err(Unknown)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::Document;
    use crate::{Rules, annotate};

    fn same(value: &impl Serialize) {
        let own = String::from_utf8(to_vec(value, 0).unwrap()).unwrap();
        assert_eq!(own, serde_json::to_string(value).unwrap());
    }

    #[test]
    fn every_character_is_written_alike() {
        for c in ('\0'..='\u{3000}').chain(['\u{ffff}', '😀']) {
            for before in ["", "a", "abcdefg", "\u{e9}abcdef", "abcdefgh"] {
                same(&format!("{before}{c}\u{1f}b\u{ff}{c}\"\\ c"));
            }
        }
    }

    #[test]
    fn values_are_written_alike() {
        let numbers = json!([0, 9, 10, u64::MAX, -1, i64::MIN, 0.1, -0.0, 1e300, 5e-324, 1.0]);
        same(&json!({ "a\n": numbers, "b": [], "c": {}, "d": [null, true, false, "x"] }));
        same(&Some((1usize, 2u8)));
        same(&(f64::NAN, f64::INFINITY));
        assert!(to_vec(&std::collections::BTreeMap::from([(1, 2)]), 0).is_err());
        assert!(to_vec(&Ok::<u8, u8>(1), 0).is_err());
    }

    #[test]
    fn annotations_are_written_alike() {
        let rules = Rules::embedded().unwrap();
        let examples = rules.catalogue.rules.iter().flat_map(|r| &r.matches);
        let text: String = examples.flat_map(|example| [example.as_str(), " \"x\"\t\n"]).collect();
        let mut document = Document::from_text("a\\b", text);
        document.input.insert("\u{e9}".to_owned(), Value::from(vec![1.5, 2.0]));
        same(&annotate(&document, &rules));
    }
}
