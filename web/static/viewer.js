// Zoom, turn and page through a paper; it opens where it was left. Without script the pages are simply there.
(() => {
  "use strict";
  const viewer = document.getElementById("viewer");
  const tools = document.querySelector("[data-viewer]");
  const pages = viewer ? [...viewer.querySelectorAll("img")] : [];
  if (!pages.length) return;
  const key = `lipei-paper-${viewer.dataset.paper}`;
  const left = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  const now = { zoom: left.zoom ?? 1, turned: left.turned ?? 0, top: left.top ?? 0, side: left.side ?? 0 };
  const keep = () => sessionStorage.setItem(key, JSON.stringify(now));

  const draw = () => {
    const lying = now.turned % 180 !== 0;
    for (const page of pages) {
      const wide = viewer.clientWidth * now.zoom - 24;
      page.style.width = `${wide}px`;
      page.style.maxWidth = "none";
      page.style.rotate = `${now.turned}deg`;
      const high = page.naturalWidth ? (wide * page.naturalHeight) / page.naturalWidth : 0;
      page.style.marginBlock = lying ? `${(wide - high) / 2}px` : "";
    }
    mark();
    tools.querySelector("output").textContent = `${Math.round(now.zoom * 100)}%`;
    keep();
  };
  // Where a value stands: a frame over the page, which goes along when the paper gets larger.
  const AROUND = 5; // px between the words and their frame, whose line would cover them
  const frame = document.createElement("div");
  frame.className = "place";
  frame.hidden = true;
  viewer.append(frame);
  let pointed = null;
  const mark = () => {
    frame.hidden = !pointed || now.turned !== 0;
    if (frame.hidden) return;
    const { page, box: [left, top, right, bottom] } = pointed;
    Object.assign(frame.style, {
      left: `${page.offsetLeft + left * page.offsetWidth - AROUND}px`,
      top: `${page.offsetTop + top * page.offsetHeight - AROUND}px`,
      width: `${(right - left) * page.offsetWidth + 2 * AROUND}px`,
      height: `${(bottom - top) * page.offsetHeight + 2 * AROUND}px`,
    });
  };
  const point = (spot) => {
    const page = pages[Number(spot.dataset.page) - 1];
    if (!page) return;
    now.turned = 0;
    const box = spot.dataset.box?.split(" ").map(Number);
    pointed = box ? { page, box } : null;
    const show = () => {
      draw();
      const top = box ? page.offsetTop + box[1] * page.offsetHeight - viewer.clientHeight / 3 : page.offsetTop;
      viewer.scrollTo({ top, left: box ? page.offsetLeft + box[0] * page.offsetWidth - viewer.clientWidth / 3 : 0 });
      (box ? frame : viewer).scrollIntoView({ block: "nearest" });
    };
    page.loading = "eager";
    page.complete ? show() : page.addEventListener("load", show, { once: true });
  };
  document.addEventListener("click", (event) => {
    const spot = event.target.closest("a.spot");
    if (!spot) return;
    if ((spot.dataset.paper ?? viewer.dataset.paper) !== viewer.dataset.paper) {
      sessionStorage.setItem("lipei-spot", JSON.stringify({ ...spot.dataset }));
      return; // the other paper opens, and is pointed at there
    }
    event.preventDefault();
    point(spot);
  });

  // Words on the paper are looked for without leaving what one writes.
  document.querySelector(".finder")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = new URLSearchParams(new FormData(event.target));
    const answer = await fetch(`${event.target.action}?${said}`);
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
    document.getElementById("found").replaceChildren(...told.childNodes);
    const first = document.querySelector("#found a.spot");
    if (first) point(first);
  });

  const zoom = (by) => {
    const place = viewer.scrollTop / viewer.scrollHeight;
    now.zoom = Math.min(4, Math.max(0.5, now.zoom * by));
    draw();
    viewer.scrollTop = place * viewer.scrollHeight;
  };
  const leaf = (by) => {
    const here = pages.findIndex((page) => page.offsetTop + page.offsetHeight / 2 > viewer.scrollTop);
    pages[Math.min(pages.length - 1, Math.max(0, here + by))].scrollIntoView({ block: "start" });
  };
  const acts = {
    in: () => zoom(1.25),
    out: () => zoom(0.8),
    turn: () => { now.turned = (now.turned + 90) % 360; draw(); },
    before: () => leaf(-1),
    next: () => leaf(1),
  };

  tools.hidden = false;
  tools.addEventListener("click", (event) => acts[event.target.closest("[data-view]")?.dataset.view]?.());
  viewer.addEventListener("scroll", () => { now.top = viewer.scrollTop; now.side = viewer.scrollLeft; keep(); }, { passive: true });
  pages[0].complete ? begin() : pages[0].addEventListener("load", begin, { once: true });
  function begin() {
    const { top, side } = now;
    draw();
    viewer.scrollTo(side, top);
    const sought = JSON.parse(sessionStorage.getItem("lipei-spot") ?? "null");
    sessionStorage.removeItem("lipei-spot");
    if (sought?.paper === viewer.dataset.paper) point({ dataset: sought });
  }
})();
