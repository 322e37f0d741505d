/** Token requests that are nearly valid: valid HTTP with a fault in the form or the credentials. */
import { encodeSomehow, garbageText, marker, mutate } from "./garbage-values.js";
import type { Random } from "./random.js";
import type { Client, User } from "./registrations.js";
import type { Parameters } from "./token-endpoint.js";

/** Real objects, so that the fuzz passes the first check. */
export interface Real {
  readonly app: Client;
  readonly service: Client;
  readonly user: User;
  readonly refreshTokens: readonly [string, ...string[]];
  readonly resource: string;
}

export interface FormCase {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const names = [
  "grant_type",
  "client_id",
  "client_secret",
  "refresh_token",
  "scope",
  "resource",
  "username",
  "password",
  "code",
  "redirect_uri",
  "code_verifier",
  "client_assertion",
] as const;

/** A request that would succeed, or fail only because of its refresh token. */
function goodForm(random: Random, { app, service, user, refreshTokens }: Real): Parameters {
  const refresh = { grant_type: "refresh_token", refresh_token: random.pick(refreshTokens) };
  const password = { grant_type: "password", username: user.email, password: user.password };
  const appId = { client_id: app.client_id, client_secret: app.client_secret ?? "" };
  const serviceId = { client_id: service.client_id, client_secret: service.client_secret ?? "" };
  const credentials = { grant_type: "client_credentials", ...serviceId };
  const refreshes = { ...refresh, ...appId };
  return random.pick([credentials, credentials, refreshes, refreshes, refreshes, { ...password, ...appId }]);
}

export function formCase(random: Random, real: Real): FormCase {
  const form = new Map(Object.entries(goodForm(random, real)));
  for (let turn = random.int(3); turn >= 0; turn -= 1) spoil(random, form, real);
  const headers = { ...contentType(random), ...authorization(random, form, real), ...origin(random) };
  return { headers, body: random.oneIn(12) ? oddBody(random, form) : encode(random, form) };
}

/** Change one parameter's value or presence. */
function spoil(random: Random, form: Map<string, string>, real: Real): void {
  const name = random.pick(names);
  const value = form.get(name);
  random.run<unknown>([
    () => form.set(name, garbageText(random)),
    () => form.set(name, garbageText(random)),
    () => form.set(garbageText(random), garbageText(random)),
    () => form.delete(name),
    () => form.set(name, value ? mutate(random, value) : garbageText(random)),
    () => form.set("refresh_token", mutate(random, random.pick(real.refreshTokens))),
    () => form.set("refresh_token", `rgr_${random.bytes(69).toString("base64url")}`),
    () => form.set("resource", random.pick([real.resource, `${real.resource}/`, `${real.resource}#`, "*"])),
    () => form.set("scope", random.pick(["notes:read", "notes:read notes:read", " ", "a\\b", "admin"])),
    () => form.set("username", garbageText(random)),
  ]);
}

/** Encoded properly except for one name or value at most: two faults would hide each other. */
function encode(random: Random, form: ReadonlyMap<string, string>): Buffer {
  const odd = random.oneIn(3) ? random.int(form.size * 2) : -1;
  const encoded = [...form]
    .flat()
    .map((text, index) => (index === odd ? encodeSomehow : encodeWell)(random, text));
  const pairs = [...form].map((_, index) => `${encoded[index * 2]}=${encoded[index * 2 + 1]}`);
  if (random.oneIn(8)) pairs.push(random.pick(["", "=", "&", "grant_type", `${random.pick(names)}=twice`]));
  if (random.oneIn(10)) pairs.push(random.pick([pairs[0] ?? "", "resource=a&resource=b", "x=1&x=1"]));
  return Buffer.from(pairs.join("&"), odd >= 0 && random.oneIn(3) ? "latin1" : "utf8");
}

const encodeWell = (_random: Random, text: string) => new URLSearchParams([["", text]]).toString().slice(1);

function oddBody(random: Random, form: ReadonlyMap<string, string>): Buffer {
  const text = new URLSearchParams([...form]).toString();
  return random.run<Buffer>([
    () => Buffer.alloc(0),
    () => random.bytes(random.int(400)),
    () => Buffer.from(`${text}&padding=${"x".repeat(100_000)}`),
    () => Buffer.from(`${"a&".repeat(8_000)}`),
    () => Buffer.from(JSON.stringify(Object.fromEntries(form))),
    () => Buffer.from(`{"__proto__":{"grant_type":"${marker}"}}`),
    () => Buffer.from(text, "utf16le"),
  ]);
}

function contentType(random: Random): Record<string, string> {
  if (!random.oneIn(8)) return { "content-type": "application/x-www-form-urlencoded" };
  const value = random.pick([
    "application/x-www-form-urlencoded; charset=utf-8",
    "application/x-www-form-urlencoded;charset=iso-8859-1",
    "APPLICATION/X-WWW-FORM-URLENCODED",
    "application/json",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/x-www-form-urlencoded, application/json",
    "/",
    ";",
    marker,
  ]);
  return { "content-type": value };
}

/** The claimed origin of the request, which is stored in the session's row. */
function origin(random: Random): Record<string, string> {
  if (!random.oneIn(3)) return {};
  const sendable = garbageText(random).replace(/[^\x20-\x7E\x80-\xFF]/g, "");
  const addresses = [
    "unknown",
    "1.2.3.4:5678",
    "fe80::1%eth0",
    "[::1]:80",
    "999.1.1.1",
    "::ffff:1.2.3.4",
    sendable,
  ];
  return { "x-forwarded-for": addresses[random.int(addresses.length)] ?? "", "user-agent": sendable };
}

/** Sometimes an Authorization header, perhaps contradicting the form. */
function authorization(random: Random, form: Map<string, string>, real: Real): Record<string, string> {
  if (!random.oneIn(3)) return {};
  const { client_id, client_secret = "" } = random.pick([real.app, real.service]);
  if (!random.oneIn(3)) {
    form.delete("client_id");
    form.delete("client_secret");
  }
  const basic = (text: string | Buffer) => `Basic ${Buffer.from(text).toString("base64")}`;
  const value = random.run<string>([
    () => basic(`${client_id}:${client_secret}`),
    () => basic(`${client_id}:${client_secret}`),
    () => basic(`${client_id}:${mutate(random, client_secret)}`),
    () => basic(`${encodeSomehow(random, client_id)}:${encodeSomehow(random, client_secret)}`),
    () => basic(`${garbageText(random)}:${garbageText(random)}`),
    () => basic(client_id),
    () => basic(random.bytes(random.int(60))),
    () => `basic   ${Buffer.from(`${client_id}:${client_secret}`).toString("base64")}`,
    () => `Basic ${marker}`,
    () => "Basic",
    () => `Bearer ${marker}`,
    () => `Basic ${"A".repeat(6_000)}`,
    () => `Basic =${marker}, Basic ${marker}`,
  ]);
  return { authorization: value };
}
