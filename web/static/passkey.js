// Passkeys: asks the device, and sends what it answers with the form around the button.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = async (form) => {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value });
    const answer = await fetch(form.dataset.passkey, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const made = async (options) => {
    const user = { ...options.user, id: bytes(options.user.id) };
    const excludeCredentials = named(options.excludeCredentials);
    const key = await navigator.credentials.create({ publicKey: { ...options, challenge: bytes(options.challenge), user, excludeCredentials } });
    return [key, { attestationObject: text(key.response.attestationObject) }];
  };
  const signed = async (options) => {
    const allowCredentials = named(options.allowCredentials);
    const key = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials } });
    return [key, { authenticatorData: text(key.response.authenticatorData), signature: text(key.response.signature) }];
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button"), said = form.querySelector("[role=status]");
    if (!window.PublicKeyCredential || !/[a-z]/i.test(location.hostname)) {
      said.textContent = form.dataset.none;
      continue;
    }
    button.disabled = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.textContent = form.dataset.waits;
      try {
        const options = await asked(form);
        const [key, answer] = await (options.user ? made(options) : signed(options));
        const response = { clientDataJSON: text(key.response.clientDataJSON), ...answer };
        form.elements.credential.value = JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} });
        form.submit();
      } catch {
        said.textContent = form.dataset.failed;
      }
    });
  }
})();
