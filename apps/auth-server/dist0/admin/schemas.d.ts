/** TypeBox schemas of the admin API's routes, from which the OpenAPI document is generated. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider, RawServerDefault } from "fastify";
import { type Static, type TSchema, Type } from "typebox";
import type { Page } from "../administration/act.js";
/** Derives the types of a handler from its route's schemas. */
export interface TypeBox extends FastifyTypeProvider {
    validator: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
    serializer: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
}
export type AdminApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBox>;
/** A reference to a named schema. */
export declare const ref: <T extends TSchema>(schema: T) => Type.TUnsafe<import("typebox").StaticType<[], "Encode", {}, {}, T>>;
/** An answer with one representation. */
export declare const one: <T extends TSchema>(schema: T, description: string) => Type.TIntersect<[Type.TUnsafe<import("typebox").StaticType<[], "Encode", {}, {}, T>>]> & {
    description: string;
    headers: {
        etag: {
            type: string;
            description: string;
        };
    };
};
export declare const pageOfRef: <T extends TSchema>(schema: T) => Type.TObject<{
    items: Type.TArray<Type.TUnsafe<import("typebox").StaticType<[], "Encode", {}, {}, T>>>;
    next_cursor: Type.TUnion<[Type.TString, Type.TNull]>;
}>;
export declare const pageQuery: {
    limit: Type.TInteger;
    cursor: Type.TOptional<Type.TString>;
};
export declare const PageQuery: Type.TObject<{
    limit: Type.TInteger;
    cursor: Type.TOptional<Type.TString>;
}>;
export declare const idParams: Type.TObject<{
    id: Type.TString;
}>;
/** Also of clients that no operator has registered. */
export declare const clientIdText: Type.TString;
/** Without it, a change could overwrite somebody else's. */
export declare const IfMatch: Type.TObject<{
    "if-match": Type.TString;
}>;
export declare const wirePage: <T, R>({ items, nextCursor }: Page<T>, describe: (item: T) => R) => {
    items: R[];
    next_cursor: string | null;
};
