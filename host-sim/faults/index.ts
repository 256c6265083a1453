/** Faults on demand: in the virtual module, on its UART, and in the world behind it. */
import { lineFaults } from "./line-faults";
import { worldFaults } from "./world-faults";

export type { End, Fault } from "./fault";
export type { Parameters } from "./parameters";
export { follow, mustBePossible, PlanError, type Planned, readPlan } from "./plan";
export type { Breakable, Surroundings } from "./surroundings";
export { FaultyWire } from "./wire";

/** Every kind of fault by its name. */
export const faults = { ...lineFaults, ...worldFaults };

export type FaultName = keyof typeof faults;
