// The parameters panel: a reset mark beside each control that is set.
(() => {
  let leaving = "";  // the parameter that goes back to the server's default

  // A reset mark beside each parameter that is set; an unset one is empty or begins with "–".
  const parameters = () => [...document.querySelectorAll("[id^='parameter-'], [id^='compare-parameter-'], [id^='try-parameter-']")];
  const field = (parameter) => parameter.querySelector("input, textarea");
  const isSet = (parameter) => !/^(–|$)/.test(field(parameter)?.value ?? "");
  const mark = () => {
    for (const parameter of parameters()) {
      parameter.classList.toggle("is-set", isSet(parameter));
      if (parameter.querySelector(".parley-reset") || !parameter.matches(".parley-parameter")) continue;
      const name = parameter.querySelector("[data-testid='block-info']")?.textContent.trim() ?? "";
      const title = `${parley.chinese() ? "恢复服务器默认值：" : "Back to the server's default: "}${name}`;
      const button = Object.assign(document.createElement("button"), {
        type: "button", className: "parley-reset", textContent: "↺", title,
      });
      button.setAttribute("aria-label", title);
      button.addEventListener("click", () => {
        const [place, ...name] = parameter.id.split("parameter-");
        leaving = name.join("parameter-");
        document.getElementById(`${place}reset-one`)?.click();
        setTimeout(() => { mark(); field(parameter)?.focus(); }, 100);
      });
      parameter.append(button);
    }
  };
  let marking = 0;
  const markSoon = () => { clearTimeout(marking); marking = setTimeout(mark, 60); };
  for (const name of ["input", "change", "focusout", "click"]) document.addEventListener(name, markSoon);

  parley.markParameters = markSoon; // values that the server put there

  // Called by Gradio with the values of all controls, in the order of `names`.
  parley.withoutOne = (values, names) => values.map((value, i) => (names[i] === leaving ? "" : value));

  document.addEventListener("DOMContentLoaded", () => {
    // Gradio builds the page later than this; look until its parts are there.
    const wait = setInterval(() => {
      parley.paint();
      if (!document.getElementById("panel")) return;
      mark();
      if (parameters().every((parameter) => field(parameter))) clearInterval(wait);
    }, 200);
  });
})();
