// Draws each figure that stands in the page as data. A colour in a figure is the name of a CSS property.
const root = document.documentElement;
const config = { displayModeBar: false, responsive: true, showTips: false, doubleClick: false };

function coloured(value, styles) {
  if (typeof value === "string" && value.startsWith("--")) return styles.getPropertyValue(value).trim();
  if (Array.isArray(value)) return value.map((one) => coloured(one, styles));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, coloured(one, styles)]));
  }
  return value;
}

function figures() {
  return [...document.querySelectorAll('script[type="application/json"][id^="figure-"]')].map((block) => ({
    box: document.getElementById(block.id.replace("figure-", "chart-")),
    figure: JSON.parse(block.textContent),
  }));
}

const NARROW_PX = 480;

const DAY_MS = 86_400_000;

function daysIn(data) {
  return new Set(data.flatMap((trace) => trace.x ?? []).map((at) => at?.slice?.(0, 10))).size;
}

function narrowLayout(layout, data) {
  const axis = (one) => {
    if (one?.nticks) return { ...one, nticks: Math.min(one.nticks, 5) };
    if (one?.type !== "date" || !one.dtick) return one;
    const isCrowded = (daysIn(data) * DAY_MS) / one.dtick > 4;
    return { ...one, dtick: isCrowded ? one.dtick * 2 : one.dtick, tickangle: 0 };
  };
  const margin = { ...layout.margin, l: 0 };
  return { ...layout, margin, xaxis: axis(layout.xaxis), yaxis: axis(layout.yaxis) };
}

function narrowTrace(trace) {
  if (!trace.colorbar) return trace;
  const title = { ...trace.colorbar.title, side: "top" };
  const below = { orientation: "h", x: 0.5, xanchor: "center", y: -0.22, yanchor: "top", len: 1, nticks: 6 };
  return { ...trace, colorbar: { ...trace.colorbar, ...below, title } };
}

// One chart at a time from the top, with room between them for what the reader does meanwhile.
async function draw() {
  const styles = getComputedStyle(root);
  for (const { box, figure } of figures()) {
    const { data, layout } = coloured(figure, styles);
    const isNarrow = box.clientWidth < NARROW_PX;
    const traces = isNarrow ? data.map(narrowTrace) : data;
    await globalThis.Plotly.react(box, traces, isNarrow ? narrowLayout(layout, data) : layout, config);
    box.dataset.drawn = "yes";
    await new Promise((done) => setTimeout(done));
  }
}

function toggle(button, open) {
  const table = document.getElementById(button.dataset.table);
  table.toggleAttribute("data-open", open);
  button.setAttribute("aria-expanded", String(open));
}

for (const button of document.querySelectorAll("[data-table]")) {
  button.addEventListener("click", () => toggle(button, button.getAttribute("aria-expanded") !== "true"));
}
document.addEventListener("shoal:tables", () => {
  const buttons = [...document.querySelectorAll("[data-table]")];
  const open = buttons.some((button) => button.getAttribute("aria-expanded") !== "true");
  for (const button of buttons) toggle(button, open);
});

if (globalThis.Plotly) {
  draw();
  document.addEventListener("shoal:theme", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
