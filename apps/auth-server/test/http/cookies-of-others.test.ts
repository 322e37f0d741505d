/** Cookies ignore ports: other programs' cookies on the same host come with every request. */
import { request } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { answerOf, authorizeUrl, createApp, login, signedIn } from "../support/authorization.js";
import { Browser, hiddenFields, textOf } from "../support/browser.js";
import { createResources, createUser, type TestClient, type TestUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
let port = 0;
let client: TestClient;
let user: TestUser;
beforeAll(async () => {
  await createResources(server);
  client = await createApp(server, { allowedOrigins: ["https://app.example.com"] });
  user = await createUser(server);
  port = Number(new URL(await server.app.listen({ host: "127.0.0.1", port: 0 })).port);
});

const cookies = (kib: number) =>
  Array.from({ length: kib / 4 }, (_, index) => `other-${index}=${"x".repeat(4_080)}`).join("; ");

interface Seen {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const send = (method: string, path: string, kib: number, headers: Record<string, string> = {}) =>
  new Promise<Seen>((resolve, reject) => {
    const sent = { ...headers, cookie: cookies(kib) };
    const asked = request({ host: "127.0.0.1", port, method, path, headers: sent }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on("error", reject).end();
  });

const paths: readonly (readonly [string, string])[] = [
  ["GET", "/login"],
  ["GET", "/account"],
  ["GET", "/consent"],
  ["GET", "/.well-known/jwks.json"],
  ["GET", "/.well-known/oauth-authorization-server"],
  ["POST", "/oauth2/token"],
];

describe("Cookies of other apps on this host", () => {
  it("are passed over, up to 60 KiB of them", async () => {
    for (const [method, path] of paths) {
      const { status } = await send(method, path, 60);
      expect([path, status]).not.toEqual([path, 431]);
      expect(status).toBeLessThan(500);
    }
    const fresh = new Browser(server, { "x-other": cookies(60) });
    expect(answerOf(await login(fresh, await fresh.visit(authorizeUrl(client)), user))).toHaveProperty(
      "code",
    );
  });

  it("are refused beyond with 431: in words on pages, and so that apps can read it (RFC 6585 §5)", async () => {
    for (const [method, path] of paths) {
      const { status, headers, body } = await send(method, path, 72, { origin: "https://app.example.com" });
      expect([path, status]).toEqual([path, 431]);
      expect(body).toContain("clear them, or use a private window");
      expect(body).toContain("head_too_large");
      const isPage = ["/login", "/account", "/consent"].includes(path);
      expect(headers["content-type"]).toBe(`${isPage ? "text/html" : "application/json"}; charset=utf-8`);
      if (!isPage)
        expect(headers["access-control-allow-origin"]).toMatch(/^(\*|https:\/\/app\.example\.com)$/);
    }
  });

  it("are refused with 431 where Node.js reads no further", async () => {
    const { status, headers, body } = await send("POST", "/oauth2/token", 128);
    expect([status, headers["access-control-allow-origin"]]).toEqual([431, "*"]);
    expect(body).toContain("head_too_large");
  });

  it("that bear this server's own names, with nonsense or twice, count as none", async () => {
    for (const cookie of [
      "regrant=nonsense",
      "regrant=a; regrant=b",
      "regrant-form=nonsense",
      "regrant-form=a; regrant-form=b",
      'regrant="quoted; value"',
      `regrant=${"\u00ff".repeat(20)}`,
      `${"n".repeat(2_000)}=x`,
    ]) {
      const fresh = new Browser(server);
      const odd = { cookie };
      const page = await fresh.get("/login", odd);
      expect(page.status).toBe(200);
      expect((await fresh.get("/account", odd)).location).toBe("/login");
      const signedIn = await login(fresh, await fresh.visit(authorizeUrl(client)), user);
      expect(answerOf(signedIn)).toHaveProperty("code");
    }
  });

  it("that bear this server's own names at a longer path send nobody in circles", async () => {
    const fresh = new Browser(server);
    /** As browsers send them: planted ones first. */
    const planted = () => {
      const names = ["regrant", "regrant-form"].filter((name) => fresh.cookie(name) !== undefined);
      const own = names.map((name) => `${name}=${fresh.cookie(name)}`);
      return { cookie: ["regrant=planted", "regrant-form=planted", ...own].join("; ") };
    };
    await fresh.get("/login");
    const page = await fresh.get("/login", planted());
    const form = { ...hiddenFields(page, "/login"), username: user.email, password: user.password };
    expect((await fresh.post("/login", form, planted())).location).toBe("/account");
    expect((await fresh.get("/account", planted())).status).toBe(200);
  });

  it("that bear this server's own name behind another kind of blank, as another host can set it, are not this server's", async () => {
    const [own, thiefs] = [await signedIn(server, user), await signedIn(server, await createUser(server))];
    for (const blank of ["\u00a0", "\u0085", "\u000b", "\u000c"]) {
      const cookie = `regrant=${own.cookie("regrant")}; ${blank}regrant=${thiefs.cookie("regrant")}`;
      const page = await new Browser(server).get("/account", { cookie });
      expect(textOf(page.body)).toContain(user.email);
    }
  });
});
