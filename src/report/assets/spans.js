// Spans: places in the text as code points, and the places in the page where they are seen.
const prose = document.querySelector(".prose");
const segments = all("[data-s]", prose).map((node) => {
  const start = Number(node.dataset.s);
  return { node, start, end: start + Array.from(node.textContent).length };
});
const blank = (from, to) => /^\s*$/u.test(letters.slice(from, to).join(""));

// The words that are selected, as spans without blanks at their ends; none outside of the article's own text.
function selected() {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  const spans = [];
  for (const s of segments) {
    if (!range.intersectsNode(s.node)) continue;
    const text = s.node.firstChild;
    const within = (container, offset, otherwise) => (text && container === text ? s.start + Array.from(text.data.slice(0, offset)).length : otherwise);
    const from = within(range.startContainer, range.startOffset, s.start);
    const to = within(range.endContainer, range.endOffset, s.end);
    if (from >= to) continue;
    const last = spans[spans.length - 1];
    if (last && blank(last[1], from)) last[1] = to;
    else spans.push([from, to]);
  }
  return spans.map(trimmed).filter(([s, e]) => s < e);
}

function trimmed([start, end]) {
  while (start < end && /\s/u.test(letters[start])) start += 1;
  while (start < end && /\s/u.test(letters[end - 1])) end -= 1;
  return [start, end];
}

// The ranges of the page in which spans are seen.
function ranges(spans) {
  const list = [];
  for (const [start, end] of spans || []) {
    for (const s of segments) {
      const text = s.node.firstChild;
      if (!text || s.end <= start || end <= s.start) continue;
      const own = Array.from(text.data);
      const range = document.createRange();
      range.setStart(text, own.slice(0, Math.max(start - s.start, 0)).join("").length);
      range.setEnd(text, own.slice(0, Math.min(end, s.end) - s.start).join("").length);
      list.push(range);
    }
  }
  return list;
}

// Draws spans over the text without touching it, where the browser can.
function paint(name, spans) {
  if (!window.CSS || !CSS.highlights || typeof Highlight === "undefined") return;
  if (!spans || spans.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges(spans)));
}
