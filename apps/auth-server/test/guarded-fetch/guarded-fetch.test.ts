import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FetchProblem } from "../../src/guarded-fetch/fetch-problem.js";
import { fetchGuarded, type GuardedFetchOptions } from "../../src/guarded-fetch/guarded-fetch.js";
import { until } from "../support/back-channel.js";
import { answered, dripping, head, stranger } from "../support/stranger.js";

const development: GuardedFetchOptions = {
  accept: "application/json",
  maxBytes: 5120,
  totalMs: 500,
  allowLoopback: true,
  lookup: async () => [],
};

/** In one line: what went wrong, and in which words. */
async function problemOf(url: string, options: Partial<GuardedFetchOptions> = {}): Promise<string> {
  const error = await fetchGuarded(url, { ...development, ...options }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FetchProblem);
  const { problem, message } = error as FetchProblem;
  return `${problem}: ${message}`;
}

function hinting(socket: Socket): void {
  const hints = setInterval(() => socket.write(head("103 Early Hints")), 20);
  socket.on("close", () => clearInterval(hints));
}

/** A name service, and what it was asked. */
function names(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const lookup = async (hostname: string) => answers[asked.push(hostname) - 1] ?? [];
  return { asked, lookup };
}

describe("A guarded fetch", () => {
  it("asks once, plainly, and returns headers and body", async () => {
    const host = await stranger(answered("200 OK", { "cache-control": "max-age=600" }, '{"a":1}'));
    const { headers, body } = await fetchGuarded(`${host.url}?v=1`, development);
    expect(headers["cache-control"]).toBe("max-age=600");
    expect(`${body}`).toBe('{"a":1}');
    expect(host.heads).toHaveLength(1);
    expect(host.heads[0]?.split("\r\n").filter(Boolean)).toEqual([
      "GET /client?v=1 HTTP/1.1",
      "accept: application/json",
      "accept-encoding: identity",
      "user-agent: Regrant",
      `Host: localhost:${host.port}`,
      "Connection: close",
    ]);
  });

  it("of a trusted URL may lead into the internal network, by https, or to this machine", async () => {
    const trusted = { allowLoopback: false, isTrusted: true };
    const host = await stranger(answered("200 OK"));
    expect(await problemOf(host.url, { allowLoopback: false })).toMatch("address_refused");
    expect(`${(await fetchGuarded(host.url, { ...development, ...trusted })).body}`).toBe("{}");
    // It is connected to, and speaks no TLS.
    expect(await problemOf(`https://127.0.0.1:${host.port}/`, trusted)).not.toMatch("address_refused");
    expect(await problemOf("http://keys.internal/", trusted)).toBe(
      "address_refused: is not asked without https",
    );
  });

  it("sends no credentials that the URL contains", async () => {
    const host = await stranger(answered("200 OK"));
    await fetchGuarded(host.url.replace("//", "//ada:secret@"), development);
    expect(host.heads[0]).not.toMatch(/authorization|secret|YWRh/i);
  });

  it.each([
    [301, "redirects, which is not followed"],
    [302, "redirects, which is not followed"],
    [304, "redirects, which is not followed"],
    [307, "redirects, which is not followed"],
    [201, "answered 201"],
    [204, "answered 204"],
    [404, "answered 404"],
    [500, "answered 500"],
  ])("refuses status %i", async (status, words) => {
    const host = await stranger(answered(`${status} Whatever`, { location: "/elsewhere" }, ""));
    expect(await problemOf(host.url)).toBe(`status: ${words}`);
    expect(host.heads).toHaveLength(1);
  });

  it("reads 5120 bytes, and not one more", async () => {
    const host = await stranger(answered("200 OK", {}, "x".repeat(5120)));
    expect((await fetchGuarded(host.url, development)).body).toHaveLength(5120);
    host.answer = answered("200 OK", {}, "x".repeat(5121));
    expect(await problemOf(host.url)).toBe("answer_refused: sent an answer of more than 5120 bytes");
  });

  it("stops reading 10 MB that were not announced", async () => {
    let sent = 0;
    const host = await stranger((socket) => {
      socket.write(head("200 OK"));
      const piece = Buffer.alloc(65_536, " ");
      const more = () => {
        while (sent < 10_000_000 && socket.write(piece)) sent += piece.length;
      };
      socket.on("drain", more);
      more();
    });
    expect(await problemOf(host.url)).toBe("answer_refused: sent an answer of more than 5120 bytes");
    await until(() => host.connections() === 0);
    expect(sent).toBeLessThan(10_000_000);
  });

  it("refuses compressed answers, however small they are", async () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000));
    expect(bomb.length).toBeLessThan(5120);
    const host = await stranger(answered("200 OK", { "content-encoding": "gzip" }, bomb));
    expect(await problemOf(host.url)).toBe(
      "answer_refused: sent a compressed answer, which was not asked for",
    );
  });

  it.each([
    ["a byte of the body from time to time", dripping(head("200 OK"))],
    ["a byte of the headers from time to time", dripping("HTTP/1.1 200 OK\r\nx: ")],
    ["nothing", () => {}],
    ["hints only", hinting],
    [
      "another protocol",
      (socket: Socket) => socket.write(head("101 Switching", { upgrade: "x", connection: "upgrade" })),
    ],
  ])("ends on time though the host sends %s", async (_what, answer) => {
    const host = await stranger(answer);
    const begun = performance.now();
    expect(await problemOf(host.url)).toMatch(
      /^timeout: did not answer in full within 0.5 seconds$|^unreachable: /,
    );
    expect(host.heads).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(900);
    await until(() => host.connections() === 0);
  });

  it("ends on time though the name service is silent", async () => {
    const begun = performance.now();
    const problem = await problemOf("https://slow.example.com/client", {
      lookup: () => new Promise(() => {}),
    });
    expect(problem).toBe("timeout: did not answer in full within 0.5 seconds");
    expect(performance.now() - begun).toBeLessThan(900);
  });

  it.each([
    [
      "huge headers",
      head("200 OK", { "x-filler": "x".repeat(100_000) }),
      "answer_refused: sent headers of more than 8192 bytes",
    ],
    ["no HTTP", "SSH-2.0-OpenSSH_9.9\r\n", "answer_refused: sent no valid HTTP (HPE_INVALID_CONSTANT)"],
    [
      "half an answer",
      head("200 OK", { "content-length": 100 }),
      "unreachable: could not be reached (ECONNRESET)",
    ],
  ])("refuses %s", async (_what, text, problem) => {
    const host = await stranger((socket) => socket.end(text));
    expect(await problemOf(host.url)).toBe(problem);
    expect(host.heads).toHaveLength(1);
  });

  it("says that nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    expect(await problemOf(`http://127.0.0.1:${port}/client`)).toBe(
      "unreachable: could not be reached (ECONNREFUSED)",
    );
  });
});

describe("A guarded fetch in production", () => {
  const production = { allowLoopback: false };
  const notPublic = "is not on the public internet";

  it.each([
    "https://localhost/client",
    "https://app.localhost/client",
    "https://printer.local/client",
    "https://metadata.google.internal/client",
    "https://nas.home.arpa/client",
    "https://intranet/client",
    "https://app.example.com./client",
    "https://127.0.0.1/client",
    "https://2130706433/client",
    "https://0x7f.1/client",
    "https://169.254.169.254/latest/meta-data",
    "https://8.8.8.8/client",
    "https://[::1]/client",
    "https://[::ffff:10.0.0.1]/client",
    "https://[2606:4700::1111]/client",
  ])("asks nobody about %s", async (url) => {
    const { asked, lookup } = names(["8.8.8.8"]);
    expect(await problemOf(url, { ...production, lookup })).toBe(`address_refused: ${notPublic}`);
    expect(asked).toEqual([]);
  });

  it.each([
    ["https://app.example.com:8443/client", "is asked on port 443 only"],
    ["http://app.example.com/client", "is not asked without https"],
    ["http://localhost/client", "is not asked without https"],
    ["ftp://app.example.com/client", "is not asked without https"],
    ["file:///etc/passwd", "is not asked without https"],
    ["app.example.com", "is not in a URL"],
  ])("refuses %s", async (url, words) => {
    const { asked, lookup } = names(["8.8.8.8"]);
    expect(await problemOf(url, { ...production, lookup })).toBe(`address_refused: ${words}`);
    expect(asked).toEqual([]);
  });

  it.each([
    [["127.0.0.1"]],
    [["169.254.169.254"]],
    [["::ffff:10.0.0.1"]],
    [["8.8.8.8", "10.0.0.1"]],
    [["2606:4700::1111", "fd00::1"]],
  ])("refuses a name with the addresses %j", async (addresses) => {
    const { asked, lookup } = names(addresses);
    expect(await problemOf("https://app.example.com/client", { ...production, lookup })).toBe(
      `address_refused: ${notPublic}`,
    );
    expect(asked).toEqual(["app.example.com"]);
  });

  it("does not tell a private name from one that does not exist", async () => {
    expect(
      await problemOf("https://gone.example.com/client", { ...production, lookup: async () => [] }),
    ).toBe(`name_unknown: ${notPublic}`);
  });

  it("tells a broken name service from a name that does not exist", async () => {
    const lookup = () => Promise.reject(new Error("ESERVFAIL"));
    expect(await problemOf("https://app.example.com/client", { ...production, lookup })).toBe(
      "unreachable: could not be found in the DNS",
    );
  });
});

describe("A name that resolves differently the second time", () => {
  it("is looked up once, and the address judged is the one connected to", async () => {
    const seen: Buffer[] = [];
    const server = createServer((socket) =>
      socket
        .on("error", () => {})
        .once("data", (bytes) => {
          seen.push(bytes);
          socket.destroy();
        }),
    ).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const { asked, lookup } = names(["127.0.0.1"], ["10.0.0.1"]);
    expect(await problemOf(`https://app.example.com:${port}/client`, { lookup })).toMatch(/^unreachable: /);
    await new Promise((resolve) => server.close(resolve));
    expect(asked).toEqual(["app.example.com"]);
    // The TLS server name, as it stands in the first message.
    expect(seen.map((bytes) => bytes.includes("app.example.com"))).toEqual([true]);
  });

  it("is not allowed a private address in development either", async () => {
    const { lookup } = names(["10.0.0.1"]);
    expect(await problemOf("https://app.example.com/client", { lookup })).toMatch(/^address_refused: /);
  });
});
