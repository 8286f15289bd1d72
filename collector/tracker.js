/*
 * Sends events of a page to the collector of sessionbeam. It has no dependency. docs/tracker.md explains it.
 *
 * Every event is a key of its own in local storage, so tabs never overwrite what another one has written. A tab sends
 * the events that it owns, and takes over those of tabs that are gone. An event is removed when the collector has
 * answered. tracker.min.js is made of this file: make tracker.
 */
(function () {
  'use strict';

  const PREFIX = 'sb:';
  const QUEUE = 'q:';
  const HANDED = 'h:';
  const ALIVE = 't:';
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const HOUR = 60 * MINUTE;
  // Browsers take 64 KiB of beacons and of requests that outlive a page, all together.
  const MOST_BYTES = 50000;
  const MOST_EVENTS = 50;
  const TIMEOUT = 30 * SECOND;
  // A tab says every so often that it lives, where the browser cannot tell.
  const HEARTBEAT = 20 * SECOND;
  const GONE = 3 * MINUTE;
  // A tab that has just opened may not be known as living yet.
  const YOUNG = 5 * SECOND;
  // A beacon is trusted if the collector has answered so recently.
  const TRUST = MINUTE;
  const OWN_FIELDS = ['id', 'machine', 'action', 'timestamp', 'sent_at', 'received_at'];

  const memory = new Map();
  const locks = navigator.locks;

  /** Runs something with the storage; false if the browser forbids it, or if it is full. */
  function stored(use) {
    try {
      return use(localStorage);
    } catch {
      return false;
    }
  }

  function get(key) {
    return memory.has(key) ? memory.get(key) : stored((storage) => storage.getItem(PREFIX + key)) || null;
  }

  function set(key, value) {
    memory.delete(key);
    if (stored((storage) => storage.setItem(PREFIX + key, value)) === false) {
      memory.set(key, String(value));
    }
  }

  function remove(key) {
    memory.delete(key);
    stored((storage) => storage.removeItem(PREFIX + key));
  }

  /** The keys with a prefix, in the order in which they were made. */
  function keys(prefix) {
    const found = [...memory.keys()];
    stored((storage) => {
      for (let i = 0; i < storage.length; i++) {
        const key = storage.key(i);
        if (key.startsWith(PREFIX)) {
          found.push(key.slice(PREFIX.length));
        }
      }
    });
    return found.filter((key) => key.startsWith(prefix)).sort();
  }

  function uuid() {
    if (crypto.randomUUID) {
      return crypto.randomUUID();
    }
    // A page without TLS has no randomUUID.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => (byte + 256).toString(16).slice(1)).join('');
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  function size(text) {
    return new TextEncoder().encode(text).length;
  }

  function tabOf(key) {
    return key.split(':')[1];
  }

  function sequenceOf(key) {
    return +key.split(':')[2];
  }

  function tracker(options) {
    const url =
      options.url +
      (options.key ? (options.url.includes('?') ? '&' : '?') + 'key=' + encodeURIComponent(options.key) : '');
    const gap = options.gap || 30 * MINUTE;
    const delay = options.delay === undefined ? 2 * SECOND : options.delay;
    const limit = options.limit || 1000;

    const dropped = { full: 0, refused: 0, large: 0 };
    let allowed = false;
    let on = false;
    let tab = '';
    let machine = null;
    let sequence = 0;
    let latest = 0;
    let most = MOST_EVENTS;
    let busy = false;
    let away = false;
    let sending = [];
    let request = null;
    let acknowledged = 0;
    let failures = 0;
    let offline = false;
    let timer = null;
    let letGo = null;

    // Tabs: a tab lives as long as it holds a lock with its name, or says so.

    /** Begins to live, under a new name. The time is part of it, so names sort by it. */
    function live() {
      tab = Date.now().toString(36).padStart(9, '0') + '-' + uuid().slice(0, 8);
      sequence = 0;
      if (locks) {
        const gone = new Promise((resolve) => (letGo = resolve));
        locks.request(PREFIX + tab, () => gone).catch(() => {});
      } else {
        const name = ALIVE + tab;
        const beat = () => set(name, Date.now());
        beat();
        const heartbeat = setInterval(beat, HEARTBEAT);
        letGo = () => {
          clearInterval(heartbeat);
          remove(name);
        };
      }
    }

    function leave() {
      if (letGo) {
        letGo();
        letGo = null;
      }
    }

    /** The names of the tabs that live. */
    async function living() {
      if (locks) {
        const state = await locks.query();
        return state.held.concat(state.pending).map((lock) => lock.name.slice(PREFIX.length));
      }
      return keys(ALIVE)
        .filter((key) => Math.abs(Date.now() - get(key)) < GONE)
        .map(tabOf);
    }

    /** Does something while no other tab does it, if that is possible now. */
    async function alone(work) {
      if (locks) {
        // Rejected where the page may not store anything.
        return locks.request(PREFIX + 'adopt', { ifAvailable: true }, (lock) => lock && work()).catch(() => {});
      }
      const [holder, until] = (get('lease') || ':0').split(':');
      if (holder !== tab && until > Date.now() && until < Date.now() + MINUTE) {
        return undefined;
      }
      set('lease', tab + ':' + (Date.now() + 10 * SECOND));
      await new Promise((resolve) => setTimeout(resolve, 100));
      return on && (get('lease') || '').startsWith(tab + ':') ? work() : undefined;
    }

    /** The events of tabs that are gone; with those that a beacon has carried, or without. */
    async function orphans(withHanded) {
      const names = await living();
      return keys(QUEUE).filter((key) => {
        const owner = tabOf(key);
        const age = Date.now() - parseInt(owner, 36);
        return (
          owner !== tab && !names.includes(owner) && !(age >= 0 && age < YOUNG) && (withHanded || !handedAt(key))
        );
      });
    }

    /** When a beacon has carried an event; 0 if none has. */
    function handedAt(key) {
      const [upTo, time] = (get(HANDED + tabOf(key)) || '0:0').split(':');
      return sequenceOf(key) <= upTo ? +time : 0;
    }

    /** Whether the collector has answered well since a beacon carried an event. */
    function isSettled(key) {
      const time = handedAt(key);
      return time && time <= acknowledged;
    }

    /** Takes over the events of tabs that are gone. */
    function adopt(withHanded) {
      return alone(async () => {
        for (const key of await orphans(withHanded)) {
          const text = get(key);
          if (on && text) {
            enqueue(text);
            remove(key);
          }
        }
      });
    }

    /** Forgets what beacons have carried: the collector was well before and after. */
    function forgetHanded() {
      return alone(async () => {
        (await orphans(true)).filter(isSettled).forEach(remove);
        const owners = keys(QUEUE).map(tabOf);
        keys(HANDED)
          .filter((key) => !owners.includes(tabOf(key)))
          .forEach(remove);
      });
    }

    // The queue.

    function own() {
      return keys(QUEUE + tab + ':');
    }

    function enqueue(text) {
      const mine = own();
      while (mine.length >= limit) {
        remove(mine.shift());
        dropped.full++;
      }
      set(QUEUE + tab + ':' + String(++sequence).padStart(9, '0'), text);
      return mine.length + 1;
    }

    /** The next events to send, and the text that carries them. */
    function take(without) {
      const taken = [];
      const texts = [];
      let bytes = 2;
      for (const key of own()) {
        const text = get(key);
        if (text && !without.includes(key)) {
          const event = text.slice(0, -1) + ',"sent_at":' + Date.now() + '}';
          bytes += size(event) + 1;
          if (taken.length && (bytes > MOST_BYTES || taken.length >= most)) {
            break;
          }
          taken.push(key);
          texts.push(event);
        }
      }
      return { keys: taken, body: '[' + texts.join(',') + ']' };
    }

    function schedule(millis) {
      clearTimeout(timer);
      timer = setTimeout(flush, millis);
    }

    /** Sends the next events, and goes on as long as there are some. */
    async function flush() {
      clearTimeout(timer);
      timer = null;
      if (!on || busy || away || navigator.onLine === false) {
        return;
      }
      const wait = get('wait') - Date.now();
      if (wait > 0 && wait <= HOUR) {
        schedule(wait);
        return;
      }
      busy = true;
      if (keys(QUEUE).length > own().length) {
        await forgetHanded();
        await adopt(false);
      }
      const batch = on && !away ? take([]) : { keys: [] };
      if (batch.keys.length) {
        sending = batch.keys;
        const answer = await post(batch.body);
        sending = [];
        if (on) {
          await settle(batch.keys, answer);
        }
      }
      busy = false;
      again();
    }

    /** Sends again if there is more: soon if it is of another tab, which may just be gone. */
    function again() {
      if (on && own().length) {
        schedule(0);
      } else if (on && !timer && keys(QUEUE).some((key) => !handedAt(key) || isSettled(key))) {
        schedule(YOUNG);
      }
    }

    async function post(body) {
      request = new AbortController();
      const timeout = setTimeout(() => request.abort(), TIMEOUT);
      try {
        const response = await fetch(url, {
          method: 'POST',
          body,
          credentials: 'omit',
          keepalive: true,
          signal: request.signal,
        });
        const answer = { status: response.status, after: response.headers.get('Retry-After'), rejected: [] };
        if (response.ok || answer.status === 400) {
          answer.rejected = (await response.json().catch(() => ({}))).rejected || [];
        }
        return answer;
      } catch {
        return { status: 0 };
      } finally {
        clearTimeout(timeout);
      }
    }

    async function settle(sent, answer) {
      const status = answer.status;
      if ((status >= 200 && status < 300) || status === 400) {
        sent.forEach(remove);
        dropped.refused += status === 400 ? sent.length : answer.rejected.length;
        failures = 0;
        most = Math.min(MOST_EVENTS, most * 2);
        acknowledged = Date.now();
        set('ok', acknowledged);
        remove('wait');
        await forgetHanded();
      } else if (status === 413) {
        most = Math.ceil(sent.length / 2);
        if (sent.length === 1) {
          sent.forEach(remove);
          dropped.refused++;
        }
      } else {
        failures++;
        offline = status === 0;
        acknowledged = 0;
        remove('ok');
        set('wait', Date.now() + pause(answer.after));
        await adopt(true);
      }
    }

    /** How long to wait: what the collector says, or longer with each failure, and not the same for all browsers. */
    function pause(after) {
      const said = after && (+after * SECOND || Date.parse(after) - Date.now());
      return said > 0
        ? Math.min(said, HOUR)
        : Math.min(SECOND * 2 ** (failures - 1), 5 * MINUTE) * (0.5 + Math.random() / 2);
    }

    // The page.

    /**
     * Hands over what has not been answered when the page goes away. What a beacon carries is not acknowledged. So it
     * stays in the queue. The next page forgets it if the collector has answered just before and answers again, and
     * else sends it again.
     */
    function hide() {
      if (!on) {
        return;
      }
      // A request that is on its way goes on, unless the browser is old.
      const gone = 'keepalive' in Request.prototype ? sending.slice() : [];
      for (let batch = take(gone); batch.keys.length; batch = take(gone)) {
        if (!navigator.sendBeacon || !navigator.sendBeacon(url, batch.body)) {
          break;
        }
        gone.push(...batch.keys);
      }
      const well = Math.abs(Date.now() - get('ok')) < TRUST && navigator.onLine !== false;
      if (gone.length && well) {
        set(HANDED + tab, Math.max(...gone.map(sequenceOf)) + ':' + Date.now());
      }
      // Nothing is sent after the beacons. Some browsers say later that the page is hidden.
      away = true;
      leave();
    }

    /** The page is back. What it had sent is as that of another tab. */
    function show(event) {
      away = false;
      if (on && event.persisted) {
        live();
        flush();
      }
    }

    function consent(given) {
      allowed = Boolean(given);
      if (!allowed) {
        stop();
        forget();
      } else if (!on && !document.prerendering) {
        // A page that the browser loads in advance may never be seen.
        start();
      }
    }

    function start() {
      const last = get('last');
      on = true;
      set('on', 1);
      machine = options.machine || get('machine') || uuid();
      if (!options.machine) {
        set('machine', machine);
      }
      live();
      if (options.open !== false && !(last && Math.abs(Date.now() - last) < gap)) {
        open();
      }
      if (keys(QUEUE).length) {
        schedule(Math.min(delay, SECOND));
      }
    }

    /** Removes everything that was stored. */
    function forget() {
      keys('').forEach(remove);
    }

    function stop() {
      on = false;
      machine = null;
      clearTimeout(timer);
      if (request) {
        request.abort();
      }
      leave();
    }

    function track(action, fields) {
      if (!on) {
        return null;
      }
      // Two tabs that open at once may both make a machine; the one that is stored counts.
      const id = uuid();
      const event = {
        id,
        machine: options.machine || get('machine') || machine,
        action: String(action),
        timestamp: now(),
      };
      let text = '';
      try {
        const common = typeof options.fields === 'function' ? options.fields() : options.fields;
        for (const [name, value] of Object.entries(Object.assign({}, common, fields))) {
          if (!OWN_FIELDS.includes(name)) {
            event[name] = value;
          }
        }
        text = JSON.stringify(event);
      } catch {
        // Not JSON, such as an object that contains itself.
      }
      if (!text || size(text) > MOST_BYTES - 100) {
        dropped.large++;
        return null;
      }
      const length = enqueue(text);
      set('last', Date.now());
      if (!timer || length >= MOST_EVENTS) {
        schedule(length >= MOST_EVENTS ? 0 : delay);
      }
      return id;
    }

    /** The time; later than that of the event before, so that events of a millisecond keep their order. */
    function now() {
      const time = Date.now();
      latest = time <= latest && latest - time < SECOND ? latest + 1 : time;
      return latest;
    }

    function open(fields) {
      return track('open', fields);
    }

    document.addEventListener('prerenderingchange', () => {
      if (allowed) {
        consent(true);
      }
    });
    addEventListener('pagehide', hide);
    addEventListener('pageshow', show);
    addEventListener('online', () => {
      if (offline) {
        remove('wait');
      }
      flush();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') {
        flush();
      }
    });
    addEventListener('storage', (event) => {
      // Another tab has withdrawn the consent.
      if (event.key === PREFIX + 'on' && !get('on')) {
        stop();
        forget();
      }
    });

    // Without the option, the page does not know yet: nothing is stored, sent or removed.
    if (options.consent !== undefined) {
      consent(options.consent);
    }
    return {
      track,
      open,
      consent,
      flush,
      status: () => ({ consent: on, machine, queued: own().length, dropped: Object.assign({}, dropped) }),
    };
  }

  window.sessionbeam = { tracker };
})();
