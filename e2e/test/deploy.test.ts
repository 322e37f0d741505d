/** The configurations in deploy/, as the programs that they are for read them. Where a program is missing, it is said. */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "@regrant/dev-stack";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually } from "../support/eventually.js";
import { selfSigned } from "../support/tls-site.js";

const run = promisify(execFile);
const deploy = fileURLToPath(new URL("../../deploy/", import.meta.url));
const { python } = inject("programs");

const programs = {
  nginx: ["-v"],
  haproxy: ["-v"],
  caddy: ["version"],
  "systemd-analyze": ["--version"],
  openssl: ["version"],
};
const missing = Object.entries(programs).flatMap(([name, args]) =>
  spawnSync(name, args).status === 0 ? [] : [name],
);
if (missing.length > 0)
  console.warn(`  Not checked in deploy/, for lack of the program: ${missing.join(", ")}.`);
const needs = (...names: string[]) => it.skipIf(names.some((name) => missing.includes(name)));

describe("deploy/", () => {
  const folder = mkdtempSync(join(tmpdir(), "regrant-deploy-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  /** A copy of a file, with what lies elsewhere on the machine that it is for. @returns its path */
  function copy(path: string, replace: Readonly<Record<string, string>> = {}): string {
    const text = Object.entries(replace).reduce(
      (before, [from, to]) => {
        if (!before.includes(from)) throw new Error(`${path} does not name ${from}`);
        return before.replaceAll(from, to);
      },
      readFileSync(join(deploy, path), "utf8"),
    );
    const target = join(folder, path.replace(/.*\//, ""));
    writeFileSync(target, text);
    return target;
  }

  describe("tls/", () => {
    const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
    beforeAll(() => {
      if (missing.includes("openssl")) return;
      const made = selfSigned();
      writeFileSync(certificate, `${made.cert}${made.key}`);
      writeFileSync(key, made.key);
    });

    needs("nginx", "openssl")("nginx.conf is what nginx -t accepts", async () => {
      const server = copy("tls/nginx.conf", {
        "/etc/ssl/auth.example.com.pem": certificate,
        "/etc/ssl/auth.example.com.key": key,
      });
      const main = join(folder, "main.conf");
      writeFileSync(main, `pid ${folder}/pid;\nevents {}\nhttp { access_log off; include ${server}; }\n`);
      const { stderr } = await run("nginx", ["-t", "-p", folder, "-c", main, "-e", "stderr"]);
      expect(stderr).toContain("test is successful");
      expect(stderr).not.toContain("[warn]");
    });

    needs("haproxy", "openssl")("haproxy.cfg is what haproxy -c accepts", async () => {
      const file = copy("tls/haproxy.cfg", { "/etc/ssl/auth.example.com.pem": certificate });
      expect((await run("haproxy", ["-c", "-f", file])).stdout).toContain("Configuration file is valid");
    });

    describe("in front of a server that answers with what it was asked", () => {
      let behind: Server;
      let proxy: ChildProcess | undefined;
      let [port, securePort] = [0, 0];
      beforeAll(async () => {
        behind = createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
        behind.listen(0, "127.0.0.1");
        await once(behind, "listening");
        [port, securePort] = [await freePort(), await freePort()];
      });
      afterEach(async () => {
        if (proxy?.exitCode === null && proxy.kill()) await once(proxy, "exit");
      });
      afterAll(() => behind.close());
      const behindPort = () => (behind.address() as AddressInfo).port;

      /** What arrives at the server when a client lies about itself; null while the proxy does not answer. */
      const arrived = () =>
        new Promise<Record<string, string> | null>((resolve, reject) => {
          const lies = {
            "x-forwarded-for": "203.0.113.7",
            "x-forwarded-proto": "http",
            forwarded: "for=203.0.113.7",
          };
          request(
            { host: "127.0.0.1", port: securePort, rejectUnauthorized: false, headers: lies, agent: false },
            (answer) =>
              answer.statusCode === 200
                ? json(answer).then((headers) => resolve(headers as Record<string, string>), reject)
                : resolve(null),
          )
            .on("error", () => resolve(null))
            .end();
        });
      async function expectTruth(): Promise<void> {
        await eventually("the proxy answers", async () => (await arrived()) !== null);
        expect(await arrived()).toMatchObject({
          "x-forwarded-for": "127.0.0.1",
          "x-forwarded-proto": "https",
        });
        const plain = await fetch(`http://127.0.0.1:${port}/login?a=b`, { redirect: "manual" });
        expect([plain.status, plain.headers.get("location")]).toEqual([
          301,
          expect.stringMatching(/^https:\/\/127\.0\.0\.1(:\d+)?\/login\?a=b$/),
        ]);
      }

      needs("nginx", "openssl")(
        "nginx says who really asks, and leads from http to https [deploy-1]",
        async () => {
          const server = copy("tls/nginx.conf", {
            "/etc/ssl/auth.example.com.pem": certificate,
            "/etc/ssl/auth.example.com.key": key,
            "listen 80;": `listen 127.0.0.1:${port};`,
            "listen 443 ssl;": `listen 127.0.0.1:${securePort} ssl;`,
            "listen [::]:80;": "",
            "listen [::]:443 ssl;": "",
            "server 127.0.0.1:4000;": `server 127.0.0.1:${behindPort()};`,
          });
          const main = join(folder, "main.conf");
          const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
          const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
          writeFileSync(
            main,
            `pid ${folder}/pid; daemon off; events {}\nhttp { access_log off; ${paths} include ${server}; }\n`,
          );
          proxy = spawn("nginx", ["-p", folder, "-c", main, "-e", "stderr"], { stdio: "inherit" });
          await expectTruth();
        },
      );

      needs("haproxy", "openssl")(
        "HAProxy says who really asks, and leads from http to https [deploy-2]",
        async () => {
          const file = copy("tls/haproxy.cfg", {
            "/etc/ssl/auth.example.com.pem": certificate,
            "bind :80": `bind 127.0.0.1:${port}`,
            "bind :443": `bind 127.0.0.1:${securePort}`,
            "auth-1 127.0.0.1:4000": `auth-1 127.0.0.1:${behindPort()}`,
            "port 4010": `port ${behindPort()}`,
          });
          proxy = spawn("haproxy", ["-f", file], { stdio: ["ignore", "ignore", "inherit"] });
          await expectTruth();
          expect(await arrived()).not.toHaveProperty("forwarded");
        },
      );
    });

    needs("caddy")("Caddyfile is what caddy validate accepts", async () => {
      const args = ["validate", "--adapter", "caddyfile", "--config", join(deploy, "tls/Caddyfile")];
      expect((await run("caddy", args)).stdout).toContain("Valid configuration");
    });
  });

  needs("systemd-analyze")("systemd/regrant.service is a unit without a fault", async () => {
    const file = copy("systemd/regrant.service", {
      "/opt/regrant/node_modules/.bin/regrant": process.execPath,
    });
    const said = await run("systemd-analyze", ["verify", "--man=no", file]);
    expect([said.stdout, said.stderr]).toEqual(["", ""]);
  });

  it.skipIf("missing" in python)(
    "kubernetes/ validates, with no member that Kubernetes does not know",
    async () => {
      const python3 = join("folder" in python ? python.folder : "", "bin/python");
      const files = readdirSync(join(deploy, "kubernetes")).map((name) => join(deploy, "kubernetes", name));
      const validate = (paths: readonly string[]) =>
        run(python3, ["-m", "kubernetes_validate", "--strict", ...paths]);
      const { stdout } = await validate(files);
      expect(stdout.match(/passed for resource \w+/g)?.sort()).toEqual(
        ["configmap", "deployment", "poddisruptionbudget", "secret", "service"].map(
          (kind) => `passed for resource ${kind}`,
        ),
      );
      // It would notice.
      const spoilt = copy("kubernetes/auth-server.yaml", { failureThreshold: "failureTreshold" });
      await expect(validate([spoilt])).rejects.toMatchObject({
        stdout: expect.stringContaining("'failureTreshold' was unexpected"),
      });
    },
  );

  it("names settings that there are, and the ports that the servers have", () => {
    const known = new Set(
      readFileSync(join(deploy, "../.env.example"), "utf8").match(/^[A-Z_]+(?==)/gm) ?? [],
    );
    const manifest = readFileSync(join(deploy, "kubernetes/auth-server.yaml"), "utf8");
    const secret = readFileSync(join(deploy, "kubernetes/secret.yaml"), "utf8");
    const settings = [...`${manifest}${secret}`.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(settings).toEqual(expect.arrayContaining(["ISSUER", "SECRETS", "DATABASE_URL"]));
    expect(settings.filter((name = "") => !known.has(name))).toEqual([]);
    expect(manifest.match(/containerPort: (\d+)/g)).toEqual(["containerPort: 4000", "containerPort: 4010"]);
  });
});
