//! Judging what was found: attributes, nesting, coreference and confidence of the right attributions.

use std::collections::{BTreeMap, BTreeSet};

use super::article::{Article, Told};
use super::errors;
use super::letters::{Letters, jaccard};
use super::score::{Counts, Sheet};

/// Adds the measures that are taken on right attributions; `good` pairs gold with predictions, `cues` likewise.
pub fn judge(
    article: &Article,
    good: &[(usize, usize)],
    cues: &[(usize, usize)],
    sheet: &mut Sheet,
) {
    let (gold, told) = (&article.gold, &article.told);
    for &(i, j) in good {
        attributes(&gold[i], &told[j], sheet);
        coreference(&gold[i], &told[j], j, sheet);
    }
    nesting(gold, told, good, sheet);
    let right: BTreeSet<usize> = good.iter().map(|&(_, j)| j).collect();
    let found: BTreeSet<usize> = good.iter().map(|&(i, _)| i).collect();
    for (j, p) in told.iter().enumerate() {
        sheet.confidences.extend(p.confidence.map(|c| (c, right.contains(&j))));
    }
    for (i, g) in gold.iter().enumerate() {
        if let Some(c) = &g.construction {
            let share = sheet.constructions.entry(c.clone()).or_default();
            share.found += usize::from(found.contains(&i));
            share.cue += usize::from(cues.iter().any(|c| c.0 == i));
            share.gold += 1;
        }
    }
    let links = sheet.links.iter().filter_map(|&(j, r)| Some((told[j].link?, r)));
    sheet.link_confidences = links.collect();
    sheet.right = right;
    sheet.errors = errors::find(article, good, cues);
}

fn share(sheet: &mut Sheet, key: &'static str, right: bool) {
    let s = sheet.shares.entry(key).or_default();
    s.0 += usize::from(right);
    s.1 += 1;
}

fn attributes(g: &Told, p: &Told, sheet: &mut Sheet) {
    share(sheet, "mode", g.mode == p.mode);
    share(sheet, "stance", g.stance == p.stance);
    let hedged = Counts {
        right: usize::from(g.hedged && p.hedged),
        predicted: usize::from(p.hedged),
        gold: usize::from(g.hedged),
    };
    sheet.counts.entry("hedged").or_default().add(hedged);
    if matches!(g.stance.as_str(), "denies" | "nocomment") {
        share(sheet, "deny_or_silent", g.stance == p.stance);
    }
    if !g.source.is_empty() {
        share(sheet, "kind", g.kind == p.kind);
        share(sheet, "identified", g.identified == p.identified);
    }
}

/// A link joins the source to another mention of its entity; it is right when one of those is a gold mention of the same entity.
fn coreference(g: &Told, p: &Told, place: usize, sheet: &mut Sheet) {
    if g.source.is_empty() {
        return;
    }
    let filled = || p.mentions.iter().filter(|m| !m.is_empty());
    let other: Vec<&Letters> = filled().filter(|m| jaccard(m, &p.source) < 0.5).collect();
    let full = filled().any(|m| jaccard(m, &g.fullest) >= 0.5);
    let elsewhere: Vec<&Letters> = g.group.iter().filter(|x| jaccard(x, &g.source) < 0.5).collect();
    let same = other.iter().any(|m| elsewhere.iter().any(|x| jaccard(m, x) >= 0.5));
    if g.refers {
        share(sheet, "coref", full);
    }
    let short = p.words[1].split_whitespace().count() <= 3;
    let named_root = !g.refers && g.group.len() > 1;
    // Gold marks no other mention of most sources that it names in full, so that nothing is known of those links.
    if !other.is_empty() && (g.refers || named_root || short) {
        sheet.links.push((place, (g.refers || named_root) && (full && g.refers || same)));
    }
    if (g.refers || !other.is_empty() && short) && !named_root {
        let counts = Counts {
            right: usize::from(!other.is_empty() && g.refers && (full || same)),
            predicted: usize::from(!other.is_empty()),
            gold: usize::from(g.refers),
        };
        sheet.counts.entry("coref_link").or_default().add(counts);
    }
}

fn nesting(gold: &[Told], told: &[Told], good: &[(usize, usize)], sheet: &mut Sheet) {
    let gold_of: BTreeMap<usize, usize> = good.iter().map(|&(i, j)| (j, i)).collect();
    let wanted: BTreeSet<(usize, usize)> = gold
        .iter()
        .enumerate()
        .filter_map(|(i, g)| Some((i, gold.iter().position(|x| Some(&x.id) == g.parent.as_ref())?)))
        .collect();
    // Of two predictions with one id the last counts.
    let links: Vec<(usize, usize)> = told
        .iter()
        .enumerate()
        .filter_map(|(j, p)| {
            let parent = p.parent.as_ref()?;
            Some((j, told.iter().rposition(|x| !x.id.is_empty() && x.id == *parent)?))
        })
        .collect();
    let hit = |&(a, b): &(usize, usize)| match (gold_of.get(&a), gold_of.get(&b)) {
        (Some(&x), Some(&y)) => wanted.contains(&(x, y)),
        _ => false,
    };
    let counts = Counts {
        right: links.iter().filter(|l| hit(l)).count(),
        predicted: links.len(),
        gold: wanted.len(),
    };
    sheet.counts.entry("nested").or_default().add(counts);
    let found: BTreeSet<usize> = good.iter().map(|&(i, _)| i).collect();
    for &(a, b) in wanted.iter().filter(|(a, b)| found.contains(a) && found.contains(b)) {
        let linked =
            links.iter().any(|(x, y)| gold_of.get(x) == Some(&a) && gold_of.get(y) == Some(&b));
        share(sheet, "parent_of_found", linked);
    }
}
