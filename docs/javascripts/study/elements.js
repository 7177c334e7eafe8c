/** An element with attributes and children; a child that is false is none. */
export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== false));
  return made;
};

/** A button that does something. */
export const button = (name, act, attributes = {}) => {
  const made = element("button", { type: "button", ...attributes }, name);
  made.addEventListener("click", act);
  return made;
};

/** A list to choose from, in its label; `options` are pairs of value and words. */
export const choice = (name, options, value, change) => {
  const select = element("select", {}, ...options.map(([key, words]) => element("option", { value: key }, words)));
  select.value = value;
  select.addEventListener("change", () => change(select.value));
  return element("label", {}, `${name} `, select);
};

/** An address of the site; a copy on a disk has no server that shows a folder's index.html. */
export const address = (path, root) => {
  const url = new URL(path, root);
  if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
  return url.href;
};

/** HTML of the site with its links, which begin at the root, made absolute. */
export const shown = (markup, root, attributes) => {
  const made = element("div", attributes);
  made.innerHTML = markup; // made by the build of this site, from its own pages
  for (const link of made.querySelectorAll("a[href]")) link.href = address(link.getAttribute("href"), root);
  return made;
};
