// Reads documents as JSON; prints, as JSON, for each text that is given what the ranking makes of the questions.
import { readFileSync } from "node:fs";
import { encode } from "../../docs/javascripts/search/encode.js";
import { Search } from "../../docs/javascripts/search/rank.js";

const search = new Search(encode(JSON.parse(readFileSync(0, "utf8"))));
const found = process.argv.slice(2).map((text) =>
  search.find(text, { typing: false }).questions.map(({ question, score, likeness, covered }) => ({
    id: question.id, score, likeness, covered,
  })),
);
process.stdout.write(JSON.stringify(found));
