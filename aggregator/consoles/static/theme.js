// The theme button: system, light, dark, in turn. Charts redraw themselves on "shoal:theme".
const root = document.documentElement;
const button = document.getElementById("theme");
const order = ["system", "light", "dark"];

function now() {
  return root.dataset.theme ?? "system";
}

function show() {
  button.textContent = `Theme: ${now()}`;
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("shoal-theme");
    else localStorage.setItem("shoal-theme", theme);
  } catch {
    // storage refused: the choice holds for this page
  }
  show();
  document.dispatchEvent(new CustomEvent("shoal:theme"));
}

button.addEventListener("click", () => choose(order[(order.indexOf(now()) + 1) % order.length]));
show();
