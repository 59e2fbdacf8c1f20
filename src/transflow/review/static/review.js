// The review page's keys and its saving without a reload. Everything works as plain forms too.
"use strict";
(() => {
  const told = document.querySelector(".told");
  const words = document.body.dataset;
  let telling = 0;
  const tell = (text) => {
    told.textContent = text;
    clearTimeout(telling);
    telling = setTimeout(() => { told.textContent = ""; }, 6000);
  };

  const send = async (path, fields) => {
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-requested-with": "transflow" },
        body: JSON.stringify(fields),
      });
    } catch {
      tell(words.offline);
      return null;
    }
    try {
      return await answer.json();
    } catch {
      tell(await answer.text());
      return null;
    }
  };

  const texts = () => Array.from(document.querySelectorAll("article.text"));
  const current = () => document.activeElement?.closest("article.text") ?? shown();
  const shown = () => texts().find((text) => text.getBoundingClientRect().bottom > 90);
  const field = (text) => text.querySelector("textarea");
  const original = (text) => text.querySelector("[name=seen]").value;
  const isChanged = (text) => field(text).value !== original(text);

  const go = (text) => {
    if (!text) return;
    text.focus({ preventScroll: true });
    text.scrollIntoView({ block: "start" });
    preview(text);
  };
  const step = (by) => {
    const all = texts(), at = all.indexOf(current());
    go(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  const nextOpen = () => {
    const all = texts(), at = all.indexOf(current());
    const found = all.slice(at + 1).find((text) => text.classList.contains("open"));
    if (found) return go(found);
    const link = document.querySelector(".next-part") ?? document.querySelector(".head [rel=next]");
    if (link) location.assign(link.href);
  };

  // What stands in the page now takes the place of what is shown; what a person is writing stays in the field.
  const replaced = (text, html, kept) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector("article.text");
    if (!fresh) return text;
    if (kept !== undefined) field(fresh).value = kept;
    text.replaceWith(fresh);
    return fresh;
  };

  const act = async (text, take) => {
    const form = text.querySelector("form");
    const fields = Object.fromEntries(new FormData(form));
    const typed = field(text).value;
    const done = await send(form.getAttribute("action"), { ...fields, take });
    if (!done) return null;
    document.querySelector(".undo button").disabled = !done.can_undo;
    if (done.refused) {
      const fresh = done.html ? replaced(text, done.html, take === "text" ? typed : undefined) : text;
      note(fresh, `${words.refused}: ${done.refused}`, done.html && done.text !== fields.seen ? done.text : undefined);
      go(fresh);
      return null;
    }
    if (done.html) return replaced(text, done.html);
    const following = texts()[texts().indexOf(text) + 1] ?? text.previousElementSibling;
    text.remove(); // it was left out
    return following;
  };

  const note = (text, message, standing) => {
    const box = document.createElement("div");
    box.className = "ondisk problem";
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = message;
    box.append(line);
    if (standing !== undefined) {
      const name = document.createElement("p");
      name.className = "label";
      name.textContent = words.onDisk;
      box.append(name);
      const now = document.createElement("p");
      now.className = "words";
      now.textContent = standing;
      box.append(now);
    }
    text.querySelector(".ondisk")?.remove();
    text.querySelector("textarea").after(box);
  };

  const settle = async (text, take, further) => {
    if (take !== "text" && isChanged(text) && take !== "mine") return void tell(words.unsaved);
    const fresh = await act(text, take === "mine" && isChanged(text) ? "text" : take);
    fresh?.focus({ preventScroll: true });
    if (fresh && further) nextOpen();
  };

  const redraft = async (text) => {
    tell(words.drafting);
    const done = await send(`/draft/${text.dataset.place}`, { unit: text.id });
    if (!done) return;
    if (done.refused) return void note(text, done.refused);
    tell("");
    put(text, done.text, true);
  };

  const put = (text, words, whole) => {
    const area = field(text);
    area.focus();
    if (whole) area.select();
    // Through the browser's own editing, so that its undo knows it too.
    if (!document.execCommand("insertText", false, words)) area.setRangeText(words);
    check(text);
  };

  const undo = async () => {
    const done = await send("/undo", {});
    if (!done) return;
    if (done.refused) return void tell(done.refused);
    const place = new URL(done.go, location.href);
    if (place.pathname + place.search !== location.pathname + location.search) return void location.assign(place);
    location.hash = place.hash; // alone it would only scroll
    location.reload();
  };

  // Checks run on what is being written, when the writer pauses; only the latest answer counts.
  const waiting = new WeakMap(), asked = new WeakMap();
  const check = (text) => {
    text.querySelector(".mark").textContent = isChanged(text) ? words.unsaved : "";
    clearTimeout(waiting.get(text));
    waiting.set(text, setTimeout(() => { ask(text); }, 350));
  };
  const ask = async (text) => {
    const number = (asked.get(text) ?? 0) + 1;
    asked.set(text, number);
    const done = await send(`/try/${text.dataset.place}`, { unit: text.id, text: field(text).value });
    if (!done || done.refused || asked.get(text) !== number || !text.isConnected) return;
    text.querySelector(".remarks").innerHTML = done.remarks;
    show(done.preview);
  };

  const panel = document.querySelector("#preview");
  const show = (html) => {
    if (!panel || panel.hidden) return;
    panel.querySelector("iframe").srcdoc = html;
  };
  const preview = (text) => { if (panel && !panel.hidden && text) ask(text); };
  const togglePreview = () => {
    if (!panel) return;
    panel.hidden = !panel.hidden;
    document.querySelector(".toggle-preview").setAttribute("aria-expanded", String(!panel.hidden));
    preview(current());
  };

  const keys = document.querySelector("#keys");
  const acts = {
    j: () => step(1), k: () => step(-1), n: nextOpen, l: () => location.assign("/"), p: togglePreview, u: undo,
    "?": () => keys.showModal(),
    e: (text) => { const area = field(text); area.focus(); area.setSelectionRange(area.value.length, area.value.length); },
    a: (text) => settle(text, "mine", true),
    m: (text) => settle(text, "mine", true),
    d: (text) => { if (text.querySelector("[value=draft]")) settle(text, "draft", true); },
    r: redraft,
  };

  document.addEventListener("keydown", (event) => {
    const text = event.target.closest?.("article.text");
    if (event.target.matches?.("textarea") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      settle(text, "text", true);
      return;
    }
    if (event.key === "Escape" && event.target.matches?.("textarea, input")) {
      (text ?? document.body).focus();
      event.target.blur();
      text?.focus({ preventScroll: true });
      return;
    }
    const writing = event.target.matches?.("textarea, input:not([type=checkbox]), select");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || keys.open || event.isComposing) return;
    const run = acts[event.key];
    if (!run || (run.length && !current())) return;
    event.preventDefault();
    run(current());
  });

  document.addEventListener("submit", (event) => {
    const text = event.target.closest("article.text");
    if (text) {
      event.preventDefault();
      settle(text, event.submitter?.value ?? "text", false);
    } else if (event.target.matches(".undo")) {
      event.preventDefault();
      undo();
    }
  });

  document.addEventListener("click", (event) => {
    const text = event.target.closest("article.text");
    if (event.target.closest(".insert")) put(text, event.target.closest(".insert").dataset.text, false);
    else if (event.target.closest(".redraft")) redraft(text);
    else if (event.target.closest(".help")) keys.showModal();
    else if (event.target.closest(".toggle-preview")) togglePreview();
  });

  document.addEventListener("input", (event) => {
    const text = event.target.closest("article.text");
    if (text && event.target.matches("textarea")) check(text);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea")) preview(event.target.closest("article.text"));
  });
  addEventListener("beforeunload", (event) => {
    if (texts().some(isChanged)) event.preventDefault();
  });

  const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (named?.matches("article.text")) go(named);
  else if (texts().length) texts().find((text) => text.classList.contains("open"))?.focus({ preventScroll: true });
})();
