import type { Request } from "drivers/at/request";

/** Requests linked by themselves: a queue that cannot overflow and takes nothing. */
export class Queue {
	/** @internal */ first: Request | undefined;
	#last: Request | undefined;

	get length(): number {
		let count = 0;
		for (let it = this.first; it; it = it.next) count++;
		return count;
	}

	append(request: Request): void {
		request.queued = true;
		request.next = undefined;
		if (this.#last) this.#last.next = request;
		else this.first = request;
		this.#last = request;
	}

	prepend(request: Request): void {
		request.queued = true;
		request.next = this.first;
		this.first = request;
		if (!this.#last) this.#last = request;
	}

	/** The first, taken out. */
	shift(): Request | undefined {
		const request = this.first;
		if (!request) return undefined;
		this.first = request.next;
		if (!this.first) this.#last = undefined;
		request.next = undefined;
		request.queued = false;
		return request;
	}

	/** @returns whether it was there */
	remove(request: Request): boolean {
		let previous: Request | undefined;
		for (let it = this.first; it; it = it.next) {
			if (it === request) {
				if (previous) previous.next = it.next;
				else this.first = it.next;
				if (this.#last === it) this.#last = previous;
				it.next = undefined;
				it.queued = false;
				return true;
			}
			previous = it;
		}
		return false;
	}
}
