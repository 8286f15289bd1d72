'use strict';
// The demo page, under a strict Content-Security-Policy, and a collector on an origin of its own that answers as the real
// one does. Both listen on 127.0.0.1 only.
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const FILES = path.join(__dirname, '../../../../collector');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
// Violates the policy, so that a test sees that it would notice.
const VIOLATING = '<!doctype html><title>x</title><script>window.ran = true</script>';

function listen(handler) {
  const server = http.createServer(handler);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

class Site {
  constructor() {
    /** What the collector has acknowledged, in order, with copies. */
    this.events = [];
    /** How many requests came, whatever the answer. */
    this.requests = 0;
    /** The status of each answer; how long it takes, in milliseconds. */
    this.status = 200;
    this.latency = 0;
  }

  static async start() {
    const site = new Site();
    site.collector = await listen((request, response) => site.collect(request, response));
    site.pages = await listen((request, response) => site.page(request, response));
    return site;
  }

  get collectorOrigin() {
    return 'http://127.0.0.1:' + this.collector.address().port;
  }

  get origin() {
    return 'http://127.0.0.1:' + this.pages.address().port;
  }

  get url() {
    return this.origin + '/demo.html?key=k&collector=' + encodeURIComponent(this.collectorOrigin + '/v1/events');
  }

  page(request, response) {
    const name = new URL(request.url, this.origin).pathname;
    const file = path.join(FILES, path.basename(name));
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src " +
        this.collectorOrigin +
        "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    if (name === '/violating.html') {
      response.setHeader('Content-Type', 'text/html').end(VIOLATING);
    } else if (fs.existsSync(file) && fs.statSync(file).isFile()) {
      response.setHeader('Content-Type', TYPES[path.extname(file)]).end(fs.readFileSync(file));
    } else {
      response.writeHead(name === '/favicon.ico' ? 204 : 404).end();
    }
  }

  collect(request, response) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => setTimeout(() => this.answer(request, Buffer.concat(chunks), response), this.latency));
  }

  answer(request, body, response) {
    this.requests++;
    response.setHeader('Access-Control-Allow-Origin', this.origin);
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    response.setHeader('Content-Type', 'application/json');
    const right =
      request.method === 'POST' &&
      new URL(request.url, this.origin).searchParams.get('key') === 'k' &&
      request.headers['content-type'].startsWith('text/plain');
    if (!right || this.status !== 200) {
      response.writeHead(right ? this.status : 401, { 'Retry-After': '1' }).end('{"accepted":0,"rejected":[]}');
      return;
    }
    const events = JSON.parse(body.toString('utf8'));
    this.events.push(...events);
    response.writeHead(200).end(JSON.stringify({ accepted: events.length, rejected: [] }));
  }

  actions() {
    return this.events.map((event) => event.action);
  }

  close() {
    for (const server of [this.collector, this.pages]) {
      server.close();
      server.closeAllConnections();
    }
  }
}

module.exports = { Site };
