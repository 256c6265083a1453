/** An RP2040 (Cortex-M0+) beside the Cortex-M4 whose instructions are counted. */

/** Its clock, in MHz. */
const MHZ = 125;
/** Its cycles for what a Cortex-M4 does in one instruction. */
const CYCLES = 2.3;

/** The time that instructions take, in microseconds. */
export const microsecondsOnRp2040 = (instructions: number) => (instructions * CYCLES) / MHZ;

/** The share of its time that bytes take which come without a pause, ten bits each. */
export const loadOnRp2040 = (perByte: number, baud: number) => (microsecondsOnRp2040(perByte) * baud) / 10 / 1e6;
