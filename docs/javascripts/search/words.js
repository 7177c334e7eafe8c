// Text as the list of words that search compares: `mini-batches` is mini + batch, `n_epochs` is n + epoch,
// `CrossEntropyLoss` is cross + entropy + loss, 3 × 3 is 3x3, η is eta. The same for what is written and what is typed.
import { stem } from "./stem.js";

const GREEK = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ϵ: "epsilon", η: "eta", θ: "theta", λ: "lambda", μ: "mu", µ: "mu", π: "pi", ρ: "rho", σ: "sigma", τ: "tau", φ: "phi", ω: "omega", ℒ: "loss" };

const STOP = new Set(
  ("a about above across actually after all also although always am among an and another any are around as ask asked at be because been before " +
    "behind being below between both but by came can come could did do does doing down during each either else even " +
    "ever every exactly explain few for from get gets getting give given gives go goes going got had has have having he her here " +
    "him his how however i if im in into is it its itself ive just kind know let lets like may me might more most much must my " +
    "need needed needs nor now of off often ok on once only or other others our out over own people per please possible quite rather really s same say says " +
    "see seem seems shall she should simply since so some someone something still such t tell than that thats the their them then there theres these they thing things this " +
    "those though through thus to together too toward under understand unless until up upon us use used uses using usually very via vs versus was way we well went were " +
    "what whats when whenever where whether which while who whole whom whose why will with within without would yes yet you your yours " +
    "mean meaning difference differences different differ difference work works working happen happens happening role purpose idea tell want wants try trying make makes made making").split(" "),
);

// Words that say how one asks, not what about. They count a little: “overfitting techniques” is about overfitting.
const LIGHT = new Set(
  ("technique method approach example definition define explanation explained tutorial list type kind good bad great problem issue question interview concept " +
    "case benefit advantage disadvantage drawback pro con tip trick way guide basics intuition simple easy common popular typical general important main " +
    "purpose reason play help cause clarify favor favored equivalent equal similar same compare comparison choose consider prefer preferred recommend recommended " +
    "suggest change increase decrease reduce improve produce affect effect impact influence influential result end start begin find show look add put take keep " +
    "apply applied set avoid fix solve handle deal useful usage practice practical possible necessary enough multiple several many various certain exact " +
    "versa alot lot not no algorithm implement implementation provide calculate significant extremely clearly slightly largely always suddenly eventually nicely constantly overall vice someone anyone people please thank today time " +
    "real new old first second last next total number amount value large small big high low long short fast slow hard difficult only " +
    "remember user customer team project company product beginner expert student interviewer candidate job answer paper book " +
    "write read build create run call load save send open close turn move stay remain become believe think worry wonder watch follow lead " +
    "bring carry hold leave enter allow force require expect behave count matter care hundred thousand million final little few tiny huge " +
    "correct wrong true false strange weird odd quick proper actual modern recent sensible plain whole original own right left start reach " +
    "search engine machine model net network neural data train training learn learning deep task system code python function variable").split(" ").map(stem),
);

const CAMEL = /\p{Lu}\d+(?=\p{Lu}|$)|\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\d+\p{Ll}?/gu;

const clean = (text) =>
  text
    .normalize("NFKC")
    .replace(/[αβγδεϵηθλμµπρστφωℒ]/g, (letter) => ` ${GREEK[letter]} `)
    .replace(/[’‘`´]/g, "'")
    .replace(/\bhow many\b/gi, "number")
    .replace(/\b(?:go(?:es|ing)?|went|com(?:es?|ing)|came) down\b/gi, "decrease")
    .replace(/\b(?:go(?:es|ing)?|went) up\b/gi, "increase")
    .replace(/\b(?:(?:are|ca|could|did|do|does|has|have|is|should|was|wo|would)n'?t|cannot|can't|never)\b/gi, "not")
    .replace(/(\d)\s*[x×*]\s*(\d)/gi, "$1x$2")
    .replace(/(\d),(?=\d{3}\b)/g, "$1")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");

const RUN = /[\p{L}\p{N}_'.]+/gu;

/** The words of a text in order, in small letters, not stemmed. */
export const wordsOf = (text) => {
  const found = [];
  for (const run of clean(text).match(RUN) ?? []) found.push(...wordsIn(run));
  return found;
};

const memory = new Map();

const wordsIn = (run) => {
  let known = memory.get(run);
  if (known === undefined) {
    const pieces = run.split(/_+|\.(?!\d)|(?<!\d)\.|'s\b|^'+|'+$/u).filter((piece) => piece);
    memory.set(run, (known = pieces.flatMap((piece) => parts(piece.replaceAll("'", "")))));
  }
  return known;
};

// A word of mixed case falls apart if all its parts are words, but ResNet is a name, as people type it in small letters
// too; letters and the number behind them always fall apart.
const parts = (piece) => {
  const camel = /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u.test(piece) ? piece.match(CAMEL) : null;
  const split = camel && !/^Nets?$/.test(camel.at(-1)) && camel.every((part) => part.length > 2 || /\d/.test(part)) ? camel : [piece];
  return split.flatMap((part) => {
    const small = part.toLowerCase();
    const numbered = /^([a-z]{3,}?)((?:v(?=\d+$))?\d+)(d?)$/.exec(small);
    if (!numbered) return [small];
    return [numbered[1], numbered[2] + numbered[3]];
  });
};

export const isStop = (word) => STOP.has(word);

/** The words that say nothing, for comparing misspelled ones with them. */
export const STOP_WORDS = [...STOP].filter((word) => word.length > 4);

/** How much a stem can tell, whatever it is: numbers and light words tell less. */
export const importance = (word) => (/^\d+([.,]\d+)?$/.test(word) ? 0.4 : LIGHT.has(word) ? 0.5 : 1);

/** The stems of a text, without the words that say nothing. */
export const stemsOf = (text) => wordsOf(text).filter((word) => !STOP.has(word)).map(stem);
