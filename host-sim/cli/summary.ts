/** What a run came to. */
import { writeFileSync } from "node:fs";
import type { Heap } from "../launch";
import { Failure } from "./failure";

export interface Summary {
	outcome: "readings" | "interrupted" | "failed";
	/** Why, when it failed. */
	error?: string;
	engine: string;
	/** The profile or release played, or the serial port's path. */
	module: string;
	/** Readings that reached the broker. */
	readings: number;
	seconds: number;
	commands: number;
	bytes: { toModule: number; toHost: number };
	/** Allocated by the program since the first reading reached the broker; null where the engine cannot tell, and with the page. */
	allocated: { slots: number; chunkBytes: number; readings: number } | null;
	/** Bytes lost on the way in, at either end of the UART. */
	overruns: number;
}

/** What was allocated between two reports, over how many readings. */
export function allocatedBetween(first: Heap | undefined, last: Heap | undefined, readings: number) {
	if (!first || !last) return null;
	const slots = last.allocatedSlots - first.allocatedSlots;
	return { slots, chunkBytes: last.allocatedChunks - first.allocatedChunks, readings };
}

const counted = (count: number, one: string, many = `${one}s`) =>
	`${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** The summary for people. */
export function summaryText(summary: Summary): string {
	const { readings, seconds, engine, module, commands, bytes, allocated, overruns } = summary;
	const lines = [
		`${counted(readings, "reading")} in ${seconds.toFixed(1)} s on ${engine}, module: ${module}`,
		`${counted(commands, "command")}, ${counted(bytes.toModule, "byte")} to the module, ${counted(bytes.toHost, "byte")} back, ` +
			counted(overruns, "overrun"),
	];
	if (allocated?.readings) {
		const { slots, chunkBytes } = allocated;
		lines.push(
			`allocated since the first reading: ${counted(slots, "slot")}, ${counted(chunkBytes, "chunk byte")}, ` +
				`by ${counted(allocated.readings, "more reading")} and what was logged of it`,
		);
	}
	return lines.join("\n");
}

/** @throws Failure when the file cannot be written */
export function writeSummary(path: string, summary: Summary): void {
	try {
		writeFileSync(path, `${JSON.stringify(summary, null, "\t")}\n`);
	} catch (error) {
		throw new Failure(`no summary: ${(error as Error).message}`);
	}
}
