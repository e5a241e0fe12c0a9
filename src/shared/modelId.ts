/** The API may answer by a dated id (`claude-haiku-4-5-20251001`) where it was asked by the plain one. */
export function undated(model: string): string {
  return model.replace(/-\d{8}$/, '');
}

/** Whether a model goes on with a reply that is begun for it: those before 4.6 do. The Models API does not say. */
export function canPrefill(model: string): boolean {
  const [, major, minor = '0'] = /^claude-[a-z]+-(\d+)(?:-(\d{1,2}))?(?!\d)/.exec(model) ?? [];
  if (major === undefined) return /^claude-\d/.test(model);
  return Number(major) < 4 || (Number(major) === 4 && Number(minor) < 6);
}

/** A model's name without its maker's: there is little room in a sidebar. */
export function shortModel(name: string): string {
  return name.replace(/^Claude /, '');
}
