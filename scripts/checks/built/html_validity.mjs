// Validates built pages with html-validate: paths as arguments, one JSON array of {file, line, column, rule, message} out.
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const config = {
  root: true,
  extends: ["html-validate:standard"],
  rules: {
    // The theme's own markup and KaTeX's; none of it is written here.
    "no-inline-style": "off",
    "long-title": "off",
    "no-trailing-whitespace": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-implicit-button-type": "off",
    "void-style": "off",
    "doctype-style": "off",
    "no-implicit-input-type": "off",
    "valid-autocomplete": "off",
    "valid-id": ["error", { relaxed: true }],
  },
};
const validator = new HtmlValidate(new FileSystemConfigLoader([], config));
const found = [];
for (const file of process.argv.slice(2)) {
  const report = await validator.validateFile(file);
  for (const result of report.results) {
    for (const { line, column, ruleId, message, severity } of result.messages) {
      const theme = message === 'Attribute "tabindex" has invalid value ""';
      if (severity === 2 && !theme) found.push({ file, line, column, rule: ruleId, message });
    }
  }
}
process.stdout.write(JSON.stringify(found));
