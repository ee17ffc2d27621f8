// What the examples share: a connection with a user's own inboxes, and messages as CloudEvents.
import { readFile } from "node:fs/promises";
import { CloudEvent } from "cloudevents";
import { connect } from "nats";

// {servers, user, passwordFile, caFile}: all but the servers only where the broker asks for them.
export async function toBroker({ servers, user, passwordFile, caFile }) {
  const options = { servers, maxReconnectAttempts: -1 };
  if (caFile) options.tls = { caFile };
  if (user) {
    options.user = user;
    options.pass = (await readFile(passwordFile, "utf8")).split("\n")[0].trim();
    options.inboxPrefix = `_INBOX_${user}`;
  }
  return connect(options);
}

// As the environment says it: CLEAVE_NATS_URL, _USER, _PASSWORD_FILE and _CA_FILE.
export function brokerOf(environment) {
  return {
    servers: environment.CLEAVE_NATS_URL ?? "nats://127.0.0.1:4222",
    user: environment.CLEAVE_NATS_USER,
    passwordFile: environment.CLEAVE_NATS_PASSWORD_FILE,
    caFile: environment.CLEAVE_NATS_CA_FILE,
  };
}

export const streamOf = (log) => `CLEAVE_${log.replace("/", "_").toUpperCase()}`;
export const subjectsOf = (log) => `cleave.${log.replace("/", ".")}.>`;

// A message in CloudEvents' binary mode: attributes are headers, percent-encoded where they are not
// visible ASCII, and the payload is the data.
export function toCloudEvent(headers, data) {
  const attributes = {};
  for (const [name, [value]] of headers ?? []) {
    if (name.startsWith("ce-")) attributes[name.slice(3)] = decodeURIComponent(value);
  }
  return new CloudEvent({ ...attributes, data: JSON.parse(new TextDecoder().decode(data)) });
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
