// The follower in docs/follow-from-node, against a real Cleave and a real nats-server.
//   Arguments, by environment: CLEAVE_BINARY, and FOLLOW: where the examples and their packages are
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Installation, becomes } from "./installation.mjs";

const { Follower } = await import(join(process.env.FOLLOW, "follow.mjs"));

const there = new Installation();
before(() => there.start());
after(() => there.stop());

// A follower that remembers which offsets it took, in which order, and how many were brought.
function following(taken) {
  const follower = new Follower({
    broker: there.broker, cleave: there.url, key: there.key, state: join(there.home, "state.json"),
  });
  const take = follower.held.take.bind(follower.held);
  follower.held.take = async (event) => {
    taken.push(Number(event.sequence));
    await take(event);
  };
  const hear = follower.hear.bind(follower);
  follower.heard = 0;
  follower.hear = async (event) => {
    ++follower.heard;
    await hear(event);
  };
  return follower;
}
const versions = (users) =>
  users.map(({ id, version }) => `${id} ${version}`).sort();
async function caughtUp(follower) {
  const wanted = versions((await there.ask("GET", "/v1/users?limit=100")).body.data);
  const held = Object.entries(follower.held.state.users).map(([id, { version }]) => ({ id, version }));
  return JSON.stringify(versions(held)) === JSON.stringify(wanted);
}

test("every event is taken once and in order, whatever becomes of the broker", async () => {
  const taken = [];
  const first = await there.register("first");
  let follower = following(taken);
  let running = follower.run();
  await becomes(() => caughtUp(follower), "what was there before is held");

  for (let no = 0; no < 20; ++no) await there.register(`live${no}`);
  assert.equal((await there.ask("DELETE", `/v1/users/${first}`)).status, 200);
  await becomes(() => caughtUp(follower), "what happens now is held");
  await becomes(async () => {
    await there.ask("DELETE", `/v1/users/${await there.register("brief")}`);
    return follower.heard > 5;
  }, "the stream brings it");

  await there.endBroker();
  await there.wipeBroker();
  for (let no = 0; no < 20; ++no) await there.register(`away${no}`);
  there.startBroker();
  await there.register("back");
  await becomes(() => caughtUp(follower), "what happened without a broker is held");

  await follower.end();
  await running;
  for (let no = 0; no < 20; ++no) await there.register(`stopped${no}`);
  follower = following(taken);
  running = follower.run();
  await becomes(() => caughtUp(follower), "a follower that was stopped goes on");
  await follower.end();
  await running;
  assert.deepEqual(taken, taken.map((_, index) => index + 1));
});

test("an end that comes while the connection is made ends it, too", async () => {
  const follower = following([]);
  await follower.held.load();
  const listening = follower.listen();
  await follower.end();
  await listening;
  assert.ok(follower.connection.isClosed());
});

test("a gap is asked from the log, and a repetition is dropped", async () => {
  const taken = [];
  const follower = following(taken);
  await follower.held.load();
  const { offset } = follower.held.state;
  for (let no = 0; no < 3; ++no) await there.register(`gap${no}`);
  const event = (sequence) => ({
    sequence, epoch: "1", aggregatetype: "user", subject: "x", data: { after: {} },
  });
  await follower.hear(event(offset + 3));
  await follower.hear(event(offset + 3));
  await follower.hear(event(1));
  assert.deepEqual(taken, [offset + 1, offset + 2, offset + 3]);
});
