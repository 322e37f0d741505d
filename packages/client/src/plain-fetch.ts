/** Sends requests with the app's `fetch` or the global one. */
import { checkNotProxied } from "@regrant/shared/loopback";
import type { ClientOptions } from "./options.js";

/** Requests to this machine carry tokens, so they are not sent if they would go to a proxy. */
export const plainFetchOf = (options: Pick<ClientOptions, "fetch">): typeof fetch =>
  options.fetch === undefined
    ? async (input, init) => {
        checkNotProxied(new URL(input instanceof Request ? input.url : input));
        return fetch(input, init);
      }
    : options.fetch;
