// Sorts hospitals by distance: the phone's place is asked for when the button is pressed, and sent once, rounded.
(() => {
  const form = document.getElementById("near");
  if (!form || !navigator.geolocation) return;
  const said = document.getElementById("near-said");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.latitude.value) return;
    event.preventDefault();
    said.textContent = form.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.latitude.value = coords.latitude.toFixed(3);
        form.longitude.value = coords.longitude.toFixed(3);
        form.requestSubmit();
      },
      () => { said.textContent = form.dataset.refused; },
      { maximumAge: 300000, timeout: 15000 },
    );
  });
})();
