import { useRef } from 'preact/hooks';
import type { MentionView } from '../../shared/mentionView.ts';
import { activeEntry, choose, dismissMentions, entries, mention, mentions, moveActive } from '../mentions.ts';
import { replaceTrigger, triggerAt } from '../mentionTrigger.ts';
import { saveDraft } from '../persistence.ts';

/** What the message box does for the list of names. @param put replaces the text in the box */
export function useMentions(box: { readonly current: HTMLTextAreaElement | null }, put: (text: string) => void) {
  /** To be called when the text or the caret has changed. */
  function note(): void {
    const element = box.current;
    if (element) mention(element.selectionStart === element.selectionEnd ? triggerAt(element.value, element.selectionStart) : null);
  }

  /** What was chosen and is on its way, until it is there; resolves to whether that worked. */
  const taking = useRef<Promise<boolean> | null>(null);

  /** Takes the name out of the text, and adds what it names. */
  function take(entry: MentionView): void {
    const taken = takeNow(entry).finally(() => {
      if (taking.current === taken) taking.current = null;
    });
    taking.current = taken;
  }

  async function takeNow(entry: MentionView): Promise<boolean> {
    const trigger = mentions.peek()?.trigger;
    if (!trigger) return false;
    const insert = await choose(trigger.sign, entry);
    if (insert === null) return false;
    const element = box.current;
    // The text may have been changed meanwhile: then the name stays.
    if (!element?.value.startsWith(trigger.sign + trigger.query, trigger.start)) return true;
    const { text, caret } = replaceTrigger(element.value, trigger, insert);
    put(text);
    element.setSelectionRange(caret, caret);
    element.focus();
    saveDraft();
    return true;
  }

  /** Opens the list at the caret, as if its sign had been typed. */
  function open(): void {
    const element = box.current;
    if (!element) return;
    const { value, selectionStart, selectionEnd } = element;
    const sign = selectionStart === 0 || /\s$/.test(value.slice(0, selectionStart)) ? '@' : ' @';
    element.focus();
    element.setRangeText(sign, selectionStart, selectionEnd, 'end');
    element.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }

  /** Does what a key does in the list; false where the list is not open, or has no use for it. */
  function takeKey(event: KeyboardEvent): boolean {
    if (!mentions.value) return false;
    const entry = entries.value[activeEntry.value];
    if (event.key === 'ArrowDown') moveActive(1);
    else if (event.key === 'ArrowUp') moveActive(-1);
    else if (event.key === 'Escape') dismissMentions();
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
      // What fits is not known yet: a key that comes too soon must neither choose what does not fit nor send the name.
      if (!entry && !mentions.value.provisional) return false;
      if (entry) take(entry);
    } else return false;
    event.preventDefault();
    return true;
  }

  return { note, take, taking, open, takeKey };
}
