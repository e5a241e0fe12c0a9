import { t } from '../words.ts';
import { LinkButton } from './Buttons.tsx';

export interface UsageTableRow {
  readonly key: string;
  readonly name: string;
  readonly tokens: string;
  readonly cost: string;
  /** How long its bar is, beside those of the others. */
  readonly share: number;
  /** What a click on its name opens. */
  readonly open?: () => void;
}

interface UsageTableProps {
  readonly caption: string;
  /** What the rows are. */
  readonly first: string;
  readonly rows: readonly UsageTableRow[];
}

/** Sums in rows, each with a bar. */
export function UsageTable({ caption, first, rows }: UsageTableProps) {
  const most = Math.max(...rows.map(({ share }) => share));
  return (
    <table class="usage-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{t('Tokens')}</th>
          <th scope="col">{t('Cost')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, tokens, cost, share, open }) => (
          <tr key={key}>
            <th scope="row" title={name}>
              {open ? <LinkButton onClick={open}>{name}</LinkButton> : name}
              <svg class="usage-bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
                <rect width={most > 0 ? (100 * share) / most : 0} height="2" />
              </svg>
            </th>
            <td>{tokens}</td>
            <td>{cost}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
