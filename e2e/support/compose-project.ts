/**
 * docker-compose.yml as a separate project, with its own names, ports, secrets and images, so that others can run
 * beside it.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@regrant/dev-stack";
import { docker, findCompose, run } from "./docker.js";

export interface ComposeProject {
  readonly issuer: string;
  readonly resource: string;
  readonly browserApp: string;
  /** The values in `.env`. */
  readonly secrets: readonly string[];
  readonly settings: Readonly<Record<"VERSION" | "REVISION" | "CREATED", string>>;
  /** The image of a target, with its tag. */
  image(target: string): string;
  compose(...args: readonly string[]): Promise<string>;
  composeWithoutSecrets(...args: readonly string[]): Promise<string>;
  /** The container's id. */
  containerOf(service: string): Promise<string>;
  /** Removes everything: containers, volumes, network, images. */
  remove(): Promise<void>;
}

export const targets = ["auth-server", "resource-server", "browser-app", "demo"] as const;

/** Generates the secrets; starts nothing. @throws Error without Docker */
export async function openProject(): Promise<ComposeProject> {
  const composeCommand = await findCompose();
  const name = `regrant-test-${randomBytes(4).toString("hex")}`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const envFile = join(folder, "env");
  const emptyFile = join(folder, "empty");
  writeFileSync(emptyFile, "");
  const [authServer, resourceServer, browserApp] = [await freePort(), await freePort(), await freePort()];
  const settings = {
    VERSION: name,
    REVISION: randomBytes(20).toString("hex"),
    CREATED: new Date().toISOString(),
    AUTH_SERVER_PORT: String(authServer),
    RESOURCE_SERVER_PORT: String(resourceServer),
    BROWSER_APP_PORT: String(browserApp),
    ISSUER: `http://localhost:${authServer}`,
    AUDIENCE: `http://localhost:${resourceServer}`,
    BROWSER_APP: `http://localhost:${browserApp}`,
    COMPOSE_PROFILES: "demo,replicas",
    // As Docker Compose 2 always does.
    DOCKER_BUILDKIT: "1",
    COMPOSE_DOCKER_CLI_BUILD: "1",
  };
  const { SECRETS: _, POSTGRES_PASSWORD: __, ...own } = process.env;
  await run("sh", ["deploy/make-env.sh", envFile], { ...own, ...settings });

  const composeWith =
    (file: string) =>
    (...args: readonly string[]) => {
      const [program, ...words] = composeCommand;
      const all = [...words, "--project-name", name, "--env-file", file, ...args];
      return run(program, all, { ...own, ...settings });
    };
  const compose = composeWith(envFile);
  const image = (target: string) => `regrant/${target}:${name}`;
  return {
    issuer: settings.ISSUER,
    resource: settings.AUDIENCE,
    browserApp: settings.BROWSER_APP,
    secrets: readFileSync(envFile, "utf8").match(/[\w-]{40,}/g) ?? [],
    settings,
    image,
    compose,
    composeWithoutSecrets: composeWith(emptyFile),
    containerOf: (service) => compose("ps", "-q", service),
    async remove() {
      await compose("down", "--volumes", "--remove-orphans");
      await docker("image", "rm", "--force", ...targets.map(image));
      rmSync(folder, { recursive: true });
    },
  };
}
