// Large files leave in parts before their form does: a break costs one part, and a closed page nothing that
// arrived. Without script the form sends them whole.
(() => {
  "use strict";
  const LARGE = 5 * 1024 * 1024;
  const TRIES = 6;
  const BEGUN = "lipei-file-";
  const KEPT = 48 * 3600 * 1000;
  const chinese = document.documentElement.lang.startsWith("zh");
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
    if (!answer.ok) throw new Refused((chinese && told.detail_zh) || told.detail);
    return told;
  };

  // A file is known again after the page was closed by what it is sent as, its name, size and last change. What
  // stays in the browser is a number made of them, for names of papers tell of people.
  const keyOf = (file, kind) => {
    let [one, other] = [0xdeadbeef, 0x41c6ce57];
    for (const letter of `${kind}/${file.name}/${file.size}/${file.lastModified}`) {
      one = Math.imul(one ^ letter.codePointAt(0), 2654435761);
      other = Math.imul(other ^ letter.codePointAt(0), 1597334677);
    }
    return BEGUN + ((one >>> 0).toString(16) + (other >>> 0).toString(16));
  };
  const remembered = (key) => {
    try {
      const { id, at } = JSON.parse(localStorage.getItem(key));
      if (Date.now() - at < KEPT) return id;
    } catch { /* Nothing of ours. */ }
    localStorage.removeItem(key);
    return null;
  };
  const digest = async (file) => {
    if (!crypto.subtle) return null;
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
  };
  const begun = async (file, kind, token) => {
    const key = keyOf(file, kind);
    const known = remembered(key);
    const found = known ? await ask(`/files/${known}`, token) : null;
    if (found?.ok) return found.json();
    const announced = { kind, filename: file.name.slice(-200) || "file", size_bytes: file.size, sha256: await digest(file) };
    const json = { "Content-Type": "application/json" };
    const fresh = await said(await ask("/files/begin", token, { method: "POST", headers: json, body: JSON.stringify(announced) }));
    localStorage.setItem(key, JSON.stringify({ id: fresh.id, at: Date.now() }));
    return fresh;
  };
  const send = async (file, kind, token, tell) => {
    const key = keyOf(file, kind);
    const way = await begun(file, kind, token);
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
      localStorage.removeItem(key);
      return done.id;
    } catch (broken) {
      if (broken instanceof Refused) localStorage.removeItem(key);
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

  // What was begun on an earlier visit: chosen again, it goes on where it broke off.
  const offer = async (place) => {
    const token = place.closest("form").querySelector('input[name="csrf"]')?.value;
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(BEGUN))) {
      const id = remembered(key);
      const answer = id && token ? await fetch(`/files/${id}`, { headers: { Accept: "application/json" } }).catch(() => null) : null;
      const way = answer?.ok ? await answer.json() : null;
      if (!way?.arrived.length) continue;
      const { resume, giveUp } = place.dataset;
      const numbers = { name: way.filename, arrived: way.arrived.length, parts: way.arrived.length + way.missing.length };
      const note = Object.assign(document.createElement("p"), { className: "hint unfinished" });
      note.setAttribute("role", "status");
      const gone = Object.assign(document.createElement("button"), { type: "button", className: "second small", textContent: giveUp });
      gone.addEventListener("click", async () => {
        const left = await ask(`/files/${id}`, token, { method: "DELETE" });
        if (!left.ok && left.status !== 404) return;
        localStorage.removeItem(key);
        note.remove();
      });
      note.append(resume.replace(/\{(\w+)\}/g, (_, name) => numbers[name]), " ", gone);
      place.querySelector(".row").before(note);
    }
  };
  const first = document.querySelector("[data-resume]");
  if (first) offer(first);

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
