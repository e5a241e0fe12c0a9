import { useEffect, useRef, useState } from 'preact/hooks';
import type { Picture } from '../../shared/picture.ts';
import { pictureMenu } from '../pictures/pictureActions.ts';
import { knownThumbnail, thumbnailOf } from '../pictures/thumbnails.ts';
import { view } from '../pictures/viewer.ts';
import { count, t } from '../words.ts';

/** How near the view it is read: a part of the view's height, above and below it. */
const margin = '100% 0px';

interface ThumbnailProps {
  readonly picture: Picture;
  /** It is in the conversation, and not in the box. */
  readonly sent?: boolean;
}

/** A picture as a small button that opens it. Its bytes are read when it is near to the view. */
export function Thumbnail({ picture, sent = false }: ThumbnailProps) {
  const { hash, name, width, height, note, description } = picture;
  const button = useRef<HTMLButtonElement>(null);
  const [read, setRead] = useState<{ readonly hash: string; readonly url: string | null }>();
  // Another one may have taken its place.
  const url = read?.hash === hash ? read.url : knownThumbnail(hash);

  useEffect(() => {
    const element = button.current;
    if (url !== undefined || !element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        void thumbnailOf(hash).then((found) => setRead({ hash, url: found }));
      },
      { rootMargin: margin, scrollMargin: margin },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hash, url]);

  const facts = [name, `${count(width)} × ${count(height)}`, note, description].filter((fact) => fact !== null).join(' · ');
  return (
    <button
      ref={button}
      type="button"
      class="thumbnail"
      aria-label={t('View {0}', name)}
      aria-description={description ?? undefined}
      title={facts}
      data-vscode-context={pictureMenu(picture, sent)}
      onClick={() => view(picture)}
    >
      {url ? (
        <img src={url} alt={description ?? ''} />
      ) : (
        <span class={`codicon codicon-${url === null ? 'warning' : 'file-media'}`} aria-hidden="true" />
      )}
    </button>
  );
}
