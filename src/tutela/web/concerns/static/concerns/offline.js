// Reports that are written where there is no connection. Each is sealed on this device as soon as it is kept, with a key
// that only the pass phrase opens, and is deleted here once the server says that it has it.
const PLACE = "tutela-sealed-drafts";
const ROUNDS = 600000;
const LEAST_LETTERS = 12;

const shell = document.querySelector("[data-offline]");
const words = shell.dataset;
const part = (name) => shell.querySelector(`[data-part=${name}]`);
const subtle = crypto.subtle;

const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const curve = { name: "ECDH", namedCurve: "P-256" };

const read = () => JSON.parse(localStorage.getItem(PLACE) || "null");
const write = (kept) => localStorage.setItem(PLACE, JSON.stringify(kept));

async function keyOf(phrase, salt) {
  const typed = await subtle.importKey("raw", new TextEncoder().encode(phrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function sharedKey(privateKey, publicKey, salt) {
  const bits = await subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256);
  const secret = await subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: new TextEncoder().encode("tutela/1/sealed-draft") };
  return subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function setUp(phrase) {
  const pair = await subtle.generateKey(curve, true, ["deriveBits"]);
  const [salt, nonce] = [random(16), random(12)];
  const hidden = await subtle.encrypt({ name: "AES-GCM", iv: nonce }, await keyOf(phrase, salt), await subtle.exportKey("pkcs8", pair.privateKey));
  const open = await subtle.exportKey("raw", pair.publicKey);
  write({ open: toText(open), hidden: toText(hidden), salt: toText(salt), nonce: toText(nonce), drafts: [] });
}

// needs no pass phrase: whoever writes in a hurry types only what they saw
async function seal(answers) {
  const kept = read();
  const once = await subtle.generateKey(curve, true, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", toBytes(kept.open), curve, false, []);
  const [id, nonce] = [crypto.randomUUID(), random(12)];
  const key = await sharedKey(once.privateKey, theirs, nonce);
  const how = { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(id) };
  const sealed = await subtle.encrypt(how, key, new TextEncoder().encode(JSON.stringify(answers)));
  const open = await subtle.exportKey("raw", once.publicKey);
  kept.drafts.push({ id, at: new Date().toISOString(), open: toText(open), nonce: toText(nonce), sealed: toText(sealed) });
  write(kept);
}

async function unlock(phrase) {
  const kept = read();
  const how = { name: "AES-GCM", iv: toBytes(kept.nonce) };
  const bytes = await subtle.decrypt(how, await keyOf(phrase, toBytes(kept.salt)), toBytes(kept.hidden));
  return subtle.importKey("pkcs8", bytes, curve, false, ["deriveBits"]);
}

async function openOne(draft, privateKey) {
  const theirs = await subtle.importKey("raw", toBytes(draft.open), curve, false, []);
  const key = await sharedKey(privateKey, theirs, toBytes(draft.nonce));
  const how = { name: "AES-GCM", iv: toBytes(draft.nonce), additionalData: new TextEncoder().encode(draft.id) };
  return JSON.parse(new TextDecoder().decode(await subtle.decrypt(how, key, toBytes(draft.sealed))));
}

// the page as the server gives it now: a kept copy has an old token, and knows nothing of who is signed in
async function freshToken() {
  let answer;
  try {
    answer = await fetch(`${location.pathname}?live=1`, { redirect: "manual", credentials: "same-origin" });
  } catch {
    return { says: words.noConnection };
  }
  if (answer.type === "opaqueredirect" || answer.status === 404) return { says: words.signIn, signIn: true };
  if (!answer.ok) return { says: words.noConnection };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { token: page.querySelector("[name=csrfmiddlewaretoken]").value };
}

async function hand(draft, answers, token) {
  const body = new URLSearchParams({ ...answers, id: draft.id, csrfmiddlewaretoken: token });
  const answer = await fetch(words.to, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (!answer.ok) throw new Error(told.says || words.noConnection);
  const kept = read();
  kept.drafts = kept.drafts.filter((one) => one.id !== draft.id);
  write(kept);
  return told.next;
}

function say(name, message, signIn = false) {
  const line = part(name).querySelector("[data-says]");
  line.replaceChildren(message);
  line.hidden = !message;
  if (!signIn) return;
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = words.signInAt;
  link.textContent = words.signInWords;
  line.append(" ", link);
}

function show() {
  const kept = read();
  part("setup").hidden = Boolean(kept);
  shell.querySelector("[data-about-forgetting]").hidden = !kept;
  part("write").hidden = part("forget").hidden = !kept;
  part("kept").hidden = !kept?.drafts.length;
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
  part("kept").querySelector("ul").replaceChildren(...(kept?.drafts ?? []).map((draft) => {
    const line = document.createElement("li");
    line.textContent = `${words.writtenOn} ${when.format(new Date(draft.at))}`;
    return line;
  }));
}

// one thing at a time, and whatever fails is said where it was pressed
function on(name, work) {
  part(name).addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    button.disabled = true;
    say(name, "");
    try {
      await work(form, new FormData(form));
    } catch (fault) {
      say(name, fault.message || words.failed);
    } finally {
      button.disabled = false;
    }
  });
}

on("setup", async (form, typed) => {
  const phrase = typed.get("phrase");
  if (phrase.length < LEAST_LETTERS) throw new Error(words.tooShort);
  if (phrase !== typed.get("again")) throw new Error(words.differ);
  if (!typed.get("mine")) throw new Error(words.notMine);
  await navigator.serviceWorker.register(words.worker, { scope: location.pathname });
  await navigator.serviceWorker.ready;
  await setUp(phrase);
  form.reset();
  show();
});

on("write", async (form, typed) => {
  if (!typed.get("what").trim()) throw new Error(words.nothing);
  await seal(Object.fromEntries(typed));
  form.reset();
  show();
  say("kept", words.sealed);
  part("kept").scrollIntoView();
});

on("kept", async (form, typed) => {
  let privateKey;
  try {
    privateKey = await unlock(typed.get("phrase"));
  } catch {
    throw new Error(words.wrong);
  }
  const { token, says, signIn } = await freshToken();
  if (!token) {
    say("kept", says, signIn);
    return;
  }
  const drafts = read().drafts;
  let next;
  for (const draft of drafts) next = await hand(draft, await openOne(draft, privateKey), token);
  form.reset();
  location.assign(drafts.length === 1 ? next : words.all);
});

on("forget", async (form, typed) => {
  if (!typed.get("sure")) throw new Error(words.notSure);
  localStorage.removeItem(PLACE);
  for (const worker of await navigator.serviceWorker.getRegistrations()) if (worker.scope.endsWith(location.pathname)) await worker.unregister();
  for (const name of await caches.keys()) if (name.startsWith("tutela-offline-")) await caches.delete(name);
  form.reset();
  show();
});

if (crypto.subtle && "serviceWorker" in navigator) {
  shell.hidden = false;
  show();
} else {
  document.querySelector("[data-offline-cannot]").hidden = false;
}
