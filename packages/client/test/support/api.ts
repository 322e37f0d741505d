/** An API that accepts the access tokens of the server beside it and refuses others by RFC 6750 §3. */
import type { AuthorizationServer } from "./authorization-server.js";
import { listen, type Received, type Reply } from "./listen.js";

export interface Api {
  readonly url: string;
  readonly requests: Received[];
}

export async function startApi(server: AuthorizationServer): Promise<Api> {
  const requests: Received[] = [];
  const challenge = (error: string) => ({
    "www-authenticate": `Bearer error="${error}", error_uri="${server.issuer}/errors/token_expired"`,
  });
  const url = await listen((request): Reply => {
    requests.push(request);
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    if (!server.isGood(token)) return { status: 401, headers: challenge("invalid_token") };
    if (request.url === "/forbidden") return { status: 403, headers: challenge("insufficient_scope") };
    return { status: 200, body: { method: request.method, body: request.body } };
  });
  return { url, requests };
}
