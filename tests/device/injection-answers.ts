// What resolvers say is text from outside: names and addresses that hold what would do harm (reference 7.12.4).
import { behaviour, type Test } from "testing/behaviour";
import { HOSTILE } from "tests/device/injection-support";
import { Script } from "tests/device/scripted";
import { encode } from "wfi32/text";

const NAME = "www.example.com";
const ASKED = `AT+DNSRESOLV=1,"${NAME}"`;
const GOOD = "192.0.2.9";
const ANSWER = `+DNSRESOLV:1,"${NAME}","${GOOD}"\r\n`;
/** What a driver may say that has to find its way back. */
const OWN = ["AT", "ATE0", "AT+GMM", "AT+GMI", "AT+GMR", "AT+SOCKLST", ASKED];

const bytes = (text: string) => String.fromCharCode(...encode(text));
const two = (code: number) => `0${code.toString(16)}`.slice(-2);

const ESCAPED: { [character: string]: string } = { "\r": "\\r", "\n": "\\n", '"': '\\"', "\\": "\\\\" };

/** How a module may print a string. */
const FORMS: { [form: string]: (text: string) => string } = {
	"as it is": (text) => `"${bytes(text)}"`,
	escaped: (text) => `"${bytes(text).replace(/["\\\r\n]/g, (it) => ESCAPED[it])}"`,
	"in hex": (text) => `[${Array.from(encode(text), two).join("")}]`,
};

/** Resolves a name, and once more: first the module says `lines` and the answer, then the answer alone. */
async function resolved(t: Test, lines: string, why: string): Promise<string | number> {
	let first = true;
	const script = new Script((command) => {
		if (command !== ASKED) return undefined;
		const said = `OK\r\n${first ? lines : ""}${ANSWER}`;
		first = false;
		return said;
	});
	const wfi32 = script.provider();
	const resolve = async () => {
		let outcome: string | number | undefined;
		new wfi32.Resolver({}).resolve({ host: NAME }, (error, address) => {
			outcome = error ? (error as Error & { code: number }).code : address;
		});
		await t.until(() => outcome !== undefined, 30_000, why);
		return outcome as string | number;
	};
	const outcome = await resolve();
	await t.advance(100);
	t.equal(await resolve(), GOOD, `afterwards: ${why}`);
	for (const command of script.commands) t.ok(OWN.includes(command), `${command} for ${why}`);
	wfi32.close();
	return outcome;
}

/** A line break that is printed as one ends the event: what is behind it are lines of their own, and may cost the answer. */
const breaks = (line: string) => line.includes("\n") || line.includes("\r");

async function harmless(t: Test, field: string, why: string, lines: string): Promise<void> {
	const outcome = await resolved(t, `${lines}\r\n`, why);
	if (breaks(field)) t.ok(outcome === GOOD || typeof outcome === "number", `${outcome} for ${why}`);
	else t.equal(outcome, GOOD, why);
}

const ADDRESSES = [
	...HOSTILE,
	'192.0.2.1"',
	"192.0.2.1\r\nAT+RST",
	"192.0.2.256",
	"1.2.3",
	"0x7f000001",
	"::g",
	" 192.0.2.1",
];

for (const form of Object.keys(FORMS)) {
	behaviour(`an address that is none, ${form}`, async (t) => {
		for (const text of ADDRESSES) {
			const field = FORMS[form](text);
			await harmless(t, field, JSON.stringify(text), `+DNSRESOLV:1,"${NAME}",${field}`);
		}
	});

	behaviour(`a name that is not the one asked for, ${form}`, async (t) => {
		for (const text of [
			...HOSTILE,
			...HOSTILE.map((it) => NAME + it),
			...HOSTILE.map((it) => it + NAME),
			"www.example.co",
		]) {
			const field = FORMS[form](text);
			await harmless(t, field, JSON.stringify(text), `+DNSRESOLV:1,${field},"192.0.2.66"`);
		}
	});
}
