import { Validator } from "@seriousme/openapi-schema-validator";
import { Compile } from "typebox/compile";
import { beforeAll, describe, expect, it } from "vitest";
import { queueMail } from "../../src/mail/queue-mail.js";
import {
  type Admin,
  type AdminAnswer,
  adminOf,
  createAdminResources,
  type Method,
} from "../support/admin.js";
import { heldKey, keySet } from "../support/assertion-keys.js";
import { createClient, createUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import { signIn } from "../support/token-requests.js";
import { withPasskey, withTotp } from "../support/totp.js";

type Json = Readonly<Record<string, unknown>>;
interface Operation {
  readonly operationId: string;
  readonly security: readonly Json[];
  readonly responses: Readonly<
    Record<string, { headers?: Json; content?: Record<string, { schema: Json }> }>
  >;
}

const server = await testServer({
  env: { SIGN_UP: "invite", SMTP_URL: "smtp://127.0.0.1:2525", MAIL_FROM: "auth@example.com" },
});
let admin: Admin;
let document: {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
};

beforeAll(async () => {
  await createAdminResources(server);
  admin = await adminOf(server);
  document = (await admin.ask("GET", "/openapi.json")).body;
});

/** With every reference resolved. */
const resolved = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(resolved);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref } = schema as { $ref?: string };
  if ($ref !== undefined) return resolved(document.components.schemas[$ref.replace(/^.*\//, "")]);
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, resolved(value)]));
};

/** Forbid members that the schema does not name. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, closed(value)]);
  const isOpen = "additionalProperties" in schema || !("properties" in schema);
  return { ...Object.fromEntries(entries), ...(!isOpen && { additionalProperties: false }) };
};

describe("The OpenAPI document", () => {
  it("is valid OpenAPI 3.1, and uncached", async () => {
    const answer = await admin.ask("GET", "/openapi.json");
    expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(document.openapi).toBe("3.1.0");
    expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
  });

  it("has each address with its methods: what it does not have is answered 404 or 405", async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const id = path.includes("{client_id}") ? "x" : "00000000-0000-4000-8000-000000000000";
      const url = path.replace("/admin/v1", "").replaceAll(/\{\w+\}/g, id);
      for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as Method[]) {
        const documented = method.toLowerCase().replace("head", "get") in operations;
        const { status } = await admin.ask(method, url, undefined, { "if-match": "*" });
        expect({ method, url, refused: status === 405 }).toEqual({ method, url, refused: !documented });
      }
    }
  });

  it("has every route that is registered under /admin/v1", () => {
    const own = new Set(Object.keys(document.paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ":$1")));
    const registered = new Set<string>();
    const path: string[] = [];
    for (const line of server.app.printRoutes({ commonPrefix: false, includeHooks: false }).split("\n")) {
      const [, indent = "", text = "", methods] = /^([│├└─ ]*)(\S+)(?: \((.*)\))?$/.exec(line) ?? [];
      path.length = indent.length / 4;
      path.push(text);
      if (methods !== undefined) registered.add(path.join(""));
    }
    const admin = [...registered].filter((url) => url.startsWith("/admin/v1/"));
    expect(admin.filter((url) => url !== "/admin/v1/openapi.json").sort()).toEqual([...own].sort());
  });

  it("names each operation once, with its scope", () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.entries(methods));
    const names = operations.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const [method, { security }] of operations)
      expect(security).toEqual([{ oauth2: [method === "get" ? "admin:read" : "admin:write"] }]);
  });

  it("tells the truth of every answer", async () => {
    const covered = new Set<string>();
    const check = (template: string, method: Method, answer: AdminAnswer) => {
      const operation = document.paths[`/admin/v1${template}`]?.[method.toLowerCase()];
      const response =
        operation?.responses[answer.status] ?? operation?.responses[`${String(answer.status)[0]}XX`];
      const type = String(answer.headers["content-type"]).split(";", 1)[0] ?? "";
      const schema = response?.content?.[type]?.schema;
      if (answer.status !== 204) {
        const errors = Compile(closed(resolved(schema)) as object).Errors(answer.body);
        expect({ method, template, schema: schema !== undefined, errors }).toEqual({
          method,
          template,
          schema: true,
          errors: [],
        });
      }
      expect("etag" in answer.headers).toBe(response?.headers !== undefined);
      if (answer.status < 300) covered.add(operation?.operationId ?? "");
      return answer;
    };
    const ask = async (method: Method, template: string, id = "", body?: object, query = "") =>
      check(
        template,
        method,
        await admin.ask(method, template.replace(/\{\w+\}/, encodeURIComponent(id)) + query, body, {
          "if-match": "*",
        }),
      );
    const { body: made } = await ask("POST", "/clients", "", {
      client_name: "True",
      grant_types: ["client_credentials"],
      resources: ["https://notes.example.com"],
    });
    await ask("GET", "/clients");
    await ask("GET", "/clients/{client_id}", made.client_id);
    await ask("PATCH", "/clients/{client_id}", made.client_id, { refresh_burst: 3, on_refresh_burst: "log" });
    await ask("POST", "/clients/{client_id}/secret", made.client_id);
    await ask("DELETE", "/clients/{client_id}/secret/previous", made.client_id);
    await ask("POST", "/clients/{client_id}/disable", made.client_id);
    await ask("POST", "/clients/{client_id}/enable", made.client_id);
    const { body: user } = await ask("POST", "/users", "", {
      email: "true@example.com",
      password: "long enough",
    });
    await ask("GET", "/users");
    await ask("GET", "/users/{id}", user.id);
    await ask("PATCH", "/users/{id}", user.id, { roles: ["admin"] });
    await ask("POST", "/users/{id}/disable", user.id);
    await ask("POST", "/users/{id}/enable", user.id);
    await ask("POST", "/users/{id}/send-reset", user.id);
    await withTotp(server, user);
    const passkey = await withPasskey(server, user, "A key");
    await ask("GET", "/users/{id}/factors", user.id);
    await ask("DELETE", "/users/{id}/factors/totp", user.id);
    const one = `/users/${user.id}/factors/passkeys/${passkey}`;
    check("/users/{id}/factors/passkeys/{passkey}", "DELETE", await admin.ask("DELETE", one));
    await ask("DELETE", "/users/{id}/factors", user.id);
    const { body: invitation } = await ask("POST", "/invitations", "", { email: "invited@example.com" });
    await ask("GET", "/invitations");
    await ask("DELETE", "/invitations/{id}", invitation.id);
    const resource = "https://true.example.com";
    await ask("POST", "/resources", "", { resource, scope: "a b", scope_descriptions: { a: "A" } });
    await ask("GET", "/resources");
    await ask("GET", "/resources/{resource}", resource);
    await ask("PATCH", "/resources/{resource}", resource, { name: "True" });
    await ask("POST", "/resources/{resource}/secret", resource);
    await ask("POST", "/resources/{resource}/secret", resource);
    await ask("DELETE", "/resources/{resource}/secret/previous", resource);
    const { body: provider } = await ask("POST", "/providers", "", {
      id: "true",
      issuer: "https://id.example.com",
      client_id: "regrant",
    });
    await ask("GET", "/providers");
    await ask("GET", "/providers/{id}", provider.id);
    await ask("PATCH", "/providers/{id}", provider.id, { name: "True" });
    await ask("POST", "/providers/{id}/secret", provider.id, { client_secret: "a secret" });
    await ask("POST", "/providers/{id}/disable", provider.id);
    await ask("POST", "/providers/{id}/enable", provider.id);
    await ask("DELETE", "/providers/{id}", provider.id);
    const { body: trusted } = await ask("POST", "/trusted-issuers", "", {
      id: "true",
      issuer: "https://ci.example.com",
      kind: "workload",
      jwks: keySet(heldKey()),
    });
    await ask("GET", "/trusted-issuers");
    await ask("GET", "/trusted-issuers/{id}", trusted.id);
    await ask("PATCH", "/trusted-issuers/{id}", trusted.id, { allow_reuse: true });
    await ask("POST", "/trusted-issuers/{id}/disable", trusted.id);
    await ask("POST", "/trusted-issuers/{id}/enable", trusted.id);
    await ask("DELETE", "/trusted-issuers/{id}", trusted.id);
    for (const [template, id] of [
      ["/resources/{resource}", resource],
      ["/clients/{client_id}", made.client_id],
      ["/users/{id}", user.id],
    ] as const) {
      await ask("GET", `${template}/dependents`, id);
      await ask("DELETE", template, id);
    }
    await signIn(server, await createClient(server), await createUser(server));
    const { body: sessions } = await ask("GET", "/sessions");
    await ask("GET", "/sessions/{id}", sessions.items[0].id);
    await ask("DELETE", "/sessions/{id}", sessions.items[0].id);
    await ask("POST", "/sessions/revoke", "", { everyone: true });
    await queueMail(server.db, server.context.secrets, {
      kind: "deletion_cancelled",
      to: "true@example.com",
      language: "en",
      userId: null,
    });
    await ask("GET", "/mails");
    await ask("POST", "/mails/retry", "", {});
    await ask("GET", "/keys");
    await server.db.query("delete from signing_keys where state = 'staged'");
    await ask("POST", "/keys/rotate");
    await ask("GET", "/audit");
    await ask("GET", "/clients/{client_id}", "nobody");
    await ask("POST", "/clients", "", {});
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect([...covered].sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
  });
});
