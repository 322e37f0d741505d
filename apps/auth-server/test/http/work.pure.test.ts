import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Work } from "../../src/http/admission/work.js";

const server = createServer();
let client: Socket;
let socket: Socket;

beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  [socket] = (await once(server, "connection")) as [Socket];
  socket.on("error", () => {}); // a reset is one
});
afterEach(() => {
  client.destroy();
  socket.destroy();
  return new Promise((resolve) => server.close(resolve));
});

const workOn = (connection: Socket) => new Work(connection, () => {});

describe("The signal of a request's work", () => {
  it("is aborted when the client goes", async () => {
    const { signal } = workOn(socket);
    expect(signal.aborted).toBe(false);
    client.resetAndDestroy();
    await once(signal, "abort");
  });

  it("is aborted for whoever asks once the connection is ended or destroyed, before that says so", () => {
    const work = workOn(socket);
    const { signal } = work;
    socket.end();
    expect([signal.aborted, work.signal.aborted]).toEqual([false, true]);
    socket.destroy();
    expect(workOn(socket).signal.aborted).toBe(true);
  });

  it("is aborted when the client is told to repeat the request, asked for before or after", () => {
    const [before, after] = [workOn(socket), workOn(socket)];
    const { signal } = before;
    for (const work of [before, after]) work.giveUp();
    expect([signal.aborted, before.signal.aborted, after.signal.aborted]).toEqual([true, true, true]);
  });

  it("leaves nothing on the connection, which serves other requests, once the work has settled", async () => {
    const listeners = socket.listenerCount("close");
    const work = workOn(socket);
    const part = work.hold(Promise.resolve());
    expect([work.signal, work.signal].map(({ aborted }) => aborted)).toEqual([false, false]);
    expect(socket.listenerCount("close")).toBe(listeners + 1);
    work.answered();
    expect(socket.listenerCount("close")).toBe(listeners + 1);
    await part;
    expect(socket.listenerCount("close")).toBe(listeners);
  });
});
