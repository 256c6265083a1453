/** The lines typed in earlier sessions, in a file of the user's cache folder. Credentials never get there. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Mask } from "../wire/credentials";

/** Lines kept. */
const MOST = 500;

/** Where caches belong on this system. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
	if (platform === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "wfi32-moddable");
	if (platform === "darwin") return join(homedir(), "Library/Caches/wfi32-moddable");
	return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "wfi32-moddable");
}

export class History {
	readonly #path: string;
	readonly #mask: Mask;
	/** The latest first, as readline wants them. */
	readonly lines: string[] = [];

	/** @param secrets lines that contain one of these are not kept either */
	constructor(path: string, secrets: readonly string[] = []) {
		this.#path = path;
		this.#mask = new Mask(secrets);
		let kept: string[] = [];
		try {
			kept = readFileSync(path, "utf8").split("\n").filter(Boolean);
		} catch {
			// none yet
		}
		if (kept.length > MOST) {
			kept = kept.slice(-MOST);
			this.#write(() => writeFileSync(path, `${kept.join("\n")}\n`, { mode: 0o600 }));
		}
		this.lines = kept.reverse();
	}

	/** A line was typed. What is no command, and what has a credential in it, is not kept. */
	add(line: string): void {
		const bytes = Buffer.from(line).toString("latin1");
		if (!/^(?:AT|\.)/i.test(line) || /^\.(?:data|hex)\b/i.test(line)) return;
		if (this.#mask.ranges(bytes, "toModule").length) return;
		this.#write(() => {
			mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
			appendFileSync(this.#path, `${line}\n`, { mode: 0o600 });
		});
	}

	/** A history that cannot be kept is no reason to stop. */
	#write(write: () => void): void {
		try {
			write();
		} catch {}
	}
}
