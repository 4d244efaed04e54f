// @ts-check
/**
 * Activation by QR code, and the button that shows a secret while it is typed. Both pages work without this file:
 * the two codes of the card can be typed.
 */

/** The token stands in the fragment, which browsers send to nobody: take it, clean the address, send the form. */
function sendToken() {
  const form = document.querySelector("form[data-activate]");
  const token = location.hash.slice(1);
  if (!(form instanceof HTMLFormElement) || !token) return;
  const field = form.elements.namedItem("token");
  if (!(field instanceof HTMLInputElement)) return;
  field.value = token;
  if (form.dataset.activate === "wait") {
    keepForOutside();
    return;
  }
  history.replaceState(null, "", location.pathname + location.search);
  form.requestSubmit();
}

/**
 * Inside another app the code must not be used up: the link to copy keeps it, and the two fields make room. */
function keepForOutside() {
  const address = document.querySelector("[data-own-address]");
  if (address) address.textContent = location.href;
  for (const part of document.querySelectorAll(".field, [data-typed]")) part.setAttribute("hidden", "");
  document.querySelector("[data-scanned]")?.removeAttribute("hidden");
}

/** @param {HTMLElement} button */
function toggleSecret(button) {
  const field = document.querySelector(button.dataset.show ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
  field.focus();
}

for (const button of document.querySelectorAll("[data-show]")) button.removeAttribute("hidden");
addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-show]") : null;
  if (button instanceof HTMLElement) toggleSecret(button);
});
addEventListener("hashchange", sendToken);
sendToken();
