// Sizes of a program, from its ELF file (32 or 64 bits, little-endian).
import { readFileSync } from "node:fs";

const NOBITS = 8;
const ALLOC = 2;

/** @typedef {{name: string, address: number, load: number, size: number, isStored: boolean}} Section */

/** @returns {Section[]} the sections that take memory; `load` is where a section lies before the program starts */
export function sectionsOf(path) {
	const elf = readFileSync(path);
	if (elf.length < 64 || elf.readUInt32BE(0) !== 0x7f454c46) throw new Error(`${path}: not an ELF file`);
	if (elf[5] !== 1) throw new Error(`${path}: not little-endian`);
	const is64 = elf[4] === 2;
	const word = (at) => (is64 ? Number(elf.readBigUInt64LE(at)) : elf.readUInt32LE(at));
	const table = (offset, size, count) => Array.from({ length: count }, (_, i) => offset + i * size);
	const half = (at) => elf.readUInt16LE(at);
	const headers = is64
		? table(word(40), half(58), half(60)).map((at) => ({
				name: elf.readUInt32LE(at),
				type: elf.readUInt32LE(at + 4),
				flags: word(at + 8),
				address: word(at + 16),
				offset: word(at + 24),
				size: word(at + 32),
			}))
		: table(word(32), half(46), half(48)).map((at) => {
				const [name, type, flags, address, offset, size] = [0, 4, 8, 12, 16, 20].map((it) => word(at + it));
				return { name, type, flags, address, offset, size };
			});
	const segments = is64
		? table(word(32), half(54), half(56)).map((at) => ({
				offset: word(at + 8),
				load: word(at + 24),
				size: word(at + 32),
			}))
		: table(word(28), half(42), half(44)).map((at) => ({
				offset: word(at + 4),
				load: word(at + 12),
				size: word(at + 16),
			}));
	const names = headers[half(is64 ? 62 : 50)];
	const nameOf = (at) => elf.toString("latin1", names.offset + at, elf.indexOf(0, names.offset + at));
	return headers
		.filter((it) => it.flags & ALLOC && it.size)
		.map(({ name, type, address, offset, size }) => {
			const isStored = type !== NOBITS;
			const segment = segments.find((it) => offset >= it.offset && offset < it.offset + it.size);
			const load = isStored && segment ? segment.load + offset - segment.offset : address;
			return { name: nameOf(name), address, load, size, isStored };
		});
}

/** What of a program is stored (flash, or the file), and what is in RAM before it asks for more. */
export function sizesOf(path, isRam) {
	let stored = 0;
	let ram = 0;
	for (const it of sectionsOf(path)) {
		if (it.isStored) stored += it.size;
		if (isRam(it.address)) ram += it.size;
	}
	return { stored, ram };
}
