/** The load generator's process: keeps each load's virtual clients between rounds, runs one load at a time. */
import { answerCalls } from "../worker.js";
import { type LoadPlan, type LoadResult, runLoad } from "./load.js";
import { type OpenLoadPlan, type OpenLoadResult, runOpenLoad } from "./open-load.js";
import { provenRequests } from "./proven-requests.js";
import { inTurn, refreshChain } from "./refresh-chain.js";
import {
  distinctRequests,
  type RequestSource,
  repeatedRequest,
  type Target,
  tokensInTurn,
} from "./requests.js";

export interface PreparedLoad {
  /** Names the load in later calls of `run`. */
  readonly name: string;
  readonly target: Target;
  readonly concurrency: number;
  /** One or more per virtual client: the load is then refresh chains, and the target's form is not used. */
  readonly refreshTokens?: readonly string[];
  /** Sent in turn, one with each request. */
  readonly accessTokens?: readonly string[];
  /** Each request proves the same key anew (RFC 9449). */
  readonly provesKey?: boolean;
  /** The form's distinct place is another one with each request. */
  readonly distinct?: boolean;
}

export interface GeneratorCommands {
  [name: string]: (argument: never) => unknown;
  prepare(load: PreparedLoad): void;
  /** With `clients`, only the first of the virtual clients. */
  run(run: { readonly name: string; readonly clients?: number } & LoadPlan): Promise<LoadResult>;
  /** At a rate of its own, whatever the answers. */
  runOpen(run: { readonly name: string } & OpenLoadPlan): Promise<OpenLoadResult>;
}

const loads = new Map<string, { readonly port: number; readonly clients: readonly RequestSource[] }>();

function clientsOf({
  target,
  concurrency,
  refreshTokens,
  accessTokens,
  provesKey,
  distinct,
}: PreparedLoad): RequestSource[] {
  if (refreshTokens) {
    const chains = refreshTokens.map((token) => refreshChain(target, token));
    return Array.from({ length: concurrency }, (_, client) =>
      inTurn(chains.filter((_chain, index) => index % concurrency === client)),
    );
  }
  if (provesKey) return Array.from({ length: concurrency }, () => provenRequests(target));
  const shared = accessTokens ? tokensInTurn(target, accessTokens) : distinct && distinctRequests(target);
  return Array.from({ length: concurrency }, () => shared || repeatedRequest(target));
}

function prepared(name: string) {
  const load = loads.get(name);
  if (load === undefined) throw new Error(`no load was prepared as ${name}`);
  return load;
}

answerCalls({
  prepare: (load) => {
    loads.set(load.name, { port: load.target.port, clients: clientsOf(load) });
  },
  run: ({ name, clients: count, ...plan }) => {
    const { port, clients } = prepared(name);
    return runLoad(port, clients.slice(0, count), plan);
  },
  runOpen: ({ name, ...plan }) => {
    const { port, clients } = prepared(name);
    return runOpenLoad(port, clients, plan);
  },
} satisfies GeneratorCommands);
