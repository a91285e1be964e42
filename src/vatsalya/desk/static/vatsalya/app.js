/* Helps on a bad line. Every page works without it.
   Words come from data-* of #words, so that this file knows no language. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = (document.getElementById("words") || {}).dataset || {};
  const who = document.body.dataset.who || "";
  const KEY = "draft:";
  const store = window.sessionStorage; // ends with the tab: nothing about a child stays on the phone

  /* The line is gone: say so, once, at the top. */
  const banner = document.querySelector("[data-offline]");
  const line = () => { if (banner) banner.hidden = navigator.onLine; };
  addEventListener("online", line);
  addEventListener("offline", line);
  line();

  /* What another person typed in this tab is not for the one who sits here now. */
  if (who) Object.keys(store).forEach((key) => {
    if (key.startsWith(KEY) && JSON.parse(store[key]).who !== who) store.removeItem(key);
  });
  all("form[data-sign-out]").forEach((form) => form.addEventListener("submit", () => store.clear()));
  /* A form that was sent and is not on this page went through: its copy goes. */
  if (who) Object.keys(store).forEach((key) => {
    const here = all("form[data-draft-url]").some((form) => KEY + form.dataset.draftUrl === key);
    if (key.startsWith(KEY) && !here && JSON.parse(store[key]).sent) store.removeItem(key);
  });

  /* Rows: the button is a submit for those without this file. */
  addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    const sheet = button && document.getElementById(button.dataset.addRow);
    const mould = sheet && sheet.parentNode.querySelector("template[data-row]");
    if (!mould) return;
    event.preventDefault();
    const bodyRows = sheet.tBodies[0], count = document.getElementById(button.dataset.count);
    const number = count ? +count.value : bodyRows.rows.length;
    bodyRows.insertAdjacentHTML("beforeend", mould.innerHTML.replaceAll("__N__", number));
    if (count) count.value = number + 1;
    const first = bodyRows.lastElementChild.querySelector("input,select,textarea");
    if (first) first.focus();
  });

  /* One click, one record (the server refuses a second one too). */
  addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.defaultPrevented || form.method !== "post" || form.target) return;
    form.dataset.sent = "1";
    if (button) { button.setAttribute("aria-busy", "true"); setTimeout(() => { button.disabled = true; }); }
    setTimeout(() => ready(form), 15000);
  });
  const ready = (form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((b) => { b.removeAttribute("aria-busy"); b.disabled = false; });
  };
  addEventListener("pageshow", (event) => { if (event.persisted) all("form").forEach(ready); });

  /* Photographs: made small before they travel; the drawing also drops place and camera. */
  const shrink = async (file, limit) => {
    if (!/^image\//.test(file.type) || file.size <= limit) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = document.createElement("canvas");
    for (let edge = 1280, quality = 0.85; ; edge *= 0.85, quality = Math.max(0.5, quality - 0.1)) {
      const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (blob.size <= limit || edge < 320) return new File([blob], "photo.jpg", { type: "image/jpeg" });
    }
  };
  addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches("input[type=file][data-shrink]")) return;
    let note = input.nextElementSibling;
    if (!note || !note.matches("[data-size]")) {
      note = Object.assign(document.createElement("p"), { className: "hint" });
      note.dataset.size = ""; note.setAttribute("role", "status");
      input.after(note);
    }
    try {
      const bag = new DataTransfer(), limit = 1024 * (input.dataset.shrink || 150);
      for (const file of [...input.files]) bag.items.add(await shrink(file, limit));
      input.files = bag.files;
      note.textContent = [...input.files].map((f) => `${words.photo} ${Math.ceil(f.size / 1024)} KB`).join(", ");
    } catch { note.textContent = words.badphoto; } // the server looks again and says why
  });

  /* Live parts: asked for again with their tag, so that silence costs a few bytes. */
  all("[data-live]").forEach((part) => {
    let tag = "", seen = "", wait = 1000 * Math.max(5, part.dataset.every || 15);
    const look = async () => {
      if (!document.hidden && navigator.onLine && !part.contains(document.activeElement)) {
        try {
          const answer = await fetch(part.dataset.live, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", redirect: "error" });
          if (answer.status === 200) {
            tag = answer.headers.get("ETag") || "";
            const fresh = await answer.text();
            if (fresh !== seen) part.innerHTML = seen = fresh;
          } else if (answer.status >= 400 && answer.status < 500) return;
          wait = 1000 * Math.max(5, part.dataset.every || 15);
        } catch { wait = Math.min(wait * 2, 300000); }
      }
      setTimeout(look, wait);
    };
    setTimeout(look, wait);
  });

  /* After a refusal the reader starts at the list of what is wrong. */
  const wrong = document.querySelector("[data-summary]");
  if (wrong) wrong.focus();
})();
