// Hears what happens in a log while it happens: at most once. What is published while nobody
// listens is never told; for counters on a screen, or to look sooner at what is asked anyway.
import { pathToFileURL } from "node:url";
import { brokerOf, subjectsOf, toBroker, toCloudEvent } from "./broker.mjs";

export class Listener {
  constructor({ broker, log = "user/0", heard }) {
    Object.assign(this, { broker, log, heard, last: { epoch: 0, offset: 0 } });
  }

  // Resolved once nothing that happens from now on is missed while the connection stands.
  async start() {
    this.connecting = toBroker(this.broker);
    this.connection = await this.connecting;
    this.connection.subscribe(subjectsOf(this.log), {
      callback: (error, message) => {
        if (!error) this.hear(toCloudEvent(message.headers, message.data));
      },
    });
    await this.connection.flush();
  }

  // A stream that was wiped is filled again, with what was heard before.
  hear(event) {
    const [epoch, offset] = [Number(event.epoch), Number(event.sequence)];
    if (epoch < this.last.epoch || (epoch === this.last.epoch && offset <= this.last.offset)) return;
    this.last = { epoch, offset };
    this.heard(event);
  }

  async end() {
    const connection = await this.connecting?.catch(() => undefined); // there was none
    await connection?.close();
  }
}

// node listen.mjs
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const listener = new Listener({
    broker: brokerOf(process.env),
    heard: (event) => console.log(event.sequence, event.type, event.subject),
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => listener.end());
  await listener.start();
}
