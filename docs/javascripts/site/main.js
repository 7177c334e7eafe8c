// What every page gets: one classic script, made of these modules by scripts/render/scripts.mjs. A page works without
// it: what is here makes it more comfortable. No module knows the builder, and no page needs a library.
import "./search.js"; // first: what is typed while it loads is no command
import "./addresses.js";
import "./code.js";
import "./figures.js";
import "./frame.js";
import "./hidden.js";
import "./keys.js";
import "./lists.js";
import "./prefetch.js";
import "./questions.js";
import "./reach.js";
import "./scheme.js";
import "./tabs.js";
import "./tooltips.js";
