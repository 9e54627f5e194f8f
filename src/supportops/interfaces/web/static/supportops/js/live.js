// Server-sent events: what changed is fetched again. The browser resumes from the last number by itself; after a silence everything shown is fetched once.
const PAUSE = 250; // several events of one act make one fetch
const badge = document.getElementById("connection");
const changed = new Set();
let last = document.body.dataset.after || "";
const here = document.querySelector("[data-ticket]")?.dataset.ticket;
let away = false;
let timer = 0;
let retry = 1000;

function say(state) {
  if (!badge) return;
  badge.dataset.live = state;
  const words = badge.querySelector("[data-words]");
  if (words.textContent !== words.dataset[state]) words.textContent = words.dataset[state];
}

function tell() {
  timer = 0;
  const tickets = [...changed];
  changed.clear();
  document.body.dispatchEvent(new CustomEvent("live", { detail: { tickets } }));
  for (const ticket of tickets) document.body.dispatchEvent(new CustomEvent(`live-ticket-${ticket}`));
}

function refresh(ticket) {
  if (ticket) changed.add(ticket);
  timer ||= setTimeout(tell, PAUSE);
}

function hear(event) {
  const { sequence, ticket } = JSON.parse(event.data);
  last = sequence;
  refresh(ticket || here); // nothing by name: too much happened to tell, so look at everything again
}

function connect() {
  const source = new EventSource(`/live${last ? `?after=${last}` : ""}`);
  source.onmessage = hear;
  source.onopen = () => {
    say("on");
    retry = 1000;
    if (away) refresh(here);
    away = false;
  };
  source.onerror = () => {
    say("off");
    away = true;
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    setTimeout(connect, retry);
    retry = Math.min(retry * 2, 30000);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}

// Never pull a field or an open menu from under the reader's hands.
const busy = (place) => place?.querySelector(":popover-open, input:focus, textarea:focus, select:focus");
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (busy(event.detail.target)) event.detail.shouldSwap = false;
});
addEventListener("offline", () => say("off"));
addEventListener("pageshow", (event) => event.persisted && (connect(), refresh(here)));
if (badge) connect();
