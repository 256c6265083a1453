/** What the engine's frames mean. */
import type { Heap, PortReport } from "../launch";
import type { FromEngine } from "./frames";
import type { XsOptions } from "./process";

/** What both modes do with a frame from the engine. */
export function dispatch(options: XsOptions, type: FromEngine, payload: Buffer): void {
	switch (type) {
		case "b":
			// not as a Buffer, whose slice() would share memory that is only lent
			options.ports?.[payload[0]]?.end.send(new Uint8Array(payload.buffer, payload.byteOffset + 1, payload.length - 1));
			break;
		case "o":
			options.ports?.[payload[0]]?.onOpen?.(payload.readUInt32LE(1));
			break;
		case "c":
			options.ports?.[payload[0]]?.onClose?.();
			break;
		case "d":
			options.pins?.[payload[0]]?.(payload[1]);
			break;
		case "w":
			options.onWatch?.(payload.readDoubleLE(0));
			break;
		case "m":
			options.onMessage?.(payload.toString());
			break;
		case "t":
			options.onTrace?.(payload.toString());
			break;
	}
}

const heapFields = [
	...["slots", "chunks", "peakSlots", "peakChunks", "maximumSlots", "maximumChunks", "collections"],
	...["allocatedSlots", "allocatedChunks", "callbackSlots", "callbackChunks", "stackPeak", "holes"],
];
const portFields = ["received", "dropped", "unheard", "sent", "waiting"];

const record = (fields: string[], payload: Buffer) =>
	Object.fromEntries(fields.map((field, index) => [field, payload.readDoubleLE(8 * index)])) as unknown;

export const heapOf = (payload: Buffer): Heap => record(heapFields, payload) as Heap;
export const portReportOf = (payload: Buffer) => record(portFields, payload) as PortReport;
export const failureOf = (payload: Buffer) => new Error(`XS: ${payload.toString("utf8", 4)}`);
