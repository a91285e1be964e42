/* Keeps a form half filled. Every form works without it; words come from #words, and app.js runs before it. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (document.getElementById("words") || {}).dataset || {};
  const who = document.body.dataset.who || "";
  const KEY = "draft:", store = window.sessionStorage; // app.js clears it when another person sits here

  /* Drafts: to the server every few seconds; while the line is down, in this tab. Each save says what stood in the
     boxes that were changed here, so that the server takes nothing away that was typed in another window. */
  const typed = (form) => {
    const boxes = {};
    [...new FormData(form)].forEach(([name, value]) => {
      if (typeof value === "string" && !/^(csrfmiddlewaretoken|token|draft_base)$/.test(name)
        && (form.elements[name] || {}).type !== "password") (boxes[name] = boxes[name] || []).push(value);
    });
    return boxes;
  };
  const same = (a, b) => String((a || []).filter(Boolean)) === String((b || []).filter(Boolean));
  const fields = (form, name) => [form.elements[name] || []].flatMap((f) => (f.name ? f : [...f]))
    .filter((f) => !/^(hidden|file|submit|button)$/.test(f.type));
  const status = (into, name) => {
    const line = into.appendChild(Object.assign(document.createElement("p"), { className: name }));
    line.setAttribute("role", "status");
    return line;
  };
  const putBack = (form, boxes) => Object.entries(boxes).forEach(([name, values]) => {
    const cell = /^(.+)-\d+-(.+)$/.exec(name);
    const more = cell && all("[data-add-row]", form).find((button) => {
      const mould = document.getElementById(button.dataset.addRow).parentNode.querySelector("template");
      return mould && mould.innerHTML.includes(`name="${cell[1]}-__N__-${cell[2]}"`);
    });
    for (let n = 0; more && n < 30 && !form.elements[name]; n++) more.click();
    const left = [...values];
    fields(form, name).forEach((field) => {
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple) all("option", field).forEach((o) => { o.selected = values.includes(o.value); });
      else field.value = left.shift() ?? "";
    });
  });
  /* The words of a box: of a choice its label, not its code. */
  const shown = (form, name, values) => values.map((value) => fields(form, name).map((f) => f.options
    ? (all("option", f).find((o) => o.value === value) || {}).text
    : /^(radio|checkbox)$/.test(f.type) && f.value === value && f.labels[0] && f.labels[0].textContent.trim()).find(Boolean) || value).join(", ");
  const elsewhere = (form, name, values) => {
    const last = fields(form, name).pop();
    if (!last) return;
    const box = last.closest(".field,td") || last.parentNode;
    const note = box.querySelector("[data-elsewhere]") || status(box, "note soon");
    note.dataset.elsewhere = "";
    note.textContent = `${words.elsewhere} ${shown(form, name, values)}`;
  };
  all("form[data-draft-url]").forEach((form) => {
    const url = form.dataset.draftUrl, key = KEY + url;
    const state = form.querySelector("[data-draft-state]") || status(form, "draft");
    state.dataset.draftState = "";
    let base = typed(form), kept = false, busy = false, sent = ""; // sent: what stood before, on the way with the form
    const say = (name, at) => {
      state.dataset.state = name;
      state.textContent = words[name] + (at ? " " + new Date().toLocaleTimeString("en-IN", { timeZone: "Asia/Kolkata", hour: "2-digit", minute: "2-digit", hour12: false }) : "");
    };
    /* Of each box that was changed here, what stood there before. */
    const before = (now) => Object.fromEntries(Object.keys({ ...base, ...now })
      .filter((name) => !same(base[name], now[name])).map((name) => [name, base[name] || []]));
    const keep = (now, sent) => { kept = true; store[key] = JSON.stringify({ who, sent, boxes: now, base: before(now) }); };
    const body = (now) => {
      const data = new FormData(form);
      [...data.keys()].forEach((name) => { if (name !== "csrfmiddlewaretoken") data.delete(name); });
      Object.entries(now).forEach(([name, values]) => values.forEach((value) => data.append(name, value)));
      data.set("draft_base", JSON.stringify(before(now)));
      return data;
    };
    const hear = (now, { theirs = {}, other = {} }) => {
      Object.entries(other).forEach(([name, values]) => elsewhere(form, name, values));
      const meanwhile = typed(form), active = (document.activeElement || {}).name;
      Object.entries(theirs).forEach(([name, values]) => {
        if (name === active || !same(meanwhile[name], now[name])) return;
        if (now[name] && now[name].some(Boolean)) elsewhere(form, name, now[name]);
        putBack(form, { [name]: values });
        base[name] = typed(form)[name] || []; // a box that cannot hold it was not emptied here
      });
    };
    const save = async (leaving) => {
      const now = typed(form);
      if (sent || (!Object.keys(before(now)).length && !kept) || (busy && !leaving)) return;
      if (leaving) {
        keep(now);
        navigator.sendBeacon(url, body(now));
        return;
      }
      busy = true;
      try {
        const answer = await fetch(url, { method: "POST", body: body(now), redirect: "error" });
        if (!answer.ok) throw answer;
        base = now; kept = false; store.removeItem(key); say("saved", true);
        if (answer.status === 200) hear(now, await answer.json());
      } catch { keep(now); say("kept"); }
      busy = false;
    };
    if (store[key]) {
      const was = JSON.parse(store[key]);
      putBack(form, Object.fromEntries(Object.keys(was.base).map((name) => [name, was.boxes[name] || []])));
      Object.assign(base, was.base);
      kept = true;
      say("back");
    }
    setInterval(save, 1000 * (form.dataset.every || 5));
    addEventListener("online", () => save());
    addEventListener("pagehide", () => save(true));
    addEventListener("pageshow", (event) => { if (event.persisted) sent = ""; });
    all("form[data-drop-draft]").forEach((other) => other.addEventListener("submit", () => { sent = "{}"; store.removeItem(key); }));
    form.addEventListener("formdata", ({ formData }) => { if (sent) formData.set("draft_base", sent); });
    form.addEventListener("submit", () => {
      const now = typed(form);
      sent = JSON.stringify(before(now)); keep(now, true);
    });
  });
})();
