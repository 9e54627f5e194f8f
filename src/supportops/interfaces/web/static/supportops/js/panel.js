// The panel beside a ticket: fetched when asked for. While it is open, the evidence is marked in the customer's own words.
const panel = document.getElementById("panel");
const MARK = "evidence";
const windows = new Set([window]);

function show() {
  if (!panel.matches(":popover-open")) panel.showPopover();
  panel.scrollTop = 0;
  (panel.querySelector("textarea") || panel.querySelector("button")).focus();
  markAll();
}

function clear() {
  for (const place of windows) place.CSS?.highlights?.delete(MARK);
  windows.clear();
}

function markAll() {
  clear();
  for (const told of panel.querySelectorAll("[data-evidence]")) {
    const phrases = told.dataset.evidence.split("|");
    for (const place of placesOf(told.dataset.message)) mark(place, phrases);
  }
}

// The subject, and the words of the message: plain, or inside the frame of a formatted mail.
function placesOf(number) {
  const message = document.getElementById(`message-${number}`);
  const frame = message?.querySelector("iframe.mail")?.contentDocument?.body;
  return [document.querySelector(".ticket-title h1"), message?.querySelector(".body > .words"), frame].filter(Boolean);
}

function mark(place, phrases) {
  const view = place.ownerDocument.defaultView;
  if (!view?.CSS?.highlights) return;
  const ranges = phrases.flatMap((phrase) => found(place, phrase));
  const known = view.CSS.highlights.get(MARK) || new view.Highlight();
  for (const range of ranges) known.add(range);
  view.CSS.highlights.set(MARK, known);
  windows.add(view);
}

function found(place, phrase) {
  const words = phrase.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("'", "['’]"));
  const { text, nodes } = written(place);
  return [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}_])${words.join("\\s+")}(?![\\p{L}\\p{N}_])`, "giu"))].map((hit) => rangeOf(nodes, hit.index, hit.index + hit[0].length, place));
}

function written(place) {
  const walker = place.ownerDocument.createTreeWalker(place, 4); // text
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, start: text.length });
    text += walker.currentNode.data;
  }
  return { text, nodes };
}

function rangeOf(nodes, start, end, place) {
  const at = (offset) => nodes.findLast((each) => each.start <= offset);
  const range = place.ownerDocument.createRange();
  const [first, last] = [at(start), at(end - 1)];
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

function insert(link) {
  const text = document.querySelector("#reply-form textarea[name=text]");
  const gap = text.value && text.selectionStart ? "\n\n" : "";
  text.setRangeText(gap + link.dataset.insert, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

// What was folded open stays so when the side is fetched again.
const opened = new Set();
document.addEventListener("toggle", ({ target }) => target.id && target.closest?.("#side") && target.matches("details") && opened[target.open ? "add" : "delete"](target.id), true);
document.addEventListener("htmx:oobAfterSwap", () => opened.forEach((id) => document.getElementById(id)?.setAttribute("open", "")));

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-insert]");
  if (!link) return;
  event.preventDefault();
  insert(link);
});

if (panel) {
  document.addEventListener("htmx:afterSwap", (event) => event.detail.target === panel && show());
  panel.addEventListener("toggle", (event) => event.newState === "closed" && clear());
}
