// Keys: Esc stops, Ctrl/⌘+Enter sends, Ctrl/⌘+Shift+O begins a new chat, Ctrl/⌘+K searches chats.
// And clipboard and files.
(() => {
  const byId = (id) => document.getElementById(id);
  const press = (id) => {
    const found = byId(id);
    const button = found && (found.matches("button") ? found : found.querySelector("button"));
    if (button && button.offsetParent !== null) { button.click(); return true; }
    return false;
  };
  const focusMessage = () => byId("message")?.querySelector("textarea")?.focus();

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (press("stop")) { event.preventDefault(); focusMessage(); }
      else ["data-panel", "data-sidebar"].forEach((name) => byId("chat")?.removeAttribute(name));
    }
    const command = event.ctrlKey || event.metaKey;
    if (command && event.shiftKey && event.key.toLowerCase() === "o") {
      event.preventDefault();
      byId("new-chat")?.click();
      focusMessage();
    }
    if (command && !event.shiftKey && event.key.toLowerCase() === "k" && byId("chat")?.offsetParent) {
      event.preventDefault();
      parley.searchChats?.();
    }
    if (command && event.key === "Enter" && event.target.closest?.("#message")) {
      event.preventDefault();
      press("send");
    }
  }, true);

  // A file that the server wrote as JSON: {name, text}; nothing when it wrote none.
  parley.download = (file) => {
    if (!file) return;
    const { name, text } = JSON.parse(file);
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(new Blob([text])), download: name,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  parley.copy = (text) => {
    const fallback = () => {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).catch(fallback);
    else fallback();  // a page that came without TLS has no clipboard
  };
})();
