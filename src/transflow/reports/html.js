"use strict";
const texts = JSON.parse(document.getElementById("texts").textContent);
const table = document.getElementById("pages");
const reader = document.getElementById("reader");
const words = document.getElementById("words");
const choices = ["state", "language"].map((id) => document.getElementById(id));

function value(row, column, number) {
  const text = row.cells[column].textContent;
  return number ? parseFloat(text.replace(/[,%]/g, "")) || 0 : text.toLowerCase();
}

function sort(head, descending) {
  const column = head.cellIndex, number = head.classList.contains("number");
  const body = head.closest("table").tBodies[0];
  const rows = Array.from(body.rows, (row) => [value(row, column, number), row]);
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1));
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  body.append(...rows.map(([, row]) => row));
}

for (const head of document.querySelectorAll(".sortable th")) {
  head.firstElementChild.addEventListener("click", () => sort(head, head.getAttribute("aria-sort") === "ascending"));
}

function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const [state, language] = choices.map((choice) => choice.value);
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const text = `${row.cells[1].textContent} ${row.dataset.words}`.toLowerCase();
    const fits = (!state || row.cells[0].textContent === state) && (!language || row.cells[2].textContent === language);
    row.hidden = !(fits && wanted.every((word) => text.includes(word)));
    shown += !row.hidden;
  }
  document.getElementById("count").textContent = `${shown} of ${table.tBodies[0].rows.length} pages`;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function side(pieces) {
  const made = element("div");
  for (const piece of pieces) {
    if (typeof piece === "string") { made.append(piece); continue; }
    const mark = element("mark", piece[1], piece[0]);
    mark.title = piece[2];
    made.append(mark);
  }
  return made;
}

function list(items) {
  const made = element("ul");
  made.append(...items.map((item) => element("li", "", item)));
  return made;
}

function pair([source, target, line, mark, was, findings]) {
  const made = element("div", `pair ${mark}`);
  made.title = `line ${line}`;
  made.append(side(source), side(target));
  if (was) made.append(element("small", "", `the source said: ${was}`));
  if (findings.length) made.append(list(findings));
  return made;
}

function address() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
}

function visible() {
  return Array.from(table.tBodies[0].rows).filter((row) => !row.hidden).map((row) => row.cells[1].textContent);
}

function step(by) {
  const paths = visible();
  const at = paths.indexOf(address());
  const next = paths[at + by];
  if (at >= 0 && next !== undefined) location.hash = encodeURIComponent(next);
}

function button(label, run) {
  const made = element("button", "", label);
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}

function open() {
  const path = address();
  const row = Array.from(table.tBodies[0].rows).find((one) => one.cells[1].textContent === path);
  if (!row) { if (reader.open) reader.close(); return; }
  const title = element("h2", "", path);
  title.id = "reader-title";
  const head = element("header");
  head.append(title, button("Previous (p)", () => step(-1)), button("Next (n)", () => step(1)), button("Close (Esc)", () => reader.close()));
  const known = texts[path];
  reader.replaceChildren(head);
  if (known) reader.append(...(known[0].length ? [list(known[0])] : []), ...known[1].map(pair));
  else reader.append(element("p", "", "The text of this page is not in the report."));
  if (!reader.open) reader.showModal();
  reader.scrollTop = 0;
}

reader.addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));
words.addEventListener("input", filter);
for (const choice of choices) choice.addEventListener("change", filter);
document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", open);
addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); words.focus(); }
  if (reader.open && event.key === "n") step(1);
  if (reader.open && event.key === "p") step(-1);
});
filter();
open();
