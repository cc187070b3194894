// Half an answer is kept on the server while somebody writes. Nothing is stored in the browser, which may be shared.
const EVERY_MS = 4000;

const form = document.querySelector("main form[method=post]");
const said = document.getElementById("no-connection");
let waiting = null;
let sending = new AbortController();

const keep = () => {
  waiting = null;
  const body = new URLSearchParams(new FormData(form));
  body.append("keep", "1");
  // what fails is tried again with the next letters
  fetch(location.href, { method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: true, signal: sending.signal }).catch(() => {});
};

form.addEventListener("input", () => { waiting ??= setTimeout(keep, EVERY_MS); });
addEventListener("pagehide", () => {
  if (waiting === null) return;
  clearTimeout(waiting);
  keep();
});
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  waiting = null;
  // what comes in after the answer itself would stand there as if it were newer
  sending.abort();
  sending = new AbortController();
  said.hidden = navigator.onLine;
  if (!navigator.onLine) event.preventDefault();
});
addEventListener("online", () => { said.hidden = true; });
