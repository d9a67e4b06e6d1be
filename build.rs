//! Prepares the built-in rules, so that a start need not do again what never changes.
//!
//! The files stay as they are and are embedded whole. Beside them stand the trees of the TOML files, packed
//! (`src/rules/packed.rs` reads them and tells the format), and the digest of all files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

#[path = "src/rules/fast_hash.rs"]
mod fast_hash;

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rules/fast_hash.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo tells the folder"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo tells the folder"));
    let mut files = BTreeMap::new();
    let rules = root.join("rules");
    read(&rules, &rules, &mut files);
    let mut list = "&[\n".to_owned();
    for (key, bytes) in files.iter().filter(|(key, _)| key.ends_with(".toml")) {
        let text = std::str::from_utf8(bytes).expect("rule files are UTF-8");
        let tree = DeTable::parse(text).unwrap_or_else(|e| panic!("rules/{key}: {e}"));
        let name = key.replace('/', "-");
        let mut packed = Vec::new();
        put_table(&mut packed, tree.get_ref());
        fs::write(out.join(&name), packed).expect("the build's folder can be written");
        let _ = writeln!(
            list,
            "({key:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) as &[u8]),"
        );
    }
    list.push_str("]\n");
    fs::write(out.join("packed.rs"), list).expect("the build's folder can be written");
    fs::write(out.join("digest.txt"), digest(&files)).expect("the build's folder can be written");
}

/// The files of a folder that `RuleFolder` takes, by path inside the rules.
fn read(rules: &Path, dir: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(dir).expect("the rules can be read") {
        let path = entry.expect("the rules can be read").path();
        if path.is_dir() {
            read(rules, &path, files);
            continue;
        }
        let inside = path.strip_prefix(rules).expect("the path lies in the rules");
        let key = inside.to_string_lossy().replace('\\', "/");
        let wanted = match key.split('/').collect::<Vec<_>>()[..] {
            [_, name] => name.ends_with(".toml") || name.ends_with(".bin"),
            [_, "words", name] => name.ends_with(".txt"),
            _ => false,
        };
        if wanted {
            files.insert(key, fs::read(&path).expect("the rules can be read"));
        }
    }
}

/// The digest that `Rules::read` takes of a folder.
fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    let is_model = |key: &str| key.ends_with(".bin");
    for (key, bytes) in files.iter().filter(|(key, _)| !is_model(key)) {
        hash.update(key.as_bytes());
        hash.update([0]);
        hash.update(bytes);
        hash.update([0]);
    }
    for (key, bytes) in files.iter().filter(|(key, _)| is_model(key)) {
        hash.update(key.as_bytes());
        hash.update([0]);
        let mut checksum = fast_hash::FastHasher::default();
        checksum.write(bytes);
        hash.update(checksum.finish().to_le_bytes());
    }
    hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

fn put_table(out: &mut Vec<u8>, table: &DeTable<'_>) {
    put_number(out, table.len());
    for (key, value) in table {
        put_place(out, key);
        put_text(out, key.get_ref());
        put_value(out, value);
    }
}

fn put_value(out: &mut Vec<u8>, value: &Spanned<DeValue<'_>>) {
    put_place(out, value);
    match value.get_ref() {
        DeValue::String(text) => {
            out.push(b's');
            put_text(out, text);
        }
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix());
            out.push(b'i');
            out.extend(number.expect("rules hold small numbers").to_le_bytes());
        }
        DeValue::Float(number) => {
            let number: f64 = number.as_str().parse().expect("TOML's floats are Rust's");
            out.push(b'f');
            out.extend(number.to_le_bytes());
        }
        DeValue::Boolean(yes) => out.push(if *yes { b'y' } else { b'n' }),
        DeValue::Array(list) => {
            out.push(b'a');
            put_number(out, list.len());
            list.iter().for_each(|v| put_value(out, v));
        }
        DeValue::Table(table) => {
            out.push(b't');
            put_table(out, table);
        }
        DeValue::Datetime(day) => panic!("rules hold no dates: {day}"),
    }
}

fn put_place<T>(out: &mut Vec<u8>, spanned: &Spanned<T>) {
    put_number(out, spanned.span().start);
    put_number(out, spanned.span().len());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len());
    out.extend(text.as_bytes());
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
