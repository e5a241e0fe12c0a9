import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Size } from '../../pictures/limits.ts';
import { gripAt, keyStep, moved, type Point, placeWithin, type Region, rectOf } from '../../pictures/region.ts';
import { boundsOf, editsAfter, textRegion, type Workbench, type WorkbenchChange } from '../../pictures/workbench.ts';
import { t } from '../words.ts';
import { MarkLayer } from './MarkLayer.tsx';
import { zoomBy } from './zoom.ts';

/** The stage, for what stands around it. */
export interface StageHandle {
  focus(): void;
  /** To be called before the scale is changed: what is in the middle stays there. */
  holdMiddle(): void;
}

interface StageProps {
  readonly handle: RefObject<StageHandle | null>;
  readonly work: Workbench;
  /** Where the picture's bytes are. */
  readonly url: string;
  /** What it shows, in words. */
  readonly alt: string;
  /** CSS pixels for each of the picture's. */
  readonly scale: number;
  /** The ids of what tells how the tool is used. */
  readonly hint: string | undefined;
  readonly change: (change: WorkbenchChange) => void;
  readonly zoomTo: (scale: number) => void;
  /** Called with the room that there is, whenever it changes. */
  readonly onRoom: (room: Size) => void;
  /** A place was chosen for a text that is still to be written. */
  readonly onWrite: () => void;
}

/** CSS pixels around a corner of a region by which it can be taken hold of. */
const reach = 10;
/** Pixels of a text's height; what is less was no drag but a click. */
const least = 4;
/** From this scale on pixels are shown as squares. */
const squares = 3;

/** What is done with the pointer between pressing and letting go. */
type Drag =
  | { readonly kind: 'pan'; readonly x: number; readonly y: number; readonly left: number; readonly top: number }
  | { readonly kind: 'draw'; readonly from: Point; readonly isNew: boolean }
  | { readonly kind: 'move'; readonly from: Point; readonly region: Region };

/** The picture with what is drawn on it: zoomed, panned, and worked on by pointer and keys. */
export function Stage({ handle, work, url, alt, scale, hint, change, zoomTo, onRoom, onWrite }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  /** A place of the picture, and where it is to stay in the window when the scale changes. */
  const anchor = useRef<{ readonly place: Point; readonly x: number; readonly y: number } | null>(null);
  const shownScale = useRef(scale);
  const { tool, region, size } = work;
  const bounds = boundsOf(work);

  /** The place of the picture at a place of the window, perhaps beside the picture and between its pixels. */
  function placeAt(x: number, y: number): Point {
    const { left, top } = sheet.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return { x: bounds.x + (x - left) / shownScale.current, y: bounds.y + (y - top) / shownScale.current };
  }

  function hold(x: number, y: number): void {
    anchor.current = { place: placeAt(x, y), x, y };
  }

  function holdMiddle(): void {
    const { left = 0, top = 0, width = 0, height = 0 } = stage.current?.getBoundingClientRect() ?? {};
    hold(left + width / 2, top + height / 2);
  }

  handle.current = { focus: () => stage.current?.focus({ preventScroll: true }), holdMiddle };

  useLayoutEffect(() => {
    const [element, held] = [stage.current, anchor.current];
    anchor.current = null;
    shownScale.current = scale;
    if (!element || !held) return;
    const { left = 0, top = 0 } = sheet.current?.getBoundingClientRect() ?? {};
    element.scrollLeft += left + (held.place.x - bounds.x) * scale - held.x;
    element.scrollTop += top + (held.place.y - bounds.y) * scale - held.y;
  }, [scale]);

  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return;
    // With its scrollbars: they come and go with the scale that follows from this.
    const tell = () => onRoom({ width: element.offsetWidth, height: element.offsetHeight });
    tell();
    const observer = new ResizeObserver(tell);
    observer.observe(element, { box: 'border-box' });
    return () => observer.disconnect();
  }, []);

  const onWheel = useRef<(event: WheelEvent) => void>(() => {});
  onWheel.current = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    hold(event.clientX, event.clientY);
    zoomTo(zoomBy(shownScale.current, event.deltaY));
  };
  useEffect(() => {
    const listener = (event: WheelEvent) => onWheel.current(event);
    // A listener that may prevent what the browser does has to say so.
    stage.current?.addEventListener('wheel', listener, { passive: false });
    return () => stage.current?.removeEventListener('wheel', listener);
  }, []);

  function onPointerDown(event: PointerEvent): void {
    const element = stage.current;
    if (!element || event.button !== 0 || isOnScrollbar(element, event)) return;
    if (tool === null) {
      // Fingers scroll by themselves.
      if (event.pointerType === 'touch') return;
      drag.current = { kind: 'pan', x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
    } else {
      const at = placeAt(event.clientX, event.clientY);
      const grip = region ? gripAt(region, at, reach / scale) : ({ kind: 'none' } as const);
      const from = placeWithin(at, bounds);
      if (grip.kind === 'inside' && region) drag.current = { kind: 'move', from: at, region };
      else drag.current = { kind: 'draw', from: grip.kind === 'corner' ? grip.across : from, isNew: grip.kind === 'none' };
      if (grip.kind === 'none') change({ type: 'place', region: { from, to: from } });
    }
    element.setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent): void {
    const [element, doing] = [stage.current, drag.current];
    if (!element || !doing) return;
    switch (doing.kind) {
      case 'pan':
        element.scrollLeft = doing.left + doing.x - event.clientX;
        element.scrollTop = doing.top + doing.y - event.clientY;
        return;
      case 'draw': {
        const to = placeWithin(placeAt(event.clientX, event.clientY), bounds);
        change({ type: 'place', region: { from: doing.from, to } });
        return;
      }
      case 'move': {
        const at = placeAt(event.clientX, event.clientY);
        change({ type: 'place', region: moved(doing.region, { x: at.x - doing.from.x, y: at.y - doing.from.y }, bounds) });
        return;
      }
    }
  }

  function onPointerUp(): void {
    const doing = drag.current;
    drag.current = null;
    if (doing?.kind !== 'draw' || !doing.isNew || !region) return;
    switch (tool) {
      case null:
        return;
      case 'text':
        if (rectOf(region).height < least) change({ type: 'place', region: textRegion(region.from, bounds) });
        onWrite();
        return;
      case 'crop':
        if (!editsAfter(work)) change({ type: 'place', region: null });
        return;
      case 'arrow':
      case 'rectangle':
      case 'redact':
        // What is drawn by hand is done when it is drawn; undoing it is a key.
        change(editsAfter(work) ? { type: 'apply' } : { type: 'place', region: null });
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (tool === null || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (tool === 'text' && region && work.text.trim() === '') onWrite();
      else change({ type: 'apply' });
      return;
    }
    const step = keyStep(bounds, event.ctrlKey || event.metaKey);
    const by = {
      ArrowLeft: { x: -step, y: 0 },
      ArrowRight: { x: step, y: 0 },
      ArrowUp: { x: 0, y: -step },
      ArrowDown: { x: 0, y: step },
    }[event.key];
    if (!by) return;
    event.preventDefault();
    change({ type: event.shiftKey ? 'size' : 'move', by });
  }

  const { x, y, width, height } = bounds;
  return (
    <div
      ref={stage}
      class={['stage', tool === null ? '' : 'stage-drawing', scale >= squares ? 'stage-squares' : ''].filter(Boolean).join(' ')}
      role="application"
      aria-label={t('Picture')}
      aria-describedby={hint}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
    >
      <div ref={sheet} class="stage-sheet" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
        <img
          src={url}
          alt={alt}
          draggable={false}
          style={{ left: `${-x * scale}px`, top: `${-y * scale}px`, width: `${size.width * scale}px`, height: `${size.height * scale}px` }}
        />
        <MarkLayer work={work} scale={scale} />
      </div>
    </div>
  );
}

function isOnScrollbar(element: HTMLElement, { clientX, clientY, target }: PointerEvent): boolean {
  const { left, top } = element.getBoundingClientRect();
  return target === element && (clientX - left > element.clientWidth || clientY - top > element.clientHeight);
}
