// One-letter keys, as the elements themselves declare them in aria-keyshortcuts; the help sheet lists what is on the page.
const SWITCH = "one-letter-keys";
const on = () => localStorage.getItem(SWITCH) !== "off";
const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
const seen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

export const commands = () => [...document.querySelectorAll("[aria-keyshortcuts]")].filter((element) => !element.closest("[popover]:not(:popover-open), dialog:not([open])"));
export const nameOf = (element) => (element.dataset.name || element.ariaLabel || element.labels?.[0]?.textContent || element.textContent).trim();

export function run(element) {
  if (element.matches("[type=radio]")) {
    element.click();
    element.form?.querySelector("textarea")?.focus();
  } else if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

function walk(step) {
  const rows = [...document.querySelectorAll(".row-link")];
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
  return true;
}

function press(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return sendFrom(event);
  if (event.ctrlKey || event.metaKey || event.altKey || !on() || typing(event.target) || document.querySelector("dialog[open]")) return;
  const moved = (event.key === "j" && walk(1)) || (event.key === "k" && walk(-1));
  const found = moved || commands().find((element) => element.getAttribute("aria-keyshortcuts") === event.key && (seen(element) || element.matches("[type=radio], button")));
  if (!found) return;
  event.preventDefault();
  if (!moved) run(found);
}

function sendFrom(event) {
  const form = event.target.closest("form");
  const button = [...(form?.querySelectorAll("button:not([type=button])") ?? [])].find((element) => seen(element) && !element.closest("[popover]"));
  if (!button) return;
  event.preventDefault();
  button.click();
}

function listKeys() {
  const list = document.querySelector("[data-keys-list]");
  const rows = commands().flatMap((element) => pair(nameOf(element), element.getAttribute("aria-keyshortcuts")));
  const moves = document.querySelector(".row-link") ? [...pair("Next ticket", "j"), ...pair("Previous ticket", "k")] : [];
  list.replaceChildren(...moves, ...rows);
}

function pair(name, key) {
  const [term, detail, cap] = ["dt", "dd", "kbd"].map((tag) => document.createElement(tag));
  term.textContent = name;
  cap.textContent = key;
  detail.append(cap);
  return [term, detail];
}

document.addEventListener("keydown", press);
const box = document.querySelector("[data-keys-switch]");
if (box) {
  box.checked = on();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  new MutationObserver(() => document.getElementById("keys").open && listKeys()).observe(document.getElementById("keys"), { attributeFilter: ["open"] });
}
