/** What can be asked of `npm run bench`, and what cannot be asked together. */

export interface Options {
	json?: boolean;
	check?: boolean;
	quick?: boolean;
	page?: boolean;
	text?: boolean;
	setBudgets?: boolean;
	peers?: boolean;
}

/** Why options do not go together; undefined if they do. */
export function refused({ check, quick, page, setBudgets, peers }: Options): string | undefined {
	if (check && setBudgets) return "--check compares with the budgets that --set-budgets would make: one or the other";
	if (quick && page) return "--page needs all figures: not with --quick";
	if (check && page) return "--check measures what --quick does, and --page needs all figures: one or the other";
	if (peers && (check || quick || page)) return "--peers measures the others only: with --json and --set-budgets alone";
	return undefined;
}
