/** Third-party checks of DPoP proofs, each as strict as its options allow. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { auth } from "express-oauth2-jwt-bearer";
import { allowInsecureRequests, clockTolerance, validateJwtAccessToken } from "oauth4webapi";
import type { Sent } from "./corpus/proofs.js";
import { audience, type TestIssuer } from "./issuer.js";
import { requestOf, send } from "./sent.js";

export interface ForeignProofs {
  /** The package's name. */
  readonly name: string;
  /** Its options, for the table. */
  readonly options: string;
  admits(sent: Sent): Promise<boolean>;
  close(): Promise<void>;
}

const toleranceSeconds = 60;

async function expressOauth2JwtBearer({ issuer, jwksUrl: jwksUri }: TestIssuer): Promise<ForeignProofs> {
  const app = express();
  app.use(
    auth({
      ...{ issuer, jwksUri, audience, tokenSigningAlg: "RS256", strict: true },
      dpop: { enabled: true, iatOffset: toleranceSeconds, iatLeeway: toleranceSeconds },
    }),
  );
  app.use((_request, response) => void response.end());
  const quiet: express.ErrorRequestHandler = (_error, _request, response, _next) =>
    void response.status(401).end();
  app.use(quiet);
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    name: "express-oauth2-jwt-bearer",
    options:
      "`strict: true`, `tokenSigningAlg`, `issuer`, `audience`, `dpop: { enabled, iatOffset, iatLeeway }`",
    admits: async (sent) => (await send(sent, port)) === 200,
    close: async () => void server.close(),
  };
}

function oauth4webapi({ issuer, jwksUrl: jwks_uri }: TestIssuer): ForeignProofs {
  const options = { [allowInsecureRequests]: true, [clockTolerance]: 5 };
  return {
    name: "oauth4webapi",
    options: "`validateJwtAccessToken`, `expectedAudience`, `clockTolerance`",
    admits: (sent) =>
      validateJwtAccessToken({ issuer, jwks_uri }, requestOf(sent), audience, options).then(
        () => true,
        () => false,
      ),
    close: async () => {},
  };
}

export const createForeignProofs = async (issuer: TestIssuer): Promise<readonly ForeignProofs[]> => [
  await expressOauth2JwtBearer(issuer),
  oauth4webapi(issuer),
];
