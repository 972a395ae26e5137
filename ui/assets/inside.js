// Tokens with alternatives: arrow keys move among them, Esc hides what they show.
(() => {
  const tokenOf = (event) => event.target.closest?.(".parley-token[role='button']");

  // Beside the token that it belongs to, and within the text's width and the window's height.
  const place = (token) => {
    const others = token.querySelector(".parley-others");
    const text = token.closest(".parley-tokens");
    if (!others || !text) return;
    delete text.dataset.quiet;
    const [line] = token.getClientRects();
    const frame = text.getBoundingClientRect();
    const size = others.getBoundingClientRect();
    const left = Math.max(0, Math.min(line.left - frame.left, frame.width - size.width));
    const fits = line.bottom + size.height + 8 < window.innerHeight;
    const top = fits || line.top < size.height ? line.bottom - frame.top : line.top - frame.top - size.height;
    others.style.left = `${left}px`;
    others.style.top = `${top}px`;
  };

  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const token = tokenOf(event);
      if (!token) return;
      place(token);
      if (kind !== "focusin") return;
      token.closest(".parley-tokens").querySelectorAll("[tabindex='0']").forEach((other) => { other.tabIndex = -1; });
      token.tabIndex = 0;
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll(".parley-tokens").forEach((text) => { text.dataset.quiet = ""; });
      return;
    }
    const token = tokenOf(event);
    if (!token) return;
    const all = [...token.closest(".parley-tokens").querySelectorAll(".parley-token")];
    const at = all.indexOf(token);
    const to = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(to, all.length - 1))].focus();
  });
})();
