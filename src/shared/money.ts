/** Dollars with as many digits as say something: $1.20, $0.034, $0.0004. */
export function money(dollars: number): string {
  if (dollars === 0) return '$0';
  if (dollars < 0.0001) return '< $0.0001';
  const digits = dollars >= 1 ? 2 : Math.min(4, Math.max(2, 1 - Math.floor(Math.log10(dollars))));
  return `$${dollars.toFixed(digits)}`;
}
