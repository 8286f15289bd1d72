// Makes tracker.min.js of tracker.js: node minify.js FROM TO. The first line of the result names the source by its
// SHA-256, so that a test notices a source that was changed since.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const { minify } = require('terser');

const [from, to] = process.argv.slice(2);
const source = fs.readFileSync(from);
const sha256 = crypto.createHash('sha256').update(source).digest('hex');

minify(source.toString('utf8'), {
  ecma: 2019,
  compress: { passes: 3 },
  mangle: true,
  format: { ascii_only: true, comments: false },
}).then((result) => {
  fs.writeFileSync(to, `/*! sessionbeam tracker, Apache-2.0, of ${sha256} */\n${result.code}\n`);
});
