/** The anchor that a heading gets by itself: as Python-Markdown's `slugify`. */
export const anchorOf = (title) =>
  title
    .normalize("NFKD")
    .replace(/[^\x00-\x7f]/g, "")
    .replace(/[^\w\s-]/g, "")
    .trim()
    .toLowerCase()
    .replace(/[-\s]+/g, "-");
