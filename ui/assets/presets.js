// What Parley asks or offers about presets has buttons. Runs once, when Gradio puts it into the
// page: `element` and `trigger` are Gradio's.
const actions = {
  replace: () => trigger("replace"),
  cancel: () => trigger("cancel"),
  restore: () => trigger("restore"),
  revert: () => trigger("revert"),
};
element.addEventListener("click", (event) => {
  const action = event.target.closest("[data-preset]")?.dataset.preset;
  if (!actions[action]) return;
  actions[action]();
  // The button goes away, and the keyboard stays in the fold.
  element.closest(".parley-presets")?.querySelector("button.parley-quiet")?.focus();
});
