// Times in the reader's own zone, countdowns that go on, the exact instant on hover.
const skew = new Date(document.querySelector("meta[name=now]").content) - new Date(); // a demo's clock may run ahead
const lang = document.documentElement.lang || "en";
const short = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dated = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const exact = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeStyle: "long", hourCycle: "h23" });
const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

export const now = () => new Date(Date.now() + skew);

export function span(seconds) {
  seconds = Math.abs(Math.trunc(seconds));
  const first = UNITS.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  const parts = [];
  for (const [size, unit] of UNITS.slice(first, first + 2)) {
    const count = Math.trunc(seconds / size);
    if (count) parts.push(`${count} ${unit}`);
    seconds -= count * size;
  }
  return parts.join(" ");
}

const WAYS = {
  ago: (at) => coarse((now() - at) / 1000),
  until: (at) => (at < now() ? `${coarse((now() - at) / 1000)} over` : `in ${coarse((at - now()) / 1000)}`),
  moment: (at) => (at.getFullYear() === now().getFullYear() ? short : dated).format(at),
};

// Seconds would only flicker, except in the last minutes; days need no hours after the first.
function coarse(seconds) {
  const size = Math.abs(seconds) >= 172800 ? 86400 : Math.abs(seconds) >= 120 ? 60 : 1;
  return span(Math.abs(seconds) < 5 ? 0 : Math.trunc(seconds / size) * size);
}

function show(time) {
  const at = new Date(time.dateTime);
  const words = WAYS[time.dataset.time]?.(at);
  if (words && time.textContent !== words) time.textContent = words;
  if (!time.dataset.exact) time.title = time.dataset.exact = exact.format(at);
}

export const showAll = (root = document) => root.querySelectorAll("time[data-time]").forEach(show);

showAll();
setInterval(showAll, 1000);
document.addEventListener("htmx:load", (event) => showAll(event.target));
