// What can be seen in a module for the device without running it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// `import` would first search its nine megabytes for what they export
const ts = createRequire(import.meta.url)("typescript");

const parse = (path) => ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);

/** Looks at each file once: it is the same on every platform. */
function once(look) {
	const seen = new Map();
	return (path) => {
		if (!seen.has(path)) seen.set(path, look(parse(path)));
		return seen.get(path);
	};
}

/** What a module imports when it runs: imports of types are gone by then. @type {(path: string) => {specifier: string, line: number}[]} */
export const importsOf = once((source) => {
	const found = [];
	const add = (node) => {
		if (!node || !ts.isStringLiteral(node)) return;
		found.push({ specifier: node.text, line: lineOf(source, node) });
	};
	const visit = (node) => {
		if (ts.isImportDeclaration(node) && importsValues(node.importClause)) add(node.moduleSpecifier);
		else if (ts.isExportDeclaration(node) && exportsValues(node)) add(node.moduleSpecifier);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
});

function importsValues(clause) {
	if (!clause) return true; // for its effects
	if (clause.isTypeOnly) return false;
	const { name, namedBindings } = clause;
	if (name || !namedBindings || ts.isNamespaceImport(namedBindings)) return true;
	return namedBindings.elements.some((it) => !it.isTypeOnly);
}

function exportsValues({ isTypeOnly, exportClause }) {
	if (isTypeOnly) return false;
	return !exportClause || ts.isNamespaceExport(exportClause) || exportClause.elements.some((it) => !it.isTypeOnly);
}

/**
 * What a module keeps that may change. Preloaded it lies in flash: a variable there costs RAM for its copy, a static
 * field or a Map cannot be written at all. Arrays of bytes may be read, and are taken to be only that.
 * @type {(path: string) => {text: string, line: number}[]}
 */
export const stateOf = once((source) => {
	const mayChange = (node) => changes(node, source);
	const found = [];
	const lines = source.text.split("\n");
	const add = (node, why) => {
		const line = lineOf(source, node);
		// said to be worth its copy in RAM
		if (!lines[line - 1].includes("// in RAM:")) found.push({ text: `${node.name.getText(source)} ${why}`, line });
	};
	for (const statement of source.statements) {
		if (ts.isVariableStatement(statement)) {
			const isConstant = statement.declarationList.flags & ts.NodeFlags.Const;
			for (const it of statement.declarationList.declarations) {
				if (!isConstant) add(it, "is a variable");
				else if (it.initializer && mayChange(it.initializer)) add(it, "is not frozen");
			}
		} else if (ts.isClassDeclaration(statement)) {
			for (const it of statement.members) {
				const has = (kind) => it.modifiers?.some((modifier) => modifier.kind === kind);
				if (!ts.isPropertyDeclaration(it) || !has(ts.SyntaxKind.StaticKeyword)) continue;
				if (!has(ts.SyntaxKind.ReadonlyKeyword)) add(it, "is static and not readonly");
				else if (it.initializer && mayChange(it.initializer)) add(it, "is not frozen");
			}
		}
	}
	return found;
});

/**
 * What costs RAM or worse on XS, and has a twin that does not: a private method has a slot in every instance; an array
 * with holes that grows is read beyond its items when garbage is collected.
 * @type {(path: string) => {text: string, line: number}[]}
 */
export const costsOf = once((source) => {
	const found = [];
	const add = (node, text) => found.push({ text, line: lineOf(source, node) });
	const visit = (node) => {
		if (isPrivateMethod(node))
			add(node, `${node.name.text} has a slot in every instance: make it private in TypeScript's way`);
		else if (isSparse(node)) add(node, `${node.getText(source)} has holes: fill it`);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
});

function isPrivateMethod(node) {
	if (!ts.isMethodDeclaration(node) && !ts.isAccessor(node)) return false;
	const isStatic = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
	return ts.isPrivateIdentifier(node.name) && !isStatic;
}

/** An array of so many items that are not there, unless it is filled at once; or one with some left out. */
function isSparse(node) {
	if (ts.isArrayLiteralExpression(node)) return node.elements.some(ts.isOmittedExpression);
	const isMade = (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.text === "Array";
	if (!isMade || node.arguments?.length !== 1) return false;
	const { parent } = node;
	return !ts.isPropertyAccessExpression(parent) || parent.name.text !== "fill";
}

const bytes = /^(Uint8|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64)Array$/;

function changes(node, source) {
	if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
		return changes(node.expression, source);
	if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) return true;
	return ts.isNewExpression(node) && !bytes.test(node.expression.getText(source));
}

const lineOf = (source, node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
