/** What a capture can be turned into. */
import type { Capture } from "./capture";
import { Decoder } from "./decoder";
import type { Row } from "./row";
import { Transcript } from "./transcript";

/** Every row of a capture, in order. */
export function rowsOf({ traffic }: Capture): Row[] {
	const rows: Row[] = [];
	const decoder = new Decoder((row) => rows.push(row));
	for (const { direction, text, time } of traffic) decoder.feed(direction, Buffer.from(text, "latin1"), time);
	decoder.end();
	return rows;
}

/** A capture as a transcript. */
export function transcriptOf({ traffic, source = "" }: Capture, name: string, title = `Recorded: ${source}`): string {
	let text = "";
	const transcript = new Transcript(
		(line) => {
			text += `${line}\n`;
		},
		name,
		title,
	);
	for (const { direction, text, time } of traffic) transcript.feed(direction, Buffer.from(text, "latin1"), time);
	transcript.end();
	return text;
}
