export type DeviceKind = "computer" | "phone" | "tablet" | "television" | "program" | "unknown";
export interface Device {
    readonly kind: DeviceKind;
    /** "Firefox", or the first word of what is no browser; null where the header says nothing. */
    readonly program: string | null;
    /** "Linux"; null where it is not said. */
    readonly system: string | null;
}
export declare function deviceOf(userAgent: string | null): Device;
/** Only names that are well known: for texts in which a name of somebody's own choice, such as an address, would be taken for ours. */
export declare function knownDeviceOf(userAgent: string | null): Pick<Device, "program" | "system">;
