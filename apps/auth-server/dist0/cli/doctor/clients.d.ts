import type { Client } from "../../clients/clients.sql.js";
import type { Config } from "../../config.js";
import { type Finding } from "./finding.js";
export interface ClientsState {
    readonly config: Config;
    /** Enabled ones that operators registered: they can change no others. */
    readonly clients: readonly Client[];
}
export declare function checkClients({ config, clients }: ClientsState): Finding[];
