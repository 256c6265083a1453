/** A lock between processes that build into the same folder. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

function alive(owner: number): boolean {
	try {
		process.kill(owner, 0);
		return true;
	} catch {
		return false;
	}
}

/** Whether the owner is dead, or died before it could say who it is. */
function abandoned(folder: string): boolean {
	try {
		return !alive(Number(readFileSync(join(folder, "owner"), "utf8")));
	} catch {
		const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
		return since !== undefined && Date.now() - since > 60_000;
	}
}

/** Runs `work` while no other process runs work under the same path. A lock whose owner died is taken over. */
export async function withLock<T>(folder: string, work: () => Promise<T> | T): Promise<T> {
	for (;;) {
		try {
			mkdirSync(folder);
			break;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		}
		if (abandoned(folder)) rmSync(folder, { recursive: true, force: true });
		else await pause(100);
	}
	try {
		writeFileSync(join(folder, "owner"), String(process.pid));
		return await work();
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
