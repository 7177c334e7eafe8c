// The index as it travels, made when the site is built; `decode.js` reads it.
import { addressOf, commonWords, ownWords } from "./decode.js";
import { groupsOf } from "./meanings.js";
import { folded, written } from "./numbers.js";
import { stemsOf } from "./words.js";
import { SYNONYMS } from "./synonyms.js";

/** What terms mean, in the order of the index: shown, not searched, so that the first results do not wait for it. */
export const definitions = ({ others }) => others.filter(isTerm).map(({ short }) => short);

const isTerm = ({ kind }) => kind === "term";

/** What `scripts.search` collects, as small as it gets. */
export const encode = ({ missing, abbreviations, questions, others: found }) => {
  const others = found.map((other) => (isTerm(other) ? { ...other, short: "" } : other));
  const groups = groupsOf(SYNONYMS, abbreviations);
  const places = others.map(({ url }) => url);
  const known = new Set(places);
  const pages = [];
  let page = "";
  const rest = others.map(({ kind, title, url, short, section }) => {
    const row = [kind[0], title, section, short, ...unusual(page, title, url)];
    page = url.split("#")[0];
    return row;
  });
  const read = questions.map((question) => {
    const [path] = question.url.split("#");
    if (pages.at(-1)?.[0] !== path) pages.push([path, question.section]);
    const own = question.parts.filter(({ url }) => !known.has(url));
    const texts = [question.title, question.short, ...own.map((part) => part.title)].map(stemsOf);
    return { question, own, texts, page: pages.length - 1, asked: question.asked.map(stemsOf).filter((stems) => stems.length) };
  });
  const shown = [...read.map(({ texts }) => texts), ...others.map(({ title, short }) => [title, short].map(stemsOf)), groups.flat().map(stemsOf)];
  const common = commonWords(shown);
  const seen = new Set(common);
  const more = [...new Set(read.flatMap(({ asked }) => asked.flat()))].filter((word) => !seen.has(word)).sort();
  const numbered = new Map([...common, ...more].map((word, number) => [word, number]));
  const names = namesOf(read);
  return {
    missing,
    groups: groups.map((wordings) => wordings.join("|")).join("\n"),
    pages,
    words: folded(more),
    others: columns(rest),
    questions: columns(read.map(({ question, own, texts, asked, page: number }, index) => {
      const first = ownWords(texts);
      const local = new Map(first.map((word, index) => [word, index]));
      const coded = asked.map((stems) => stems.map((word) => written(local.get(word) ?? first.length + numbered.get(word))).join(""));
      const parts = own.map(({ kind, title, url }) => {
        const name = kind === "correction" ? title.replace(/^“(.*)”$/, "!$1") : kind === "next" ? `>${title}` : title;
        const [address] = unusual(question.url.split("#")[0], title, url);
        return address ? [name, address] : name;
      });
      const related = question.parts.map(({ url }) => places.indexOf(url)).filter((index) => index >= 0);
      return [question.id, number, question.title, question.level[0], question.short, parts, related, [...new Set(coded)].join(" "), names[index].join(" ")];
    })),
  };
};

/** Rows as columns: what is alike stands together and packs better. What a row lacks at its end is `null`. */
const columns = (rows) => {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? null));
};

/** The address if it is not the one that the page and the title make. */
const unusual = (page, title, url) => (url === addressOf(page, title) ? [] : [url]);

// Of the long text of an answer only names travel: of people, of data sets, of what a library calls its functions. Its
// other words found nothing that title, wordings, short answer and headings do not find, and were a fourth of the bytes.
const NAME = /(?<=[\p{Ll},;)]\s)[\p{L}_]*\p{Lu}[\p{L}_]*|(?<![\p{L}_])\p{L}+(?:_\p{L}+)+/gu;

// A name that stands in more answers than this leads to none of them.
const MOST = 3;

const namesOf = (read) => {
  const found = read.map(({ question: { text, parts }, texts, asked }) => {
    const known = new Set([...texts.flat(), ...asked.flat()]);
    const names = [text, ...parts.map((part) => part.text ?? "")].flatMap((each) => (each.match(NAME) ?? []).flatMap(stemsOf));
    return [...new Set(names)].filter((word) => word.length > 2 && /^\p{L}+$/u.test(word) && !known.has(word)).sort();
  });
  const count = new Map();
  for (const name of found.flat()) count.set(name, (count.get(name) ?? 0) + 1);
  return found.map((names) => names.filter((name) => count.get(name) <= MOST));
};
