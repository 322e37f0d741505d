/** How requests are sent: by the app's own `fetch`, or the global one. */
import { checkNotProxied } from "@regrant/shared/loopback";
import type { ClientOptions } from "./options.js";

/** A request to this machine that would go to a proxy is not sent: it has tokens in it. */
export const plainFetchOf = (options: Pick<ClientOptions, "fetch">): typeof fetch =>
  options.fetch === undefined
    ? async (input, init) => {
        checkNotProxied(new URL(input instanceof Request ? input.url : input));
        return fetch(input, init);
      }
    : options.fetch;
