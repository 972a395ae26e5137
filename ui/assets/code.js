// The panel with a request as code: a dialog over the page. While it is open, the rest of the page
// can be neither reached nor used.
(() => {
  const byId = (id) => document.getElementById(id);
  const panel = () => byId("code-panel");
  const isOpen = () => panel()?.hasAttribute("data-open") ?? false;
  let opener = null;
  let aside = []; // what was made inert

  const others = (element) => {
    const found = [];
    for (let at = element; at !== document.body; at = at.parentElement) {
      found.push(...[...at.parentElement.children].filter((each) => each !== at && !each.inert));
    }
    return found;
  };
  const close = () => {
    if (!isOpen()) return;
    panel().removeAttribute("data-open");
    aside.forEach((each) => { each.inert = false; });
    aside = [];
    if (opener?.isConnected) opener.focus();
  };
  const say = (sentence) => { byId("code-said").textContent = sentence; };

  parley.code = {
    open(head) {
      if (!head || isOpen()) return;
      opener = document.activeElement;
      const dialog = panel();
      for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"], ["aria-labelledby", "code-title"]]) {
        dialog.setAttribute(name, value);
      }
      dialog.setAttribute("data-open", "");
      aside = others(dialog);
      aside.forEach((each) => { each.inert = true; });
      (dialog.querySelector("#code-languages input:checked") ?? dialog.querySelector("[data-code]")).focus();
    },
    copy() {
      const code = byId("code-text");
      if (!code) return;
      parley.copy(code.textContent);
      say(byId("code-said").dataset.copied);
      setTimeout(() => say(""), 5000);
    },
  };

  document.addEventListener("click", (event) => {
    if (!isOpen()) return;
    const closing = event.target.closest?.("[data-code='close']");
    if (closing || !panel().contains(event.target)) close();
  });
  // Before the page's own keys, for which Esc stops a reply.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    close();
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
