/* Passkeys: the browser's own dialogue. Everything else about signing in works without this file. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const answer = (made) => {
    const from = made.response, response = { clientDataJSON: text(from.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach((part) => {
      if (from[part]) response[part] = text(from[part]);
    });
    if (from.getTransports) response.transports = from.getTransports();
    return {
      id: made.id, rawId: text(made.rawId), type: made.type, response,
      authenticatorAttachment: made.authenticatorAttachment || undefined,
      clientExtensionResults: made.getClientExtensionResults(),
    };
  };
  const create = (options) => {
    const ask = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    ask.user = { ...ask.user, id: bytes(ask.user.id) };
    ask.excludeCredentials = known(ask.excludeCredentials);
    ask.authenticatorSelection = { ...ask.authenticatorSelection, residentKey: "preferred", userVerification: "preferred" };
    return navigator.credentials.create({ publicKey: ask });
  };
  const get = (options) => {
    const ask = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    ask.allowCredentials = known(ask.allowCredentials);
    return navigator.credentials.get({ publicKey: ask });
  };
  const fetched = async (url) => (await fetch(url, { headers: { Accept: "application/json" } })).json();

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (!window.PublicKeyCredential) return;
    const failed = form.querySelector("[data-failed]"), store = document.getElementById("passkey-data");
    form.hidden = false;
    document.querySelectorAll("[data-no-passkey]").forEach((note) => { note.hidden = true; });
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      failed.hidden = true;
      try {
        const options = store ? JSON.parse(store.textContent) : await fetched(form.action);
        const made = form.dataset.passkey === "create"
          ? await create(options.creation_options) : await get(options.request_options);
        form.elements.credential.value = JSON.stringify(answer(made));
        form.submit();
      } catch (error) {
        failed.hidden = false;
        failed.focus();
      }
    });
  });

  /* A long run of appointments goes on by itself; without this file by its button. */
  const going = document.querySelector("form[data-goes-on]");
  if (going) setTimeout(() => going.submit(), 400);
})();
