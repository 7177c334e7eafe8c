// What a title says of a term, a work or a mark is shown at once and in the colors of the site, by pointer and by keyboard.

const DELAY = 200; // milliseconds that a pointer rests on what is meant
const tooltip = Object.assign(document.createElement("div"), { className: "tooltip", role: "tooltip", id: "__tooltip" });
tooltip.hidden = true;
let host = null;
let showing;

const hide = () => {
  clearTimeout(showing);
  if (!host) return;
  host.title = tooltip.textContent;
  host.removeAttribute("aria-describedby");
  host = null;
  tooltip.hidden = true;
};

const show = (element) => {
  if (host === element) return;
  hide();
  host = element;
  tooltip.textContent = element.title;
  element.removeAttribute("title"); // the browser would show it, too
  element.setAttribute("aria-describedby", tooltip.id);
  if (!tooltip.isConnected) document.body.append(tooltip);
  tooltip.hidden = false;
  const place = element.getClientRects()[0];
  const most = document.documentElement.clientWidth - tooltip.offsetWidth - 8;
  const left = Math.max(8, Math.min(most, place.left + place.width / 2 - tooltip.offsetWidth / 2));
  const below = place.bottom + 6 + tooltip.offsetHeight < innerHeight;
  const top = below ? place.bottom + 6 : place.top - 6 - tooltip.offsetHeight;
  tooltip.style.left = `${left + scrollX}px`;
  tooltip.style.top = `${top + scrollY}px`;
};

const titled = (event) => event.target.closest?.(".md-content [title], .md-content [aria-describedby=__tooltip]");
document.addEventListener("pointerover", (event) => {
  const element = titled(event);
  if (element === host && host) return;
  if (document.activeElement !== host) hide();
  clearTimeout(showing);
  if (element) showing = setTimeout(show, DELAY, element);
});
document.addEventListener("focusin", (event) => (titled(event) ? event.target.matches(":focus-visible") && show(titled(event)) : hide()));
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
