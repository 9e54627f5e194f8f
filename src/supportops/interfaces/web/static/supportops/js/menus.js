// Menus, sheets, toasts, the theme switch: what the browser's popovers and dialogs leave to do.
const GAP = 4;

function place(menu, opener) {
  const from = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(Math.max(GAP, from.left), innerWidth - width - 2 * GAP);
  const below = from.bottom + GAP + height < innerHeight || from.top < height;
  const wished = below ? from.bottom + GAP : from.top - height - GAP; // a key may open it while its opener is out of sight
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(GAP, Math.min(wished, innerHeight - height - GAP))}px`;
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("[popover]:not(.panel)") || event.newState !== "open") return;
  const opener = document.querySelector(`[popovertarget="${menu.id}"]`);
  if (opener) place(menu, opener);
  menu.querySelector("input:not([type=hidden]), select, textarea, button, a")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("textarea, select")) return;
  const items = [...menu.querySelectorAll("input[data-filter], .item:not([hidden])")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  items.at((items.indexOf(event.target) + step) % items.length)?.focus();
  event.preventDefault();
});

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const item of event.target.closest(".menu").querySelectorAll(".item")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
});

const CLICKS = {
  "[data-sheet]": (button) => document.getElementById(button.dataset.sheet).showModal(),
  "[data-close]": (button) => button.closest("dialog").close(),
  "[data-dismiss]": (button) => button.closest(".toast").remove(),
  "[data-reveal]": reveal,
  "[data-theme-switch]": switchTheme,
};

document.addEventListener("click", (event) => {
  for (const [selector, act] of Object.entries(CLICKS)) {
    const button = event.target.closest(selector);
    if (button) act(button);
  }
  if (event.target.matches("dialog.sheet")) event.target.close();
});

function reveal(button) {
  const shown = document.getElementById(button.dataset.reveal).classList.toggle("shown");
  button.setAttribute("aria-expanded", shown);
}

function switchTheme() {
  const order = ["auto", "light", "dark"];
  const next = order[(order.indexOf(document.documentElement.dataset.theme) + 1) % order.length];
  localStorage.setItem("theme", next);
  document.documentElement.dataset.theme = next;
  nameTheme();
}

function nameTheme() {
  for (const words of document.querySelectorAll("[data-theme-switch] [data-words]")) words.textContent = words.dataset[document.documentElement.dataset.theme];
}

// A toast leaves by itself, but never under the reader's pointer or focus.
for (const toast of document.querySelectorAll("[data-passing]")) {
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 3000) : toast.remove());
  setTimeout(leave, 12000);
}
nameTheme();
