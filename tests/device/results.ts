// Result codes as errors that a person understands (module-behaviour, Result codes).
import { meaningOf, Wfi32Error } from "drivers/wfi32/errors";
import { behaviour, type Test } from "testing/behaviour";
import { Script } from "tests/device/scripted";

behaviour("every code of the module's has a meaning of its own, and so has every code of the driver's", (t) => {
	const meanings = new Set<string>();
	for (let code = -12; code <= 47; code++) {
		if (code === 0 || (code >= 29 && code <= 36)) continue;
		const meaning = meaningOf(code);
		t.ok(meaning.length > 3 && !meaning.includes("does not know"), `${code}`);
		meanings.add(meaning);
	}
	t.equal(meanings.size, 12 + 47 - 8);
	// said of all of them alike
	for (let code = 29; code <= 36; code++) t.ok(meaningOf(code).includes("provisioning"));
});

behaviour("an error has its command, its meaning and its code, and what the module says beyond that", (t) => {
	const error = new Wfi32Error(14, "+SOCKBR", "Bind failed");
	t.equal(
		[error.name, error.code, error.command, error.meaning],
		["Wfi32Error", 14, "+SOCKBR", "bind or connect failed"],
	);
	t.equal(error.message, "+SOCKBR: bind or connect failed (14): Bind failed");
	t.ok(error instanceof Error);
	t.equal(new Wfi32Error(14, "+SOCKBR", "bind or connect failed").message, "+SOCKBR: bind or connect failed (14)");
});

/** What comes of a command that the module answers so. */
async function failure(t: Test, answer: string): Promise<[number, string]> {
	const script = new Script((command) => (command === "AT+WSCNC" ? `${answer}\r\n` : undefined));
	const wfi32 = script.provider({ release: "reference" });
	let error: Wfi32Error | null | undefined;
	new wfi32.WiFi({}).configureScan({}, (it) => (error = it));
	await t.until(() => error, 15_000);
	wfi32.close();
	await t.advance(10);
	return [(error as Wfi32Error).code, (error as Wfi32Error).message];
}

behaviour("a code that nobody knows is an error all the same, with what the module says of it", async (t) => {
	const unknown = "+WSCNC: a code that this driver does not know";
	t.equal(await failure(t, "ERROR:99"), [99, `${unknown} (99)`]);
	t.equal(await failure(t, 'ERROR:4711,"Flux capacitor"'), [4711, `${unknown} (4711): Flux capacitor`]);
	t.equal(await failure(t, 'ERROR:48,""'), [48, `${unknown} (48)`]);
	t.equal(await failure(t, "ERROR:7"), [7, "+WSCNC: configuration cannot be read or stored (7)"]);
	t.equal(await failure(t, "ERROR"), [1, "+WSCNC: general error (1)"]);
});
