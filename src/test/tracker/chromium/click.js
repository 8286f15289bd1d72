'use strict';
// Opens the page at URL in Chromium, as a person would: agrees, clicks, and closes the tab. Prints the id of the machine.
const { chromium } = require('playwright-core');

const CLICKS = ['view', 'edit', 'edit', 'share'];

async function main() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const context = await browser.newContext();
    const violations = [];
    context.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) {
        violations.push(message.text());
      }
    });
    const page = await context.newPage();
    await page.goto(process.env.URL);
    await page.check('#consent');
    for (const action of CLICKS) {
      await page.click(`[data-action=${action}]`);
    }
    const machine = await page.textContent('#machine');
    // What is not sent yet is sent when the tab closes.
    await page.close({ runBeforeUnload: true });
    if (violations.length > 0) {
      throw new Error(violations.join('\n'));
    }
    process.stdout.write(machine.trim() + '\n');
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  process.stderr.write(error.stack + '\n');
  process.exit(1);
});
