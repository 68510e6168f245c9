'use strict';
// The flat and the nested workload of the .NET benchmarks with graphql/dataloader.
//   npm install && npm run bench
const DataLoader = require('dataloader');

const lowerQuartile = values => values.sort((a, b) => a - b)[Math.floor(values.length / 4)];

async function measure(name, keysPerOp, op) {
  const ops = Math.max(1, Math.round(10_000 / keysPerOp));
  for (let end = performance.now() + 1_000; performance.now() < end;) await op();

  const samples = [];
  for (let round = 0; round < 41; round++) {
    const start = performance.now();
    for (let i = 0; i < ops; i++) await op();
    samples.push(((performance.now() - start) * 1e6) / (ops * keysPerOp));
  }
  console.log(`${name.padEnd(24)} ${lowerQuartile(samples).toFixed(0).padStart(6)} ns per load`);
}

// N loads of distinct keys by a fresh loader; the batch is ready at once, all values are read.
function flat(n, keyOf) {
  const keys = Array.from({ length: n }, (_, i) => keyOf(i));
  const ready = Promise.resolve(keys.map(() => 0));
  const values = new Array(n);
  return async () => {
    const loader = new DataLoader(() => ready);
    for (let i = 0; i < n; i++) values[i] = loader.load(keys[i]);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += await values[i];
    if (sum !== 0) throw new Error('wrong values');
  };
}

// 100 users, 10 friends of each, the best friend of each friend; the backend answers in the next turn.
let batches = 0;
const later = ids => { batches++; return new Promise(resolve => setImmediate(resolve, ids)); };
async function nested() {
  const friends = new DataLoader(ids => later(ids.map(id => Array.from({ length: 10 }, (_, i) => id * 10 + i))));
  const best = new DataLoader(ids => later(ids.map(id => id + 1)));
  const users = new DataLoader(ids => later(ids));
  const friend = async id => {
    if (await users.load(await best.load(id)) !== id + 1) throw new Error('wrong values');
  };
  await Promise.all(Array.from({ length: 100 }, async (_, id) => Promise.all((await friends.load(id)).map(friend))));
}

// A cached hit: the promise is there.
async function hit() {
  const loader = new DataLoader(keys => Promise.resolve(keys));
  const keys = Array.from({ length: 1_000 }, (_, i) => i);
  await Promise.all(keys.map(key => loader.load(key)));
  const values = new Array(keys.length);
  return async () => { for (let i = 0; i < keys.length; i++) values[i] = loader.load(keys[i]); };
}

(async () => {
  console.log(`node ${process.version}, dataloader ${require('dataloader/package.json').version}`);
  for (const n of [1, 10, 100, 1_000, 10_000]) await measure(`load int N=${n}`, n, flat(n, i => i));
  for (const n of [10, 1_000]) await measure(`load string N=${n}`, n, flat(n, i => `customer-${String(i).padStart(6, '0')}`));
  await measure('hit int', 1_000, await hit());
  await measure('nested, 2,100 loads', 2_100, nested);
  batches = 0;
  await nested();
  console.log(`nested: ${batches} batches (3 are ideal)`);
})();
