import { OAuthError } from "@regrant/shared";
import { describe, expect, it } from "vitest";
import { authenticateClient } from "../../src/clients/authentication/authenticate-client.js";
import { parseBasicCredentials } from "../../src/clients/authentication/basic-credentials.js";
import { isClientId } from "../../src/clients/client-id.js";
import type { Client } from "../../src/clients/clients.sql.js";
import { authenticateIntrospector, type Introspector } from "../../src/oauth/introspector.js";
import { hashSecret } from "../../src/secrets.js";
import { plainClient } from "../support/plain-client.js";
import { refusalIn } from "../support/refusals.js";

const open = plainClient({ clientId: "open" });
const closed = plainClient({
  clientId: "closed",
  tokenEndpointAuthMethod: "client_secret_basic",
  secretHashes: [hashSecret("old"), hashSecret("new%41")],
});
const gone = { ...closed, clientId: "gone", disabledAt: new Date(0) };
/** The client for the raw reading of `a%41`, which the standard reads as `aA`. */
const rawOnly = { ...closed, clientId: "raw", secretHashes: [hashSecret("a%41")] };
const clients = new Map([open, closed, gone, rawOnly].map((client) => [client.clientId, client]));

const basic = (id: string, secret: string, scheme = "Basic ") =>
  scheme + Buffer.from(`${id}:${secret}`).toString("base64");
const challenge = 'Basic realm="regrant", charset="UTF-8"';

/** What no secret needs. */
const nowhere = {
  issuer: "https://as.example.com",
  tokenEndpoint: null,
  now: Date.now,
  db: { query: () => Promise.reject(new Error("the database was asked")) },
  remoteKeys: { at: () => () => Promise.reject(new Error("keys were asked for")) },
};

interface Attempt {
  readonly form?: Readonly<Record<string, string>>;
  readonly authorization?: string;
}

/** The authenticated client; `asked` and `wrong` collect the ids looked up and those with a wrong secret. */
const authenticate = ({ form = {}, authorization }: Attempt, asked: string[] = [], wrong: string[] = []) =>
  authenticateClient(new Map(Object.entries(form)), authorization, {
    ...nowhere,
    findClient: async (clientId) => {
      asked.push(clientId);
      return clients.get(clientId) ?? null;
    },
    onWrongProof: async (clientId) => void wrong.push(clientId),
  }).then(({ client }) => client);

describe("A client is", () => {
  it.each<[string, Attempt, string]>([
    ["by its secret in the header", { authorization: basic("closed", "old") }, "closed"],
    ["by another of its secrets", { authorization: basic("closed", "new%2541") }, "closed"],
    ["by a secret that was not encoded", { authorization: basic("raw", "a%41") }, "raw"],
    ["by its secret in the body", { form: { client_id: "closed", client_secret: "old" } }, "closed"],
    ["by its name alone where it has no secret", { form: { client_id: "open" } }, "open"],
    ["by its name in the header", { authorization: basic("open", "") }, "open"],
    ["with an empty secret in the body", { form: { client_id: "open", client_secret: "" } }, "open"],
    [
      "with the same name in header and body",
      { form: { client_id: "closed" }, authorization: basic("closed", "old") },
      "closed",
    ],
  ])("known %s", async (_title, attempt, clientId) => {
    expect((await authenticate(attempt)).clientId).toBe(clientId);
  });

  it.each<[string, Attempt, string, string[]?]>([
    ["nobody", {}, "client_missing"],
    ["a secret without a name", { form: { client_secret: "old" } }, "client_missing"],
    ["a name that there is not", { form: { client_id: "nobody" } }, "client_unknown"],
    ["no secret", { form: { client_id: "closed" } }, "client_secret_missing"],
    [
      "a wrong secret",
      { form: { client_id: "closed", client_secret: "x" } },
      "client_secret_mismatch",
      ["closed"],
    ],
    [
      "a secret that it has not",
      { form: { client_id: "open", client_secret: "x" } },
      "client_secret_unexpected",
    ],
    ["disabled", { form: { client_id: "gone", client_secret: "old" } }, "client_disabled"],
    [
      "disabled, with a wrong secret",
      { form: { client_id: "gone", client_secret: "x" } },
      "client_secret_mismatch",
      ["gone"],
    ],
  ])("refused in the body: %s", async (_title, attempt, reason, wrong = []) => {
    const told: string[] = [];
    expect(await refusalIn(() => authenticate(attempt, [], told))).toBe(`401 invalid_client ${reason}`);
    expect(told).toEqual(wrong);
  });

  it.each<[string, Attempt, string, string[]?]>([
    ["a name that there is not", { authorization: basic("nobody", "x") }, "client_unknown"],
    ["a wrong secret", { authorization: basic("closed", "x") }, "client_secret_mismatch", ["closed"]],
    [
      "wrong in both readings",
      { authorization: basic("closed", "%41") },
      "client_secret_mismatch",
      ["closed"],
    ],
    ["a secret that it has not", { authorization: basic("open", "x") }, "client_secret_unexpected"],
    ["disabled", { authorization: basic("gone", "old") }, "client_disabled"],
    ["no credential", { authorization: "Basic x y" }, "client_authentication_malformed"],
  ])("refused in the header, with a challenge: %s", async (_title, attempt, reason, wrong = []) => {
    const told: string[] = [];
    const refusal = await refusalIn(() => authenticate(attempt, [], told));
    expect(refusal).toBe(`401 invalid_client ${reason} ${challenge}`);
    expect(told).toEqual(wrong);
  });

  it.each<[string, Attempt]>([
    ["secret in both", { form: { client_secret: "old" }, authorization: basic("closed", "old") }],
    ["another name in the body", { form: { client_id: "open" }, authorization: basic("closed", "old") }],
  ])("refused in two ways at once: %s", async (_title, attempt) => {
    expect(await refusalIn(() => authenticate(attempt))).toBe(
      "400 invalid_request client_authentication_repeated",
    );
  });

  it.each(["Bearer x", "Bearer", "Negotiate YII=", 'Digest username="x"', "DPoP x", "", "x", "Basically x"])(
    "known by the body, whatever stands in the header that is not Basic: %j",
    async (authorization) => {
      const form = { client_id: "closed", client_secret: "old" };
      expect((await authenticate({ form, authorization })).clientId).toBe("closed");
      expect((await authenticate({ form: { client_id: "open" }, authorization })).clientId).toBe("open");
      const wrong = { form: { ...form, client_secret: "x" }, authorization };
      expect(await refusalIn(() => authenticate(wrong))).toBe("401 invalid_client client_secret_mismatch");
      const nobody = "401 invalid_client client_authentication_unsupported";
      expect(await refusalIn(() => authenticate({ authorization }))).toBe(nobody);
    },
  );

  it.each(["Basic", "Basic ", "basic x y", "BASIC !", "Basic,YTpi"])(
    "refused with a challenge for a broken Basic credential, whatever the body says: %j",
    async (authorization) => {
      const attempt = { form: { client_id: "closed", client_secret: "old" }, authorization };
      const refusal = `401 invalid_client client_authentication_malformed ${challenge}`;
      expect(await refusalIn(() => authenticate(attempt))).toBe(refusal);
    },
  );

  it("may be named in the body by either reading of the header", async () => {
    const authorization = basic("a%41", "x");
    for (const client_id of ["aA", "a%41"])
      expect(await refusalIn(() => authenticate({ form: { client_id }, authorization }))).toContain(
        "client_unknown",
      );
  });

  it("not asked for where no client has such a name", async () => {
    const asked: string[] = [];
    for (const client_id of ["ä", "a b", "", "x".repeat(129), "a:b"]) {
      const attempt = { form: { client_id } };
      expect(await refusalIn(() => authenticate(attempt, asked))).toContain("client_unknown");
    }
    expect(asked).toEqual([]);
  });

  it("told a failure of the store as it is, without a challenge", async () => {
    const away = new OAuthError("temporarily_unavailable", "no database", { reason: "database_unavailable" });
    for (const failure of [new Error("a fault"), away]) {
      const failing = authenticateClient(new Map(), basic("closed", "old"), {
        ...nowhere,
        findClient: () => Promise.reject(failure),
        onWrongProof: async () => {},
      });
      await expect(failing).rejects.toBe(failure);
    }
  });
});

describe("A client_id", () => {
  it("has 1 to 128 letters, digits and ._~-", () => {
    for (const good of ["a", "Z9._~-", "x".repeat(128)]) expect(isClientId(good)).toBe(true);
    for (const bad of ["", "x".repeat(129), "a b", "a:b", "a\n", " a", "é", "a/b"])
      expect(isClientId(bad)).toBe(false);
  });
});

describe("A Basic credential", () => {
  const read = (text: string | Buffer, scheme = "Basic ") =>
    parseBasicCredentials(scheme + Buffer.from(text).toString("base64"));

  it("is read once where nothing needed encoding, and else in both readings, the standard's first", () => {
    expect(read("a:b:c")).toEqual([{ clientId: "a", secret: "b:c" }]);
    expect(read("a:")).toEqual([{ clientId: "a", secret: "" }]);
    expect(read("a:b+c")).toEqual([
      { clientId: "a", secret: "b c" },
      { clientId: "a", secret: "b+c" },
    ]);
    expect(read("a%2Eb:c")).toEqual([
      { clientId: "a.b", secret: "c" },
      { clientId: "a%2Eb", secret: "c" },
    ]);
  });

  it("is read as it stands where it cannot be decoded", () => {
    for (const [clientId, secret] of [
      ["a", "50%"],
      ["a%", "b"],
      ["a%00", "b"],
    ])
      expect(read(`${clientId}:${secret}`)).toEqual([{ clientId, secret }]);
  });

  it("has the scheme in any case, with any number of spaces, and padding or none", () => {
    for (const scheme of ["basic ", "BASIC   "]) expect(read("a:b", scheme)).toHaveLength(1);
    expect(parseBasicCredentials("Basic YTpi")).toEqual([{ clientId: "a", secret: "b" }]);
    expect(parseBasicCredentials("Basic YTpiYw")).toEqual([{ clientId: "a", secret: "bc" }]);
    expect(parseBasicCredentials("Basic YTpiYw==")).toEqual([{ clientId: "a", secret: "bc" }]);
  });

  it.each(["Basic", "Basic ", "BasicYTpi", "x Basic YTpi", "Basic YTpi x", "Basic YTpi===", "Basic !"])(
    "is none: %s",
    (authorization) => {
      expect(parseBasicCredentials(authorization)).toBeNull();
    },
  );

  it("is none without a name, without a colon, with a NUL or not in UTF-8", () => {
    for (const text of [":b", "ab", "a\0:b", "a:b\0", Buffer.from([0x61, 0x3a, 0xff])])
      expect(read(text)).toBeNull();
  });
});

describe("Whoever asks about tokens (RFC 7662 §2.1)", () => {
  const uri = "https://notes.example.com";
  const resources = new Map([
    [uri, [hashSecret("old"), hashSecret("new")]],
    ["https://bare.example.com", []],
    [`${uri}:8443`, [hashSecret("old")]],
    ["urn:example:api", [hashSecret("old")]],
  ]);
  const introspector = (
    { form = {}, authorization }: Attempt,
    client: Client | OAuthError = closed,
    wrong: string[] = [],
  ): Promise<Introspector> =>
    authenticateIntrospector(async (resource) => resources.get(resource) ?? null, {
      form: new Map(Object.entries(form)),
      authorization,
      onWrongSecret: async (resource) => void wrong.push(resource),
      authenticateClient: async () => {
        if (client instanceof OAuthError) throw client;
        return client;
      },
    });

  it("is an API by its URI and any of its secrets", async () => {
    for (const secret of ["old", "new"])
      expect(await introspector({ authorization: basic(encodeURIComponent(uri), secret) })).toEqual({
        resource: uri,
      });
  });

  it("is a client with a secret otherwise", async () => {
    expect(await introspector({ authorization: basic("closed", "old") })).toEqual({ client: closed });
    expect(await introspector({ authorization: "Bearer x" })).toEqual({ client: closed });
  });

  it("is no public client", async () => {
    const refusal = await refusalIn(() => introspector({ form: { client_id: "open" } }, open));
    expect(refusal).toBe("401 invalid_client introspection_public_client");
  });

  it("is an API whose URI was not encoded, or that authenticates in the body", async () => {
    for (const attempt of [
      { authorization: basic(uri, "old") },
      { authorization: basic(`${uri}:8443`, "old") },
      { authorization: basic("urn:example:api", "old") },
      { form: { client_id: uri, client_secret: "old" } },
      { form: { client_id: uri }, authorization: basic(uri, "old") },
    ])
      expect(await introspector(attempt)).toHaveProperty("resource");
  });

  it("is a client still, whose secret has a colon", async () => {
    expect(await introspector({ authorization: basic("closed", "a:b") })).toEqual({ client: closed });
  });

  const unknown = new OAuthError("invalid_client", "nobody", { reason: "client_unknown" });

  it.each<[string, string, string, string, string?]>([
    ["unknown", "https://other.example.com", "old", "resource_not_registered"],
    ["unknown, by a URN", "urn:example:other", "old", "resource_not_registered"],
    ["without a secret", "https://bare.example.com", "old", "resource_secret_missing"],
    ["with a wrong secret", uri, "x", "resource_secret_mismatch", uri],
    ["with none", uri, "", "resource_secret_mismatch", uri],
  ])(
    "is no API %s, and is told of where its secret was wrong",
    async (_title, name, secret, reason, told) => {
      for (const sent of [encodeURIComponent(name), name]) {
        const wrong: string[] = [];
        const ask = () => introspector({ authorization: basic(sent, secret) }, unknown, wrong);
        expect(await refusalIn(ask)).toBe(`401 invalid_client ${reason} ${challenge}`);
        expect(wrong).toEqual(told === undefined ? [] : [told]);
      }
      const inBody = () => introspector({ form: { client_id: name, client_secret: secret } }, unknown);
      expect(await refusalIn(inBody)).toBe(`401 invalid_client ${reason}`);
    },
  );

  it("is no API that says in the body as well who it is", async () => {
    for (const form of [{ client_id: "closed" }, { client_secret: "x" }]) {
      const attempt = { form, authorization: basic(encodeURIComponent(uri), "old") };
      expect(await refusalIn(() => introspector(attempt))).toBe(
        "400 invalid_request client_authentication_repeated",
      );
    }
  });
});
