/** Headers for every response of this issuer. */
export declare function transportSecurity(issuer: string): Readonly<Record<string, string>>;
