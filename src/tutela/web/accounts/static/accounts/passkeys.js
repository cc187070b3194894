// Puts allauth's passkey scripts to work on the page that asks for them, shows its buttons where passkeys can be used,
// and says plainly what went wrong. Without scripts the buttons stay hidden and the page says what to use instead.
const works = Boolean(window.PublicKeyCredential);

if (works) {
  for (const form of document.querySelectorAll("[data-passkey-form]")) {
    window.allauth.webauthn.forms[form.dataset.passkeyForm](JSON.parse(form.textContent));
  }
}
for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = !works;
for (const words of document.querySelectorAll("[data-passkey-none]")) words.hidden = works;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const box = document.querySelector("[data-passkey-error]");
  const name = event.detail.exception?.name;
  const key = name === "InvalidStateError" ? "known" : name === "NotAllowedError" ? "cancelled" : "failed";
  box.firstElementChild.textContent = box.dataset[key];
  box.hidden = false;
  box.focus();
});
