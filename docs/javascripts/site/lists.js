// Lists that can be filtered get what filters them.
import { load } from "./root.js";

if (document.querySelector("form.filters")) load("assets/filter.js");
