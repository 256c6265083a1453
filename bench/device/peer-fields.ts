// What both peers that make strings of lines do with a line. How it is written is chosen by the configuration.

import config from "mc/config";

export interface Spelling {
	/** Fields are taken by `const [a, b] =`, or by their index. */
	fields: "destructured" | "indexed";
	/** The BSSID stays as it is, or becomes six numbers. */
	stations: "text" | "numbers";
	/** Answers and events that are asked for ahead of those that come. */
	others: boolean;
}

const { fields, stations, others } = config as unknown as Spelling;
let lines = 0;
let sum = 0;
let other = 0;

function available(rest: string): void {
	const [id, count] = rest.split(",");
	lines++;
	sum += Number(id) + Number(count);
}

function availableIndexed(rest: string): void {
	const all = rest.split(",");
	lines++;
	sum += Number(all[0]) + Number(all[1]);
}

function station(rest: string): void {
	const [rssi, security, channel, bssid, ssid] = rest.split(",");
	lines++;
	sum += Number(rssi) + Number(security) + Number(channel) + bssid.length - 2 + ssid.length - 2;
}

function stationIndexed(rest: string): void {
	const all = rest.split(",");
	lines++;
	sum += Number(all[0]) + Number(all[1]) + Number(all[2]) + all[3].length - 2 + all[4].length - 2;
}

/** With the BSSID as six numbers, which count as the seventeen characters they were. */
function stationInNumbers(rest: string): void {
	const [rssi, security, channel, bssid, ssid] = rest.split(",");
	const address = bssid
		.slice(1, -1)
		.split(":")
		.map((it) => parseInt(it, 16));
	lines++;
	sum += Number(rssi) + Number(security) + Number(channel) + 3 * address.length - 1 + ssid.length - 2;
}

function message(rest: string): void {
	const [topicLength, topic, length, text] = rest.split(",");
	lines++;
	sum += Number(topicLength) + Number(length) + topic.length - 2 + text.length - 2;
}

const onAvailable = fields === "indexed" ? availableIndexed : available;
const onStation = stations === "numbers" ? stationInNumbers : fields === "indexed" ? stationIndexed : station;

function known(it: string): void {
	if (it.startsWith("+SOCKRXT:")) onAvailable(it.slice(9));
	else if (it.startsWith("+WSCNIND:")) onStation(it.slice(9));
	else if (it.startsWith("+MQTTPUB:")) message(it.slice(9));
}

function knownAfterOthers(it: string): void {
	if (it.startsWith("OK")) other++;
	else if (it.startsWith("ERROR")) other++;
	else if (it.startsWith("+SOCKIND:")) other++;
	else if (it.startsWith("+SOCKCL:")) other++;
	else known(it);
}

/** A line without its end. */
export const line = others ? knownAfterOthers : known;

export const found = () => ({ lines, sum, other });
