// Explore's prices: fields, sorting, pages, the choice of models. What the server does is asked
// for with `trigger`. Runs once, when Gradio puts the fields into the page: `element` and
// `trigger` are Gradio's. Table and ratios stand beside the fields.
const part = document.getElementById("explore-prices");
const told = document.getElementById("prices-told");
const table = document.getElementById("prices-table");
const fields = () => [...part.querySelectorAll("[data-count]")];
const field = (name) => part.querySelector(`[data-count="${name}"]`);
const note = (name) => part.querySelector(`[data-fault="${name}"]`);

let estimated = false; // the input tokens are guessed from the text
let changed = 0; // by the person, so that an answer never overwrites what was written after it
let asked = 0;
const counts = () => {
  asked = changed;
  const written = Object.fromEntries(fields().map((each) => [each.dataset.count, each.value]));
  const { value, dataset } = part.querySelector("[data-text]");
  const text = estimated ? { text: value.slice(0, Number(dataset.longest) + 1) } : {};
  trigger("look", { action: "count", ...written, ...text });
};
const wanted = () => trigger("look", {
  action: "filter",
  query: part.querySelector('[data-wanted="query"]').value,
  size: part.querySelector('[data-wanted="size"]')?.value ?? "",
});

// Faults stand at their fields, and an estimate in the field that it fills.
const tell = () => {
  const faults = Object.fromEntries([...told.querySelectorAll("[data-field]")].map((each) => [each.dataset.field, each.textContent]));
  const estimate = told.querySelector("[data-estimate]");
  if ("text" in faults) estimated = false;
  if (estimate && estimated && asked === changed) field("input").value = estimate.dataset.estimate;
  part.querySelectorAll("[data-fault]").forEach((place) => {
    const name = place.dataset.fault;
    const control = field(name) ?? part.querySelector("[data-text]");
    const guessed = estimate && estimated && name === "input" ? estimate.textContent : "";
    control.setAttribute("aria-invalid", String(name in faults));
    place.textContent = faults[name] ?? guessed;
  });
};
new MutationObserver(tell).observe(told, { childList: true, subtree: true, attributes: true });

const actions = {
  sort: (button) => trigger("look", { action: "sort", column: button.dataset.column }),
  turn: (button) => {
    trigger("look", { action: "turn", page: Number(button.dataset.page) });
    table.querySelector(".models-box")?.scrollTo({ top: 0 });
  },
  clear: () => {
    part.querySelector('[data-wanted="query"]').value = "";
    wanted();
    part.querySelector('[data-wanted="query"]').focus();
  },
  choose: (button) => trigger("look", { action: "choose", name: button.dataset.name }),
  empty: () => trigger("look", { action: "empty" }),
};
part.addEventListener("click", (event) => {
  const button = event.target.closest("[data-models]");
  if (button) actions[button.dataset.models]?.(button);
});

const waiting = { counts: 0, wanted: 0 };
const later = (target) => {
  const searched = target.matches("[data-wanted]");
  if (target.matches("[data-text]")) estimated = Boolean(target.value);
  if (target.dataset.count === "input") estimated = false;
  if (!searched) changed += 1;
  const [name, ask] = searched ? ["wanted", wanted] : ["counts", counts];
  clearTimeout(waiting[name]);
  waiting[name] = setTimeout(ask, 200);
};
part.addEventListener("input", (event) => {
  if (!event.isComposing && event.target.matches("[data-text], [data-count], input[data-wanted]")) later(event.target);
});
part.addEventListener("compositionend", (event) => later(event.target));
part.addEventListener("change", (event) => {
  if (event.target.matches('select[data-wanted="size"]')) wanted();
});
