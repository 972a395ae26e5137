// Show what it does: what a person has unfolded stays open. With each new frame Gradio makes the
// page as the server wrote it, where all is folded. `element` is Gradio's, in the fold.
const effect = element.closest("#effect");
const opened = new Set();

effect.addEventListener("click", (event) => {
  const fold = event.target.closest("summary")?.parentElement;
  if (!fold?.dataset.fold) return;
  if (fold.open) opened.delete(fold.dataset.fold); // about to be closed
  else opened.add(fold.dataset.fold);
});

const reopen = () => {
  for (const fold of effect.querySelectorAll("details[data-fold]:not([open])")) {
    if (opened.has(fold.dataset.fold)) fold.open = true;
  }
};
new MutationObserver((changes) => {
  // Not when the person is just closing one: then it is no longer among those that are opened.
  if (changes.length) reopen();
}).observe(effect, { subtree: true, childList: true, attributeFilter: ["open", "data-fold"] });

// Another run begins with all folded.
effect.addEventListener("click", (event) => {
  if (event.target.closest("#effect-sure")) opened.forEach((fold) => fold === "help" || opened.delete(fold));
});
