//! Circles: articles that cite each other in a ring, so that none of them is where it comes from.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{Circle, Link};

/// The strongly connected components of the citations with at least two articles, in order of their first article.
pub fn circles<'a>(cites: impl Iterator<Item = &'a Link>) -> Vec<Circle> {
    let edges: Vec<(&str, &str, &str)> = cites
        .filter_map(|l| {
            Some((l.from.article.as_str(), l.to.as_ref()?.article.as_str(), l.id.as_str()))
        })
        .collect();
    let mut names: Vec<&str> = edges.iter().flat_map(|e| [e.0, e.1]).collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &str| {
        let place = names.binary_search(&name).expect("every end of an edge is in the list");
        NodeIndex::new(place)
    };
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    names.iter().for_each(|_| {
        graph.add_node(());
    });
    for (from, to, _) in &edges {
        graph.add_edge(number(from), number(to), ());
    }
    let mut list: Vec<Circle> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .map(|component| {
            let mut articles: Vec<String> =
                component.iter().map(|n| names[n.index()].to_owned()).collect();
            articles.sort();
            let inside = |name: &str| articles.binary_search_by(|a| a.as_str().cmp(name)).is_ok();
            let mut links: Vec<String> = edges
                .iter()
                .filter(|(from, to, _)| inside(from) && inside(to))
                .map(|e| e.2.to_owned())
                .collect();
            links.sort();
            Circle { articles, links }
        })
        .collect();
    list.sort_by(|a, b| a.articles.cmp(&b.articles));
    list
}
