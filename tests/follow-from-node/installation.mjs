// A real Cleave and a real nats-server on the configuration that `cleave nats config` prints, where
// "shop" is a service of somebody else's that may follow user's log.
//   Arguments, by environment: CLEAVE_BINARY
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function becomes(so, what) {
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

export class Installation {
  #children = new Set();
  #broker;

  async start() {
    this.home = await mkdtemp(join(tmpdir(), "cleave-follow-"));
    const port = await freePort();
    await this.#configure(port);
    this.startBroker();
    const data = join(this.home, "data");
    const config = join(this.home, "cleave.toml");
    await writeFile(config, `[nats]\nurl = "nats://127.0.0.1:${port}"\nuser = "cleave"\n` +
      `password_file = "${join(this.home, "secrets", "cleave")}"\nstream_bytes_max = 16777216\n`);
    this.#run(process.env.CLEAVE_BINARY,
      ["serve", "--data", data, "--config", config, "--listen", "127.0.0.1:0"]);
    await becomes(async () => {
      const said = await readFile(join(data, "server.json"), "utf8").catch(() => "{}");
      this.url = JSON.parse(said).address;
      return this.url !== undefined;
    }, "cleave listens");
    this.key = (await readFile(join(data, "cli.key"), "utf8")).trim();
    this.broker = {
      servers: `nats://127.0.0.1:${port}`,
      user: "shop",
      passwordFile: join(this.home, "secrets", "shop"),
    };
  }

  async stop() {
    await Promise.all([...this.#children].map((child) => this.#end(child)));
    await rm(this.home, { recursive: true, force: true });
  }

  startBroker() {
    this.#broker = this.#run("nats-server", ["-c", join(this.home, "nats.conf")]);
  }
  // As if it was killed.
  async endBroker() {
    await this.#end(this.#broker);
  }
  async wipeBroker() {
    await rm(join(this.home, "store"), { recursive: true });
  }

  async ask(method, path, body) {
    const answer = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.key}`, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  }
  async register(name) {
    const user = { email: `${name}@example.com`, display_name: "Ünï" };
    const made = await this.ask("POST", "/v1/users", user);
    assert.equal(made.status, 201);
    return made.body.id;
  }
  // The offset of the last event that user said.
  async head() {
    const logs = (await this.ask("GET", "/v1/sync")).body.logs;
    return logs.find((log) => log.log === "user/0").head;
  }

  async #configure(port) {
    const made = spawn(process.env.CLEAVE_BINARY,
      ["nats", "config", "--passwords", join(this.home, "secrets"), "--service", "cleave=all",
        "--follower", "shop=user", "--listen", `127.0.0.1:${port}`,
        "--store", join(this.home, "store")], { stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    made.stdout.on("data", (bytes) => (text += bytes));
    assert.deepEqual(await once(made, "close"), [0, null]);
    await writeFile(join(this.home, "nats.conf"), text);
  }
  #run(program, words) {
    const child = spawn(program, words, { stdio: "ignore" });
    this.#children.add(child);
    child.once("exit", () => this.#children.delete(child));
    return child;
  }
  async #end(child, signal = "SIGKILL") {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }
}
