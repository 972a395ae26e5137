// Explore's models: filters, sorting, pages, the menu of a row, details. What the server does is
// asked for with `trigger`. Runs once, when Gradio puts the filters into the page: `element` and
// `trigger` are Gradio's. The table and the details stand beside the filters.
const part = document.getElementById("explore-models");
const menu = () => element.querySelector(".models-menu");
const panel = () => document.getElementById("models-panel");
const table = () => document.getElementById("models-table");

const wanted = () => {
  const asked = { action: "filter" };
  part.querySelectorAll("[data-wanted]").forEach((field) => { asked[field.dataset.wanted] = field.value; });
  asked.columns = [...part.querySelectorAll("[data-shown]:checked")].map((box) => box.dataset.shown);
  return asked;
};

// The menu of a row; at most one is open.
let opener = null; // the button that has the focus back afterwards
let named = ""; // whose menu it is
const entries = () => [...menu().querySelectorAll("button")];
const closeMenu = (back = true) => {
  if (!menu() || menu().hidden) return;
  menu().hidden = true;
  opener?.removeAttribute("aria-expanded");
  if (back && opener?.isConnected) opener.focus();
};
const openMenu = (button) => {
  const again = !menu().hidden && opener === button;
  closeMenu();
  if (again) return;
  opener = button;
  named = button.closest("tr").dataset.name;
  const list = menu();
  list.setAttribute("aria-label", button.getAttribute("aria-label"));
  button.setAttribute("aria-expanded", "true");
  list.hidden = false;
  const { left, bottom, top } = button.getBoundingClientRect();
  const below = bottom + 4 + list.offsetHeight < innerHeight - 8;
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - list.offsetWidth - 8))}px`;
  list.style.top = `${below ? bottom + 4 : Math.max(8, top - 4 - list.offsetHeight)}px`;
  entries()[0].focus();
};

// Details: the row that they are about is marked, and the focus goes in and back out.
let shown = ""; // whose details stand there
const mark = () => {
  const now = panel()?.querySelector("#models-panel-title")?.textContent ?? "";
  table()?.querySelectorAll("tr[data-name]").forEach((row) => {
    if (now && row.dataset.name === now) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  });
  if (now === shown) return;
  const [before] = [shown, (shown = now)];
  if (now) panel().querySelector("#models-panel-title").focus({ preventScroll: true });
  else if (before) {
    const row = [...(table()?.querySelectorAll("tr[data-name]") ?? [])].find((each) => each.dataset.name === before);
    (opener?.isConnected ? opener : row?.querySelector("button"))?.focus();
  }
};
// The table takes the height that is left, so that its pages stay in sight.
const fit = () => {
  const box = table()?.querySelector(".models-box");
  if (box?.offsetParent) part.style.setProperty("--above", `${Math.ceil(box.getBoundingClientRect().top + scrollY)}px`);
};
const watched = { childList: true, subtree: true, characterData: true };
for (const id of ["models-panel", "models-table", "models-told"]) {
  const place = document.getElementById(id);
  if (place) new MutationObserver(() => { mark(); fit(); }).observe(place, watched);
}
new ResizeObserver(fit).observe(element);

const actions = {
  sort: (button) => trigger("look", { action: "sort", column: button.dataset.column }),
  turn: (button) => {
    trigger("look", { action: "turn", page: Number(button.dataset.page) });
    table().querySelector(".models-box")?.scrollTo({ top: 0 });
  },
  clear: () => {
    part.querySelectorAll(".models-tools [data-wanted]").forEach((field) => { field.value = ""; });
    trigger("look", { action: "clear" });
  },
  menu: openMenu,
  open: (_, name) => trigger("show", { action: "open", name }),
  ask: (_, name) => trigger("show", { action: "ask", name }),
  close: () => trigger("show", { action: "close" }),
  dismiss: () => trigger("show", { action: "dismiss" }),
  chat: (_, name) => trigger("go", { action: "chat", name }),
  column: (_, name) => trigger("go", { action: "column", name }),
  visit: () => trigger("go", { action: "visit" }),
  sure: () => trigger("sure", {}),
  halt: () => trigger("halt", {}),
  again: () => trigger("again", {}),
  take: (button) => trigger("take", { format: button.dataset.format }),
};

part.addEventListener("click", (event) => {
  const button = event.target.closest("[data-models]");
  if (!button) return;
  const inMenu = Boolean(button.closest(".models-menu"));
  const row = button.closest("tr[data-name]");
  const name = inMenu ? named : row?.dataset.name ?? "";
  if (inMenu) closeMenu();
  else if (row) opener = button;
  actions[button.dataset.models]?.(button, name);
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
  if (!event.target.matches("select[data-wanted], [data-shown]")) return;
  clearTimeout(typing);
  trigger("look", wanted());
});
part.addEventListener("keydown", (event) => {
  const list = menu();
  if (list && !list.hidden) {
    const at = entries().indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) entries().at(next % entries().length).focus();
    else if (event.key === "Escape") closeMenu();
    else { if (event.key === "Tab") closeMenu(); return; }
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (event.key !== "Escape") return;
  const columns = part.querySelector(".models-columns[open]");
  if (columns) {
    columns.open = false;
    columns.querySelector("summary").focus();
  } else if (shown) actions.close();
});
// Whatever is open closes when the person goes on elsewhere.
document.addEventListener("pointerdown", (event) => {
  if (!element.isConnected) return;
  const columns = part.querySelector(".models-columns[open]");
  if (columns && !columns.contains(event.target)) columns.open = false;
  if (!event.target.closest?.('.models-menu, [data-models="menu"]')) closeMenu(false);
});
addEventListener("resize", () => { if (element.isConnected) closeMenu(false); });
part.addEventListener("scroll", () => closeMenu(false), { passive: true, capture: true });
