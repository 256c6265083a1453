// Strings that would do harm if they could, and a look at what becomes of them on the wire.
import type { Test } from "testing/behaviour";

export const HOSTILE = [
	'x"\r\nAT+RST\r\n',
	"\r\n+MQTTCONN:0\r\nOK\r\n",
	'a","b',
	'"],["',
	"[41]",
	"]\r\nAT+WSTA=0",
	"\\",
	'\\"',
	"+++",
	"+++\r\nAT+RST",
	"#>OK",
	"tab\tnull\0bell\x07",
	"Grüße, 東京 🙂",
	"1,2,3",
	"0x41",
	"\n",
	"four\n",
	"%s%n",
	"A".repeat(40),
	"é".repeat(30),
];

interface Typed {
	name: string;
	parameters: (number | string)[];
}

/** A text's UTF-8, as the bench shows bytes. */
export const asBytes = (t: Test, text: string) => t.world<string>("bytesOf", text);

/** How link and broker are, which the driver asks once a minute by itself: none of the strings could make that. */
const isOwnQuestion = ({ name, parameters }: Typed) =>
	(name === "+WSTA" || name === "+MQTTCONN") && parameters.length === 0;

/** What was typed since the last time, as the bench reads it. */
export const typed = async (t: Test) => (await t.world<Typed[]>("typed")).filter((it) => !isOwnQuestion(it));

/** Does something with every hostile string; it is refused at the door (or `failed` says so), or comes out of a command exactly as it was. */
export async function each(
	t: Test,
	allowed: readonly string[],
	name: string,
	use: (text: string) => void,
	after: () => void = () => {},
	failed: () => boolean = () => false,
): Promise<void> {
	let taken = 0;
	await typed(t);
	for (const text of HOSTILE) {
		let refused = false;
		try {
			use(text);
		} catch (error) {
			t.ok(error instanceof RangeError || error instanceof TypeError, `${error}`);
			refused = true;
		}
		await t.advance(3000);
		// or told of as refused
		refused ||= failed();
		after();
		await t.advance(2000);
		const commands = await typed(t);
		for (const it of commands) t.ok(allowed.includes(it.name), `${it.name} for ${JSON.stringify(text)}`);
		const bytes = await asBytes(t, text);
		const found = commands.some((it) => it.name === name && it.parameters.includes(bytes));
		t.equal(found, !refused, JSON.stringify(text));
		if (found) taken++;
	}
	t.ok(taken > HOSTILE.length / 2, `only ${taken} were taken`);
}
