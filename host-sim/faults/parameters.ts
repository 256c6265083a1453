/** What can be said about a fault besides its name and its times. */
export interface Parameters {
	/** Which way: from the module ("toHost"), to it, or both. */
	direction?: "toHost" | "toModule" | "both";
	/** Of how many bytes, 0 to 1. */
	rate?: number;
	/** Milliseconds: of a delay, of the host's stalls, of the module's thinking, of DHCP. */
	milliseconds?: number;
	/** Milliseconds from one event, tear or stall to the next. */
	every?: number;
	/** Bytes the module sends before it happens. */
	after?: number;
	/** What is printed, with its line end. */
	text?: string;
	/** Bits a second. */
	baud?: number;
	/** Bytes the host's receive FIFO holds. */
	fifo?: number;
}

type Check = (value: unknown) => boolean;

const number =
	(least: number, most: number): Check =>
	(value) =>
		typeof value === "number" && value >= least && value <= most;

/** Each with what its value must be. */
export const rules: { readonly [Name in keyof Required<Parameters>]: { check: Check; must: string } } = {
	direction: {
		check: (value) => value === "toHost" || value === "toModule" || value === "both",
		must: '"toHost", "toModule" or "both"',
	},
	rate: { check: number(0, 1), must: "a number from 0 to 1" },
	milliseconds: { check: number(0, 3_600_000), must: "a number of milliseconds up to an hour" },
	every: { check: number(1, 3_600_000), must: "a number of milliseconds, 1 up to an hour" },
	after: { check: number(0, 1_000_000), must: "a number of bytes" },
	text: { check: (value) => typeof value === "string" && value.length > 0, must: "a text" },
	baud: { check: number(300, 4_000_000), must: "bits a second, 300 to 4000000" },
	fifo: { check: number(1, 65_536), must: "a number of bytes, 1 to 65536" },
};
