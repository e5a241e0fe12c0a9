/** Runs the simulator alone: `PORT` may be set, Ctrl+C ends it. For trying Parley, or any client, by hand. */
import { startSimulator } from './server.ts';

const port = Number(process.env['PORT'] ?? 0);

async function main(): Promise<void> {
  const simulator = await startSimulator({ port: Number.isInteger(port) ? port : 0 });
  console.log(`The simulator of the Messages API is running at ${simulator.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
