// Keeps what is being written: on the server while there is a line and a session, in this tab while there is none.
// Without this file the page works as it stands; the button saves everything.
const form = document.querySelector("form[data-draft]");
const said = document.querySelector("[data-draft-said]");
// another person may sign in on the same tab
const key = form ? `draft ${form.dataset.person} ${location.pathname}` : "";
const WAIT_MS = 1500;
let waiting = 0;
let sent = "";

const body = () => new URLSearchParams(new FormData(form));
const told = (of) => {
  const copy = new URLSearchParams(of);
  copy.delete("csrfmiddlewaretoken");
  return copy.toString();
};
const say = (words) => {
  if (said) said.textContent = words;
};

async function keep() {
  clearTimeout(waiting);
  const now = body();
  const text = told(now);
  if (text === sent) return;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: now, redirect: "error", keepalive: true });
    if (!answer.ok) throw new Error(`${answer.status}`);
    sent = text;
    sessionStorage.removeItem(key);
    say(form.dataset.kept);
  } catch {
    // no line, or the session is over: this tab remembers until the page is open again
    sessionStorage.setItem(key, text);
    say(form.dataset.held);
  }
}

// Once there is an answer of ours that the held text had not seen, that text was saved after all. The newest stands first.
function wasSaved(text) {
  const answers = form.dataset.answers.split(" ").filter(Boolean);
  const seen = answers.findIndex((one) => one.slice(1) === new URLSearchParams(text).get("seen"));
  return answers.slice(0, seen === -1 ? answers.length : seen).some((one) => one.startsWith("+"));
}

function bringBack(text) {
  const given = new URLSearchParams(text);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.getAll(field.name).includes(field.value);
    else if (given.has(field.name)) field.value = given.get(field.name);
  }
  say(form.dataset.back);
  keep();
}

if (form) {
  const held = sessionStorage.getItem(key);
  sent = told(body());
  if (held !== null && wasSaved(held)) sessionStorage.removeItem(key);
  else if (held !== null && held !== sent) bringBack(held);
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sessionStorage.setItem(key, told(body())); // if the answer never comes, it is still there
    sent = told(body());
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting) keep();
  });
}
