import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { type Fault } from "../administration/faults.js";
import type { Context } from "../context.js";
import { type Wording } from "../http/errors.js";
export declare const Problem: Type.TObject<{
    type: Type.TString;
    title: Type.TString;
    status: Type.TInteger;
    detail: Type.TString;
    reason: Type.TString;
    request_id: Type.TString;
    errors: Type.TOptional<Type.TArray<Type.TObject<{
        pointer: Type.TString;
        detail: Type.TString;
    }>>>;
}>;
/** Answers every error and every unknown address in this scope with problem details. */
export declare function answerByProblems(app: FastifyInstance, { config }: Context): void;
export declare const asProblem: (issuer: string) => Wording;
/** Faults passed on by the validator. */
export declare class InvalidRequest extends Error {
    readonly faults: readonly Fault[];
    constructor(faults: readonly Fault[]);
}
