/** A client as the store returns it, for tests without a database. */
import { initialValues } from "../../src/administration/settings.js";
import type { Client } from "../../src/clients/clients.sql.js";
import { clientSettings } from "../../src/clients/settings.js";
import { resourceSettings } from "../../src/resources/settings.js";
import { files, notes } from "./fixtures.js";

/** A public browser app that may request both APIs, with `changes`. */
export const plainClient = (changes: Partial<Client> = {}): Client => ({
  ...initialValues(clientSettings),
  clientId: "app",
  origin: "operator",
  name: "The app",
  tokenEndpointAuthMethod: "none",
  secretHashes: [],
  grantTypes: ["authorization_code"],
  scope: [...notes.scope, ...files.scope],
  firstParty: true,
  redirectUris: ["https://app.example.com/callback", "http://127.0.0.1/cb"],
  resources: [
    { ...initialValues(resourceSettings), ...notes },
    { ...initialValues(resourceSettings), ...files },
  ],
  createdAt: new Date(0),
  disabledAt: null,
  statusIndex: null,
  ...changes,
});
