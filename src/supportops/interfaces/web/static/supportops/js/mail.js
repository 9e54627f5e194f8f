// Mail in its sandboxed frame: no script runs inside; the page outside measures it and fits the height.
const heights = new Map(); // a frame that is fetched again keeps its height, so that nothing jumps

function fit(frame) {
  const inside = frame.contentDocument?.documentElement;
  if (!inside) return;
  frame.style.height = "0";
  const height = Math.ceil(inside.scrollHeight) + 1;
  heights.set(frame.id, height);
  frame.style.height = `${height}px`;
}

function watch(frame) {
  if (heights.has(frame.id)) frame.style.height = `${heights.get(frame.id)}px`;
  if (!frame.dataset.watched) {
    frame.dataset.watched = "yes";
    frame.addEventListener("load", () => fit(frame));
    new ResizeObserver(([entry]) => entry.contentRect.width !== Number(frame.dataset.width) && ((frame.dataset.width = entry.contentRect.width), fit(frame))).observe(frame);
  }
  if (frame.contentDocument?.readyState === "complete") fit(frame);
}

const watchAll = (root = document) => root.querySelectorAll("iframe.mail").forEach(watch);
watchAll();
document.addEventListener("htmx:load", (event) => watchAll(event.target));
