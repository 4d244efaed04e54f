// @ts-check
/** Keys of the review page (j next, k previous, l list) and ready sentences. Without this file, links and typing do. */

const comment = document.querySelector("#comment");

for (const button of document.querySelectorAll("[data-phrase]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => {
    if (!(comment instanceof HTMLTextAreaElement)) return;
    const phrase = button.textContent ?? "";
    if (!comment.value.includes(phrase)) comment.value = `${comment.value.trimEnd()} ${phrase}`.trim();
    comment.focus();
  });
}

addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey) return;
  const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  if (link instanceof HTMLAnchorElement) link.click();
});
