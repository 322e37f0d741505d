/** What a client sends, on the wire and as a Request. */
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { Sent } from "./corpus/proofs.js";
import { audience } from "./issuer.js";

export function requestOf({ scheme, token, proofs, method, target }: Sent): Request {
  const request = new Request(audience + target, {
    method,
    headers: { authorization: `${scheme} ${token}` },
  });
  for (const proof of proofs) request.headers.append("dpop", proof);
  return request;
}

/** @returns the status */
export async function send({ scheme, token, proofs, method, target }: Sent, port: number): Promise<number> {
  const { host } = new URL(audience);
  const sending = httpRequest({
    ...{ host: "127.0.0.1", port, method, path: target, agent: false },
    headers: { host, authorization: `${scheme} ${token}`, ...(proofs.length > 0 && { dpop: [...proofs] }) },
  }).end();
  const [response] = await once(sending, "response");
  response.resume();
  return response.statusCode;
}
