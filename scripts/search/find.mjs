// Reads documents as JSON and prints, as JSON, what each query finds: `node find.mjs "loss is nan" …`.
import { readFileSync } from "node:fs";
import { encode } from "../../docs/javascripts/search/encode.js";
import { Search } from "../../docs/javascripts/search/rank.js";

const search = new Search(encode(JSON.parse(readFileSync(0, "utf8"))));
const found = process.argv.slice(2).map((query) => {
  const { answered, questions, others } = search.find(query, { typing: false });
  return {
    answered,
    questions: questions.map(({ question: { id, title, level, section, short, url }, parts }) => ({
      id, title, level, section, short, url, parts: parts.map((part) => `${part.kind}: ${part.title}`),
    })),
    others: others.map(({ kind, title, url }) => ({ kind, title, url })),
  };
});
process.stdout.write(JSON.stringify(found));
