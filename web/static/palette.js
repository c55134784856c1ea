// Everything that this page lets its reader do, found by a few letters. It offers what the page offers, no more.
(() => {
  "use strict";
  const dialog = document.getElementById("palette");
  const words = document.getElementById("palette-words");
  const list = document.getElementById("palette-list");
  if (!dialog) return;
  const offered = "[data-act], #next, .pages a, .views a, .mine .sheet a, .tabs a, #keys-open";
  const text = (each) => each.textContent.replace(/\s+/g, " ").trim();
  let items = [];
  let at = 0;

  const show = () => {
    const asked = words.value.trim().toLowerCase();
    items = [...document.querySelectorAll(offered)]
      .map((target) => ({ name: text(target), run: () => target.click() }))
      .filter((each, place, all) => each.name && all.findIndex((other) => other.name === each.name) === place)
      .filter((each) => each.name.toLowerCase().includes(asked));
    if (asked) {
      const find = () => { location.href = `/work?q=${encodeURIComponent(words.value.trim())}`; };
      items.push({ name: words.dataset.find + words.value.trim(), run: find });
    }
    at = Math.min(at, items.length - 1);
    list.replaceChildren(...items.map((each, place) => {
      const row = document.createElement("li");
      row.id = `palette-${place}`;
      row.role = "option";
      row.textContent = each.name;
      row.ariaSelected = String(place === at);
      row.addEventListener("click", () => choose(place));
      return row;
    }));
    words.setAttribute("aria-activedescendant", items.length ? `palette-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const choose = (place) => { dialog.close(); items[place]?.run(); };

  words.addEventListener("input", () => { at = 0; show(); });
  words.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(at);
    else if (step) at = (at + step + items.length) % items.length;
    else return;
    event.preventDefault();
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog.open) return dialog.close();
    words.value = "";
    at = 0;
    show();
    dialog.showModal();
  });
})();
