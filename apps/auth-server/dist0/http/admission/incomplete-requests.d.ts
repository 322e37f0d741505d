/**
 * Requests whose body did not arrive with the headers. They take no place from complete requests, so they have limits
 * of their own: on time, in total and per address.
 */
import type { ServerResponse } from "node:http";
import type { ArrivingRequest } from "./arriving-request.js";
export interface IncompleteRequests {
    /** False if there are too many. */
    add(request: ArrivingRequest, response: ServerResponse): boolean;
    delete(request: ArrivingRequest): void;
}
/** `onLate` receives each request that ran out of time, `onCount` their number. */
export declare function createIncompleteRequests(trustProxy: readonly string[], onLate: (request: ArrivingRequest, response: ServerResponse) => void, onCount: (count: number) => void): IncompleteRequests;
