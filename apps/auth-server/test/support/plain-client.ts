/** A client as the store returns it, for tests without a database. */
import type { Client } from "../../src/store/clients.js";
import { files, notes } from "./fixtures.js";

const unbound = { accessTokenSeconds: null, sessionIdleSeconds: null, sessionAbsoluteSeconds: null };

/** A public browser app that may request both APIs, with `changes`. */
export const plainClient = (changes: Partial<Client> = {}): Client => ({
  clientId: "app",
  name: "The app",
  secretHashes: [],
  grantTypes: ["authorization_code"],
  scope: [...notes.scope, ...files.scope],
  firstParty: true,
  redirectUris: ["https://app.example.com/callback", "http://127.0.0.1/cb"],
  allowUndottedSchemes: false,
  refreshTokenDelivery: "body",
  allowedOrigins: [],
  ...unbound,
  onAddressChange: null,
  refreshBurst: null,
  onRefreshBurst: null,
  resources: [
    { ...notes, ...unbound },
    { ...files, ...unbound },
  ],
  createdAt: new Date(0),
  disabledAt: null,
  ...changes,
});
