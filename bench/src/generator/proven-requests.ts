/** Requests with a new DPoP proof each (RFC 9449 §4.2), all of one key. */
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { type RequestSource, repeatedRequest, type Target } from "./requests.js";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
const header = encode({ typ: "dpop+jwt", alg: "ES256", jwk: publicKey.export({ format: "jwk" }) });

/** To the server at its ISSUER, which is http://localhost. */
export function provenRequests(target: Target): RequestSource {
  const { method: htm, port, path } = target;
  const bytes = repeatedRequest({ ...target, headers: { ...target.headers, DPoP: "proof" } }).next();
  const htu = `http://localhost:${port}${path}`;
  const proof = () => {
    const claims = encode({ jti: randomUUID(), htm, htu, iat: Math.floor(Date.now() / 1000) });
    const input = `${header}.${claims}`;
    return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
  };
  return { next: () => bytes.replace("DPoP: proof", `DPoP: ${proof()}`), accept: () => null };
}
