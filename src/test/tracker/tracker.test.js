'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Browser } = require('./browser.js');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test('a click becomes an event with an id, the machine, the times and its fields', async () => {
  const browser = new Browser();
  const tracker = browser.open().tracker({ fields: { page: '/shoes' } });
  await browser.pass(SECOND);
  const clicked = browser.now;
  const id = tracker.track('click', { button: 'save', machine: 'forged', received_at: 1 });
  await browser.pass(5 * SECOND);
  const [opened, click] = browser.taken();
  assert.equal(opened.action, 'open');
  assert.match(click.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(opened.id, click.id);
  assert.deepEqual(click, {
    id,
    machine: opened.machine,
    action: 'click',
    timestamp: clicked,
    page: '/shoes',
    button: 'save',
    sent_at: browser.requests.at(-1).at,
  });
  assert.equal(browser.requests[0].url, 'https://collect.example/v1/events?key=k%2F1');
});

test('a page without randomUUID makes ids of the same form', async () => {
  const browser = new Browser();
  browser.hasUuid = false;
  const id = browser.open().tracker().track('click');
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the machine stays over reloads, unless the app gives one', async () => {
  const browser = new Browser();
  const first = browser.open();
  const machine = first.tracker().status().machine;
  first.close();
  assert.equal(browser.open().tracker().status().machine, machine);
  const given = browser.open().tracker({ machine: 'kiosk-7' });
  given.track('click');
  await browser.pass(10 * SECOND);
  assert.equal(browser.taken().find((event) => event.action === 'click').machine, 'kiosk-7');
});

test('a page opens a session only after a pause of the gap', async () => {
  const browser = new Browser();
  const load = async () => {
    const page = browser.open();
    page.tracker({ gap: 30 * MINUTE });
    await browser.pass(10 * SECOND);
    page.close();
  };
  await load();
  await browser.pass(10 * MINUTE);
  await load();
  assert.deepEqual(browser.actions(), ['open']);
  await browser.pass(30 * MINUTE);
  await load();
  assert.deepEqual(browser.actions(), ['open', 'open']);
});

test('the app may open a session, or keep a page from doing it', async () => {
  const browser = new Browser();
  const tracker = browser.open().tracker({ open: false });
  tracker.track('click');
  tracker.open({ reason: 'login' });
  await browser.pass(10 * SECOND);
  assert.deepEqual(browser.actions(), ['click', 'open']);
  assert.equal(browser.taken()[1].reason, 'login');
});

test('events of one millisecond keep their order', async () => {
  const browser = new Browser();
  const tracker = browser.open().tracker();
  ['a', 'b', 'c'].forEach((action) => tracker.track(action));
  await browser.pass(10 * SECOND);
  const times = browser.taken().map((event) => event.timestamp - browser.taken()[0].timestamp);
  assert.deepEqual(times, [0, 1, 2, 3]);
});

test('events are sent in batches of 50, and at most 50,000 bytes', async () => {
  const browser = new Browser();
  const tracker = browser.open().tracker({ open: false });
  for (let i = 0; i < 120; i++) {
    tracker.track('a' + i);
  }
  await browser.pass(SECOND);
  assert.deepEqual(
    browser.requests.map((request) => request.events.length),
    [50, 50, 20],
  );
  const bytes = 'é'.repeat(10_000);
  for (let i = 0; i < 5; i++) {
    tracker.track('large', { bytes });
  }
  await browser.pass(5 * SECOND);
  assert.deepEqual(
    browser.requests.slice(3).map((request) => request.events.length),
    [2, 2, 1],
  );
});

test('an event that is too large or not JSON is not stored, and the app goes on', async () => {
  const browser = new Browser();
  const tracker = browser.open().tracker({ open: false });
  const circle = {};
  circle.circle = circle;
  assert.equal(tracker.track('large', { text: 'x'.repeat(60_000) }), null);
  assert.equal(tracker.track('circle', { circle }), null);
  assert.equal(tracker.status().queued, 0);
  assert.equal(tracker.status().dropped.large, 2);
});

test('a failure is tried again, later each time, and nothing is sent twice', async () => {
  const browser = new Browser();
  browser.collector = () => 503;
  const tracker = browser.open().tracker();
  await browser.pass(HOUR / 2);
  const times = browser.requests.map((request) => request.at);
  const pauses = times.slice(1).map((time, i) => time - times[i]);
  assert.ok(pauses[0] >= 500 && pauses[0] <= 1000, String(pauses));
  assert.ok(pauses.at(-1) >= 2.5 * MINUTE && pauses.at(-1) <= 5 * MINUTE, String(pauses));
  browser.collector = () => 200;
  await browser.pass(5 * MINUTE);
  assert.deepEqual(browser.actions(), ['open']);
  assert.equal(tracker.status().queued, 0);
});

test('the pause that the collector asks for is kept, over a reload too', async () => {
  for (const after of ['120', new Date(Date.parse('2026-11-30T12:02:02Z')).toUTCString()]) {
    const browser = new Browser();
    browser.collector = () => ({ status: 429, headers: { 'Retry-After': after } });
    const page = browser.open();
    page.tracker();
    await browser.pass(10 * SECOND);
    assert.equal(browser.requests.length, 1, after);
    page.kill();
    browser.collector = () => 200;
    browser.open().tracker();
    await browser.pass(100 * SECOND);
    assert.equal(browser.requests.length, 1, after);
    await browser.pass(30 * SECOND);
    assert.deepEqual(browser.actions(), ['open'], after);
  }
});

test('a request that hangs is given up, and sent again', async () => {
  const browser = new Browser();
  browser.collector = () => ({ hang: true });
  browser.open().tracker();
  await browser.pass(20 * SECOND);
  assert.equal(browser.requests.length, 1);
  browser.collector = () => 200;
  await browser.pass(20 * SECOND);
  assert.deepEqual(browser.actions(), ['open']);
});

test('what the collector refuses is not sent again, and is counted', async () => {
  const browser = new Browser();
  browser.collector = () => ({ status: 202, body: { accepted: 1, rejected: [{ index: 0, reason: 'x' }] } });
  const tracker = browser.open().tracker();
  tracker.track('click');
  await browser.pass(5 * SECOND);
  assert.equal(tracker.status().dropped.refused, 1);
  browser.collector = () => ({ status: 400, body: { accepted: 0, rejected: [{ index: 0, reason: 'x' }] } });
  tracker.track('click');
  await browser.pass(HOUR);
  assert.equal(browser.requests.length, 2);
  assert.deepEqual({ ...tracker.status().dropped }, { full: 0, refused: 2, large: 0 });
});

test('a batch that is too large for the collector is halved', async () => {
  const browser = new Browser();
  browser.collector = ({ events }) => (events.length > 10 || events.some((e) => e.action === 'huge') ? 413 : 200);
  const tracker = browser.open().tracker({ open: false });
  for (let i = 0; i < 40; i++) {
    tracker.track('a' + i);
  }
  tracker.track('huge');
  await browser.pass(MINUTE);
  assert.equal(new Set(browser.actions()).size, 40);
  assert.equal(browser.actions().length, 40);
  assert.deepEqual({ ...tracker.status().dropped }, { full: 0, refused: 1, large: 0 });
});

test('what is queued while offline is sent when the browser is online again', async () => {
  const browser = new Browser();
  const page = browser.open();
  const tracker = page.tracker();
  await browser.pass(5 * SECOND);
  browser.online = false;
  tracker.track('a');
  await browser.pass(HOUR);
  tracker.track('b');
  assert.equal(tracker.status().queued, 2);
  browser.online = true;
  page.fire('online');
  await browser.pass(0);
  assert.deepEqual(browser.actions(), ['open', 'a', 'b']);
});

test('a network that fails is tried again at once when the browser is online again', async () => {
  const browser = new Browser();
  browser.collector = () => {
    throw new TypeError('Failed to fetch');
  };
  const page = browser.open();
  page.tracker();
  await browser.pass(10 * MINUTE);
  browser.collector = () => 200;
  page.fire('online');
  await browser.pass(0);
  assert.deepEqual(browser.actions(), ['open']);
});

test('a full queue survives a reload, and loses its oldest events only', async () => {
  const browser = new Browser();
  browser.online = false;
  const page = browser.open();
  const tracker = page.tracker({ open: false, limit: 100 });
  for (let i = 0; i < 130; i++) {
    tracker.track('a' + i);
    await browser.pass(SECOND);
  }
  assert.equal(tracker.status().queued, 100);
  assert.equal(tracker.status().dropped.full, 30);
  page.close();
  browser.online = true;
  const reloaded = browser.open().tracker({ open: false, limit: 100 });
  await browser.pass(MINUTE);
  assert.deepEqual(
    browser.actions(),
    Array.from({ length: 100 }, (_, i) => 'a' + (i + 30)),
  );
  assert.equal(reloaded.status().queued, 0);
});

test('a full storage, and a storage that is forbidden, cost nothing while the page lives', async () => {
  for (const setUp of [(browser) => (browser.quota = 300), (browser) => (browser.blocksStorage = true)]) {
    const browser = new Browser();
    setUp(browser);
    const tracker = browser.open().tracker({ open: false });
    for (let i = 0; i < 60; i++) {
      tracker.track('a' + i);
    }
    await browser.pass(MINUTE);
    assert.equal(new Set(browser.actions()).size, 60);
    assert.equal(browser.actions().length, 60);
    assert.equal(tracker.status().queued, 0);
  }
});

test('the last events of a tab that is closed arrive by a beacon, and are not sent again', async () => {
  const browser = new Browser();
  const page = browser.open();
  const tracker = page.tracker();
  await browser.pass(10 * SECOND);
  tracker.track('last');
  page.close();
  assert.deepEqual(browser.actions(), ['open', 'last']);
  assert.equal(browser.requests.at(-1).beacon, true);
  const next = browser.open().tracker();
  next.track('next');
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open', 'last', 'next']);
  assert.deepEqual(
    browser.stored().filter((key) => key.startsWith('sb:q') || key.startsWith('sb:h')),
    [],
  );
});

test('what a beacon has carried is forgotten a little later, also if the next page comes at once', async () => {
  const browser = new Browser();
  const load = async () => {
    const page = browser.open();
    const tracker = page.tracker();
    tracker.track('first');
    await browser.pass(3 * SECOND);
    tracker.track('last');
    return page;
  };
  (await load()).close();
  browser.open().tracker().track('next');
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open', 'first', 'last', 'next']);
  assert.deepEqual(
    browser.stored().filter((key) => key.startsWith('sb:q')),
    [],
  );
});

test('what another tab hands over after the last answer waits for the next answer', async () => {
  const browser = new Browser();
  const pages = [browser.open(), browser.open()];
  const trackers = pages.map((page) => page.tracker());
  await browser.pass(10 * SECOND);
  // The collector is down, and nobody knows yet.
  browser.collector = () => 503;
  trackers[0].track('last');
  pages[0].close();
  pages[1].fire('online');
  await browser.pass(MINUTE);
  trackers[1].track('next');
  await browser.pass(10 * SECOND);
  browser.collector = () => 200;
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions().sort(), ['last', 'next', 'open']);
});

test('events whose beacon met a collector that was down are sent again', async () => {
  for (const status of [503, 0]) {
    const browser = new Browser();
    const page = browser.open();
    const tracker = page.tracker();
    await browser.pass(10 * SECOND);
    browser.collector = () => {
      if (status) {
        return status;
      }
      throw new TypeError('Failed to fetch');
    };
    tracker.track('last');
    page.close();
    const next = browser.open().tracker();
    next.track('next');
    await browser.pass(10 * SECOND);
    browser.collector = () => 200;
    await browser.pass(MINUTE);
    assert.deepEqual(browser.actions().sort(), ['last', 'next', 'open']);
  }
});

test('a beacon is not trusted after a failure', async () => {
  const browser = new Browser();
  const page = browser.open();
  const tracker = page.tracker();
  await browser.pass(10 * SECOND);
  browser.collector = () => 503;
  tracker.track('a');
  await browser.pass(10 * SECOND);
  tracker.track('b');
  page.close();
  browser.collector = () => 200;
  browser.open().tracker();
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open', 'a', 'b']);
});

test('a request that is on its way when the page is closed is not sent again', async () => {
  const browser = new Browser();
  browser.latency = SECOND;
  const page = browser.open();
  const tracker = page.tracker();
  await browser.pass(10 * SECOND);
  tracker.track('sending');
  await browser.pass(2.5 * SECOND);
  tracker.track('waiting');
  page.close();
  browser.open().tracker().track('next');
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open', 'sending', 'waiting', 'next']);
});

test('what a tab has queued when it is killed is sent by another one', async () => {
  const browser = new Browser();
  const first = browser.open();
  const second = browser.open();
  const tracker = first.tracker();
  second.tracker();
  await browser.pass(10 * SECOND);
  tracker.track('click');
  first.kill();
  second.fire('online');
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open', 'click']);
});

test('two tabs are one machine, and each event is sent once', async () => {
  for (const hasLocks of [true, false]) {
    const browser = new Browser();
    browser.hasLocks = hasLocks;
    browser.latency = 2500;
    const pages = [browser.open(), browser.open()];
    const trackers = pages.map((page) => page.tracker());
    for (let i = 0; i < 200; i++) {
      trackers[i % 2].track('a' + i);
      await browser.pass(100 + (i % 7) * 300);
    }
    await browser.pass(MINUTE);
    const taken = browser.taken();
    assert.equal(taken.length, 201, 'locks: ' + hasLocks);
    assert.equal(new Set(taken.map((event) => event.id)).size, 201);
    assert.equal(new Set(taken.map((event) => event.machine)).size, 1);
  }
});

test('tabs that come and go send each event once', async () => {
  for (const hasLocks of [true, false]) {
    const browser = new Browser();
    browser.hasLocks = hasLocks;
    const ids = new Set();
    let failing = false;
    browser.collector = () => (failing ? 503 : 200);
    for (let i = 0; i < 60; i++) {
      failing = i % 10 === 9;
      const page = browser.open();
      const tracker = page.tracker({ open: false });
      for (let j = 0; j < 3; j++) {
        ids.add(tracker.track('a'));
        await browser.pass((i * 7919) % 4000);
      }
      page.kill();
    }
    failing = false;
    browser.open().tracker({ open: false });
    await browser.pass(10 * MINUTE);
    const taken = browser.taken().map((event) => event.id);
    assert.deepEqual(new Set(taken), ids, 'locks: ' + hasLocks);
    assert.deepEqual(
      browser.stored().filter((key) => key.startsWith('sb:q')),
      [],
    );
    // A tab that is killed while its request is on its way never learns the answer.
    assert.ok(taken.length - ids.size <= 60, String(taken.length - ids.size));
  }
});

test('a page that comes back goes on, and sends nothing twice', async () => {
  const browser = new Browser();
  const page = browser.open();
  const tracker = page.tracker();
  await browser.pass(10 * SECOND);
  tracker.track('before');
  page.fire('pagehide', { persisted: true });
  await browser.pass(10 * SECOND);
  page.fire('pageshow', { persisted: true });
  tracker.track('after');
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open', 'before', 'after']);
  assert.equal(tracker.status().queued, 0);
});

test('a page that is hidden sends at once', async () => {
  const browser = new Browser();
  const page = browser.open();
  const tracker = page.tracker();
  await browser.pass(10 * SECOND);
  tracker.track('click');
  page.hide();
  await browser.pass(0);
  assert.deepEqual(browser.actions(), ['open', 'click']);
});

test('a tab that is hidden and then closed sends each event once', async () => {
  const browser = new Browser();
  const pages = [browser.open(), browser.open()];
  const trackers = pages.map((page) => page.tracker());
  await browser.pass(10 * SECOND);
  trackers[0].track('last');
  // Of this event, the first tab looks whether its tab is gone.
  trackers[1].track('other');
  pages[0].hide();
  pages[0].fire('pagehide', { persisted: false });
  await browser.pass(SECOND);
  pages[0].kill();
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open', 'last', 'other']);
});

test('a page that is loaded in advance does nothing before it is seen', async () => {
  const browser = new Browser();
  const page = browser.open();
  page.window.document.prerendering = true;
  const tracker = page.tracker();
  assert.equal(tracker.track('click'), null);
  await browser.pass(HOUR);
  assert.deepEqual(browser.stored(), []);
  page.window.document.prerendering = false;
  page.fire('prerenderingchange');
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open']);
});

test('without consent nothing is stored and nothing is sent', async () => {
  const browser = new Browser();
  const tracker = browser.open().tracker({ consent: false });
  const unknown = browser.open().tracker({ consent: undefined });
  for (const other of [tracker, unknown]) {
    assert.equal(other.track('click'), null);
    assert.equal(other.open(), null);
  }
  await browser.pass(HOUR);
  assert.deepEqual(browser.stored(), []);
  assert.deepEqual(browser.requests, []);
});

test('a page that does not know of the consent yet keeps what is stored', async () => {
  const browser = new Browser();
  const page = browser.open();
  const machine = page.tracker().status().machine;
  page.kill();
  const tracker = browser.open().tracker({ consent: undefined });
  assert.equal(tracker.status().machine, null);
  tracker.consent(true);
  assert.equal(tracker.status().machine, machine);
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open']);
});

test('a consent that is withdrawn removes everything, stops every tab, and can be given again', async () => {
  const browser = new Browser();
  browser.values.set('other', 'of the app');
  const first = browser.open().tracker();
  const second = browser.open().tracker();
  const machine = first.status().machine;
  browser.online = false;
  first.track('a');
  second.track('b');
  first.consent(false);
  await browser.pass(SECOND);
  assert.equal(second.track('c'), null);
  browser.online = true;
  await browser.pass(HOUR);
  assert.deepEqual(browser.stored(), ['other']);
  assert.deepEqual(browser.requests, []);
  first.consent(true);
  await browser.pass(MINUTE);
  assert.deepEqual(browser.actions(), ['open']);
  assert.notEqual(first.status().machine, machine);
});

test('a request that is on its way is aborted when the consent is withdrawn', async () => {
  const browser = new Browser();
  browser.collector = () => ({ hang: true });
  const tracker = browser.open().tracker();
  await browser.pass(5 * SECOND);
  assert.equal(browser.aborted, 0);
  tracker.consent(false);
  assert.equal(browser.aborted, 1);
  await browser.pass(HOUR);
  assert.equal(browser.requests.length, 1);
  assert.deepEqual(browser.stored(), []);
});
