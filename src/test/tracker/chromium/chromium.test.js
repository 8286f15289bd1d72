'use strict';
// collector/tracker.min.js in a real Chromium, on the demo page, with the real collector and a Kinesis server. CHROMIUM
// names the browser; site.js has the rest. What is in the stream is what counts.
const assert = require('node:assert/strict');
const { after, afterEach, before, beforeEach, test } = require('node:test');
const { chromium } = require('playwright-core');
const { Site } = require('./site.js');

const DEADLINE = 30_000;

let browser;
let site;
let context;
let violations;
/** What pages have begun to send to the collector, beacons too. */
let sent;

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
  sent = [];
  context.on('request', (request) => {
    if (request.url().startsWith(site.collector)) {
      sent.push(request.resourceType());
    }
  });
  context.on('console', (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) {
      violations.push(message.text());
    }
  });
});

afterEach(async () => {
  await context.close();
  await site.mend();
});

/** Waits until a condition holds, and fails with what is there if it does not in time. */
async function until(condition, seen) {
  const end = Date.now() + DEADLINE;
  while (!(await condition())) {
    if (Date.now() > end) {
      assert.fail('not in time: ' + JSON.stringify(await seen()));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until so many events are in the stream. */
function arrived(number) {
  return until(
    async () => new Set((await site.records()).map((event) => event.id)).size >= number,
    () => site.records(),
  );
}

/** Waits until the collector has answered so many requests. */
function answered(number) {
  return until(
    async () => (await site.answered()) >= number,
    () => site.metrics(),
  );
}

/** The events that a page lists, as it shows them: action and id. */
function listed(page) {
  return page.locator('#events li').allTextContents();
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
  const events = await site.events();
  assert.deepEqual(
    events.map((event) => event.action),
    ['open', 'view', 'edit', 'share', 'open'],
  );
  // The consent has opened the first session; the page lists what came later.
  assert.deepEqual(
    events.slice(1).map((event) => event.action + ' ' + event.id),
    await listed(page),
  );
  for (const event of events) {
    assert.equal(event.page, '/demo.html');
    assert.ok(event.sent_at >= event.timestamp && Math.abs(event.received_at - event.sent_at) < DEADLINE);
  }
  assert.deepEqual([...new Set(sent)], ['fetch']);
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
  assert.deepEqual(await site.actions(), ['open']);
  await context.setOffline(false);
  await arrived(3);
  assert.deepEqual(await site.actions(), ['open', 'view', 'edit']);
});

test('a full queue survives a reload and a collector that is down, and each event arrives once', async () => {
  await site.cutOff();
  const page = await open();
  await page.evaluate(() => {
    for (let i = 0; i < 1500; i++) {
      tracker.track('a' + i);
    }
  });
  assert.equal(await page.evaluate(() => tracker.status().queued), 1000);
  // The page goes away when it is known that the collector is down. So its beacons are in vain.
  await answered(1);
  await page.reload();
  await answered(sent.length);
  await site.mend();
  await arrived(1000);
  await emptied(page);
  assert.deepEqual(
    await site.actions(),
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
  assert.deepEqual(await site.actions(), ['open', 'share', 'view']);
});

test('the last events arrive when the page is left for another one', async () => {
  const page = await open();
  await arrived(1);
  await emptied(page);
  await click(page, 'share');
  await page.goto('about:blank');
  await arrived(2);
  assert.deepEqual(await site.actions(), ['open', 'share']);
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
    assert.deepEqual(await site.actions(), ['open', 'share', 'view']);
  } finally {
    await caching.close();
  }
});

test('two tabs are one machine and one session, and each event is sent once', async () => {
  // So that both tabs have a request on its way at the same time.
  await context.route(site.collector + '/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  const pages = [await open()];
  pages.push(await open());
  for (let i = 0; i < 40; i++) {
    await click(pages[i % 2], i % 4 < 2 ? 'view' : 'edit');
  }
  await arrived(41);
  await Promise.all(pages.map(emptied));
  await context.unrouteAll({ behavior: 'wait' });
  const events = await site.events();
  const clicks = events.map((event) => event.action + ' ' + event.id).filter((line) => !line.startsWith('open'));
  assert.equal(events.length, 41);
  assert.deepEqual(clicks.sort(), [...(await listed(pages[0])), ...(await listed(pages[1]))].sort());
});

test('what a tab has queued when it crashes is sent by another one', async () => {
  const pages = [await open()];
  pages.push(await open());
  await arrived(1);
  await Promise.all(pages.map(emptied));
  await site.cutOff();
  const before = await site.answered();
  await click(pages[0], 'share');
  await answered(before + 1);
  const crashed = pages[0].waitForEvent('crash');
  pages[0].goto('chrome://crash').catch(() => {});
  await crashed;
  await site.mend();
  await click(pages[1], 'view');
  await arrived(3);
  await emptied(pages[1]);
  assert.deepEqual(await site.actions(), ['open', 'share', 'view']);
});

test('without consent nothing is stored and nothing is sent', async () => {
  const page = await open(false);
  await click(page, 'view');
  await page.click('#open');
  await page.evaluate(() => tracker.flush());
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
  await page.goto('about:blank');
  assert.deepEqual(sent, []);
  assert.equal(await site.answered(), 0);
  assert.deepEqual(await site.events(), []);
});

test('a consent that is withdrawn stops every tab and removes what was stored', async () => {
  await site.cutOff();
  const pages = [await open()];
  pages.push(await open());
  await click(pages[1], 'edit');
  await answered(1);
  await pages[0].uncheck('#consent');
  await until(
    () => pages[1].evaluate(() => !tracker.status().consent),
    () => 'the other tab has its consent',
  );
  // What was on its way has been refused.
  await until(
    async () => (await site.inFlight()) === 0,
    () => site.metrics(),
  );
  await site.mend();
  sent = [];
  await click(pages[1], 'view');
  await pages[1].evaluate(() => tracker.flush());
  assert.deepEqual(await pages[1].evaluate(() => Object.keys(localStorage)), []);
  await pages[0].reload();
  await pages[0].evaluate(() => tracker.flush());
  assert.deepEqual(sent, []);
  assert.deepEqual(await site.events(), []);
});

test('the time is that of the browser, and the collector stamps its own', async () => {
  const page = await context.newPage();
  // A clock that is three hours fast.
  await page.clock.install({ time: Date.now() + 3 * 3600 * 1000 });
  await page.goto(site.url);
  await page.check('#consent');
  await page.clock.runFor(5000);
  await arrived(1);
  const [event] = await site.events();
  const fast = event.sent_at - event.received_at;
  assert.ok(Math.abs(fast - 3 * 3600 * 1000) < DEADLINE, String(fast));
  assert.ok(Math.abs(event.received_at - Date.now()) < DEADLINE, String(event.received_at));
  // Both are of the same clock.
  assert.ok(Math.abs(event.sent_at - event.timestamp) < 3600 * 1000);
});
