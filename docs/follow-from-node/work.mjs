// Does something for each event of a log at least once: JetStream keeps, in a durable consumer of
// this user's name, which events are done, and brings again what was not acknowledged in time.
//
//   Some come twice: when this process, the connection or the broker ended before the broker had
//   kept the acknowledgement, and all that the stream holds when it was wiped and filled again. So
//   the work must be one that may be repeated: know an event by its id, or its offset.
//   What the stream had dropped before it was taken never comes: it holds a bounded past.
import { pathToFileURL } from "node:url";
import { AckPolicy, DeliverPolicy, nanos } from "nats";
import { brokerOf, pause, streamOf, toBroker, toCloudEvent } from "./broker.mjs";

export class Worker {
  constructor({ broker, log = "user/0", name, work, ackWaitMs = 30_000, told = () => {} }) {
    Object.assign(this, { broker, name, work, ackWaitMs, told, stream: streamOf(log) });
    this.ended = false;
  }

  // Until end() is called, whatever becomes of the broker.
  async run() {
    while (!this.ended) {
      try {
        this.connection ??= await toBroker(this.broker);
        if (this.ended) return await this.connection.close(); // the end came while it was made
        const consumer = await this.consumer();
        while (!this.ended) await this.take(consumer);
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

  // Made where it is missing: it goes with the stream when that is wiped.
  async consumer() {
    const manager = await this.connection.jetstreamManager();
    await manager.consumers.add(this.stream, {
      durable_name: this.name,
      deliver_policy: DeliverPolicy.All,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(this.ackWaitMs),
      max_ack_pending: 100,
    });
    return this.connection.jetstream().consumers.get(this.stream, this.name);
  }

  async take(consumer) {
    let taken = 0;
    for await (const message of await consumer.fetch({ max_messages: 100, expires: 2_000 })) {
      ++taken;
      try {
        await this.work(toCloudEvent(message.headers, message.data));
        message.ack();
      } catch (error) {
        this.told(`is brought again: ${error.message}`);
        message.nak(1_000);
      }
    }
    // Throws where the consumer is gone.
    if (taken === 0) await consumer.info();
  }
}

// CLEAVE_NATS_USER=shop CLEAVE_NATS_PASSWORD_FILE=secrets/shop node work.mjs
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const worker = new Worker({
    broker: brokerOf(process.env),
    name: process.env.CLEAVE_NATS_USER ?? "work",
    work: async (event) => console.log(event.id, event.sequence, event.type, event.subject),
    told: console.error,
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => worker.end());
  await worker.run();
}
