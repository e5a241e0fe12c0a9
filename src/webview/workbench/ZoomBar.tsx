import { IconButton } from '../components/Buttons.tsx';
import { count, t } from '../words.ts';
import { Toolbar } from './Toolbar.tsx';
import { type Zoom, zoomStep } from './zoom.ts';

interface ZoomBarProps {
  /** CSS pixels for each of the picture's. */
  readonly scale: number;
  readonly zoom: (to: Zoom) => void;
}

/** How large the picture is shown. */
export function ZoomBar({ scale, zoom }: ZoomBarProps) {
  const percent = t('{0} %', count(Math.round(scale * 100)));
  return (
    <Toolbar label={t('Zoom')}>
      <IconButton icon="zoom-out" name={t('Zoom out')} onClick={() => zoom(zoomStep(scale, -1))} />
      <button
        type="button"
        class="zoom-level"
        aria-label={t('{0}, show the actual size', percent)}
        title={t('Show the actual size')}
        onClick={() => zoom(1)}
      >
        {percent}
      </button>
      <IconButton icon="zoom-in" name={t('Zoom in')} onClick={() => zoom(zoomStep(scale, 1))} />
      <IconButton icon="screen-full" name={t('Fit')} onClick={() => zoom('fit')} />
    </Toolbar>
  );
}
