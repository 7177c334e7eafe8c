// Lists that can be filtered get what filters them; the page of the self-test gets its cards.
import { fetched, load, root } from "./root.js";

if (document.querySelector("form.filters")) load("assets/filter.js");

const place = document.querySelector(".self-test");
if (place) {
  const styles = fetched("link", { rel: "stylesheet", href: new URL("assets/study/study.css", root).href });
  Promise.all([load("assets/study/index.js"), load("assets/study/study.js"), styles]).then(
    () => globalThis.siteStudy.start(place, root, load),
    () => {}, // offline: the place says where the questions are
  );
}
