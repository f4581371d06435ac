// Shows what changes without a reload, and sends forms without leaving the page. Without it all of that works too.
"use strict";

const CHANGES = "/moto-api/backup/changes";
const SECOND = 1000;
const html = document.documentElement;

function documentOf(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

// Puts the parts that a page has anew in the place of those that are shown; what has the focus keeps it.
function show(page, kind) {
  for (const part of document.querySelectorAll(`[data-live="${kind}"]`)) {
    const fresh = page.getElementById(part.id);
    if (fresh === null || fresh.innerHTML === part.innerHTML) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const name = focused && (focused.getAttribute("href") || focused.getAttribute("aria-label"));
    part.replaceChildren(...fresh.childNodes);
    if (!name) continue;
    const same = [...part.querySelectorAll("[href], [aria-label]")].find(
      (each) => (each.getAttribute("href") || each.getAttribute("aria-label")) === name,
    );
    if (same) same.focus({ preventScroll: true });
  }
}

async function look() {
  const state = await (await fetch(CHANGES)).text();
  if (state === html.dataset.state) return;
  const page = documentOf(await (await fetch(location.href)).text());
  html.dataset.state = page.documentElement.dataset.state;
  show(page, "state");
}

async function lookAgain() {
  let wait = SECOND;
  try {
    if (document.visibilityState === "visible") await look();
  } catch {
    wait = 5 * SECOND; // The server does not answer, perhaps not any more.
  }
  setTimeout(lookAgain, wait);
}

async function send(form, button) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
  show(documentOf(await answer.text()), "form");
  document.getElementById("notices").scrollIntoView({ block: "nearest" });
  if (answer.ok && form.querySelector("[type=file]")) form.reset();
  await look();
}

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  event.preventDefault();
  send(event.target, event.submitter);
});

for (const target of document.querySelectorAll(".drop")) {
  const input = target.querySelector("input");
  target.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.classList.add("over");
  });
  target.addEventListener("dragleave", () => target.classList.remove("over"));
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.form.requestSubmit();
  });
}

setTimeout(lookAgain, SECOND);
