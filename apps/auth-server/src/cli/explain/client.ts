/** Explains a client_id: whether the client can get tokens, and if not, what prevents it. */

import { listEventsOf } from "../../audit/audit-trail.sql.js";
import { type Client, findClient } from "../../clients/clients.sql.js";
import { checkClients } from "../doctor/clients.js";
import { type Asked, type Explanation, eventsTold, moment } from "./explanation.js";

/** @returns null if there is no such client and the audit has no record of its deletion */
export async function explainClient(asked: Asked, clientId: string): Promise<Explanation | null> {
  const { config, db, nowMs } = asked;
  const client = await findClient(db, clientId);
  const events = await listEventsOf(db, "client_id", clientId, eventsTold);
  if (client !== null) {
    const common = {
      kind: "client",
      what: `The client ${client.name} (${clientId})`,
      facts: factsOf(client, nowMs),
      events,
    } as const;
    if (client.disabledAt !== null) {
      const why = `An operator disabled it on ${moment(client.disabledAt, nowMs)}.`;
      return { ...common, works: false, why, next: `To enable it: regrant client enable ${clientId}` };
    }
    const faults = checkClients({ config, clients: [client] }).filter(({ severity }) => severity !== "ok");
    return {
      ...common,
      works: faults.every(({ severity }) => severity !== "error"),
      why: faults.map(({ message }) => message).join(" ") || "It is enabled, and its registration is sound.",
      next: faults.map(({ remedy }) => remedy).join(" ") || "Nothing.",
    };
  }
  const end = events.findLast(({ event }) => event === "client.deleted");
  if (end === undefined) return null;
  return {
    kind: "client",
    what: `The client ${clientId}, which was deleted`,
    works: false,
    why: `It was deleted on ${moment(end.at, nowMs)}${end.actor === null ? "" : ` by ${end.actor}`}.`,
    next: "Register it again: regrant client create",
    facts: {},
    events,
  };
}

const factsOf = (client: Client, nowMs: number): Record<string, string> => ({
  type: client.tokenEndpointAuthMethod === "none" ? "public" : "confidential",
  grants: client.grantTypes.join(" "),
  scope: client.scope.join(" ") || "–",
  resources: client.resources.map(({ uri }) => uri).join(" ") || "–",
  ...(client.redirectUris.length > 0 && { "redirect uris": client.redirectUris.join(" ") }),
  created: moment(client.createdAt, nowMs),
});
