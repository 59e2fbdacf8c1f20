"use strict";
const byId = (id) => document.getElementById(id);
const list = byId("list"), reader = byId("reader"), help = byId("help");
const rows = Array.from(list.tBodies[0].rows);
const links = new Map(rows.map((row) => [path(row), row]));
const filters = ["find", "state", "language", "section"].map(byId);
const blocks = document.querySelectorAll("script.texts");
const unpacked = new Map();
let shown = rows;

function path(row) { return decodeURIComponent(row.cells[1].firstElementChild.hash.slice(1)); }

function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/* How long ago a day was. */
function age(day) {
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()); // whatever o'clock it is here
  const days = Math.max(Math.round((today - Date.parse(day)) / 86400000), 0);
  const [count, unit] = days < 14 ? [days, "day"] : days < 60 ? [days / 7, "week"] : days < 730 ? [days / 30.4, "month"] : [days / 365, "year"];
  return relative.format(-Math.floor(count), unit);
}

for (const time of document.querySelectorAll("td > time")) time.after(element("small", "", age(time.dateTime)));

/* Sorting. */
const order = Array.from(byId("state").options, (option) => option.value);
const collator = new Intl.Collator(undefined, { numeric: true });

function value(row, head) {
  const text = row.cells[head.cellIndex].textContent;
  if (head.dataset.key === "state") return order.indexOf(text);
  return head.classList.contains("number") ? parseFloat(text.replace(/,/g, "")) || 0 : text;
}

function sort(head, descending) {
  const body = head.closest("table").tBodies[0];
  const keyed = Array.from(body.rows, (row) => [value(row, head), row]);
  keyed.sort(([a], [b]) => (typeof a === "number" ? a - b : !a - !b || collator.compare(a, b)) * (descending ? -1 : 1));
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  body.append(...keyed.map(([, row]) => row));
}

for (const head of document.querySelectorAll(".sortable thead th")) {
  head.firstElementChild.addEventListener("click", () => {
    const now = head.getAttribute("aria-sort");
    sort(head, now ? now === "ascending" : head.classList.contains("number"));
    chosen();
  });
}

/* The list: its filters and order stand in the address, `#?state=stale&sort=-characters`. */
function address() {
  const wanted = new URLSearchParams(filters.filter((one) => one.value).map((one) => [one.id, one.value]));
  const head = list.querySelector("th[aria-sort]");
  if (head) wanted.set("sort", (head.getAttribute("aria-sort") === "descending" ? "-" : "") + head.dataset.key);
  return `${wanted}` ? `#?${wanted}` : location.pathname + location.search;
}

function filter() {
  const [find, state, language, section] = filters.map((one) => one.value);
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  shown = Array.from(list.tBodies[0].rows).filter((row) => {
    row.text ??= `${row.cells[1].textContent} ${row.dataset.words}`.toLowerCase();
    row.hidden = !((!state || row.cells[0].textContent === state) && (!language || row.cells[2].textContent === language)
      && (!section || row.dataset.section === section) && words.every((word) => row.text.includes(word)));
    return !row.hidden;
  });
  byId("count").textContent = `${shown.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} pages`;
}

function chosen() {
  filter();
  history.replaceState(null, "", address());
}

function restore(query) {
  const wanted = new URLSearchParams(query);
  for (const one of filters) one.value = wanted.get(one.id) ?? "";
  const sorted = wanted.get("sort") ?? "";
  const head = Array.from(list.tHead.rows[0].cells).find((one) => one.dataset.key === sorted.replace("-", ""));
  if (head) sort(head, sorted.startsWith("-"));
}

/* The reader: `#path`, or `#path?line=40`. */
async function texts(row) {
  const number = row.dataset.block;
  if (number === undefined) return null;
  if (!unpacked.has(number)) {
    const packed = Uint8Array.from(atob(blocks[number].textContent), (char) => char.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    unpacked.set(number, await new Response(stream).json());
  }
  return unpacked.get(number)[path(row)];
}

function name(tag) {
  try { return new Intl.DisplayNames("en", { type: "language" }).of(tag); } catch { return tag; }
}

const ELEMENTS = { term: "mark", quantity: "mark", gone: "del", new: "ins" };

function stretches(pieces) {
  return pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const [text, kind, note] = piece, made = element(ELEMENTS[kind], kind, text);
    if (note) made.title = note;
    return made;
  });
}

function remarks(found, lines) {
  const made = element("ul", "remarks");
  for (const [severity, line, code, message] of found) {
    const where = lines ? `, line ${line}` : "";
    made.append(element("li", severity, `${severity === "error" ? "Error" : "Warning"}${where}: ${message} `, element("small", "", code)));
  }
  return made;
}

const MARKS = { changed: "source changed", conflict: "conflict", edited: "by hand" };
const KINDS = { paragraph: "", heading: "", "list-item": "", cell: "table cell", alt: "image text" };

function pair([kind, line, mark, source, target, was, found], [left, right], row) {
  const made = element("div", `pair ${kind.replace(/[^a-z-]/g, " ")} ${mark}`);
  const link = element("a", "", `line ${line}`);
  link.href = `#${encodeURIComponent(path(row))}?line=${line}`;
  const told = [KINDS[kind] ?? kind, MARKS[mark]].filter(Boolean).map((what) => element("div", "", what));
  const sides = [[source, left, "Not in the source"], [target, right, "Not translated"]].map(([pieces, lang, nothing]) => {
    const text = element("div", pieces.length ? "text" : "absent", ...(pieces.length ? stretches(pieces) : [nothing]));
    if (pieces.length) { text.lang = lang; text.dir = "auto"; }
    return element("div", "", text);
  });
  if (was.length) {
    const text = element("p", "was", element("b", "", "Since translated: "), ...stretches(was));
    text.lang = left;
    sides[0].append(text);
  }
  if (found.length) sides[1].append(remarks(found, false));
  if (found.length || ["changed", "conflict"].includes(mark)) made.dataset.remark = "";
  made.dataset.line = line;
  made.tabIndex = -1;
  made.append(element("div", "gutter", link, ...told), ...sides);
  return made;
}

function button(label, key, run) {
  const made = element("button", "", `${label} `, element("kbd", "", key));
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}

function heading(row) {
  const [state, page, language] = row.cells, title = element("h2", "", page.firstElementChild.textContent);
  title.id = "reader-title"; title.tabIndex = -1; title.lang = page.firstElementChild.lang;
  const about = element("p", "", state.firstElementChild.cloneNode(true), ` · ${name(language.textContent)}`, element("span", "where", ` · ${path(row)}`));
  const keys = element("nav", "", button("Remark", "j", () => remark(1)), button("Previous", "p", () => step(-1)), button("Next", "n", () => step(1)), button("Close", "Esc", () => reader.close()));
  keys.ariaLabel = "Reader";
  const note = element("output", "");
  note.id = "note";
  const legend = element("p", "legend", element("mark", "term", "term"), element("mark", "quantity", "figure"), note);
  return element("header", "", element("div", "", title, about), keys, legend);
}

function body(row, known) {
  if (!known) return [element("p", "", `The text of this page is not in this file. Make a report of its own: transflow report --format html ${row.dataset.source}`)];
  const [origin, found, lines] = known, tags = [origin, row.cells[2].textContent];
  const head = element("div", "pair columns", element("span"), ...tags.map((tag) => element("span", "", name(tag))));
  return [...(found.length ? [remarks(found, true)] : []), head, ...lines.map((line) => pair(line, tags, row))];
}

async function open(row, line) {
  reader.dataset.path = path(row);
  reader.replaceChildren(heading(row));
  if (!reader.open) reader.showModal();
  let parts;
  try { parts = body(row, await texts(row)); } catch (error) { parts = [element("p", "", `The text cannot be unpacked: ${error}. Browsers can since 2023.`)]; }
  if (reader.dataset.path !== path(row)) return;
  reader.append(...parts);
  reader.scrollTop = 0;
  byId("reader-title").focus();
  const there = line && Array.from(reader.querySelectorAll(".pair")).findLast((one) => +one.dataset.line && +one.dataset.line <= line);
  if (there) show(there, "instant");
}

function show(place, behavior) {
  for (const other of reader.querySelectorAll(".here")) other.classList.remove("here");
  place.classList.add("here");
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center", behavior });
}

function remark(by) {
  const all = Array.from(reader.querySelectorAll("[data-remark]"));
  const now = all.findIndex((one) => one.classList.contains("here"));
  const next = now < 0 && by < 0 ? all.length - 1 : (now + by + all.length) % all.length;
  if (all.length) show(all[next], "auto");
  else byId("note").textContent = "No remarks on this page";
}

function step(by) {
  const next = shown[shown.findIndex((row) => path(row) === reader.dataset.path) + by];
  if (next) location.hash = encodeURIComponent(path(next));
  else byId("note").textContent = by > 0 ? "This is the last page" : "This is the first page";
}

function route() {
  const [page, query] = location.hash.slice(1).split("?");
  let row;
  try { row = links.get(decodeURIComponent(page)); } catch { row = undefined; }
  if (!row && reader.open) reader.close();
  if (!page) restore(query);
  filter();
  if (row) open(row, Number(new URLSearchParams(query).get("line")));
}

function move(by) {
  const at = shown.findIndex((row) => row.contains(document.activeElement));
  shown[Math.max(0, at + by)]?.cells[1].firstElementChild.focus();
}

const KEYS = {
  "/": () => { if (!reader.open) byId("find").focus(); },
  "?": () => help.showModal(),
  j: () => (reader.open ? remark(1) : move(1)),
  k: () => (reader.open ? remark(-1) : move(-1)),
  n: () => reader.open && step(1),
  p: () => reader.open && step(-1),
};

reader.addEventListener("close", () => history.replaceState(null, "", address()));
reader.addEventListener("click", (event) => {
  if (event.target.matches("mark[title]")) byId("note").textContent = `${event.target.textContent} → ${event.target.title}`;
});
for (const one of filters) one.addEventListener("input", chosen);
byId("filter").addEventListener("submit", (event) => event.preventDefault());
byId("explain").addEventListener("click", KEYS["?"]);
addEventListener("hashchange", route);
addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey || help.open || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
byId("filter").hidden = byId("explain").hidden = false;
route();
