import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanDatabaseUrl, parseDatabaseUrl } from "../../src/database/url.js";
import { DatabaseUrlError } from "../../src/database/url-error.js";

/** The reported fault. */
function faultOf(url: string): string {
  try {
    parseDatabaseUrl(url);
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseUrlError);
    return error instanceof Error ? error.message : "";
  }
  throw new Error(`accepted: ${url}`);
}

const target = (url: string) => {
  const { host, port, user, password, database } = parseDatabaseUrl(url);
  return { host, port, user, password, database };
};
const usual = { host: "db.example", port: 5433, user: "regrant", password: "hunter2", database: "auth" };

describe("DATABASE_URL", () => {
  it.each([
    "postgres://regrant:hunter2@db.example:5433/auth",
    "postgresql://regrant:hunter2@db.example:5433/auth",
    "POSTGRES://regrant:hunter2@db.example:5433/auth",
    "postgres://db.example:5433/auth?user=regrant&password=hunter2",
    "postgres://?host=db.example&port=5433&dbname=auth&user=regrant&password=hunter2",
    "postgres://regrant:hunter2@/auth?host=db.example&port=5433",
    "postgres://%72egrant:%68unter2@db%2Eexample:5433/%61uth",
    "postgres://regrant:hunter2@db.example:5433/auth?connect_timeout=10&keepalives=1&target_session_attrs=read-write",
    "host=db.example port=5433 user=regrant password=hunter2 dbname=auth",
    "host = 'db.example' port=5433\tuser=regrant password='hunter2' dbname=auth ".replace("\t", " "),
    '"postgres://regrant:hunter2@db.example:5433/auth"',
    "'postgres://regrant:hunter2@db.example:5433/auth'\n",
    "\ufeffpostgres://regrant:hunter2@db.example:5433/auth\r\n",
  ])("is read as libpq reads it: %j [database-url-1]", (url) => {
    expect(target(url)).toEqual(usual);
    expect(target(cleanDatabaseUrl(url, "session"))).toEqual(usual);
  });

  it.each([
    ["postgres:///auth", {}],
    ["postgres://", { database: undefined }],
    ["postgres://regrant@/auth", { user: "regrant" }],
    ["postgres://[::1]:5433/auth", { host: "::1", port: 5433 }],
    ["postgres://regrant@[2001:db8::7]/auth", { host: "2001:db8::7", user: "regrant" }],
    ["postgres://127.0.0.1/auth?hostaddr=127.0.0.2", { host: "127.0.0.2" }],
    ["postgresql:///auth?host=/run/postgresql&user=regrant", { host: "/run/postgresql", user: "regrant" }],
    ["postgresql://regrant@/auth?host=%2Frun%2Fpostgresql", { host: "/run/postgresql", user: "regrant" }],
    [
      "postgresql://regrant@%2Frun%2Fpostgresql:5433/auth",
      { host: "/run/postgresql", user: "regrant", port: 5433 },
    ],
    [
      "postgres://regrant%40server:x@db.example/auth",
      { host: "db.example", user: "regrant@server", password: "x" },
    ],
    [
      "postgres://regrant@server:x@db.example/auth",
      { host: "db.example", user: "regrant@server", password: "x" },
    ],
    [
      "host=/run/postgresql dbname=auth password='it\\'s \\\\'",
      { host: "/run/postgresql", password: "it's \\" },
    ],
  ])("says where: %s", (url, expected) => {
    const nothing = { host: undefined, port: undefined, user: undefined, password: undefined };
    expect(target(url)).toEqual({ ...nothing, database: "auth", ...expected });
  });

  it.each([
    ["%23%2F%3F%40%25%2B", "#/?@%+"],
    ["a#b", "a#b"],
    ["a@b", "a@b"],
    ["a+b", "a+b"],
    ["a:b", "a:b"],
    ["a b", "a b"],
    ["100%", "100%"],
    ["a%zz", "a%zz"],
    ["a%ffb", "a%ffb"],
    ["%E2%82%AC", "€"],
  ])("takes the password %s for what is meant", (written, password) => {
    expect(target(`postgres://u:${written}@db.example/auth`)).toMatchObject({ host: "db.example", password });
  });

  const hunted = [
    "a/hunter2",
    "a?hunter2",
    "12/hunter2",
    "#/?@%hunter2",
    "a@b/hunter2",
    "a@b/c?hunter2",
    "a#b/c?d@e%f+hunter2",
    "a/b?hunter2=c",
    "%41%hunter2",
  ];

  it.each(hunted)(
    "takes no piece of the password %s for a host, and says how to encode it [database-url-2]",
    (password) => {
      for (const query of ["", "?sslmode=require", "?application_name=me@here&sslmode=require"]) {
        const fault = faultOf(`postgres://u:${password}@db.example:5432/auth${query}`);
        expect(fault).toMatch(/\? as %3F/);
        expect(fault).not.toMatch(/hunter2|a@b/);
      }
    },
  );

  it.each([
    [
      "postgres://u:p@one,two/auth?target_session_attrs=read-write",
      /several hosts; name one, which leads to the primary/,
    ],
    ["postgres://u:p@one:1,two:2/auth", /several hosts/],
    ["host=one,two dbname=auth", /several hosts/],
    ["postgres://u:p@one/auth?target_session_attrs=standby", /target_session_attrs.*primary/],
    ["postgres://u:hunter2@db.example:https/auth", /port that is no number from 1 to 65535/],
    ["postgres://u:p@db.example:65536/auth", /port that is no number/],
    ["postgres://u:hunter2", /port that is no number/],
    ["postgres://u:p@::1/auth", /in brackets; write \[::1\]/],
    ["postgres://u:p@db.example/auth?schema=regrant", /options=-csearch_path%3D<schema>/],
    ["postgres://u:p@db.example/auth?search_path=regrant", /options=-csearch_path%3D<schema>/],
    ["postgres://u:p@db.example/auth?pgbouncer=true", /DATABASE_POOLER=transaction/],
    ["postgres://u:p@db.example/auth?sslmode=verify_full", /sslmode that is none of disable, require/],
    ["postgres://u:p@db.example/auth?sslmode=verify-ca", /verify-ca without sslrootcert/],
    [
      "postgres://u:p@db.example/auth?sslmode=verify-full&sslrootcert=/nowhere/ca.pem",
      /PEM file.*\/nowhere\/ca\.pem/,
    ],
    ["postgres://u:p@db.example/auth?sslmode=require&sslrootcert=system", /write sslmode=verify-full/],
    ["postgres://u:p@db.example/auth?gssencmode=require", /gssencmode/],
    ["postgres://u:p@db.example/auth?client_encoding=LATIN1", /client_encoding.*UTF8/],
    ["postgres://u:p@db.example/auth?hunter2=1", /a parameter that is not known here; leave it out/],
    ["postgres://u:p@db.example/auth?sslmod=require", /the parameter sslmod that is not known/],
    ["postgres://u:p@db.example/auth?sslmode", /not name=value/],
    ["postgres://u:hun\nter2@db.example/auth", /line break or tab inside/],
    ["jdbc:postgresql://db.example/auth?password=hunter2", /not a URL like postgres:\/\//],
    ["mysql://u:hunter2@db.example/auth", /not a URL like postgres:\/\//],
    ["db.example", /not a URL like postgres:\/\//],
    ["host=db.example password=hun ter2", /not a list of name=value/],
    ["host=db.example passwort=hunter2", /the parameter passwort that is not known/],
  ])("that cannot be done is refused in one sentence: %j [database-url-3]", (url, message) => {
    const fault = faultOf(url);
    expect(fault).toMatch(message);
    expect(fault).not.toMatch(/\n|hunter2/);
  });

  it("with any password, encoded or as it is, leads to the host that stands in it or nowhere [database-url-4]", () => {
    const password = fc.string({
      unit: fc.constantFrom(..."ab1:/?#@%&=,[]+. "),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(password, (secret) => {
        const encoded = `postgres://u:${encodeURIComponent(secret)}@db.example:5433/auth`;
        expect(target(encoded)).toEqual({ ...usual, user: "u", password: secret });
        try {
          expect(target(`postgres://u:${secret}@db.example:5433/auth`)).toMatchObject({
            host: "db.example",
            port: 5433,
            database: "auth",
          });
        } catch (error) {
          if (!(error instanceof DatabaseUrlError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("sets the session's parameters by options, and leaves to the server what only it understands", () => {
    const read = (options: string) => {
      const { parameters, startupOptions } = parseDatabaseUrl(
        `postgres://db.example/auth?options=${encodeURIComponent(options)}`,
      );
      return { parameters, startupOptions };
    };
    expect(read("-csearch_path=regrant")).toEqual({ parameters: [["search_path", "regrant"]] });
    expect(read("-c search_path=a,\\ b --work-mem=8MB")).toEqual({
      parameters: [
        ["search_path", "a, b"],
        ["work_mem", "8MB"],
      ],
    });
    expect(read("endpoint=ep-cool-1")).toEqual({ parameters: [], startupOptions: "endpoint=ep-cool-1" });
    const url = "postgres://db.example/auth?options=-csearch_path%3Dregrant";
    expect(() => cleanDatabaseUrl(url, "transaction")).toThrow(/alter role … set search_path/);
  });

  it.each([
    ["sslmode=disable", null],
    ["sslmode=prefer", "nothing"],
    ["sslmode=require", "nothing"],
    ["sslmode=no-verify", "nothing"],
    ["sslmode=verify-full", "name"],
    ["sslrootcert=system", "name"],
    ["ssl=true", "name"],
    ["ssl=false", null],
  ])("?%s verifies %s", (query, verifies) => {
    const { tls } = parseDatabaseUrl(`postgres://db.example/auth?${query}`);
    expect(tls?.options() === false ? null : tls?.verifies).toBe(verifies);
  });

  it("says nothing of TLS where it says nothing, and over a socket", () => {
    expect(parseDatabaseUrl("postgres://db.example/auth").tls).toBeUndefined();
    expect(parseDatabaseUrl("postgres:///auth?host=/run/postgresql&sslmode=require").tls).toBeUndefined();
  });
});
