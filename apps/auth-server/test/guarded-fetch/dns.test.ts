import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { lookupInDns } from "../../src/guarded-fetch/resolve.js";
import { cleanUp } from "../support/clean-up.js";

const types = { A: 1, AAAA: 28 } as const;
const codes = { ok: 0, servfail: 2, nxdomain: 3 } as const;

/** The answer to a question: the addresses as bytes, or why there is none. */
type Zone = (name: string, type: keyof typeof types) => readonly Buffer[] | keyof typeof codes | "silence";

/** A name server (RFC 1035 §4.1), and a resolver that asks it. */
async function nameServer(zone: Zone): Promise<{ readonly resolver: Resolver; readonly asked: string[] }> {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    for (; query[at] !== 0; at += 1 + (query[at] ?? 0))
      labels.push(`${query.subarray(at + 1, at + 1 + (query[at] ?? 0))}`);
    const type = query.readUInt16BE(at + 1) === types.AAAA ? "AAAA" : "A";
    asked.push(`${labels.join(".")} ${type}`);
    const answer = zone(labels.join("."), type);
    if (answer === "silence") return;
    const addresses = typeof answer === "string" ? [] : answer;
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (typeof answer === "string" ? codes[answer] : codes.ok), 2);
    [1, addresses.length, 0, 0].forEach((count, index) => void header.writeUInt16BE(count, 4 + 2 * index));
    const records = addresses.map((bytes) =>
      Buffer.concat([Buffer.from([0xc0, 12, 0, types[type], 0, 1, 0, 0, 0, 60, 0, bytes.length]), bytes]),
    );
    socket.send(Buffer.concat([header, query.subarray(12, at + 5), ...records]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  cleanUp(async () => void socket.close());
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return { resolver, asked };
}

const ipv4 = Buffer.from([93, 184, 216, 34]);
const ipv6 = Buffer.from("26064700000000000000000000001111", "hex");
const soon = () => AbortSignal.timeout(3000);

describe("Looking a host up in the DNS", () => {
  it("asks for both families, IPv6 first", async () => {
    const { resolver, asked } = await nameServer((_name, type) => [type === "A" ? ipv4 : ipv6]);
    expect(await lookupInDns("app.example.com", soon(), resolver)).toEqual([
      "2606:4700::1111",
      "93.184.216.34",
    ]);
    expect(asked.sort()).toEqual(["app.example.com A", "app.example.com AAAA"]);
  });

  it("is content with one family", async () => {
    const { resolver } = await nameServer((_name, type) => (type === "A" ? [ipv4] : "servfail"));
    expect(await lookupInDns("app.example.com", soon(), resolver)).toEqual(["93.184.216.34"]);
  });

  it("finds no address of a name that does not exist, or has none", async () => {
    const { resolver } = await nameServer((name) => (name === "gone.example.com" ? "nxdomain" : "ok"));
    expect(await lookupInDns("gone.example.com", soon(), resolver)).toEqual([]);
    expect(await lookupInDns("mail.example.com", soon(), resolver)).toEqual([]);
  });

  it("fails where the name server does", async () => {
    const { resolver } = await nameServer(() => "servfail");
    await expect(lookupInDns("app.example.com", soon(), resolver)).rejects.toThrow("ESERVFAIL");
  });

  it("is cut where the name server is silent", async () => {
    const { resolver } = await nameServer(() => "silence");
    const begun = performance.now();
    await expect(lookupInDns("app.example.com", AbortSignal.timeout(200), resolver)).rejects.toThrow(
      "ECANCELLED",
    );
    expect(performance.now() - begun).toBeLessThan(800);
  });
});
