interface Options {
    role?: string[];
    claim?: string[];
    json?: true;
}
export declare function inviteUser(email: string, { role, claim, json }: Options): Promise<void>;
export declare function invitations({ json }: Options): Promise<void>;
export declare function uninvite(named: string, { json }: Options): Promise<void>;
export {};
