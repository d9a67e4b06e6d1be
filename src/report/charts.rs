//! Charts: small drawings inside the page, where they tell more than words. Each is told in words as well.

use maud::{Markup, html};

use super::article::{Article, Openness};
use crate::model::{Block, Claim};
use crate::rules::Labels;

/// Units that the strip is wide.
const WIDE: f64 = 1000.0;

/// The thread of the text: who speaks, from the beginning of the article to its end.
///
/// A run's shade and pattern tell how far back one can go: both, so that no eye needs the colours.
pub fn strip(article: &Article<'_>, labels: &Labels) -> Markup {
    let own: Vec<&Block> = article.own_blocks().collect();
    let total: usize = own.iter().map(|b| b.end - b.start).sum();
    if total == 0 {
        return html! {};
    }
    // What is not the article's own has no place in the strip.
    let mut before = Vec::with_capacity(own.len());
    let mut sum = 0;
    for block in &own {
        before.push(sum);
        sum += block.end - block.start;
    }
    let at = |offset: usize| {
        let i = own.partition_point(|b| b.end <= offset).min(own.len() - 1);
        let inside = offset.clamp(own[i].start, own[i].end) - own[i].start;
        (before[i] + inside) as f64 / total as f64 * WIDE
    };
    // The innermost claims are drawn last and stay visible.
    let mut claims: Vec<&Claim> = article.annotation.claims.iter().collect();
    claims.sort_by_key(|c| std::cmp::Reverse(crate::model::total_len(&c.spans)));
    let kinds =
        [Openness::Named, Openness::Role, Openness::Anonymous, Openness::Global, Openness::Article];
    let used = |kind: &Openness| claims.iter().any(|c| article.openness(c) == *kind);
    html! {
        figure.strip {
            svg viewBox="0 0 1000 16" preserveAspectRatio="none" role="img" aria-label=(labels.get("page.strip")) {
                defs {
                    pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                        rect.hatch-ground width="6" height="6" {}
                        rect.hatch-line width="2" height="6" {}
                    }
                }
                rect.ground x="0" y="0" width="1000" height="16" {}
                @for claim in &claims {
                    @let kind = article.openness(claim).name();
                    @for span in &claim.spans {
                        @let x = at(span.start);
                        @let width = (at(span.end) - x).max(1.5);
                        rect.(kind) x=(format!("{x:.1}")) y="0" width=(format!("{width:.1}")) height="16" {}
                    }
                }
            }
            figcaption {
                @for kind in kinds.iter().filter(|k| used(k)) {
                    span.nb { span.key.(kind.name()) {} " " (labels.of("voice", kind.name())) }
                    " "
                }
            }
        }
    }
}

/// A bar for a count beside the largest one.
pub fn bar(n: usize, most: usize, kind: &str) -> Markup {
    let width = if most == 0 { 0.0 } else { n as f64 / most as f64 * 100.0 };
    html! {
        svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
            rect.(kind) width=(format!("{width:.0}")) height="8" {}
        }
    }
}
