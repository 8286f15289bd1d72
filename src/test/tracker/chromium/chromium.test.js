'use strict';
// collector/tracker.min.js in a real Chromium, on the demo page. CHROMIUM names the program.
const assert = require('node:assert/strict');
const { after, afterEach, before, beforeEach, test } = require('node:test');
const { chromium } = require('playwright-core');
const { Site } = require('./site.js');

const DEADLINE = 30_000;

let browser;
let site;
let context;
let violations;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    // A container may not have user namespaces; the pages are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
});

after(() => browser.close());

beforeEach(async () => {
  site = await Site.start();
  context = await browser.newContext();
  violations = [];
  context.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) {
      violations.push(message.text());
    }
  });
});

afterEach(async () => {
  await context.close();
  site.close();
});

/** Waits until a condition holds, and fails with what is there if it does not in time. */
async function until(condition, seen) {
  const end = Date.now() + DEADLINE;
  while (!(await condition())) {
    if (Date.now() > end) {
      assert.fail('not in time: ' + JSON.stringify(await seen()));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function arrived(number) {
  return until(
    () => site.events.length >= number,
    () => site.actions(),
  );
}

async function open(withConsent = true) {
  const page = await context.newPage();
  await page.goto(site.url);
  if (withConsent) {
    await page.check('#consent');
  }
  return page;
}

function click(page, action) {
  return page.click(`[data-action=${action}]`);
}

/** A round trip of the page: what it was about to send has been sent. */
async function emptied(page) {
  await until(
    () => page.evaluate(() => document.getElementById('queued').textContent === '0'),
    () => page.evaluate(() => Object.keys(localStorage)),
  );
}

test('clicks become events of one machine, in order, and the policy is kept', async () => {
  const page = await open();
  for (const action of ['view', 'edit', 'share']) {
    await click(page, action);
  }
  await page.click('#open');
  await arrived(5);
  assert.deepEqual(site.actions(), ['open', 'view', 'edit', 'share', 'open']);
  assert.equal(new Set(site.events.map((event) => event.machine)).size, 1);
  assert.equal(new Set(site.events.map((event) => event.id)).size, 5);
  for (const event of site.events) {
    assert.equal(event.page, '/demo.html');
    assert.ok(event.sent_at >= event.timestamp && event.sent_at - event.timestamp < DEADLINE);
  }
  assert.deepEqual(violations, []);
});

test('a violation of the policy would be noticed', async () => {
  const page = await context.newPage();
  await page.goto(site.origin + '/violating.html');
  await until(
    () => violations.length > 0,
    () => violations,
  );
  assert.equal(await page.evaluate(() => window.ran), undefined);
});

test('what is done offline arrives when the browser is online again', async () => {
  const page = await open();
  await arrived(1);
  await emptied(page);
  await context.setOffline(true);
  await click(page, 'view');
  await click(page, 'edit');
  await page.evaluate(() => tracker.flush());
  assert.equal(await page.evaluate(() => tracker.status().queued), 2);
  assert.deepEqual(site.actions(), ['open']);
  await context.setOffline(false);
  await arrived(3);
  assert.deepEqual(site.actions(), ['open', 'view', 'edit']);
});

test('a full queue survives a reload, and each event arrives once', async () => {
  site.status = 503;
  const page = await open();
  await page.evaluate(() => {
    for (let i = 0; i < 1500; i++) {
      tracker.track('a' + i);
    }
  });
  assert.equal(await page.evaluate(() => tracker.status().queued), 1000);
  await page.reload();
  site.status = 200;
  await arrived(1000);
  await emptied(page);
  assert.deepEqual(
    site.actions(),
    Array.from({ length: 1000 }, (_, i) => 'a' + (i + 500)),
  );
});

test('the last events of a tab that is closed arrive, and the next page does not send them again', async () => {
  const page = await open();
  await arrived(1);
  await emptied(page);
  await click(page, 'share');
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  await arrived(2);
  const next = await open();
  await click(next, 'view');
  await arrived(3);
  await until(
    () => next.evaluate(() => !Object.keys(localStorage).some((key) => key.startsWith('sb:q'))),
    () => next.evaluate(() => Object.keys(localStorage)),
  );
  assert.deepEqual(site.actions(), ['open', 'share', 'view']);
});

test('the last events arrive when the page is left for another one', async () => {
  const page = await open();
  await arrived(1);
  await emptied(page);
  await click(page, 'share');
  await page.goto('about:blank');
  await arrived(2);
  assert.deepEqual(site.actions(), ['open', 'share']);
});

test('a page that comes back from the cache of the browser sends nothing twice', async () => {
  const caching = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  try {
    context = await caching.newContext();
    const page = await open();
    await arrived(1);
    await emptied(page);
    await page.evaluate(() => {
      window.addEventListener('pageshow', (event) => (window.cached = event.persisted));
    });
    await click(page, 'share');
    await page.goto(site.origin + '/demo.css');
    await arrived(2);
    // A page of the cache is not loaded again.
    await page.goBack({ waitUntil: 'commit' });
    // The tracker does not keep the page out of the cache.
    assert.equal(await page.evaluate(() => window.cached), true);
    await click(page, 'view');
    await arrived(3);
    await until(
      () => page.evaluate(() => !Object.keys(localStorage).some((key) => key.startsWith('sb:q'))),
      () => page.evaluate(() => Object.keys(localStorage)),
    );
    assert.deepEqual(site.actions(), ['open', 'share', 'view']);
  } finally {
    await caching.close();
  }
});

test('two tabs are one machine and one session, and each event is sent once', async () => {
  site.latency = 300;
  const pages = [await open()];
  pages.push(await open());
  for (let i = 0; i < 40; i++) {
    await click(pages[i % 2], i % 4 < 2 ? 'view' : 'edit');
  }
  await arrived(41);
  await Promise.all(pages.map(emptied));
  assert.equal(site.events.length, 41);
  assert.equal(new Set(site.events.map((event) => event.id)).size, 41);
  assert.equal(new Set(site.events.map((event) => event.machine)).size, 1);
  assert.equal(site.actions().filter((action) => action === 'open').length, 1);
});

test('what a tab has queued when it crashes is sent by another one', async () => {
  const pages = [await open()];
  pages.push(await open());
  await arrived(1);
  await Promise.all(pages.map(emptied));
  site.status = 503;
  await click(pages[0], 'share');
  await until(
    () => site.requests > 1,
    () => site.requests,
  );
  const crashed = pages[0].waitForEvent('crash');
  pages[0].goto('chrome://crash').catch(() => {});
  await crashed;
  site.status = 200;
  await click(pages[1], 'view');
  await arrived(3);
  await emptied(pages[1]);
  assert.deepEqual(site.actions().sort(), ['open', 'share', 'view']);
});

test('without consent nothing is stored and nothing is sent', async () => {
  const page = await open(false);
  await click(page, 'view');
  await page.click('#open');
  await page.evaluate(() => tracker.flush());
  assert.equal(site.requests, 0);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test('a consent that is withdrawn stops every tab and removes what was stored', async () => {
  site.status = 503;
  const pages = [await open()];
  pages.push(await open());
  await click(pages[1], 'edit');
  await pages[0].uncheck('#consent');
  await until(
    () => pages[1].evaluate(() => !tracker.status().consent),
    () => 'the other tab has its consent',
  );
  site.status = 200;
  const before = site.requests;
  await click(pages[1], 'view');
  await pages[1].evaluate(() => tracker.flush());
  assert.deepEqual(await pages[1].evaluate(() => Object.keys(localStorage)), []);
  await pages[0].reload();
  await pages[0].evaluate(() => tracker.flush());
  assert.equal(site.requests, before);
  assert.deepEqual(site.events, []);
});

test('the time is that of the browser, and a batch says when it was sent', async () => {
  const page = await context.newPage();
  // A clock that is three hours fast.
  await page.clock.install({ time: Date.now() + 3 * 3600 * 1000 });
  await page.goto(site.url);
  await page.check('#consent');
  await page.clock.runFor(5000);
  await arrived(1);
  const fast = site.events[0].sent_at - Date.now();
  assert.ok(Math.abs(fast - 3 * 3600 * 1000) < DEADLINE, String(fast));
  assert.ok(site.events[0].sent_at - site.events[0].timestamp < 10_000);
});
