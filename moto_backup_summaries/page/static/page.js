// Shows what changes without a reload, and sends forms without leaving the page. Without it all of that works too.
//
// It runs before the first element of the page is there, and listens at the document: so nothing that a person does is
// too early for it.
"use strict";

const CHANGES = "/moto-api/backup/changes";
const SECOND = 1000;
const html = document.documentElement;

function documentOf(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

// A page of the server; an error where it is none.
async function pageOf(answer) {
  const page = documentOf(await answer.text());
  if (page.getElementById("notices") === null) throw new Error(`HTTP ${answer.status}`);
  return page;
}

function isEdited(part) {
  return part.matches("[data-edited]") || part.querySelector("[data-edited]") !== null;
}

// Puts the parts that a page has anew in the place of those that are shown; what has the focus keeps it. A form that
// somebody is filling in stays.
function show(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh === null || fresh.innerHTML === part.innerHTML || isEdited(part)) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const name = focused && (focused.getAttribute("href") || focused.getAttribute("aria-label") || focused.name);
    part.replaceChildren(...fresh.childNodes);
    if (!name) continue;
    const same = [...part.querySelectorAll("[href], [aria-label], [name]")].find(
      (each) => (each.getAttribute("href") || each.getAttribute("aria-label") || each.name) === name,
    );
    if (same) same.focus({ preventScroll: true });
  }
}

async function look() {
  const answer = await fetch(CHANGES);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  if ((await answer.text()) === html.dataset.state) return;
  const page = await pageOf(await fetch(location.href));
  html.dataset.state = page.documentElement.dataset.state;
  show(page);
}

// Looks whether anything has changed, and says so where nobody answers; the seconds until it has to look again.
async function lookOnce() {
  const connection = document.getElementById("connection");
  try {
    await look();
    connection.textContent = "";
    return 1;
  } catch (error) {
    connection.textContent = `moto does not answer (${error.message}): what is shown may be old.`;
    return 5;
  }
}

async function lookAgain() {
  const wait = document.visibilityState === "visible" ? await lookOnce() : 1;
  setTimeout(lookAgain, wait * SECOND);
}

function tell(kind, text) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  document.getElementById("notices").replaceChildren(line);
}

async function send(form, button) {
  if (form.ariaBusy === "true") return;
  const body = new FormData(form, button);
  form.ariaBusy = "true";
  tell("notice", "Sending …");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = await pageOf(answer);
    document.getElementById("notices").replaceChildren(...page.getElementById("notices").childNodes);
    if (answer.ok && form.querySelector("[type=file]")) form.reset();
    form.removeAttribute("data-edited");
  } catch (error) {
    tell("alert", `It could not be sent, or was not answered (${error.message}). See what has changed before you send it again.`);
  }
  form.ariaBusy = "false";
  document.getElementById("notices").scrollIntoView({ block: "nearest" });
  await lookOnce();
}

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("input", (event) => {
  if (event.target.form) event.target.form.dataset.edited = "";
});

// A file may be dropped anywhere on a page that takes one: beside the field a browser would leave the page for it.
function fieldFor(event) {
  return event.dataTransfer.types.includes("Files") ? document.querySelector("input[type=file]") : null;
}

document.addEventListener("dragover", (event) => {
  const field = fieldFor(event);
  if (field === null) return;
  event.preventDefault();
  field.classList.add("over");
});

document.addEventListener("dragleave", (event) => {
  const field = fieldFor(event);
  if (field !== null && event.relatedTarget === null) field.classList.remove("over");
});

document.addEventListener("drop", (event) => {
  const field = fieldFor(event);
  if (field === null) return;
  event.preventDefault();
  field.classList.remove("over");
  field.files = event.dataTransfer.files;
  field.form.requestSubmit();
});

setTimeout(lookAgain, SECOND);
