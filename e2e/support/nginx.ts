/** nginx with defaults, except for where it listens and its upstream. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { eventually } from "./eventually.js";

const isInstalled = spawnSync("nginx", ["-v"]).status === 0;
if (!isInstalled)
  console.log("  There is no nginx (apt-get install nginx): the tests behind it are skipped.");

export const describeBehindNginx = (name: string, tests: () => void): void =>
  void describe.skipIf(!isInstalled)(name, tests);

export interface Nginx {
  stop(): Promise<void>;
}

/** `server` is added to the server block. */
export async function startNginx(port: number, upstream: string, server = ""): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "regrant-nginx-"));
  chmodSync(folder, 0o755);
  // Only paths, which do not affect how requests are handled.
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const configuration = `
pid ${folder}/pid;
daemon off;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  server {
    listen 127.0.0.1:${port};
    listen [::1]:${port};
    ${server}
    location / { proxy_pass ${upstream}; }
  }
}`;
  writeFileSync(join(folder, "nginx.conf"), configuration);
  const nginx = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  await eventually(`nginx listens at port ${port}`, () => isListening(port));
  return { stop: () => stop(nginx, folder) };
}

async function stop(nginx: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => nginx.once("exit", resolve));
  if (nginx.exitCode === null && nginx.kill("SIGTERM")) await ended;
  rmSync(folder, { recursive: true });
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
  });
