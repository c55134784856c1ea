// Large files leave in parts, so that a break costs one part and not the file. Without script the form sends them whole.
(() => {
  "use strict";
  const LARGE = 5 * 1024 * 1024;
  const TRIES = 6;
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  const ask = async (path, token, options) => {
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

  const send = async (file, kind, token, tell) => {
    const announced = JSON.stringify({ kind, filename: file.name.slice(-200) || "file", size_bytes: file.size });
    const json = { "Content-Type": "application/json" };
    const begun = await (await ask("/files/begin", token, { method: "POST", headers: json, body: announced })).json();
    if (begun.wrong || !begun.id) throw new Error(begun.wrong || begun.detail);
    for (const { number } of begun.missing) {
      const start = (number - 1) * begun.part_bytes;
      const body = file.slice(start, start + begun.part_bytes);
      const kept = await ask(`/files/${begun.id}/parts/${number}`, token, { method: "PUT", body });
      if (!kept.ok) throw new Error((await kept.json()).detail);
      tell(number / begun.missing.length);
    }
    const done = await (await ask(`/files/${begun.id}/finish`, token, { method: "POST" })).json();
    if (!done.id) throw new Error(done.wrong || done.detail);
    return done.id;
  };

  const sendField = async (input, token) => {
    const place = input.closest(".row");
    const kind = place.querySelector("select").value || "OTHER";
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    bar.setAttribute("aria-label", input.files[0].name);
    input.after(bar);
    try {
      const id = await send(input.files[0], kind, token, (part) => { bar.value = part; });
      const name = input.name.replace(/\.\d+\.file$/, "");
      input.after(Object.assign(document.createElement("input"), { type: "hidden", name, value: id }));
      input.value = "";
    } catch (refused) {
      const said = Object.assign(document.createElement("p"), { className: "wrong", textContent: refused.message });
      said.setAttribute("role", "alert");
      place.querySelector("p.wrong")?.remove();
      input.after(said);
      throw refused;
    } finally {
      bar.remove();
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const inputs = [...form.querySelectorAll('input[type="file"]')];
    const chosen = inputs.filter((input) => input.files.length);
    const total = chosen.reduce((sum, input) => sum + input.files[0].size, 0);
    const token = form.querySelector('input[name="csrf"]')?.value;
    if (!token || total <= LARGE) return;
    event.preventDefault();
    const button = event.submitter;
    if (button) button.disabled = true;
    try {
      for (const input of chosen) await sendField(input, token);
      if (button) button.disabled = false;
      form.requestSubmit(button);
    } catch (refused) {
      if (button) button.disabled = false;
      form.querySelector("p.wrong")?.scrollIntoView({ block: "center" });
    }
  });
})();
