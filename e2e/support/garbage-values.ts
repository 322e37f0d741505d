/** Values that have broken servers before. */
import type { Random } from "./random.js";

/** Sent in place of secrets, so that the logs can be searched for it. */
export const marker = "zq9xmarker";

const nasty: readonly [string, ...string[]] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\t\n\v",
  "null",
  "undefined",
  "NaN",
  "true",
  "-1",
  "1e309",
  "[]",
  "{}",
  "[object Object]",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "../../../../etc/passwd",
  "..\\..\\windows\\win.ini",
  "file:///etc/passwd",
  "' or 1=1 --",
  "'; drop table sessions; --",
  "$1",
  "${jndi:ldap://127.0.0.1/a}",
  "{{7*7}}",
  "%s%n%x",
  "<script>alert(1)</script>",
  "\r\nx-injected: yes",
  "\r\n\r\nHTTP/1.1 200 OK\r\nx-injected: yes\r\n\r\n",
  "é",
  "\u{1d54f}",
  "\ufeff",
  "\u202e",
  "e\u0301",
  "İ",
  "00000000-0000-0000-0000-000000000000",
  "notes:read",
  "notes:read  notes:write",
  "notes:read\u00a0notes:write",
  '"quoted"',
  "rgr_",
  "eyJhbGciOiJub25lIn0.e30.",
  "http://localhost:4001",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  "a".repeat(3000),
  "é".repeat(2000),
];

/** A value from this list, or random text; half of them contain the marker. */
export function garbageText(random: Random): string {
  const text = random.oneIn(4) ? random.bytes(random.int(12)).toString("latin1") : random.pick(nasty);
  return random.oneIn(2) ? text : `${text}${marker}`;
}

/** A valid value with one character changed, dropped, doubled or in the other case. */
export function mutate(random: Random, value: string): string {
  const at = random.int(value.length);
  const before = value.slice(0, at);
  const character = value.slice(at, at + 1);
  const after = value.slice(at + 1);
  return random.run<string>([
    () => `${before}${after}`,
    () => `${before}${character}${character}${after}`,
    () =>
      `${before}${character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase()}${after}`,
    () => `${before}${String.fromCharCode(33 + random.int(94))}${after}`,
    () => before,
    () => `${value}=`,
    () => ` ${value}`,
    () => `${value}\n`,
  ]);
}

const percent = (bytes: Buffer): string =>
  [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

/** The value in one of many encodings for forms and URLs, most of them invalid. */
export function encodeSomehow(random: Random, value: string): string {
  const well = () => encodeURIComponent(Buffer.from(value).toString());
  return random.run<string>([
    well,
    () => value.replace(/[&=]/g, ""), // unencoded: raw UTF-8, spaces, controls
    () => percent(Buffer.from(value, "utf8")),
    () => percent(Buffer.from(value, "latin1")), // usually invalid UTF-8
    () => encodeURIComponent(well()),
    () => `${well()}%`,
    () => `${well()}%zz`,
    () => `${well()}%00`,
    () => `${well()}%ed%a0%80`, // a lone surrogate
    () => `${well()}%c0%af`, // an overlong slash
    () => `${well()}%f4%90%80%80`, // beyond U+10FFFF
    () => `${well()}%u0041`,
    () => well().replaceAll("%20", "+"),
  ]);
}
