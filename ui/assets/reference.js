// Explore's parameters: filters, details, the example to copy. What the server does is asked for
// with `trigger`. Runs once, when Gradio puts the filters into the page: `element` and `trigger`
// are Gradio's. The table and the details stand beside the filters.
const part = document.getElementById("explore-parameters");
const panel = () => document.getElementById("reference-panel");
const table = () => document.getElementById("reference-table");
const title = () => panel()?.querySelector("#reference-panel-title");

const wanted = () => {
  const asked = { action: "filter" };
  part.querySelectorAll("[data-wanted]").forEach((field) => { asked[field.dataset.wanted] = field.value; });
  return asked;
};

// Details: the row that they are about is marked, and the focus goes in and back out.
let shown = ""; // whose details stand there
let from = ""; // the row that has the focus back afterwards
const rows = () => [...(table()?.querySelectorAll("tr[data-key]") ?? [])];
const mark = () => {
  const now = title()?.dataset.key ?? "";
  rows().forEach((row) => {
    if (now && row.dataset.key === now) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  });
  if (now === shown) return;
  shown = now;
  if (now) {
    panel().scrollTop = 0;
    title().focus({ preventScroll: true });
    return;
  }
  const back = rows().find((row) => row.dataset.key === from)?.querySelector("button");
  (back ?? part.querySelector("[data-wanted]"))?.focus();
};
// The table takes the height that is left.
const fit = () => {
  const box = table()?.querySelector(".models-box");
  if (box?.offsetParent) part.style.setProperty("--above", `${Math.ceil(box.getBoundingClientRect().top + scrollY)}px`);
};
const watched = { childList: true, subtree: true, characterData: true };
for (const place of [panel(), table()]) {
  if (place) new MutationObserver(() => { mark(); fit(); }).observe(place, watched);
}
new ResizeObserver(fit).observe(part);

const actions = {
  open: (button) => {
    const row = button.closest("tr[data-key]");
    if (row) from = row.dataset.key;
    trigger("show", { action: "open", key: button.dataset.key ?? row.dataset.key });
  },
  close: () => trigger("show", { action: "close" }),
  clear: () => {
    part.querySelectorAll("[data-wanted]").forEach((field) => { field.value = ""; });
    trigger("look", { action: "clear" });
    part.querySelector("[data-wanted]").focus();
  },
  copy: (button) => {
    const code = button.closest(".reference-code");
    const said = code.querySelector("[role=status]");
    parley.copy(code.querySelector("pre").textContent);
    said.textContent = said.dataset.copied;
    setTimeout(() => { said.textContent = ""; }, 5000);
  },
};

part.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reference]");
  if (button) actions[button.dataset.reference]?.(button);
});

let typing = 0;
part.addEventListener("input", (event) => {
  if (event.target.dataset.wanted !== "query" || event.isComposing) return;
  clearTimeout(typing);
  typing = setTimeout(() => trigger("look", wanted()), 120);
});
part.addEventListener("compositionend", (event) => {
  if (event.target.dataset.wanted === "query") trigger("look", wanted());
});
part.addEventListener("change", (event) => {
  if (!event.target.matches("select[data-wanted]")) return;
  clearTimeout(typing);
  trigger("look", wanted());
});
part.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shown) actions.close();
});
