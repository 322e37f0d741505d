/** The configurations in deploy/, as the programs that they are for read them. Where a program is missing, it is said. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
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
