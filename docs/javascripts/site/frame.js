// What stands around the text and follows the scrolling: the line below the header, the title in it, the place in the
// table of contents, the way back to the top.

const find = (selector) => document.querySelector(selector);
const [header, title, main, heading, top] = [".md-header", ".md-header__title", ".md-main", "h1", ".md-top"].map(find);
const entries = [...document.querySelectorAll(".md-nav--secondary .md-nav__link[href*='#']")]
  .map((link) => ({ link, target: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
  .filter((entry) => entry.target);

/** Scroll a sidebar, if it is longer than its place, so that one of its links stands in the middle. */
const center = (link) => {
  const place = link?.closest(".md-sidebar__scrollwrap");
  if (!place || place.scrollHeight <= place.clientHeight) return;
  const distance = link.getBoundingClientRect().top - place.getBoundingClientRect().top;
  place.scrollBy({ top: distance - place.clientHeight / 2 });
};

let current;
const mark = (edge) => {
  const passed = entries.filter(({ target }) => target.getBoundingClientRect().top < edge).map(({ link }) => link);
  const last = passed.at(-1)?.hash;
  if (last === current) return;
  current = last;
  for (const { link } of entries) {
    const active = link.hash === last;
    link.classList.toggle("md-nav__link--passed", passed.includes(link));
    link.classList.toggle("md-nav__link--active", active);
    if (active) {
      link.setAttribute("aria-current", "location");
      center(link);
    } else link.removeAttribute("aria-current");
  }
};

let before = 0;
const follow = () => {
  const edge = header.offsetHeight;
  const below = main.getBoundingClientRect().top < edge;
  const up = scrollY < before;
  before = scrollY;
  header.classList.toggle("md-header--shadow", below);
  title.classList.toggle("md-header__title--active", Boolean(heading) && heading.getBoundingClientRect().bottom < edge);
  if (top) top.hidden = !(up && below);
  mark(edge + 24);
};

let asked = false;
const ask = () => {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    follow();
  });
};
addEventListener("scroll", ask, { passive: true });
addEventListener("resize", ask, { passive: true });
ask();
requestAnimationFrame(() => center(find(".md-sidebar--primary a.md-nav__link--active")));

top?.addEventListener("click", () => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollTo({ top: 0, behavior: calm ? "auto" : "smooth" });
  find(".md-logo").focus({ preventScroll: true }); // the button goes away: the keyboard goes on from the top of the page
});

// The drawer of small screens is closed by Escape, by a link that stays on the page, and on the way back to the page.
const drawer = document.getElementById("__drawer");
const close = () => {
  drawer.checked = false;
};
document.addEventListener("keydown", (event) => event.key === "Escape" && close());
find(".md-sidebar--primary")?.addEventListener("click", (event) => event.target.closest("a") && close());
addEventListener("pagehide", close);
