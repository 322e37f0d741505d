/** Shared parts of the administration's schemas. */
import { type TSchema, Type } from "typebox";
export declare const nullable: <T extends TSchema>(schema: T) => Type.TUnion<[T, Type.TNull]>;
export declare const scope: Type.TString;
export declare const dateTime: Type.TString;
export declare const closed: {
    additionalProperties: boolean;
};
