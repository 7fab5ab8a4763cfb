/**
 * Every address that the page gives a view is the page itself; only files have a dot. The same rule as the local
 * server's. Runs in CloudFront's own JavaScript.
 */
export const VIEW_REWRITE = `function handler(event) {
  var request = event.request;
  if (!/\\.\\w+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`;
