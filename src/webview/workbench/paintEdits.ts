/** Edits on pixels: what is drawn here is what is sent. */
import type { Edits } from '../../pictures/edits.ts';
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
import type { Paintable } from '../pictures/drawPicture.ts';

/** A picture with its edits, which are told in its own pixels. */
export function withEdits(bitmap: ImageBitmap, { crop, marks }: Edits): Paintable {
  const { x, y, width, height } = crop ?? { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
  return {
    width,
    height,
    paint(into, top, rows) {
      into.drawImage(bitmap, x, y + top, width, rows, 0, 0, width, rows);
      into.save();
      into.translate(-x, -(y + top));
      for (const mark of marks) paintMark(into, mark);
      into.restore();
    },
  };
}

function paintMark(into: OffscreenCanvasRenderingContext2D, mark: Mark): void {
  into.lineJoin = 'round';
  switch (mark.kind) {
    case 'redaction': {
      const { x, y, width, height } = mark.rect;
      into.fillStyle = redactionColor;
      into.fillRect(x, y, width, height);
      return;
    }
    case 'rectangle': {
      const { x, y, width, height } = mark.rect;
      into.lineJoin = 'miter';
      into.lineWidth = mark.thickness + 2 * edgeOf(mark);
      into.strokeStyle = edgeColor;
      into.strokeRect(x, y, width, height);
      into.lineWidth = mark.thickness;
      into.strokeStyle = markColor;
      into.strokeRect(x, y, width, height);
      return;
    }
    case 'arrow': {
      into.beginPath();
      for (const { x, y } of arrowShape(mark)) into.lineTo(x, y);
      into.closePath();
      into.lineWidth = 2 * edgeOf(mark);
      into.strokeStyle = edgeColor;
      into.stroke();
      into.fillStyle = markColor;
      into.fill();
      return;
    }
    case 'text': {
      const { x, y } = baselineOf(mark);
      into.font = `${markWeight} ${mark.size}px ${markFont}`;
      into.lineWidth = 2 * edgeOf(mark);
      into.strokeStyle = edgeColor;
      into.strokeText(mark.text, x, y);
      into.fillStyle = markColor;
      into.fillText(mark.text, x, y);
      return;
    }
  }
}
