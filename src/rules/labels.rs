//! The words of the fact-checker's pages, a table a language: the shape of `labels.toml`.
//!
//! A label is found by its dotted key (`page.verify`). Numbers and names are filled into braces; where a count decides
//! between two forms, they stand side by side with `|` between them.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{RuleError, RuleFolder};

/// The labels of one language of the interface.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Code of the language.
    pub code: String,
    table: BTreeMap<String, String>,
    zero_is_one: bool,
}

impl Labels {
    /// The file of each language.
    const FILE: &'static str = "labels.toml";
    /// The one settling which keys there are.
    const REFERENCE: &'static str = "en";

    /// The languages that have labels, in order.
    pub fn languages(folder: &RuleFolder) -> Vec<String> {
        let has = |code: &&str| folder.file(code, Self::FILE).is_some();
        folder.languages().into_iter().filter(has).map(str::to_owned).collect()
    }

    /// The labels of a language.
    ///
    /// # Errors
    /// If there are none, the file is no table of texts, or its keys are not those of the English table; labels of rules
    /// (`reason`, `next`) may be missing or more, since rules may be added.
    pub fn read(folder: &RuleFolder, code: &str) -> Result<Labels, RuleError> {
        let labels = Self::read_alone(folder, code)?;
        if code == Self::REFERENCE {
            return Ok(labels);
        }
        let reference = Self::read_alone(folder, Self::REFERENCE)?;
        let path = folder.file(code, Self::FILE).map_or(String::new(), |f| f.path.clone());
        let of_rules = |key: &str| key.starts_with("reason.") || key.starts_with("next.");
        let lacks = |a: &Labels, b: &Labels| {
            a.table.keys().find(|k| !of_rules(k) && !b.table.contains_key(*k)).cloned()
        };
        if let Some(key) = lacks(&reference, &labels) {
            return Err(RuleError::whole(path, format!("the label `{key}` is missing")));
        }
        if let Some(key) = lacks(&labels, &reference) {
            return Err(RuleError::whole(path, format!("no label `{key}` is ever shown")));
        }
        Ok(labels)
    }

    fn read_alone(folder: &RuleFolder, code: &str) -> Result<Labels, RuleError> {
        let Some(file) = folder.file(code, Self::FILE) else {
            let all = Self::languages(folder).join(", ");
            let message = format!("no labels for the language `{code}`; there are: {all}");
            return Err(RuleError::whole(format!("rules/{code}/{}", Self::FILE), message));
        };
        let shape: Table = file.parse()?;
        let mut table = BTreeMap::new();
        let mut zero_is_one = false;
        for (key, value) in &shape {
            match value {
                Value::Table(section) => {
                    for (inner, text) in section {
                        let text = text.as_str().ok_or_else(|| {
                            RuleError::whole(
                                file.path.clone(),
                                format!("`{key}.{inner}` is no text"),
                            )
                        })?;
                        table.insert(format!("{key}.{inner}"), text.to_owned());
                    }
                }
                Value::Boolean(flag) if key == "zero_is_one" => zero_is_one = *flag,
                Value::String(text) => {
                    table.insert(key.clone(), text.clone());
                }
                _ => {
                    let message = format!("`{key}` is neither a text nor a section of texts");
                    return Err(RuleError::whole(file.path.clone(), message));
                }
            }
        }
        Ok(Labels { code: code.to_owned(), table, zero_is_one })
    }

    /// A label. One that is missing shows its key, which the project's tests exclude for the keys in use.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.table.get(key).map_or(key, String::as_str)
    }

    /// A label that may be missing.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.table.get(key).map(String::as_str)
    }

    /// A label of a section.
    pub fn of(&self, section: &str, name: &str) -> &str {
        self.table.get(&format!("{section}.{name}")).map_or("", String::as_str)
    }

    /// A label with its braces filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// A label in the form that a count takes, with the count as `n` and other braces filled in.
    pub fn count(&self, key: &str, n: usize, values: &[(&str, &str)]) -> String {
        let shown = self.number(n as f64);
        let mut all = vec![("n", shown.as_str())];
        all.extend(values);
        fill(self.form(key, n), &all)
    }

    /// A number with the language's groups of three digits; decimals are kept as they are.
    pub fn number(&self, value: f64) -> String {
        let text = format!("{value}");
        let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
        let mut out = String::new();
        for (i, c) in whole.chars().enumerate() {
            let left = whole.len() - i;
            if i > 0 && left.is_multiple_of(3) && whole.len() > 3 && !out.ends_with('-') {
                out.push_str(self.get("grouping"));
            }
            out.push(c);
        }
        out + rest
    }

    /// A share from 0 to 1 as a percentage.
    pub fn percent(&self, share: f64) -> String {
        fill(self.get("percent"), &[("n", &format!("{:.0}", share * 100.0))])
    }

    /// Several names as one phrase.
    pub fn list(&self, names: &[String]) -> String {
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => most.join(", ") + self.get("and") + last,
        }
    }

    /// Words in the language's quotation marks.
    pub fn quote(&self, words: &str) -> String {
        format!("{}{words}{}", self.get("open"), self.get("close"))
    }

    /// All labels of a section, by their names in it.
    pub fn section(&self, name: &str) -> BTreeMap<&str, &str> {
        let prefix = format!("{name}.");
        let inside = self.table.iter();
        inside.filter_map(|(k, v)| Some((k.strip_prefix(&prefix)?, v.as_str()))).collect()
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(String::as_str)
    }

    /// Whether a count of zero takes the form for one.
    pub fn zero_is_one(&self) -> bool {
        self.zero_is_one
    }

    fn form<'a>(&'a self, key: &'a str, n: usize) -> &'a str {
        let label = self.get(key);
        match label.split_once('|') {
            Some((one, _)) if n == 1 || n == 0 && self.zero_is_one => one,
            Some((_, many)) => many,
            None => label,
        }
    }
}

/// Fills braces in. Values are not looked into again, so that braces in an article's words stay what they are.
fn fill(label: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = label;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(code: &str) -> Labels {
        Labels::read(&RuleFolder::embedded(), code).unwrap()
    }

    #[test]
    fn counts_take_their_form() {
        let (fr, en) = (labels("fr"), labels("en"));
        assert_ne!(
            fr.count("essentials.reported", 1, &[]),
            fr.count("essentials.reported", 2, &[])
        );
        let forms =
            |l: &Labels| l.form("essentials.reported", 0) == l.form("essentials.reported", 1);
        assert!(forms(&fr) && !forms(&en));
        assert!(en.count("essentials.reported", 2000, &[]).contains("2,000"));
    }

    #[test]
    fn braces_of_values_stay() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
        assert_eq!(fill("{unknown", &[]), "{unknown");
    }
}
