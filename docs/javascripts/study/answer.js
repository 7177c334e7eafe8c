// The whole answer to a question, fetched from its page when somebody asks for it.
import { element } from "./elements.js";

const SKIPPED = ".question-about, .short-answer, .headerlink";

/** The parts of an answer behind its short answer; rejects where the page cannot be fetched, as in copies on a disk. */
export const wholeAnswer = async (address) => {
  const url = new URL(address);
  const answer = await fetch(url.origin + url.pathname);
  if (!answer.ok) throw new Error("no page");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const heading = page.getElementById(decodeURIComponent(url.hash.slice(1))).closest("h2") ?? lastHeading(page, url.hash);
  const whole = element("div", { class: "self-test-whole" });
  for (let part = heading.nextElementSibling; part && part.tagName !== "H2"; part = heading.nextElementSibling) {
    part.remove();
    if (!part.matches(".question-about, .short-answer, .page-info, script")) whole.append(document.adoptNode(part));
  }
  for (const part of whole.querySelectorAll(SKIPPED)) part.remove();
  for (const [attribute, parts] of [["href", "a[href]"], ["src", "img[src]"]]) {
    for (const part of whole.querySelectorAll(parts)) part.setAttribute(attribute, new URL(part.getAttribute(attribute), url).href);
  }
  return whole;
};

/** The question at which something stands. */
const lastHeading = (page, hash) => {
  const target = page.getElementById(decodeURIComponent(hash.slice(1)));
  const before = (heading) => heading.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...page.querySelectorAll("h2[id]")].filter(before).at(-1);
};
