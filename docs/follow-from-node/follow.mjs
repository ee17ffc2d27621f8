// Follows one of Cleave's logs from a service of your own, by position: every event is taken over
// exactly once and in order, whatever the broker loses, repeats or forgets.
//
//   The stream brings events fast; the log in Cleave's database is the record. Only an event's
//   offset (ce-sequence) is believed: what is not larger than the position was seen, what is not
//   the next was lost on the way, and GET /v1/events has it.
import { readFile, rename, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { AckPolicy, DeliverPolicy, nanos } from "nats";
import { brokerOf, pause, streamOf, toBroker, toCloudEvent } from "./broker.mjs";

// Held: what this service keeps, and how far it has come, together. Here it is a file that is
// replaced whole; in your service it is your tables and one row of positions, in one transaction.
class Held {
  constructor(path) {
    this.path = path;
    this.state = { epoch: 1, offset: 0, users: {} };
  }

  async load() {
    try {
      this.state = JSON.parse(await readFile(this.path, "utf8"));
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }

  // Takes over what the event says: its data has the whole state after the change. Attributes are
  // texts where they came as headers.
  async take(event) {
    const { after } = event.data;
    const version = Number(event.aggregateversion);
    if (event.aggregatetype === "user") {
      if (`${event.aggregateremoved}` === "true") delete this.state.users[event.subject];
      else this.state.users[event.subject] = { email: after.email, version };
    }
    this.state.epoch = Number(event.epoch);
    this.state.offset = Number(event.sequence);
    await writeFile(`${this.path}.new`, JSON.stringify(this.state));
    await rename(`${this.path}.new`, this.path);
  }
}

export class Follower {
  constructor({ broker, cleave, key, state, log = "user/0", told = () => {} }) {
    Object.assign(this, { broker, cleave, key, log, told, held: new Held(state), ended: false });
    this.stream = streamOf(log);
    this.consumer = `${broker.user ?? "follow"}-ordered`;
  }

  // Until end() is called. Neither a broker nor a Cleave that is away ends it.
  async run() {
    await this.held.load();
    while (!this.ended) {
      try {
        await this.refill();
        await this.listen();
      } catch (error) {
        this.told(`goes on in a second: ${error.message}`);
        if (!this.ended) await pause(1000);
      }
    }
  }

  async end() {
    this.ended = true;
    await this.connection?.close();
  }

  get position() {
    const { epoch, offset } = this.held.state;
    return offset === 0 ? "0" : `${this.log}:${epoch}:${offset}`;
  }

  // What the log has behind the position.
  async refill() {
    for (let more = true; more && !this.ended; ) {
      const query = new URLSearchParams({ log: this.log, after: this.position, limit: "1000" });
      const answer = await fetch(`${this.cleave}/v1/events?${query}`, {
        headers: { authorization: `Bearer ${this.key}` },
        signal: AbortSignal.timeout(10_000),
      });
      const page = await answer.json();
      // 410 or 422: the log does not have what this service has seen (an old copy was restored).
      if (!answer.ok) throw new Error(`${answer.status} ${page.code}: ${page.detail}`);
      for (const event of page.data) await this.held.take(event);
      more = page.has_more;
    }
  }

  // What the stream brings, from the position on.
  async listen() {
    this.connection ??= await toBroker(this.broker);
    if (this.ended) await this.connection.close(); // the end came while it was made
    while (!this.ended) {
      const messages = await (await this.anew()).fetch({ max_messages: 500, expires: 2_000 });
      for await (const message of messages) {
        await this.hear(toCloudEvent(message.headers, message.data));
      }
    }
  }

  // A consumer that begins there and keeps no progress: the position alone is believed.
  async anew() {
    const { consumers } = await this.connection.jetstreamManager();
    const gone = (error) => {
      if (error.code !== "404") throw error;
    };
    await consumers.delete(this.stream, this.consumer).catch(gone);
    await consumers.add(this.stream, {
      name: this.consumer,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: await this.start(),
      ack_policy: AckPolicy.None,
      inactive_threshold: nanos(10_000),
      mem_storage: true,
    });
    return this.connection.jetstream().consumers.get(this.stream, this.consumer);
  }

  async hear(event) {
    const offset = Number(event.sequence);
    if (offset <= this.held.state.offset) return;
    if (offset !== this.held.state.offset + 1) await this.refill();
    else await this.held.take(event);
  }

  // Which of the stream's own numbers the next event has, judged by its last message.
  async start() {
    const manager = await this.connection.jetstreamManager();
    const { state } = await manager.streams.info(this.stream);
    if (state.messages === 0) return state.last_seq + 1;
    const last = await manager.streams.getMessage(this.stream, { seq: state.last_seq });
    const behind = Number(last.header.get("ce-sequence")) - this.held.state.offset;
    if (behind < 0) await this.refill();
    return Math.max(state.first_seq, state.last_seq + 1 - Math.max(behind, 0));
  }
}

// CLEAVE_KEY_FILE=key node follow.mjs state.json [http://127.0.0.1:8420]
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [state = "state.json", cleave = "http://127.0.0.1:8420"] = process.argv.slice(2);
  const key = (await readFile(process.env.CLEAVE_KEY_FILE, "utf8")).trim();
  const broker = brokerOf(process.env);
  const follower = new Follower({ broker, cleave, key, state, told: console.error });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => follower.end());
  await follower.run();
}
