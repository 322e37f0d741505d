/** Many simultaneous requests, with the moments when the last was written and the first answered. */
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Client } from "./registrations.js";
import { type Answer, type Parameters, parseObject, tokenForm } from "./token-endpoint.js";

export interface InFlight {
  /** Resolves when every request has been handed to the operating system in full. */
  readonly written: Promise<unknown>;
  /** The number of responses so far. */
  answered(): number;
  readonly answers: Promise<readonly Answer[]>;
}

/** Sends the same token request to each of these servers, each time on a new connection. */
export function sendTokenRequests(
  serverUrls: readonly string[],
  client: Client,
  parameters: Parameters,
): InFlight {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const form = new URLSearchParams(tokenForm(client, parameters)).toString();
  let answered = 0;
  const sent = serverUrls.map((serverUrl) =>
    send(`${serverUrl}/oauth2/token`, agent, form, () => answered++),
  );
  return {
    written: Promise.all(sent.map(({ written }) => written)),
    answered: () => answered,
    answers: Promise.all(sent.map(({ answer }) => answer)),
  };
}

function send(url: string, agent: Agent, form: string, onAnswer: () => void) {
  const since = performance.now();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(form),
  };
  const outgoing = request(url, { method: "POST", agent, headers });
  const written = new Promise<void>((resolve) => outgoing.once("finish", () => resolve()));
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.once("error", reject).once("response", (response) => {
      onAnswer();
      const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      text(response).then((body) => {
        const milliseconds = performance.now() - since;
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(pairs),
          body: parseObject(body),
          milliseconds,
        });
      }, reject);
    });
  });
  outgoing.end(form);
  return { written, answer };
}
