// What waits until the page is whole.
import "./addresses.js";
import "./code.js";
import "./copy.js";
import "./edition.js";
import "./figures.js";
import "./fold.js";
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
