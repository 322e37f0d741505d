/** Random actions on sessions. Numbers select one of those that exist at that moment. */
import fc from "fast-check";
import type { Rules } from "./session-model.js";

export interface Request {
  readonly replica: number;
  readonly session: number;
  /** How many tokens before the client's latest. */
  readonly back: number;
  /** The response is lost, and the client keeps what it has. */
  readonly lost: boolean;
  readonly stranger: boolean;
  readonly what: "refresh" | "revoke" | "sign in" | "end session" | "end all" | "disable" | "enable";
  readonly isClient: boolean;
}

export type Action =
  /** All in flight at the same time. */
  | { readonly together: readonly Request[] }
  | { readonly passSeconds: number }
  | { readonly clockStepSeconds: number; readonly replica: number }
  | { readonly restart: number }
  | { readonly backup: "take" | "restore" };

const rarely = (weight: number) => fc.integer({ min: 0, max: 99 }).map((drawn) => drawn >= 100 - weight);

const request: fc.Arbitrary<Request> = fc.record({
  replica: fc.nat({ max: 1 }),
  session: fc.nat({ max: 3 }),
  back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat({ max: 3 }) }),
  lost: rarely(30),
  stranger: rarely(6),
  what: fc.oneof(
    { weight: 60, arbitrary: fc.constant("refresh" as const) },
    { weight: 10, arbitrary: fc.constant("sign in" as const) },
    { weight: 14, arbitrary: fc.constantFrom("revoke" as const, "end session" as const, "end all" as const) },
    { weight: 12, arbitrary: fc.constantFrom("disable" as const, "enable" as const) },
  ),
  isClient: fc.boolean(),
});

/** Times just below and above the limits in `rules`, most often that of a retry. */
const secondsAround = ({ retrySeconds, idleSeconds, absoluteSeconds }: Rules): number[] => {
  const around = (limit: number) => [limit - 1, limit, limit + 1].filter((seconds) => seconds > 0);
  const retry = around(retrySeconds);
  return [1, ...retry, ...retry, ...retry, ...around(idleSeconds), ...around(absoluteSeconds)];
};

export const actions = (rules: Rules): fc.Arbitrary<Action[]> =>
  fc.array(
    fc.oneof(
      { weight: 50, arbitrary: fc.tuple(request).map((together) => ({ together })) },
      {
        weight: 14,
        arbitrary: fc.array(request, { minLength: 2, maxLength: 3 }).map((together) => ({ together })),
      },
      {
        weight: 20,
        arbitrary: fc.constantFrom(...secondsAround(rules)).map((passSeconds) => ({ passSeconds })),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          clockStepSeconds: fc.constantFrom(-86_400, -31, 31, 86_400),
          replica: fc.nat({ max: 1 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ restart: fc.nat({ max: 1 }) }) },
      {
        weight: 10,
        arbitrary: fc.record({
          backup: fc.constantFrom("take" as const, "restore" as const, "restore" as const),
        }),
      },
    ),
    { minLength: 1, maxLength: 10 },
  );
