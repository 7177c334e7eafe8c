// One form for the forms of a word: plural and singular, verb and noun, British and American. It is milder than Porter's
// stemmer, which makes one word of “general” and “generate”, or “normal” and “normalize”.

const BRITISH = [
  [/([iy])s(e|es|ed|er|ers|ing|ation|ations)$/, "$1z$2"],
  [/([a-z]{2})our(s|ed|ing|al|able|hood|hoods|ite|ites|)$/, "$1or$2"],
  [/([aeiou])ll(ed|ing|er|ers)$/, "$1l$2"],
  [/^(cent|met|fib|theat|lit)re(s?)$/, "$1er$2"],
  [/ogue(s?)$/, "og$1"],
];
// Words that only look British: they end in -ise or -our in America as well.
const AMERICAN = new RegExp(
  "^(nois|precis|rais|prais|exercis|advertis|surpris|advis|revis|supervis|otherwis|likewis|promis|compromis|wise|rise|devis|" +
    "improvis|compris|concis|expertis|analys[ei]s|basis|paris|four|hour|your|tour|pour|sour|cour|jour|flour|mourn)",
);

const american = (word) => {
  if (AMERICAN.test(word) || word.length < 5) return word;
  for (const [british, form] of BRITISH) {
    if (british.test(word)) return word.replace(british, form);
  }
  return word;
};

// The first ending that fits is exchanged, if at least `least` letters stay in front of it.
const ENDINGS = [
  ["ifications", "ifi", 3], ["ification", "ifi", 3], ["ifiers", "ifi", 3], ["ifier", "ifi", 3],
  ["izations", "iz", 3], ["ization", "iz", 3], ["izers", "iz", 3], ["izer", "iz", 3],
  ["ations", "at", 3], ["ation", "at", 3], ["ators", "at", 3], ["ator", "at", 3], ["ative", "at", 3],
  ["ational", "at", 3], ["ctional", "ct", 2], ["ctions", "ct", 2], ["ction", "ct", 2], ["ctors", "ct", 3], ["ctor", "ct", 3], ["ctive", "ct", 3],
  ["itions", "it", 3], ["ition", "it", 3],
  ["ences", "", 5], ["ence", "", 5], ["ances", "", 5], ["ance", "", 5], ["encies", "", 5], ["ency", "", 5],
  ["ments", "", 5], ["ment", "", 5],
  ["nesses", "", 4], ["ness", "", 4],
  ["ively", "iv", 3], ["ally", "al", 3], ["ingly", "", 3], ["edly", "", 3],
  ["ly", "", 4],
  ["ings", "", 3], ["ing", "", 3],
  ["ied", "i", 2], ["ed", "", 3],
  ["lers", "l", 4], ["ler", "l", 4], ["ners", "n", 3], ["ner", "n", 3],
];

const plural = (word) => {
  if (word.length < 4 || /(ss|us|is|as)$/.test(word)) return word;
  if (/ies$/.test(word)) return word.length > 4 ? `${word.slice(0, -3)}y` : word;
  if (/(ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
};

const singular = { indices: "index", vertices: "vertex", matrices: "matrix", criteria: "criterion", minima: "minimum", maxima: "maximum", optima: "optimum", neurones: "neuron", neurone: "neuron", axes: "axis", analyses: "analysis", hypotheses: "hypothesis", frozen: "freeze", froze: "freeze", chosen: "choose", chose: "choose", choice: "choose", choices: "choose", trainable: "train", explosion: "explode", dying: "die", dead: "die", died: "die", dies: "die", biases: "bias", biased: "bias", losses: "loss", bigger: "big", larger: "large", smaller: "small", higher: "high", lower: "low", faster: "fast", slower: "slow", deeper: "deep", wider: "wide", better: "good", best: "good", worse: "bad", worst: "bad", discriminator: "discriminator", discriminators: "discriminator" };

const memory = new Map();

/** The stem of a word in small letters; digits and words of up to three letters stay as they are. */
export const stem = (word) => {
  let known = memory.get(word);
  if (known === undefined) memory.set(word, (known = stemmed(word)));
  return known;
};

const stemmed = (original) => {
  if (Object.hasOwn(singular, original)) return trimmed(singular[original]);
  if (original.length < 4 || /\d/.test(original)) return original;
  let word = plural(american(original));
  if (Object.hasOwn(singular, word)) return trimmed(singular[word]);
  for (const [ending, left, least] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const front = word.slice(0, -ending.length);
    if (front.length < least || !/[aeiouy]/.test(front)) break;
    word = front + left;
    if (left === "" && /([bdfgmnprt])\1$/.test(word)) word = word.slice(0, -1);
    break;
  }
  return trimmed(word);
};

// A last e goes, so that “schedule” meets “scheduling”; a last y becomes i, so that “classify” meets “classified”.
const trimmed = (word) => {
  if (word.length > 4 && word.endsWith("e")) return word.slice(0, -1);
  if (word.length > 3 && /[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}i`;
  return word;
};
