/** Verifies access tokens as an API does: with nothing but the published keys. */
import { type AccessTokenClaims, type JwkSet, signingAlgorithms } from "@regrant/shared";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { TestServer } from "./server.js";

export const jwksOf = async ({ app }: TestServer): Promise<JwkSet> =>
  (await app.inject("/.well-known/jwks.json")).json<JwkSet>();

/** Verify the signature and the times. @returns header and claims */
export async function verify(server: TestServer, accessToken: string) {
  const keys = createLocalJWKSet(await jwksOf(server));
  const options = {
    algorithms: [...signingAlgorithms],
    typ: "at+jwt",
    currentDate: new Date(server.context.now()),
  };
  const { payload, protectedHeader } = await jwtVerify<AccessTokenClaims>(accessToken, keys, options);
  return { header: protectedHeader, claims: payload as AccessTokenClaims };
}

export const claimsOf = async (server: TestServer, accessToken: string): Promise<AccessTokenClaims> =>
  (await verify(server, accessToken)).claims;
