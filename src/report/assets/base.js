// What all pages share: the data that stands in the page, labels with counts, and a few short names.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const fill = (label, values) => label.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
const counted = (label, n) => {
  const forms = label.split("|");
  const one = n === 1 || (n === 0 && data.zero_is_one);
  return fill(forms.length > 1 && !one ? forms[1] : forms[0], { n });
};
// Lower case without accents, so that a search forgives both.
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ‘]/g, "'");
const show = (element, visible) => { if (element) element.hidden = !visible; };
const tell = (message) => { const status = byId("status"); if (status) status.textContent = message; };
