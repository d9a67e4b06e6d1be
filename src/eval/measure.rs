//! Measures of one layer: their names and values, for people and for machines.

use std::fmt::Write;

use serde_json::{Map, Value, json};

/// A measure with precision, recall and the 95 % interval of its F1 over articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    pub name: &'static str,
    pub p: f64,
    pub r: f64,
    pub f: f64,
    pub interval: (f64, f64),
}

/// The measures of a layer over a set of pages or texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What was judged.
    pub name: &'static str,
    /// How many pages or texts there are.
    pub pages: usize,
    pub measures: Vec<Measure>,
    /// Shares from 0 to 1.
    pub shares: Vec<(&'static str, f64)>,
}

impl Table {
    /// For machines.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        out.insert("pages".to_owned(), json!(self.pages));
        for m in &self.measures {
            let (low, high) = m.interval;
            let value = json!({"p": m.p, "r": m.r, "f": m.f, "interval": [low, high]});
            out.insert(m.name.to_owned(), value);
        }
        out.extend(self.shares.iter().map(|(name, share)| ((*name).to_owned(), json!(share))));
        Value::Object(out)
    }

    /// For people.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "{:<18}      P      R     F1   95 % interval   {} in all",
            self.name, self.pages
        );
        for m in &self.measures {
            let (low, high) = m.interval;
            let _ = writeln!(
                out,
                "  {:<16}  {:.4} {:.4} {:.4}  {low:.4} - {high:.4}",
                m.name, m.p, m.r, m.f
            );
        }
        for (name, share) in &self.shares {
            let _ = writeln!(out, "  {name:<16}  {share:.4}");
        }
        out
    }
}
