/** How values of claims are written (OpenID Connect Core 1.0 §5.1): by a JSON schema, and by what no schema can check. */
export interface Format {
    readonly kind: "text" | "lines" | "flag" | "url" | "birthdate" | "timeZone" | "language" | "phone";
    readonly schema: {
        readonly type: "string" | "boolean";
        readonly pattern?: string;
    };
    /** What a value must be, in words. */
    readonly description: string;
    readonly fits?: (value: string) => boolean;
    /** The form that is kept, of what is merely untidy. */
    readonly tidy?: (value: string) => string;
}
export declare const text: Format;
export declare const lines: Format;
export declare const flag: Format;
export declare const webAddress: Format;
export declare const birthdate: Format;
export declare const timeZone: Format;
export declare const languageTag: Format;
export declare const phoneNumber: Format;
/** What a value must be instead; null if it is that. */
export declare function faultOf({ schema, fits, description }: Format, value: unknown): string | null;
/** The form that is kept of a value that has no fault. */
export declare const tidied: ({ tidy }: Format, value: unknown) => unknown;
