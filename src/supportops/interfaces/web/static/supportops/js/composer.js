// The composer: files by choice, drop and paste; a draft on the server; the newest message in sight.
const form = document.querySelector(".composer-box");
const PAUSE = 800;
let timer = 0;

function listFiles() {
  const names = [...form.elements.files.files].map((file) => {
    const item = document.createElement("li");
    item.className = "file";
    item.textContent = file.name;
    return item;
  });
  form.querySelector("[data-files]").replaceChildren(...names);
}

function addFiles(files) {
  const all = new DataTransfer();
  for (const file of [...form.elements.files.files, ...files]) all.items.add(file);
  form.elements.files.files = all.files;
  listFiles();
}

async function saveDraft() {
  const state = form.querySelector("[data-draft-state]");
  const body = new URLSearchParams({ text: form.elements.text.value, kind: form.elements.kind.value, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(form.dataset.draft, { method: "POST", body }).catch(() => null);
  state.textContent = answer?.ok ? state.dataset.saved : state.dataset.failed;
}

const showBusy = () => form.parentElement.classList.toggle("busy", form.elements.text.value !== "");

function typed() {
  showBusy();
  clearTimeout(timer);
  timer = setTimeout(saveDraft, PAUSE);
}

function listen() {
  const text = form.elements.text;
  showBusy();
  text.addEventListener("input", typed);
  form.elements.files.addEventListener("change", listFiles);
  form.addEventListener("dragover", (event) => (event.preventDefault(), form.classList.add("dropping")));
  form.addEventListener("dragleave", () => form.classList.remove("dropping"));
  form.addEventListener("drop", (event) => (event.preventDefault(), form.classList.remove("dropping"), addFiles(event.dataTransfer.files)));
  text.addEventListener("paste", (event) => event.clipboardData.files.length && addFiles(event.clipboardData.files));
  form.addEventListener("submit", () => clearTimeout(timer));
}

if (form) listen();
// An act that was refused answers under its own address; to load the page again must not act again.
const ticket = document.querySelector("[data-ticket]").dataset.ticket;
if (!location.pathname.endsWith(`/tickets/${ticket}`)) history.replaceState(null, "", `/tickets/${ticket}`);
function showNewest() {
  const thread = document.getElementById("thread");
  const newest = document.querySelector("#entries > .message:last-of-type");
  if (!newest || location.hash) return;
  if (thread.scrollHeight <= thread.clientHeight) newest.scrollIntoView({ block: "start" }); // small screens scroll the page
  else thread.scrollTop += newest.getBoundingClientRect().top - thread.getBoundingClientRect().top - 20;
}

showNewest();
addEventListener("load", () => requestAnimationFrame(showNewest)); // once the mails have their height
