// The editors are named by what stands above them: Gradio gives all of them one name. The one
// that only shows code can be scrolled by keyboard.
(() => {
  const name = (form) => form.querySelectorAll(".cm-content").forEach((editor) => {
    const words = editor.closest(".block")?.querySelector("[data-testid='block-label']")?.textContent.trim();
    if (words && editor.getAttribute("aria-label") !== words) editor.setAttribute("aria-label", words);
    if (!editor.isContentEditable) editor.closest(".cm-scroller").tabIndex = 0;
  });

  document.addEventListener("focusin", (event) => {
    const form = event.target.closest?.("#migration");
    if (!form || form.dataset.named) return;
    form.dataset.named = "";
    name(form);
    new MutationObserver(() => name(form)).observe(form, { childList: true, characterData: true, subtree: true });
  });
})();
