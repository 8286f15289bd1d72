// Loaded into Node before kinesis-local. For each record put, that one computes the hash code of
// all that the shard holds, so that a stream of a few thousand records comes to a standstill. Both
// kinds of objects never change: their hash codes are kept here.
'use strict';
const module_ = require('node:module');

const RECORD = [
  'return $m_s_util_hashing_MurmurHash3$().Q(this, (-171008355), true);',
  'return (this.kept ??= $m_s_util_hashing_MurmurHash3$().Q(this, (-171008355), true));',
];
const VECTOR = [
  '$p.bxg = (function(a, seed) {',
  `$p.bxg = (function(a, seed) {
  if (!(a instanceof $c_sci_Vector)) {
    return this.bxgAnew(a, seed);
  }
  if (a.keptSeed !== seed) {
    a.kept = this.bxgAnew(a, seed);
    a.keptSeed = seed;
  }
  return a.kept;
});
$p.bxgAnew = (function(a, seed) {`,
];

const compile = module_.prototype._compile;
module_.prototype._compile = function (source, file, ...rest) {
  let changed = source;
  for (const [from, to] of file.endsWith('main.js') ? [RECORD, VECTOR] : []) {
    if (changed.split(from).length !== 2) {
      throw new Error(`kinesis-local is another one than this was written for: ${from}`);
    }
    changed = changed.replace(from, () => to);
  }
  return compile.call(this, changed, file, ...rest);
};
