/**
 * A script that is loaded when it is first needed, once for however many need it. Its import carries the nonce of the page's script, so that the
 * page's policy allows it and needs no further source. Where it fails, who needs it next tries again.
 */
export function loadedOnce<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loading: Promise<Module> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
