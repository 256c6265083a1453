/** The page of a run (`--ui`). */
import { Page } from "../ui/page";
import { Failure } from "./failure";
import type { Log } from "./log";

export interface PageSettings {
	/** Its port; true: the usual one, or any when that is taken. */
	ui: number | true;
	log: Log;
	/** Milliseconds, on the clock of the wire's times. */
	now(): number;
	redact(text: string): string;
}

/**
 * Opens it, says where it is, and gives it what the log gets.
 * @throws Failure when the port cannot be had
 */
export async function openPage({ ui, log, now, redact }: PageSettings): Promise<Page> {
	const onFault = (text: string) => log.line("fault", text);
	try {
		const { page, url } = await Page.open(ui === true ? undefined : ui, { now, redact, onFault });
		log.onLine = (voice, text) => page.happened(voice, text);
		log.line("note", `the page: ${url}`);
		return page;
	} catch (error) {
		throw new Failure(`no port for the page: ${(error as Error).message}`, "Choose another: --ui <port>.");
	}
}
