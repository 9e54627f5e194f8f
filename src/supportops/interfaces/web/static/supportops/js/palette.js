// Ctrl or Cmd-K: everything the page can do, by name, with its key beside it.
import { commands, nameOf, run } from "./keys.js";

const sheet = document.getElementById("palette");
const input = sheet?.querySelector("input");
const list = sheet?.querySelector("ul");
let choices = [];
let chosen = 0;

function all() {
  const acts = commands().map((element) => ({ name: nameOf(element), key: element.getAttribute("aria-keyshortcuts"), act: () => run(element) }));
  const places = [...document.querySelectorAll("#navigation a:not([aria-keyshortcuts])")].map((link) => ({ name: link.firstElementChild.nextSibling.textContent.trim(), act: () => link.click() }));
  return [...acts, ...places].filter((choice) => choice.name);
}

function show() {
  const words = input.value.trim();
  choices = all().filter((choice) => choice.name.toLowerCase().includes(words.toLowerCase()));
  if (words) choices.push({ name: `${list.dataset.search} “${words}”`, act: () => location.assign(`/tickets?view=all&query=${encodeURIComponent(words)}`) });
  chosen = 0;
  list.replaceChildren(...choices.map(draw));
  mark();
}

function draw(choice, index) {
  const item = document.createElement("li");
  item.id = `command-${index}`;
  item.role = "option";
  item.textContent = choice.name;
  if (choice.key) item.append(Object.assign(document.createElement("kbd"), { textContent: choice.key }));
  item.addEventListener("click", () => choose(index));
  return item;
}

function mark() {
  [...list.children].forEach((item, index) => item.setAttribute("aria-selected", index === chosen));
  input.setAttribute("aria-activedescendant", `command-${chosen}`);
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

function choose(index) {
  sheet.close();
  choices[index]?.act();
}

const KEYS = {
  ArrowDown: () => (chosen = Math.min(chosen + 1, choices.length - 1)),
  ArrowUp: () => (chosen = Math.max(chosen - 1, 0)),
  Enter: () => choose(chosen),
};

document.addEventListener("keydown", (event) => {
  if (!sheet || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  input.value = "";
  show();
  sheet.showModal();
});
input?.addEventListener("input", show);
input?.addEventListener("keydown", (event) => {
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
  mark();
});
