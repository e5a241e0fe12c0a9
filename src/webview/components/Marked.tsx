interface MarkedProps {
  readonly text: string;
  /** UTF-16 offsets, end exclusive, in their order. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  /** What a place in it is marked by. */
  readonly as: 'b' | 'mark';
}

/** A text in which what was looked for is marked. */
export function Marked({ text, ranges, as: Mark }: MarkedProps) {
  let at = 0;
  const parts = ranges.flatMap(([start, end]) => {
    const plain = text.slice(at, start);
    at = end;
    return [plain, <Mark key={start}>{text.slice(start, end)}</Mark>];
  });
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
