'use strict';
// A browser without a browser: pages that share a storage and locks, a clock that moves only when a test says so, and a
// collector. Each page runs the tracker in a context of its own.
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');
const crypto = require('node:crypto');

const FILE = process.env.TRACKER || path.join(__dirname, '../../../collector/tracker.js');
const SOURCE = new vm.Script(fs.readFileSync(FILE, 'utf8'), { filename: FILE });

/** Lets everything go on that needs no time. */
async function settled(turns = 30) {
  for (let i = 0; i < turns; i++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

class Storage {
  constructor(page) {
    this.page = page;
  }

  get values() {
    return this.page.browser.values;
  }

  get length() {
    this.page.checkStorage();
    return this.values.size;
  }

  key(index) {
    return [...this.values.keys()][index];
  }

  getItem(key) {
    this.page.checkStorage();
    return this.values.has(key) ? this.values.get(key) : null;
  }

  setItem(key, value) {
    this.page.checkStorage();
    const text = String(value);
    const others = [...this.values].reduce((sum, [k, v]) => sum + (k === key ? 0 : k.length + v.length), 0);
    if (others + key.length + text.length > this.page.browser.quota) {
      throw new Error('QuotaExceededError');
    }
    this.values.set(key, text);
    this.page.announce(key, text);
  }

  removeItem(key) {
    this.page.checkStorage();
    if (this.values.delete(key)) {
      this.page.announce(key, null);
    }
  }
}

class Locks {
  constructor() {
    this.locks = [];
  }

  request(page, name, options, work) {
    const lock = { page, name, held: false };
    const taken = this.locks.some((other) => other.name === name);
    if (taken && options.ifAvailable) {
      return Promise.resolve(work(null));
    }
    this.locks.push(lock);
    return new Promise((resolve, reject) => {
      lock.run = () => {
        lock.held = true;
        Promise.resolve(work(lock))
          .then(resolve, reject)
          .finally(() => this.release(lock));
      };
      if (!taken) {
        // A browser grants a lock a little later.
        queueMicrotask(lock.run);
      }
    });
  }

  release(lock) {
    this.locks = this.locks.filter((other) => other !== lock);
    const next = this.locks.find((other) => other.name === lock.name && !other.held);
    if (next && !this.locks.some((other) => other.name === lock.name && other.held)) {
      next.run();
    }
  }

  releaseAll(page) {
    this.locks.filter((lock) => lock.page === page).forEach((lock) => this.release(lock));
  }

  query() {
    return Promise.resolve({
      held: this.locks.filter((lock) => lock.held).map(({ name }) => ({ name })),
      pending: this.locks.filter((lock) => !lock.held).map(({ name }) => ({ name })),
    });
  }
}

class Page {
  constructor(browser) {
    this.browser = browser;
    this.listeners = {};
    this.alive = true;
    this.blocked = browser.blocksStorage;
    const page = this;
    const window = {
      navigator: {
        get onLine() {
          return browser.online;
        },
        locks: browser.hasLocks
          ? {
              request: (name, ...rest) =>
                browser.locks.request(page, name, rest.length > 1 ? rest[0] : {}, rest[rest.length - 1]),
              query: () => browser.locks.query(),
            }
          : undefined,
        sendBeacon: (url, body) => browser.beacon(url, body),
      },
      localStorage: new Storage(page),
      document: { visibilityState: 'visible', addEventListener: (type, listener) => page.listen(type, listener) },
      crypto: browser.hasUuid ? crypto.webcrypto : { getRandomValues: (a) => crypto.webcrypto.getRandomValues(a) },
      addEventListener: (type, listener) => page.listen(type, listener),
      fetch: (url, init) => browser.fetch(page, url, init),
      setTimeout: (work, millis) => browser.timer(page, work, millis, 0),
      setInterval: (work, millis) => browser.timer(page, work, millis, millis),
      clearTimeout: (timer) => browser.clear(timer),
      clearInterval: (timer) => browser.clear(timer),
      Date: { now: () => browser.now, parse: Date.parse },
      TextEncoder,
      AbortController,
      Request,
    };
    window.window = window;
    this.window = window;
    SOURCE.runInContext(vm.createContext(window));
  }

  checkStorage() {
    if (this.blocked) {
      throw new Error('SecurityError');
    }
  }

  announce(key, newValue) {
    for (const other of this.browser.pages) {
      if (other !== this) {
        setImmediate(() => other.fire('storage', { key, newValue }));
      }
    }
  }

  listen(type, listener) {
    (this.listeners[type] = this.listeners[type] || []).push(listener);
  }

  fire(type, event) {
    if (this.alive) {
      (this.listeners[type] || []).forEach((listener) => listener(event || {}));
    }
  }

  tracker(options) {
    return this.window.sessionbeam.tracker(
      Object.assign({ url: 'https://collect.example/v1/events', key: 'k/1', consent: true }, options),
    );
  }

  /** The page goes away, as when its tab is closed. */
  close() {
    this.fire('pagehide', { persisted: false });
    // Some browsers say first that a page goes away, and then that it is hidden.
    this.hide();
    this.kill();
  }

  hide() {
    this.window.document.visibilityState = 'hidden';
    this.fire('visibilitychange');
  }

  /** The page goes away without a word, as when the browser is killed. */
  kill() {
    this.alive = false;
    this.browser.pages = this.browser.pages.filter((page) => page !== this);
    this.browser.timers = this.browser.timers.filter((timer) => timer.page !== this);
    this.browser.locks.releaseAll(this);
  }
}

/** A browser, and a collector that takes everything. */
class Browser {
  constructor() {
    this.now = Date.parse('2026-11-30T12:00:00Z');
    this.values = new Map();
    this.quota = 5_000_000;
    this.online = true;
    this.hasLocks = true;
    this.hasUuid = true;
    this.blocksStorage = false;
    this.locks = new Locks();
    this.pages = [];
    this.timers = [];
    /** All requests: url, text, events, status, whether a beacon. */
    this.requests = [];
    /** How long an answer takes. */
    this.latency = 0;
    /** How many requests pages have aborted. */
    this.aborted = 0;
    /** Answers a request: a status, or an object with status, headers and body; throws if it fails. */
    this.collector = () => 200;
  }

  open() {
    const page = new Page(this);
    this.pages.push(page);
    return page;
  }

  timer(page, work, millis, every) {
    const timer = { page, work, at: this.now + Math.max(0, millis || 0), every };
    this.timers.push(timer);
    return timer;
  }

  clear(timer) {
    this.timers = this.timers.filter((other) => other !== timer);
  }

  /** Moves the clock, and does what is due. */
  async pass(millis) {
    const end = this.now + millis;
    await settled();
    for (;;) {
      const due = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) {
        break;
      }
      this.now = Math.max(this.now, due.at);
      if (due.every) {
        due.at += due.every;
      } else {
        this.clear(due);
      }
      due.work();
      await settled();
    }
    this.now = end;
    await settled();
  }

  receive(url, text, beacon) {
    if (!this.online) {
      throw new TypeError('Failed to fetch');
    }
    const request = { url, text, beacon, events: JSON.parse(text), at: this.now };
    const answer = this.collector(request);
    const full = typeof answer === 'number' ? { status: answer } : answer;
    request.status = full.status;
    this.requests.push(request);
    return full;
  }

  beacon(url, body) {
    if (Buffer.byteLength(body) > 64 * 1024) {
      return false;
    }
    try {
      this.receive(url, body, true);
    } catch {
      // Nobody learns that a beacon was lost.
    }
    return true;
  }

  async fetch(page, url, init) {
    if (init.signal.aborted) {
      throw new Error('AbortError');
    }
    const full = this.receive(url, init.body, false);
    await new Promise((resolve, reject) => {
      init.signal.addEventListener('abort', () => {
        this.aborted++;
        reject(new Error('AbortError'));
      });
      if (!full.hang) {
        // The timer is the page's: one that is gone does not learn the answer.
        this.timer(page, resolve, this.latency, 0);
      }
    });
    return {
      status: full.status,
      ok: full.status >= 200 && full.status < 300,
      headers: { get: (name) => (full.headers || {})[name] || null },
      json: async () => full.body || { accepted: 1, rejected: [] },
    };
  }

  /** The events that the collector has taken, in order, with copies. */
  taken() {
    return this.requests.filter((request) => request.status < 300).flatMap((request) => request.events);
  }

  actions() {
    return this.taken().map((event) => event.action);
  }

  stored() {
    return [...this.values.keys()];
  }
}

module.exports = { Browser };
