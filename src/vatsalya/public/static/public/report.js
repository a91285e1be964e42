/* A citizen's report on a bad line. The pages work without it.
   The draft lies on the reporter's own telephone until the report has arrived, and a report that could
   not be sent is sent again by itself, under one token, so that it arrives once. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const store = window.localStorage, HEAD = "report:";
  const say = (name) => {
    const place = document.querySelector("[data-report-state]");
    const words = (document.getElementById("report-words") || {}).dataset || {};
    if (place) { place.textContent = words[name] || ""; place.dataset.state = name; }
  };
  const read = (key) => { try { return JSON.parse(store[key] || "null"); } catch { return null; } };
  const write = (key, value) => { try { store[key] = JSON.stringify(value); return true; } catch { return false; } };
  const forget = (key) => { store.removeItem(key); store.removeItem(key + ":files"); };

  /* It arrived: nothing of it stays on the telephone. */
  const done = document.querySelector("[data-report-done]");
  if (done) { forget(HEAD + done.dataset.reportDone); return; }

  let form = document.querySelector("form[data-report]");
  if (!form) return;
  const key = HEAD + form.dataset.report;
  const pairs = () => [...new FormData(form)].filter(([name, v]) => typeof v === "string" && name !== "csrfmiddlewaretoken");
  let want = false, back = false, busy = false, wait = 5000, timer = 0;
  const keep = () => write(key, { at: Date.now(), want, pairs: pairs() });

  /* What was typed before comes back, under its old token; older than a day it is thrown away. */
  const putBack = (kept) => {
    const left = new Map();
    kept.pairs.forEach(([name, value]) => left.set(name, [...(left.get(name) || []), value]));
    [...form.elements].forEach((box) => {
      if (!box.name || !left.has(box.name) || /^(file|submit|button)$/.test(box.type) || box.name === "form_version") return;
      const values = left.get(box.name);
      if (/^(radio|checkbox)$/.test(box.type)) box.checked = values.includes(box.value);
      else box.value = values.shift() ?? "";
      const fold = box.closest("details");
      if (fold && box.value && box.type !== "hidden" && !/^(radio|checkbox)$/.test(box.type)) fold.open = true;
    });
  };
  const kept = read(key), fresh = !form.querySelector("[aria-invalid=true]") && !document.querySelector("[data-summary]");
  if (kept && Date.now() - kept.at > 864e5) forget(key);
  else if (kept && fresh && !/again=/.test(location.search)) { putBack(kept); want = kept.want; back = true; say("back"); }

  /* Files of a report that waits: small enough to lie beside it. */
  const asText = (file) => new Promise((given) => {
    const reader = new FileReader();
    reader.onload = () => given({ name: file.name, type: file.type, data: reader.result.split(",")[1] });
    reader.readAsDataURL(file);
  });
  const keepFiles = async () => {
    const found = {};
    for (const box of all("input[type=file]", form)) if (box.files[0] && box.files[0].size < 600000) found[box.name] = await asText(box.files[0]);
    write(key + ":files", found);
  };
  const filesBack = () => Object.entries(read(key + ":files") || {}).forEach(([name, one]) => {
    const box = form.elements[name], bag = new DataTransfer();
    if (!box || box.files.length) return;
    bag.items.add(new File([Uint8Array.from(atob(one.data), (c) => c.charCodeAt(0))], one.name, { type: one.type }));
    box.files = bag.files;
  });

  /* Sending: once by the button, again by itself while the line is bad. */
  const send = async () => {
    if (busy || !want) return;
    if (!navigator.onLine) { say("waits"); return; }
    busy = true; clearTimeout(timer); say("sending");
    const stop = new AbortController(), late = setTimeout(() => stop.abort(), 60000);
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: new FormData(form), headers: { "X-Queue": "1" }, signal: stop.signal });
      if (answer.status >= 500) throw answer;
      want = false;
      if ((answer.headers.get("Content-Type") || "").includes("json")) {
        keep();
        location.assign((await answer.json()).next);
        return;
      }
      show(await answer.text());
    } catch {
      say("waits");
      await keepFiles();
      keep();
      timer = setTimeout(send, wait);
      wait = Math.min(wait * 2, 60000);
    } finally { clearTimeout(late); busy = false; }
  };
  /* Something has to be put right: the answer's page takes the place of this one. */
  const show = (text) => {
    const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!main) { location.reload(); return; }
    document.querySelector("main").replaceWith(main);
    form = document.querySelector("form[data-report]") || form;
    keep();
    const wrong = document.querySelector("[data-summary]");
    if (wrong) wrong.focus();
  };
  addEventListener("submit", (event) => {
    if (event.target !== form || (event.submitter && event.submitter.name)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    want = true; wait = 5000; keep(); send();
  });
  addEventListener("online", send);
  addEventListener("offline", () => say(want ? "waits" : "kept"));
  let later = 0;
  addEventListener("input", (event) => {
    if (!form.contains(event.target)) return;
    clearTimeout(later);
    later = setTimeout(() => { if (keep()) say("kept"); }, 800);
  });
  if (back) filesBack();
  if (want) send();
  /* A photo that was chosen comes back with the words; it is kept when it has been made small. */
  addEventListener("change", (event) => {
    if (event.target.type === "file" && form.contains(event.target)) setTimeout(async () => { await keepFiles(); keep(); }, 2500);
  });

  addEventListener("click", (event) => {
    const button = event.target.closest("[data-forget],[data-pin],[data-record]");
    if (!button) return;
    if (button.matches("[data-forget]")) { forget(key); location.assign(location.pathname); }
    else if (button.matches("[data-pin]")) pin();
    else record(button);
  });

  /* Where the telephone is, only when it is asked to tell. */
  const pin = () => {
    if (!navigator.geolocation) { say("nopin"); return; }
    navigator.geolocation.getCurrentPosition(
      (p) => { form.elements.pin.value = `${p.coords.latitude.toFixed(5)},${p.coords.longitude.toFixed(5)}`; say("pinned"); keep(); },
      () => say("nopin"), { enableHighAccuracy: true, timeout: 20000 });
  };

  /* A spoken note of at most a minute. */
  let recorder = null;
  const record = async (button) => {
    if (recorder) { recorder.stop(); return; }
    try {
      const line = await navigator.mediaDevices.getUserMedia({ audio: true }), parts = [];
      recorder = new MediaRecorder(line, { audioBitsPerSecond: 32000 });
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = () => {
        const sort = recorder.mimeType.split(";")[0] || "audio/webm", bag = new DataTransfer();
        line.getTracks().forEach((track) => track.stop());
        recorder = null;
        bag.items.add(new File(parts, "note." + sort.split("/")[1], { type: sort }));
        form.elements.voice.files = bag.files;
        button.textContent = button.dataset.again; say("recorded");
      };
      recorder.start();
      button.textContent = button.dataset.stop; say("recording");
      setTimeout(() => { if (recorder) recorder.stop(); }, 58000);
    } catch { recorder = null; say("norecord"); }
  };
  all("[data-js]").forEach((part) => { part.hidden = false; });

  /* The stations of the district that was chosen; and help at once when the child is in danger. */
  const stations = async (district) => {
    const list = document.querySelector("[data-stations]");
    if (!list || !district) return;
    try {
      const answer = await fetch(`${list.dataset.stations}?district=${encodeURIComponent(district)}`);
      if (answer.ok) list.innerHTML = await answer.text();
    } catch { /* the report finds its station without this */ }
  };
  const danger = (yes) => all("[data-danger]").forEach((part) => { part.hidden = !yes; });
  addEventListener("change", (event) => {
    if (event.target.matches("[name=last_seen_place],[name=place]")) stations(event.target.value);
    if (event.target.name === "danger") danger(event.target.value === "yes");
  });
  const place = form.elements.last_seen_place || form.elements.place;
  if (place && place.value && !form.querySelector("[name=station]")) stations(place.value);
  danger(form.elements.danger && form.elements.danger.value === "yes");
})();
