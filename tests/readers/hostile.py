"""Prints articles whose text, metadata and names try to break out of every format, as records for `annotate`."""

import json

SAID = "« Le pont cédera », a affirmé la maire {}. Selon {}, trente familles ont été relogées.\n"
ODD = [
    "Léa \U0001f468\u200d\U0001f469\u200d\U0001f467 Brun",
    "e\u0301lodie \U0001d538\U0001f1eb\U0001f1f7",
    "<script>alert(1)</script> & \"x\" ]]> -->",
    "a\tb\x0b\x0c\x01\x1f\u0085\u2028\ufffe c",
    "=HYPERLINK(\"http://x.example\")",
    "a_b|c[1];*->d\\\\n\\t _ #Text=x",
    "T1\tCue 0 5\tx",
    "'; DROP TABLE",
]

articles = []
for i, odd in enumerate(ODD):
    text = f"=1+1 {odd}\n\n" + SAID.format(odd, "le préfet " + odd) + "\r\n+33 1 « Non », a-t-il dit.\r\n"
    articles.append({
        "id": f"hostile/{i} <\"&' é.%", "text": text, "title": odd, "author": odd, "site": odd,
        "url": f"https://site.example/{odd}", "date": odd,
    })
articles.append({"id": "blank", "text": "Rien.\n\u200b\n\u200b"})
articles.append({"id": "link", "text": SAID.format("X", "Y"), "url": "javascript:alert(1)"})
for article in articles:
    print(json.dumps(article))
