/** zitadel/oidc's example server, an OpenID provider in Go that nobody here wrote, as a process. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { freePort } from "@regrant/dev-stack";
import { eventually } from "./eventually.js";
import type { TestStack } from "./stack.js";

/** The user that it has. */
export const testUser = {
  username: "test-user@localhost",
  password: "verysecure",
  email: "test-user@zitadel.ch",
};

export interface Zitadel {
  readonly issuer: string;
  stop(): void;
}

/** Starts it and lets people sign in through it. `settings` are added to the command. */
export async function startZitadel(
  { issuer, regrant }: TestStack,
  folder: string,
  ...settings: string[]
): Promise<Zitadel> {
  const port = await freePort();
  const theirs = `http://localhost:${port}/`;
  const child = spawn(join(folder, "provider"), {
    env: { PORT: String(port), REDIRECT_URI: `${issuer}/login/providers/zitadel/callback` },
    stdio: "ignore",
  });
  const metadata = `${theirs}.well-known/openid-configuration`;
  await eventually("the provider answers", () =>
    fetch(metadata).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  await regrant([
    ...["provider", "create", "zitadel", "--name", "Zitadel"],
    ...["--issuer", theirs, "--client-id", "native", ...settings],
  ]);
  return { issuer: theirs, stop: () => void child.kill("SIGKILL") };
}
