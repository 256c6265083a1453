/** Who may ask for what. The page can break things, and what it shows is somebody's: it is for the browser on this machine alone. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What every answer carries: nothing is loaded from elsewhere, nobody frames the page, nothing is kept. */
export const headers = {
	"Content-Security-Policy": [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"connect-src 'self'",
		"img-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join("; "),
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy": "no-referrer",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cache-Control": "no-store",
};

export class Gate {
	/** In the page, and in every command that comes from it. */
	readonly token = randomBytes(24).toString("base64url");
	readonly #hosts: readonly string[];

	/** @param port the server's own */
	constructor(port: number) {
		this.#hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
	}

	/**
	 * Why a request is refused; undefined when it may go on. A name that somebody has pointed at this machine is in `Host`,
	 * another page in `Origin`, and a page of another origin has not read the token.
	 */
	refusal(request: IncomingMessage): string | undefined {
		const { host, origin, "x-token": token, "content-type": type } = request.headers;
		if (!host || !this.#hosts.includes(host)) return "this page answers to 127.0.0.1 and localhost only";
		if (origin !== undefined && origin !== `http://${host}`) return "not for pages of another origin";
		if (request.method === "GET" || request.method === "HEAD") return undefined;
		if (origin === undefined) return "a command must say which page it comes from";
		if (type !== "application/json") return "a command must be application/json";
		if (typeof token !== "string" || !this.#isToken(token)) return "a command must carry the page's token";
		return undefined;
	}

	#isToken(text: string): boolean {
		const [given, own] = [Buffer.from(text), Buffer.from(this.token)];
		return given.length === own.length && timingSafeEqual(given, own);
	}
}
