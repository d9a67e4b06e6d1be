//! `sourcier eval --families`: the links between the articles of families.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::{Args, read_documents};
use crate::eval::families::{self, Member, Outcome};
use crate::eval::family_gold::Family;
use crate::eval::measure::Table;
use crate::index::{Batch, Options, Sidecar, Store};
use crate::ingest::Format;
use crate::model::Annotation;
use crate::pipeline::analyse;
use crate::rules::Rules;
use crate::stages::provenance::AliasBook;

/// Scores the families of a folder, a batch each; those of one purpose only, if `--use` names it.
///
/// # Errors
/// If gold, articles, rules or the index are wrong, or no family has the purpose.
pub fn score(dir: &Path, args: &Args) -> Result<Table> {
    let rules = args.rules.load()?;
    let mut outcomes = Vec::new();
    for folder in folders(dir)? {
        let name = folder.display().to_string();
        let family = read_family(&folder)?;
        if args.purpose.as_ref().is_some_and(|p| *p != family.purpose) {
            continue;
        }
        let outcome = one(&folder, &family, args, &rules).with_context(|| name.clone())?;
        for error in outcome.errors.iter().take(args.errors) {
            println!("{name}\t{error}");
        }
        outcomes.push(outcome);
    }
    if outcomes.is_empty() {
        bail!("{}: no family (a folder with gold.toml) of that purpose", dir.display());
    }
    Ok(families::table(&outcomes))
}

/// The folders of the families of a folder, in order.
pub fn folders(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(dir).with_context(|| dir.display().to_string())?;
    let mut list = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.join("gold.toml").is_file() {
            list.push(path);
        }
    }
    list.sort();
    Ok(list)
}

/// The gold of a family.
pub fn read_family(folder: &Path) -> Result<Family> {
    let name = folder.display().to_string();
    let text = std::fs::read_to_string(folder.join("gold.toml")).context(name.clone())?;
    toml::from_str(&text).map_err(|e| anyhow!("{name}/gold.toml: {e}"))
}

/// The articles of a family as gold knows them, and annotated.
pub fn read_members(
    folder: &Path,
    lang: Option<&str>,
    rules: &Rules,
) -> Result<(BTreeMap<String, Member>, Vec<Annotation>)> {
    let sidecar = Sidecar::read(&folder.join("meta.csv"))?;
    let mut members = BTreeMap::new();
    let mut annotations = Vec::new();
    for (id, document) in read_documents(texts(folder)?, Format::Text)? {
        let mut annotation = analyse(&document, rules, lang).annotation;
        sidecar.apply(&id, &mut annotation.meta);
        let site = annotation.meta.site.clone().unwrap_or_default();
        members.insert(id, Member { text: document.text, site });
        annotations.push(annotation);
    }
    Ok((members, annotations))
}

/// The articles of a family; its other files tell about them.
fn texts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut list = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "txt") {
            list.push(path);
        }
    }
    list.sort();
    Ok(list)
}

fn one(folder: &Path, family: &Family, args: &Args, rules: &Rules) -> Result<Outcome> {
    let (members, annotations) = read_members(folder, args.lang.as_deref(), rules)?;
    let options = Options { jobs: NonZeroUsize::MIN, aliases: AliasBook::default() };
    let mut batch = Batch::new(Store::open(None, false, &[])?, rules, options)?;
    batch.add(&annotations, false)?;
    batch.compare()?;
    families::score(family, &members, &batch.provenance()?).map_err(|e| anyhow!(e))
}
