// What the listener and the worker in docs/follow-from-node promise, against a real Cleave and a
// real nats-server.
//   Arguments, by environment: CLEAVE_BINARY, and FOLLOW: where the examples and their packages are
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Installation, becomes, pause } from "./installation.mjs";

const { Listener } = await import(join(process.env.FOLLOW, "listen.mjs"));
const { Worker } = await import(join(process.env.FOLLOW, "work.mjs"));
const { streamOf, toBroker } = await import(join(process.env.FOLLOW, "broker.mjs"));

const there = new Installation();
before(() => there.start());
after(() => there.stop());

let names = 0;
async function registerSome(count) {
  for (let no = 0; no < count; ++no) await there.register(`someone${++names}`);
  return there.head();
}

// The stream holds the log up to there.
async function relayed(offset) {
  const connection = await toBroker(there.broker);
  const manager = await connection.jetstreamManager();
  await becomes(async () => {
    const { state } = await manager.streams.info(streamOf("user/0")).catch(() => ({}));
    if (!state?.messages) return false;
    const last = await manager.streams.getMessage(streamOf("user/0"), { seq: state.last_seq });
    return Number(last.header.get("ce-sequence")) >= offset;
  }, `the stream holds ${offset}`);
  await connection.close();
}

test("a listener hears what happens while it listens, at most once, and nothing else", async () => {
  const heard = [];
  const listen = async () => {
    const listener = new Listener({
      broker: there.broker, heard: (event) => heard.push(Number(event.sequence)),
    });
    await listener.start();
    return listener;
  };
  await relayed(await registerSome(2));
  let listener = await listen();
  const first = (await there.head()) + 1;
  const away = await registerSome(3);
  await becomes(() => heard.at(-1) === away, "what happens is heard");
  await listener.end();
  await relayed(await registerSome(3));
  const back = (await there.head()) + 1;
  listener = await listen();
  const last = await registerSome(2);
  await becomes(() => heard.at(-1) === last, "what happens later is heard");
  const from = (begin, end) => Array.from({ length: end - begin + 1 }, (_, no) => begin + no);
  assert.deepEqual(heard, [...from(first, away), ...from(back, last)]);

  await there.endBroker();
  await there.wipeBroker();
  there.startBroker();
  await becomes(async () => {
    await registerSome(1);
    return heard.at(-1) > last + 3;
  }, "the listener is back");
  await listener.end();
  assert.ok(heard.every((offset, no) => no === 0 || heard[no - 1] < offset), `${heard}`);
});

test("a listener does not hear again what a wiped stream is filled with", () => {
  const heard = [];
  const listener = new Listener({ heard: (event) => heard.push(event.sequence) });
  for (const [epoch, sequence] of [[1, 5], [1, 5], [1, 4], [1, 6], [2, 5], [1, 7], [2, 6]]) {
    listener.hear({ epoch: `${epoch}`, sequence });
  }
  assert.deepEqual(heard, [5, 6, 5, 6]);
});

// A worker whose work fails at first for every third event, and that remembers what it did.
function working(tried, done) {
  return new Worker({
    broker: there.broker,
    name: "shop",
    ackWaitMs: 1_000,
    work: async (event) => {
      const offset = Number(event.sequence);
      tried.set(offset, (tried.get(offset) ?? 0) + 1);
      if (offset % 3 === 0 && tried.get(offset) === 1) throw new Error("not now");
      done.add(offset);
    },
  });
}

test("a worker does each event's work at least once, whoever ends meanwhile", async () => {
  const tried = new Map();
  const done = new Set();
  const all = (head) => {
    for (let offset = 1; offset <= head; ++offset) if (!done.has(offset)) return false;
    return true;
  };
  let worker = working(tried, done);
  let running = worker.run();
  let head = await registerSome(10);
  await becomes(() => all(head), "what failed at first is brought again");
  assert.ok([...tried].every(([offset, times]) => times >= (offset % 3 === 0 ? 2 : 1)));

  // Nothing that this one takes is ever acknowledged.
  await worker.end();
  await running;
  const dying = working(new Map(), new Set());
  let held = 0;
  dying.work = () => {
    ++held;
    return new Promise(() => {});
  };
  dying.run();
  head = await registerSome(5);
  await becomes(() => held > 0, "the one that dies has taken something");
  await dying.end();
  worker = working(tried, done);
  running = worker.run();
  await becomes(() => all(head), "what a worker took with it is brought to the next");

  await there.endBroker();
  head = await registerSome(5);
  await pause(100);
  there.startBroker();
  await becomes(() => all(head), "what happened without a broker is brought");

  await there.endBroker();
  await there.wipeBroker();
  head = await registerSome(5);
  there.startBroker();
  await becomes(() => all(head), "what happened before the wiped broker was back is brought");
  await worker.end();
  await running;
});
