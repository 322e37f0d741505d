import { reasons } from "@regrant/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClient, createResources } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import {
  type Answer,
  askByClientCredentials,
  expectRefusal,
  expectTokens,
  identify,
  postForm,
  postToken,
} from "../support/token-requests.js";

const server = await testServer();
/** A valid request, as sent. */

await createResources(server);
const client = await createClient(server);
const good = new URLSearchParams({ grant_type: "client_credentials", ...identify(client) }).toString();

const ask = async (
  method: "GET" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS",
  url = "/oauth2/token",
) => {
  const response = await server.app.inject({ method, url });
  return { status: response.statusCode, headers: response.headers, text: response.body };
};

describe("The token endpoint's methods (RFC 6749 §3.2)", () => {
  it("are POST only: 405 with Allow for the others [token-endpoint-1]", async () => {
    for (const method of ["GET", "PUT", "PATCH", "DELETE"] as const) {
      const { status, headers, text } = await ask(method);
      expectRefusal(
        { status, headers, body: JSON.parse(text) },
        405,
        "invalid_request",
        "method_not_allowed",
      );
      expect(headers.allow).toBe("POST");
    }
  });

  it("are said first, whatever body comes with another one", async () => {
    const response = await server.app.inject({ method: "PUT", url: "/oauth2/token", payload: { a: 1 } });
    expect(response.statusCode).toBe(405);
  });

  it("answer HEAD and OPTIONS without a token and without a 5xx", async () => {
    expect(await ask("HEAD")).toMatchObject({ status: 405, text: "" });
    expect((await ask("OPTIONS")).status).toBeLessThan(500);
  });

  it("take no parameters from the address (RFC 6749 §2.3.1) [token-endpoint-2]", async () => {
    const inUrl = await ask("GET", `/oauth2/token?${good}`);
    expect(inUrl.status).toBe(405);
    const response = await server.app.inject({
      method: "POST",
      url: `/oauth2/token?${good}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "",
    });
    const answer = { status: response.statusCode, headers: response.headers, body: response.json() };
    expectRefusal(answer, 400, "invalid_request", "parameter_missing");
  });
});

describe("The token endpoint's body (RFC 6749 Appendix B) [token-endpoint-3]", () => {
  it("is a form, with or without charset=utf-8, the type in any letter case", async () => {
    for (const type of [
      "application/x-www-form-urlencoded",
      "application/x-www-form-urlencoded; charset=utf-8",
      "application/x-www-form-urlencoded;charset=UTF-8",
      "Application/X-WWW-Form-Urlencoded",
    ]) {
      expectTokens(await postToken(server, good, { "content-type": type }));
    }
  });

  it("is nothing else: JSON, multipart, text, XML and made-up types are refused", async () => {
    const asJson = JSON.stringify({ grant_type: "client_credentials", ...identify(client) });
    for (const [type, body] of [
      ["application/json", asJson],
      ["application/json", "{"],
      ["text/plain", good],
      ["multipart/form-data; boundary=x", "--x\r\n\r\n--x--"],
      ["application/xml", "<a/>"],
      ["application/x-www-form-urlencoded-not", good],
      ["nonsense", good],
      ["", good],
    ] as const) {
      const answer = await postToken(server, body, { "content-type": type });
      expectRefusal(answer, 400, "invalid_request", "content_type_unsupported");
    }
  });

  it("may not be absent", async () => {
    const response = await server.app.inject({ method: "POST", url: "/oauth2/token" });
    const answer = { status: response.statusCode, headers: response.headers, body: response.json() };
    expectRefusal(answer, 400, "invalid_request", "content_type_unsupported");
  });

  it("may not be empty", async () => {
    expectRefusal(await postToken(server, ""), 400, "invalid_request", "parameter_missing");
    expectRefusal(await postToken(server, "&&&"), 400, "invalid_request", "parameter_missing");
  });

  it("may have 16 KiB and no byte more", async () => {
    const padding = `${good}&x=`;
    expectTokens(await postToken(server, padding + "x".repeat(16_384 - padding.length)));
    const more = await postToken(server, padding + "x".repeat(16_385 - padding.length));
    expectRefusal(more, 400, "invalid_request", "body_too_large");
    const much = await postToken(server, "x".repeat(2_000_000));
    expectRefusal(much, 400, "invalid_request", "body_too_large");
  });
});

describe("The token endpoint's parameters (RFC 6749 §3.2)", () => {
  it("may each stand there once [token-endpoint-4]", async () => {
    for (const name of ["grant_type", "client_id", "client_secret", "scope", "made_up", "made up"]) {
      const twice = `${good}&${encodeURIComponent(name)}=a&${encodeURIComponent(name)}=b`;
      expectRefusal(await postToken(server, twice), 400, "invalid_request", "parameter_repeated");
    }
  });

  it("count as repeated however their names are encoded, and with equal or empty values [token-endpoint-5]", async () => {
    for (const again of ["grant%5ftype=client_credentials", "grant_type", "grant_type=", "%67rant_type=x"]) {
      const answer = await postToken(server, `${good}&${again}`);
      expectRefusal(answer, 400, "invalid_request", "parameter_repeated");
    }
  });

  it("count as absent without a value [token-endpoint-6]", async () => {
    expectTokens(await postToken(server, `${good}&scope=&resource=&refresh_token`));
    for (const form of ["grant_type=&client_id=x", "grant_type&client_id=x", "client_id=x", "=x"]) {
      expectRefusal(await postToken(server, form), 400, "invalid_request", "parameter_missing");
    }
  });

  it("are ignored where they are unknown [token-endpoint-7]", async () => {
    expectTokens(await postToken(server, `${good}&made_up=1&__proto__=2&constructor=3&toString=4`));
  });

  it("may be encoded in every way that the form allows", async () => {
    const encoded = [...good].map((character) =>
      "&=".includes(character) ? character : `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
    expectTokens(await postToken(server, encoded.join("").replaceAll("%25", "%")));
    expectTokens(await postToken(server, `&&${good}&&`));
  });

  it("are refused in broken percent-encoding", async () => {
    for (const value of ["%", "%2", "%zz", "a%", "%u0041", "100%"]) {
      for (const form of [`${good}&made_up=${value}`, `${good}&${value}=x`]) {
        expectRefusal(await postToken(server, form), 400, "invalid_request", "encoding_invalid");
      }
    }
  });

  it("are refused where they are not UTF-8: raw bytes, overlong forms, surrogates, Latin-1 [token-endpoint-8]", async () => {
    for (const value of ["%ff", "%c0%80", "%c3", "%ed%a0%80", "%e9", "%f8%88%80%80%80"]) {
      const answer = await postToken(server, `${good}&made_up=${value}`);
      expectRefusal(answer, 400, "invalid_request", "encoding_invalid");
    }
    for (const bytes of [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
      const body = Buffer.concat([Buffer.from(`${good}&made_up=`), Buffer.from(bytes)]);
      expectRefusal(await postToken(server, body), 400, "invalid_request", "encoding_invalid");
    }
  });

  it("are refused with a NUL, encoded or raw, in name or value", async () => {
    for (const form of [`${good}&a=%00`, `${good}&a=\0`, `${good}&%00=a`, `${good}&a=b%00c`]) {
      expectRefusal(await postToken(server, form), 400, "invalid_request", "encoding_invalid");
    }
  });

  it("name a grant type that there is [token-endpoint-9]", async () => {
    for (const type of [
      "authorization-code",
      "implicit",
      "PASSWORD",
      "__proto__",
      "é",
      'x"\\',
      "x".repeat(5000),
    ]) {
      const answer = await postForm(server, { grant_type: type, ...identify(client) });
      expectRefusal(answer, 400, "unsupported_grant_type", "grant_type_unsupported");
    }
  });

  it("never lead to a 5xx or a broken answer, whatever they are [token-endpoint-10]", async () => {
    const name = fc.oneof(
      fc.constantFrom("grant_type", "client_id", "client_secret", "refresh_token", "username", "password"),
      fc.constantFrom("scope", "resource", "__proto__"),
      fc.string({ unit: "binary", maxLength: 20 }),
    );
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom("client_credentials", "password", "refresh_token", client.clientId, client.secret),
    );
    const form = fc.array(fc.tuple(name, value), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(form, async (pairs) => {
        const { status, body } = await postToken(server, new URLSearchParams(pairs).toString());
        expect([200, 400, 401]).toContain(status);
        if (status !== 200) expect(Object.keys(reasons)).toContain(body.error_uri?.split("/").at(-1));
      }),
      { numRuns: 300 },
    );
  });

  it("never lead to a 5xx, whatever bytes the body has [token-endpoint-11]", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const { status } = await postToken(server, Buffer.from(bytes));
        expect(status).toBe(400);
      }),
      { numRuns: 200 },
    );
  });
});

describe("The token endpoint's answers (RFC 6749 §5)", () => {
  it("of every kind of refusal have a page behind error_uri [token-endpoint-12]", async () => {
    const answers: Answer[] = [
      await postToken(server, ""),
      await postToken(server, "a=%00"),
      await postForm(server, { grant_type: "nope" }),
      await postForm(server, { grant_type: "password" }),
      await askByClientCredentials(server, { ...client, secret: "wrong" }),
      await askByClientCredentials(server, client, { scope: "nope" }),
      await askByClientCredentials(server, client, { resource: "nope" }),
    ];
    expect(new Set(answers.map(({ body }) => body.error_uri)).size).toBe(answers.length);
    for (const { body } of answers) {
      const page = await server.app.inject(new URL(body.error_uri ?? "").pathname);
      expect(page.statusCode).toBe(200);
      expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(page.body).toContain(String(body.error));
    }
  });

  it("carry a request id of the server's own making", async () => {
    const answer = await postToken(server, good, { "x-request-id": "mine", "request-id": "mine" });
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("name the value that was wrong, and nothing else that was sent [token-endpoint-13]", async () => {
    const answer = await postForm(server, { grant_type: "<script>alert(1)</script>", scope: "s3cret" });
    expectRefusal(answer, 400, "unsupported_grant_type", "grant_type_unsupported");
    expect(answer.body.error_description).toContain("'%3Cscript%3Ealert(1)%3C/script%3E'");
    expect(JSON.stringify(answer.body)).not.toMatch(/<|s3cret/);
  });

  it("hide what nobody foresaw: 500 server_error, the cause in the log only", async () => {
    const broken = await testServer();
    await broken.db.query("alter table clients rename column scope to scope_gone");
    const answer = await askByClientCredentials(broken, client);
    await broken.db.query("alter table clients rename column scope_gone to scope");
    expectRefusal(answer, 500, "server_error", "unforeseen");
    expect(JSON.stringify(answer)).not.toMatch(/column|relation|scope_gone|42703/);
    expect(broken.logLines.some((line) => line.includes("42703"))).toBe(true);
  });
});
