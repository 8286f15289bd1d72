'use strict';
// What is behind the page, as TrackerInChromiumTest runs it: the real collector, and a Kinesis server after it. The test
// there answers at CONTROL: it reads the stream, and cuts it off from the collector.
const assert = require('node:assert/strict');

const { COLLECTOR, CONTROL, PAGE } = process.env;

async function get(url) {
  const response = await fetch(url);
  assert.equal(response.status, 200, url);
  return response;
}

class Site {
  /** Begins with what is in the stream now: a test sees only what came later. */
  static async start() {
    const site = new Site();
    site.from = 0;
    site.from = (await site.records()).length;
    site.answeredBefore = 0;
    site.answeredBefore = await site.answered();
    return site;
  }

  /** The demo page, whose events go to the collector, and the origins of both. */
  get url() {
    return PAGE;
  }

  get origin() {
    return new URL(PAGE).origin;
  }

  get collector() {
    return new URL(COLLECTOR).origin;
  }

  /** The collector gets nothing into its stream any more. It has no spool, so it answers 503. */
  async cutOff() {
    await get(CONTROL + '/cut-off');
  }

  async mend() {
    await get(CONTROL + '/mend');
  }

  /** The records of the stream. The collector may have sent some of them twice, after an answer that was lost. */
  async records() {
    return (await get(CONTROL + '/records?from=' + this.from)).json();
  }

  /** The events in the stream, by their times. An event that a page has sent again has another sent_at: that fails. */
  async events() {
    const found = new Map();
    for (const text of new Set((await this.records()).map((record) => JSON.stringify(record)))) {
      const event = JSON.parse(text);
      assert.ok(!found.has(event.id), 'sent twice by a page: ' + text);
      found.set(event.id, event);
    }
    const events = [...found.values()].sort((a, b) => a.timestamp - b.timestamp);
    const machines = new Set(events.map((event) => event.machine));
    assert.ok(machines.size <= 1, 'events of another page: ' + JSON.stringify(events));
    return events;
  }

  async actions() {
    return (await this.events()).map((event) => event.action);
  }

  /** How many requests for events the collector has answered, whatever the answer. */
  async answered() {
    return (await this.metric('request_seconds_count')) - this.answeredBefore;
  }

  /** The bytes of requests that have no answer yet. */
  inFlight() {
    return this.metric('in_flight_bytes');
  }

  async metric(name) {
    const [, value] = (await this.metrics()).match(new RegExp(`^sessionbeam_collect_${name} (\\d+)$`, 'm'));
    return +value;
  }

  async metrics() {
    return (await get(COLLECTOR + '/metrics')).text();
  }
}

module.exports = { Site };
