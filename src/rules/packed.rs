//! Packed rule files: the trees of the built-in TOML files, prepared by `build.rs`, so that no start parses them again.
//!
//! A tree is a table. A table is a number of entries, each a key with its place and a value; a value is its place, a letter
//! for its kind, and its bytes. A place is start and length in the file. Numbers take seven bits a byte, the lowest first.

use std::ops::Range;

use serde::de::value::{BorrowedStrDeserializer, Error};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess,
    SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_spanned::de::{SpannedDeserializer, is_spanned};

static PACKED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// The tree of a built-in file, by its path inside the rules folder (`fr/cues.toml`).
pub(super) fn tree_of(key: &str) -> Option<&'static [u8]> {
    PACKED.iter().find(|(k, _)| *k == key).map(|(_, tree)| *tree)
}

/// Reads the shape of a tree.
///
/// # Errors
/// If the file has another shape; what is wrong and where is told by the file's text, not here.
pub(super) fn read<T: DeserializeOwned>(tree: &'static [u8]) -> Result<T, Error> {
    let mut rest = tree;
    T::deserialize(Root(&mut rest))
}

/// What is still to be read.
type Rest<'r> = &'r mut &'static [u8];

fn byte(rest: Rest<'_>) -> Result<u8, Error> {
    let (&first, behind) = rest.split_first().ok_or_else(|| Error::custom("cut off"))?;
    *rest = behind;
    Ok(first)
}

fn bytes<const N: usize>(rest: Rest<'_>) -> Result<[u8; N], Error> {
    let (first, behind) = rest.split_first_chunk().ok_or_else(|| Error::custom("cut off"))?;
    *rest = behind;
    Ok(*first)
}

fn number(rest: Rest<'_>) -> Result<usize, Error> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let next = byte(rest)?;
        number |= usize::from(next & 0x7f) << shift;
        if next & 0x80 == 0 {
            break;
        }
    }
    Ok(number)
}

fn place(rest: Rest<'_>) -> Result<Range<usize>, Error> {
    let start = number(rest)?;
    Ok(start..start + number(rest)?)
}

fn text(rest: Rest<'_>) -> Result<&'static str, Error> {
    let length = number(rest)?;
    let (text, behind) = rest.split_at_checked(length).ok_or_else(|| Error::custom("cut off"))?;
    *rest = behind;
    std::str::from_utf8(text).map_err(Error::custom)
}

/// The table of the whole file, which has no place.
struct Root<'r>(Rest<'r>);

impl Deserializer<'static> for Root<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        let left = number(self.0)?;
        visitor.visit_map(Items { rest: self.0, left })
    }

    forward_to_deserialize_any! { <V: Visitor<'static>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A value behind its place.
struct Value<'r>(Rest<'r>);

impl IntoDeserializer<'static, Error> for Value<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Deserializer<'static> for Value<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        let rest = self.0;
        match byte(rest)? {
            b's' => visitor.visit_borrowed_str(text(rest)?),
            b'i' => visitor.visit_i64(i64::from_le_bytes(bytes(rest)?)),
            b'f' => visitor.visit_f64(f64::from_le_bytes(bytes(rest)?)),
            b'y' => visitor.visit_bool(true),
            b'n' => visitor.visit_bool(false),
            b'a' => {
                let left = number(rest)?;
                visitor.visit_seq(Items { rest, left })
            }
            b't' => {
                let left = number(rest)?;
                visitor.visit_map(Items { rest, left })
            }
            other => Err(Error::custom(format_args!("no kind `{other}`"))),
        }
    }

    fn deserialize_enum<V: Visitor<'static>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match byte(self.0)? {
            b's' => visitor.visit_enum(BorrowedStrDeserializer::new(text(self.0)?)),
            _ => Err(Error::custom("variants are told by their names")),
        }
    }

    fn deserialize_option<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'static>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! { <V: Visitor<'static>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A value or a key with the place that it stands at.
struct Placed<D> {
    place: Range<usize>,
    inner: D,
}

impl<D> Deserializer<'static> for Placed<D>
where
    D: Deserializer<'static, Error = Error> + IntoDeserializer<'static, Error>,
{
    type Error = Error;

    fn deserialize_any<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        self.inner.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'static>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if is_spanned(name) {
            visitor.visit_map(SpannedDeserializer::new(self.inner, self.place))
        } else {
            self.inner.deserialize_struct(name, fields, visitor)
        }
    }

    fn deserialize_enum<V: Visitor<'static>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.inner.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_option<V: Visitor<'static>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'static>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! { <V: Visitor<'static>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

/// What is left of a table or a list.
struct Items<'r> {
    rest: Rest<'r>,
    left: usize,
}

impl Items<'_> {
    fn more(&mut self) -> bool {
        let more = self.left > 0;
        self.left -= usize::from(more);
        more
    }

    fn value(&mut self) -> Result<Placed<Value<'_>>, Error> {
        Ok(Placed { place: place(self.rest)?, inner: Value(self.rest) })
    }
}

impl SeqAccess<'static> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'static>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.more() { seed.deserialize(self.value()?).map(Some) } else { Ok(None) }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl MapAccess<'static> for Items<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'static>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if !self.more() {
            return Ok(None);
        }
        let place = place(self.rest)?;
        let inner = BorrowedStrDeserializer::new(text(self.rest)?);
        seed.deserialize(Placed { place, inner }).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'static>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleFolder;

    #[test]
    fn a_tree_says_what_its_file_says() {
        let folder = RuleFolder::embedded();
        let files = folder.files().filter(|(key, _)| key.ends_with(".toml"));
        let mut count = 0;
        for (key, file) in files {
            let packed: toml::Table = read(tree_of(key).unwrap()).unwrap();
            assert_eq!(packed, toml::from_str::<toml::Table>(&file.text).unwrap(), "{key}");
            count += 1;
        }
        assert_eq!(count, PACKED.len());
    }

    #[test]
    fn another_shape_is_refused() {
        let tree = tree_of("fr/cues.toml").unwrap();
        assert!(read::<Vec<String>>(tree).is_err());
        assert!(read::<std::collections::BTreeMap<String, u8>>(tree).is_err());
        let short: &'static [u8] = &tree[..tree.len() / 2];
        assert!(read::<toml::Table>(short).is_err());
    }
}
