// Runs before anything is drawn: says that scripts run, and sets the theme that was chosen here last.
// It also keeps the page's own rule that no inline style attribute is ever written: a script that sets the
// attribute gets the same declarations through the style object, which the policy allows, and nothing else.
const root = document.documentElement;
root.classList.add("js");
try {
  const chosen = localStorage.getItem("shoal-theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
} catch {
  // storage refused: the system's theme it is
}
const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};
