// html-validate, with its recommended rules and ours over them: {rules, pages} → [{page, rule, message}].
import fs from 'node:fs';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const { rules, pages } = JSON.parse(fs.readFileSync(0, 'utf8'));
const judge = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:recommended'], rules }));
const found = [];
for (const page of pages) {
  const { results } = await judge.validateFile(page);
  for (const { messages } of results) found.push(...messages.map(({ ruleId, message, line }) => ({ page, rule: ruleId, message: `${message} (line ${line})` })));
}
process.stdout.write(JSON.stringify(found));
