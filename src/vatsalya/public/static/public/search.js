/* The calculation begins while the form is filled; without this script the page asks to wait instead. */
"use strict";
(function () {
  const form = document.querySelector("[data-puzzle]");
  if (!form || !window.Worker) return;
  const answer = form.elements.answer, status = form.querySelector("[data-status]");
  let worker = null, waiting = null;
  function start() {
    if (worker) return;
    worker = new Worker(form.dataset.worker);
    worker.onmessage = function (told) {
      answer.value = told.data;
      if (waiting) go();
    };
    worker.onerror = function () { if (waiting) go(); };
    worker.postMessage({ token: form.elements.puzzle.value, bits: Number(form.dataset.puzzle) });
  }
  function go() {
    const look = document.createElement("input");
    look.type = "hidden"; look.name = waiting.name; look.value = waiting.value;
    form.append(look);
    form.submit();
  }
  form.addEventListener("input", start);
  form.addEventListener("submit", function (event) {
    const button = event.submitter || form.querySelector("[name=look]");
    if (!button || button.name !== "look" || answer.value) return;
    event.preventDefault();
    if (waiting) return;
    waiting = button;
    button.setAttribute("aria-busy", "true");
    status.hidden = false;
    start();
  });
}());
