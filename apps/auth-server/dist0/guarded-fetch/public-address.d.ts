/** Read by Node.js itself, so that nothing is judged that is connected to as something else. */
export declare function isPublicAddress(address: string): boolean;
