use sourcier::eval::gold::read_folder;
use sourcier::model::*;
use sourcier::stages::attributions::*;
use sourcier::*;
fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    let rules = Rules::with_folders(&[std::path::PathBuf::from(&a[0])]).unwrap();
    for g in read_folder(std::path::Path::new(&a[1])).unwrap() {
        let d = Document::from_text(g.id.clone(), g.text.clone());
        let l = pipeline::read(&d, &rules, Some("fr"));
        let r = l.reading(&g.text);
        let props = proposals(r, &l.cues);
        let kept = link(r, &l.cues);
        let sc = &l.language.scorer;
        for x in &g.attributions {
            let src: &[Span] = x.source.as_ref().map_or(&[], |s| &s.spans);
            let q =
                |s: &[Span], c: &[Span]| overlap(s, src) >= 0.5 && overlap(c, &x.content) >= 0.5;
            let k = kept.iter().find(|k| overlap(&k.cue, &x.cue) > 0.0);
            let good =
                k.is_some_and(|k| q(k.source.as_ref().map_or(&[][..], |s| &s.spans), &k.content));
            if good {
                continue;
            }
            let groups: Vec<usize> = (0..l.cues.len())
                .filter(|&i| {
                    l.cues[i].parts.iter().any(|&p| {
                        let s = l.tokens.list[p].span;
                        x.cue.iter().any(|c| c.overlaps(s))
                    })
                })
                .collect();
            let hasright =
                groups.iter().any(|&i| props[i].iter().any(|c| q(&c.source, &c.content)));
            let anyc = groups.iter().any(|&i| !props[i].is_empty());
            let best = groups
                .iter()
                .flat_map(|&i| {
                    let all: f64 = props[i].iter().map(|c| sc.score(c).exp()).sum();
                    Some(all / (1.0 + all))
                })
                .fold(0.0, f64::max);
            let st = match (k.is_some(), groups.is_empty(), anyc, hasright) {
                (true, _, _, true) => "SPAN-rank",
                (true, _, _, false) => "SPAN-none",
                (_, true, ..) => "NOCUE",
                (_, _, false, _) => "NOCAND",
                (_, _, _, false) => "NORIGHT",
                _ => {
                    if best < 0.55 {
                        "LOW"
                    } else {
                        "CLASH"
                    }
                }
            };
            let j = |v: &[Span]| {
                v.iter().map(|s| s.of(&g.text)).collect::<Vec<_>>().join(" | ").replace('\n', "/")
            };
            let c = cover(&x.cue).unwrap();
            let from = g.text[..c.start].char_indices().rev().nth(90).map_or(0, |p| p.0);
            let to = g.text[c.end..].char_indices().nth(90).map_or(g.text.len(), |p| c.end + p.0);
            let lex = g.text[c.start..c.end].to_string();
            println!("{st}\t{:.2}\t[{lex}] S[{}] C[{}]", best, j(src), j(&x.content));
            if let Some(k) = k {
                println!(
                    "\t\tgot S[{}] C[{}] {}",
                    k.source.as_ref().map_or(String::new(), |s| j(&s.spans)),
                    j(&k.content),
                    k.rule
                );
            } else {
                println!("\t\t…{}…", g.text[from..to].replace('\n', "/"));
            }
        }
    }
}
