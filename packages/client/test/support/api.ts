/** An API that accepts the access tokens of the server beside it and refuses others by RFC 6750 §3 or RFC 9449 §7.1. */
import type { AuthorizationServer } from "./authorization-server.js";
import { type ProofCheck, ProofRefused, proofChallenge } from "./dpop.js";
import { listen, type Received, type Reply } from "./listen.js";

export interface Api {
  readonly url: string;
  readonly requests: Received[];
}

export async function startApi(server: AuthorizationServer, dpop?: ProofCheck): Promise<Api> {
  const requests: Received[] = [];
  const challenge = (error: string) => ({
    "www-authenticate": `Bearer error="${error}", error_uri="${server.issuer}/errors/token_expired"`,
  });
  const url = await listen(async (request) => {
    requests.push(request);
    const [scheme = "", token = ""] = request.headers.authorization?.split(" ") ?? [];
    if (dpop === undefined || scheme === "Bearer") return answer(request, token, null);
    try {
      const jkt = await dpop.check(request, `${url}${request.url.split("?")[0]}`, token);
      const reply = server.isGood(token) ? answer(request, token, jkt) : proofChallenge("invalid_token");
      return { ...reply, headers: { ...reply.headers, ...dpop.headers() } };
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error;
      const reply = proofChallenge(error.message);
      return { ...reply, headers: { ...reply.headers, ...dpop.headers() } };
    }
  });

  function answer(request: Received, token: string, jkt: string | null): Reply {
    const isGood = server.isGood(token) && server.keyOf(token) === jkt;
    if (!isGood) return { status: 401, headers: challenge("invalid_token") };
    if (request.url === "/forbidden") return { status: 403, headers: challenge("insufficient_scope") };
    return { status: 200, body: { method: request.method, body: request.body } };
  }
  return { url, requests };
}
