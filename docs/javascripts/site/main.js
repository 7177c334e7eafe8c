// What every page gets: one classic script, made of these modules by scripts/render/bundle.mjs. A page works without
// it: what is here makes it more comfortable. No module knows the builder, and no page needs a library.
import { whole } from "./root.js";
import "./search.js"; // at once: what is typed before the page is whole is not lost

whole.then(() => import("./page.js"));
