// A button that prints the page, shown where it can work; without it the browser's own menu prints as well.
for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.addEventListener("click", () => window.print());
}
