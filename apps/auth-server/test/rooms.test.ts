/** Which room names which table; the imports between rooms are checked by .dependency-cruiser.mjs. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../src/", import.meta.url));

/** The room that owns each table: it alone writes it. */
const owners: Readonly<Record<string, string>> = {
  answered_challenges: "factors",
  audit_events: "audit",
  authorization_codes: "codes",
  client_resources: "clients",
  clients: "clients",
  consents: "consents",
  device_codes: "codes",
  former_cookies: "sessions",
  identities: "providers",
  logout_notices: "logout-notices",
  logout_pauses: "logout-notices",
  mail_limits: "mail",
  mailed_links: "mailed-links",
  mails: "mail",
  passkeys: "factors",
  providers: "providers",
  pushed_requests: "codes",
  recovery_codes: "factors",
  registration_limits: "clients",
  registration_tokens: "clients",
  resources: "resources",
  sessions: "sessions",
  sign_in_limits: "users",
  sign_ins: "users",
  signing_keys: "keys",
  status_lists: "status-lists",
  status_revocations: "status-lists",
  totp_authenticators: "factors",
  trusted_issuers: "trusted-issuers",
  used_assertions: "assertions",
  users: "users",
};

/** Files that read other rooms' tables in one statement, where a second one would cost a round trip or an inconsistency. */
const joins = [
  "audit/audit-events.sql.ts", // names users by their address
  "audit/history.sql.ts", // with the apps' names
  "cli/explain/handle-owner.sql.ts", // finds whatever has this hash
  "clients/algorithms-in-use.sql.ts", // of clients and APIs, in one round trip
  "clients/clients.sql.ts", // with what its resources are
  "clients/strangers.sql.ts", // whether anything still needs the client
  "codes/authorization-codes.sql.ts", // a code opens a session if user, sign-in and consent still allow it
  "codes/device-codes.sql.ts", // likewise
  "consents/consents.sql.ts", // with the names of apps and APIs
  "factors/factors.sql.ts", // whether anything else signs the user in
  "factors/passkeys.sql.ts", // a passkey signs its user in, if the user still may, in one statement
  "logout-notices/logout-notices.sql.ts", // where its client is told, if it still wants to be
  "mail/mails.sql.ts", // a notice goes to the address that its user has now
  "oauth/token-holders.sql.ts", // introspection is one round trip
  "sessions/account.sql.ts", // with the apps' names
  "sessions/judge.sql.ts", // a refused refresh is judged under one lock
  "sessions/list.sql.ts", // with the user's address
  "sessions/open.sql.ts", // whether the client's sessions are bound to a key
  "sessions/rotate.sql.ts", // a refresh is one statement
  "sessions/state.sql.ts", // introspection is one round trip
  "users/sign-ins.sql.ts", // whether the user has signed in before
];

const files = readdirSync(source, { recursive: true })
  .map((name) => String(name).replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(source + name, "utf8") }));
const roomOf = (name: string): string => name.split("/", 1)[0] ?? "";
const filesWith = (pattern: RegExp) => files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe("SQL", () => {
  it("stands in files that say so, and in the driver's own", () => {
    const elsewhere = filesWith(/\.query(<[^>]*>)?\(/).filter((name) => !name.endsWith(".sql.ts"));
    expect(elsewhere.sort()).toEqual(["database/connection.ts", "database/database.ts", "database/queue.ts"]);
  });

  it.each(Object.entries(owners))("on %s is %s's", (table, owner) => {
    const reads = filesWith(new RegExp(`\\b(from|join)\\s+${table}\\b`));
    const strangers = reads.filter((name) => roomOf(name) !== owner && !joins.includes(name));
    expect(strangers.filter((name) => !(table === "audit_events" && roomOf(name) === "database"))).toEqual(
      [],
    );
  });

  it.each(Object.entries(owners))("that writes %s is %s's alone", (table, owner) => {
    const writes = filesWith(new RegExp(`\\b(insert\\s+into|update|delete\\s+from)\\s+${table}\\b(?!\\s*:)`));
    // An audit event commits in the statement that it tells of.
    const strangers = table === "audit_events" ? [] : writes.filter((name) => roomOf(name) !== owner);
    expect(strangers).toEqual([]);
  });
});
