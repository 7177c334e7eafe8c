// Who wants to think first folds the answers of a page to their questions. Links, search and the browser's own search find
// what is folded and unfold it (`hidden=until-found`); paper shows everything. The choice is kept.
import { keep, kept } from "./root.js";

const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);
const answers = [...document.querySelectorAll("h2[data-level]")].map((heading) => {
  const parts = [];
  for (let part = heading.nextElementSibling; part && !part.matches("h2, .page-info"); part = part.nextElementSibling) {
    if (!part.matches(".question-about")) parts.push(part);
  }
  return { heading, parts, button: make("button", { type: "button", className: "fold" }) };
});

const fold = ({ parts, button }, folded) => {
  for (const part of parts) folded ? part.setAttribute("hidden", "until-found") : part.removeAttribute("hidden");
  button.textContent = folded ? "Show the answer" : "Hide the answer";
  button.ariaExpanded = !folded;
};
const unfold = (element) => {
  const answer = element && answers.find(({ heading, parts }) => heading === element || parts.some((part) => part.contains(element)));
  if (!answer?.button.isConnected) return;
  fold(answer, false);
  return element;
};
const follow = () => unfold(document.getElementById(decodeURIComponent(location.hash.slice(1))))?.scrollIntoView();

const tools = document.querySelector(".page-tools");
if (tools && answers.length) {
  const all = make("button", { type: "button", textContent: "Open all", onclick: () => answers.forEach((answer) => fold(answer, false)) });
  const mode = make("button", { type: "button" });
  const use = (on) => {
    mode.ariaPressed = on;
    mode.textContent = on ? "✓ Hide answers" : "Hide answers";
    all.hidden = !on;
    for (const answer of answers) {
      fold(answer, on);
      if (on) answer.parts[0].before(answer.button);
      else answer.button.remove();
    }
  };
  for (const answer of answers) answer.button.onclick = () => fold(answer, answer.button.ariaExpanded === "true");
  mode.onclick = () => {
    const on = mode.ariaPressed !== "true";
    use(on);
    keep("fold", on ? "on" : "");
  };
  tools.append(mode, all);
  use(kept("fold") === "on");
  document.addEventListener("beforematch", ({ target }) => unfold(target));
  addEventListener("hashchange", follow);
  if (mode.ariaPressed === "true") follow();
}
