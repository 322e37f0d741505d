import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../../scripts/run.mjs", import.meta.url));

/** None of these gets as far as installing. */
const npmStart = (...args: string[]) => npmStartWith({}, ...args);

function npmStartWith(npmConfig: Readonly<Record<string, string>>, ...args: string[]) {
  const { npm_config_port: _, npm_config_reset: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "start", ...args], {
    encoding: "utf8",
    env: { ...env, ...npmConfig },
  });
  return { status, stdout, stderr };
}

describe("npm start", () => {
  it("says what it can be asked for", () => {
    const { status, stdout } = npmStart("--help");
    expect(status).toBe(0);
    for (const option of ["--port", "--reset", "--help"]) expect(stdout).toContain(`npm start -- ${option}`);
  });

  it.each([
    [["--prot", "5000"], "npm start has no option --prot."],
    [["--port", "http"], '--port is "http"; it has to be a whole number from 1024 to 64000.'],
    [["--port", "80"], '--port is "80"; it has to be'],
    [["--port", "65535"], '--port is "65535"; it has to be'],
    [["--port"], "argument missing"],
    [["--reset=yes"], "does not take an argument"],
    [["now"], 'npm start does not understand "now".'],
  ])("refuses %j in a sentence, and shows what there is", (args, sentence) => {
    const { status, stdout, stderr } = npmStart(...args);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.split("\n")[0]).toContain(sentence);
    expect(stderr).toContain("npm start -- --help");
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it("says where the two hyphens belong that npm start --port 5000 and npm start --reset lack", () => {
    const port = npmStartWith({ npm_config_port: "true" }, "5000");
    expect([port.status, port.stderr]).toEqual([2, expect.stringContaining("npm start -- --port 5000")]);
    const reset = npmStartWith({ npm_config_reset: "true" });
    expect([reset.status, reset.stderr]).toEqual([2, expect.stringContaining(": npm start -- --reset\n")]);
  });
});
