// The list of kept conversations: search, the menu of each, and the page's address. Runs once,
// when Gradio puts the tools into the page: `element` and `trigger` are Gradio's.
const side = document.getElementById("sidebar");
const list = () => document.getElementById("sidebar-list");
const menu = () => element.querySelector(".sidebar-menu");
const rowOf = (id) => [...list().querySelectorAll("li[data-id]")].find((row) => row.dataset.id === id);

let opener = null; // the button whose menu is open, and that has the focus back afterwards
let named = ""; // the conversation that the menu is about
const close = (back = true) => {
  if (!menu() || menu().hidden) return;
  menu().hidden = true;
  opener?.removeAttribute("aria-expanded");
  if (back && opener?.isConnected) opener.focus();
};
const open = (button) => {
  const again = !menu().hidden && opener === button;
  close();
  if (again) return;
  const row = button.closest("li");
  [opener, named] = [button, row.dataset.id];
  const entries = menu();
  const pinned = "pinned" in row.dataset;
  entries.querySelector("[data-sidebar='pin']").hidden = pinned;
  entries.querySelector("[data-sidebar='unpin']").hidden = !pinned;
  entries.setAttribute("aria-label", button.getAttribute("aria-label"));
  button.setAttribute("aria-expanded", "true");
  entries.hidden = false;
  const { left, bottom, top } = button.getBoundingClientRect();
  const below = bottom + 4 + entries.offsetHeight < innerHeight - 8;
  entries.style.left = `${Math.max(8, Math.min(left, innerWidth - entries.offsetWidth - 8))}px`;
  entries.style.top = `${below ? bottom + 4 : Math.max(8, top - 4 - entries.offsetHeight)}px`;
  entries.querySelector("button:not([hidden])").focus();
};

// The title becomes a field: Enter keeps what is typed, Esc leaves it as it was.
const rename = (id) => {
  const row = rowOf(id);
  const title = row?.querySelector(".sidebar-open");
  if (!title) return;
  const field = Object.assign(document.createElement("input"), {
    className: "sidebar-title", value: title.querySelector("bdi").textContent, maxLength: 80,
  });
  field.setAttribute("aria-label", menu().querySelector("[data-sidebar='rename']").textContent);
  let over = false;
  const end = (keep) => {
    if (over) return;
    over = true;
    if (keep && field.value.trim()) trigger("act", { action: "rename", id, title: field.value });
    field.replaceWith(title);
    title.focus();
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") end(true);
    if (event.key === "Escape") { event.stopPropagation(); end(false); }
  });
  field.addEventListener("blur", () => end(true));
  title.replaceWith(field);
  field.select();
};

const go = (id) => {
  trigger("go", { id });
  document.getElementById("chat").removeAttribute("data-sidebar");
};
const actions = {
  open: (button) => go(button.closest("li").dataset.id),
  menu: open,
  more: () => trigger("look", { action: "more" }),
  restore: () => trigger("act", { action: "restore" }),
  rename: () => { close(false); rename(named); },
};
const events = { json: "export", markdown: "export", jsonl: "export", link: "link", revoke: "link" };
side.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sidebar]");
  if (!button || button === side) return;
  const action = button.dataset.sidebar;
  if (actions[action]) { actions[action](button); return; }
  close(false);
  if (events[action] === "export") trigger("export", { action, id: named });
  else if (events[action] === "link") trigger("link", { action, id: named });
  else trigger("act", { action, id: named });
});

// A search waits until the typing pauses.
let typing = 0;
side.addEventListener("input", (event) => {
  if (!event.target.matches(".sidebar-search")) return;
  clearTimeout(typing);
  typing = setTimeout(() => trigger("look", { action: "search", words: event.target.value }), 200);
});
side.addEventListener("keydown", (event) => {
  if (event.target.matches(".sidebar-search") && event.key === "Escape" && event.target.value) {
    event.stopPropagation();
    event.target.value = "";
    trigger("look", { action: "search", words: "" });
  }
  if (menu().hidden || !menu().contains(event.target)) return;
  const entries = [...menu().querySelectorAll("button:not([hidden])")];
  const at = entries.indexOf(event.target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); entries.at((at + step) % entries.length).focus(); }
  if (event.key === "Escape") { event.stopPropagation(); close(); }
  if (event.key === "Tab") close(false);
});
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#sidebar, #switch-sidebar")) document.getElementById("chat").removeAttribute("data-sidebar");
  if (menu() && !menu().hidden && !menu().contains(event.target) && event.target.closest("button") !== opener) close(false);
});

// The conversation that is open is marked in the list and named by the page's address.
const mark = () => {
  const id = new URL(location).searchParams.get("chat");
  side.querySelectorAll("li[data-id]").forEach((row) => {
    if (row.dataset.id === id) row.setAttribute("aria-current", "page");
    else row.removeAttribute("aria-current");
  });
};
parley.address = (id) => {
  const url = new URL(location);
  if (id) url.searchParams.set("chat", id);
  else url.searchParams.delete("chat");
  if (url.href !== location.href) history.pushState(null, "", url);
  mark();
};
addEventListener("popstate", () => trigger("go", { id: new URL(location).searchParams.get("chat") ?? "" }));
new MutationObserver(mark).observe(side, { childList: true, subtree: true });

// ‹ 1/2 › in the conversation.
document.addEventListener("click", (event) => {
  const turn = event.target.closest?.("#transcript .parley-branch")?.className.match(/\bbranch-([0-9a-f]{32})\b/)?.[1];
  if (turn) trigger("branch", { turn });
});

// A link to read one conversation, as the server made its token.
parley.copyLink = (token) => {
  if (!token) return;
  const url = new URL(location);
  url.search = new URLSearchParams({ read: token });
  parley.copy(url.href);
};
document.getElementById("chat").toggleAttribute("data-reading", new URL(location).searchParams.has("read"));

parley.searchChats = () => {
  document.getElementById("chat").dataset.sidebar = "";
  element.querySelector(".sidebar-search")?.focus();
};
