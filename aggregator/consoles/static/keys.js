// One letter each: every key presses a link that stands on the page, so a key can do nothing a pointer cannot.
function isTyping(target) {
  return target instanceof Element && target.closest("input, select, textarea") !== null;
}

function special(key) {
  if (key === "t") document.dispatchEvent(new CustomEvent("shoal:tables"));
  else if (key === "/") document.querySelector("[data-search]")?.focus();
  else if (key === "c") {
    const details = document.querySelector('[data-details="c"]');
    details.open = true;
    details.querySelector("input[type=date]").focus();
  } else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (special(key)) {
    event.preventDefault();
    return;
  }
  const link = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (link === null) return;
  event.preventDefault();
  link.click();
});

for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
