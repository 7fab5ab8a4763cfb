import { bestSplit, campaigns } from './client.ts';

/** `EQUIMARGINAL_TOKEN=… npx tsx examples/client/main.ts`, with the token that `npm start` prints. */
const { EQUIMARGINAL_URL: url = 'http://localhost:4000/graphql', EQUIMARGINAL_TOKEN: token = '' } =
  process.env;

for await (const { name, channel } of campaigns({ url, token })) console.log(`${channel.name}: ${name}`);
console.log();
for (const line of await bestSplit({ url, token }, 'Asked by the example client')) console.log(line);
