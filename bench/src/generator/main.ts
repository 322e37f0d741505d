/** The load generator's process: keeps each load's virtual clients between rounds, runs one load at a time. */
import { answerCalls } from "../worker.js";
import { type LoadResult, runLoad } from "./load.js";
import { inTurn, refreshChain } from "./refresh-chain.js";
import { type RequestSource, repeatedRequest, type Target, tokensInTurn } from "./requests.js";

export interface PreparedLoad {
  /** Names the load in later calls of `run`. */
  readonly name: string;
  readonly target: Target;
  readonly concurrency: number;
  /** One or more per virtual client: the load is then refresh chains, and the target's form is not used. */
  readonly refreshTokens?: readonly string[];
  /** Sent in turn, one with each request. */
  readonly accessTokens?: readonly string[];
}

export interface GeneratorCommands {
  [name: string]: (argument: never) => unknown;
  prepare(load: PreparedLoad): void;
  run(run: { readonly name: string; readonly seconds: number }): Promise<LoadResult>;
}

const loads = new Map<string, { readonly port: number; readonly clients: readonly RequestSource[] }>();

function clientsOf({ target, concurrency, refreshTokens, accessTokens }: PreparedLoad): RequestSource[] {
  if (refreshTokens) {
    const chains = refreshTokens.map((token) => refreshChain(target, token));
    return Array.from({ length: concurrency }, (_, client) =>
      inTurn(chains.filter((_chain, index) => index % concurrency === client)),
    );
  }
  const shared = accessTokens && tokensInTurn(target, accessTokens);
  return Array.from({ length: concurrency }, () => shared ?? repeatedRequest(target));
}

answerCalls({
  prepare: (load) => {
    loads.set(load.name, { port: load.target.port, clients: clientsOf(load) });
  },
  run: ({ name, seconds }) => {
    const load = loads.get(name);
    if (load === undefined) throw new Error(`no load was prepared as ${name}`);
    return runLoad(load.port, load.clients, seconds);
  },
} satisfies GeneratorCommands);
