/** APIs with third-party verifiers in other languages, as docs/verifiers.md says. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { pythonScript } from "../support/converse.js";
import { type Client, registerResource, registerService } from "../support/registrations.js";
import { startTestStack, type TestStack } from "../support/stack.js";
import { requestToken } from "../support/token-endpoint.js";

const { python } = inject("programs");

describe.skipIf("missing" in python)("PyJWT", () => {
  let stack: TestStack;
  let service: Client;
  beforeAll(async () => {
    stack = await startTestStack();
    await registerResource(stack);
    service = await registerService(stack);
  });
  afterAll(() => stack.stop());

  it("takes an access token by the JWK Set, and none that was changed or is for another API", async () => {
    const { body } = await requestToken(stack.issuer, service, { grant_type: "client_credentials" });
    const token = String(body.access_token);
    const [header, , signature] = token.split(".");
    const claims = Buffer.from(JSON.stringify({ iss: stack.issuer, sub: "somebody else" })).toString(
      "base64url",
    );
    expect(await verify(stack.resource, [token, `${header}.${claims}.${signature}`])).toEqual([
      { sub: service.client_id },
      { refused: "InvalidSignatureError" },
    ]);
    expect(await verify("https://other.example", [token])).toEqual([{ refused: "InvalidAudienceError" }]);
  });

  async function verify(audience: string, tokens: readonly string[]): Promise<unknown[]> {
    const folder = "folder" in python ? python.folder : "";
    const [command = "", ...args] = pythonScript(folder, "pyjwt_api.py");
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    const setting = JSON.stringify({ issuer: stack.issuer, audience, count: tokens.length });
    child.stdin.end(`${[setting, ...tokens].join("\n")}\n`);
    const answers: unknown[] = [];
    for await (const line of createInterface(child.stdout)) answers.push(JSON.parse(line));
    if (child.exitCode === null) await once(child, "exit");
    return answers;
  }
});
