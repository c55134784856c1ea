// Keys for those who work without a mouse. Every key has a link or a button that does the same.
(() => {
  "use strict";
  const OFF = "lipei-keys-off";
  const typing = (where) => where.closest("input, textarea, select, [contenteditable]") !== null;
  const off = () => localStorage.getItem(OFF) === "1";
  const rows = () => [...document.querySelectorAll("table.queue tbody th a")];

  const step = (by) => {
    const links = rows();
    if (!links.length) return;
    const now = links.indexOf(document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, now + by))].focus();
  };
  const act = (name) => document.querySelector(`a[data-act^="${name}"]`)?.click();
  const view = (what) => document.querySelector(`[data-view="${what}"]`)?.click();
  const keys = {
    n: () => document.getElementById("next")?.click(),
    "/": () => document.getElementById("q")?.focus(),
    j: () => step(1),
    k: () => step(-1),
    e: () => act("DECIDE"),
    a: () => act("ASSIGN"),
    q: () => act("ASK"),
    g: () => document.querySelector(".head .name")?.click(),
    z: () => document.getElementById("undo-now")?.click(),
    x: () => document.activeElement?.closest("tr")?.querySelector("input[name=case]")?.click(),
    "+": () => view("in"),
    "=": () => view("in"),
    "-": () => view("out"),
    r: () => view("turn"),
    "[": () => view("before"),
    "]": () => view("next"),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.target.closest("form")?.requestSubmit();
    if (event.ctrlKey || event.metaKey || event.altKey || off() || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });

  const box = document.getElementById("keys-on");
  if (box) {
    box.checked = !off();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
  }
  document.getElementById("keys-open")?.addEventListener("click", () => document.getElementById("keys").showModal());
  const first = location.hash === "#act" && document.querySelector("#act :is(select, input:not([type=hidden]), textarea)");
  const begin = document.querySelector(".fault") || first;
  // Going to the fragment takes the focus away again, so the field gets it after that.
  if (begin) addEventListener("load", () => setTimeout(() => begin.focus(), 0));
})();
