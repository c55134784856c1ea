// Tells that there are new cases. The rows stay where they are until the reader asks for the new ones.
(() => {
  "use strict";
  const fresh = document.getElementById("fresh");
  if (!fresh) return;
  const news = new EventSource(fresh.dataset.live);
  news.addEventListener("cases", (event) => { fresh.innerHTML = JSON.parse(event.data).html; });
})();
