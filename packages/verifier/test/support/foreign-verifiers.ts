/** Third-party verifiers, each as strict as its options allow. */
import { createPublicKey } from "node:crypto";
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import type { SigningAlgorithm } from "@regrant/shared";
import { JwtVerifier } from "aws-jwt-verify";
import express from "express";
import { auth } from "express-oauth2-jwt-bearer";
import { createVerifier as createFastJwtVerifier } from "fast-jwt";
import jsonwebtoken from "jsonwebtoken";
import jwksRsa from "jwks-rsa";
import { audience, type TestIssuer } from "./issuer.js";

export interface ForeignVerifier {
  /** The package names, joined by a plus sign. */
  readonly name: string;
  /** Its options, for the table. */
  readonly options: string;
  admits(token: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface Settings {
  readonly issuer: TestIssuer;
  /** What it publishes, for those that do not ask for it. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  readonly algorithms: readonly SigningAlgorithm[];
  readonly toleranceSeconds: number;
}

const nothingToClose = async () => {};

/** Only whether it throws matters. */
const isQuiet = (attempt: () => unknown): Promise<boolean> =>
  Promise.resolve()
    .then(attempt)
    .then(
      () => true,
      () => false,
    );

const requiredClaims = ["iss", "sub", "aud", "exp", "iat", "jti", "client_id"];

/** Longer than the longest token of the corpus, so that the verifier decides. */
const maxHeaderSize = 4 * 1024 * 1024;

/** Its option names one algorithm only. */
const onlyOf = ([first, ...others]: readonly SigningAlgorithm[]) =>
  first !== undefined && others.length === 0 ? { tokenSigningAlg: first } : {};

async function expressOauth2JwtBearer({
  issuer,
  algorithms,
  toleranceSeconds,
}: Settings): Promise<ForeignVerifier> {
  const { issuer: iss, jwksUrl: jwksUri } = issuer;
  const app = express();
  app.use(
    auth({
      issuer: iss,
      jwksUri,
      audience,
      ...onlyOf(algorithms),
      strict: true,
      clockTolerance: toleranceSeconds,
    }),
  );
  app.use((_request, response) => void response.end());
  const quiet: express.ErrorRequestHandler = (_error, _request, response, _next) =>
    void response.status(401).end();
  app.use(quiet);
  const server = createServer({ maxHeaderSize }, app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  async function ask(token: string): Promise<void> {
    const headers = { authorization: `Bearer ${token}` };
    const [response] = await once(
      httpRequest({ host: "127.0.0.1", port, headers, agent: false }).end(),
      "response",
    );
    response.resume();
    if (response.statusCode !== 200) throw new Error(`refused with ${response.statusCode}`);
  }
  return {
    name: "express-oauth2-jwt-bearer",
    options: "`strict: true`, `tokenSigningAlg`, `issuer`, `audience`, `clockTolerance`",
    admits: (token) => isQuiet(() => ask(token)),
    close: async () => void server.close(),
  };
}

function awsJwtVerify({ issuer, keys, toleranceSeconds }: Settings): ForeignVerifier {
  const verifier = JwtVerifier.create({
    issuer: issuer.issuer,
    audience,
    jwksUri: issuer.jwksUrl,
    graceSeconds: toleranceSeconds,
  });
  verifier.cacheJwks({ keys: keys as never });
  return {
    name: "aws-jwt-verify",
    options: "`JwtVerifier`, `issuer`, `audience`, `graceSeconds`",
    admits: (token) => isQuiet(() => verifier.verifySync(token)),
    close: nothingToClose,
  };
}

function fastJwt({ issuer, keys, algorithms, toleranceSeconds }: Settings): ForeignVerifier {
  const verify = createFastJwtVerifier({
    key: async ({ header }: { header: { kid?: unknown } }) => {
      const jwk = keys.find(({ kid }) => kid === header.kid);
      if (jwk === undefined) throw new Error("unknown kid");
      return createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" }).toString();
    },
    algorithms: [...algorithms],
    allowedIss: issuer.issuer,
    allowedAud: audience,
    checkTyp: "at+jwt",
    clockTolerance: toleranceSeconds * 1_000,
    requiredClaims,
  });
  return {
    name: "fast-jwt",
    options:
      "`algorithms`, `allowedIss`, `allowedAud`, `checkTyp: at+jwt`, `requiredClaims`, `clockTolerance`",
    admits: (token) => isQuiet(() => verify(token)),
    close: nothingToClose,
  };
}

/** It does not know EdDSA. */
const knownToJsonwebtoken = (alg: SigningAlgorithm) => alg !== "EdDSA";

function jsonwebtokenWithJwksRsa({ issuer, algorithms, toleranceSeconds }: Settings): ForeignVerifier {
  const client = jwksRsa({ jwksUri: issuer.jwksUrl, cache: true, rateLimit: false });
  const getKey: jsonwebtoken.GetPublicKeyOrSecret = ({ kid }, callback) => {
    client.getSigningKey(kid).then(
      (found) => callback(null, found.getPublicKey()),
      (error: Error) => callback(error),
    );
  };
  const verify = (token: string) =>
    new Promise<void>((resolve, reject) => {
      const options = { issuer: issuer.issuer, audience, clockTolerance: toleranceSeconds };
      jsonwebtoken.verify(
        token,
        getKey,
        { ...options, algorithms: algorithms.filter(knownToJsonwebtoken) },
        (error) => (error ? reject(error) : resolve()),
      );
    });
  return {
    name: "jsonwebtoken + jwks-rsa",
    options: "`algorithms`, `issuer`, `audience`, `clockTolerance`",
    admits: (token) => isQuiet(() => verify(token)),
    close: nothingToClose,
  };
}

export async function createForeignVerifiers(settings: Settings): Promise<readonly ForeignVerifier[]> {
  return [
    await expressOauth2JwtBearer(settings),
    awsJwtVerify(settings),
    fastJwt(settings),
    jsonwebtokenWithJwksRsa(settings),
  ];
}
