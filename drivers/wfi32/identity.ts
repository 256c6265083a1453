import type { Line } from "drivers/at/line";
import type { Context } from "drivers/wfi32/context";
import { releases } from "drivers/wfi32/releases";

/** What the module says of itself (reference 7.14–7.16). */
export interface Identity {
	manufacturer: string;
	model: string;
	/** The revision as told, its parts joined by blanks. */
	revision: string;
	/** The firmware's release as far as the revision tells it: a key of the table of releases. */
	release: string;
}

const EQUALS = 0x3d;

/**
 * The strings of an identity line. The firmware has an `=` behind the name where the reference has a `:`.
 * @param revision where the release that this line tells is to be noted
 */
export function identify(context: Context, fields: Line, revision: Identity | undefined): string {
	const bytes = context.arena.bytes;
	const firmware = bytes[fields.at - 1] === EQUALS;
	const parts: string[] = [];
	while (fields.more && fields.valid) {
		fields.text();
		if (!fields.valid) break;
		parts.push(context.decoder.decode(bytes, fields.textAt, fields.textLength));
		if (fields.more) fields.comma();
	}
	const text = parts.join(" ");
	if (revision) revision.release = firmware ? releaseIn(text) : "reference";
	return text;
}

/** The known release that a revision names; the newest when it names none that is known. */
function releaseIn(text: string): string {
	for (const release of Object.keys(releases)) if (text.includes(release)) return release;
	return "0.3.1";
}
