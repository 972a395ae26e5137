// The heads of the columns: their buttons, and the list of models that a name is chosen from.
// Runs once, when Gradio puts the heads into the page: `element`, `trigger` and `watch` are Gradio's.
const scroller = () => document.getElementById("compare-scroll");
const heads = () => [...element.querySelectorAll(".compare-head")];
const names = () => [...document.querySelectorAll("#compare-models option")].map((o) => o.value);

const list = Object.assign(document.createElement("ul"), { id: "compare-options", hidden: true });
list.setAttribute("role", "listbox");
document.getElementById("compare-options")?.remove();
(document.querySelector(".gradio-container") ?? document.body).append(list);

let field = null; // the model's field that has the focus
let chosen = -1; // which of the listed models the arrow keys are at

const told = () => {
  if (!field) return;
  field.setAttribute("aria-expanded", String(!list.hidden));
  const option = list.children[chosen];
  if (option && !list.hidden) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
};
const close = () => { list.hidden = true; chosen = -1; told(); };
const place = () => {
  const { left, bottom, width } = field.getBoundingClientRect();
  const wide = Math.max(width, 280);
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - wide - 8))}px`;
  list.style.top = `${bottom + 4}px`;
  list.style.width = `${wide}px`;
};
const open = (typed) => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = names().filter((name) => words.every((word) => name.toLowerCase().includes(word)));
  list.replaceChildren(...found.slice(0, 200).map((name, index) => {
    const option = Object.assign(document.createElement("li"), {
      id: `compare-option-${index}`, textContent: name,
    });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(name === field.defaultValue));
    return option;
  }));
  list.hidden = !found.length;
  chosen = -1;
  place();
  told();
};
const move = (step) => {
  if (list.hidden) open("");
  list.children[chosen]?.classList.remove("chosen");
  chosen = Math.max(0, Math.min(list.children.length - 1, chosen + step));
  list.children[chosen]?.classList.add("chosen");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
  told();
};
const laneOf = (inside) => inside.closest(".compare-head")?.dataset.lane ?? "";
const choose = (name) => {
  close();
  const { retry } = field.dataset; // the menu's "Retry with another model"
  delete field.dataset.retry;
  if (name && name !== field.defaultValue) {
    field.value = name;
    if (retry) trigger("again", { lane: laneOf(field), model: name });
    else trigger("act", { action: "model", lane: laneOf(field), model: name });
  } else field.value = field.defaultValue;
};

element.addEventListener("focusin", (event) => {
  if (!event.target.matches(".compare-pick")) return;
  field = event.target;
  field.select();
  open("");
});
element.addEventListener("click", (event) => {
  if (event.target === field && list.hidden) open("");
});
element.addEventListener("focusout", (event) => {
  if (event.target !== field) return;
  choose(field.value.trim());
  field = null;
});
element.addEventListener("input", (event) => { if (event.target === field) open(field.value); });
element.addEventListener("keydown", (event) => {
  if (event.target !== field || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) move(step);
  else if (event.key === "Enter") choose(list.children[chosen]?.textContent ?? field.value.trim());
  else if (event.key === "Escape" && !list.hidden) {
    field.value = field.defaultValue;
    delete field.dataset.retry;
    close();
  }
  else return;
  event.preventDefault();
  event.stopPropagation();
});
list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
list.addEventListener("click", (event) => { if (field) choose(event.target.textContent); });
addEventListener("resize", close);
scroller()?.addEventListener("scroll", close, { passive: true });

// Where one column fills the screen, its name stands out among the others.
const showWhere = () => {
  const area = scroller();
  if (!area) return;
  const at = heads().findIndex((head) => head.offsetLeft + head.offsetWidth / 2 > area.scrollLeft);
  element.querySelectorAll(".compare-tabs button").forEach((button, index) => {
    if (index === at) {
      button.setAttribute("aria-current", "true");
      const row = button.parentElement;
      row.scrollLeft = button.offsetLeft - (row.clientWidth - button.offsetWidth) / 2;
    } else button.removeAttribute("aria-current");
  });
};
scroller()?.addEventListener("scroll", showWhere, { passive: true });
let shown = heads().length;
const showNewest = () => {
  const area = scroller();
  if (area && heads().length > shown) area.scrollLeft = area.scrollWidth;
  shown = heads().length;
};
let newest = 0; // the number of the latest that was shown
const showAgain = () => {
  const serial = Number(parley.compare.state().serial ?? 0);
  if (serial < newest) trigger("act", { action: "refresh" });
  newest = Math.max(newest, serial);
};
watch("value", () => { showAgain(); told(); showNewest(); showWhere(); parley.compare.shown(); });
setTimeout(showWhere, 100);

// What the buttons of the tab ask of the server, wherever they stand.
parley.compare.send = (action, lane, more) => {
  if (action === "retry") trigger("again", { lane });
  else if (action === "same") trigger("settings", more);
  else if (action === "settings") trigger("settings", { open: lane ?? "" });
  else if (action === "close") trigger("settings", { open: "none" });
  else if (action === "sure") trigger("sure", {});
  else if (action === "repeat") trigger("repeat", more);
  else if (action === "blind") trigger("blind", more);
  else if (action === "vote" || action === "names") trigger("vote", { action, choice: lane });
  else if (action === "earlier" || action === "later") trigger("repeat", { lane, step: action });
  else if (action === "proceed" || action === "replace") trigger("proceed", { lane, sure: action === "replace" });
  else if (action === "code") trigger("code", { lane });
  else trigger("act", { action, lane });
};

document.addEventListener("keydown", (event) => {
  if (!element.isConnected || element.offsetParent === null || event.isComposing) return;
  const press = (id) => {
    const button = document.getElementById(id);
    if (!button || button.offsetParent === null) return false;
    button.click();
    event.preventDefault();
    return true;
  };
  if (event.key === "Escape") {
    if (event.target.closest?.("#compare-panel")) press("compare-panel-close");
    else if (!press("stop-all") && !press("fuse-stop")) parley.compare.collapse();
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.closest?.("#prompt")) press("run-all");
});
