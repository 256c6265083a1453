import Serial from "embedded:io/serial";
import { instructions, report } from "bench/meter";

const bytes = new Uint8Array(4096).fill(0x31);
const words = new Int32Array(bytes.buffer);
const view = new DataView(bytes.buffer);
const other = new Uint8Array(4096);
const piece = new Uint8Array(64);
let moduleLet = 0;
const K = 48;
class P {
	#x = 0;
	y = 0;
	f(): void {}
	g(a: number): number {
		return a;
	}
	get z(): number {
		return this.y;
	}
	loops(results: Record<string, number>): void {
		const N = 1000;
		const run = (name: string, body: (n: number) => void) => {
			body(2);
			const before = instructions();
			body(N);
			results[name] = (instructions() - before) / N;
		};
		const p = this;
		run("empty", (n) => { for (let i = 0; i < n; i++); });
		run("v+=u[i]", (n) => { const u = bytes; let v = 0; for (let i = 0; i < n; i++) v += u[i]; });
		run("v+=w[i]", (n) => { const u = words; let v = 0; for (let i = 0; i < n; i++) v += u[i]; });
		run("getUint8", (n) => { const u = view; let v = 0; for (let i = 0; i < n; i++) v += u.getUint8(i); });
		run("getInt32le", (n) => { const u = view; let v = 0; for (let i = 0; i < n; i++) v += u.getInt32(i, true); });
		run("while u[i]!==10", (n) => { const u = bytes; u[n] = 10; let i = 0; while (u[i] !== 10) i++; u[n] = 0x31; });
		run("call f()", (n) => { const q = p; for (let i = 0; i < n; i++) q.f(); });
		run("call g(i)", (n) => { const q = p; for (let i = 0; i < n; i++) q.g(i); });
		run("getter", (n) => { const q = p; let v = 0; for (let i = 0; i < n; i++) v = q.z; });
		run("q.y read", (n) => { const q = p; let v = 0; for (let i = 0; i < n; i++) v = q.y; });
		run("q.y write", (n) => { const q = p; for (let i = 0; i < n; i++) q.y = i; });
		run("v = i", (n) => { let v = 0; for (let i = 0; i < n; i++) v = i; });
		run("v = i - K const module", (n) => { let v = 0; for (let i = 0; i < n; i++) v = i - K; });
		run("v = i - 48", (n) => { let v = 0; for (let i = 0; i < n; i++) v = i - 48; });
		run("v = moduleLet", (n) => { let v = 0; for (let i = 0; i < n; i++) v = moduleLet; });
		run("moduleLet = i", (n) => { for (let i = 0; i < n; i++) moduleLet = i; });
		run("if (i === 5)", (n) => { let v = 0; for (let i = 0; i < n; i++) if (i === -5) v = i; });
		run("if a && b", (n) => { let v = 0; for (let i = 0; i < n; i++) if (i >= 0 && i <= -9) v = i; });
		run("v = (v*10+d)", (n) => { let v = 0; for (let i = 0; i < n; i++) v = (v * 10 + 3) & 255; });
		run("copyWithin 64", (n) => { const u = bytes; for (let i = 0; i < n; i++) u.copyWithin(100, 1000, 1064); });
		run("set 64 other buffer", (n) => { const u = bytes, w = piece; for (let i = 0; i < n; i++) u.set(w, 100); });
		run("w[i] write", (n) => { const u = words; for (let i = 0; i < n; i++) u[i & 255] = i; });
		run("destructure 6", (n) => { const q = six as any; let v = 0; for (let i = 0; i < n; i++) { let {a,b,c,d,e,f} = q; v = f; } });
		run("read 6", (n) => { const q = six as any; let v = 0; for (let i = 0; i < n; i++) { let a=q.a,b=q.b,c=q.c,d=q.d,e=q.e,f=q.f; v = f; } });
		run("try finally", (n) => { let v = 0; for (let i = 0; i < n; i++) { try { v = i; } finally { v = 1; } } });
		run("arrow call", (n) => { const f = () => {}; for (let i = 0; i < n; i++) { f(); } });
		run("subclass prop", (n) => { const q = sub as any; let v = 0; for (let i = 0; i < n; i++) { v = q.base; } });
		run("method of base", (n) => { const q = sub; for (let i = 0; i < n; i++) { q.f(); } });
		run("20 locals call", (n) => { for (let i = 0; i < n; i++) { many(); } });
		run("?? read", (n) => { const q = six as any; let v = 0; for (let i = 0; i < n; i++) { v = q.a ?? 3; } });
		run("||||", (n) => { const q = six as any; let v = 0; for (let i = 0; i < n; i++) { if (q.a > 5 || q.b > 5 || q.c > 5) v = 3; } });
		run("Private many read last", (n) => { const q = priv; for (let i = 0; i < n; i++) { q.last(); } });
		run("Private many read first", (n) => { const q = priv; for (let i = 0; i < n; i++) { q.first(); } });
		run("public many read last", (n) => { const q = pub as any; let v = 0; for (let i = 0; i < n; i++) { v = q.t; } });
		this.#private(results);
	}
	#private(results: Record<string, number>): void {
		const N = 1000;
		let before = instructions();
		for (let i = 0; i < N; i++) this.#x = i;
		results["#x write"] = (instructions() - before) / N;
		before = instructions();
		let v = 0;
		for (let i = 0; i < N; i++) v = this.#x;
		results["#x read"] = (instructions() - before) / N;
		before = instructions();
		for (let i = 0; i < N; i++) this.#x++;
		results["#x++"] = (instructions() - before) / N;
		before = instructions();
		for (let i = 0; i < N; i++) this.#m();
		results["#m()"] = (instructions() - before) / N;
		before = instructions();
		for (let i = 0; i < N; i++) v = other[i];
		results["module u[i]"] = (instructions() - before) / N;
	}
	#m(): void {}
}
const six = {a:1,b:2,c:3,d:4,e:5,f:6};
class Base { base = 1; #p = 2; f() {} }
class Sub extends Base { own = 2; }
const sub = new Sub();
class Priv { #a=1;#b=1;#c=1;#d=1;#e=1;#f=1;#g=1;#h=1;#i=1;#j=1;#k=1;#l=1;#m=1;#n=1;#o=1;#p=1;#q=1;#r=1;#s=1;#t=1;
 last() { return this.#t; } first() { return this.#a; } x() { return this.#b+this.#c+this.#d+this.#e+this.#f+this.#g+this.#h+this.#i+this.#j+this.#k+this.#l+this.#m+this.#n+this.#o+this.#p+this.#q+this.#r+this.#s; } }
const priv = new Priv();
const pub = {a:1,b:2,c:3,d:4,e:5,f:6,g:1,h:1,i:1,j:1,k:1,l:1,m:1,n:1,o:1,p:1,q:1,r:1,s:1,t:1};
function many() { let a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1,j=1,k=1,l=1,m=1,n=1,o=1,p=1,q=1,r=1,s=1,t=1; }
const results: Record<string, number> = {};
new (Serial as any)({ port: 0, baud: 230400, format: "buffer", onReadable() { this.read(); new P().loops(results); } });
report(() => results);
