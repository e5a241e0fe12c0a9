import {
  arrowShape,
  baselineOf,
  edgeColor,
  edgeOf,
  type Mark,
  markColor,
  markFont,
  markWeight,
  redactionColor,
} from '../../pictures/marks.ts';
import { type Point, type Rect, rectOf } from '../../pictures/region.ts';
import { boundsOf, markOf, type Workbench } from '../../pictures/workbench.ts';
import { t } from '../words.ts';

interface MarkLayerProps {
  readonly work: Workbench;
  /** CSS pixels for each of the picture's. */
  readonly scale: number;
}

/** CSS pixels of a corner that can be taken hold of. */
const handle = 8;

/** What is drawn on a picture, over it: the same shapes that are drawn into it when it is saved. */
export function MarkLayer({ work, scale }: MarkLayerProps) {
  const bounds = boundsOf(work);
  const { tool, region, text, edits } = work;
  const drawn = region && tool !== null && tool !== 'crop' ? markOf(tool, region, text || t('Text'), bounds) : undefined;
  const rect = region && rectOf(region);
  const { x, y, width, height } = bounds;
  return (
    <svg class="mark-layer" viewBox={`${x} ${y} ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {edits.marks.map((mark, at) => (
        <Shape key={at} mark={mark} />
      ))}
      {drawn ? <Shape mark={drawn} /> : null}
      {rect && tool === 'crop' ? (
        <path
          class="region-shade"
          fill-rule="evenodd"
          d={`M${x} ${y}h${width}v${height}h${-width}z M${rect.x} ${rect.y}h${rect.width}v${rect.height}h${-rect.width}z`}
        />
      ) : null}
      {rect ? (
        <>
          <rect class="region-ground" {...rect} />
          <rect class="region-line" {...rect} />
          {/* A text is too low for them: they would hide it. */}
          {tool === 'text'
            ? null
            : corners(rect).map(([name, { x: left, y: top }]) => (
                <rect
                  key={name}
                  class="region-handle"
                  x={left - handle / 2 / scale}
                  y={top - handle / 2 / scale}
                  width={handle / scale}
                  height={handle / scale}
                />
              ))}
        </>
      ) : null}
    </svg>
  );
}

function corners({ x, y, width, height }: Rect): [name: string, place: Point][] {
  return [
    ['upper left', { x, y }],
    ['upper right', { x: x + width, y }],
    ['lower left', { x, y: y + height }],
    ['lower right', { x: x + width, y: y + height }],
  ];
}

function Shape({ mark }: { readonly mark: Mark }) {
  switch (mark.kind) {
    case 'redaction':
      return <rect {...mark.rect} fill={redactionColor} />;
    case 'rectangle':
      return (
        <>
          <rect {...mark.rect} fill="none" stroke={edgeColor} stroke-width={mark.thickness + 2 * edgeOf(mark)} />
          <rect {...mark.rect} fill="none" stroke={markColor} stroke-width={mark.thickness} />
        </>
      );
    case 'arrow': {
      const points = arrowShape(mark)
        .map(({ x, y }) => `${x},${y}`)
        .join(' ');
      return (
        <polygon
          points={points}
          fill={markColor}
          stroke={edgeColor}
          stroke-width={2 * edgeOf(mark)}
          stroke-linejoin="round"
          paint-order="stroke"
        />
      );
    }
    case 'text': {
      const { x, y } = baselineOf(mark);
      return (
        <text
          x={x}
          y={y}
          font-family={markFont}
          font-size={mark.size}
          font-weight={markWeight}
          fill={markColor}
          stroke={edgeColor}
          stroke-width={2 * edgeOf(mark)}
          stroke-linejoin="round"
          paint-order="stroke"
        >
          {mark.text}
        </text>
      );
    }
  }
}
