// Try it: the raw lines as they come, the copy buttons, and the keys of the form.
// Runs when Gradio puts the lines into the page: `element`, `props` and `watch` are Gradio's.
const list = element.querySelector(".try-lines");
const part = element.closest("#explore") ?? document;
list.setAttribute("aria-label", parley.chinese() ? "原始事件" : "Raw events");

let taken = 0; // characters of the value that stand in the list
let run = ""; // the line that names whose lines they are
let following = true; // the reader is at the end of the list

const cell = (kind, text) => Object.assign(document.createElement("span"), { className: kind, textContent: text });
const row = (line) => {
  const [at, kind, text] = JSON.parse(line);
  const made = Object.assign(document.createElement("div"), { className: `try-line is-${kind}` });
  made.append(cell("at", at === null ? "" : `${at} ms`), cell("text", text));
  return made;
};
const draw = () => {
  const value = props.value ?? "";
  if (!value.startsWith('"')) { // nothing was sent yet: a sentence
    taken = 0;
    run = "";
    list.replaceChildren(Object.assign(document.createElement("p"), { textContent: value }));
    return;
  }
  const first = value.slice(0, value.indexOf("\n") + 1);
  if (first !== run || value.length < taken) {
    list.replaceChildren();
    run = first;
    taken = first.length;
    following = true;
  }
  const end = value.lastIndexOf("\n") + 1;
  if (end <= taken) return;
  list.append(...value.slice(taken, end - 1).split("\n").map(row));
  taken = end;
  if (following) list.scrollTop = list.scrollHeight;
};
list.addEventListener("scroll", () => {
  following = list.scrollHeight - list.scrollTop - list.clientHeight < 32;
}, { passive: true });
watch("value", draw);
draw();

if (!part.dataset?.tried) {
  part.dataset.tried = "yes";
  part.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-try]");
    if (!button) return;
    parley.copy(document.getElementById(`try-json-${button.dataset.try}`)?.textContent ?? "");
    const words = button.textContent;
    if (words === button.dataset.copied) return;
    button.textContent = button.dataset.copied;
    setTimeout(() => { if (button.textContent === button.dataset.copied) button.textContent = words; }, 2000);
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !event.target.closest?.("#try")) return;
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("#try-prompt");
    const button = sends ? document.getElementById("try-run") : event.key === "Escape" ? document.getElementById("try-stop") : null;
    if (!button || button.offsetParent === null) return;
    button.click();
    event.preventDefault();
  });
}
