/** What a module says, as the readers are given it; each with what must be found in it. */

export interface Stream {
	bytes: Uint8Array;
	/** What a reader that understood all of it has counted. */
	found: Record<string, number>;
}

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

/** What the module sends ahead of an event (reference 7.10). */
const AHEAD = "\r\n";
/** What the published firmware sends there (module-behaviour). */
export const PUBLISHED_AHEAD = "\r";
/** What stands ahead of a line, as tables say it. */
export const nameOfAhead = (ahead: string) =>
	ahead === "" ? "nothing ahead" : `${ahead.replace("\r", "CR ").replace("\n", "LF ")}ahead`;
const NETWORKS = ["home", "our-guests", "coffee house", "a network with a long name"];

/** `+SOCKRXT` by turns for two sockets, or for those that are told (reference 7.10). */
export function events(length: number, ahead = AHEAD, ids: readonly number[] = [1, 2]): Stream {
	let text = "";
	let lines = 0;
	let sum = 0;
	while (text.length < length) {
		const [id, count] = [ids[lines % ids.length], 1 + ((lines * 7) % 1460)];
		text += `${ahead}+SOCKRXT:${id},${count}\r\n`;
		lines++;
		sum += id + count;
	}
	return { bytes: latin1(text), found: { lines, sum } };
}

/** Bytes of which nothing is to be understood. */
export function anything(length: number): Stream {
	return { bytes: new Uint8Array(length).fill(0x61), found: { bytes: length } };
}

/** `+WSCNIND` (reference 5.2): networks of several names. */
export function scans(length: number, ahead = AHEAD, networks = NETWORKS): Stream {
	let text = "";
	let lines = 0;
	let sum = 0;
	while (text.length < length) {
		const ssid = networks[lines % networks.length];
		const [rssi, security, channel] = [-40 - (lines % 50), lines % 5, 1 + (lines % 13)];
		text += `${ahead}+WSCNIND:${rssi},${security},${channel},"24:F2:7F:A5:8B:80","${ssid}"\r\n`;
		lines++;
		sum += rssi + security + channel + 17 + ssid.length;
	}
	return { bytes: latin1(text), found: { lines, sum } };
}

/** `+MQTTPUB` (module-behaviour): readings on one topic, some twenty to sixty bytes each. */
export function messages(length: number): Stream {
	const topic = "house/kitchen/climate";
	let text = "";
	let lines = 0;
	let sum = 0;
	while (text.length < length) {
		const payload = `temperature=${15 + (lines % 10)}.5 humidity=${30 + (lines % 40)}`.repeat(1 + (lines & 1));
		text += `\r\n+MQTTPUB:${topic.length},"${topic}",${payload.length},"${payload}"\r\n`;
		lines++;
		// each length as it was told, and as it was
		sum += 2 * (topic.length + payload.length);
	}
	return { bytes: latin1(text), found: { lines, sum } };
}

/** Answers of `+SOCKRD` in binary with payloads of `size` bytes, in which every byte occurs (reference 7.10). */
export function payloads(length: number, size: number): Stream {
	return answers(length, size, (n) => `\r\n+SOCKRD:1,${n},#`, "\r\nOK\r\n");
}

/** The same as the published firmware sends them, of whose bytes a tick brings 128 (module-behaviour). */
export function publishedPayloads(length: number): Stream {
	return answers(length, 128, (n) => `+SOCKRD:1,${n},\r\n#`, "OK\r\n");
}

function answers(length: number, size: number, header: (n: number) => string, trailer: string): Stream {
	const parts: Buffer[] = [];
	let payload = 0;
	while (payload < length) {
		const body = Buffer.from(Array.from({ length: size }, (_, i) => (payload + i * 7) & 0xff));
		parts.push(Buffer.from(header(size)), body, Buffer.from(trailer));
		payload += size;
	}
	return { bytes: new Uint8Array(Buffer.concat(parts)), found: { payload } };
}
