/** The virtual module's UART as a pseudo-terminal, which Node cannot make: a small C program (pty.c) does. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { whyNoEngine } from "../xs/build";
import { root } from "../xs/root";
import type { Attachment, AttachmentEvents } from "./attachment";
import { Failure } from "./failure";

/** Builds the program unless it is there. @returns its path @throws Failure without a working C compiler */
function buildHelper(): string {
	const source = join(__dirname, "pty.c");
	const key = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
	const folder = join(root, "build/pty");
	const program = join(folder, `pty-${key}`);
	if (existsSync(program)) return program;
	const missing = whyNoEngine();
	if (missing) throw new Failure(`a pseudo-terminal needs a small C program: ${missing}`, "Or use --tcp.");
	mkdirSync(folder, { recursive: true });
	const fresh = `${program}.${process.pid}`;
	const result = spawnSync(process.env.CC || "cc", ["-O2", "-o", fresh, source], { encoding: "utf8" });
	if (result.status !== 0) throw new Failure(`pty.c cannot be compiled:\n${result.stderr}`, "Or use --tcp.");
	renameSync(fresh, program);
	return program;
}

/** A link of an earlier run is in nobody's way; anything else stays. */
function link(path: string, target: string): void {
	const there = lstatSync(path, { throwIfNoEntry: false });
	if (there && !there.isSymbolicLink()) throw new Failure(`${path} exists and is not a link`, "Choose another path.");
	try {
		if (there) unlinkSync(path);
		symlinkSync(target, path);
	} catch (error) {
		throw new Failure(`no link at ${path}: ${(error as Error).message}`, "Choose another path.");
	}
}

/**
 * @param path becomes a symbolic link to the pseudo-terminal
 * @throws Failure when there is no C compiler, or no such link can be made
 */
export async function attachPty(path: string, events: AttachmentEvents): Promise<Attachment> {
	const child = spawn(buildHelper(), { stdio: ["pipe", "pipe", "inherit"] });
	let closing = false;
	child.stdin.on("error", () => {}); // its exit says why
	const terminal = await new Promise<string>((done, fail) => {
		let first = Buffer.alloc(0);
		const gather = (bytes: Buffer) => {
			first = Buffer.concat([first, bytes]);
			const end = first.indexOf(10);
			if (end < 0) return;
			child.stdout.off("data", gather);
			child.stdout.on("data", (bytes: Buffer) => events.onReceive(bytes));
			if (first.length > end + 1) events.onReceive(first.subarray(end + 1));
			done(first.toString("utf8", 0, end));
		};
		child.stdout.on("data", gather);
		child.once("error", fail);
		child.once("close", () => fail(new Failure("no pseudo-terminal could be had", "Or use --tcp.")));
	});
	child.on("close", () => {
		if (!closing) events.onLost(new Failure("the pseudo-terminal has gone away"));
	});
	const unlink = () => {
		if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(path);
	};
	try {
		link(path, terminal);
	} catch (error) {
		closing = true;
		child.stdin.end();
		throw error;
	}
	return {
		place: `${resolve(path)} (${terminal})`,
		send(bytes) {
			child.stdin.write(Buffer.from(bytes));
		},
		async close() {
			closing = true;
			unlink();
			const gone = new Promise((done) => child.once("close", done));
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.stdin.end();
			await gone;
		},
	};
}
