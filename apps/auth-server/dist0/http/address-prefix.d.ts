/** The network: the /24, or /48 for IPv6, as PostgreSQL's cidr writes it; the input itself if it is no address. */
export declare function networkOf(address: string): string;
/** The host: an IPv6 host may use any address of its /64. */
export declare const hostOf: (address: string) => string;
