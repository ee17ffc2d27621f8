// The example in docs/follow-from-node, against a real Cleave and a real nats-server.
//   Arguments, by environment: CLEAVE_BINARY, and FOLLOW: where follow.mjs and its packages are
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const { Follower } = await import(join(process.env.FOLLOW, "follow.mjs"));

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function becomes(so, what) {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(20)) {
    if (await so()) return;
  }
  assert.fail(`it never became so: ${what}`);
}
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

let home, broker, brokerPort, cleave, url, key;
const children = new Set();

function start(program, words) {
  const child = spawn(program, words, { stdio: "ignore" });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}
async function end(child, signal = "SIGKILL") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}
function startBroker() {
  broker = start("nats-server", ["-js", "-a", "127.0.0.1", "-p", `${brokerPort}`, "-sd",
    join(home, "nats")]);
}
async function ask(method, path, body) {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}
async function register(name) {
  const made = await ask("POST", "/v1/users", { email: `${name}@example.com`, display_name: "Ünï" });
  assert.equal(made.status, 201);
  return made.body.id;
}

before(async () => {
  home = await mkdtemp(join(tmpdir(), "cleave-follow-"));
  brokerPort = await freePort();
  startBroker();
  const data = join(home, "data");
  const config = join(home, "cleave.toml");
  await writeFile(config, `[nats]\nurl = "nats://127.0.0.1:${brokerPort}"\n` +
    "stream_bytes_max = 16777216\n");
  cleave = start(process.env.CLEAVE_BINARY,
    ["serve", "--data", data, "--config", config, "--listen", "127.0.0.1:0"]);
  await becomes(async () => {
    url = JSON.parse(await readFile(join(data, "server.json"), "utf8").catch(() => "{}")).address;
    return url !== undefined;
  }, "cleave listens");
  key = (await readFile(join(data, "cli.key"), "utf8")).trim();
});

after(async () => {
  await Promise.all([...children].map((child) => end(child)));
  await rm(home, { recursive: true, force: true });
});

// A follower that remembers which offsets it took, in which order.
function following(taken) {
  const follower = new Follower({
    nats: `nats://127.0.0.1:${brokerPort}`, cleave: url, key, state: join(home, "state.json"),
  });
  const take = follower.held.take.bind(follower.held);
  follower.held.take = async (event) => {
    taken.push(Number(event.sequence));
    await take(event);
  };
  return follower;
}
const versions = (users) =>
  users.map(({ id, version }) => `${id} ${version}`).sort();
async function caughtUp(follower) {
  const there = versions((await ask("GET", "/v1/users?limit=100")).body.data);
  const held = Object.entries(follower.held.state.users).map(([id, { version }]) => ({ id, version }));
  return JSON.stringify(versions(held)) === JSON.stringify(there);
}

test("every event is taken once and in order, whatever becomes of the broker", async () => {
  const taken = [];
  const first = await register("first");
  let follower = following(taken);
  let running = follower.run();
  await becomes(() => caughtUp(follower), "what was there before is held");

  for (let no = 0; no < 20; ++no) await register(`live${no}`);
  assert.equal((await ask("DELETE", `/v1/users/${first}`)).status, 200);
  await becomes(() => caughtUp(follower), "what happens now is held");

  await end(broker);
  await rm(join(home, "nats"), { recursive: true });
  for (let no = 0; no < 20; ++no) await register(`away${no}`);
  startBroker();
  await register("back");
  await becomes(() => caughtUp(follower), "what happened without a broker is held");

  await follower.end();
  await running;
  for (let no = 0; no < 20; ++no) await register(`stopped${no}`);
  follower = following(taken);
  running = follower.run();
  await becomes(() => caughtUp(follower), "a follower that was stopped goes on");
  await follower.end();
  await running;
  assert.deepEqual(taken, taken.map((_, index) => index + 1));
});

test("a gap is asked from the log, and a repetition is dropped", async () => {
  const taken = [];
  const follower = following(taken);
  await follower.held.load();
  const { offset } = follower.held.state;
  for (let no = 0; no < 3; ++no) await register(`gap${no}`);
  const event = (sequence) => ({
    sequence, epoch: "1", aggregatetype: "user", subject: "x", data: { after: {} },
  });
  await follower.hear(event(offset + 3));
  await follower.hear(event(offset + 3));
  await follower.hear(event(1));
  assert.deepEqual(taken, [offset + 1, offset + 2, offset + 3]);
});
