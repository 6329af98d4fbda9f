// Renews what happens now, while somebody looks. Everything is set as text; the page is complete without this.
const EVERY_MS = 5000;
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

async function renew() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch("/now.json", { cache: "no-store" });
      if (answer.ok) show(await answer.json());
    } catch {
      // the console has ended: what is on the page stays as it was
    }
  }
  setTimeout(renew, EVERY_MS);
}

setTimeout(renew, EVERY_MS);
