export type { Capabilities, CapabilityChanges } from "./capabilities";
export { VirtualModule, type VirtualModuleOptions } from "./module";
export { type ReleaseName, releases } from "./releases";
export { Result, resultText } from "./result";
export type { ModuleState, SocketView } from "./state";
export type { Counters, TraceEvent } from "./trace";
export { type Direction, Uart, type UartDevice, type UartOptions } from "./uart";
