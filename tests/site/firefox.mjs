// What a reader does, in Firefox: `node tests/site/firefox.mjs <Firefox> <address of the site> <scenario>`. It is driven by
// WebDriver BiDi, which every Firefox understands, through Puppeteer. Fails with what was not as expected.
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const [executablePath, base, scenario] = process.argv.slice(2);
const text = (page, selector) => page.$eval(selector, (element) => element.textContent.trim());
const type = async (page, keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const open = async (page, path, selector) => {
  await page.goto(base + path);
  return page.waitForSelector(selector);
};

const SCENARIOS = {
  async "a question is answered by keyboard and known after a reload"(page) {
    await open(page, "self-test/?section=training&kind=question", ".self-test-front");
    const asked = await text(page, ".self-test-front");
    await type(page, " ");
    await page.waitForSelector(".self-test-answer:focus");
    await type(page, "4");
    await page.waitForFunction((before) => document.querySelector(".self-test-front").textContent.trim() !== before, {}, asked);
    assert.match(await text(page, ".self-test-said"), /^It comes again in 8 days\.$/);
    await page.reload();
    await page.waitForSelector(".self-test-front");
    assert.match(await text(page, ".self-test-count"), /begun: 1 of/);
  },
  async "an exercise compares the number that is typed"(page) {
    await open(page, "self-test/?section=training&kind=exercise", ".self-test-number input");
    const [, examples, size] = (await text(page, ".self-test-front")).match(/has ([\d,]+) examples and the batch size is (\d+)/);
    await page.focus(".self-test-number input");
    await type(page, [...`${Math.ceil(Number(examples.replaceAll(",", "")) / Number(size))}`, "Enter"]);
    await page.waitForSelector(".self-test-judged");
    assert.match(await text(page, ".self-test-judged"), /^Right\. [\d,]+ updates$/);
    assert.doesNotMatch(await text(page, ".self-test-card"), /⟦/);
  },
  async "a choice is made by keyboard"(page) {
    await open(page, "self-test/?section=training&kind=choice", ".self-test-choice");
    const said = await page.$$eval(".self-test-choice label", (labels) => labels.map((label) => label.textContent));
    await type(page, [`${1 + said.findIndex((each) => each.includes("as many updates as there are mini-batches"))}`, "Enter"]);
    await page.waitForSelector(".self-test-judged");
    assert.equal(await text(page, ".self-test-judged"), "Right.");
  },
  async "formulas are drawn in their fonts, and the search finds"(page) {
    await open(page, "training/batch-size/", ".katex-display");
    assert.ok(await page.evaluate(() => document.fonts.ready.then(() => document.fonts.check("16px KaTeX_Math"))));
    await type(page, ["/", ..."dropout"]);
    await page.waitForSelector("[role=listbox] [role=option]");
  },
  async "the site can be kept for reading offline"(page) {
    await open(page, "self-test/", ".offline button");
    await page.click(".offline button");
    await page.waitForFunction(() => document.querySelector(".offline").textContent.includes("All pages are kept."), { timeout: 120_000 });
    assert.equal((await page.evaluate(() => caches.keys())).filter((name) => name.startsWith("site-")).length, 1);
  },
};

if (scenario === undefined) {
  process.stdout.write(JSON.stringify(Object.keys(SCENARIOS)));
} else {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await SCENARIOS[scenario](page);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
}
