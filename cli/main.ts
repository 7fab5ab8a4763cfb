import { dispatch } from './dispatch.ts';
import { EXIT } from './exit-code.ts';
import { processIo } from './io.ts';

// The reader closed the pipe (`equimarginal solve … | head`): it has all it wanted.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.error);
  });
}

// Not `process.exit`: output that is still on its way into a pipe would be cut off.
process.exitCode = await dispatch(process.argv.slice(2), processIo());
