// Lists that can be filtered get their filters.
import { load } from "./root.js";

if (document.querySelector(".md-content [data-topic]")) load("assets/filter.js");
