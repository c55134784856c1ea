// Makes the page of a case fast. All of it works without this script, with one more click.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  const csrf = document.querySelector("input[name=csrf]")?.value ?? "";
  let dirty = false;

  const body = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") said.append(name, value);
    return said;
  };

  // Prices: asked for when a figure was entered; only the newest answer is shown.
  const shown = document.getElementById("price");
  let asked = 0, pricing = 0;
  const price = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.price, { method: "POST", body: body() });
      const told = await answer.text();
      if (answer.ok && mine === asked) shown.innerHTML = told;
    } catch { /* the button beside it asks for the same */ }
  };

  // Approved in full or in part follows from the lines; a refusal is never chosen for anybody.
  const outcome = () => {
    const chosen = form.elements["decision.outcome"];
    if (!chosen || !["", "APPROVE", "APPROVE_IN_PART"].includes(chosen.value)) return;
    const rows = [...form.querySelectorAll(".lines tbody tr")];
    const cut = (row) => Number(row.querySelector("input.sum").value) !== Number(row.querySelector("th .hint").textContent);
    if (rows.length) chosen.value = rows.some(cut) ? "APPROVE_IN_PART" : "APPROVE";
  };

  if (form) {
    const changed = (event) => {
      dirty = true;
      if (event.target.name?.endsWith(".approved")) outcome();
      if (!form.dataset.price) return;
      clearTimeout(pricing);
      pricing = setTimeout(price, 300);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => { dirty = false; });
    if (form.dataset.price && !shown.children.length) price();
  }

  // The undo window of a decision: counted down by the server's figure, whatever the clock of this machine says.
  const undo = document.getElementById("undo");
  if (undo) {
    const ends = performance.now() + Number(undo.dataset.left) * 1000;
    const count = undo.querySelector("[role=timer]");
    const tick = () => {
      const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      count.textContent = left;
      if (left) return;
      clearInterval(ticking);
      undo.querySelector("[role=status]").textContent = undo.dataset.over;
      undo.querySelector("button").remove();
    };
    const ticking = setInterval(tick, 250);
    tick();
  }

  // Who else is here, and what is new. Nothing of it touches a field or moves what is read.
  const here = document.getElementById("present");
  if (!here) return;
  const present = (more) => new URLSearchParams({ csrf, editing: String(dirty), ...more });
  const beat = () => fetch(here.dataset.here, { method: "POST", body: present() }).catch(() => {});
  beat();
  setInterval(beat, 30000);
  form?.addEventListener("input", beat, { once: true });
  addEventListener("pagehide", () => navigator.sendBeacon(here.dataset.here, present({ gone: "true" })));
  const news = new EventSource(here.dataset.live);
  news.addEventListener("here", (event) => { here.innerHTML = JSON.parse(event.data).html; });
  news.addEventListener("changed", (event) => {
    document.getElementById("changed").innerHTML = JSON.parse(event.data).html;
  });
})();
