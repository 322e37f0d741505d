import { beforeAll, describe, expect, it } from "vitest";
import { createApp, getCode, redeem, signedIn, verifier } from "../support/authorization.js";
import { createResources, createUser, type TestClient } from "../support/fixtures.js";
import { testServer } from "../support/server.js";
import {
  expectRefreshToken,
  expectRefusal,
  expectTokens,
  type Parameters,
  postForm,
} from "../support/token-requests.js";

const server = await testServer();
let client: TestClient;
/** A valid request of each grant, without client authentication. */
let requests: readonly Parameters[];

beforeAll(async () => {
  await createResources(server);
  client = await createApp(server, {
    grantTypes: ["authorization_code", "client_credentials", "password", "refresh_token"],
  });
  const user = await createUser(server);
  const browser = await signedIn(server, user);
  const tokens = expectRefreshToken(await redeem(server, client, await getCode(browser, client)));
  requests = [
    {
      grant_type: "authorization_code",
      code: await getCode(browser, client),
      redirect_uri: "https://app.example.com/callback",
      code_verifier: verifier,
    },
    { grant_type: "client_credentials" },
    { grant_type: "password", username: user.email, password: user.password },
    { grant_type: "refresh_token", refresh_token: tokens.refresh_token },
  ];
});

/** A code that has them is not good without: invalid_grant. */
const ofTheCode = ["redirect_uri", "code_verifier"];

describe("Each grant", () => {
  it("wants the secret of a client that has one, and is not used up without (RFC 6749 §3.2.1) [grants-1]", async () => {
    for (const request of requests) {
      const named = { ...request, client_id: client.clientId };
      expectRefusal(await postForm(server, named), 401, "invalid_client", "client_secret_missing");
      const wrong = await postForm(server, { ...named, client_secret: "wrong" });
      expectRefusal(wrong, 401, "invalid_client", "client_secret_mismatch");
    }
    for (const request of requests) {
      const good = { ...request, client_id: client.clientId, client_secret: client.secret };
      expectTokens(await postForm(server, good));
    }
  });

  it("wants its parameters (RFC 6749 §4.1.3, §4.3.2, §4.4.2, §6) [grants-2]", async () => {
    const identity = { client_id: client.clientId, client_secret: client.secret };
    for (const request of requests) {
      for (const name of Object.keys(request).filter((name) => !ofTheCode.includes(name))) {
        const rest = Object.fromEntries(Object.entries(request).filter(([other]) => other !== name));
        const { status, body } = await postForm(server, { ...rest, ...identity });
        const missing = { status: 400, error: "invalid_request" };
        expect({ name, status, error: body.error }).toEqual({ name, ...missing });
      }
    }
  });
});
