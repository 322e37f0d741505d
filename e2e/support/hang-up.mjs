/**
 * A storm of token requests whose client disconnects as soon as each is sent. Runs as a process of its own, so that
 * it does not slow the measuring one: `node hang-up.mjs <host> <port> <count> <seconds>`, with one form per line of
 * stdin.
 */
import { connect } from "node:net";
import { text } from "node:stream/consumers";

const [host, port, count, seconds] = process.argv.slice(2);
const forms = (await text(process.stdin)).trim().split("\n");
const requests = forms.map(
  (form) =>
    `POST /oauth2/token HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${form.length}\r\n\r\n${form}`,
);
const tickMs = 5;
const start = performance.now();
let sent = 0;
let failed = 0;

const storm = setInterval(() => {
  const due = Math.min(count, Math.ceil(((performance.now() - start) / 1000 / seconds) * count));
  for (; sent < due; sent += 1) {
    const socket = connect({ host, port });
    socket.on("error", () => {
      failed += 1;
    });
    socket.write(requests[sent % requests.length], () => socket.destroy());
  }
  if (sent < count) return;
  clearInterval(storm);
  process.once("beforeExit", () =>
    console.log(JSON.stringify({ sent, failed, ms: performance.now() - start })),
  );
}, tickMs);
