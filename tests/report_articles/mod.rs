//! Articles for the tests of reports: one that has what a page shows, and some that are hostile.

use serde_json::json;

/// An article with quotations, anonymous voices, figures, a refusal and furniture.
pub const DIGUE: &str = "\
Accueil » Région » Port-Lanic

La digue de Port-Lanic cède pour la deuxième fois

La digue du quartier des pêcheurs a cédé dans la nuit du 4 mars, et 120 habitants ont été évacués de Port-Lanic.

« La digue tiendra jusqu’à l’été », avait affirmé en janvier la préfète, Anne Morel. Selon une source proche du dossier, au moins trois pompes étaient en panne depuis novembre. Grâce à ces pompes, le quartier des pêcheurs de Port-Lanic avait pourtant échappé à la crue. Le maire n’a pas confirmé cette panne.

D’après plusieurs témoins, l’eau a atteint deux mètres en une heure. Certains habitants accusent la mairie d’avoir vendu les pompes. La mairie dément cette vente.

« Nous avons tout perdu », raconte Paul Kerdoncuff, pêcheur. Le quotidien L’Écho du Port rapporte que les assureurs refusent de payer, ce qui est la plus grave décision depuis la tempête de 1999.

La mairie annonce des travaux pour 40 millions d’euros. Les relevés seraient publiés lundi.

Lire aussi : Les assureurs face à la mer

Copyright 2024 Le Phare du Nord. Tous droits réservés.
";

/// Id of the first hostile article.
pub const HOSTILE_ID: &str = "../../x\"><img src=x onerror=\"window.ran=1\">";

const PAYLOADS: [&str; 9] = [
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "\"><svg onload=window.ran=1>",
    "' onmouseover='window.ran=1",
    "<!--<script>",
    "]]><a href=javascript:window.ran=1>x</a>",
    "{{n}} {name} {content}",
    "\u{202e}<iframe srcdoc='<script>parent.ran=1</script>'>",
    "<style>*{display:none}</style><base href=//evil.example/>",
];

/// Records whose text, metadata, ids and sources try to break out.
pub fn hostile_records() -> String {
    let all = PAYLOADS.join(" ");
    let text = format!(
        "{all}\n« Tout va bien {all} », a déclaré {} Jean </script> Dupont, ministre <b>de</b> la Mer.\nSelon <img src=x onerror=window.ran=1> une source, 40 {all} sont morts.\n",
        PAYLOADS[1]
    );
    let first = json!({
        "id": HOSTILE_ID, "text": text, "title": all, "author": PAYLOADS[2], "site": PAYLOADS[0],
        "published": PAYLOADS[3], "url": "javascript:window.ran=1",
    });
    let page = format!(
        "<html><head><title>{}</title><meta property='og:site_name' content='&lt;script&gt;window.ran=1&lt;/script&gt;'></head><body><article><h1>&lt;img src=x onerror=window.ran=1&gt;</h1><p>« C’est fini &lt;/script&gt;&lt;script&gt;window.ran=1&lt;/script&gt; », a dit la maire.</p></article></body></html>",
        "&lt;/title&gt;&lt;script&gt;window.ran=1&lt;/script&gt;"
    );
    let second = json!({ "id": "</script><script>window.ran=1</script>", "html": page });
    let third = json!({ "id": "javascript:window.ran=1", "text": "La mairie dément cette vente.\u{2028}\u{0}", "lang": "\" onload=\"window.ran=1" });
    format!("{first}\n{second}\n{third}\n")
}

/// A document of provenance between two articles, with words that try to break out.
pub fn provenance(one: &str, other: &str) -> String {
    let place = |article: &str, start: usize, source: Option<&str>| {
        json!({
            "article": article, "spans": [[start, start + 20]], "text": PAYLOADS[0], "claim": null,
            "attribution": null, "source": source, "relay": null, "hedged": false,
        })
    };
    let link = |id: &str, kind: &str, form: Option<&str>, basis: &[&str]| {
        json!({
            "id": id, "type": kind, "form": form, "from": place(one, 90, Some(PAYLOADS[1])),
            "to": place(other, 0, None), "name": null, "basis": basis, "confidence": 0.9,
            "evidence": [{ "id": "words.weighted", "weight": 2.197, "value": 0.4 }],
        })
    };
    let mut cites = link("l-3", "cites", Some("medium"), &[]);
    cites["name"] = json!("L’Écho du Port");
    cites["to"] = json!(null);
    let root = json!({ "name": "L’Écho du Port", "article": null, "basis": "declared", "by": [place(one, 90, None)] });
    let card = |id: &str, declares: serde_json::Value| {
        json!({
            "id": id, "title": PAYLOADS[2], "site": null, "published": null, "url": "javascript:window.ran=1",
            "text_sha256": "", "reference": false, "declares": declares,
        })
    };
    let document = json!({
        "schema": "sourcier-provenance/1", "offsets": "codepoint",
        "scope": { "articles": 2, "references": 0, "statement": "in this batch of 2 articles" },
        "articles": [card(one, json!([root])), card(other, json!([]))],
        "links": [
            link("l-1", "same_passage", Some("reworded"), &[]), link("l-2", "source_lost", None, &["l-1"]), cites,
        ],
        "groups": [{
            "id": "g-1", "kind": "passage", "places": [place(one, 90, Some("L’Écho du Port")), place(other, 0, None)],
            "links": ["l-1"], "roots": [root], "voices": { "min": 1, "max": 2 },
            "independence": "not_established", "reasons": ["one_declared_root"],
        }],
        "circles": [{ "articles": [one, other], "links": ["l-3"] }],
        "aliases": [{
            "names": [PAYLOADS[1], "CSP"], "articles": [one], "status": "proposed", "confidence": 0.7,
            "evidence": [],
        }],
        "notes": [PAYLOADS[0]],
        "tool": { "name": "sourcier", "version": "0", "rules": "" },
    });
    document.to_string()
}
