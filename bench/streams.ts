/**
 * What a module says, as the readers are given it; each with what must be found in it. The lines are those that the virtual
 * module sends (a test compares them); where readings of the reference differ, both are here.
 */

/** How one module says things. */
export interface Manner {
	/** What follows a stream's name in tables. */
	name: string;
	/** What stands ahead of a line that was not asked for. */
	ahead: string;
	/** Of two sockets. */
	ids: readonly number[];
	/** Ahead of a payload, and behind it. */
	header: (id: number, n: number) => string;
	trailer: string;
	/** Bytes of an answer at most. */
	answer: number;
	/** A scan's lines come one by one, with time in between. */
	separate?: boolean;
}

/** The reference's first reading (7.10). */
export const REFERENCE: Manner = {
	name: "",
	ahead: "",
	ids: [1, 2],
	header: (id, n) => `+SOCKRD:${id},${n}, #`,
	trailer: "\r\nOK\r\n",
	answer: 1500,
};
/** Another: it does not say what is ahead of a line, and modems like to begin one with CR LF (ITU-T V.250, 5.7.1). */
export const CR_LF_AHEAD: Manner = {
	...REFERENCE,
	name: "CR LF ahead",
	ahead: "\r\n",
	header: (id, n) => `\r\n${REFERENCE.header(id, n)}`,
};
/** The published firmware: its IDs come from a clock, a tick brings one line of a scan and 128 bytes of an answer (module-behaviour). */
export const PUBLISHED: Manner = {
	name: "anycloud",
	ahead: "\r",
	ids: [3900, 3901],
	header: (id, n) => `+SOCKRD:${id},${n},\r\n#`,
	trailer: "OK\r\n",
	answer: 128,
	separate: true,
};
export const manners: readonly Manner[] = [REFERENCE, CR_LF_AHEAD, PUBLISHED];

export interface Stream {
	/** What comes without a pause, one after the other: between two of them there is time. */
	bursts: Uint8Array[];
	/** What a reader that understood all of it has counted. */
	found: Record<string, number>;
}

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

/** What stands ahead of a line, as tables say it. */
export const nameOfAhead = (ahead: string) =>
	ahead === "" ? "nothing ahead" : `${ahead.replace("\r", "CR ").replace("\n", "LF ")}ahead`;
const NETWORKS = ["home", "our-guests", "coffee house", "a network with a long name"];

/** `+SOCKRXT` by turns for its sockets (reference 7.10). */
export function events(length: number, { ahead, ids }: Pick<Manner, "ahead" | "ids">): Stream {
	let text = "";
	let lines = 0;
	let sum = 0;
	while (text.length < length) {
		const [id, count] = [ids[lines % ids.length], 1 + ((lines * 7) % 1460)];
		text += `${ahead}+SOCKRXT:${id},${count}\r\n`;
		lines++;
		sum += id + count;
	}
	return { bursts: [latin1(text)], found: { lines, sum } };
}

/** Bytes of which nothing is to be understood. */
export function anything(length: number): Stream {
	return { bursts: [new Uint8Array(length).fill(0x61)], found: { bytes: length } };
}

/** `+WSCNIND` (reference 5.2): networks of several names. */
export function scans(length: number, { ahead, separate }: Manner, networks = NETWORKS): Stream {
	const texts: string[] = [];
	let left = length;
	let sum = 0;
	for (let lines = 0; left > 0; lines++) {
		const ssid = networks[lines % networks.length];
		const [rssi, security, channel] = [-40 - (lines % 50), lines % 5, 1 + (lines % 13)];
		const text = `${ahead}+WSCNIND:${rssi},${security},${channel},"24:F2:7F:A5:8B:80","${ssid}"\r\n`;
		texts.push(text);
		left -= text.length;
		sum += rssi + security + channel + 17 + ssid.length;
	}
	return { bursts: (separate ? texts : [texts.join("")]).map(latin1), found: { lines: texts.length, sum } };
}

/** `+MQTTPUB` (module-behaviour): readings on one topic, some twenty to sixty bytes each. */
export function messages(length: number, { ahead }: Manner): Stream {
	const topic = "house/kitchen/climate";
	let text = "";
	let lines = 0;
	let sum = 0;
	while (text.length < length) {
		const payload = `temperature=${15 + (lines % 10)}.5 humidity=${30 + (lines % 40)}`.repeat(1 + (lines & 1));
		text += `${ahead}+MQTTPUB:${topic.length},"${topic}",${payload.length},"${payload}"\r\n`;
		lines++;
		// each length as it was told, and as it was
		sum += 2 * (topic.length + payload.length);
	}
	return { bursts: [latin1(text)], found: { lines, sum } };
}

/** Of a payload's bytes, as `bench/checked` reckons it on the device. */
const checkOf = (bytes: Uint8Array) => bytes.reduce((value, it) => (value * 31 + it) & 0xffff, 0);

/** Answers of `+SOCKRD` in binary with payloads of `size` bytes, in which every byte occurs (reference 7.10): each was asked for. */
export function payloads(length: number, { header, trailer, ids: [id], answer }: Manner, size = answer): Stream {
	const bursts: Uint8Array[] = [];
	const found = { payload: 0, check: 0 };
	while (found.payload < length) {
		const body = Uint8Array.from({ length: size }, (_, i) => (found.payload + i * 7) & 0xff);
		bursts.push(new Uint8Array(Buffer.concat([latin1(header(id, size)), body, latin1(trailer)])));
		found.payload += size;
		found.check += checkOf(body);
	}
	return { bursts, found };
}
