// Renews what happens now, and once a minute the whole page, while somebody looks and types nothing. Everything is
// set as text; the page is complete without this.
const EVERY_MS = 5000;
const ALL_EVERY_MS = 60000;
const message = document.getElementById("now-message");
const table = document.getElementById("now-table");
const labels = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
document.documentElement.classList.add("js");

function cell(kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}

function line(row) {
  const made = document.createElement("tr");
  const zone = cell("th", row.zone);
  zone.scope = "row";
  made.append(zone);
  if (row.nobody) {
    const nobody = cell("td", row.nobody);
    nobody.colSpan = labels.length;
    nobody.className = "quiet";
    made.append(nobody);
  }
  row.words.forEach((word, place) => {
    const said = cell("td", word);
    said.dataset.label = labels[place];
    made.append(said);
  });
  return made;
}

function show(now) {
  message.textContent = now.message;
  message.hidden = !now.message;
  table.hidden = Boolean(now.message);
  table.tBodies[0].replaceChildren(...now.rows.map(line));
}

let isServed = true;

async function renew() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch("/now.json", { cache: "no-store" });
    isServed = answer.ok;
    if (isServed) show(await answer.json());
  } catch {
    isServed = false;
    // the console has ended: what is on the page stays as it was, and says of when it is
  }
}

function reload() {
  const isTyping = document.querySelector("details[open]") !== null;
  // to reload the answer to a form would press it once more: that page stays until somebody leaves it
  const isAnswer = location.pathname !== "/";
  if (document.visibilityState === "visible" && isServed && !isTyping && !isAnswer) location.reload();
}

setInterval(renew, EVERY_MS);
setInterval(reload, ALL_EVERY_MS);
document.addEventListener("visibilitychange", renew);
