// Keeps what is entered in a form within two seconds of the last key, until the server has it.
// Without this script the forms of new requests have a button for it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const saved = document.getElementById("saved");
  let waiting = 0;

  const body = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") said.append(name, value);
    return said;
  };
  const say = (word) => { if (saved) saved.textContent = word ? `· ${saved.dataset[word]}` : ""; };
  const keep = async () => {
    waiting = 0;
    say("saving");
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: body(), keepalive: true });
      if (!answer.ok) throw new Error(String(answer.status));
      say("saved");
    } catch {
      say("failed");
      waiting ||= setTimeout(keep, 3000);
    }
  };
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1000);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { clearTimeout(waiting); waiting = 0; });
  addEventListener("pagehide", () => { if (waiting) navigator.sendBeacon(form.dataset.draft, body()); });
})();
