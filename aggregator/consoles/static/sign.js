// Signing in the browser: the key is made here, cannot be read out again, and never leaves this browser.
const STORE = "people";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("shoal-keys", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "name" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, act) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const request = act(database.transaction(STORE, mode).objectStore(STORE));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const keys = () => inStore("readonly", (store) => store.getAll());
const keep = (name, pair) => inStore("readwrite", (store) => store.put({ name, pair }));
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

function say(form, words) {
  form.querySelector(".said").textContent = words;
}

async function makeKey(form) {
  const name = form.elements.name.value.trim();
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  form.elements.public_key.value = hex(await crypto.subtle.exportKey("raw", pair.publicKey));
  await keep(name, pair);
}

async function sign(form) {
  const [mine] = await keys();
  if (!mine) throw new Error("This browser holds no signing key. Make one under Signers first.");
  const answer = await fetch(`${form.dataset.words}?signer=${encodeURIComponent(mine.name)}`);
  const words = await answer.json();
  if (!answer.ok) throw new Error(words.detail);
  const signature = await crypto.subtle.sign("Ed25519", mine.pair.privateKey, bytes(words.to_sign));
  form.elements.signer.value = mine.name;
  form.elements.at.value = words.at;
  form.elements.signature.value = hex(signature);
}

function before(form, prepare) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    try {
      await prepare(form);
      form.dataset.ready = "yes";
      form.requestSubmit();
    } catch (error) {
      say(form, error.message);
    }
  });
}

for (const form of document.querySelectorAll("form[data-words]")) before(form, sign);
for (const form of document.querySelectorAll("form.make-key")) before(form, makeKey);
for (const select of document.querySelectorAll("select[name=author]")) {
  keys().then(([mine]) => { if (mine) select.value = mine.name; });
}
