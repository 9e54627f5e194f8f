// A chapter's text: as many line numbers as lines, and a fault's line one click away.
const editor = document.querySelector("[data-editor]");

function number() {
  const box = editor.querySelector("textarea");
  const lines = box.value.split("\n").length;
  const list = editor.querySelector("ol");
  while (list.children.length > lines) list.lastChild.remove();
  while (list.children.length < lines) list.append(Object.assign(document.createElement("li"), { textContent: list.children.length + 1 }));
  box.rows = lines;
}

function show(line) {
  const box = editor.querySelector("textarea");
  const lines = box.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, start + lines[line - 1].length);
  editor.querySelector("ol").children[line - 1].scrollIntoView({ block: "center" });
}

editor?.addEventListener("input", number);
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link || !editor) return;
  event.preventDefault();
  show(Number(link.dataset.line));
});

// A rule: rows can be added, and each act says what it is given.
for (const add of document.querySelectorAll("[data-add]")) {
  add.hidden = false;
  add.addEventListener("click", () => {
    const rows = add.closest(".body").querySelector("[data-rows]");
    const row = rows.lastElementChild.cloneNode(true);
    for (const field of row.querySelectorAll("select, input")) field.tagName === "SELECT" ? (field.selectedIndex = 0) : (field.value = field.placeholder = "");
    rows.append(row);
    row.querySelector("select").focus();
  });
}

const hint = (select) => (select.nextElementSibling.placeholder = select.selectedOptions[0]?.dataset.example ?? "");
document.querySelectorAll("select[name=act_name]").forEach(hint);
document.addEventListener("change", (event) => event.target.matches("select[name=act_name]") && hint(event.target));
