// Large files leave in parts before their form does: a break costs one part, and a closed page nothing that
// arrived. Without script the form sends them whole.
(() => {
  "use strict";
  const LARGE = 5 * 1024 * 1024;
  const TRIES = 6;
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  class Refused extends Error {}

  const ask = async (path, token, options = {}) => {
    const headers = { ...options.headers, Accept: "application/json", "X-CSRF-Token": token };
    for (let turn = 1; ; turn += 1) {
      try {
        const answer = await fetch(path, { ...options, headers });
        if (answer.status < 500) return answer;
      } catch (lost) {
        if (turn >= TRIES) throw lost;
      }
      if (turn >= TRIES) throw new Error(path);
      await pause(2 ** turn / 2);
    }
  };
  const said = async (answer) => {
    const told = await answer.json();
    if (!answer.ok) throw new Refused(told.wrong ?? told.detail);
    return told;
  };

  // Known again by its content after the page was closed; where browsers do not tell it, a file begins anew.
  const digest = async (file) => {
    if (!crypto.subtle) return "";
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
  };
  const begun = async (file, kind, sha256, token) => {
    const known = sha256 && localStorage.getItem(`lipei-file-${sha256}`);
    const found = known ? await ask(`/files/${known}`, token) : null;
    if (found?.ok) return found.json();
    const announced = { kind, filename: file.name.slice(-200) || "file", size_bytes: file.size, sha256: sha256 || null };
    const json = { "Content-Type": "application/json" };
    const fresh = await said(await ask("/files/begin", token, { method: "POST", headers: json, body: JSON.stringify(announced) }));
    if (sha256) localStorage.setItem(`lipei-file-${sha256}`, fresh.id);
    return fresh;
  };
  const send = async (file, kind, token, tell) => {
    const sha256 = await digest(file);
    const way = await begun(file, kind, sha256, token);
    const parts = way.arrived.length + way.missing.length;
    try {
      for (const [index, { number }] of way.missing.entries()) {
        tell((way.arrived.length + index) / parts);
        const start = (number - 1) * way.part_bytes;
        const kept = await ask(`/files/${way.id}/parts/${number}`, token, { method: "PUT", body: file.slice(start, start + way.part_bytes) });
        if (!kept.ok) await said(kept);
      }
      tell(1);
      const done = await said(await ask(`/files/${way.id}/finish`, token, { method: "POST" }));
      localStorage.removeItem(`lipei-file-${sha256}`);
      return done.id;
    } catch (broken) {
      if (broken instanceof Refused) localStorage.removeItem(`lipei-file-${sha256}`);
      throw broken;
    }
  };

  const sendField = async (input, token) => {
    const row = input.closest(".row");
    const words = input.closest("[data-broken]").dataset;
    row.querySelector("p.wrong")?.remove();
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    bar.setAttribute("aria-label", `${words.sending} ${input.files[0].name}`);
    input.after(bar);
    try {
      const id = await send(input.files[0], row.querySelector("select").value || "OTHER", token, (share) => { bar.value = share; });
      const name = input.name.replace(/\.\d+\.file$/, "");
      input.after(Object.assign(document.createElement("input"), { type: "hidden", name, value: id }));
      input.value = "";
    } catch (broken) {
      const text = broken instanceof Refused ? broken.message : words.broken;
      const wrong = Object.assign(document.createElement("p"), { className: "wrong", textContent: text });
      wrong.setAttribute("role", "alert");
      input.after(wrong);
      throw broken;
    } finally {
      bar.remove();
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const chosen = [...form.querySelectorAll('[data-broken] input[type="file"]')].filter((input) => input.files.length);
    const token = form.querySelector('input[name="csrf"]')?.value;
    if (!token || chosen.reduce((sum, input) => sum + input.files[0].size, 0) <= LARGE) return;
    event.preventDefault();
    const button = event.submitter;
    if (button) button.disabled = true;
    try {
      for (const input of chosen) await sendField(input, token);
      if (button) button.disabled = false;
      form.requestSubmit(button);
    } catch {
      if (button) button.disabled = false;
      form.querySelector("p.wrong")?.scrollIntoView({ block: "center" });
    }
  });
})();
