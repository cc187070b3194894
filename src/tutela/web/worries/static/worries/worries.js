// Half-typed answers are kept on the server while somebody writes. Nothing is stored in the browser, which may be shared.
const EVERY_MS = 8000;

for (const form of document.querySelectorAll("form[data-worries-keep]")) {
  const boxes = form.querySelectorAll("textarea, input[type=text]");
  let waiting = null;
  const keep = () => {
    waiting = null;
    const body = new FormData(form);
    body.append("keep", "1");
    // what fails is tried again with the next letters
    fetch(form.action || location.href, { method: "POST", body: new URLSearchParams(body), credentials: "same-origin" }).catch(() => {});
  };
  if (!form.action.endsWith("/yours/")) {
    for (const box of boxes) box.addEventListener("input", () => { waiting ??= setTimeout(keep, EVERY_MS); });
  }
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    waiting = null;
    if (navigator.onLine) return;
    event.preventDefault();
    let said = form.querySelector("[data-worries-said]");
    if (!said) {
      said = document.createElement("p");
      said.dataset.worriesSaid = "";
      said.className = "govuk-error-message";
      said.setAttribute("role", "alert");
      form.querySelector("button").before(said);
    }
    said.textContent = form.dataset.offline;
  });
}

const print = document.querySelector("[data-worries-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
