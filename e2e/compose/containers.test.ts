/** docker-compose.yml: the loop across its containers, each of them killed, and two of each server behind HAProxy. */
import { readFileSync } from "node:fs";
import { type Demo, openTerminal, visit, walkTheLoop } from "@regrant/dev-stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addNote, fillLogin, newProfile, openApp, untilSignedIn } from "../support/app-page.js";
import { type Browser, startBrowser } from "../support/chromium.js";
import { type ComposeProject, openProject } from "../support/compose-project.js";
import { type Container, docker, inspect, repository, untilHealthy } from "../support/docker.js";
import { eventually } from "../support/eventually.js";
import { describeInBrowser } from "../support/in-browser.js";
import { findLeaks } from "../support/leaks.js";
import { type Client, registerApp } from "../support/registrations.js";
import { parseObject, refresh, signIn, type Tokens, tokensOf } from "../support/token-endpoint.js";

const first = ["postgres", "auth-server", "resource-server", "haproxy", "browser-app"];
const second = ["auth-server-2", "resource-server-2"];
const confined = ["auth-server", "resource-server", "browser-app"];
const stopsWithinMs = 10_000;
/** For what takes a second or two on an idle machine. */
const soon = { withinMs: 30_000, everyMs: 200 };

let project: ComposeProject;
let demo: Demo;
/** What no demo client may have: the password grant, by which a test signs in with one request. */
let app: Client;
/** One session, through all that follows. */
let tokens: Tokens;

beforeAll(async () => {
  project = await openProject();
  console.log("building the images, starting the containers");
  await project.compose("up", "--build", "--detach", ...first).catch(async (cause: unknown) => {
    throw new Error(`not all have started:\n${await project.compose("logs", "--no-color")}`, { cause });
  });
  await untilServing();
  demo = JSON.parse(await exec("browser-app", "cat", ".data/demo.json"));
  app = await registerApp({ regrant: regrantJson, resource: project.resource });
  tokens = await signIn(project.issuer, app, demo.ada);
}, 600_000);
afterAll(async () => {
  if (!project) return;
  await project.remove();
  const ours = ["--quiet", "--filter", `label=com.docker.compose.project=${project.settings.VERSION}`];
  expect(await docker("ps", "--all", ...ours)).toBe("");
  expect(await docker("volume", "ls", ...ours)).toBe("");
});

const exec = (service: string, ...command: string[]) => project.compose("exec", "-T", service, ...command);

const regrantJson = async <T>(args: readonly string[]): Promise<T> =>
  JSON.parse(await exec("auth-server", "regrant", ...args, "--json")) as T;

const keysUrl = () => `${project.issuer}/.well-known/jwks.json`;

/** All containers are healthy, and HAProxy knows. */
async function untilServing(services = first): Promise<void> {
  for (const service of services) await untilHealthy(await project.containerOf(service));
  const answers = async () => [await statusOf(keysUrl()), await statusOf(`${project.resource}/whoami`)];
  await eventually("HAProxy has both servers", async () => String(await answers()) === "200,401", soon);
}

async function statusOf(url: string, accessToken?: string): Promise<number | null> {
  const headers = new Headers(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` });
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}

/** The session continues: the refresh token yields the next pair, and the API accepts the access token. */
async function goOn(): Promise<void> {
  tokens = tokensOf(await refresh(project.issuer, app, tokens.refreshToken));
  expect(await statusOf(`${project.resource}/whoami`, tokens.accessToken)).toBe(200);
}

/** The same, with retries if a response is lost. */
async function goOnPatiently(): Promise<void> {
  await eventually(
    "an answer",
    async () => {
      const answer = await refresh(project.issuer, app, tokens.refreshToken).catch(() => null);
      if (answer === null || answer.status >= 500) return false;
      tokens = tokensOf(answer);
      return true;
    },
    soon,
  );
}

describe("docker-compose.yml", () => {
  it("names the command that makes the secrets where they are missing", async () => {
    await expect(project.composeWithoutSecrets("config")).rejects.toThrow("deploy/make-env.sh");
  });

  it("says where everything is, once all of it answers, as the last words of its last container", async () => {
    const ready = async () => docker("logs", await project.containerOf("browser-app"));
    await eventually("it is said", async () => (await ready()).includes("Regrant is ready"), soon);
    const said = (await ready()).split("Regrant is ready.")[1];
    expect(
      said
        ?.trim()
        .split("\n")
        .map((line) => line.trim().split(/ {2,}/)[1]),
    ).toEqual([
      project.issuer,
      project.resource,
      project.browserApp,
      `${demo.ada.email} (admin), ${demo.grace.email}`,
      "docker compose exec browser-app cat .data/demo.json",
    ]);
  });

  it("logs no health check that is passed", async () => {
    const log = await docker("logs", await project.containerOf("auth-server"));
    expect(log).toContain('"route":"/oauth2/token"');
    expect(log).not.toContain("/health/");
  });

  it("is in order to regrant doctor, which calls for no change of it", async () => {
    const { findings } = await regrantJson<{ findings: { severity: string; message: string }[] }>(["doctor"]);
    // The official image's encoding is UTF8; stand-ins for it may have another.
    const wrong = findings.filter(
      ({ severity, message }) => severity !== "ok" && !message.includes("encoding"),
    );
    expect(wrong).toEqual([]);
  });

  it("publishes on loopback alone, and neither PostgreSQL nor health and metrics", async () => {
    const published = await Promise.all(
      first.map(async (name) => docker("port", await project.containerOf(name))),
    );
    const lines = published.flatMap((text) => text.split("\n")).filter(Boolean);
    expect(lines.map((line) => line.split(" ")[0]).sort()).toEqual(["4000/tcp", "4001/tcp", "4002/tcp"]);
    expect(lines.filter((line) => !line.includes("-> 127.0.0.1:"))).toEqual([]);
  });

  it.each(confined)(
    "confines %s: nothing to write to, no capability, no more privileges",
    async (service) => {
      const { HostConfig } = await inspect<Container>(await project.containerOf(service));
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges:true"],
      });
      await expect(exec(service, "touch", "/regrant/file")).rejects.toThrow("Read-only file system");
      expect(await exec(service, "id", "-u")).toBe("1000");
    },
  );

  it("has every metric of Regrant's that the dashboard shows", async () => {
    const metrics = [await metricsOf("auth-server:4010"), await metricsOf("resource-server:4011")];
    const dashboard = readFileSync(`${repository}/deploy/grafana/dashboards/regrant.json`, "utf8");
    const shown = new Set(dashboard.match(/\bregrant_\w+/g));
    expect(shown.size).toBeGreaterThan(5);
    expect([...shown].filter((name) => !metrics.join("\n").includes(`# TYPE ${name} `))).toEqual([]);
  });
});

function metricsOf(server: string): Promise<string> {
  const read = `fetch('http://${server}/metrics').then(async (answer) => console.log(await answer.text()))`;
  return exec("browser-app", "node", "-e", read);
}

describe("the loop of RFC 6749 figure 2", () => {
  it("A to H and C again, from outside", async () => {
    await walkTheLoop({ issuer: project.issuer, resource: project.resource, demo }, openTerminal());
  });

  it("begins in a browser: sign-in and consent, back to the browser app with a code", async () => {
    const config = parseObject(await (await fetch(`${project.browserApp}/config.json`)).text());
    expect(config).toEqual({
      issuer: project.issuer,
      clientId: demo.browserApp.client_id,
      resource: project.resource,
    });
    const url = new URL(`${project.issuer}/oauth2/authorize`);
    const redirectUri = `${project.browserApp}/`;
    url.search = new URLSearchParams({
      client_id: demo.browserApp.client_id,
      redirect_uri: redirectUri,
      response_type: "code",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
    }).toString();
    const { address: back } = await visit(url, demo.grace, redirectUri);
    expect(back.searchParams.get("code")).toMatch(/./);
    expect(back.searchParams.get("iss")).toBe(project.issuer);
  });
});

describeInBrowser("the browser app", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it("signs a demo user in, and keeps a note", async () => {
    const page = await openApp(await newProfile(browser), { url: project.browserApp });
    await fillLogin(page, demo.ada);
    await page.getByRole("button", { name: "Allow" }).click();
    await untilSignedIn(page);
    await addNote(page, "Buy butter");
  });
});

describe("a session outlives its servers", () => {
  /** SIGKILL from inside to the process under init: to Docker it is a crash that nobody requested. */
  it.each(confined)("%s crashes, and is restarted", async (service) => {
    const container = await project.containerOf(service);
    const { RestartCount: before } = await inspect<Container>(container);
    const main = "fs.readFileSync('/proc/1/task/1/children', 'utf8').split(' ')[0]";
    await docker("exec", "--detach", container, "node", "-e", `process.kill(Number(${main}), 'SIGKILL')`);
    const restarts = async () => (await inspect<Container>(container)).RestartCount;
    await eventually("it is restarted", async () => (await restarts()) === before + 1, soon);
    await untilServing();
    await goOn();
  });

  it.each(["postgres", "haproxy"])("%s is killed, and started again", async (service) => {
    const container = await project.containerOf(service);
    await docker("kill", "--signal", "KILL", container);
    await docker("start", container);
    await untilServing();
    await goOn();
  });

  it.each(confined)("%s stops in time with exit code 0, and is started again", async (service) => {
    const container = await project.containerOf(service);
    const since = performance.now();
    await docker("stop", container);
    expect(performance.now() - since).toBeLessThan(stopsWithinMs);
    expect((await inspect<Container>(container)).State.ExitCode).toBe(0);
    await docker("start", container);
    await untilServing();
    await goOn();
  });

  it("resource servers go on while the authorization server is stopped; HAProxy answers 503 for it", async () => {
    const container = await project.containerOf("auth-server");
    await docker("stop", container);
    await eventually("HAProxy has noticed", async () => (await statusOf(keysUrl())) === 503, soon);
    expect(await statusOf(`${project.resource}/whoami`, tokens.accessToken)).toBe(200);
    const answer = await refresh(project.issuer, app, tokens.refreshToken);
    expect({ status: answer.status, error: answer.body.error }).toEqual({
      status: 503,
      error: "temporarily_unavailable",
    });
    expect(answer.headers.get("retry-after")).toBe("2");
    await docker("start", container);
    await untilServing();
    await goOn();
  });
});

describe("the profile replicas", () => {
  beforeAll(async () => {
    await project.compose("up", "--detach", ...first, ...second);
    await untilServing([...first, ...second]);
  });

  const hasAnswered = async (service: string, route: string) =>
    (await docker("logs", await project.containerOf(service))).includes(`"route":"${route}"`);

  it("spreads one session's requests over two servers of each kind", async () => {
    await eventually(
      "all four have answered",
      async () => {
        await goOn();
        const answered = [
          await hasAnswered("auth-server-2", "/oauth2/token"),
          await hasAnswered("resource-server-2", "/whoami"),
        ];
        return answered.every(Boolean);
      },
      soon,
    );
    await walkTheLoop({ issuer: project.issuer, resource: project.resource, demo }, openTerminal());
  });

  it("refuses nothing while one server of each kind is stopped", async () => {
    const containers = await Promise.all(["auth-server", "resource-server"].map(project.containerOf));
    let isStopped = false;
    const stopped = docker("stop", ...containers).then(() => {
      isStopped = true;
    });
    while (!isStopped) await goOn();
    await stopped;
    for (let times = 0; times < 10; times += 1) await goOn();
    await docker("start", ...containers);
    await untilServing([...first, ...second]);
  });

  it("loses no session when one is killed among requests", async () => {
    const container = await project.containerOf("auth-server-2");
    let isKilled = false;
    const killed = docker("kill", "--signal", "KILL", container).then(() => {
      isKilled = true;
    });
    while (!isKilled) await goOnPatiently();
    await killed;
    for (let times = 0; times < 10; times += 1) await goOnPatiently();
  });
});

describe("the logs of all containers", () => {
  it("hold no secret, password or token", async () => {
    const lines = (await project.compose("logs", "--no-color")).split("\n");
    expect(lines.length).toBeGreaterThan(100);
    const people = [demo.ada.password, demo.grace.password];
    const clients = [demo.service, demo.walkthrough, app].map((client) => client.client_secret ?? "");
    expect(findLeaks(lines, [...project.secrets, ...people, ...clients])).toEqual([]);
  });
});
