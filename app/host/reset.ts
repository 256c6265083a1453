/** @param _pin none on a desk: whoever sits there has a hand for the button */
export function resetLine(_pin: number | undefined): undefined {
	return undefined;
}
